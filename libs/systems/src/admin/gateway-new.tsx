import { AccordLink, Answered, Fingerprint, NothingHere, Page, ProblemSummary, useAct, useAsk, useKept, useSession, type FieldFault } from '@accord/kernel/admin';
import { Box, Button, Checkbox, FormControlLabel, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { withoutPrivateKey } from './certificate-text.js';
import { FIELD_OF } from './field-of.js';
import { PemField } from './pem-field.js';
import { say } from './messages.js';

const REGISTER = 'mutation RegisterGateway($input: RegisterGatewayInput!) { registerGateway(input: $input) { id code name certificates { sha256 } } }';
const LOCALITIES = 'query Localities { localities(perPage: 200) { items { code name } } }';

interface Registered { readonly id: string; readonly code: string; readonly name: string; readonly certificates: readonly { readonly sha256: string }[] }

interface LocalitiesAnswer { readonly localities: { readonly items: readonly { readonly code: string; readonly name: string }[] } }

/** Registers a gateway; a second system administrator confirms it. */
export function GatewayNew() {
  const session = useSession();
  const [form, setForm, forget] = useKept('gateway-new', { code: '', name: '', pem: '', localityCodes: [] as readonly string[] }, withoutPrivateKey);
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [done, setDone] = useState<Registered | null>(null);
  const registering = useAct<{ registerGateway: Registered }>(REGISTER);
  const localities = useAsk<LocalitiesAnswer>(LOCALITIES);
  if (!session.may('register', 'Gateway').allowed) return <Page title={say('registerGateway')}><NothingHere says={say('mayNotRegister')} why={say('blockedGateway')} /></Page>;
  if (done !== null) {
    return (
      <Page title={say('gatewayDone')} sentence={say('gatewayDoneSays', { name: `${done.name} (${done.code})` })} wide={false}>
        <Typography component="p" sx={{ mb: 2 }}>{say('fingerprint')}: <Fingerprint sha256={done.certificates[0]?.sha256 ?? ''} /></Typography>
        <AccordLink to={`/gateways/${done.id}`}>{say('openGateway')}</AccordLink>
      </Page>
    );
  }

  const send = async (): Promise<void> => {
    const missing = [
      ...(form.code.trim() === '' ? [{ field: 'gateway-code', says: say('needCode') }] : []), ...(form.name.trim() === '' ? [{ field: 'gateway-name', says: say('needName') }] : []),
      ...(form.localityCodes.length === 0 ? [{ field: 'gateway-localities', says: say('needLocalities') }] : []), ...(form.pem.trim() === '' ? [{ field: 'pem', says: say('needPem') }] : []),
    ];
    setFaults(missing);
    if (missing.length > 0) return;
    const answer = await registering.act({ code: form.code.trim(), name: form.name.trim(), pem: form.pem, localityCodes: form.localityCodes });
    if (answer === null) return;
    forget();
    setDone(answer.registerGateway);
  };
  const toggle = (code: string, isOn: boolean): void => setForm({ ...form, localityCodes: isOn ? [...form.localityCodes, code] : form.localityCodes.filter((each) => each !== code) });
  return (
    <Page title={say('registerGateway')} sentence={say('gatewaySentence')} wide={false}>
      <ProblemSummary problem={registering.problem} faults={faults} fieldOf={FIELD_OF} />
      <Box component="form" noValidate onSubmit={(event) => { event.preventDefault(); send().catch(() => undefined); }}>
        <TextField id="gateway-code" label={say('code')} helperText={say('codeHelp')} value={form.code} onChange={(event) => setForm({ ...form, code: event.target.value })} fullWidth margin="normal" slotProps={{ htmlInput: { maxLength: 63 } }} />
        <TextField id="gateway-name" label={say('name')} helperText={say('nameHelp')} value={form.name} onChange={(event) => setForm({ ...form, name: event.target.value })} fullWidth margin="normal" slotProps={{ htmlInput: { maxLength: 200 } }} />
        <Answered asked={localities}>
          {({ localities: { items } }) => (
            <Box component="fieldset" id="gateway-localities" tabIndex={-1} sx={{ border: 1, borderColor: 'divider', borderRadius: 1, my: 2, maxHeight: 320, overflowY: 'auto' }}>
              <legend>{say('localities')}</legend>
              {items.map(({ code, name }) => <FormControlLabel key={code} sx={{ display: 'flex' }} label={`${name} (${code})`} control={<Checkbox checked={form.localityCodes.includes(code)} onChange={(event) => toggle(code, event.target.checked)} />} />)}
            </Box>
          )}
        </Answered>
        <PemField value={form.pem} onChange={(pem) => setForm((now) => ({ ...now, pem }))} />
        <Button type="submit" variant="contained" disabled={registering.isPending}>{say(registering.isPending ? 'sending' : 'registerNow')}</Button>
      </Box>
    </Page>
  );
}
