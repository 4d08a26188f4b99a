import { z } from 'zod';

export class ConfigFault extends Error {}

const database = z.string({ error: 'DATABASE_URL is missing: where this process finds its database, as its own role' }).regex(/^postgres(ql)?:\/\//, 'DATABASE_URL is not a postgres:// address');

const worker = z.object({
  ACCORD_ROLE: z.literal('worker'),
  DATABASE_URL: database,
  REDIS_URL: z.string().regex(/^rediss?:\/\//, 'REDIS_URL is not a redis:// address').optional(),
  /** Where browsers find the product: mail leads there. */
  ACCORD_ORIGIN: z.url({ error: 'ACCORD_ORIGIN is no address' }).optional(),
  /** Who takes the mail; else the folder; else nobody is written to. */
  ACCORD_SMTP_URL: z.string().regex(/^smtps?:\/\//, 'ACCORD_SMTP_URL is not an smtp:// address').optional(),
  ACCORD_MAIL_FROM: z.string().min(3, 'ACCORD_MAIL_FROM is no address').optional(),
  ACCORD_MAIL_FOLDER: z.string().min(1).optional(),
  /** The feed as a gateway sees it: the reconciler compares it with the database. Without, nobody does. */
  ACCORD_FEED_URL: z.string().regex(/^https:\/\//, 'ACCORD_FEED_URL is not an https:// address').optional(),
  ACCORD_FEED_CA: z.string().min(1).optional(),
  ACCORD_RECONCILER_CERT: z.string().min(1).optional(),
  ACCORD_RECONCILER_KEY: z.string().min(1).optional(),
  ACCORD_RECONCILER_ROOT: z.string().min(1).optional(),
});

const publisher = z.object({
  ACCORD_ROLE: z.literal('publisher'),
  DATABASE_URL: database,
  ACCORD_SIGNER_URL: z.string({ error: 'ACCORD_SIGNER_URL is missing: where the signer listens' }).regex(/^https?:\/\//, 'ACCORD_SIGNER_URL is not an http:// address'),
  ACCORD_SIGNER_TOKEN: z.string({ error: 'ACCORD_SIGNER_TOKEN is missing: the token the signer knows' }).min(32, 'ACCORD_SIGNER_TOKEN is shorter than 32 characters'),
  ACCORD_AUDIT_KEYS: z.string({ error: 'ACCORD_AUDIT_KEYS is missing: the folder with seal.pub' }).min(1),
  ACCORD_PUBLICATION_METADATA: z.string({ error: 'ACCORD_PUBLICATION_METADATA is missing: the folder with 1.root.json and 1.targets.json' }).min(1),
});

const either = z.discriminatedUnion('ACCORD_ROLE', [worker, publisher], { error: 'ACCORD_ROLE is neither worker nor publisher' }).superRefine((read, context) => {
  if (read.ACCORD_ROLE !== 'worker') return;
  if (read.ACCORD_FEED_URL !== undefined) {
    for (const name of ['ACCORD_FEED_CA', 'ACCORD_RECONCILER_CERT', 'ACCORD_RECONCILER_KEY', 'ACCORD_RECONCILER_ROOT'] as const) {
      if (read[name] === undefined) context.addIssue({ code: 'custom', message: `${name} is missing: the feed is to be compared, and that needs it` });
    }
  }
  if ((read.ACCORD_SMTP_URL ?? read.ACCORD_MAIL_FOLDER) === undefined) return;
  const missing = (name: string): void => context.addIssue({ code: 'custom', message: `${name} is missing: mail is to be sent, and needs it` });
  if (read.ACCORD_ORIGIN === undefined) missing('ACCORD_ORIGIN');
  if (read.ACCORD_SMTP_URL !== undefined && read.ACCORD_MAIL_FROM === undefined) missing('ACCORD_MAIL_FROM');
});

export type WorkerConfig = z.infer<typeof worker>;
export type PublisherConfig = z.infer<typeof publisher>;

/** Read once, at start; stops the process with every fault listed. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): WorkerConfig | PublisherConfig {
  const read = either.safeParse(env);
  if (read.success) return read.data;
  throw new ConfigFault(read.error.issues.map((issue) => issue.message).join('\n'));
}
