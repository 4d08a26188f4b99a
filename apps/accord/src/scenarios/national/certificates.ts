import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SystemClock } from '@accord/kernel/server';
import { ConfirmGateway, ConfirmSystemCertificates, RegisterGateway, RegisterSystemCertificates } from '@accord/systems/server';
import type { Capabilities } from '../../capabilities.js';
import { previewed } from '../../previewed.js';
import { GATEWAY_CODE } from '../../programs.js';
import { CertificateAuthority } from '../../state/certificates.js';
import type { Home } from '../../state/home.js';
import type { Cast } from './cast.js';
import type { Country } from './country.js';

/** `consumers/CODE.pem` and `.key` in the folder of certificates. */
export function consumerFiles(home: Home, odsCode: string): { readonly pem: string; readonly key: string } {
  return { pem: join(home.certs, 'consumers', `${odsCode}.pem`), key: join(home.certs, 'consumers', `${odsCode}.key`) };
}

/** One system with one client certificate for every viewing organisation, and the reference gateway for every locality; each with its second person. */
export async function registerMachines(capabilities: Capabilities, home: Home, { administrators: [first, second] }: Cast, country: Country): Promise<void> {
  mkdirSync(join(home.certs, 'consumers'), { recursive: true, mode: 0o700 });
  const authority = await CertificateAuthority.of(home, new SystemClock().now());
  const viewers = country.localities.flatMap((locality) => locality.viewers);
  for (const { odsCode } of viewers) await authority.issue(consumerFiles(home, odsCode), `Viewer of ${odsCode}`, 'client');
  const registered = await capabilities.get(RegisterSystemCertificates).execute(first, {
    certificates: viewers.map(({ odsCode }) => ({ consumerOdsCode: odsCode, systemName: 'Viewer', pem: readFileSync(consumerFiles(home, odsCode).pem, 'utf8') })),
  });
  await capabilities.get(ConfirmSystemCertificates).execute(second, {
    certificates: registered.map(({ id, version }) => ({ id, expectedVersion: version })), impactHash: await previewed.confirmCertificates(capabilities, second, registered),
  });
  const gateway = await capabilities.get(RegisterGateway).execute(first, {
    code: GATEWAY_CODE, name: 'Reference gateway', pem: readFileSync(home.certificate('gateway'), 'utf8'), localityCodes: country.localities.map((locality) => locality.code),
  });
  await capabilities.get(ConfirmGateway).execute(second, { id: gateway.id, expectedVersion: gateway.version });
}
