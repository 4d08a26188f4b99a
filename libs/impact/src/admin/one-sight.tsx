import { AccordLink, Answered, Day, FactList, LastDay, Moment, Section, StateWords, useAsk } from '@accord/kernel/admin';
import { Box, Typography } from '@mui/material';
import { fixPlace, momentArguments, REASON_FIELDS, reasonPlace, SIGHT_FIELDS, type FixShown, type MomentShown, type ReasonShown, type SightShown } from './sight-words.js';
import { say } from './messages.js';
import type { ServiceShown } from './who-can-see-what.js';

interface SignedPage { readonly id: string; readonly sha256: string; readonly page: number | null }
interface Sight extends SightShown { readonly providerVersion: number; readonly consumerVersion: number; readonly providerEvidence: SignedPage | null; readonly consumerEvidence: SignedPage | null }
interface ExplanationShown {
  readonly isSeen: boolean; readonly sentence: string; readonly reading: 'now' | 'as-it-was' | 'as-known'; readonly at: string; readonly asKnownAt: string | null; readonly since: string | null;
  readonly reasons: readonly ReasonShown[]; readonly fixes: readonly FixShown[]; readonly publication: number | null; readonly sight: Sight | null;
}

const ASK = `query Explanation($service: String!, $provider: String!, $consumer: String!, $view: String!, $at: String, $asKnownAt: String) {
  explanation(service: $service, provider: $provider, consumer: $consumer, view: $view, at: $at, asKnownAt: $asKnownAt) {
    isSeen sentence reading at asKnownAt since publication reasons { ${REASON_FIELDS} } fixes { does who act agreementId subject side }
    sight { ${SIGHT_FIELDS} providerVersion consumerVersion providerEvidence { id sha256 page } consumerEvidence { id sha256 page } }
  }
}`;

const UNSIGNED: readonly string[] = ['invited', 'declined', 'rejected'];

export interface OneSightProps {
  readonly service: ServiceShown;
  readonly provider: string;
  readonly consumer: string;
  readonly view: { readonly code: string; readonly name: string };
  readonly moment: MomentShown;
}

/** The answer: one sentence, what it rests on, or what would have to change. */
export function OneSight({ service, provider, consumer, view, moment }: OneSightProps) {
  const asked = useAsk<{ explanation: ExplanationShown }>(ASK, { service: service.code, provider, consumer, view: view.code, ...momentArguments(moment) });
  return (
    <Answered asked={asked}>
      {({ explanation }) => {
        const { isSeen, sentence, reasons, fixes, sight } = explanation;
        return (
          <Box aria-live="polite">
            <Typography variant="h2" component="h2" sx={{ mb: 2, maxWidth: '60ch' }}><StateWords tone={isSeen ? 'good' : 'stopped'} words={sentence} /></Typography>
            <Section title={isSeen ? say('because') : say(explanation.reading === 'now' ? reasons.length === 1 ? 'oneObstacle' : 'manyObstacles' : reasons.length === 1 ? 'oneObstacleThen' : 'manyObstaclesThen', { count: reasons.length })}><Reasons sight={sight} reasons={reasons} isSeen={isSeen} /></Section>
            {fixes.length > 0 && <Fixes fixes={fixes} consumer={consumer} />}
            {sight !== null && <Behind explanation={explanation} sight={sight} service={service} />}
          </Box>
        );
      }}
    </Answered>
  );
}

/** What stands in the way leads to where it can be put right; what an answer rests on to the two parts. */
function Reasons({ sight, reasons, isSeen }: { readonly sight: Sight | null; readonly reasons: readonly ReasonShown[]; readonly isSeen: boolean }) {
  return (
    <ul style={{ margin: 0, paddingLeft: '1.25rem', maxWidth: '80ch' }}>
      {reasons.map((reason, order) => {
        const place = sight === null || (isSeen && reason.subject === null) ? null : reasonPlace(sight, reason);
        return <li key={`${reason.kind} ${order}`} style={{ marginBottom: 4 }}>{place === null ? reason.says : <AccordLink to={place}>{reason.says}</AccordLink>}</li>;
      })}
    </ul>
  );
}

/** The smallest set of acts that changes the answer, in the order in which they are done. */
function Fixes({ fixes, consumer }: { readonly fixes: readonly FixShown[]; readonly consumer: string }) {
  return (
    <Section title={say(fixes.length === 1 ? 'oneFix' : 'manyFixes', { count: fixes.length })}>
      <ol style={{ margin: 0, paddingLeft: '1.5rem', maxWidth: '80ch' }}>
        {fixes.map((fix, order) => {
          const place = fixPlace(fix, consumer);
          return <li key={`${fix.act} ${order}`} style={{ marginBottom: 4 }}>{place === null ? fix.does : <AccordLink to={place}>{fix.does}</AccordLink>}. {say('fixBy', { who: fix.who })}</li>;
        })}
      </ol>
    </Section>
  );
}

function Behind({ explanation, sight, service }: { readonly explanation: ExplanationShown; readonly sight: Sight; readonly service: ServiceShown }) {
  const { isSeen, reading, at, asKnownAt, since, publication } = explanation;
  const page = (signed: SignedPage | null, name: string, state: string) => (UNSIGNED.includes(state) ? say('notSigned') : signed === null ? say('pageNotShown') : (
    <><AccordLink to={`/evidence/${signed.id}`}>{signed.page === null ? say('openPage', { name }) : say('openNumberedPage', { name, page: signed.page })}</AccordLink> <code style={{ overflowWrap: 'anywhere' }}>{signed.sha256}</code></>
  ));
  const names = service.views.filter(({ code }) => sight.viewsSeen.includes(code)).map(({ name }) => name);
  return (
    <Section title={say(isSeen ? 'restsOn' : 'nearest')}>
      <FactList facts={[
        [say('agreement'), <AccordLink key="a" to={`/agreements/${sight.agreementId}`}>{sight.reference}</AccordLink>],
        [say('versions'), say('versionsSigned', { provider: sight.providerVersion, consumer: sight.consumerVersion })],
        [say(isSeen ? 'seenSince' : 'unseenSince'), since === null ? say('never') : <Day key="s" at={since} prose />],
        [say('begins'), <Day key="b" at={sight.since} prose />],
        [say('until'), <LastDay key="u" until={sight.until} prose />],
        [say(reading === 'now' ? 'alsoSees' : 'alsoSaw'), names.length === 0 ? say(reading === 'now' ? 'noneNow' : 'noneThen') : names.join(', ')],
        [say('signedBy', { name: `${sight.providerName} (${sight.providerOdsCode})` }), page(sight.providerEvidence, sight.providerName, sight.participation)],
        [say('signedBy', { name: `${sight.consumerName} (${sight.consumerOdsCode})` }), page(sight.consumerEvidence, sight.consumerName, sight.part)],
        ...(reading === 'as-it-was' ? [] : [[say('publication'), publication === null ? say('noPublication') : <AccordLink key="p" to={`/publications/${publication}`}>{say('publicationNumber', { number: publication })}</AccordLink>] as const]),
        [say(reading === 'now' ? 'asked' : 'askedAbout'), <Moment key="m" at={at} />],
        ...(asKnownAt === null ? [] : [[say('knownBy'), <Moment key="k" at={asKnownAt} />] as const]),
      ]} />
    </Section>
  );
}
