import { TextDecoder } from 'node:util';

/** One line of the file as it stands there; a line that is not text says why. */
export interface FileLine {
  readonly number: number;
  readonly text: string;
  readonly fault: 'WRONG_ENCODING' | 'NUL_BYTE' | 'BYTE_ORDER_MARK' | 'UTF_16' | null;
  /** False for a last line without its line break: perhaps cut off. */
  readonly isTerminated: boolean;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Cuts the file into lines; every byte belongs to exactly one of them. */
export function* fileLines(bytes: Uint8Array): Generator<FileLine> {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  let start = 0;
  for (let number = 1; start < bytes.length; number += 1) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const isTerminated = feed !== -1;
    const end = isTerminated ? feed : bytes.length;
    const last = isTerminated && end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
    yield lineOf(number, bytes.subarray(start, last), isTerminated, isUtf16, strict);
    start = end + 1;
  }
}

function lineOf(number: number, bytes: Uint8Array, isTerminated: boolean, isUtf16: boolean, strict: TextDecoder): FileLine {
  if (isUtf16) return { number, text: '', fault: number === 1 ? 'UTF_16' : 'WRONG_ENCODING', isTerminated };
  let text: string;
  try {
    text = strict.decode(bytes);
  } catch {
    return { number, text: '', fault: 'WRONG_ENCODING', isTerminated };
  }
  if (number === 1 && text.startsWith('\uFEFF')) return { number, text: text.slice(1), fault: 'BYTE_ORDER_MARK', isTerminated };
  if (text.includes('\0')) return { number, text, fault: 'NUL_BYTE', isTerminated };
  return { number, text, fault: null, isTerminated };
}
