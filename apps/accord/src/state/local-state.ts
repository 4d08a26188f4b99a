import { randomBytes, createPrivateKey, createPublicKey } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CertificateAuthority } from './certificates.js';
import type { Home } from './home.js';
import { LaunchFault } from '../launch-fault.js';
import { demandPublicationKeys, foundationFiles, makePublicationKeys } from './publication-keys.js';
import { makeSecrets, type Secrets } from './secrets.js';
import { PUBLIC, SECRET, writtenOnce } from './written-once.js';
import { newPrivateKey } from './new-private-key.js';

/** Whether development keys are made, keys have to be there, or it does not matter to what is done. */
export type PublicationKeys = 'develop' | 'demand' | 'leave';

/** Makes what is missing of the local state and leaves what is there: after it, every file an installation needs exists. */
export async function makeLocalState(home: Home, now: Date, publicationKeys: PublicationKeys = 'develop'): Promise<Secrets> {
  // Entered by the user PostgreSQL runs as, so not closed; what is secret in it is closed by itself.
  mkdirSync(home.folder, { recursive: true, mode: 0o755 });
  mkdirSync(home.certs, { recursive: true, mode: 0o755 });
  for (const folder of [home.documents, home.offlineKeys, home.onlineKeys, home.auditKeys, home.metadata, home.gateway, home.signer, home.identity]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
  const secrets = await makeSecrets(home);

  const authority = await CertificateAuthority.of(home, now);
  const issue = (name: string, commonName: string, use: 'client' | 'server' | 'client-and-server') =>
    authority.issue({ pem: home.certificate(name), key: home.certificateKey(name) }, commonName, use);
  await issue('feed', 'Accord feed', 'server');
  await issue('gateway', 'Reference gateway', 'client-and-server');
  await issue('publisher', 'Accord publisher', 'client');
  await issue('reconciler', 'Accord reconciler', 'client');
  await issue('consumer', 'Example viewing system', 'client');
  await authority.issue({ pem: home.sealCertificate, key: home.sealKey }, 'Accord document seal', 'seal');

  if (publicationKeys === 'develop') await developKeys(home, now);
  else if (publicationKeys === 'demand') demandPublicationKeys(home);
  await makeAuditKeys(home);
  await writtenOnce(home.documentsKey, SECRET, () => `${randomBytes(32).toString('hex')}\n`);
  return secrets;
}

/** A database that was founded on other keys would never follow new ones, nor would its gateways. */
async function developKeys(home: Home, now: Date): Promise<void> {
  const { root } = foundationFiles(home);
  if (existsSync(join(home.postgres, 'PG_VERSION')) && !existsSync(root)) throw new LaunchFault(`${root} is missing, but the database that was founded on it is there: bring the keys back from a copy.`);
  await makePublicationKeys(home, now);
}

/** `seal` closes access events on their way from a gateway; `data` and `index` are for patients' numbers at rest. */
async function makeAuditKeys(home: Home): Promise<void> {
  const publicFile = join(home.auditKeys, 'seal.pub');
  const key = await writtenOnce(join(home.auditKeys, 'seal.key'), SECRET, () => newPrivateKey('x25519'), [publicFile]);
  await writtenOnce(publicFile, PUBLIC, () => createPublicKey(createPrivateKey(key)).export({ type: 'spki', format: 'pem' }) as string);
  for (const name of ['data.key', 'index.key']) await writtenOnce(join(home.auditKeys, name), SECRET, () => `${randomBytes(32).toString('hex')}\n`);
}
