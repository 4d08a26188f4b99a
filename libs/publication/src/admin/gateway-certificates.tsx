import { browserClock, ConfirmAct, DataTable, Fingerprint, instantInTable, Moment, Section, span, StateWords, type Tone, UntilInstant, useAct, useSession } from '@accord/kernel/admin';
import { Box, Button, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router';
import { inOrderOfUse } from './certificate-order.js';
import { certified } from './certified.js';
import { counts, hints, revokingMeans } from './certified-words.js';
import { certifiedFrom, certifiedLeft, type GatewayCertificateShown, type GatewayShown } from './gateway-words.js';

const CONFIRM = 'mutation ConfirmGatewayCertificate($input: ConfirmGatewayCertificateInput!) { confirmGatewayCertificate(input: $input) { id } }';
const REVOKE = 'mutation RevokeGatewayCertificate($input: RevokeGatewayCertificateInput!) { revokeGatewayCertificate(input: $input) { id } }';

interface Held { readonly gateway: GatewayShown; readonly certificate: GatewayCertificateShown; readonly presented: string | null }

/** What a gateway presents: each with how it stands and who answers for it; the next one is registered and confirmed here. */
export function GatewayCertificates({ gateway, presented, isElsewhere }: { readonly gateway: GatewayShown; readonly presented: string | null; readonly isElsewhere: boolean }) {
  const session = useSession();
  const { id, name, state, certificates } = gateway;
  const { ms, is } = certifiedLeft(gateway);
  const from = certifiedFrom(gateway);
  const mayRegister = state === 'confirmed' && session.may('register', 'Gateway').allowed;
  const isWaiting = certificates.some((each) => each.state === 'registered');
  const mayAct = state === 'confirmed' && session.may('revoke', 'Gateway').allowed && !(isElsewhere && session.me.actingAs?.duty === 'activation-officer');
  return (
    <Section title={certified('certificates')} actions={mayRegister && !isWaiting ? <Button variant="contained" component={RouterLink} to={`/gateways/${id}/certificates/new`}>{certified('register')}</Button> : undefined}>
      <Typography component="p" sx={{ mb: 1, maxWidth: '80ch' }}>
        {state === 'confirmed' ? [certified(`are.${is}`, { name, span: span(ms), from: from === null ? '–' : instantInTable(from) }), ...hints(gateway, mayRegister)].join(' ') : certified(state === 'revoked' ? 'are.revoked' : 'are.unconfirmed')}
      </Typography>
      <DataTable caption={certified('certificates')} rows={inOrderOfUse(certificates)} keyOf={(row) => row.id} below={(certificate) => (mayAct && !isDone(certificate) ? <Acts gateway={gateway} certificate={certificate} presented={presented} /> : null)} columns={[
        { key: 'sha256', head: certified('fingerprint'), cell: ({ sha256 }) => <Fingerprint sha256={sha256} /> },
        { key: 'standing', head: certified('standing'), cell: (certificate) => <><StateWords {...standingOf(gateway, certificate)} />{certificate.sha256 === presented && <Line>{certified('presented')}</Line>}</> },
        { key: 'dates', head: certified('dates'), cell: ({ fromAt, untilAt }) => <><Line>{certified('from')} <Moment at={fromAt} /></Line><Line>{certified('until')} <UntilInstant at={untilAt} /></Line></> },
        { key: 'people', head: certified('people'), cell: (row) => (
          <>
            <Line>{certified('registered')} <Act at={row.registeredAt} by={row.registeredByName} /></Line>
            {row.confirmedAt !== null && <Line>{certified('confirmed')} <Act at={row.confirmedAt} by={row.confirmedByName} /></Line>}
            {row.revokedAt !== null && <Line>{certified(row.confirmedAt === null ? 'withdrew' : 'revoked')} <Act at={row.revokedAt} by={row.revokedByName} />: {row.revokedReason}</Line>}
          </>
        ) },
      ]} />
    </Section>
  );
}

export function Act({ at, by }: { readonly at: string | null; readonly by: string | null }) {
  return at === null ? <>{certified('notYet')}</> : <><Moment at={at} /> {by === null ? certified('byHidden') : certified('by', { name: by })}</>;
}

function Line({ children }: { readonly children: ReactNode }) {
  return <Box component="span" sx={{ display: 'block' }}>{children}</Box>;
}

/** Nothing is left to be done with what is revoked or over. */
const isDone = ({ state, untilAt }: GatewayCertificateShown): boolean => state === 'revoked' || (state === 'confirmed' && new Date(untilAt) <= browserClock.now());

function standingOf(gateway: GatewayShown, certificate: GatewayCertificateShown): { readonly words: string; readonly tone: Tone } {
  const { state, fromAt, untilAt, confirmedAt } = certificate;
  const left = new Date(untilAt).getTime() - browserClock.now().getTime();
  const begins = new Date(fromAt).getTime() - browserClock.now().getTime();
  if (state === 'revoked') return { words: certified(confirmedAt === null ? 'withdrawn' : 'revoked'), tone: 'quiet' };
  if (left <= 0) return { words: certified('over', { span: span(left) }), tone: gateway.certificates.some(counts) ? 'quiet' : 'stopped' };
  if (state === 'registered') return { words: certified('waiting'), tone: 'waiting' };
  if (begins > 0) return { words: certified('notBegun', { span: span(begins) }), tone: 'waiting' };
  const isLast = gateway.certifiedUntil !== null && new Date(untilAt).getTime() === new Date(gateway.certifiedUntil).getTime();
  return { words: certified('current', { span: span(left) }), tone: isLast && certifiedLeft(gateway).is === 'due' ? 'waiting' : 'good' };
}

/** The second person confirms one that waits; anybody who may ends one at once. */
function Acts({ gateway, certificate, presented }: Held) {
  const session = useSession();
  const confirming = useAct<unknown>(CONFIRM);
  const revoking = useAct<unknown>(REVOKE);
  const { id, sha256, state, version, fromAt, untilAt, registeredByReader } = certificate;
  const { name } = gateway;
  const waits = state === 'registered';
  return (
    <Box className="no-print" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
      {waits && new Date(untilAt) > browserClock.now() && (
        <ConfirmAct label={certified('confirm')} about={sha256.slice(0, 8)} title={certified('confirmTitle', { name })} may={session.may('confirm', 'Gateway')} disabledBecause={registeredByReader ? certified('confirmOwn') : undefined} bindsTo={version}
          preview={<><p>{certified('confirmPreview', { name, from: instantInTable(fromAt), until: instantInTable(untilAt) })}</p><Fingerprint sha256={sha256} /></>}
          isPending={confirming.isPending} problem={confirming.problem} reset={confirming.reset} confirm={async () => (await confirming.act({ id, expectedVersion: version })) !== null} />
      )}
      <ConfirmAct label={certified(waits ? 'withdraw' : 'revoke')} about={sha256.slice(0, 8)} title={certified(waits ? 'withdrawTitle' : 'revokeTitle', { name })} may={session.may('revoke', 'Gateway')} narrowing
        preview={(
          <>
            <Fingerprint sha256={sha256} />
            <p>{certified('which', { from: instantInTable(fromAt), until: instantInTable(untilAt) })}</p>
            <p>{revokingMeans(gateway, certificate, presented)}</p>
          </>
        )}
        isPending={revoking.isPending} problem={revoking.problem} reset={revoking.reset} confirm={async (reason) => (await revoking.act({ id, reason })) !== null} />
    </Box>
  );
}
