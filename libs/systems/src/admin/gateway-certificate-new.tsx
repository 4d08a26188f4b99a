import { AccordLink, AnsweredPage, type FieldFault, Fingerprint, NothingHere, Page, ProblemSummary, useAct, useAsk, useKept, useSession } from '@accord/kernel/admin';
import { Box, Button, Typography } from '@mui/material';
import { useState } from 'react';
import { useParams } from 'react-router';
import { keptText } from './certificate-text.js';
import { FIELD_OF } from './field-of.js';
import { PemField } from './pem-field.js';
import { say } from './messages.js';

const ASK = 'query GatewayToRenew($id: ID!) { gateway(id: $id) { id code name state certificates { sha256 state } } }';
const REGISTER = 'mutation RegisterGatewayCertificate($input: RegisterGatewayCertificateInput!) { registerGatewayCertificate(input: $input) { id certificates { sha256 state } } }';

interface Renewed { readonly id: string; readonly certificates: readonly { readonly sha256: string; readonly state: string }[] }
interface ToRenew extends Renewed { readonly code: string; readonly name: string; readonly state: string }

/** Registers the next certificate of a gateway in force; a second system administrator confirms it. */
export function GatewayCertificateNew() {
  const { id = '' } = useParams();
  const asked = useAsk<{ gateway: ToRenew }>(ASK, { id });
  const mayRegister = useSession().may('register', 'Gateway').allowed;
  if (!mayRegister) return <Page title={say('renewGateway')}><NothingHere says={say('mayNotRegister')} why={say('blockedGateway')} /></Page>;
  return (
    <AnsweredPage asked={asked} title={say('renewGateway')}>
      {({ gateway }) => <Form gateway={gateway} />}
    </AnsweredPage>
  );
}

function Form({ gateway: { id, code, name, state } }: { readonly gateway: ToRenew }) {
  const [pem, setPem, forget] = useKept(`gateway-certificate-new ${id}`, '', keptText);
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [done, setDone] = useState<Renewed | null>(null);
  const registering = useAct<{ registerGatewayCertificate: Renewed }>(REGISTER);
  const back = <AccordLink to={`/gateways/${id}`}>{say('openGateway')}</AccordLink>;
  const title = say('renewGatewayOf', { name: `${name} (${code})` });
  if (done !== null) {
    return (
      <Page title={say('done')} sentence={say('renewDoneSays')} wide={false}>
        <Typography component="p" sx={{ mb: 2 }}>{say('fingerprint')}: <Fingerprint sha256={done.certificates.find((each) => each.state === 'registered')?.sha256 ?? ''} /></Typography>
        {back}
      </Page>
    );
  }
  if (state !== 'confirmed') return <Page title={title}><NothingHere says={say('renewNotNow')} why={say(state === 'revoked' ? 'renewRevoked' : 'renewUnconfirmed')} action={back} /></Page>;

  const send = async (): Promise<void> => {
    const missing = pem.trim() === '' ? [{ field: 'pem', says: say('needPem') }] : [];
    setFaults(missing);
    if (missing.length > 0) return;
    const answer = await registering.act({ gatewayId: id, pem });
    if (answer === null) return;
    forget();
    setDone(answer.registerGatewayCertificate);
  };
  return (
    <Page title={title} sentence={say('renewSentence')} wide={false}>
      <ProblemSummary problem={registering.problem} faults={faults} fieldOf={FIELD_OF} />
      <Box component="form" noValidate onSubmit={(event) => { event.preventDefault(); send().catch(() => undefined); }}>
        <PemField value={pem} onChange={setPem} />
        <Button type="submit" variant="contained" disabled={registering.isPending}>{say(registering.isPending ? 'sending' : 'registerNow')}</Button>
      </Box>
    </Page>
  );
}
