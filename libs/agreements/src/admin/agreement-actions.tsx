import { ConfirmAct, ConfirmImpact, countOf, dayInProse, useAct, useSession } from '@accord/kernel/admin';
import { Alert, Button } from '@mui/material';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Link as RouterLink } from 'react-router';
import type { OneAgreement } from './agreement-query.js';
import { say } from './messages.js';

const act = (field: string, input: string): string => `mutation Act($input: ${input}!) { ${field}(input: $input) { id state version } }`;
const ACTS = {
  open: { mutation: act('openForSigning', 'MoveInput'), done: 'openDone' },
  close: { mutation: act('closeAgreement', 'MoveInput'), done: 'closeDone' },
  end: { mutation: act('endAgreement', 'MoveWithReasonInput'), done: 'endDone' },
  discard: { mutation: act('discardDraft', 'MoveInput'), done: 'discardDone' },
} as const;
type ActName = keyof typeof ACTS;

/** What may be done with the agreement as a whole, each after its preview; then what happens next. */
export function AgreementActions({ agreement }: { readonly agreement: OneAgreement }) {
  const session = useSession();
  const [done, setDone] = useState<ActName | null>(null);
  const told = useRef<HTMLDivElement>(null);
  // The button one came from is gone with the state it belonged to: the focus goes to what was done.
  useEffect(() => { if (done !== null) told.current?.focus(); }, [done]);
  const { id, state, expired, localityId } = agreement;
  const may = (action: string) => session.may(action, 'Agreement', { localityId });
  const maySuspend = session.may('suspend', 'Sharing', { scope: 'agreement', providerOdsCode: '', consumerOdsCode: '', localityIds: [localityId] }).allowed;
  const isDraft = state === 'draft';
  const stands = state === 'open' || state === 'closed';
  return (
    <>
      {isDraft && may('edit').allowed && <Button variant="outlined" component={RouterLink} to={`/agreements/${id}/edit`}>{say('editDraft')}</Button>}
      {isDraft && <Move agreement={agreement} name="open" label={say('openForSigning')} title={say('openTitle', { reference: agreement.reference })} disabledBecause={expired ? say('openPast') : undefined} onDone={setDone}
        preview={<Preview points={[say('openAsks', { practices: countOf(agreement.providers.length, 'practice'), viewers: countOf(agreement.consumers.length, 'viewing organisation') }), say('openLocks'), say('openReserves'), say('openOthersCheck'), say('openNobodySees')]} />} />}
      {isDraft && <Move agreement={agreement} name="discard" label={say('discardDraft')} title={say('discardTitle', { reference: agreement.reference })} narrowing onDone={setDone} preview={<Preview points={[say('discardFinal'), say('discardNobody')]} />} />}
      {state === 'open' && <Move agreement={agreement} name="close" label={say('closeAgreement')} title={say('closeTitle', { reference: agreement.reference })} narrowing onDone={setDone}
        preview={<Preview points={[say('closeNobodyJoins', { waiting: countOf(agreement.parties.filter((party) => party.state === 'invited').length, 'organisation') }), say('closeGoesOn', { endsOn: dayInProse(agreement.endsOn) }), say('closeNoWayBack')]} />} />}
      {stands && maySuspend && <Button variant="outlined" color="error" component={RouterLink} to={`/stops/new?scope=agreement&agreementId=${id}`}>{say('suspendAgreement')}</Button>}
      {stands && <Move agreement={agreement} name="end" label={say('endAgreement')} title={say('endTitle', { reference: agreement.reference })} narrowing asksReason onDone={setDone}
        preview={<Preview points={[say('endAtOnce'), say('endNoWayBack')]} />} />}
      {done !== null && <Alert ref={told} tabIndex={-1} severity="success" role="status" sx={{ flexBasis: '100%' }} onClose={() => setDone(null)}>{say(ACTS[done].done)}</Alert>}
    </>
  );
}

interface MoveProps {
  readonly agreement: OneAgreement;
  readonly name: ActName;
  readonly label: string;
  readonly title: string;
  readonly preview: ReactNode;
  readonly narrowing?: boolean;
  readonly asksReason?: boolean;
  readonly disabledBecause?: string | undefined;
  readonly onDone: (name: ActName) => void;
}

function Move({ agreement, name, onDone, preview, ...shown }: MoveProps) {
  const { me: _me, may } = useSession();
  const { act: move, isPending, problem, reset } = useAct<Record<string, unknown>>(ACTS[name].mutation);
  const confirm = async (reason: string, impactHash: string | null = null): Promise<boolean> => {
    const answer = await move({ id: agreement.id, expectedVersion: agreement.version, ...(name === 'end' ? { reason } : {}), ...(impactHash === null ? {} : { impactHash }) });
    if (answer !== null) onDone(name);
    return answer !== null;
  };
  const act = { ...shown, may: may(name, 'Agreement', { localityId: agreement.localityId }), isPending, problem, reset, confirm, bindsTo: agreement.version };
  return name === 'end' ? <ConfirmImpact {...act} asked={{ act: 'end', id: agreement.id }} besides={preview} /> : <ConfirmAct {...act} preview={preview} />;
}

function Preview({ points }: { readonly points: readonly string[] }) {
  return <ul style={{ margin: 0, paddingLeft: '1.25rem' }}>{points.map((point) => <li key={point}>{point}</li>)}</ul>;
}
