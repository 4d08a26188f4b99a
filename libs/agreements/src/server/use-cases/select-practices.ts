import { Injectable } from '@nestjs/common';
import { InvalidInput, type Actor, type Tx } from '@accord/kernel';
import { demand } from '@accord/kernel/server';
import { SELECTION_LINES_AT_MOST, selectionLines, type SelectionVerdict } from '@accord/agreements';
import { SelectablePractices, type SelectablePractice } from '../storage/selectable-practices.js';

export interface SelectPracticesInput {
  /** Whole localities of whoever asks. */
  readonly localityIds: readonly string[];
  /** What was pasted, or read from a file; null where neither was. */
  readonly text: string | null;
}

/** What becomes of one practice of a locality, or of one line of the text. */
export interface SelectionRow {
  /** Null for a practice that came with its locality. */
  readonly line: number | null;
  readonly given: string;
  readonly verdict: SelectionVerdict;
  readonly odsCode: string | null;
  readonly name: string | null;
  readonly localityName: string | null;
  readonly agreements: number;
}

const TEXT_AT_MOST = 400_000;

/** The dry run of a selection: a verdict for every line, and nothing kept. */
@Injectable()
export class SelectPractices {
  constructor(private readonly practices: SelectablePractices) {}

  async execute(tx: Tx, actor: Actor, { localityIds, text }: SelectPracticesInput): Promise<readonly SelectionRow[]> {
    const wanted = localityIds.length > 0 ? localityIds : actor.localities.slice(0, 1);
    for (const localityId of wanted) demand(tx, 'run', 'Campaign', { localityId });
    if (text !== null && text.length > TEXT_AT_MOST) throw new InvalidInput('text', `send at most ${TEXT_AT_MOST} characters`);
    const lines = selectionLines(text ?? '');
    if (lines.length > SELECTION_LINES_AT_MOST) throw new InvalidInput('text', `send at most ${SELECTION_LINES_AT_MOST} lines`);

    const codes = lines.flatMap(({ odsCode }) => odsCode ?? []);
    const [ofLocalities, byCode, known] = [await this.practices.ofLocalities(tx, localityIds), await this.practices.byCode(tx, codes), await this.practices.known(tx, codes)];
    const seen = new Set<string>();
    const judged = (row: Pick<SelectionRow, 'line' | 'given' | 'odsCode'>, practice: SelectablePractice | undefined): SelectionRow => {
      const { odsCode } = row;
      const isTwice = odsCode !== null && seen.has(odsCode);
      if (odsCode !== null) seen.add(odsCode);
      const verdict = odsCode === null ? 'not-a-code' : isTwice ? 'named-twice' : practice === undefined ? (known.has(odsCode) ? 'not-yours' : 'unknown') : practice.agreements === 0 ? 'nothing-signed' : 'chosen';
      return { ...row, verdict, name: practice?.name ?? known.get(odsCode ?? '') ?? null, localityName: practice?.localityName ?? null, agreements: practice?.agreements ?? 0 };
    };
    return [
      ...ofLocalities.map((practice) => judged({ line: null, given: practice.odsCode, odsCode: practice.odsCode }, practice)),
      ...lines.map((line) => judged(line, line.odsCode === null ? undefined : byCode.get(line.odsCode))),
    ];
  }
}
