import { maskNhsNumbers } from './nhs-number.js';

/** Control characters, line and paragraph separators, and the marks that turn the direction of text: they forge lines in a log. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu;
const REPLACEMENT = '\ufffd';

export interface PrintableText {
  readonly text: string;
  /** Something that does not print was replaced, or the end was cut off. */
  readonly mended: boolean;
  /** An NHS number stood in it and is masked. */
  readonly misplaced: boolean;
}

/** What a caller wrote, so that it can be kept in clear: composed (NFC), printable, no longer than `most`, without an NHS number. */
export function printableText(written: string, most: number): PrintableText {
  const composed = written.normalize('NFC');
  const printable = composed.replace(UNPRINTABLE, REPLACEMENT);
  // Masked before it is cut: the head of a number cut in two would no longer be known for one.
  const without = maskNhsNumbers(printable);
  const text = without.length > most ? without.slice(0, most).replace(/\p{Surrogate}$/u, '') : without;
  return { text, mended: printable !== composed || text !== without, misplaced: without !== printable };
}
