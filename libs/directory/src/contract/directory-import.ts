import type { OdsCode } from '@accord/kernel';
import type { FileFault } from './file-faults.js';
import type { Opening } from './impact-of-opening.js';
import type { LiveShare } from './live-sharing.js';
import type { MoveTask, RowVerdict, VerdictCounts } from './import-verdict.js';

export const DIRECTORY_IMPORT_STATES = ['committed', 'awaiting-approval', 'approved', 'declined'] as const;
export type DirectoryImportState = (typeof DIRECTORY_IMPORT_STATES)[number];

export interface ImportRequest {
  readonly bytes: Uint8Array;
  readonly isDryRun: boolean;
  /** The day the edition was published, `yyyy-mm-dd`; else its newest day tells. */
  readonly editionOn?: string | undefined;
  /** States that the file is older than the last; a second person then approves it. */
  readonly isOlder?: boolean | undefined;
  /** States that the file holds only some of the organisations. */
  readonly isExtract?: boolean | undefined;
  /** The plan as it was shown; another one is refused. */
  readonly planHash?: string | undefined;
  /** The id the import is to have; a new one otherwise. */
  readonly importId?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

export type ImportOutcome = 'dry-run' | 'committed' | 'unchanged' | 'awaiting-approval' | 'refused';

/** What an import did, or would do. */
export interface ImportReport {
  readonly outcome: ImportOutcome;
  readonly importId: string | null;
  readonly fileSha256: string;
  readonly rows: number;
  readonly editionOn: string;
  readonly lastEditionOn: string | null;
  readonly counts: VerdictCounts;
  /** One for every line of the file. */
  readonly verdicts: readonly RowVerdict[];
  readonly faults: readonly FileFault[];
  readonly absent: readonly OdsCode[];
  readonly tasks: readonly MoveTask[];
  /** Live sharing that would stop: a second person has to see it. */
  readonly stops: readonly LiveShare[];
  /** Sharing of those that are open again, or for longer: a second person has to see that as well. */
  readonly resumes: readonly LiveShare[];
  /** Known organisations that are open for less time than was known, or for more. */
  readonly openings: readonly Opening[];
  /** Binds an approval to what was shown. */
  readonly planHash: string;
  /** Why it was refused, or would be. */
  readonly refusal: { readonly code: string; readonly sentence: string } | null;
}

export interface ImportProgress {
  readonly step: 'reading' | 'planning' | 'writing';
  readonly done: number;
  readonly total: number | null;
}

/** What others hear of this capability. */
export const DIRECTORY_EVENTS = {
  imported: 'directory.imported',
  waits: 'directory.import-waits',
  declined: 'directory.import-declined',
  /** Work for the worker: a file to read, an import to carry out. */
  handedIn: 'directory.file-handed-in',
  ordered: 'directory.import-ordered',
} as const;

/**
 * A file handed in by the browser: read (`handed-in`), shown (`ready`, or `refused` with the reason), ordered by a person, `done`. What
 * nobody wants is `discarded`; what the worker could not do however often it tried has `failed`.
 */
export const IMPORT_RUN_STATES = ['handed-in', 'ready', 'ordered', 'done', 'refused', 'failed', 'discarded'] as const;
export type ImportRunState = (typeof IMPORT_RUN_STATES)[number];

/** What a file is stated to be by whoever hands it in. */
export interface StatedTerms {
  readonly editionOn: string | null;
  readonly isOlder: boolean;
  readonly isExtract: boolean;
}

/** The report of a run without its lines, which are kept one by one. */
export interface RunReport {
  readonly outcome: ImportOutcome;
  readonly rows: number;
  readonly editionOn: string;
  readonly lastEditionOn: string | null;
  readonly counts: VerdictCounts;
  /** Faults of the file as a whole, which stand on no line. */
  readonly faults: readonly FileFault[];
  readonly absent: readonly OdsCode[];
  readonly tasks: readonly MoveTask[];
  readonly stops: readonly LiveShare[];
  /** Files read before it was asked have none. */
  readonly resumes?: readonly LiveShare[];
}
