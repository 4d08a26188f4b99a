import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { notAddresses } from '@accord/enforcement';

export interface GatewayConfig {
  readonly gatewayId: string;
  readonly port: number;
  readonly feedUrl: URL;
  readonly dataFolder: string;
  readonly certificate: string;
  readonly key: string;
  readonly authority: string;
  readonly pinnedRoot: Uint8Array;
  /** Empty means: ask the feed which localities this gateway serves. */
  readonly localities: readonly string[];
  /** The most that sealed access events may take on disk. */
  readonly bufferBytes: number;
  /** Addresses of reverse proxies whose header `Client-Cert` is believed; none as a rule. */
  readonly trustedProxies: readonly string[];
}

/** Everything that is wrong with the settings, at once. */
export class ConfigFault extends Error {
  override readonly name = 'ConfigFault';

  constructor(faults: readonly string[]) {
    super(`The gateway cannot start: ${faults.join('; ')}.`);
  }
}

export function configFromEnvironment(): GatewayConfig {
  return readConfig(process.env);
}

export function readConfig(settings: Readonly<Record<string, string | undefined>>): GatewayConfig {
  const faults: string[] = [];
  const text = (name: string): string => {
    const value = settings[name];
    if (value === undefined || value === '') faults.push(`${name} is missing`);
    return value ?? '';
  };
  const whole = (name: string, usual: number, least: number, most: number): number => {
    const value = settings[name];
    if (value === undefined || value === '') return usual;
    if (!/^\d+$/.test(value) || Number(value) < least || Number(value) > most) {
      faults.push(`${name} must be a whole number from ${least} to ${most}`);
      return usual;
    }
    return Number(value);
  };
  const file = (name: string): Buffer => {
    const path = text(name);
    if (path === '') return Buffer.alloc(0);
    try {
      return readFileSync(path);
    } catch (error) {
      faults.push(`${name} names a file that cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}: ${path})`);
      return Buffer.alloc(0);
    }
  };
  const config: GatewayConfig = {
    gatewayId: text('ACCORD_GATEWAY_ID'),
    port: whole('ACCORD_GATEWAY_PORT', 3002, 0, 65_535),
    feedUrl: feedUrl(settings.ACCORD_FEED_URL ?? '', faults),
    dataFolder: text('ACCORD_GATEWAY_DATA'),
    certificate: file('ACCORD_GATEWAY_CERT').toString('utf8'),
    key: file('ACCORD_GATEWAY_KEY').toString('utf8'),
    authority: file('ACCORD_GATEWAY_CA').toString('utf8'),
    pinnedRoot: file('ACCORD_GATEWAY_ROOT'),
    localities: listed(settings.ACCORD_GATEWAY_LOCALITIES),
    bufferBytes: whole('ACCORD_GATEWAY_BUFFER_BYTES', 268_435_456, 1_048_576, 1_099_511_627_776),
    trustedProxies: listed(settings.ACCORD_TRUSTED_PROXIES),
  };
  const unfit = unfitFor(config.certificate);
  if (unfit !== undefined) faults.push(`ACCORD_GATEWAY_CERT ${unfit}`);
  const unfitKey = unfit === undefined ? unfitKeyFor(config) : undefined;
  if (unfitKey !== undefined) faults.push(`ACCORD_GATEWAY_KEY ${unfitKey}`);
  for (const each of notAddresses(config.trustedProxies)) faults.push(`ACCORD_TRUSTED_PROXIES names ${each}, which is no IP address`);
  if (faults.length > 0) throw new ConfigFault(faults);
  return config;
}

const [FOR_SERVERS, FOR_CLIENTS] = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'] as const;

/** A gateway asks the feed with its certificate and answers its callers with it: one that is for one side alone would have nobody call (RFC 5280, 4.2.1.12). */
function unfitFor(pem: string): string | undefined {
  if (pem === '') return undefined;
  let purposes: readonly string[] | undefined;
  try {
    purposes = new X509Certificate(pem).keyUsage;
  } catch {
    return 'names a file that holds no certificate';
  }
  if (purposes === undefined || (purposes.includes(FOR_SERVERS) && purposes.includes(FOR_CLIENTS))) return undefined;
  return `is not for both sides: its extended key usage has to name ${purposes.includes(FOR_SERVERS) ? 'clientAuth' : 'serverAuth'} as well`;
}

/** Told here: TLS would say no more than that two values do not match, and not where they lie. */
function unfitKeyFor({ certificate, key }: GatewayConfig): string | undefined {
  if (certificate === '' || key === '') return undefined;
  let held: KeyObject;
  try {
    held = createPrivateKey(key);
  } catch {
    return 'names a file that holds no private key, or one that asks for a passphrase';
  }
  return new X509Certificate(certificate).checkPrivateKey(held) ? undefined : 'is not the key of the certificate that ACCORD_GATEWAY_CERT names';
}

function listed(value = ''): readonly string[] {
  return value.split(',').map((each) => each.trim()).filter((each) => each !== '');
}

function feedUrl(value: string, faults: string[]): URL {
  const usual = new URL('https://127.0.0.1:3001');
  if (value === '') return usual;
  if (!URL.canParse(value) || new URL(value).protocol !== 'https:') {
    faults.push('ACCORD_FEED_URL must be an https address');
    return usual;
  }
  return new URL(value);
}
