import type { OdsCode } from '@accord/kernel';
import type { FileFault } from './file-faults.js';

/** What an import does with one line. Every line of the file has exactly one. */
export const ROW_VERDICTS = ['added', 'changed', 'closed', 'dormant', 'reopened', 'moved', 'unchanged', 'fault'] as const;
export type RowVerdictKind = (typeof ROW_VERDICTS)[number];

export interface RowVerdict {
  readonly line: number;
  readonly odsCode: string;
  /** As the file has it; empty where the line could not be read. */
  readonly name: string;
  readonly verdict: RowVerdictKind;
  /** The fields that differ from what is known; empty for an added or unchanged row. */
  readonly fields: readonly string[];
  readonly faults: readonly FileFault[];
}

export type VerdictCounts = Readonly<Record<RowVerdictKind | 'absent', number>>;

/** A practice whose commissioner changed: its participations stay where they are, and somebody looks (design section 10). */
export interface MoveTask {
  readonly odsCode: OdsCode;
  readonly name: string;
  readonly fromCode: string;
  readonly toCode: string;
  readonly onDay: string;
}
