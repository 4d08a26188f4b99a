import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { LOCK_KEYS, sql } from '@accord/kernel/server';
import type { IssuedPublication, PublicationSummary } from '../domain/publication-content.js';
import { PublisherOvertaken } from '../domain/publisher-overtaken.js';
import type { Target } from '../domain/target.js';
import type { IssuedMetadata, MetadataEntry, TufRole } from '../domain/tuf-metadata.js';

const LATEST_METADATA = `
  SELECT m.role, m.version, octet_length(m.content) AS length, encode(sha256(m.content), 'hex') AS sha256, m.expires_at AS "expiresAt"
  FROM unnest($1::text[]) AS wanted (role)
  CROSS JOIN LATERAL (SELECT * FROM tuf_metadata t WHERE t.role = wanted.role ORDER BY t.version DESC LIMIT 1) m`;

const ADD_TARGETS = `
  INSERT INTO tuf_target (sha256, path, content, publication_number)
  SELECT sha256, path, content, $4 FROM unnest($1::text[], $2::text[], $3::bytea[]) AS row (sha256, path, content)
  ON CONFLICT DO NOTHING`;

const LIST_TARGETS = `
  INSERT INTO publication_target (publication_number, path, sha256)
  SELECT $3, path, sha256 FROM unnest($1::text[], $2::text[]) AS row (path, sha256)`;

/** What nobody can need any more: freshness roles an hour after they expired. Their versions stay known by the newest, which stays. */
const CLEAR_SUPERSEDED = `
  DELETE FROM tuf_metadata WHERE role IN ('stops', 'snapshot', 'timestamp') AND expires_at < $1
    AND version < (SELECT max(version) FROM tuf_metadata newest WHERE newest.role = tuf_metadata.role)`;

/** Longer than the signer is waited for in one turn. */
const LONGEST_SILENCE = '60s';

export interface NewPublication {
  readonly number: number;
  readonly previous: IssuedPublication | undefined;
  readonly stopList: number;
  readonly publishedAt: Date;
  readonly target: Target;
  readonly summary: PublicationSummary;
}

/** The repository as rows: every issued file is there, so any copy of the feed can serve it. */
@Injectable()
export class RepositoryStore {
  /** The term that this store writes in; none while a repository is only being filled. */
  private term: number | undefined;

  /** From now on whatever it writes is of that term. */
  belongTo(term: number): void {
    this.term = term;
  }

  /** Publishers of one database wait for each other here. One that was overtaken meanwhile learns it now, and from the database at the latest. */
  async takeTurn(tx: Tx): Promise<void> {
    await this.lockForTurn(tx);
    if (this.term === undefined) return;
    const [row] = await sql<{ newest: number }>(tx, `SELECT max(number) AS newest, set_config('accord.publisher_term', $1, true) FROM publisher_term`, [String(this.term)]);
    if (row!.newest !== this.term) throw new PublisherOvertaken(this.term, row!.newest);
  }

  /**
   * Whoever freezes while it holds the lock is let go by the server, so that another can take over. Its statements look up by key whatever
   * they are asked, so each is planned once: planning the facts anew takes longer than reading them.
   */
  async lockForTurn(tx: Tx): Promise<void> {
    await sql(tx, `SELECT set_config('idle_in_transaction_session_timeout', $2, true), set_config('plan_cache_mode', 'force_generic_plan', true), pg_advisory_xact_lock($1)`, [LOCK_KEYS.publishing, LONGEST_SILENCE]);
  }

  async addTerm(tx: Tx, holder: string, begunAt: Date): Promise<number> {
    const [row] = await sql<{ number: number }>(tx,
      'INSERT INTO publisher_term (number, begun_at, holder) SELECT coalesce(max(number), 0) + 1, $1, $2 FROM publisher_term RETURNING number', [begunAt, holder]);
    return row!.number;
  }

  async latestMetadata(tx: Tx, roles: readonly TufRole[]): Promise<Partial<Record<TufRole, MetadataEntry>>> {
    const rows = await sql<MetadataEntry>(tx, LATEST_METADATA, [roles]);
    return Object.fromEntries(rows.map((row) => [row.role, row]));
  }

  /** The hash of the root that the repository was founded on. */
  async firstRoot(tx: Tx): Promise<string | undefined> {
    const [row] = await sql<{ sha256: string }>(tx, `SELECT encode(sha256(content), 'hex') AS sha256 FROM tuf_metadata WHERE role = 'root' AND version = 1`);
    return row?.sha256;
  }

  async bytesOf(tx: Tx, entry: MetadataEntry): Promise<Buffer> {
    const [row] = await sql<{ content: Buffer }>(tx, 'SELECT content FROM tuf_metadata WHERE role = $1 AND version = $2', [entry.role, entry.version]);
    return row!.content;
  }

  async latestPublication(tx: Tx): Promise<IssuedPublication | undefined> {
    const [row] = await sql<{ number: number; hash: string; stopList: number; summary: PublicationSummary }>(
      tx, 'SELECT number, hash, stop_list_number AS "stopList", summary FROM publication ORDER BY number DESC LIMIT 1');
    return row && { number: row.number, sha256: row.hash, stopList: row.stopList, ...row.summary };
  }

  async addPublication(tx: Tx, publication: NewPublication): Promise<void> {
    const { number, previous, stopList, publishedAt, target, summary } = publication;
    await sql(tx, `INSERT INTO publication (number, hash, previous_number, previous_hash, stop_list_number, content, published_at, summary)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [number, target.sha256, previous?.number ?? null, previous?.sha256 ?? null, stopList, target.bytes, publishedAt, JSON.stringify(summary)]);
  }

  async addMetadata(tx: Tx, signedAt: Date, number: number | null, files: readonly IssuedMetadata[]): Promise<void> {
    for (const { role, version, bytes, expiresAt } of files) {
      await sql(tx, 'INSERT INTO tuf_metadata (role, version, content, signed_at, expires_at, publication_number) VALUES ($1, $2, $3, $4, $5, $6)',
        [role, version, bytes, signedAt, expiresAt, number]);
    }
  }

  /** Adds targets under the publication that first lists them; a publication's rows name what it changed. */
  async addTargets(tx: Tx, number: number, targets: readonly Target[]): Promise<void> {
    const column = (pick: (target: Target) => unknown) => targets.map(pick);
    await sql(tx, ADD_TARGETS, [column((each) => each.sha256), column((each) => each.path), column((each) => each.bytes), number]);
    await sql(tx, LIST_TARGETS, [column((each) => each.path), column((each) => each.sha256), number]);
  }

  async target(tx: Tx, path: string, sha256: string): Promise<Target> {
    const [row] = await sql<{ content: Buffer }>(tx, 'SELECT content FROM tuf_target WHERE sha256 = $1', [sha256]);
    return { path, sha256, bytes: row!.content };
  }

  async clearSuperseded(tx: Tx, expiredBefore: Date): Promise<void> {
    await sql(tx, CLEAR_SUPERSEDED, [expiredBefore]);
  }

  /** Wakes every feed at commit; a lost wake-up costs one poll. */
  async announce(tx: Tx, number: number, stopList: number): Promise<void> {
    await sql(tx, `SELECT pg_notify('accord_publication', $1)`, [JSON.stringify({ number, stopList })]);
  }
}
