export const DEEPEST = 16;
/** So many digits are a whole number that a double holds exactly. */
const MOST_DIGITS = 15;
const [QUOTE, COMMA, MINUS, ZERO, NINE, COLON, OPEN_LIST, BACKSLASH, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT, LAST_PLAIN] = [...'",-09:[\\]{}~'].map((each) => each.charCodeAt(0)) as [
  number, number, number, number, number, number, number, number, number, number, number, number,
];
const SPACE = 32;
const NO = -1;
/** 1 for each byte that stands for itself in a text. */
const IN_TEXT = Uint8Array.from({ length: 256 }, (_none, byte) => (byte >= SPACE && byte <= LAST_PLAIN && byte !== QUOTE && byte !== BACKSLASH ? 1 : 0));

/**
 * Whether bytes are canonical JSON of the plainest kind: texts in ASCII that escape nothing, whole numbers, lists and objects with their
 * keys in order. Nearly all of a publication is. It is read once, in place; false means only that the rewriting has to decide.
 */
export function isPlainlyCanonical(bytes: Uint8Array): boolean {
  return value(bytes, 0, 0) === bytes.length;
}

// Each gives where what begins at `at` ends, or NO.

function value(bytes: Uint8Array, at: number, depth: number): number {
  const first = bytes[at];
  if (first === QUOTE) return text(bytes, at);
  if (depth >= DEEPEST) return NO;
  if (first === OPEN_LIST) return list(bytes, at, depth);
  if (first === OPEN_OBJECT) return object(bytes, at, depth);
  return whole(bytes, at);
}

function text(bytes: Uint8Array, at: number): number {
  let next = at + 1;
  while (next < bytes.length && IN_TEXT[bytes[next] as number] === 1) next += 1;
  return bytes[next] === QUOTE ? next + 1 : NO;
}

function whole(bytes: Uint8Array, at: number): number {
  const first = bytes[at] === MINUS ? at + 1 : at;
  let next = first;
  for (; next < bytes.length && isDigit(bytes[next] as number); next += 1);
  if (next === first || next - first > MOST_DIGITS) return NO;
  return bytes[first] === ZERO && next > at + 1 ? NO : next;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

/** Mostly of whole numbers, or of lists of them: those take no step outside. */
function list(bytes: Uint8Array, at: number, depth: number): number {
  if (bytes[at + 1] === CLOSE_LIST) return at + 2;
  for (let next = at + 1; ; next += 1) {
    const first = next;
    let byte = bytes[next] as number;
    if (byte >= ZERO && byte <= NINE) {
      do byte = bytes[next += 1] as number; while (byte >= ZERO && byte <= NINE);
      if (next - first > MOST_DIGITS || (bytes[first] === ZERO && next > first + 1)) return NO;
    } else {
      next = byte === OPEN_LIST && depth + 1 < DEEPEST ? list(bytes, next, depth + 1) : value(bytes, next, depth + 1);
      if (next === NO) return NO;
      byte = bytes[next] as number;
    }
    if (byte === CLOSE_LIST) return next + 1;
    if (byte !== COMMA) return NO;
  }
}

function object(bytes: Uint8Array, at: number, depth: number): number {
  if (bytes[at + 1] === CLOSE_OBJECT) return at + 2;
  for (let next = at, before = NO; ;) {
    const key = next + 1;
    if (bytes[key] !== QUOTE) return NO;
    next = text(bytes, key);
    if (next === NO || bytes[next] !== COLON || (before !== NO && !isBefore(bytes, before, key))) return NO;
    before = key;
    next = value(bytes, next + 1, depth + 1);
    if (next === NO) return NO;
    if (bytes[next] === CLOSE_OBJECT) return next + 1;
    if (bytes[next] !== COMMA) return NO;
  }
}

/** Whether one text comes before another: a text that ends sooner does. */
function isBefore(bytes: Uint8Array, one: number, other: number): boolean {
  for (let nth = 1; ; nth += 1) {
    const [here, there] = [bytes[one + nth] as number, bytes[other + nth] as number];
    if (there === QUOTE) return false;
    if (here === QUOTE || here < there) return true;
    if (here > there) return false;
  }
}
