import { createInflate, inflateSync } from 'node:zlib';
import { finding, type Finding } from '../../contract/index.js';
import { nameFindings, namesIn, readName } from './active-names.js';

export const LIMITS = {
  /** One stream may unpack to this, all of them together to that; enough for a long scanned document. */
  perStream: 128 * 1024 * 1024,
  allStreams: 512 * 1024 * 1024,
  perObjectStream: 16 * 1024 * 1024,
  streams: 50_000,
} as const;

const BEGINS = /(^|[^d])stream(\r\n|\n|\r)?/g;
const STRICT = />>[\s\0]*stream(\r\n|\n|\r)/g;

/**
 * Reads the raw file, apart from any parser's view of it: names outside streams, names in compressed object streams, objects hidden in
 * stream bodies, and how far each stream unpacks. Every revision is read, also what a later one replaced.
 */
export async function scanStreams(bytes: Uint8Array, text: string): Promise<Finding[]> {
  const found: Finding[] = [...outsideAndInside(text)];
  let unpacked = 0;
  let streams = 0;
  for (const match of text.matchAll(BEGINS)) {
    streams += 1;
    if (streams > LIMITS.streams) return [...found, finding('TOO_MUCH_INSIDE', 'streams')];
    const start = match.index + match[0].length;
    const dictionary = dictionaryBefore(text, match.index);
    const names = namesIn(dictionary);
    const filters = filtersIn(dictionary);
    const body = bytes.subarray(start);
    if (filters.filter((filter) => filter === 'FlateDecode').length > 1) return [...found, finding('TOO_MUCH_INSIDE', 'compressed twice')];
    if (names.has('ObjStm')) found.push(...objectStream(body, text.slice(start), names, filters));
    else if (filters[0] === 'FlateDecode') {
      unpacked += await unpackedLength(body, LIMITS.perStream);
      if (unpacked > LIMITS.allStreams) return [...found, finding('TOO_MUCH_INSIDE', 'all streams')];
    } else if (filters.includes('FlateDecode')) {
      unpacked += await unpackedLength(plainOf(text, start, filters[0]!), LIMITS.perStream);
    }
    if (unpacked >= LIMITS.perStream * 4 || found.some((each) => each.code === 'TOO_MUCH_INSIDE')) return [...found, finding('TOO_MUCH_INSIDE', 'stream')];
  }
  return found;
}

function outsideAndInside(text: string): Finding[] {
  const found: Finding[] = [];
  let from = 0;
  for (STRICT.lastIndex = 0; ;) {
    const match = STRICT.exec(text);
    found.push(...nameFindings(text.slice(from, match?.index ?? text.length), 'objects'));
    if (match === null) return found;
    const begins = match.index + match[0].length;
    const ends = text.indexOf('endstream', begins);
    const body = text.slice(begins, ends < 0 ? text.length : ends);
    // A cross-reference entry may point into a stream; a reader that follows it sees objects that others do not.
    if (/(?:^|[\s\0])\d{1,10}\s+\d{1,5}\s+obj\b/.test(body)) found.push(finding('HIDDEN_OBJECT', 'in a stream'));
    found.push(...nameFindings(body, 'stream'));
    if (ends < 0) return found;
    from = ends;
    STRICT.lastIndex = ends;
  }
}

function objectStream(body: Uint8Array, text: string, names: ReadonlySet<string>, filters: readonly string[]): Finding[] {
  if (filters.length === 0) return nameFindings(text.slice(0, Math.max(0, text.indexOf('endstream'))), 'objects');
  if (filters.length > 1 || filters[0] !== 'FlateDecode' || names.has('Predictor')) return [finding('HIDDEN_OBJECT', 'unusual object stream')];
  try {
    return nameFindings(inflateSync(body, { maxOutputLength: LIMITS.perObjectStream }).toString('latin1'), 'objects');
  } catch (error) {
    const tooLong = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    return [tooLong ? finding('TOO_MUCH_INSIDE', 'object stream') : finding('HIDDEN_OBJECT', 'damaged object stream')];
  }
}

function dictionaryBefore(text: string, at: number): string {
  const near = text.slice(Math.max(0, at - 16_384), at + 1);
  const object = near.lastIndexOf(' obj');
  return object < 0 ? near : near.slice(object);
}

const SHORT: Readonly<Record<string, string>> = { Fl: 'FlateDecode', A85: 'ASCII85Decode', AHx: 'ASCIIHexDecode', LZW: 'LZWDecode', RL: 'RunLengthDecode' };

function filtersIn(dictionary: string): string[] {
  const readable = dictionary.replace(/\/[^\s()<>[\]{}/%\0]+/g, (name) => readName(name));
  const value = /\/Filter\s*(?:\[([^\]]*)\]|(\/[^\s()<>[\]{}/%\0]+))/.exec(readable);
  const names = [...(value?.[1] ?? value?.[2] ?? '').matchAll(/\/([^\s()<>[\]{}/%\0]+)/g)].map((match) => match[1]!);
  return names.map((name) => SHORT[name] ?? name);
}

/** Undoes one of the two text encodings that may wrap a compressed stream. */
function plainOf(text: string, start: number, filter: string): Uint8Array {
  const end = text.indexOf('endstream', start);
  const body = text.slice(start, end < 0 ? text.length : end);
  if (filter === 'ASCIIHexDecode') return Buffer.from(body.split('>')[0]!.replace(/\s/g, ''), 'hex');
  return filter === 'ASCII85Decode' ? fromBase85(body.split('~>')[0]!) : Buffer.alloc(0);
}

function fromBase85(text: string): Buffer {
  const out: number[] = [];
  let group: number[] = [];
  const flush = (): void => {
    const short = 5 - group.length;
    const value = [...group, ...Array<number>(short).fill(84)].reduce((sum, digit) => sum * 85 + digit, 0) >>> 0;
    for (let byte = 0; byte < 4 - short; byte += 1) out.push((value >>> (24 - 8 * byte)) & 0xff);
    group = [];
  };
  for (const character of text) {
    if (character === 'z' && group.length === 0) out.push(0, 0, 0, 0);
    else if (character >= '!' && character <= 'u') group.push(character.charCodeAt(0) - 33);
    if (group.length === 5) flush();
  }
  if (group.length > 1) flush();
  return Buffer.from(out);
}

/** How long a compressed stream becomes, counted and thrown away; stops at the cap, or where the data stops making sense. */
export function unpackedLength(bytes: Uint8Array, cap: number): Promise<number> {
  return new Promise((resolve) => {
    const inflate = createInflate({ chunkSize: 256 * 1024 });
    let length = 0;
    let read = 0;
    const stop = (): void => { inflate.destroy(); resolve(length); };
    inflate.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length >= cap) { length = Infinity; stop(); }
    });
    inflate.on('end', stop).on('error', stop);
    const feed = (): void => {
      if (inflate.destroyed) return;
      const slice = bytes.subarray(read, read + 64 * 1024);
      read += slice.length;
      if (slice.length === 0) inflate.end();
      else inflate.write(slice, () => feed());
    };
    feed();
  });
}
