import { useState } from 'react';
import { AccordLink, ConfirmImpact, DataTable, StateWords, useAct, useSession, type Column } from '@accord/kernel/admin';
import { useNavigate } from 'react-router';
import { GO_LIVE, wentLiveAddress, type Activation, type Content, type WentLive } from './activation.js';
import { partyStateWords, stateTone } from './locality-words.js';
import { say, wordFor } from './messages.js';
import { Pager } from './pager.js';
import { isMissing, isReady, stepState } from '../contract/practices-counted.js';
import type { Party } from './readiness.js';

const PER_PAGE = 50;
const DIGEST_SHOWN = 12;
type Side = Content['sides'][number];

/** Who is listed: the gates as they were submitted, and how each stands now. */
export function ActivationParties({ activation, content, parties }: { readonly activation: Activation; readonly content: Content; readonly parties: readonly Party[] }) {
  const [page, setPage] = useState(1);
  const now = new Map(parties.map((party) => [party.id, party]));
  const sides = [...content.sides].sort((one, other) => (one.side === other.side ? one.odsCode.localeCompare(other.odsCode) : one.side === 'provider' ? -1 : 1));
  const isDecided = activation.state === 'approved';
  const columns: readonly Column<Side>[] = [
    { key: 'name', head: say('factOrganisation'), cell: (side) => <AccordLink to={`/agreements/${activation.agreementId}/parties/${side.side}/${side.id}`}>{now.get(side.id)?.name ?? say('organisation')} ({side.odsCode})</AccordLink> },
    { key: 'side', head: say('columnSide'), cell: (side) => say(side.side === 'provider' ? 'columnPractice' : 'columnViewer') },
    { key: 'evidence', head: say('evidenceColumn'), cell: (side) => (side.evidence === null ? say('noEvidence') : say('evidenceHeld', { digest: side.evidence.slice(0, DIGEST_SHOWN) })) },
    { key: 'then', head: say('gatesThen'), cell: (side) => gatesThen(side) },
    { key: 'now', head: say('gatesNow'), cell: (side) => <Now party={now.get(side.id)} /> },
    ...(isDecided ? [{ key: 'act', head: say('columnNext'), cell: (side: Side) => <TakeOneLive activation={activation} party={now.get(side.id)} /> }] : []),
  ];
  return (
    <>
      <DataTable caption={say('listedParties')} columns={columns} rows={sides.slice((page - 1) * PER_PAGE, page * PER_PAGE)} keyOf={({ id }) => id} />
      <Pager name={say('listedParties')} page={page} perPage={PER_PAGE} total={sides.length} go={setPage} />
    </>
  );
}

function gatesThen(side: Side) {
  const missing = Object.entries(side.gates).filter(([, holds]) => !holds).map(([gate]) => wordFor('gate', gate));
  return missing.length === 0 ? <StateWords words={say('allDone')} tone="good" /> : <StateWords words={say('missing', { gates: missing.join(', ') })} tone="waiting" />;
}

function Now({ party }: { readonly party: Party | undefined }) {
  if (party === undefined) return <span>{say('noLonger')}</span>;
  const missing = party.gates.filter(({ state }) => state !== 'done').map(({ gate }) => wordFor('gate', gate));
  return <StateWords words={missing.length === 0 ? partyStateWords(party) : `${partyStateWords(party)}; ${say('missing', { gates: missing.join(', ') })}`} tone={stateTone(party.state)} />;
}

function TakeOneLive({ activation, party }: { readonly activation: Activation; readonly party: Party | undefined }) {
  const session = useSession();
  const navigate = useNavigate();
  const { act, isPending, problem, reset } = useAct<{ goLive: WentLive }>(GO_LIVE);
  if (party === undefined || stepState(party) !== 'approved') return <span>{say('nothingNext')}</span>;
  const first = party.gates.find(({ state }) => state !== 'done');
  if (isMissing(party)) return <span>{first?.waitsFor === null || first === undefined ? first?.because : say('nextWho', { does: party.next?.does ?? '', who: first.waitsFor })}</span>;
  const may = session.may('go-live', 'Activation', { localityId: activation.localityId });
  if (!may.allowed) return <span>{say('nextWho', { does: party.next?.does ?? '', who: party.next?.who ?? '' })}</span>;
  const go = async (_reason: string, impactHash: string | null): Promise<boolean> => {
    const answer = await act({ activationId: activation.id, expectedVersion: activation.version, ids: [party.id], impactHash });
    if (answer !== null) await navigate(wentLiveAddress(activation.localityId, [activation.id], party.id ?? undefined), { state: { went: [answer.goLive] } });
    return answer !== null;
  };
  return (
    <ConfirmImpact may={may} label={say(party.renewalState === null ? 'takeOneLive' : 'takeOneOver')} title={say(party.renewalState === null ? 'takeOneTitle' : 'takeOneOverTitle', { name: `${party.name} (${party.odsCode})`, number: party.renewalVersion ?? '' })} isPending={isPending} problem={problem} reset={reset} confirm={go} bindsTo={`${activation.version} ${stepState(party)}`}
      {...(isReady(party) ? {} : { disabledBecause: say('liveNothing') })} asked={{ act: 'goLive', id: activation.id, ids: party.id === null ? [] : [party.id] }} />
  );
}
