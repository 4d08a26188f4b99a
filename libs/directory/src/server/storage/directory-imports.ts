import { EntitySchema } from 'typeorm';
import type { Tx } from '@accord/kernel';
import { LOCK_KEYS, managerOf, sql } from '@accord/kernel/server';
import { DirectoryImport } from '../domain/directory-import.js';

export const directoryImportMapping = new EntitySchema<DirectoryImport>({
  name: 'DirectoryImport', target: DirectoryImport, tableName: 'directory_import',
  columns: {
    id: { type: 'uuid', primary: true },
    fileSha256: { type: 'text', name: 'file_sha256' },
    editionOn: { type: 'date', name: 'edition_on' },
    rowCount: { type: 'integer', name: 'row_count' },
    state: { type: 'text' },
    planHash: { type: 'text', name: 'plan_hash' },
    counts: { type: 'jsonb' },
    impact: { type: 'jsonb' },
    content: { type: 'bytea', nullable: true },
    submittedBy: { type: 'uuid', name: 'submitted_by', nullable: true },
    submittedAs: { type: 'text', name: 'submitted_as' },
    submittedAt: { type: 'timestamptz', name: 'submitted_at' },
    decidedBy: { type: 'uuid', name: 'decided_by', nullable: true },
    decidedAt: { type: 'timestamptz', name: 'decided_at', nullable: true },
    approvedHash: { type: 'text', name: 'approved_hash', nullable: true },
    version: { type: 'integer' },
  },
});

export interface LastImport {
  readonly fileSha256: string;
  readonly editionOn: string;
}

export class DirectoryImports {
  /** Any two imports wait for each other here: a plan holds only for the directory it was made against. */
  async one(tx: Tx): Promise<void> {
    await sql(tx, 'SELECT pg_advisory_xact_lock($1)', [LOCK_KEYS.directoryImport]);
  }

  async lock(tx: Tx, id: string): Promise<DirectoryImport | null> {
    return managerOf(tx).getRepository(directoryImportMapping).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async save(tx: Tx, directoryImport: DirectoryImport): Promise<void> {
    await managerOf(tx).getRepository(directoryImportMapping).save(directoryImport);
  }

  /** The last import that was carried out. */
  async last(tx: Tx): Promise<LastImport | null> {
    const [last] = await sql<LastImport>(tx, `
      SELECT file_sha256 AS "fileSha256", edition_on::text AS "editionOn" FROM directory_import WHERE state IN ('committed', 'approved')
      ORDER BY coalesce(decided_at, submitted_at) DESC, id DESC LIMIT 1`);
    return last ?? null;
  }

  /** Rows of the last whole file that was carried out; an extract tells nothing about the next file's length. */
  async lastRows(tx: Tx): Promise<number> {
    const [last] = await sql<{ rows: number }>(tx, `
      SELECT row_count AS rows FROM directory_import WHERE state IN ('committed', 'approved') AND NOT (impact ->> 'isExtract')::boolean
      ORDER BY coalesce(decided_at, submitted_at) DESC, id DESC LIMIT 1`);
    return last?.rows ?? 0;
  }
}
