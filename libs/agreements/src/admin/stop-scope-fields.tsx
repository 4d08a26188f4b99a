import { useAsk, useSession } from '@accord/kernel/admin';
import { Box, TextField } from '@mui/material';
import { useEffect, useState } from 'react';
import type { WideScopeKind } from '@accord/agreements';
import { SERVICES_QUERY, type ServicesAnswer } from './agreement-query.js';
import { FIELDS, maySuspend, type ScopeField } from './stop-scope-values.js';
import { stopWords } from './stop-words.js';

export interface ScopeFieldsProps {
  readonly scope: WideScopeKind;
  readonly values: Readonly<Partial<Record<ScopeField, string>>>;
  readonly onChange: (field: ScopeField, value: string) => void;
}

interface Choice { readonly value: string; readonly label: string }
interface Party { readonly side: 'provider' | 'consumer'; readonly odsCode: string; readonly name: string; readonly state: string }

const AGREEMENTS = 'query StoppableAgreements { agreementList(perPage: 100) { items { id reference title state } } }';
const PARTIES = 'query StoppableParties($id: ID) { agreement(id: $id) { id parties { side odsCode name state } } }';
const LOCALITIES = 'query StoppableLocalities { localities(perPage: 200) { items { id code name } } }';
const SYSTEMS = 'query StoppableSystems($code: String!) { viewingOrganisation(odsCode: $code) { odsCode systems { id name } } }';
const ORGANISATION = 'query StoppableOrganisation($codes: [String!]!) { organisationNames(codes: $codes) { odsCode name } }';

const FIELD = { provider: 'providerOdsCode', consumer: 'consumerOdsCode' } as const;
const OTHER = { provider: 'consumerOdsCode', consumer: 'providerOdsCode' } as const;

/** What a scope names, each a choice of what this person may see, or a code. */
export function StopScopeFields({ scope, values, onChange }: ScopeFieldsProps) {
  const session = useSession();
  const own = session.me.actingAs?.odsCode ?? null;
  const mine = session.me.actingAs?.localities ?? [];
  const names = (field: ScopeField): boolean => FIELDS[scope].includes(field);
  const agreements = useAsk<{ agreementList: { items: readonly { id: string; reference: string; title: string; state: string }[] } }>(AGREEMENTS, {}, { enabled: names('agreementId') });
  const parties = useAsk<{ agreement: { parties: readonly Party[] } | null }>(PARTIES, { id: values.agreementId }, { enabled: scope === 'pair' && (values.agreementId ?? '') !== '' });
  const services = useAsk<ServicesAnswer>(SERVICES_QUERY, {}, { enabled: names('view') });
  const localities = useAsk<{ localities: { items: readonly { id: string; code: string; name: string }[] } }>(LOCALITIES, {}, { enabled: names('localityId') });
  const systems = useAsk<{ viewingOrganisation: { systems: readonly { id: string; name: string }[] } | null }>(SYSTEMS, { code: values.consumerOdsCode }, { enabled: scope === 'system' && CODE.test(values.consumerOdsCode ?? '') });
  const party = (side: Party['side']): readonly Choice[] => (parties.data?.agreement?.parties ?? []).filter((each) => each.side === side && (each.state === 'live' || each.state === 'suspended'))
    // Nobody is offered what their organisation has no say in.
    .filter(({ odsCode }) => own === null || odsCode === own || maySuspend(session, scope, { [OTHER[side]]: own, [FIELD[side]]: odsCode }).allowed)
    .map(({ odsCode, name }) => ({ value: odsCode, label: `${name} (${odsCode})` }));
  const choices: Readonly<Partial<Record<ScopeField, readonly Choice[]>>> = {
    agreementId: (agreements.data?.agreementList.items ?? []).filter(({ state }) => state === 'open' || state === 'closed').map(({ id, reference, title }) => ({ value: id, label: `${reference}: ${title}` })),
    ...(scope === 'pair' ? { providerOdsCode: party('provider'), consumerOdsCode: party('consumer') } : {}),
    serviceCode: (services.data?.services ?? []).map(({ code, name }) => ({ value: code, label: name })),
    view: (services.data?.services.find(({ code }) => code === values.serviceCode)?.views ?? []).map(({ code, name }) => ({ value: code, label: name })),
    systemId: (systems.data?.viewingOrganisation?.systems ?? []).map(({ id, name }) => ({ value: id, label: name })),
    localityId: (localities.data?.localities.items ?? []).filter(({ id }) => mine.includes(id)).map(({ id, code, name }) => ({ value: id, label: `${name} (${code})` })),
  };
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 2, maxWidth: 560 }}>
      {FIELDS[scope].map((field) => {
        const offered = choices[field];
        const isTheirs = own !== null && values[field] === own;
        return offered === undefined
          ? <CodeField key={`${scope} ${field}`} field={field} value={values[field] ?? ''} isFixed={isTheirs} onChange={(value) => onChange(field, value)} />
          : (
            <TextField key={`${scope} ${field}`} id={`scope-${field}`} select size="small" label={stopWords(`field.${field}`)} value={values[field] ?? ''} onChange={(event) => onChange(field, event.target.value)}
              slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}>
              <option value="">{stopWords('choose')}</option>
              {offered.map(({ value, label }) => <option key={value} value={value}>{label}</option>)}
              {(values[field] ?? '') !== '' && !offered.some(({ value }) => value === values[field]) && <option value={values[field]}>{values[field]}</option>}
            </TextField>
          );
      })}
    </Box>
  );
}

const CODE = /^[A-Z0-9]{3,12}$/;

/** An organisation by its ODS code, with its name as soon as the code is known; only a code that the directory has is taken. */
function CodeField({ field, value, isFixed, onChange }: { readonly field: ScopeField; readonly value: string; readonly isFixed: boolean; readonly onChange: (value: string) => void }) {
  // What is typed stands here at once; the address follows.
  const [typed, setTyped] = useState(value);
  const asked = useAsk<{ organisationNames: readonly { odsCode: string; name: string }[] }>(ORGANISATION, { codes: [typed] }, { enabled: CODE.test(typed) });
  const name = CODE.test(typed) ? asked.data?.organisationNames[0]?.name : undefined;
  const taken = name === undefined ? '' : typed;
  const isAsking = CODE.test(typed) && asked.data === undefined;
  useEffect(() => { if (!isAsking && taken !== value) onChange(taken); });
  return (
    <TextField id={`scope-${field}`} size="small" label={stopWords(`field.${field}`)} value={typed} onChange={(event) => setTyped(event.target.value.trim().toUpperCase())} autoComplete="off"
      helperText={name ?? stopWords(CODE.test(typed) && !isAsking ? 'codeUnknown' : 'codeHint')} slotProps={{ htmlInput: { readOnly: isFixed, maxLength: 12 } }} />
  );
}
