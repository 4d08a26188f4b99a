import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { defineMessages, operatorActor, Refusal, type Actor } from '@accord/kernel';
import { SystemClock, Transactions } from '@accord/kernel/server';
import { gatewayInForce, RegisterGateway, RegisterGatewayCertificate, RegisterSystemCertificates } from '@accord/systems/server';
import { Capabilities } from '../../capabilities.js';
import type { Settings } from '../../config.js';
import { LaunchFault } from '../../launch-fault.js';
import { CertificateAuthority, type CertificateUse } from '../../state/certificates.js';
import { Home } from '../../state/home.js';
import { withServer } from '../../with-server.js';
import { newFiles } from './new-files.js';

const DAY = 86_400_000;
const MOST_DAYS = 825;

defineMessages({
  NO_DEVELOPMENT_AUTHORITY: 'This installation has no development authority ({why}). Ask the authority that issues its certificates, and register what it issues on the pages Certificates or Gateways.',
  NO_GATEWAY_TO_RENEW: 'There is no gateway {gateway} that is confirmed and not revoked. For a new one name the localities it will serve, each with --locality.',
});

/** Certificates that count for more than trying things out come from an authority that Accord does not hold the key of. */
class NoDevelopmentAuthority extends Refusal {
  readonly code = 'NO_DEVELOPMENT_AUTHORITY';
  readonly kind = 'conflict';
  constructor(why: string) { super('NO_DEVELOPMENT_AUTHORITY', { why }); }
}

/** Said with a way on: at the command line a locality more or less makes the difference. */
class NoGatewayToRenew extends Refusal {
  readonly code = 'NO_GATEWAY_TO_RENEW';
  readonly kind = 'not-found';
  constructor(gateway: string) { super('NO_GATEWAY_TO_RENEW', { gateway }); }
}

interface IssueOptions {
  readonly days?: string;
  readonly out?: string;
}

export interface IssueForGateway extends IssueOptions {
  /** Those a new gateway will serve; none: a gateway of this code is in force, and gets its next certificate. */
  readonly locality?: readonly string[];
  readonly name?: string;
}

export interface IssueForConsumer extends IssueOptions {
  readonly system: string;
}

/** `accord certificates issue gateway CODE`: good for both sides, because a gateway asks the feed with it and answers its callers with it. */
export function issueForGateway(settings: Settings, code: string, options: IssueForGateway): Promise<number> {
  return issued(settings, `gateway-${code}`, options.name ?? code, 'client-and-server', options, async (capabilities, operator, pem) => {
    if (options.locality !== undefined) await capabilities.get(RegisterGateway).execute(operator, { code, name: options.name ?? code, pem, localityCodes: options.locality });
    else await capabilities.get(RegisterGatewayCertificate).execute(operator, { gatewayId: await inForce(capabilities, operator, code), pem });
  });
}

async function inForce(capabilities: Capabilities, operator: Actor, code: string): Promise<string> {
  const id = await capabilities.get(Transactions).read(operator, (tx) => gatewayInForce(tx, code));
  if (id === null) throw new NoGatewayToRenew(code);
  return id;
}

/** `accord certificates issue consumer ODSCODE` */
export function issueForConsumer(settings: Settings, odsCode: string, options: IssueForConsumer): Promise<number> {
  return issued(settings, `consumer-${odsCode}`, options.system, 'client', options, async (capabilities, operator, pem) => {
    await capabilities.get(RegisterSystemCertificates).execute(operator, { certificates: [{ consumerOdsCode: odsCode, pem, systemName: options.system, isFurther: true }] });
  });
}

type Registering = (capabilities: Capabilities, operator: Actor, pem: string) => Promise<void>;

async function issued(settings: Settings, name: string, commonName: string, use: CertificateUse, options: IssueOptions, register: Registering): Promise<number> {
  try {
    demandDevelopmentAuthority(settings);
    const days = daysOf(options.days ?? '90');
    return await withServer(settings, 'worker', [], (line) => console.error(line), async ({ foundation: { home, databaseUrls } }) => {
      const now = new SystemClock().now();
      const files = newFiles(home, name, options.out);
      await (await CertificateAuthority.of(home, now)).issue(files, commonName, use, new Date(now.getTime() + days * DAY), new Date(now.getTime() - 60_000));
      const capabilities = await Capabilities.open(databaseUrls.api, home, { poolSize: 2 });
      try {
        await register(capabilities, operatorActor(settings.operator), readFileSync(files.pem, 'utf8'));
      } catch (error) {
        for (const file of [files.pem, files.key]) rmSync(file, { force: true });
        throw error;
      } finally {
        await capabilities.close();
      }
      const { fingerprint256, validTo } = new X509Certificate(readFileSync(files.pem));
      console.log(`${files.pem} and its key ${files.key}, good until ${new Date(Date.parse(validTo)).toISOString()}`);
      console.log(`fingerprint ${fingerprint256.replaceAll(':', '').toLowerCase()}`);
      console.log('It is registered and counts for nothing yet: somebody who signs in compares the fingerprint and confirms it, as Home tells them.');
      return 0;
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(`${error.code}: ${error.message}`);
    return 1;
  }
}

/** Made by this installation itself, and nobody else signs people in. Looked at before anything is made that is missing. */
function demandDevelopmentAuthority({ home: folder, openId }: Settings): void {
  const home = new Home(folder);
  if (openId !== null) throw new NoDevelopmentAuthority('people sign in with an OpenID provider of its own');
  if (!existsSync(home.certificate('ca')) || !existsSync(home.certificateKey('ca'))) throw new NoDevelopmentAuthority(`${home.certificateKey('ca')} is not there; a first accord start makes it`);
  const authority = new X509Certificate(readFileSync(home.certificate('ca')));
  if (!authority.subject.includes('O=Accord development') || !authority.checkPrivateKey(createPrivateKey(readFileSync(home.certificateKey('ca'))))) throw new NoDevelopmentAuthority(`${home.certificate('ca')} is another authority's`);
}

function daysOf(text: string): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) < 1 || Number(text) > MOST_DAYS) throw new LaunchFault(`--days takes a number from 1 to ${MOST_DAYS}.`);
  return Number(text);
}
