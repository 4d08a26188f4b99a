import type { Tone } from '@accord/kernel/admin';
import { sayImport } from './messages.js';

export type Verdict = 'added' | 'changed' | 'closed' | 'dormant' | 'reopened' | 'moved' | 'unchanged' | 'fault';
export const VERDICTS: readonly Verdict[] = ['fault', 'added', 'changed', 'closed', 'dormant', 'reopened', 'moved', 'unchanged'];
export interface Count { readonly verdict: Verdict | 'absent'; readonly rows: number }
export interface Share { readonly odsCode: string; readonly as: 'provider' | 'consumer'; readonly agreementReference: string; readonly pairs: number }
export interface Move { readonly odsCode: string; readonly name: string; readonly fromCode: string; readonly toCode: string; readonly onDay: string }

const IMPACT = 'counts { verdict rows } stops { odsCode as agreementReference pairs } resumes { odsCode as agreementReference pairs } moves { odsCode name fromCode toCode onDay } absent';

export const STATES = ['handed-in', 'ready', 'ordered', 'refused', 'failed', 'discarded', 'unchanged', 'committed', 'awaiting-approval', 'approved', 'declined'] as const;
export type ImportState = (typeof STATES)[number];
const TONES: Readonly<Record<ImportState, Tone>> = {
  'handed-in': 'waiting', 'ready': 'waiting', 'ordered': 'waiting', 'refused': 'stopped', 'failed': 'stopped', 'discarded': 'quiet', 'unchanged': 'quiet', 'committed': 'good', 'awaiting-approval': 'waiting', 'approved': 'good', 'declined': 'stopped',
};

/** The state in words, and who is waited for. */
export function stateOf(state: ImportState): { readonly words: string; readonly tone: Tone; readonly waitsFor?: string } {
  const waits = state === 'ready' || state === 'awaiting-approval' || state === 'handed-in' || state === 'ordered' ? { waitsFor: sayImport(`w.${state}`) } : {};
  return { words: sayImport(`s.${state}`), tone: TONES[state], ...waits };
}

export interface ListedImport {
  readonly id: string; readonly state: ImportState; readonly fileName: string | null; readonly editionOn: string | null; readonly rows: number | null; readonly counts: readonly Count[]; readonly submittedAs: string; readonly submittedAt: string;
}
export const IMPORTS = 'query DirectoryImportList($page: Int!, $perPage: Int!, $state: String) { directoryImportList(page: $page, perPage: $perPage, state: $state) { total items { id state fileName editionOn rows counts { verdict rows } submittedAs submittedAt } } }';
export interface ImportsAnswer { readonly directoryImportList: { readonly total: number; readonly items: readonly ListedImport[] } }

export interface Run {
  readonly id: string; readonly state: 'handed-in' | 'ready' | 'ordered' | 'done' | 'refused' | 'failed' | 'discarded'; readonly fileName: string; readonly fileSha256: string; readonly fileBytes: number;
  readonly submittedAs: string; readonly submittedAt: string; readonly orderedAs: string | null; readonly orderedAt: string | null; readonly step: 'waiting' | 'reading' | 'planning' | 'writing'; readonly stepsDone: number; readonly stepsTotal: number | null;
  readonly tries: number; readonly planHash: string | null; readonly outcome: string | null; readonly refusal: { readonly code: string; readonly sentence: string } | null; readonly rows: number | null; readonly editionOn: string | null;
  readonly lastEditionOn: string | null; readonly needsSecondPerson: boolean; readonly isOlder: boolean; readonly isExtract: boolean; readonly fileFaults: readonly { readonly line: number; readonly code: string; readonly sentence: string }[];
  readonly counts: readonly Count[]; readonly stops: readonly Share[]; readonly resumes: readonly Share[]; readonly moves: readonly Move[]; readonly absent: readonly string[]; readonly version: number;
}
export const RUN = `query DirectoryImportRun($id: ID!) { directoryImportRun(id: $id) {
  id state fileName fileSha256 fileBytes submittedAs submittedAt orderedAs orderedAt step stepsDone stepsTotal tries planHash outcome refusal { code sentence } rows editionOn lastEditionOn
  needsSecondPerson isOlder isExtract fileFaults { line code sentence } ${IMPACT} version
} }`;
export interface RunAnswer { readonly directoryImportRun: Run | null }

export interface Import {
  readonly id: string; readonly state: 'committed' | 'awaiting-approval' | 'approved' | 'declined'; readonly editionOn: string; readonly lastEditionOn: string | null; readonly isOlder: boolean; readonly isExtract: boolean; readonly rows: number; readonly planHash: string;
  readonly submittedAs: string; readonly submittedAt: string; readonly decidedAt: string | null; readonly submittedByMe: boolean;
  readonly counts: readonly Count[]; readonly stops: readonly Share[]; readonly resumes: readonly Share[]; readonly moves: readonly Move[]; readonly absent: readonly string[]; readonly version: number;
}
export const IMPORT = `query OneDirectoryImport($id: ID!) { directoryImport(id: $id) { id state editionOn lastEditionOn isOlder isExtract rows planHash submittedAs submittedAt submittedByMe decidedAt ${IMPACT} version } }`;
export interface ImportAnswer { readonly directoryImport: Import }

export interface VerdictRow { readonly line: number; readonly odsCode: string; readonly name: string; readonly isKnown: boolean; readonly verdict: Verdict; readonly fields: readonly string[]; readonly faults: readonly { readonly code: string; readonly sentence: string }[] }
export const LINES = 'query DirectoryImportVerdicts($id: ID!, $verdict: String, $page: Int!, $perPage: Int!) { directoryImportVerdicts(id: $id, verdict: $verdict, page: $page, perPage: $perPage) { total items { line odsCode name isKnown verdict fields faults { code sentence } } } }';
export interface LinesAnswer { readonly directoryImportVerdicts: { readonly total: number; readonly items: readonly VerdictRow[] } }

export const ORDER = 'mutation OrderDirectoryImport($input: OrderDirectoryImportInput!) { orderDirectoryImport(input: $input) { id state version } }';
export const DISCARD = 'mutation DiscardDirectoryFile($input: DiscardDirectoryFileInput!) { discardDirectoryFile(input: $input) { id state version } }';
export const APPROVE = 'mutation ApproveDirectoryImport($input: ApproveDirectoryImportInput!) { approveDirectoryImport(input: $input) { id state version } }';
export const DECLINE = 'mutation DeclineDirectoryImport($input: DeclineDirectoryImportInput!) { declineDirectoryImport(input: $input) { id state version } }';

/** What is shown of a file: the run's own state, or that of the import it became. */
export function shownState(run: Run | null, made: Import | null): ImportState {
  if (made !== null) return made.state;
  if (run === null || run.state === 'done') return 'unchanged';
  return run.state;
}
