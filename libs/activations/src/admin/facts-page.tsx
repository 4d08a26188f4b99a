import { Button } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { AccordLink, Answered, DoneNotice, NothingHere, Page, useAsk, useSession } from '@accord/kernel/admin';
import { isUnconfirmed, LOCALITY_FACTS, OWN_FACTS, type Fact, type FactsAnswer } from './facts.js';
import { FactsTable } from './facts-table.js';
import { NoLocality } from './locality-page.js';
import { say, wordFor } from './messages.js';
import { READINESS, type ReadinessAnswer } from './readiness.js';
import { Choice } from './readiness-table.js';

/** Facts that gates of a locality are read from. */
export function LocalityFactsPage() {
  const { id = '' } = useParams();
  const locality = useAsk<ReadinessAnswer>(READINESS, { id });
  const asked = useAsk<FactsAnswer>(LOCALITY_FACTS, { id });
  const session = useSession();
  if (locality.data?.localityReadiness === null) return <NoLocality />;
  const name = locality.data?.localityReadiness.name ?? '';
  const mayRecord = session.may('record', 'GateFact', { localityIds: [id] }).allowed;
  return (
    <FactsOf title={name === '' ? say('facts') : say('factsTitle', { name })} asked={asked} act={{ localityIds: [id] }}
      actions={<>{mayRecord && <Button component={Link} variant="contained" to={`/localities/${id}/facts/new`}>{say('recordFacts')}</Button>}<AccordLink to={`/localities/${id}`}>{say('backToLocality')}</AccordLink></>} />
  );
}

/** Facts of the organisation one acts for. */
export function OwnFactsPage() {
  const { me } = useSession();
  const odsCode = me.actingAs?.odsCode ?? '';
  const asked = useAsk<FactsAnswer>(OWN_FACTS, { id: odsCode }, { enabled: odsCode !== '' });
  return <FactsOf title={say('factsTitle', { name: me.actingAs?.organisationName ?? odsCode })} asked={asked} act={{ odsCode }} actions={<Button component={Link} variant="contained" to="/gate-facts/new">{say('recordFacts')}</Button>} />;
}

function FactsOf({ title, asked, act, actions }: { readonly title: string; readonly asked: ReturnType<typeof useAsk<FactsAnswer>>; readonly act: Readonly<Record<string, unknown>>; readonly actions: ReactNode }) {
  const [chosen, setChosen] = useSearchParams();
  // Kept here, because the table goes when nothing in it waits any more.
  const [done, tell] = useState<string | null>(null);
  const all: readonly Fact[] = asked.data?.localityGateFacts ?? asked.data?.gateFacts ?? [];
  const [kind, stands] = [chosen.get('kind') ?? '', chosen.get('stands') ?? ''];
  const shown = all.filter((fact) => (kind === '' || fact.kind === kind) && (stands === '' || isUnconfirmed(fact)));
  const set = (name: string, value: string): void => setChosen((before) => { if (value === '') before.delete(name); else before.set(name, value); return before; });
  return (
    <Page title={title} actions={actions} sentence={asked.data === undefined ? undefined : <>{say('factsSentence', { all: all.length, waiting: all.filter(isUnconfirmed).length })} {say('factsWhat')}</>}>
      <Answered asked={asked}>{() => (all.length === 0 ? <NothingHere says={say('noFacts')} why={say('noFactsWhy')} /> : (
        <>
          <div style={{ display: 'flex', flexWrap: 'wrap', gap: 12, marginBottom: 16 }}>
            <Choice id="facts-kind" label={say('factKind')} value={kind} choose={(value) => set('kind', value)} choices={[...new Set(all.map((fact) => fact.kind))].map((code) => [code, wordFor('kind', code)])} />
            <Choice id="facts-stands" label={say('factStands')} value={stands} choose={(value) => set('stands', value)} choices={[['waiting', say('factUnconfirmed')]]} />
          </div>
          {done !== null && <DoneNotice key={all.filter(isUnconfirmed).length}>{done}</DoneNotice>}
          {shown.length === 0 ? <NothingHere says={say('noFactMatches')} action={<Button variant="outlined" onClick={() => setChosen({})}>{say('showAll')}</Button>} /> : <FactsTable facts={shown} act={act} tell={tell} />}
        </>
      ))}</Answered>
    </Page>
  );
}
