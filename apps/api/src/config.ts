import { readFileSync } from 'node:fs';
import { z } from 'zod';

export class ConfigFault extends Error {}

const required = (name: string, what: string) => z.string({ error: `${name} is missing: ${what}` }).min(1, `${name} is empty`);
const port = (name: string) => z.coerce.number({ error: `${name} is missing or no number` }).int().min(0).max(65_535, `${name} is not a port`);
/** How many one address, or one session, may send in a minute. Behind a proxy every person has the proxy's address: set it higher there. */
const perMinute = (name: string, usual = 120) => z.coerce.number({ error: `${name} is no number` }).int().min(1, `${name} is less than 1`).default(usual);

const shape = z.object({
  DATABASE_URL: z.string({ error: 'DATABASE_URL is missing: where the API finds its database, as its own role' }).regex(/^postgres(ql)?:\/\//, 'DATABASE_URL is not a postgres:// address'),
  ACCORD_WEB_PORT: port('ACCORD_WEB_PORT'),
  ACCORD_ORIGIN: z.url({ error: 'ACCORD_ORIGIN is missing or no address: where browsers find the product' }),
  ACCORD_METRICS_TOKEN: required('ACCORD_METRICS_TOKEN', 'whoever reads /metrics must show it'),
  ACCORD_OIDC_ISSUER: z.url({ error: 'ACCORD_OIDC_ISSUER is missing or no address: the OpenID provider people sign in with' }),
  ACCORD_OIDC_CLIENT_ID: required('ACCORD_OIDC_CLIENT_ID', 'how the provider knows Accord'),
  ACCORD_OIDC_CLIENT_SECRET: required('ACCORD_OIDC_CLIENT_SECRET', 'what Accord shows the provider'),
  ACCORD_DOCUMENTS: required('ACCORD_DOCUMENTS', 'the folder that keeps documents'),
  ACCORD_DOCUMENTS_KEY: required('ACCORD_DOCUMENTS_KEY', 'the file with the key they are encrypted with'),
  ACCORD_SEAL_CERTIFICATE: required('ACCORD_SEAL_CERTIFICATE', 'the certificate Accord seals documents with'),
  ACCORD_SEAL_KEY: required('ACCORD_SEAL_KEY', 'its private key'),
  ACCORD_AUDIT_KEYS: required('ACCORD_AUDIT_KEYS', 'the folder with the keys of the access log'),
  /** `yes` where the data are the invented ones: every page says so. */
  ACCORD_EXAMPLE_DATA: z.enum(['yes', 'no'], { error: 'ACCORD_EXAMPLE_DATA is neither yes nor no' }).default('no').transform((said) => said === 'yes'),
  /** Where the worker's mail goes: the page of reminders says so. */
  ACCORD_MAIL_GOES: z.enum(['out', 'into-a-folder', 'nowhere'], { error: 'ACCORD_MAIL_GOES is neither out, into-a-folder nor nowhere' }).default('nowhere'),
  ACCORD_SIGN_INS_PER_MINUTE: perMinute('ACCORD_SIGN_INS_PER_MINUTE'),
  ACCORD_UPLOADS_PER_MINUTE: perMinute('ACCORD_UPLOADS_PER_MINUTE'),
  /** Pictures of pages, words and files, each kind counted by itself; per session, because whoever looks is signed in. */
  ACCORD_PAGES_PER_MINUTE: perMinute('ACCORD_PAGES_PER_MINUTE', 240),
});

export type ApiConfig = z.infer<typeof shape>;

/** Read once, at start; stops the process with every fault listed. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): ApiConfig {
  const read = shape.safeParse(env);
  if (read.success) return read.data;
  throw new ConfigFault(read.error.issues.map((issue) => issue.message).join('\n'));
}

/** The document key: 32 bytes in hexadecimal. */
export function readKey(path: string): Buffer {
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
  if (key.length !== 32) throw new ConfigFault(`${path} does not hold 32 bytes in hexadecimal.`);
  return key;
}
