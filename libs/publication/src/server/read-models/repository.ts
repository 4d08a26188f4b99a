import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';

/** How a registered certificate stands at an instant; it speaks for its machine only while it is current. */
export type CertificateStanding = 'current' | 'not-confirmed' | 'revoked' | 'not-current';

/** A registered machine, known by the certificate it presents. */
export type Machine = { readonly fingerprint: string; readonly standing: CertificateStanding; readonly until: Date } & (
  | { readonly kind: 'gateway'; readonly id: string; readonly code: string; readonly pem: string; readonly localities: readonly string[] }
  | { readonly kind: 'consumer'; readonly consumer: string; readonly system: string });

// Whoever revokes does so now: a clock that runs behind must not let it wait.
const STANDING = (owner: string): string => `upper(c.valid_during) AS until,
    CASE WHEN c.revoked_at IS NOT NULL OR ${owner}.revoked_at IS NOT NULL THEN 'revoked' WHEN c.confirmed_at IS NULL OR ${owner}.confirmed_at IS NULL THEN 'not-confirmed' WHEN c.valid_during @> $2::timestamptz THEN 'current' ELSE 'not-current' END AS standing`;

// A certificate that stands in both registers, from before the database kept them apart, speaks for the gateway.
const MACHINES = `
  SELECT 'gateway' AS kind, c.sha256 AS fingerprint, ${STANDING('g')}, g.id, g.code, c.pem,
    ARRAY(SELECT l.code FROM gateway_locality s JOIN locality l ON l.id = s.locality_id WHERE s.gateway_id = g.id AND s.during @> $2::timestamptz ORDER BY l.code) AS localities,
    NULL AS consumer, NULL AS system
  FROM gateway_certificate c JOIN gateway g ON g.id = c.gateway_id WHERE c.sha256 = ANY ($1::text[])
  UNION ALL
  SELECT 'consumer', c.sha256, ${STANDING('c')}, NULL, NULL, NULL, NULL, c.consumer_ods_code, c.system_id
  FROM system_certificate c WHERE c.sha256 = ANY ($1::text[]) AND NOT EXISTS (SELECT FROM gateway_certificate other WHERE other.sha256 = c.sha256)`;

/** Whose certificates these are, and how they stand at an instant; nothing of those that nobody registered. One statement: every request waits for it. */
export function machinesOf(fingerprints: readonly string[], at: Date): { readonly text: string; readonly params: readonly unknown[] } {
  return { text: MACHINES, params: [fingerprints, at] };
}

/** What a file of the repository is asked for with: one statement, so that whoever fetches waits for one trip to the database. */
export interface FileAsked {
  readonly text: string;
  readonly params: readonly unknown[];
}

export interface FileKept {
  readonly content: Buffer;
}

const METADATA = 'SELECT content FROM tuf_metadata WHERE role = $1 AND ($2::integer IS NULL OR version = $2) ORDER BY version DESC LIMIT 1';
const TARGET = 'SELECT content FROM tuf_target WHERE sha256 = $1 AND path = $2';

/** One metadata file; the newest where no version is named. */
export const metadataFile = (role: string, version: number | null): FileAsked => ({ text: METADATA, params: [role, version] });

export const targetFile = (path: string, sha256: string): FileAsked => ({ text: TARGET, params: [sha256, path] });

/** A consumer's own configuration as published now; null where nobody shares with it. */
export async function consumerConfiguration(tx: Tx, consumer: string): Promise<Buffer | null> {
  const kept = async ({ text, params }: FileAsked): Promise<Buffer | undefined> => (await sql<FileKept>(tx, text, params))[0]?.content;
  const listed = await kept(metadataFile('consumers', null));
  if (listed === undefined) return null;
  const path = `consumers/${consumer}.json`;
  const { signed } = JSON.parse(listed.toString()) as { readonly signed: { readonly targets: Readonly<Record<string, { readonly hashes: { readonly sha256: string } }>> } };
  const entry = signed.targets[path];
  return entry === undefined ? null : await kept(targetFile(path, entry.hashes.sha256)) ?? null;
}

export async function currentNumbers(tx: Tx): Promise<{ readonly number: number; readonly stopList: number } | null> {
  const [row] = await sql<{ number: number; stopList: number }>(tx, 'SELECT number, stop_list_number AS "stopList" FROM publication ORDER BY number DESC LIMIT 1');
  return row ?? null;
}
