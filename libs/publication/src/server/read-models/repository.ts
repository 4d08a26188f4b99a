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
    CASE WHEN c.revoked_at IS NOT NULL OR ${owner}.revoked_at IS NOT NULL THEN 'revoked' WHEN ${owner}.confirmed_at IS NULL THEN 'not-confirmed' WHEN c.valid_during @> $2::timestamptz THEN 'current' ELSE 'not-current' END AS standing`;

const GATEWAY = `
  SELECT 'gateway' AS kind, c.sha256 AS fingerprint, g.id, g.code, c.pem, ${STANDING('g')},
    ARRAY(SELECT l.code FROM gateway_locality s JOIN locality l ON l.id = s.locality_id WHERE s.gateway_id = g.id AND s.during @> $2::timestamptz ORDER BY l.code) AS localities
  FROM gateway_certificate c JOIN gateway g ON g.id = c.gateway_id WHERE c.sha256 = ANY ($1::text[])`;

const CONSUMER = `
  SELECT 'consumer' AS kind, sha256 AS fingerprint, consumer_ods_code AS consumer, system_id AS system, ${STANDING('c')} FROM system_certificate c WHERE sha256 = ANY ($1::text[])`;

/** Whose certificates these are, by fingerprint, and how they stand at an instant; without those that nobody registered. */
export async function machinesOf(tx: Tx, fingerprints: readonly string[], at: Date): Promise<ReadonlyMap<string, Machine>> {
  const gateways = await sql<Machine>(tx, GATEWAY, [fingerprints, at]);
  const known = new Map(gateways.map((gateway) => [gateway.fingerprint, gateway]));
  const others = fingerprints.filter((fingerprint) => !known.has(fingerprint));
  if (others.length > 0) for (const consumer of await sql<Machine>(tx, CONSUMER, [others, at])) known.set(consumer.fingerprint, consumer);
  return known;
}

/** One metadata file; the newest where no version is named. */
export async function metadataFile(tx: Tx, role: string, version: number | null): Promise<Buffer | null> {
  const [row] = await sql<{ content: Buffer }>(tx,
    'SELECT content FROM tuf_metadata WHERE role = $1 AND ($2::integer IS NULL OR version = $2) ORDER BY version DESC LIMIT 1', [role, version]);
  return row?.content ?? null;
}

export async function targetFile(tx: Tx, path: string, sha256: string): Promise<Buffer | null> {
  const [row] = await sql<{ content: Buffer }>(tx, 'SELECT content FROM tuf_target WHERE sha256 = $1 AND path = $2', [sha256, path]);
  return row?.content ?? null;
}

/** A consumer's own configuration as published now; null where nobody shares with it. */
export async function consumerConfiguration(tx: Tx, consumer: string): Promise<Buffer | null> {
  const listed = await metadataFile(tx, 'consumers', null);
  if (listed === null) return null;
  const path = `consumers/${consumer}.json`;
  const { signed } = JSON.parse(listed.toString()) as { readonly signed: { readonly targets: Readonly<Record<string, { readonly hashes: { readonly sha256: string } }>> } };
  const entry = signed.targets[path];
  return entry === undefined ? null : targetFile(tx, path, entry.hashes.sha256);
}

export async function currentNumbers(tx: Tx): Promise<{ readonly number: number; readonly stopList: number } | null> {
  const [row] = await sql<{ number: number; stopList: number }>(tx, 'SELECT number, stop_list_number AS "stopList" FROM publication ORDER BY number DESC LIMIT 1');
  return row ?? null;
}
