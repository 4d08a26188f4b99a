import { dirname, join, resolve } from 'node:path';
import { notAddresses } from '@accord/enforcement';
import { z } from 'zod';
import { LaunchFault } from './launch-fault.js';

export interface Ports {
  readonly web: number;
  readonly feed: number;
  readonly gateway: number;
  readonly identity: number;
}

/** An OpenID provider of one's own, instead of the development one. */
export interface OpenIdSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Who takes the mail, and whom it comes from. */
export interface MailSettings {
  readonly smtpUrl: string;
  readonly from: string;
}

export interface Settings {
  readonly home: string;
  readonly ports: Ports;
  /** The migrator's; null runs the packaged PostgreSQL. */
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
  /** Addresses of reverse proxies before the feed and the gateway that are believed about certificates; none as a rule. */
  readonly trustedProxies: readonly string[];
  readonly origin: string | null;
  readonly openId: OpenIdSettings | null;
  /** Null writes mail into a folder below the home folder. */
  readonly mail: MailSettings | null;
  /** Who acts at this command line, as change records name them. */
  readonly operator: string;
  /** What any program needs from its surroundings, and nothing secret. */
  readonly surroundings: Readonly<Record<string, string>>;
}

/** What the command line said; it wins over the environment. */
export interface Said {
  readonly home?: string | undefined;
  /** Web, feed, gateway, identity: `4000,4001,4002,4003`. */
  readonly ports?: string | undefined;
}

const PORT_NAMES = { web: 'ACCORD_WEB_PORT', feed: 'ACCORD_FEED_PORT', gateway: 'ACCORD_GATEWAY_PORT', identity: 'ACCORD_IDENTITY_PORT' } as const;
const SURROUNDINGS = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'NODE_ENV'];

/** The top of the workspace, from `apps/accord/dist` or `src` alike. */
export const WORKSPACE = resolve(import.meta.dirname, '../../..');

const port = (ifUnset: number) => z.string().regex(/^\d{1,5}$/, 'must be a port number').transform(Number)
  .refine((number) => number >= 1 && number <= 65_535, 'must be a port from 1 to 65535').default(ifUnset);
const address = (...protocols: string[]) => z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), `must be an address that begins with ${protocols.map((each) => `${each}//`).join(' or ')}`).optional();

const environmentShape = z.object({
  ACCORD_HOME: z.string().optional(),
  ACCORD_WEB_PORT: port(3000),
  ACCORD_FEED_PORT: port(3001),
  ACCORD_GATEWAY_PORT: port(3002),
  ACCORD_IDENTITY_PORT: port(3003),
  ACCORD_ORIGIN: address('http:', 'https:'),
  DATABASE_URL: address('postgres:', 'postgresql:'),
  REDIS_URL: address('redis:', 'rediss:'),
  ACCORD_TRUSTED_PROXIES: z.string().default('').transform((text) => text.split(',').map((each) => each.trim()).filter((each) => each !== ''))
    .refine((list) => notAddresses(list).length === 0, 'must be IP addresses with commas between: a name could come to mean another machine'),
  ACCORD_OIDC_ISSUER: address('https:', 'http:'),
  ACCORD_OIDC_CLIENT_ID: z.string().optional(),
  ACCORD_OIDC_CLIENT_SECRET: z.string().optional(),
  ACCORD_SMTP_URL: address('smtp:', 'smtps:'),
  ACCORD_MAIL_FROM: z.string().regex(/^(?:[^<>@,;:"\\\p{C}]{1,64} )?<?[^\s<>@,;:"\\]{1,64}@[^\s<>@,;:"\\]{1,190}>?$/u, 'must be one address: name@host, or Name <name@host>').optional(),
  ACCORD_OPERATOR: z.string().trim().min(1, 'must be a name of 1 to 200 characters').max(200, 'must be a name of 1 to 200 characters').default('operator'),
}).superRefine((read, context) => {
  if (read.ACCORD_OIDC_ISSUER !== undefined) {
    for (const name of ['ACCORD_OIDC_CLIENT_ID', 'ACCORD_OIDC_CLIENT_SECRET'] as const) {
      if (read[name] === undefined) context.addIssue({ code: 'custom', path: [name], message: 'must be set where ACCORD_OIDC_ISSUER is' });
    }
  }
  if ((read.ACCORD_SMTP_URL === undefined) !== (read.ACCORD_MAIL_FROM === undefined)) {
    const [missing, there] = read.ACCORD_MAIL_FROM === undefined ? ['ACCORD_MAIL_FROM', 'ACCORD_SMTP_URL'] : ['ACCORD_SMTP_URL', 'ACCORD_MAIL_FROM'];
    context.addIssue({ code: 'custom', path: [missing!], message: `must be set where ${there} is` });
  }
  const seen = new Map<number, string>();
  for (const name of Object.values(PORT_NAMES)) {
    const other = seen.get(read[name]);
    if (other !== undefined) context.addIssue({ code: 'custom', path: [name], message: `is ${read[name]}, and so is ${other}` });
    seen.set(read[name], name);
  }
});

/** Read once, at start. Every fault is named, not only the first. */
export function readSettings(said: Said = {}, environment: NodeJS.ProcessEnv = process.env): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
  const saidPorts = said.ports?.split(',').map((text) => text.trim()) ?? [];
  if (said.ports !== undefined && saidPorts.length !== 4) throw new LaunchFault('--ports takes four numbers: web,feed,gateway,identity.');
  for (const [index, name] of Object.values(PORT_NAMES).entries()) if (saidPorts[index] !== undefined) given[name] = saidPorts[index];

  const read = environmentShape.safeParse(given);
  if (!read.success) {
    const faults = read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new LaunchFault(faults.length === 1 ? `A setting is wrong: ${faults[0]}.` : `${faults.length} settings are wrong:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
  const { data } = read;
  return {
    home: resolve(said.home ?? data.ACCORD_HOME ?? join(WORKSPACE, '.accord')),
    ports: { web: data.ACCORD_WEB_PORT, feed: data.ACCORD_FEED_PORT, gateway: data.ACCORD_GATEWAY_PORT, identity: data.ACCORD_IDENTITY_PORT },
    databaseUrl: data.DATABASE_URL ?? null,
    redisUrl: data.REDIS_URL ?? null,
    trustedProxies: data.ACCORD_TRUSTED_PROXIES,
    origin: data.ACCORD_ORIGIN?.replace(/\/$/, '') ?? null,
    openId: data.ACCORD_OIDC_ISSUER === undefined ? null
      : { issuer: data.ACCORD_OIDC_ISSUER, clientId: data.ACCORD_OIDC_CLIENT_ID!, clientSecret: data.ACCORD_OIDC_CLIENT_SECRET! },
    mail: data.ACCORD_SMTP_URL === undefined ? null : { smtpUrl: data.ACCORD_SMTP_URL, from: data.ACCORD_MAIL_FROM! },
    operator: data.ACCORD_OPERATOR,
    surroundings: Object.fromEntries(SURROUNDINGS.filter((name) => given[name] !== undefined).map((name) => [name, given[name]!])),
  };
}

/**
 * The folder that whoever gave the command stands in: npm goes to the top of the workspace first, and a key whose place was said relative to
 * theirs would be written into the clone. Null where npm has not gone anywhere, or whoever it ran went on from there.
 */
export function callersFolder(environment: NodeJS.ProcessEnv = process.env, folder = process.cwd()): string | null {
  const { INIT_CWD: caller, npm_package_json: top } = environment;
  return caller !== undefined && caller !== '' && top !== undefined && folder === dirname(top) && caller !== folder ? caller : null;
}

export function portSetting(name: keyof Ports): string {
  return PORT_NAMES[name];
}
