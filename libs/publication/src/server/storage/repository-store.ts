import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import type { IssuedPublication } from '../domain/publication-content.js';
import type { Target } from '../domain/target.js';
import type { IssuedMetadata, MetadataEntry, TufRole } from '../domain/tuf-metadata.js';

/** Publishers of one database wait for each other here; the unique number stops a second one that would not. */
const PUBLISHING = 7_241_020;

const LATEST_METADATA = `
  SELECT m.role, m.version, octet_length(m.bytes) AS length, m.sha256, m.expires_at AS "expiresAt"
  FROM unnest($1::text[]) AS wanted (role)
  CROSS JOIN LATERAL (SELECT * FROM tuf_metadata t WHERE t.role = wanted.role ORDER BY t.version DESC LIMIT 1) m`;

const LATEST_PUBLICATION = `
  SELECT number, sha256, stop_list AS "stopList", content_digest AS "contentDigest", stops_digest AS "stopsDigest"
  FROM publication ORDER BY number DESC LIMIT 1`;

const ADD_TARGETS = `
  INSERT INTO tuf_target (path, sha256, bytes, recorded_at)
  SELECT path, sha256, bytes, $4 FROM unnest($1::text[], $2::text[], $3::bytea[]) AS row (path, sha256, bytes)
  ON CONFLICT DO NOTHING`;

/** The repository as rows: every issued file stays, so any copy of the feed can serve it. */
@Injectable()
export class RepositoryStore {
  async takeTurn(tx: Tx): Promise<void> {
    await sql(tx, 'SELECT pg_advisory_xact_lock($1)', [PUBLISHING]);
  }

  async latestMetadata(tx: Tx, roles: readonly TufRole[]): Promise<Partial<Record<TufRole, MetadataEntry>>> {
    const rows = await sql<MetadataEntry & { version: string | number }>(tx, LATEST_METADATA, [roles]);
    return Object.fromEntries(rows.map((row) => [row.role, { ...row, version: Number(row.version) }]));
  }

  async bytesOf(tx: Tx, entry: MetadataEntry): Promise<Buffer> {
    const [row] = await sql<{ bytes: Buffer }>(tx, 'SELECT bytes FROM tuf_metadata WHERE role = $1 AND version = $2', [entry.role, entry.version]);
    return row!.bytes;
  }

  async latestPublication(tx: Tx): Promise<IssuedPublication | undefined> {
    const [row] = await sql<IssuedPublication & { number: string | number; stopList: string | number }>(tx, LATEST_PUBLICATION);
    return row && { ...row, number: Number(row.number), stopList: Number(row.stopList) };
  }

  async addMetadata(tx: Tx, at: Date, ...files: readonly IssuedMetadata[]): Promise<void> {
    for (const { role, version, bytes, sha256, expiresAt } of files) {
      await sql(tx, 'INSERT INTO tuf_metadata (role, version, bytes, sha256, expires_at, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)',
        [role, version, bytes, sha256, expiresAt, at]);
    }
  }

  async addTargets(tx: Tx, at: Date, targets: readonly Target[]): Promise<void> {
    if (targets.length === 0) return;
    const column = (pick: (target: Target) => unknown) => targets.map(pick);
    await sql(tx, ADD_TARGETS, [column((each) => each.path), column((each) => each.sha256), column((each) => each.bytes), at]);
  }
}
