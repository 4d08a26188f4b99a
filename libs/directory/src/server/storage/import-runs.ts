import { EntitySchema } from 'typeorm';
import type { Tx } from '@accord/kernel';
import { managerOf, sql, timeOf } from '@accord/kernel/server';
import type { ImportProgress, RowVerdict } from '../../contract/index.js';
import { ImportRun, leaseFrom } from '../domain/import-run.js';

export const importRunMapping = new EntitySchema<ImportRun>({
  name: 'ImportRun', target: ImportRun, tableName: 'directory_import_run',
  columns: {
    id: { type: 'uuid', primary: true },
    state: { type: 'text' },
    fileName: { type: 'text', name: 'file_name' },
    fileSha256: { type: 'text', name: 'file_sha256' },
    fileBytes: { type: 'integer', name: 'file_bytes' },
    terms: { type: 'jsonb' },
    submittedBy: { type: 'uuid', name: 'submitted_by' },
    submittedAs: { type: 'text', name: 'submitted_as' },
    submittedFrom: { type: 'text', name: 'submitted_from' },
    submittedAt: { type: 'timestamptz', name: 'submitted_at' },
    orderedBy: { type: 'uuid', name: 'ordered_by', nullable: true },
    orderedAs: { type: 'text', name: 'ordered_as', nullable: true },
    orderedFrom: { type: 'text', name: 'ordered_from', nullable: true },
    orderedAt: { type: 'timestamptz', name: 'ordered_at', nullable: true },
    planHash: { type: 'text', name: 'plan_hash', nullable: true },
    report: { type: 'jsonb', nullable: true },
    refusal: { type: 'jsonb', nullable: true },
    tries: { type: 'integer' },
    leaseUntil: { type: 'timestamptz', name: 'lease_until', nullable: true },
    version: { type: 'integer' },
  },
});

/** Lines written by one statement. */
const BATCH = 4_000;
/** States in which the file is still needed. */
const NEEDS_FILE: readonly string[] = ['handed-in', 'ready', 'ordered'];

/** Files handed in, their content, and what became of each of their lines. */
export class ImportRuns {
  async add(tx: Tx, run: ImportRun, content: Uint8Array): Promise<void> {
    await sql(tx, `
      INSERT INTO directory_import_run (id, state, file_name, file_sha256, file_bytes, content, terms, submitted_by, submitted_as, submitted_from, submitted_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, [
      run.id, run.state, run.fileName, run.fileSha256, run.fileBytes, content, run.terms, run.submittedBy, run.submittedAs, run.submittedFrom, run.submittedAt,
    ]);
  }

  async lock(tx: Tx, id: string): Promise<ImportRun | null> {
    return managerOf(tx).getRepository(importRunMapping).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** The oldest that nobody works on; what another worker just looks at is passed over. */
  async lockNext(tx: Tx): Promise<ImportRun | null> {
    const [next] = await sql<{ id: string }>(tx, `
      SELECT id FROM directory_import_run WHERE state IN ('handed-in', 'ordered') AND (lease_until IS NULL OR lease_until < $1)
      ORDER BY submitted_at LIMIT 1 FOR UPDATE SKIP LOCKED`, [timeOf(tx)]);
    return next === undefined ? null : this.lock(tx, next.id);
  }

  async save(tx: Tx, run: ImportRun): Promise<void> {
    await managerOf(tx).getRepository(importRunMapping).save(run);
    if (!NEEDS_FILE.includes(run.state)) await sql(tx, 'UPDATE directory_import_run SET content = NULL WHERE id = $1', [run.id]);
    if (run.state === 'discarded') await sql(tx, 'DELETE FROM directory_import_verdict WHERE run_id = $1', [run.id]);
  }

  async content(tx: Tx, id: string): Promise<Uint8Array | null> {
    const [kept] = await sql<{ content: Uint8Array | null }>(tx, 'SELECT content FROM directory_import_run WHERE id = $1', [id]);
    return kept?.content ?? null;
  }

  /** What was told of an earlier stage, or by a worker that was lost, counts no more. */
  async begin(tx: Tx, id: string): Promise<void> {
    await sql(tx, `UPDATE directory_import_run SET step = 'waiting', steps_done = 0, steps_total = NULL WHERE id = $1`, [id]);
  }

  /** Says how far the worker is, and keeps its lease; nothing where it has lost it. */
  async tell(tx: Tx, id: string, lease: number, { step, done, total }: ImportProgress): Promise<void> {
    await sql(tx, 'UPDATE directory_import_run SET step = $3, steps_done = $4, steps_total = $5, lease_until = $6 WHERE id = $1 AND version = $2', [
      id, lease, step, done, total, leaseFrom(timeOf(tx)),
    ]);
  }

  async keepVerdicts(tx: Tx, id: string, verdicts: readonly RowVerdict[]): Promise<void> {
    for (let at = 0; at < verdicts.length; at += BATCH) {
      const some = verdicts.slice(at, at + BATCH);
      const lines = some.map(({ line, odsCode, name, verdict, fields, faults }) => ({ line, ods_code: odsCode, name, verdict, fields, faults }));
      await sql(tx, `
        INSERT INTO directory_import_verdict (run_id, line, ods_code, name, verdict, fields, faults)
        SELECT $1, line, ods_code, name, verdict, fields, faults
        FROM jsonb_to_recordset($2::jsonb) AS row (line int, ods_code text, name text, verdict text, fields text[], faults jsonb)`, [id, JSON.stringify(lines)]);
    }
  }
}
