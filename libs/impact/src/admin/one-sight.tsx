import { AccordLink, Answered, Day, FactList, LastDay, Moment, Section, StateWords, useAsk } from '@accord/kernel/admin';
import { Box, Typography } from '@mui/material';
import { obstaclePlace, obstaclesWorthSaying, obstacleWords, SIGHT_FIELDS, type SightShown } from './sight-words.js';
import { say } from './messages.js';
import type { ServiceShown } from './who-can-see-what.js';

interface SignedPage { readonly id: string; readonly sha256: string }
interface Sight extends SightShown { readonly providerEvidence: SignedPage | null; readonly consumerEvidence: SignedPage | null }
interface Answer {
  readonly whoCanSee: {
    readonly isSeen: boolean; readonly at: string; readonly providerName: string | null; readonly consumerName: string | null; readonly publication: number | null; readonly sight: Sight | null;
  };
}

const ASK = `query WhoCanSee($service: String!, $provider: String!, $consumer: String!, $view: String!) {
  whoCanSee(service: $service, provider: $provider, consumer: $consumer, view: $view) {
    isSeen at providerName consumerName publication sight { ${SIGHT_FIELDS} providerEvidence { id sha256 } consumerEvidence { id sha256 } }
  }
}`;

const UNSIGNED: readonly string[] = ['invited', 'declined', 'rejected'];

export interface OneSightProps {
  readonly service: ServiceShown;
  readonly provider: string;
  readonly consumer: string;
  readonly view: { readonly code: string; readonly name: string };
}

/** The answer: one sentence, what it rests on, or what would have to change. */
export function OneSight({ service, provider, consumer, view }: OneSightProps) {
  const asked = useAsk<Answer>(ASK, { service: service.code, provider, consumer, view: view.code });
  return (
    <Answered asked={asked}>
      {({ whoCanSee: { isSeen, at, providerName, consumerName, publication, sight } }) => {
        const words = { consumer: `${consumerName ?? ''} (${consumer})`.trim(), provider: `${providerName ?? ''} (${provider})`.trim(), view: view.name };
        return (
          <Box aria-live="polite">
            <Typography variant="h2" component="h2" sx={{ mb: 2, maxWidth: '60ch' }}><StateWords tone={isSeen ? 'good' : 'stopped'} words={say(isSeen ? 'yes' : 'no', words)} /></Typography>
            {sight === null && <Typography component="p" sx={{ mb: 3, maxWidth: '70ch' }}>{say('noAgreement')} {say('noAgreementWhat')}</Typography>}
            {sight !== null && !isSeen && <Obstacles sight={sight} />}
            {sight !== null && <Reasons sight={sight} service={service} at={at} publication={publication} />}
          </Box>
        );
      }}
    </Answered>
  );
}

function Obstacles({ sight }: { readonly sight: SightShown }) {
  const obstacles = obstaclesWorthSaying(sight);
  return (
    <Section title={obstacles.length === 1 ? say('oneObstacle') : say('manyObstacles', { count: obstacles.length })}>
      <ul style={{ margin: 0, paddingLeft: '1.25rem' }}>
        {obstacles.map((obstacle, place) => (
          <li key={`${obstacle.kind} ${place}`} style={{ marginBottom: 4 }}><AccordLink to={obstaclePlace(sight, obstacle) ?? '#'}>{obstacleWords(sight, obstacle)}</AccordLink></li>
        ))}
      </ul>
    </Section>
  );
}

function Reasons({ sight, service, at, publication }: { readonly sight: Sight; readonly service: ServiceShown; readonly at: string; readonly publication: number | null }) {
  const page = (signed: SignedPage | null, name: string, state: string) => (UNSIGNED.includes(state) ? say('notSigned') : signed === null ? say('pageNotShown') : <AccordLink to={`/evidence/${signed.id}`}>{say('openPage', { name })}</AccordLink>);
  const names = service.views.filter(({ code }) => sight.viewsSeen.includes(code)).map(({ name }) => name);
  return (
    <Section title={say(sight.viewsSeen.length > 0 ? 'because' : 'nearest')}>
      <FactList facts={[
        [say('agreement'), <AccordLink key="a" to={`/agreements/${sight.agreementId}`}>{sight.reference}</AccordLink>],
        [say(sight.viewsSeen.length > 0 ? 'since' : 'begins'), <Day key="s" at={sight.since} prose />],
        [say('until'), <LastDay key="u" until={sight.until} prose />],
        [say('alsoSees'), names.length === 0 ? say('noneNow') : names.join(', ')],
        [say('signedBy', { name: `${sight.providerName} (${sight.providerOdsCode})` }), page(sight.providerEvidence, sight.providerName, sight.participation)],
        [say('signedBy', { name: `${sight.consumerName} (${sight.consumerOdsCode})` }), page(sight.consumerEvidence, sight.consumerName, sight.part)],
        [say('publication'), publication === null ? say('noPublication') : <AccordLink key="p" to={`/publications/${publication}`}>{say('publicationNumber', { number: publication })}</AccordLink>],
        [say('asked'), <Moment key="m" at={at} />],
      ]} />
    </Section>
  );
}
