import { useLocation, useParams } from 'react-router';
import { AccordLink, Answered, countOf, DataTable, NothingHere, OrganisationName, Page, Section, useAsk } from '@accord/kernel/admin';
import type { WentLive } from './activation.js';
import { NoLocality } from './locality-page.js';
import { partiesInWords } from './locality-words.js';
import { say } from './messages.js';
import { NamedParties } from './named-parties.js';
import { READINESS, type Party, type Readiness, type ReadinessAnswer } from './readiness.js';

/** What came of going live: who, how many pairs, and who stayed behind because of what. */
export function WentLivePage() {
  const { id = '' } = useParams();
  const { went } = (useLocation().state ?? {}) as { readonly went?: readonly WentLive[] };
  const asked = useAsk<ReadinessAnswer>(READINESS, { id });
  const locality = asked.data?.localityReadiness ?? null;
  if (asked.data !== undefined && locality === null) return <NoLocality />;
  const ids = new Set(went?.flatMap((each) => each.ids));
  const live = locality?.parties.filter((party) => party.id !== null && ids.has(party.id)) ?? [];
  const pairs = countOf(went?.reduce((sum, each) => sum + each.pairsGained, 0) ?? 0, 'pair');
  return (
    <Page title={say('wentLive')} sentence={locality === null || went === undefined ? undefined : say('wentLiveSentence', { parties: partiesInWords(live), pairs })}
      actions={<AccordLink to={`/localities/${id}`}>{say('backToLocality')}</AccordLink>}>
      <Answered asked={asked}>{() => (locality === null || went === undefined
        ? <NothingHere says={say('wentLiveNotHere')} why={say('wentLiveGone')} action={<AccordLink to={`/localities/${id}`}>{say('backToLocality')}</AccordLink>} />
        : <Outcome locality={locality} live={live} blocked={went.flatMap((each) => each.blocked)} />)}
      </Answered>
    </Page>
  );
}

function Outcome({ locality, live, blocked }: { readonly locality: Readiness; readonly live: readonly Party[]; readonly blocked: WentLive['blocked'] }) {
  const nameOf = (odsCode: string): string => locality.parties.find((party) => party.odsCode === odsCode)?.name ?? odsCode;
  return (
    <>
      <p>{say('wentLiveNext')} <AccordLink to="/publications">{say('publications')}</AccordLink></p>
      <Section title={say('whoWentLive')}><NamedParties parties={live} /></Section>
      <Section title={say('whoStayed')}>
        {blocked.length === 0 ? <p>{say('nobodyStayed')}</p> : (
          <DataTable caption={say('whoStayed')} rows={blocked} keyOf={({ odsCode }) => odsCode} columns={[
            { key: 'name', head: say('factOrganisation'), cell: ({ odsCode }) => <OrganisationName name={nameOf(odsCode)} odsCode={odsCode} to={`/organisations/${odsCode}`} /> },
            { key: 'because', head: say('columnBecause'), cell: ({ gates }) => say('missing', { gates: gates.join(', ') }) },
          ]} />
        )}
      </Section>
    </>
  );
}
