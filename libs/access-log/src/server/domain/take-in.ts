import { createHash, randomBytes, type KeyObject } from 'node:crypto';
import { SealBroken, unsealEvent } from '@accord/enforcement';
import { newId } from '@accord/kernel';
import type { AccessEvent, DeadLetterCode } from '../../contract/index.js';
import type { BatchEntry } from './batch.js';
import { eventFlags, patientText } from './event-flags.js';
import { leafHash } from './leaf-hash.js';
import { NotAnAccessEvent, parseEvent, type ParsedEvent } from './parse-event.js';
import type { PatientVault } from './patient-vault.js';

/** An event ready to be kept, with its salt and leaf. */
export interface EventToKeep {
  readonly event: AccessEvent;
  readonly salt: Uint8Array;
  readonly leaf: Uint8Array;
}

/** What was sent, kept as it came (encrypted), with why it is not in the log as such. */
export interface DeadLetter {
  readonly id: string;
  readonly sequence: number | null;
  readonly code: DeadLetterCode;
  readonly content: Uint8Array;
}

export interface TakenIn {
  readonly entry: BatchEntry;
  readonly keep: EventToKeep | null;
  readonly deadLetter: DeadLetter | null;
}

export interface Sender {
  readonly gatewayId: string;
  readonly bootId: string;
}

const LARGEST_EVENT = 1_048_576;
const DAY_MS = 86_400_000;

/** Opens, reads, judges and protects one event. Never throws for what was sent: there is nothing so odd that it cannot be kept. */
export class TakeIn {
  constructor(private readonly sealKey: KeyObject, private readonly vault: PatientVault) {}

  judge(sender: Sender, entry: BatchEntry, receivedAt: Date): TakenIn {
    try {
      if (entry.fault !== null) throw new NotAnAccessEvent(entry.fault, 'sealed');
      if (entry.bytes.length > LARGEST_EVENT) throw new NotAnAccessEvent('EVENT_TOO_LARGE', 'sealed');
      const parsed = parseEvent(this.unseal(entry.bytes));
      const code = parsed.misplaced ? 'NHS_NUMBER_MISPLACED' : parsed.mended ? 'TEXT_MENDED' : null;
      return { entry, keep: this.protect(sender, entry.sequence, parsed, receivedAt), deadLetter: code && this.setAside(sender, entry, code) };
    } catch (error) {
      if (!(error instanceof NotAnAccessEvent)) throw error;
      return { entry, keep: null, deadLetter: this.setAside(sender, entry, error.code) };
    }
  }

  /** The same bytes under the same code make the same dead-letter, so sending them again adds nothing. */
  setAside(sender: Sender, entry: Pick<BatchEntry, 'sequence' | 'bytes' | 'sha256'> | { sequence: null; bytes: Uint8Array; sha256: string }, code: DeadLetterCode): DeadLetter {
    const id = idOf([sender.gatewayId, sender.bootId, String(entry.sequence), entry.sha256, code]);
    return { id, sequence: entry.sequence, code, content: this.vault.encrypt(id, entry.bytes) };
  }

  private unseal(bytes: Uint8Array): unknown {
    try {
      return unsealEvent(this.sealKey, bytes);
    } catch (error) {
      if (error instanceof SealBroken) throw new NotAnAccessEvent('SEAL_BROKEN', 'sealed');
      throw error;
    }
  }

  private protect(sender: Sender, sequence: number, parsed: ParsedEvent, receivedAt: Date): EventToKeep {
    const id = newId(receivedAt);
    const { patient, mended: _mended, misplaced: _misplaced, consentTimeUnreadable: _unreadable, ...clear } = parsed;
    const isOutOfRange = !isInRange(parsed.occurredAt, receivedAt);
    const event: AccessEvent = {
      ...clear, id, receivedAt, ...sender, sequence, occurredAt: isOutOfRange ? receivedAt : parsed.occurredAt, statedAt: isOutOfRange ? parsed.occurredAt : null,
      patientSealed: patient === null ? null : this.vault.encrypt(id, patientText(patient)),
      patientIndex: patient === null ? null : this.vault.indexOf(patient),
      flags: eventFlags(parsed, isOutOfRange),
    };
    const salt = randomBytes(32);
    return { event, salt, leaf: leafHash(event, salt) };
  }
}

/**
 * A sender's clock is only advice. A time outside these bounds would make a month of its own where nobody looks, so such an event
 * is kept, flagged, under the time at which it came.
 */
function isInRange(occurredAt: Date, receivedAt: Date): boolean {
  const earliest = new Date(receivedAt);
  earliest.setUTCMonth(earliest.getUTCMonth() - 13);
  return occurredAt >= earliest && occurredAt.getTime() <= receivedAt.getTime() + DAY_MS;
}

/** A UUID version 8 (RFC 9562) made of what it stands for. */
function idOf(parts: readonly string[]): string {
  const bytes = createHash('sha256').update(parts.join('\n')).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
