import type { OdsCode } from '@accord/kernel';
import type { FileFault } from './file-faults.js';
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
} as const;
