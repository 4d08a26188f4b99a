import { dutyWords, useAct, useAsk, useKept, useSession, type FieldFault } from '@accord/kernel/admin';
import { Checkbox, FormControlLabel, FormGroup, FormLabel } from '@mui/material';
import { useState } from 'react';
import { FormChoice, FormField } from './form-field.js';
import { FormPage } from './form-page.js';
import { say } from './messages.js';
import { aboutDuty, DUTIES_IN_ORDER, PLACE_OF, type DutyCode } from './people-words.js';
import { PersonField, type ChosenPerson } from './person-field.js';

const GRANT = 'mutation GrantDuty($input: GrantDutyInput!) { grantDuty(input: $input) { id } }';
const LOCALITIES = 'query LocalitiesToGrant { localities(perPage: 200) { items { id code name } } }';
interface LocalitiesAnswer { readonly localities: { readonly items: readonly { readonly id: string; readonly code: string; readonly name: string }[] } }

/** Proposes a duty for somebody else. A lead of an organisation can give only that organisation's. */
export function GrantDuty() {
  const { me, may } = useSession();
  const own = me.actingAs?.odsCode ?? null;
  const [form, setForm, forget] = useKept('propose-duty', { person: null as ChosenPerson | null, duty: '', odsCode: own ?? '', localities: [] as string[], startsOn: '', endsOn: '' });
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [done, setDone] = useState(false);
  const granting = useAct(GRANT);
  const place = form.duty === '' ? null : PLACE_OF[form.duty as DutyCode];
  const localities = useAsk<LocalitiesAnswer>(LOCALITIES, {}, { enabled: place === 'localities' });
  const set = (name: keyof typeof form) => (value: string): void => setForm({ ...form, [name]: value });
  const offered = DUTIES_IN_ORDER.filter((duty) => own === null || PLACE_OF[duty] === 'organisation');
  const send = async (): Promise<void> => {
    const found = [
      ...(form.person === null ? [{ field: 'grant-person', says: say('needs-person') }] : []), ...(form.duty === '' ? [{ field: 'grant-duty', says: say('needs-duty') }] : []),
      ...(place === 'organisation' && form.odsCode.trim() === '' ? [{ field: 'grant-organisation', says: say('needs-organisation') }] : []),
      ...(place === 'localities' && form.localities.length === 0 ? [{ field: `grant-${localities.data?.localities.items[0]?.code ?? 'duty'}`, says: say('needs-localities') }] : []),
    ];
    setFaults(found);
    if (found.length > 0) return;
    const { person, duty, startsOn, endsOn } = form;
    const input = {
      personId: person?.id, duty, ...(place === 'organisation' ? { odsCode: form.odsCode.trim().toUpperCase() } : {}), ...(place === 'localities' ? { localities: form.localities } : {}),
      ...(startsOn === '' ? {} : { startsOn }), ...(endsOn === '' ? {} : { endsOn }),
    };
    if (await granting.act(input) === null) return;
    forget();
    setDone(true);
  };
  return (
    <FormPage title={say('grant')} sentence={say('grant.sentence')} send={say('grant.send')} allowed={may('grant', 'Duty').allowed} faults={faults} problem={granting.problem} isPending={granting.isPending}
      onSend={() => { send().catch(() => undefined); }} done={done ? { says: say('done.proposed'), to: `/people/${form.person?.id ?? ''}`, see: say('see', { name: form.person?.label ?? '' }) } : null}>
      <PersonField id="grant-person" label={say('grant.person')} value={form.person} onChange={(person) => setForm({ ...form, person })} />
      <FormChoice id="grant-duty" label={say('duty')} value={form.duty} onChange={set('duty')} choices={offered.map((value) => ({ value, label: dutyWords(value) }))} hint={form.duty === '' ? '' : aboutDuty(form.duty)} />
      {place === 'organisation' && own === null && <FormField id="grant-organisation" label={say('organisation-code')} value={form.odsCode} onChange={set('odsCode')} />}
      {place === 'localities' && (
        <FormGroup role="group" aria-labelledby="grant-localities">
          <FormLabel id="grant-localities">{say('grant.localities')}</FormLabel>
          {(localities.data?.localities.items ?? []).map(({ id, code, name }) => (
            <FormControlLabel key={id} label={`${name} (${code})`} control={<Checkbox id={`grant-${code}`} checked={form.localities.includes(id)} onChange={(_event, checked) => setForm({ ...form, localities: checked ? [...form.localities, id] : form.localities.filter((each) => each !== id) })} />} />
          ))}
        </FormGroup>
      )}
      <FormField id="grant-starts" label={say('grant.starts')} value={form.startsOn} onChange={set('startsOn')} type="date" />
      <FormField id="grant-ends" label={say('grant.ends')} value={form.endsOn} onChange={set('endsOn')} type="date" />
    </FormPage>
  );
}
