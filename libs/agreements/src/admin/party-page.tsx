import { Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { AccordLink, Answered, count, DataTable, Day, FactList, Moment, NothingHere, OrganisationName, Page, Section, StateWords, useAsk, useSession } from '@accord/kernel/admin';
import { PartyActs } from './party-acts.js';
import { askedOf, factsForAbility, PARTY_FIELDS, SERVICE_FIELDS, STOP_FIELDS, subjectOf, viewNames, type Flows, type PartyFacts, type ServiceFacts, type StopFacts } from './party-facts.js';
import { endsWith, isOver, partState } from './agreement-words.js';
import { standingOf } from './party-standing.js';
import { partyWords } from './party-words.js';
import { proposalWords } from './proposal-words.js';
import { stopName } from './stop-name.js';
import { stopWords } from './stop-words.js';

interface AgreementOfParty {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly serviceCode: string;
  readonly localityId: string;
  readonly localityName: string;
  readonly state: string;
  readonly expired: boolean;
  readonly endsOn: string;
  readonly stops: readonly StopFacts[];
}

interface PartyAnswer {
  readonly party: PartyFacts | null;
  readonly agreement: AgreementOfParty | null;
  readonly partyPairs: Flows | null;
  readonly services: readonly ServiceFacts[];
}

const QUERY = `query Party($partyId: ID!, $id: ID) {
  party(id: $partyId) { ${PARTY_FIELDS} }
  agreement(id: $id) { id reference title serviceCode localityId localityName state expired endsOn stops { ${STOP_FIELDS} } }
  partyPairs(id: $partyId) { pairs views sharedWith { odsCode name views } }
  services { ${SERVICE_FIELDS} }
}`;

/** One organisation's part in one agreement: how it stands, how it got there, what flows through it, and what may be done. */
export function PartyPage() {
  const { id = '', partyId = '' } = useParams();
  const asked = useAsk<PartyAnswer>(QUERY, { id, partyId });
  if (asked.data === undefined) return <Page title={partyWords('organisation')}><Answered asked={asked}>{() => null}</Answered></Page>;
  const { party, agreement, partyPairs: flows, services } = asked.data;
  if (party !== null && agreement !== null && flows !== null) return <OneParty party={party} agreement={agreement} flows={flows} services={services} />;
  return (
    <Page title={partyWords('organisation')}>
      <NothingHere says={partyWords('absent')} why={partyWords('absentWhy')} action={<AccordLink to="/agreements">{partyWords('toAgreements')}</AccordLink>} />
    </Page>
  );
}

interface OnePartyProps {
  readonly party: PartyFacts;
  readonly agreement: AgreementOfParty;
  readonly flows: Flows;
  readonly services: readonly ServiceFacts[];
}

function OneParty({ party, agreement, flows, services }: OnePartyProps) {
  const { may } = useSession();
  const standing = standingOf(party, agreement, { pairs: flows.pairs, views: flows.views.length });
  const stops = agreement.stops.filter((stop) => reaches(stop, party));
  const waits = standing.waitsFor === null ? '' : ` ${partyWords('waiting', { who: standing.waitsFor })}`;
  const readsEvidence = may('read', 'Evidence', factsForAbility(party, agreement.localityId)).allowed;
  return (
    <Page title={partyWords('title', { name: party.name, reference: agreement.reference })} sentence={`${standing.sentence}${waits}`}>
      <PartyActs party={party} localityId={agreement.localityId} isEnded={agreement.state === 'ended'} flows={flows} stops={stops} />
      <Section title={partyWords('how')}>
        <FactList facts={[
          [partyWords('organisation'), <OrganisationName key="organisation" name={party.name} odsCode={party.odsCode} to={`/organisations/${party.odsCode}`} />],
          [partyWords('agreement'), <span key="agreement"><AccordLink to={`/agreements/${agreement.id}`}>{agreement.reference}</AccordLink>, {agreement.title}; {partyWords(party.side)}</span>],
          [partyWords('version'), count(party.versionNumber)],
          [partyWords('state'), <StateWords key="state" words={standing.words} tone={standing.tone} />],
          ...(endsWith(agreement, party.state) ? [] : [[partyWords('since'), <Moment key="since" at={party.stateAt} />] as const]),
          [partyWords('evidence'), <Evidence key="evidence" party={party} isTheirs={readsEvidence} />],
          [partyWords('submittedBy'), party.submittedBy ?? partyWords('nobodyYet')],
          [partyWords('verifiedBy'), party.verifiedBy ?? staffOf(party, ['verified', ...BEYOND])],
          [partyWords('approvedBy'), <Approved key="approved" party={party} localityId={agreement.localityId} />],
          ...(party.liveAt === null ? [] : [[partyWords('liveSince'), <Day key="live" at={party.liveAt} prose />] as const]),
          ...(party.views === null ? [] : [[partyWords('viewsAgreed'), viewNames(services, agreement.serviceCode, party.views).join(', ')] as const]),
        ]} />
      </Section>
      {party.renewal !== null && !isOver(agreement) && <Renewed party={askedOf(party)} localityId={agreement.localityId} readsEvidence={readsEvidence} />}
      <Section title={partyWords('sharedNow')}><Shared party={party} flows={flows} namesOf={(views) => viewNames(services, agreement.serviceCode, views)} /></Section>
      <Section title={partyWords('stops')}>
        {stops.length === 0 ? <Typography component="p">{partyWords('noStops')}</Typography> : <Stops stops={stops} />}
      </Section>
    </Page>
  );
}

/** Its own stops, and wider ones that reach it; those of earlier parts of the organisation are shown there. */
function reaches(stop: StopFacts, party: PartyFacts): boolean {
  if (stop.participationId !== null || stop.consumerPartId !== null) return stop.participationId === party.id || stop.consumerPartId === party.id;
  const [own, other] = party.side === 'provider' ? [stop.providerOdsCode, stop.consumerOdsCode] : [stop.consumerOdsCode, stop.providerOdsCode];
  return own === party.odsCode || (own === null && (other === null || stop.scopeKind !== 'pair'));
}

/** A later version it is asked to sign; until that goes over, everything above goes on. */
function Renewed({ party, localityId, readsEvidence }: { readonly party: PartyFacts; readonly localityId: string; readonly readsEvidence: boolean }) {
  const { may } = useSession();
  const isProposed = party.proposalState === 'running';
  const maySign = party.state === 'invited' && may(party.side === 'provider' ? 'sign' : 'accept', subjectOf(party.side), factsForAbility(party, localityId)).allowed;
  return (
    <Section title={partyWords('renewal', { number: party.versionNumber })}>
      <Typography component="p" sx={{ mb: 1.5, maxWidth: '70ch' }}>{isProposed ? proposalWords('renewalSays', { number: party.versionNumber }) : partyWords('renewalSays', { number: party.versionNumber })}</Typography>
      {party.proposalId != null && <Typography component="p" sx={{ mb: 1.5 }}><AccordLink to={`/view-set-proposals/${party.proposalId}`}>{proposalWords('toProposal')}</AccordLink></Typography>}
      <FactList facts={[
        [partyWords('state'), <StateWords key="state" {...partState(party.state)} />],
        [partyWords('since'), <Moment key="since" at={party.stateAt} />],
        [partyWords('evidence'), <Evidence key="evidence" party={party} isTheirs={readsEvidence} />],
        [partyWords('submittedBy'), party.submittedBy ?? partyWords('nobodyYet')],
        [partyWords('verifiedBy'), party.verifiedBy ?? staffOf(party, ['verified', ...BEYOND])],
        [partyWords('approvedBy'), <Approved key="approved" party={party} localityId={localityId} />],
      ]} />
      {maySign && <Typography component="p" sx={{ mt: 1.5 }}><AccordLink to={`/agreements/${party.agreementId}/sign/${party.id}`}>{partyWords('renewalSign', { number: party.versionNumber })}</AccordLink></Typography>}
    </Section>
  );
}

const BEYOND: readonly string[] = ['approved', 'live', 'suspended'];

/** Parties are not told the names of staff, only that one of them did it. */
const staffOf = (party: PartyFacts, since: readonly string[]): string => partyWords(since.includes(party.state) ? 'somebodyOfStaff' : 'nobodyYet');

function Evidence({ party, isTheirs }: { readonly party: PartyFacts; readonly isTheirs: boolean }): ReactNode {
  if (party.evidenceId === null) return partyWords('noEvidence');
  return isTheirs ? <AccordLink to={`/evidence/${party.evidenceId}`}>{partyWords('openEvidence')}</AccordLink> : partyWords('evidenceNotYours');
}

function Approved({ party, localityId }: { readonly party: PartyFacts; readonly localityId: string }): ReactNode {
  const { may } = useSession();
  const who = party.approvedBy ?? staffOf(party, BEYOND);
  if (party.activationId === null) return who;
  return <>{who}{may('read', 'Activation', { localityId }).allowed && <>; <AccordLink to={`/activations/${party.activationId}`}>{partyWords('openActivation')}</AccordLink></>}</>;
}

function Shared({ party, flows, namesOf }: { readonly party: PartyFacts; readonly flows: Flows; readonly namesOf: (views: readonly string[]) => readonly string[] }) {
  const head = partyWords(party.side === 'provider' ? 'sharedWith' : 'sharesWith');
  if (flows.pairs === 0) return <NothingHere says={partyWords('nothingShared')} why={partyWords('nothingSharedWhy')} />;
  return (
    <>
      <DataTable caption={partyWords('sharedNow')} rows={flows.sharedWith} keyOf={(row) => row.odsCode} columns={[
        { key: 'with', head, cell: (row) => <OrganisationName name={row.name} odsCode={row.odsCode} to={`/organisations/${row.odsCode}`} /> },
        { key: 'views', head: partyWords('views'), cell: (row) => namesOf(row.views).join(', ') },
      ]} />
      {flows.pairs > flows.sharedWith.length && <Typography component="p">{partyWords('someOf', { shown: count(flows.sharedWith.length), all: count(flows.pairs) })}</Typography>}
    </>
  );
}

function Stops({ stops }: { readonly stops: readonly StopFacts[] }) {
  return (
    <DataTable caption={partyWords('stops')} rows={stops} keyOf={(stop) => stop.id} columns={[
      { key: 'what', head: partyWords('stopKind'), cell: (stop) => <AccordLink to={`/stops/${stop.id}`}>{stopWords(stop.kind, { name: stopName(stop) })} <Day at={stop.imposedAt} /></AccordLink> },
      { key: 'by', head: partyWords('stopBy'), cell: (stop) => stopWords(stop.imposedSide) },
      { key: 'state', head: partyWords('stopState'), cell: (stop) => (stop.liftedAt === null
        ? <StateWords tone="stopped" words={partyWords('stands')} /> : <StateWords tone="quiet" words={`${partyWords('resumed')} `} />) },
      { key: 'resumed', head: partyWords('resumed'), cell: (stop) => <Day at={stop.liftedAt} /> },
    ]} />
  );
}
