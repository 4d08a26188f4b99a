import { useAct, useKept, useSession, type FieldFault } from '@accord/kernel/admin';
import { useState } from 'react';
import { FormField } from './form-field.js';
import { FormPage } from './form-page.js';
import { say } from './messages.js';
import { PersonField, type ChosenPerson } from './person-field.js';

const RECORD = 'mutation RecordAuthority($input: RecordAuthorityInput!) { recordAuthority(input: $input) { id } }';

/** Writes a line into an organisation's register of authority. */
export function RecordAuthority() {
  const { me, may } = useSession();
  const own = me.actingAs?.odsCode ?? null;
  const [form, setForm, forget] = useKept('record-signatory', { odsCode: own ?? '', person: null as ChosenPerson | null, roleTitle: '', startsOn: '', endsOn: '' });
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [done, setDone] = useState(false);
  const recording = useAct(RECORD);
  const set = (name: keyof typeof form) => (value: string): void => setForm({ ...form, [name]: value });
  const send = async (): Promise<void> => {
    const found = [
      ...(form.odsCode.trim() === '' ? [{ field: 'record-organisation', says: say('needs-organisation') }] : []), ...(form.person === null ? [{ field: 'record-person', says: say('needs-person') }] : []),
      ...(form.roleTitle.trim() === '' ? [{ field: 'record-role', says: say('needs-role') }] : []),
    ];
    setFaults(found);
    if (found.length > 0) return;
    const { person, startsOn, endsOn } = form;
    const input = { odsCode: form.odsCode.trim().toUpperCase(), personId: person?.id, roleTitle: form.roleTitle.trim(), ...(startsOn === '' ? {} : { startsOn }), ...(endsOn === '' ? {} : { endsOn }) };
    if (await recording.act(input) === null) return;
    forget();
    setDone(true);
  };
  return (
    <FormPage title={say('record')} sentence={say('record.sentence')} send={say('record.send')} allowed={may('record', 'Authority').allowed} faults={faults} problem={recording.problem} isPending={recording.isPending}
      onSend={() => { send().catch(() => undefined); }} done={done ? { says: say('done.recorded'), to: '/authorities', see: say('authorities') } : null}>
      {own === null && <FormField id="record-organisation" label={say('organisation-code')} value={form.odsCode} onChange={set('odsCode')} />}
      <PersonField id="record-person" label={say('grant.person')} value={form.person} onChange={(person) => setForm({ ...form, person })} {...(may('read', 'Duty').allowed ? {} : { hint: say('record.known-only') })} />
      <FormField id="record-role" label={say('role')} value={form.roleTitle} onChange={set('roleTitle')} />
      <FormField id="record-starts" label={say('grant.starts')} value={form.startsOn} onChange={set('startsOn')} type="date" />
      <FormField id="record-ends" label={say('grant.ends')} value={form.endsOn} onChange={set('endsOn')} type="date" />
    </FormPage>
  );
}
