/** The quotes of a row do not match; the column they break in, counted from 1. */
export interface BrokenQuotes { readonly brokenAt: number }

const QUOTE = 0x22;
const COMMA = 0x2c;

/**
 * The fields of one line. A line is read by itself, never with its neighbours: an unmatched quote then costs its own row a fault and
 * cannot swallow the rows after it. A field is bare, or quoted throughout with inner quotes doubled (RFC 4180).
 */
export function rowFields(line: string): readonly string[] | BrokenQuotes {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (line.charCodeAt(at) !== QUOTE) {
      const comma = line.indexOf(',', at);
      const bare = comma === -1 ? line.slice(at) : line.slice(at, comma);
      if (bare.includes('"')) return { brokenAt: fields.length + 1 };
      fields.push(bare);
      if (comma === -1) return fields;
      at = comma + 1;
      continue;
    }
    const end = closingQuote(line, at + 1);
    if (end === -1) return { brokenAt: fields.length + 1 };
    const inner = line.slice(at + 1, end);
    fields.push(inner.includes('"') ? inner.replaceAll('""', '"') : inner);
    if (end + 1 === line.length) return fields;
    if (line.charCodeAt(end + 1) !== COMMA) return { brokenAt: fields.length };
    at = end + 2;
  }
}

function closingQuote(line: string, from: number): number {
  let at = line.indexOf('"', from);
  while (at !== -1 && line.charCodeAt(at + 1) === QUOTE) at = line.indexOf('"', at + 2);
  return at;
}
