import { open, readFile, truncate } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

const HEADER = 8;
export const MOST_EVENT_BYTES = 65_536;

/** One append-only file of sealed events with consecutive sequence numbers of one boot. */
export interface Segment {
  readonly path: string;
  readonly order: number;
  readonly boot: string;
  readonly first: number;
  /** Where each durable record ends. */
  readonly ends: number[];
  acknowledged: number;
}

export function segmentName(order: number, boot: string, first: number): string {
  return `${String(order).padStart(12, '0')}-${boot}-${first}.events`;
}

export function parseSegmentName(name: string): { order: number; boot: string; first: number } | undefined {
  const parts = /^(\d{12})-([0-9a-f-]{36})-(\d+)\.events$/.exec(name);
  return parts === null ? undefined : { order: Number(parts[1]), boot: parts[2] as string, first: Number(parts[3]) };
}

export function bytesOf(segment: Segment): number {
  return segment.ends.at(-1) ?? 0;
}

/** Length and checksum before the bytes: a torn write shows. */
export function frame(sealed: Uint8Array): Uint8Array {
  const framed = Buffer.alloc(HEADER + sealed.length);
  framed.writeUInt32BE(sealed.length, 0);
  framed.writeUInt32BE(crc32(sealed), 4);
  framed.set(sealed, HEADER);
  return framed;
}

/**
 * Finds the records of a file that a crash may have cut short, and cuts off what was never acknowledged. What is damaged, its length
 * perhaps, with a sound record behind it is kept as a record: it was durable once, and leaving it out would hide the loss.
 */
export async function recover(path: string): Promise<number[]> {
  const bytes = await readFile(path);
  const ends: number[] = [];
  for (let at = 0; ;) {
    const next = nextSound(bytes, at);
    if (next === undefined) break;
    while (at < next.begin) ends.push(at = endOfDamaged(bytes, at, next.begin));
    ends.push(at = next.end);
  }
  const good = ends.at(-1) ?? 0;
  if (good < bytes.length) await truncate(path, good);
  return ends;
}

/** Where the record that stands here would end; undefined where none can stand. */
function endOfRecord(bytes: Buffer, at: number): number | undefined {
  if (at + HEADER > bytes.length) return undefined;
  const length = bytes.readUInt32BE(at);
  const end = at + HEADER + length;
  return length === 0 || length > MOST_EVENT_BYTES || end > bytes.length ? undefined : end;
}

function nextSound(bytes: Buffer, from: number): { readonly begin: number; readonly end: number } | undefined {
  for (let begin = from; begin + HEADER < bytes.length; begin += 1) {
    const end = endOfRecord(bytes, begin);
    if (end !== undefined && crc32(bytes.subarray(begin + HEADER, end)) === bytes.readUInt32BE(begin + 4)) return { begin, end };
  }
  return undefined;
}

/** As the lengths say, where they lead to the sound record; else one record is all that lies before it, in pieces that can be sent. */
function endOfDamaged(bytes: Buffer, at: number, sound: number): number {
  let end: number | undefined = at;
  while (end !== undefined && end < sound) end = endOfRecord(bytes, end);
  if (end === sound) return endOfRecord(bytes, at) as number;
  const most = HEADER + MOST_EVENT_BYTES;
  // What is left over must be a record too.
  return sound - at <= most ? sound : at + most - HEADER - 1;
}

/** Reads records from the first unacknowledged one on. */
export async function readRecords(segment: Segment, mostEvents: number, mostBytes: number): Promise<{ sequence: number; sealed: Uint8Array }[]> {
  const { ends, acknowledged, first } = segment;
  const start = acknowledged === 0 ? 0 : ends[acknowledged - 1] as number;
  let last = acknowledged;
  while (last < ends.length && last - acknowledged < mostEvents && ((ends[last] as number) - start <= mostBytes || last === acknowledged)) last += 1;
  if (last === acknowledged) return [];
  const bytes = Buffer.alloc((ends[last - 1] as number) - start);
  const file = await open(segment.path, 'r');
  try {
    await file.read(bytes, 0, bytes.length, start);
  } finally {
    await file.close();
  }
  const records: { sequence: number; sealed: Uint8Array }[] = [];
  for (let at = acknowledged; at < last; at += 1) {
    const from = (at === 0 ? 0 : ends[at - 1] as number) - start + HEADER;
    records.push({ sequence: first + at, sealed: bytes.subarray(from, (ends[at] as number) - start) });
  }
  return records;
}
