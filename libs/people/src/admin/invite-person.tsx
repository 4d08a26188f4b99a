import { useAct, useKept, useSession, type FieldFault } from '@accord/kernel/admin';
import { useState } from 'react';
import { FormField } from './form-field.js';
import { FormPage } from './form-page.js';
import { say } from './messages.js';

const INVITE = 'mutation InvitePerson($input: InvitePersonInput!) { invitePerson(input: $input) { id } }';
const EMPTY = { name: '', email: '', issuer: '', subject: '' };

export function InvitePerson() {
  const { may } = useSession();
  const [form, setForm, forget] = useKept('invite-person', EMPTY);
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [done, setDone] = useState<string | null>(null);
  const inviting = useAct<{ invitePerson: { id: string } }>(INVITE);
  const set = (name: keyof typeof EMPTY) => (value: string): void => setForm({ ...form, [name]: value });
  const send = async (): Promise<void> => {
    const found = [
      ...(form.name.trim() === '' ? [{ field: 'invite-name', says: say('needs-name') }] : []),
      ...((form.issuer.trim() === '') === (form.subject.trim() === '') ? [] : [{ field: form.issuer.trim() === '' ? 'invite-issuer' : 'invite-subject', says: say('needs-both') }]),
    ];
    setFaults(found);
    if (found.length > 0) return;
    const answer = await inviting.act({
      name: form.name.trim(), ...(form.email.trim() === '' ? {} : { email: form.email.trim() }), ...(form.issuer.trim() === '' ? {} : { account: { issuer: form.issuer.trim(), subject: form.subject.trim() } }),
    });
    if (answer === null) return;
    forget();
    setDone(answer.invitePerson.id);
  };
  return (
    <FormPage title={say('invite')} sentence={say('invite.sentence')} send={say('invite.send')} allowed={may('invite', 'Person').allowed} faults={faults} problem={inviting.problem} isPending={inviting.isPending}
      onSend={() => { send().catch(() => undefined); }} done={done === null ? null : { says: say('done.invited'), to: `/people/${done}`, see: say('see', { name: form.name }) }}>
      <FormField id="invite-name" label={say('invite.name')} value={form.name} onChange={set('name')} />
      <FormField id="invite-email" label={say('invite.email')} value={form.email} onChange={set('email')} type="email" />
      <FormField id="invite-issuer" label={say('invite.issuer')} value={form.issuer} onChange={set('issuer')} type="url" hint={say('invite.account-hint')} />
      <FormField id="invite-subject" label={say('invite.subject')} value={form.subject} onChange={set('subject')} />
    </FormPage>
  );
}
