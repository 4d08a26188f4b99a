import { notAddresses } from '@accord/enforcement';
import { z } from 'zod';

export class ConfigFault extends Error {}

const file = (name: string, what: string) => z.string({ error: `${name} is missing: ${what}` }).min(1, `${name} is empty`);

const shape = z.object({
  DATABASE_URL: z.string({ error: 'DATABASE_URL is missing: where the feed finds its database, as its own role' }).regex(/^postgres(ql)?:\/\//, 'DATABASE_URL is not a postgres:// address'),
  ACCORD_FEED_PORT: z.coerce.number({ error: 'ACCORD_FEED_PORT is missing or no number' }).int().min(0).max(65_535, 'ACCORD_FEED_PORT is not a port'),
  ACCORD_FEED_CERT: file('ACCORD_FEED_CERT', 'the certificate the feed presents'),
  ACCORD_FEED_KEY: file('ACCORD_FEED_KEY', 'its private key'),
  ACCORD_FEED_CA: file('ACCORD_FEED_CA', 'the authority that issues the certificates of gateways and consumer systems'),
  ACCORD_FEED_PUBLISHER: file('ACCORD_FEED_PUBLISHER', 'the certificate of the publisher'),
  /** The certificate of the reconciler, where one runs. */
  ACCORD_FEED_RECONCILER: z.string().min(1, 'ACCORD_FEED_RECONCILER is empty').optional(),
  /** Addresses of reverse proxies whose header `Client-Cert` is believed, with commas between; none as a rule. */
  ACCORD_TRUSTED_PROXIES: z.string().default('').transform((text) => text.split(',').map((each) => each.trim()).filter((each) => each !== ''))
    .refine((list) => notAddresses(list).length === 0, 'ACCORD_TRUSTED_PROXIES names something that is no IP address'),
  ACCORD_AUDIT_KEYS: file('ACCORD_AUDIT_KEYS', 'the folder with the keys that open and keep access events'),
});

export type FeedConfig = z.infer<typeof shape>;

/** Read once, at start; stops the process with every fault listed. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): FeedConfig {
  const read = shape.safeParse(env);
  if (read.success) return read.data;
  throw new ConfigFault(read.error.issues.map((issue) => issue.message).join('\n'));
}
