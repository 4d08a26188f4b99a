import { Box, Button, Typography } from '@mui/material';
import { useState } from 'react';
import { Link as RouterLink, useNavigate } from 'react-router';
import { AccordLink, ConfirmAct, ConfirmImpact, DoneNotice, Section, useAct, useSession } from '@accord/kernel/admin';
import { factsForAbility, subjectOf, type Flows, type PartyFacts, type StopFacts } from './party-facts.js';
import { PartyWithdrawFrom } from './party-withdraw-from.js';
import { partyWords } from './party-words.js';
import { stopName } from './stop-name.js';
import { StopResume } from './stop-resume.js';
import { stopWords } from './stop-words.js';

const NARROWED = 'stopId impactMoved party { id version }';
const MUTATION = {
  suspend: `mutation SuspendParty($input: PartyWithReasonInput!) { done: suspendParty(input: $input) { ${NARROWED} } }`,
  invalidate: `mutation InvalidateEvidence($input: PartyWithReasonInput!) { done: invalidateEvidence(input: $input) { ${NARROWED} } }`,
  withdraw: `mutation WithdrawParticipation($input: MoveWithReasonInput!) { done: withdrawParticipation(input: $input) { ${NARROWED} } }`,
  leave: `mutation LeavePart($input: MoveWithReasonInput!) { done: leavePart(input: $input) { ${NARROWED} } }`,
  reject: 'mutation RejectParty($input: PartyWithReasonInput!) { done: rejectParty(input: $input) { id } }',
  inviteAgain: 'mutation InviteAgain($input: PartyInput!) { done: inviteAgain(input: $input) { id } }',
} as const;

type Name = keyof typeof MUTATION;

interface Deliberate {
  readonly name: Name;
  /** What the matrix calls it. */
  readonly action: string;
  readonly states: readonly string[];
  readonly isNarrowing: boolean;
  readonly asksReason?: true;
  /** Withdrawing and leaving name their side themselves. */
  readonly namesSide: boolean;
  readonly done: 'overWithout' | 'notAccepted' | 'askedAgain';
}

const HELD = ['signed', 'accepted', 'verified', 'approved', 'live', 'suspended'];
/** What is over stays over: asking again begins a new part beside it. */
const OVER = ['declined', 'withdrawn', 'left'];
const ACTS: readonly Deliberate[] = [
  { name: 'inviteAgain', action: 'verify', states: ['rejected', ...OVER], isNarrowing: false, namesSide: true, done: 'askedAgain' },
  { name: 'reject', action: 'verify', states: ['signed', 'accepted', 'verified'], isNarrowing: true, asksReason: true, namesSide: true, done: 'notAccepted' },
  { name: 'suspend', action: 'suspend', states: ['live', 'suspended'], isNarrowing: true, asksReason: true, namesSide: true, done: 'overWithout' },
  { name: 'withdraw', action: 'withdraw', states: HELD, isNarrowing: true, namesSide: false, done: 'overWithout' },
  { name: 'leave', action: 'leave', states: HELD, isNarrowing: true, namesSide: false, done: 'overWithout' },
  { name: 'invalidate', action: 'verify', states: ['live', 'suspended'], isNarrowing: true, asksReason: true, namesSide: true, done: 'overWithout' },
];

export interface PartyActsProps {
  readonly party: PartyFacts;
  readonly localityId: string;
  /** Ended for everybody: nothing is left to suspend, withdraw or resume. */
  readonly isEnded: boolean;
  readonly flows: Flows;
  readonly stops: readonly StopFacts[];
}

/** What this person may do with this part as it stands; each act deliberate, each of those that stop something leads to its stop. */
export function PartyActs({ isEnded, ...props }: PartyActsProps) {
  return isEnded ? <Section title={partyWords('acts')}><Typography component="p">{partyWords('noActs')}</Typography></Section> : <ActsInForce {...props} />;
}

function ActsInForce({ party, localityId, flows, stops }: Omit<PartyActsProps, 'isEnded'>) {
  const { may } = useSession();
  const [done, setDone] = useState<Deliberate['done'] | null>(null);
  const facts = factsForAbility(party, localityId);
  // Evidence of a later version is accepted, rejected and asked for anew while the part itself is live; so is a version that was declined.
  const isOffered = ({ name, states }: Deliberate): boolean => states.includes(party.state) || ((name === 'inviteAgain' || name === 'reject') && party.renewal !== null && states.includes(party.renewal.state));
  const offered = ACTS.filter((act) => isOffered(act) && may(act.action, subjectOf(party.side), facts).allowed);
  const maySign = party.state === 'invited' && (may('upload', 'Evidence', facts).allowed || may(party.side === 'provider' ? 'sign' : 'accept', subjectOf(party.side), facts).allowed);
  const wide = widerScopes(party).filter(({ scope, providerOdsCode = '', consumerOdsCode = '' }) => may('suspend', 'Sharing', { scope, providerOdsCode, consumerOdsCode, localityIds: [localityId] }).allowed);
  // Under a part that has gone for good nothing is left to lift.
  const standing = stops.filter((stop) => stop.kind === 'suspension' && stop.liftedAt === null && (party.state === 'suspended' || (stop.participationId === null && stop.consumerPartId === null)));
  return (
    <Section title={partyWords('acts')}>
      {done !== null && <DoneNotice key={done}>{partyWords(done, { name: party.name })}</DoneNotice>}
      {standing.map((stop) => (
        <Box key={stop.id} sx={{ mb: 3 }}>
          <Typography component="p" sx={{ fontWeight: 600 }}><AccordLink to={`/stops/${stop.id}`}>{stopWords(stop.kind, { name: stopName(stop) })}</AccordLink></Typography>
          <StopResume stop={stop} />
        </Box>
      ))}
      {!maySign && offered.length === 0 && wide.length === 0 && standing.length === 0 && <Typography component="p">{partyWords('noActs')}</Typography>}
      <Box className="no-print" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, mt: standing.length > 0 ? 2 : 0 }}>
        {maySign && <Button variant="contained" component={RouterLink} to={`/agreements/${party.agreementId}/sign/${party.id}`}>{partyWords(party.side === 'provider' ? 'toSign' : 'toAccept')}</Button>}
        {wide.map((each) => <Button key={each.scope} variant="outlined" color="error" component={RouterLink} to={`/stops/new?${new URLSearchParams(each).toString()}`}>{partyWords(`suspend.${each.scope}`)}</Button>)}
        {offered.map((act) => <OneAct key={act.name} act={act} party={party} facts={facts} done={setDone} />)}
      </Box>
      <PartyWithdrawFrom party={party} localityId={localityId} flows={flows} />
    </Section>
  );
}

type WiderScope = { readonly scope: 'pair' | 'provider' | 'consumer'; readonly agreementId?: string; readonly providerOdsCode?: string; readonly consumerOdsCode?: string };

/** What can be suspended from here beside the part itself: less than it, and all of its organisation. */
function widerScopes({ side, odsCode, agreementId, state }: PartyFacts): readonly WiderScope[] {
  if (state !== 'live' && state !== 'suspended') return [];
  const whose = side === 'provider' ? { providerOdsCode: odsCode } : { consumerOdsCode: odsCode };
  return [{ scope: 'pair', agreementId, ...whose }, { scope: side, ...whose }];
}

interface OneActProps {
  readonly act: Deliberate;
  readonly party: PartyFacts;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly done: (says: Deliberate['done']) => void;
}

function OneAct({ act, party, facts, done }: OneActProps) {
  const { may } = useSession();
  const navigate = useNavigate();
  const doing = useAct<{ done: { id?: string; stopId?: string | null; impactMoved?: boolean } }>(MUTATION[act.name]);
  const words = { name: party.name, reference: party.agreementReference };
  const rule = may(act.action, subjectOf(party.side), facts);
  const next = act.name === 'suspend' && party.state === 'suspended' ? `${partyWords('suspendAlready')} ${partyWords('suspendNext')}`
    : act.name === 'inviteAgain' && OVER.includes(party.state) ? partyWords('inviteAnewNext')
    : act.name === 'inviteAgain' && party.renewal?.state === 'declined' ? partyWords('inviteDeclinedNext')
    : act.name === 'withdraw' || act.name === 'leave' ? partyWords('finalNext') : partyWords(`${act.name}Next`);
  const confirm = async (reason: string, impactHash: string | null = null): Promise<boolean> => {
    const answer = await doing.act({
      id: party.id, expectedVersion: party.version, ...(act.namesSide ? { side: party.side } : {}), ...(reason === '' ? {} : { reason }), ...(impactHash === null ? {} : { impactHash }),
    });
    if (answer === null) return false;
    const { id, stopId, impactMoved } = answer.done;
    if (id !== undefined && id !== party.id) await navigate(`/agreements/${party.agreementId}/parties/${party.side}/${id}`);
    else if (stopId == null) done(act.done);
    else await navigate(`/stops/${stopId}`, { state: { impactMoved } });
    return true;
  };
  const shared = {
    label: partyWords(act.name), title: partyWords(`${act.name}Title`, words), may: rule, asksReason: act.asksReason ?? rule.needsReason, narrowing: act.isNarrowing,
    isPending: doing.isPending, problem: doing.problem, reset: doing.reset, confirm, bindsTo: party.version,
  };
  if (act.name === 'reject' || act.name === 'inviteAgain') return <ConfirmAct {...shared} preview={<Typography component="p">{next}</Typography>} />;
  const besides = <>{party.state === 'live' && <Typography component="p" sx={{ mb: 1 }}>{partyWords('howFast')}</Typography>}<Typography component="p">{next}</Typography></>;
  return <ConfirmImpact {...shared} asked={{ act: act.name, id: party.id }} besides={besides} />;
}
