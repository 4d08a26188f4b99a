import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import type { FileFault, ImportRunState, RowVerdictKind, RunReport, StatedTerms, VerdictCounts } from '../../contract/index.js';
import type { Page, PageAsked } from './organisations.js';

export interface ImportRunRow {
  readonly id: string;
  readonly state: ImportRunState;
  readonly fileName: string;
  readonly fileSha256: string;
  readonly fileBytes: number;
  readonly terms: StatedTerms;
  readonly submittedAs: string;
  readonly submittedAt: Date;
  readonly orderedAs: string | null;
  readonly orderedAt: Date | null;
  readonly planHash: string | null;
  readonly report: RunReport | null;
  readonly refusal: { readonly code: string; readonly sentence: string } | null;
  readonly step: string;
  readonly stepsDone: number;
  readonly stepsTotal: number | null;
  readonly tries: number;
  readonly version: number;
}

export async function importRunById(tx: Tx, id: string): Promise<ImportRunRow | null> {
  const [run] = await sql<ImportRunRow>(tx, `
    SELECT id, state, file_name AS "fileName", file_sha256 AS "fileSha256", file_bytes AS "fileBytes", terms, submitted_as AS "submittedAs", submitted_at AS "submittedAt",
      ordered_as AS "orderedAs", ordered_at AS "orderedAt", plan_hash AS "planHash", report, refusal, step, steps_done AS "stepsDone", steps_total AS "stepsTotal", tries, version
    FROM directory_import_run WHERE id = $1`, [id]);
  return run ?? null;
}

export interface VerdictRow {
  readonly line: number;
  readonly odsCode: string;
  /** As the file has it; empty where the line could not be read. */
  readonly name: string;
  /** It is in the directory now. */
  readonly isKnown: boolean;
  readonly verdict: RowVerdictKind;
  readonly fields: readonly string[];
  readonly faults: readonly FileFault[];
}

/** The lines of a file, faults first, then what changes, in the order of the file. */
export async function verdictsOf(tx: Tx, runId: string, verdict: RowVerdictKind | null, { page, perPage }: PageAsked): Promise<Page<VerdictRow>> {
  const [counted] = await sql<{ total: number }>(tx, `
    SELECT count(*)::int AS total FROM directory_import_verdict WHERE run_id = $1 AND ($2::text IS NULL OR verdict = $2)`, [runId, verdict]);
  const items = await sql<VerdictRow>(tx, `
    SELECT line, ods_code AS "odsCode", name, EXISTS (SELECT FROM organisation WHERE organisation.ods_code = shown.ods_code) AS "isKnown", verdict, fields, faults
    FROM directory_import_verdict AS shown WHERE run_id = $1 AND ($2::text IS NULL OR verdict = $2) ORDER BY verdict <> 'fault', verdict = 'unchanged', line LIMIT $3 OFFSET $4`, [
    runId, verdict, perPage, (page - 1) * perPage,
  ]);
  return { total: counted!.total, items };
}

export interface ListedImport {
  readonly id: string;
  /** Of the import where there is one, else of the file that was handed in. */
  readonly state: string;
  readonly fileName: string | null;
  readonly editionOn: string | null;
  readonly rows: number | null;
  readonly counts: VerdictCounts | null;
  readonly submittedAs: string;
  readonly submittedAt: Date;
}

/** Files handed in, and imports from the command line, in one list. */
const LISTED = `
  SELECT coalesce(run.id, import.id) AS id, CASE WHEN import.id IS NOT NULL THEN import.state WHEN run.state = 'done' THEN 'unchanged' ELSE run.state END AS state,
    run.file_name AS "fileName", coalesce(import.edition_on::text, run.report ->> 'editionOn') AS "editionOn", coalesce(import.row_count, (run.report ->> 'rows')::int) AS rows,
    coalesce(import.counts, run.report -> 'counts') AS counts, coalesce(run.submitted_as, import.submitted_as) AS "submittedAs", coalesce(run.submitted_at, import.submitted_at) AS "submittedAt"
  FROM directory_import_run AS run FULL JOIN directory_import AS import ON import.id = run.id`;

export async function listedImports(tx: Tx, state: string | null, { page, perPage }: PageAsked): Promise<Page<ListedImport>> {
  const [counted] = await sql<{ total: number }>(tx, `SELECT count(*)::int AS total FROM (${LISTED}) AS listed WHERE ($1::text IS NULL OR state = $1)`, [state]);
  const items = await sql<ListedImport>(tx, `SELECT * FROM (${LISTED}) AS listed WHERE ($1::text IS NULL OR state = $1) ORDER BY "submittedAt" DESC, id DESC LIMIT $2 OFFSET $3`, [
    state, perPage, (page - 1) * perPage,
  ]);
  return { total: counted!.total, items };
}
