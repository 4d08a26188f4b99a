import { DEEPEST, isPlainlyCanonical } from './plain-json.js';
import { NotCanonical } from './refusals.js';

/**
 * OLPC canonical JSON, the form The Update Framework signs: keys sorted, no white space, whole numbers only.
 * Refuses what would not survive the journey: fractions, control characters, lone surrogates, undefined.
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}

export function canonicalBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(canonicalJson(value));
}

function write(value: unknown, depth: number): string {
  if (depth > DEEPEST) throw new NotCanonical(`nested deeper than ${DEEPEST}`);
  if (value === null) return 'null';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new NotCanonical('a number that is not whole');
    return String(value);
  }
  if (Array.isArray(value)) return isWholeNumbers(value) && depth < DEEPEST ? `[${value.join()}]` : `[${value.map((item: unknown) => write(item, depth + 1)).join(',')}]`;
  if (typeof value === 'object') {
    const record = value as Record<string, unknown>;
    const parts: string[] = [];
    for (const key of Object.keys(record).sort()) {
      if (record[key] !== undefined) parts.push(`${quote(key)}:${write(record[key], depth + 1)}`);
    }
    return `{${parts.join(',')}}`;
  }
  throw new NotCanonical(`a ${typeof value}`);
}

/** A column of numbers, which is most of a locality, needs no step for each. */
function isWholeNumbers(list: readonly unknown[]): boolean {
  for (let at = 0; at < list.length; at += 1) if (!Number.isSafeInteger(list[at]) || Object.is(list[at], -0)) return false;
  return true;
}

// Control characters have no OLPC form that is also JSON, and a lone surrogate has no UTF-8 form.
const UNWRITABLE = /[\u0000-\u001f]|\p{Surrogate}/u;

/** Nearly every text: nothing to escape, nothing to refuse. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quote(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (UNWRITABLE.test(text)) throw new NotCanonical('a control character or lone surrogate');
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/**
 * Reads bytes that must already be canonical. Comparing with the rewritten form refuses duplicate keys, white
 * space, escapes and every other second spelling of the same content at once.
 */
export function parseCanonical(bytes: Uint8Array): unknown {
  if (isPlainlyCanonical(bytes)) return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'));
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
  } catch {
    throw new NotCanonical('not JSON in UTF-8');
  }
  if (canonicalJson(value) !== text) throw new NotCanonical('another spelling of the same content, or a repeated key');
  return value;
}
