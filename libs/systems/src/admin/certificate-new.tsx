import { AccordLink, type FieldFault, Fingerprint, NothingHere, Page, ProblemSummary, useAct, useAsk, useKept, useSession } from '@accord/kernel/admin';
import { Box, Button, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { withoutPrivateKey } from './certificate-text.js';
import { FIELD_OF } from './field-of.js';
import { PemField } from './pem-field.js';
import { say } from './messages.js';

const REGISTER = 'mutation RegisterCertificate($input: RegisterSystemCertificateInput!) { registerSystemCertificate(input: $input) { id sha256 } }';
const SYSTEMS = 'query SystemsOf($code: String) { systemCertificates(consumerOdsCode: $code, perPage: 200) { items { systemId systemName } } }';

const ODS_CODE = /^[A-Z0-9]{3,12}$/;

interface Registered { readonly registerSystemCertificate: { readonly id: string; readonly sha256: string } }

/** Registers a certificate of a viewing organisation's system; the next person confirms it. */
export function CertificateNew() {
  const session = useSession();
  const own = session.me.actingAs?.odsCode ?? null;
  const [search] = useSearchParams();
  const [form, setForm, forget] = useKept('certificate-new', { odsCode: own ?? search.get('consumer') ?? '', systemId: '', systemName: '', pem: '' }, withoutPrivateKey);
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [done, setDone] = useState<Registered['registerSystemCertificate'] | null>(null);
  const registering = useAct<Registered>(REGISTER);
  const code = (own ?? form.odsCode).trim().toUpperCase();
  const systems = useAsk<{ systemCertificates: { items: readonly { systemId: string; systemName: string }[] } }>(SYSTEMS, { code }, { enabled: ODS_CODE.test(code) });
  const known = [...new Map((systems.data?.systemCertificates.items ?? []).map((each) => [each.systemId, each.systemName]))];
  const systemId = known.some(([id]) => id === form.systemId) ? form.systemId : '';
  if (!session.may('register', 'SystemCertificate').allowed) return <Page title={say('register')}><NothingHere says={say('mayNotRegister')} why={say('mayNotRegisterWhy')} /></Page>;
  if (done !== null) return <Done done={done} />;

  const send = async (): Promise<void> => {
    const missing = [
      ...(!ODS_CODE.test(code) ? [{ field: 'ods-code', says: say('needOds') }] : []), ...(systemId === '' && form.systemName.trim() === '' ? [{ field: 'system-name', says: say('needSystem') }] : []),
      ...(form.pem.trim() === '' ? [{ field: 'pem', says: say('needPem') }] : []),
    ];
    setFaults(missing);
    if (missing.length > 0) return;
    const answer = await registering.act({ consumerOdsCode: code, pem: form.pem, ...(systemId === '' ? { systemName: form.systemName.trim() } : { systemId }) });
    if (answer === null) return;
    forget();
    setDone(answer.registerSystemCertificate);
  };
  return (
    <Page title={say('register')} sentence={say('registerSentence')} wide={false}>
      <ProblemSummary problem={registering.problem} faults={faults} fieldOf={FIELD_OF} />
      <Box component="form" noValidate onSubmit={(event) => { event.preventDefault(); send().catch(() => undefined); }}>
        {own === null && <TextField id="ods-code" label={say('odsCode')} value={form.odsCode} onChange={(event) => setForm({ ...form, odsCode: event.target.value })} fullWidth margin="normal" slotProps={{ htmlInput: { maxLength: 12, autoCapitalize: 'characters' } }} />}
        {known.length > 0 && (
          <TextField id="system" select label={say('systemChoice')} value={systemId} onChange={(event) => setForm({ ...form, systemId: event.target.value })} fullWidth margin="normal" slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}>
            <option value="">{say('newSystem')}</option>
            {known.map(([id, name]) => <option key={id} value={id}>{name}</option>)}
          </TextField>
        )}
        {systemId === '' && <TextField id="system-name" label={say('systemName')} helperText={say('systemNameHelp')} value={form.systemName} onChange={(event) => setForm({ ...form, systemName: event.target.value })} fullWidth margin="normal" slotProps={{ htmlInput: { maxLength: 200 } }} />}
        <PemField value={form.pem} onChange={(pem) => setForm((now) => ({ ...now, pem }))} />
        <Button type="submit" variant="contained" disabled={registering.isPending}>{say(registering.isPending ? 'sending' : 'registerNow')}</Button>
      </Box>
    </Page>
  );
}

function Done({ done: { id, sha256 } }: { readonly done: Registered['registerSystemCertificate'] }) {
  return (
    <Page title={say('done')} sentence={say('doneSays')} wide={false}>
      <Typography component="p" sx={{ mb: 2 }}>{say('fingerprint')}: <Fingerprint sha256={sha256} /></Typography>
      <AccordLink to={`/certificates/${id}`}>{say('openIt')}</AccordLink>
    </Page>
  );
}
