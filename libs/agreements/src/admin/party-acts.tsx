import { Box, Button, Typography } from '@mui/material';
import { useState } from 'react';
import { Link as RouterLink, useNavigate } from 'react-router';
import { ConfirmAct, DoneNotice, Section, useAct, useSession } from '@accord/kernel/admin';
import { factsForAbility, subjectOf, type PartyFacts, type StopFacts } from './party-facts.js';
import { PartyWhatStops, type Flows } from './party-what-stops.js';
import { partyWords } from './party-words.js';
import { StopResume } from './stop-resume.js';

const NARROWED = 'stopId party { id version }';
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
const ACTS: readonly Deliberate[] = [
  { name: 'inviteAgain', action: 'verify', states: ['rejected'], isNarrowing: false, namesSide: true, done: 'askedAgain' },
  { name: 'reject', action: 'verify', states: ['signed', 'accepted', 'verified'], isNarrowing: true, asksReason: true, namesSide: true, done: 'notAccepted' },
  { name: 'suspend', action: 'suspend', states: ['live', 'suspended'], isNarrowing: true, asksReason: true, namesSide: true, done: 'overWithout' },
  { name: 'withdraw', action: 'withdraw', states: HELD, isNarrowing: true, namesSide: false, done: 'overWithout' },
  { name: 'leave', action: 'leave', states: HELD, isNarrowing: true, namesSide: false, done: 'overWithout' },
  { name: 'invalidate', action: 'verify', states: ['live', 'suspended'], isNarrowing: true, asksReason: true, namesSide: true, done: 'overWithout' },
];

export interface PartyActsProps {
  readonly party: PartyFacts;
  readonly localityId: string;
  readonly flows: Flows;
  readonly stops: readonly StopFacts[];
}

/** What this person may do with this part as it stands; each act deliberate, each of those that stop something leads to its stop. */
export function PartyActs({ party, localityId, flows, stops }: PartyActsProps) {
  const { may } = useSession();
  const [done, setDone] = useState<Deliberate['done'] | null>(null);
  const facts = factsForAbility(party, localityId);
  const offered = ACTS.filter((act) => act.states.includes(party.state) && may(act.action, subjectOf(party.side), facts).allowed);
  const maySign = party.state === 'invited' && (may('upload', 'Evidence', facts).allowed || may(party.side === 'provider' ? 'sign' : 'accept', subjectOf(party.side), facts).allowed);
  const standing = stops.filter((stop) => stop.kind === 'suspension' && stop.liftedAt === null);
  return (
    <Section title={partyWords('acts')}>
      {done !== null && <DoneNotice key={done}>{partyWords(done, { name: party.name })}</DoneNotice>}
      {standing.map((stop) => <StopResume key={stop.id} stop={stop} />)}
      {!maySign && offered.length === 0 && standing.length === 0 && <Typography component="p">{partyWords('noActs')}</Typography>}
      <Box className="no-print" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, mt: standing.length > 0 ? 2 : 0 }}>
        {maySign && <Button variant="contained" component={RouterLink} to={`/agreements/${party.agreementId}/sign/${party.id}`}>{partyWords(party.side === 'provider' ? 'toSign' : 'toAccept')}</Button>}
        {offered.map((act) => <OneAct key={act.name} act={act} party={party} facts={facts} flows={flows} done={setDone} />)}
      </Box>
    </Section>
  );
}

interface OneActProps {
  readonly act: Deliberate;
  readonly party: PartyFacts;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly flows: Flows;
  readonly done: (says: Deliberate['done']) => void;
}

function OneAct({ act, party, facts, flows, done }: OneActProps) {
  const { may } = useSession();
  const navigate = useNavigate();
  const doing = useAct<{ done: { stopId?: string | null } }>(MUTATION[act.name]);
  const words = { name: party.name, reference: party.agreementReference };
  const rule = may(act.action, subjectOf(party.side), facts);
  const next = act.name === 'suspend' && party.state === 'suspended' ? `${partyWords('suspendAlready')} ${partyWords('suspendNext')}`
    : act.name === 'withdraw' || act.name === 'leave' ? partyWords('finalNext') : partyWords(`${act.name}Next`);
  const confirm = async (reason: string): Promise<boolean> => {
    const answer = await doing.act({ id: party.id, expectedVersion: party.version, ...(act.namesSide ? { side: party.side } : {}), ...(reason === '' ? {} : { reason }) });
    if (answer === null) return false;
    const { stopId } = answer.done;
    if (stopId == null) done(act.done);
    else await navigate(`/stops/${stopId}`);
    return true;
  };
  return (
    <ConfirmAct label={partyWords(act.name)} title={partyWords(`${act.name}Title`, words)} may={rule} asksReason={act.asksReason ?? rule.needsReason} narrowing={act.isNarrowing}
      preview={act.isNarrowing && act.name !== 'reject' ? <PartyWhatStops party={party} flows={flows} next={next} /> : <Typography component="p">{next}</Typography>}
      isPending={doing.isPending} problem={doing.problem} reset={doing.reset} confirm={confirm} bindsTo={party.version} />
  );
}
