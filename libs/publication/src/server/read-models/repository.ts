import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';

/** A registered machine, known by the certificate it presents. */
export type Machine =
  | { readonly kind: 'gateway'; readonly id: string; readonly code: string; readonly pem: string; readonly localities: readonly string[] }
  | { readonly kind: 'consumer'; readonly consumer: string; readonly system: string };

const GATEWAY = `
  SELECT g.id, g.code, c.pem,
    ARRAY(SELECT l.code FROM gateway_locality s JOIN locality l ON l.id = s.locality_id WHERE s.gateway_id = g.id AND s.during @> $2::timestamptz ORDER BY l.code) AS localities
  FROM gateway_certificate c JOIN gateway g ON g.id = c.gateway_id
  WHERE c.sha256 = $1 AND c.valid_during @> $2::timestamptz AND (c.revoked_at IS NULL OR c.revoked_at > $2)
    AND g.confirmed_at IS NOT NULL AND (g.revoked_at IS NULL OR g.revoked_at > $2)`;

const CONSUMER = `
  SELECT consumer_ods_code AS consumer, system_id AS system FROM system_certificate
  WHERE sha256 = $1 AND valid_during @> $2::timestamptz AND confirmed_at IS NOT NULL AND (revoked_at IS NULL OR revoked_at > $2)`;

/** Who a certificate belongs to at an instant; null where nobody registered it, or it is revoked or over. */
export async function machineOf(tx: Tx, fingerprint: string, at: Date): Promise<Machine | null> {
  const [gateway] = await sql<{ id: string; code: string; pem: string; localities: string[] }>(tx, GATEWAY, [fingerprint, at]);
  if (gateway) return { kind: 'gateway', ...gateway };
  const [consumer] = await sql<{ consumer: string; system: string }>(tx, CONSUMER, [fingerprint, at]);
  return consumer ? { kind: 'consumer', ...consumer } : null;
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
