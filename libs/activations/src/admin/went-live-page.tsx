import { useLocation, useParams, useSearchParams } from 'react-router';
import { AccordLink, Answered, countOf, DataTable, NothingHere, OrganisationName, Page, Section, useAsk } from '@accord/kernel/admin';
import type { WentLive } from './activation.js';
import { NoLocality } from './locality-page.js';
import { partiesInWords } from './locality-words.js';
import { say, wordFor } from './messages.js';
import { NamedParties } from './named-parties.js';
import { stepState } from '../contract/practices-counted.js';
import { READINESS, type Party, type ReadinessAnswer } from './readiness.js';

/**
 * What came of going live: who, and who stayed behind because of what. Read from the activations the address names, so that it can be
 * opened again and sent on; how many pairs were gained is told only to whoever has just done it.
 */
export function WentLivePage() {
  const [params] = useSearchParams();
  const [activations, only] = [params.getAll('activation'), params.get('party')];
  const { id = '' } = useParams();
  const { went } = (useLocation().state ?? {}) as { readonly went?: readonly WentLive[] };
  const asked = useAsk<ReadinessAnswer>(READINESS, { id });
  const locality = asked.data?.localityReadiness ?? null;
  if (asked.data !== undefined && locality === null) return <NoLocality />;
  const ids = new Set(went?.flatMap((each) => each.ids));
  const listed = locality?.parties.filter((party) => party.activationId !== null && activations.includes(party.activationId) && (only === null || party.id === only)) ?? [];
  const live = listed.filter((party) => party.liveAt !== null && party.id !== null && (went === undefined || ids.has(party.id)));
  const stayed = listed.filter((party) => stepState(party) === 'approved');
  const parties = partiesInWords(live);
  const sentence = went === undefined ? say('wentLiveSays', { parties })
    : say('wentLiveSentence', { parties, pairs: countOf(went.reduce((sum, each) => sum + each.pairsGained, 0), 'pair') });
  return (
    <Page title={say('wentLive')} sentence={live.length === 0 ? undefined : sentence}
      actions={<AccordLink to={`/localities/${id}`}>{say('backToLocality')}</AccordLink>}>
      <Answered asked={asked}>{() => (live.length === 0
        ? <NothingHere says={say('wentLiveNotHere')} why={say('wentLiveGone')} action={<AccordLink to={`/activations?locality=${id}`}>{say('allActivations')}</AccordLink>} />
        : <Outcome live={live} stayed={stayed} />)}
      </Answered>
    </Page>
  );
}

function Outcome({ live, stayed }: { readonly live: readonly Party[]; readonly stayed: readonly Party[] }) {
  const missing = ({ gates }: Party): string => gates.filter(({ state }) => state !== 'done').map(({ gate }) => wordFor('gate', gate)).join(', ');
  return (
    <>
      <p>{say('wentLiveNext')} <AccordLink to="/publications">{say('publications')}</AccordLink></p>
      <Section title={say('whoWentLive')}><NamedParties parties={live} /></Section>
      <Section title={say('whoStayed')}>
        {stayed.length === 0 ? <p>{say('nobodyStayed')}</p> : (
          <DataTable caption={say('whoStayed')} rows={stayed} keyOf={({ odsCode }) => odsCode} columns={[
            { key: 'name', head: say('factOrganisation'), cell: ({ odsCode, name }) => <OrganisationName name={name} odsCode={odsCode} to={`/organisations/${odsCode}`} /> },
            { key: 'because', head: say('columnBecause'), cell: (party) => (missing(party) === '' ? say('notTaken') : say('missing', { gates: missing(party) })) },
          ]} />
        )}
      </Section>
    </>
  );
}
