import { createHash } from 'node:crypto';

/**
 * One text for one value: keys sorted by code unit, no spaces, undefined members left out (the shape of RFC 8785 for the values
 * Accord hashes: text, booleans, null and safe integers).
 */
export function canonicalJson(value: unknown): string {
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (Array.isArray(value)) return `[${value.map((each) => canonicalJson(each ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).filter(([, each]) => each !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

export function sha256Hex(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The digest of a value, by its canonical text. */
export function digestOf(value: unknown): string {
  return sha256Hex(canonicalJson(value));
}
