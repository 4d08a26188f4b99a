import { isId, sha256Hex } from '@accord/kernel';
import { MOST_EVENTS_IN_A_BATCH, type DeadLetterCode } from '../../contract/index.js';
import { MalformedBatch } from './refusals.js';

/** One sealed event under its sequence. Where `sealed` is not Base64, `bytes` is the text as it came. */
export interface BatchEntry {
  readonly sequence: number;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly fault: DeadLetterCode | null;
}

/** An entry without a sequence that can be read. */
export interface LostEntry {
  readonly sequence: null;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

export interface Batch {
  readonly bootId: string;
  /** Each sequence once, in rising order. */
  readonly entries: readonly BatchEntry[];
  /** Further entries under a sequence that the batch itself already used for other bytes. */
  readonly reused: readonly BatchEntry[];
  readonly lost: readonly LostEntry[];
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Reads what a gateway posted. Refuses it whole only where nobody could say which events it is about. */
export function readBatch(posted: unknown): Batch {
  if (posted === null || typeof posted !== 'object' || Array.isArray(posted)) throw new MalformedBatch('it is not a JSON object');
  for (const member of Object.keys(posted)) if (member !== 'boot' && member !== 'events') throw new MalformedBatch('it has members besides boot and events');
  const { boot, events } = posted as { boot?: unknown; events?: unknown };
  if (typeof boot !== 'string' || !isId(boot)) throw new MalformedBatch('boot is not a UUID in lower case');
  if (!Array.isArray(events)) throw new MalformedBatch('events is not a list');
  if (events.length > MOST_EVENTS_IN_A_BATCH) throw new MalformedBatch(`it has more than ${MOST_EVENTS_IN_A_BATCH} events`);

  const entries = new Map<number, BatchEntry>();
  const reused: BatchEntry[] = [];
  const lost: LostEntry[] = [];
  for (const each of events as unknown[]) {
    const entry = readEntry(each);
    if (entry.sequence === null) {
      lost.push(entry);
      continue;
    }
    const before = entries.get(entry.sequence);
    if (before === undefined) entries.set(entry.sequence, entry);
    else if (before.sha256 !== entry.sha256) reused.push(entry);
  }
  return { bootId: boot, entries: [...entries.values()].sort((one, other) => one.sequence - other.sequence), reused, lost };
}

function readEntry(posted: unknown): BatchEntry | LostEntry {
  const { sequence, sealed } = (posted ?? {}) as { sequence?: unknown; sealed?: unknown };
  if (typeof sequence !== 'number' || !Number.isSafeInteger(sequence) || sequence < 1) return { sequence: null, ...asPosted(posted) };
  if (typeof sealed !== 'string') return { sequence, ...asPosted(posted), fault: 'ENTRY_MALFORMED' };
  if (!BASE64.test(sealed)) return { sequence, ...hashed(Buffer.from(sealed, 'utf8')), fault: 'NOT_BASE64' };
  return { sequence, ...hashed(Buffer.from(sealed, 'base64')), fault: null };
}

function asPosted(posted: unknown): { bytes: Uint8Array; sha256: string } {
  return hashed(Buffer.from(JSON.stringify(posted) ?? '', 'utf8'));
}

function hashed(bytes: Uint8Array): { bytes: Uint8Array; sha256: string } {
  return { bytes, sha256: sha256Hex(bytes) };
}
