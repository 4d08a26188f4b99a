import type { RunningRole } from '@accord/kernel/server';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type MailSettings, type OpenIdSettings, type Ports, WORKSPACE } from './config.js';
import { LaunchFault } from './launch-fault.js';
import type { Home } from './state/home.js';
import type { Secrets } from './state/secrets.js';
import type { Program } from './supervisor/supervised-process.js';

export type ProgramName = 'signer' | 'identity' | 'api' | 'worker' | 'publisher' | 'feed' | 'gateway';

/** Under this code the first start registers the reference gateway; its receipts name it. */
export const GATEWAY_CODE = 'reference-gateway';

/** All that the programs of one installation are told. */
export interface ProgramFacts {
  readonly home: Home;
  readonly ports: Ports & { readonly signer: number };
  readonly secrets: Secrets;
  readonly databaseUrls: Readonly<Record<RunningRole, string>>;
  readonly redisUrl: string | null;
  readonly trustedProxies: readonly string[];
  readonly openId: OpenIdSettings | null;
  readonly mail: MailSettings | null;
  /** Where browsers find the product. */
  readonly origin: string;
  readonly surroundings: Readonly<Record<string, string>>;
}

/** Each program gets what it needs and no more: its own database role, its own keys, its own certificate. */
export function programsOf(facts: ProgramFacts): Program[] {
  const { home, ports, secrets, databaseUrls } = facts;
  const openId = facts.openId ?? { issuer: `http://127.0.0.1:${ports.identity}`, clientId: 'accord', clientSecret: secrets.oidcClientSecret };

  const redis: Record<string, string> = facts.redisUrl === null ? {} : { REDIS_URL: facts.redisUrl };
  const documents = { ACCORD_DOCUMENTS: home.documents, ACCORD_DOCUMENTS_KEY: home.documentsKey, ACCORD_SEAL_CERTIFICATE: home.sealCertificate, ACCORD_SEAL_KEY: home.sealKey };
  const audit = { ACCORD_AUDIT_KEYS: home.auditKeys };
  const mail: Record<string, string> = facts.mail === null ? { ACCORD_MAIL_FOLDER: home.mail } : { ACCORD_SMTP_URL: facts.mail.smtpUrl, ACCORD_MAIL_FROM: facts.mail.from };
  const signer = { ACCORD_SIGNER_URL: `http://127.0.0.1:${ports.signer}`, ACCORD_SIGNER_TOKEN: secrets.signerToken };
  const proxies = { ACCORD_TRUSTED_PROXIES: facts.trustedProxies.join(',') };
  const program = (name: ProgramName, folder: string, environment: Record<string, string>, more: Pick<Program, 'address' | 'after'> = {}): Program =>
    ({ name, entry: entryOf(folder), environment: { ...facts.surroundings, ...environment }, ...more });

  return [
    program('signer', 'signer', {
      ACCORD_SIGNER_PORT: String(ports.signer), ACCORD_SIGNER_TOKEN: secrets.signerToken,
      ACCORD_SIGNER_KEYS: home.onlineKeys, ACCORD_SIGNER_STATE: home.signer,
    }, { address: signer.ACCORD_SIGNER_URL }),
    ...(facts.openId !== null ? [] : [program('identity', 'identity', {
      ACCORD_IDENTITY_PORT: String(ports.identity), ACCORD_IDENTITY_FOLDER: home.identity, ACCORD_IDENTITY_PEOPLE: home.examplePeople,
      ACCORD_OIDC_CLIENT_ID: openId.clientId, ACCORD_OIDC_CLIENT_SECRET: openId.clientSecret, ACCORD_OIDC_REDIRECT_URI: `${facts.origin}/auth/callback`,
    }, { address: openId.issuer })]),
    program('api', 'api', {
      ...redis, ...documents, ...audit, DATABASE_URL: databaseUrls.api, ACCORD_WEB_PORT: String(ports.web), ACCORD_ORIGIN: facts.origin,
      ACCORD_METRICS_TOKEN: secrets.metricsToken, ACCORD_EXAMPLE_DATA: existsSync(home.example) ? 'yes' : 'no', ACCORD_MAIL_GOES: facts.mail === null ? 'into-a-folder' : 'out',
      ACCORD_OIDC_ISSUER: openId.issuer, ACCORD_OIDC_CLIENT_ID: openId.clientId, ACCORD_OIDC_CLIENT_SECRET: openId.clientSecret,
    }, { address: facts.origin, after: ['identity'] }),
    program('worker', 'worker', {
      ...redis, ACCORD_ROLE: 'worker', DATABASE_URL: databaseUrls.worker, ACCORD_ORIGIN: facts.origin, ...mail, ACCORD_FEED_URL: `https://127.0.0.1:${ports.feed}`, ACCORD_FEED_CA: home.certificate('ca'),
      ACCORD_RECONCILER_CERT: home.certificate('reconciler'), ACCORD_RECONCILER_KEY: home.certificateKey('reconciler'), ACCORD_RECONCILER_ROOT: join(home.metadata, '1.root.json'),
    }),
    program('publisher', 'worker', {
      ...signer, ...audit, ACCORD_ROLE: 'publisher', DATABASE_URL: databaseUrls.publisher, ACCORD_PUBLICATION_METADATA: home.metadata,
    }, { after: ['signer'] }),
    program('feed', 'feed', {
      ...audit, ...proxies, DATABASE_URL: databaseUrls.feed, ACCORD_FEED_PORT: String(ports.feed), ACCORD_FEED_CERT: home.certificate('feed'),
      ACCORD_FEED_KEY: home.certificateKey('feed'), ACCORD_FEED_CA: home.certificate('ca'), ACCORD_FEED_PUBLISHER: home.certificate('publisher'), ACCORD_FEED_RECONCILER: home.certificate('reconciler'),
    }, { address: `https://localhost:${ports.feed}` }),
    program('gateway', 'gateway', {
      ...proxies, ACCORD_GATEWAY_ID: GATEWAY_CODE, ACCORD_GATEWAY_PORT: String(ports.gateway), ACCORD_FEED_URL: `https://127.0.0.1:${ports.feed}`,
      ACCORD_GATEWAY_DATA: home.gateway, ACCORD_GATEWAY_ROOT: join(home.metadata, '1.root.json'), ACCORD_GATEWAY_CERT: home.certificate('gateway'),
      ACCORD_GATEWAY_KEY: home.certificateKey('gateway'), ACCORD_GATEWAY_CA: home.certificate('ca'),
    }, { address: `https://localhost:${ports.gateway}`, after: ['feed', 'publisher'] }),
  ];
}

function entryOf(folder: string): string {
  const entry = join(WORKSPACE, 'apps', folder, 'dist', 'main.js');
  if (!existsSync(entry)) throw new LaunchFault(`apps/${folder} is not built: run npm run build.`);
  return entry;
}
