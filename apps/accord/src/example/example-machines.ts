import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { RecordGateFacts, type GateFactInput } from '@accord/activations/server';
import { ConfirmGateway, ConfirmSystemCertificates, RegisterGateway, RegisterSystemCertificates } from '@accord/systems/server';
import { EXAMPLE_LOCALITIES, EXAMPLE_VIEWERS } from '@accord/tooling/server';
import { previewed } from '../previewed.js';
import { GATEWAY_CODE } from '../programs.js';
import { CertificateAuthority } from '../state/certificates.js';
import type { Home } from '../state/home.js';
import type { ExampleStage } from './example-stage.js';

/** Serves one locality, and is behind with what it has applied. */
export const LAGGING_GATEWAY = 'brackenshire-bus';
/** Its only certificate ran out a few days ago. */
export const VIEWER_WITH_EXPIRED_CERTIFICATE = 'TSTV09';
const EXPIRED_DAYS_AGO = 3;
const REGISTERED = 414;
/** The viewer whose certificate every installation has: `consumer.pem`. */
const FIRST_VIEWER = 'TSTV01';

/** Where the certificate of a viewing organisation's system lies, by the name of its file. */
export function certificateOfViewer(odsCode: string): string {
  return odsCode === FIRST_VIEWER ? 'consumer' : `consumers/${odsCode}`;
}

/** The two gateways, and one system with one certificate for every viewing organisation; each registered by one administrator and confirmed by the other. */
export async function registerMachines(stage: ExampleStage, home: Home, begunAt: Date): Promise<void> {
  await issueCertificates(stage, home, begunAt);
  const pem = (name: string): string => readFileSync(home.certificate(name), 'utf8');
  for (const gateway of [
    { code: GATEWAY_CODE, name: 'Reference gateway', pem: pem('gateway'), localityCodes: EXAMPLE_LOCALITIES.map(({ code }) => code) },
    { code: LAGGING_GATEWAY, name: 'Brackenshire message bus', pem: pem(LAGGING_GATEWAY), localityCodes: ['TSTL02'] },
  ]) {
    const registered = await stage.play(REGISTERED, '09:20', () => stage.get(RegisterGateway).execute(stage.administrator(0), { ...gateway, idempotencyKey: `example:gateway:${gateway.code}` }));
    await stage.play(REGISTERED, '14:10', () => stage.get(ConfirmGateway).execute(stage.administrator(1), { id: registered.id, expectedVersion: registered.version, idempotencyKey: `example:gateway:${gateway.code}:confirmed` }));
  }
  const certificates = await stage.play(REGISTERED, '10:15', () => stage.get(RegisterSystemCertificates).execute(stage.administrator(0), {
    certificates: EXAMPLE_VIEWERS.map(({ odsCode, system }) => ({ consumerOdsCode: odsCode, systemName: system, pem: pem(certificateOfViewer(odsCode)) })), idempotencyKey: 'example:certificates',
  }));
  await stage.play(REGISTERED, '15:40', async () => stage.get(ConfirmSystemCertificates).execute(stage.administrator(1), {
    certificates: certificates.map(({ id, version }) => ({ id, expectedVersion: version })), impactHash: await previewed.confirmCertificates(stage.capabilities, stage.administrator(1), certificates),
    idempotencyKey: 'example:certificates-confirmed',
  }));
}

async function issueCertificates(stage: ExampleStage, home: Home, begunAt: Date): Promise<void> {
  const authority = await CertificateAuthority.of(home, begunAt);
  const files = (name: string) => ({ pem: home.certificate(name), key: home.certificateKey(name) });
  mkdirSync(dirname(home.certificate(certificateOfViewer('TSTV02'))), { recursive: true, mode: 0o700 });
  await authority.issue(files(LAGGING_GATEWAY), 'Brackenshire message bus', 'client-and-server');
  for (const { odsCode, name } of EXAMPLE_VIEWERS) {
    if (odsCode === FIRST_VIEWER) continue;
    const until = odsCode === VIEWER_WITH_EXPIRED_CERTIFICATE ? stage.calendar.at(EXPIRED_DAYS_AGO, '12:00') : undefined;
    await authority.issue(files(certificateOfViewer(odsCode)), name, 'client', until);
  }
}

/** What the readiness gates read: recorded by one officer from letters and declarations, confirmed by the other. */
export async function recordGates(stage: ExampleStage, hosting: (odsCode: string) => 'hosted-centrally' | 'streaming' | 'local'): Promise<void> {
  const fromOn = stage.calendar.day(460);
  const fact = (odsCode: string, kind: string, value: string, source: string, untilOn?: string): GateFactInput => ({ odsCode, kind, value, source, fromOn, ...(untilOn === undefined ? {} : { untilOn }) });
  const facts = [
    ...EXAMPLE_LOCALITIES.flatMap(({ practices }) => practices.map(({ odsCode }) => fact(odsCode, 'hosting', hosting(odsCode), "The system supplier's list of practices"))),
    ...EXAMPLE_VIEWERS.flatMap(({ odsCode }) => [
      fact(odsCode, 'accession-declaration', 'approved', 'Signed accession declaration'),
      // One assurance runs out within the month: somebody has to ask for the next.
      fact(odsCode, 'data-protection-assurance', 'approved', 'Data protection self-assessment', stage.calendar.day(odsCode === 'TSTV04' ? -21 : -240)),
      fact(odsCode, 'role-profiles', 'complete', 'Role profiles agreed with the viewing organisation'), fact(odsCode, 'consent-to-view', 'complete', 'Configuration record of its system'),
      fact(odsCode, 'legitimate-relationship', 'complete', 'Configuration record of its system'),
    ]),
  ];
  const { ids } = await stage.play(412, '09:45', () => stage.get(RecordGateFacts).record(stage.officer(), { facts, idempotencyKey: 'example:gate-facts' }));
  await stage.play(411, '11:30', async () => stage.get(RecordGateFacts).confirm(stage.otherOfficer(), {
    ids, impactHash: await previewed.confirmFacts(stage.capabilities, stage.otherOfficer(), ids), idempotencyKey: 'example:gate-facts-confirmed',
  }));
}
