import { Injectable } from '@nestjs/common';
import { newId, type Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import type { FindingOfKind } from '../../contract/finding.js';

export interface Reconciled {
  readonly lookedAt: Date;
  /** What the feed served; null where nothing it served could be believed. */
  readonly publication: number | null;
  readonly stopList: number | null;
  /** Pairs in force by the database. */
  readonly pairs: number;
  readonly findings: readonly FindingOfKind[];
}

const KEPT_MS = 30 * 86_400_000;

@Injectable()
export class ReconciliationStore {
  /** Keeps what was found, and lets go of what was found a month ago. */
  async add(tx: Tx, { lookedAt, publication, stopList, pairs, findings }: Reconciled): Promise<void> {
    const id = newId(lookedAt);
    await sql(tx, 'INSERT INTO reconciliation (id, looked_at, publication_number, stop_list_number, pairs, findings) VALUES ($1, $2, $3, $4, $5, $6)',
      [id, lookedAt, publication, stopList, pairs, JSON.stringify(findings.map(({ kind, count }) => ({ kind, count })))]);
    for (const { kind, examples } of findings) await sql(tx, 'INSERT INTO reconciliation_example (reconciliation_id, kind, examples) VALUES ($1, $2, $3)', [id, kind, examples]);
    await sql(tx, 'DELETE FROM reconciliation WHERE looked_at < $1', [new Date(lookedAt.getTime() - KEPT_MS)]);
  }
}
