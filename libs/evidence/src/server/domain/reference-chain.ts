import { finding, type Finding } from '../../contract/index.js';
import { namesIn } from './active-names.js';

const MOST_REVISIONS = 1000;

/** Follows the cross-reference sections from the last to the first, as a reader would, and sees loops and encryption on the way. */
export function chainFindings(text: string): Finding[] {
  const found: Finding[] = [];
  const seen = new Set<number>();
  const waiting = [Number(/startxref\s+(\d+)\s+%%EOF[\s\0]*$/.exec(text.slice(-2048))?.[1] ?? Number.NaN)];
  for (let offset = waiting.shift(); offset !== undefined; offset = waiting.shift()) {
    if (seen.has(offset)) return [...found, finding('LOOPING', 'xref')];
    seen.add(offset);
    if (seen.size > MOST_REVISIONS) return [...found, finding('LOOPING', 'revisions')];
    const section = sectionAt(text, offset);
    if (section === undefined) {
      found.push(finding('STRUCTURE_REPAIRED', 'xref'));
      continue;
    }
    if (namesIn(section).has('Encrypt')) found.push(finding('ENCRYPTED'));
    for (const next of section.matchAll(/\/(?:Prev|XRefStm)\s+(\d{1,10})(?![\d\s]*R)/g)) waiting.push(Number(next[1]));
  }
  return found;
}

/** The dictionary text of the section at an offset: a table's trailer, or the head of a cross-reference stream. */
function sectionAt(text: string, offset: number): string | undefined {
  if (!Number.isSafeInteger(offset) || offset >= text.length) return undefined;
  const start = offset + (/^[\s\0]*/.exec(text.slice(offset, offset + 64))?.[0].length ?? 0);
  if (text.startsWith('xref', start)) {
    const trailer = text.indexOf('trailer', start);
    const end = text.indexOf('startxref', trailer);
    return trailer < 0 ? undefined : text.slice(trailer, end < 0 ? trailer + 65_536 : end);
  }
  if (!/^\d{1,10}\s+\d{1,5}\s+obj\b/.test(text.slice(start, start + 32))) return undefined;
  const stream = text.indexOf('stream', start);
  return stream < 0 ? undefined : text.slice(start, stream);
}
