import { Box, Button } from '@mui/material';
import { Link, useParams } from 'react-router';
import { AccordLink, Answered, count, DataTable, NothingHere, Page, Section, useAsk, useSession } from '@accord/kernel/admin';
import { OPEN_ACTIVATIONS, type OpenActivationsAnswer } from './activation.js';
import { ActivationTable } from './activation-table.js';
import { SubmitParties, TakeReadyLive } from './locality-acts.js';
import { partiesInWords, stateTone, stateWords, STATES } from './locality-words.js';
import { say } from './messages.js';
import { isToSubmit, ofSide, READINESS, type Party, type Readiness, type ReadinessAnswer } from './readiness.js';
import { ReadinessFilters, ReadinessTable } from './readiness-table.js';
import { standingSentence } from './standing-sentence.js';
import { StateBar } from './state-bar.js';

/** How a locality stands, gate by gate, and the next steps on the way to live. */
export function LocalityPage() {
  const { id = '' } = useParams();
  const { may } = useSession();
  const asked = useAsk<ReadinessAnswer>(READINESS, { id });
  const locality = asked.data?.localityReadiness ?? null;
  if (asked.data !== undefined && locality === null) return <NoLocality />;
  return (
    <Page title={locality === null ? say('localities') : `${locality.name} (${locality.code})`} sentence={locality === null ? undefined : standingSentence(locality.parties)}
      actions={locality === null ? undefined : (
        <>
          <Button component={Link} to={`/localities/${id}/coverage`} variant="outlined">{say('coverage')}</Button>
          <Button component={Link} to={`/localities/${id}/facts`} variant="outlined">{say('facts')}</Button>
          {may('suspend', 'Sharing', { scope: 'locality', providerOdsCode: '', consumerOdsCode: '', localityIds: [id] }).allowed && (
            <Button component={Link} to={`/stops/new?scope=locality&localityId=${id}`} variant="outlined" color="error">{say('suspendLocality')}</Button>
          )}
        </>
      )}>
      <Answered asked={asked}>{() => (locality === null ? null : <Standing locality={locality} />)}</Answered>
    </Page>
  );
}

export function NoLocality() {
  return <Page title={say('localities')} wide={false}><NothingHere says={say('notThere')} why={say('notThereWhy')} action={<AccordLink to="/localities">{say('toLocalities')}</AccordLink>} /></Page>;
}

function Standing({ locality }: { readonly locality: Readiness }) {
  return (
    <>
      <Steps locality={locality} />
      <Section title={say('onTheWay')}>
        <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', lg: '1fr 1fr' }, gap: 4 }}>
          <SideBar side="provider" parties={locality.parties} />
          <SideBar side="consumer" parties={locality.parties} />
        </Box>
      </Section>
      <ReadinessFilters parties={locality.parties} />
      {(['provider', 'consumer'] as const).map((side) => (
        <Section key={side} title={say(side === 'provider' ? 'practices' : 'viewers')}><ReadinessTable side={side} parties={locality.parties} severalAgreements={locality.agreements.length > 1} /></Section>
      ))}
    </>
  );
}

function SideBar({ side, parties }: { readonly side: Party['side']; readonly parties: readonly Party[] }) {
  const here = ofSide(parties, side);
  const pieces = STATES.map((state) => ({ key: state, label: stateWords(state), value: here.filter((party) => party.state === state).length, tone: stateTone(state) })).filter(({ value }) => value > 0).reverse();
  if (pieces.length === 0) return null;
  return <StateBar title={say(side === 'provider' ? 'byState' : 'viewersByState')} head={[say('columnState'), say('columnShare')]} pieces={pieces} />;
}

/** What waits for whom: to be submitted, to be approved, to be taken live. */
function Steps({ locality }: { readonly locality: Readiness }) {
  const asked = useAsk<OpenActivationsAnswer>(OPEN_ACTIVATIONS, { localityId: locality.id });
  const toSubmit = locality.agreements.map((agreement) => ({ agreement, parties: locality.parties.filter((party) => party.agreementId === agreement.id && isToSubmit(party)) })).filter(({ parties }) => parties.length > 0);
  return (
    <Section title={say('nextSteps')} actions={<AccordLink to={`/activations?locality=${locality.id}`}>{say('allActivations')}</AccordLink>}>
      <Answered asked={asked}>{({ submitted, unfinished }) => {
        const open = [...submitted.items, ...unfinished.items];
        const more = submitted.total + unfinished.total - open.length;
        return <Box sx={{ display: 'grid', gap: 3 }}>
          {toSubmit.length === 0 && open.length === 0 && <Box component="p" sx={{ m: 0 }}>{say('noSteps')}</Box>}
          {open.length > 0 && <ActivationTable caption={say('activations')} activations={open} />}
          {more > 0 && <Box component="p" sx={{ m: 0 }}>{say('moreActivations', { shown: count(open.length), more: count(more) })} <AccordLink to={`/activations?locality=${locality.id}`}>{say('allActivations')}</AccordLink></Box>}
          <Box sx={{ '&:empty': { display: 'none' }, display: 'flex', flexWrap: 'wrap', gap: 1 }}><TakeReadyLive locality={locality} /></Box>
          {toSubmit.length > 0 && (
            <DataTable caption={say('partiesToSubmit')} showCaption rows={toSubmit} keyOf={({ agreement }) => agreement.id} columns={[
              { key: 'agreement', head: say('columnAgreement'), cell: ({ agreement }) => <AccordLink to={`/agreements/${agreement.id}`}>{agreement.reference} {agreement.title}</AccordLink> },
              { key: 'parties', head: say('columnListed'), cell: ({ parties }) => partiesInWords(parties) },
              { key: 'next', head: say('columnNext'), cell: ({ agreement, parties }) => <SubmitParties locality={locality} agreement={agreement} parties={parties} /> },
            ]} />
          )}
        </Box>;
      }}</Answered>
    </Section>
  );
}
