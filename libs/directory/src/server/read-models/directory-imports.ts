import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import type { DirectoryImportState, LiveShare, MoveTask, VerdictCounts } from '../../contract/index.js';
import type { Page, PageAsked } from './organisations.js';

export interface DirectoryImportRow {
  readonly id: string;
  readonly state: DirectoryImportState;
  readonly editionOn: string;
  readonly rows: number;
  readonly planHash: string;
  readonly counts: VerdictCounts;
  readonly impact: {
    readonly isOlder: boolean;
    readonly isExtract: boolean;
    readonly lastEditionOn: string | null;
    readonly stops: readonly LiveShare[];
    /** Imports of before it was asked have none. */
    readonly resumes?: readonly LiveShare[];
    readonly tasks: readonly MoveTask[];
    readonly absent: readonly string[];
  };
  readonly submittedAs: string;
  readonly submittedAt: Date;
  readonly submittedByMe: boolean;
  readonly decidedAt: Date | null;
  readonly version: number;
}

const SELECT = `SELECT id, state, edition_on::text AS "editionOn", row_count AS rows, plan_hash AS "planHash", counts, impact, submitted_as AS "submittedAs",
  submitted_at AS "submittedAt", submitted_by IS NOT DISTINCT FROM accord_person() AS "submittedByMe", decided_at AS "decidedAt", version FROM directory_import`;

export async function directoryImports(tx: Tx, state: DirectoryImportState | null, { page, perPage }: PageAsked): Promise<Page<DirectoryImportRow>> {
  const [counted] = await sql<{ total: number }>(tx, 'SELECT count(*)::int AS total FROM directory_import WHERE ($1::text IS NULL OR state = $1)', [state]);
  const items = await sql<DirectoryImportRow>(tx, `${SELECT} WHERE ($1::text IS NULL OR state = $1) ORDER BY submitted_at DESC, id DESC LIMIT $2 OFFSET $3`, [
    state, perPage, (page - 1) * perPage,
  ]);
  return { total: counted!.total, items };
}

export async function directoryImportById(tx: Tx, id: string): Promise<DirectoryImportRow | null> {
  const [row] = await sql<DirectoryImportRow>(tx, `${SELECT} WHERE id = $1`, [id]);
  return row ?? null;
}
