import { AccordLink, count, DataTable, Day, StateWords, type Tone } from '@accord/kernel/admin';
import { isUnfinished, type Activation } from './activation.js';
import { say } from './messages.js';

const TONE: Readonly<Record<string, Tone>> = { submitted: 'waiting', approved: 'good', rejected: 'stopped', void: 'quiet' };

export function ActivationState({ state }: { readonly state: string }) {
  return <StateWords words={state === 'submitted' || state === 'approved' || state === 'rejected' || state === 'void' ? say(state) : state} tone={TONE[state] ?? 'quiet'} />;
}

function whoHasTheNext(activation: Activation): string {
  if (activation.state === 'submitted') return say('whoApprover');
  if (activation.state !== 'approved') return say('whoNobody');
  if (isUnfinished(activation)) return say('whoOfficer');
  if (activation.proposalId !== null) return say('whoCutsOver');
  return say(activation.live < activation.listed ? 'whoNobody' : 'whoAll');
}

export function ActivationTable({ caption, activations, withLocality = false }: { readonly caption: string; readonly activations: readonly Activation[]; readonly withLocality?: boolean }) {
  return (
    <DataTable caption={caption} rows={activations} keyOf={({ id }) => id} columns={[
      { key: 'activation', head: say('columnActivation'), cell: (row) => <AccordLink to={`/activations/${row.id}`}>{say('activationTitle', { reference: row.agreementReference })}</AccordLink> },
      ...(withLocality ? [{ key: 'locality', head: say('columnLocality'), cell: (row: Activation) => <AccordLink to={`/localities/${row.localityId}`}>{row.localityName} ({row.localityCode})</AccordLink> }] : []),
      { key: 'state', head: say('columnState'), cell: (row) => <ActivationState state={row.state} /> },
      { key: 'submitted', head: say('columnSubmitted'), cell: (row) => <><Day at={row.submittedAt} />{row.submittedBy === null ? '' : ` ${row.submittedBy}`}</> },
      { key: 'listed', head: say('columnListed'), figures: true, cell: (row) => count(row.listed) },
      { key: 'live', head: say('columnWentLive'), figures: true, cell: (row) => count(row.live) },
      { key: 'who', head: say('columnWho'), cell: whoHasTheNext },
    ]} />
  );
}
