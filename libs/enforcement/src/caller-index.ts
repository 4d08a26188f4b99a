import type { CallersTarget } from './format.js';
import { Codes } from './codes.js';
import { millis } from './reading.js';

/** Who presents a certificate, and when they may. */
export interface Caller {
  readonly consumer: string;
  readonly systems: readonly string[];
}

class CallerEntry implements Caller {
  readonly systems: string[] = [];
  readonly dates: number[] = [];

  constructor(readonly consumer: string, /** Position among all consumers. */ readonly ordinal: number) {}
}

/** callers.json by certificate. */
export class CallerIndex {
  readonly consumers: readonly string[];
  readonly fingerprints: Codes;
  /** Position among the consumers of each fingerprint's owner. */
  readonly consumerOf: Int32Array;
  /** Where the dates of each fingerprint begin in `dates`, and where the last one's end; each from, then until. */
  readonly datesStart: Int32Array;
  readonly dates: Float64Array;
  private readonly entries: readonly Caller[];

  constructor(target: CallersTarget) {
    this.consumers = target.consumers.map(({ code }) => code);
    const byFingerprint = new Map<string, CallerEntry>();
    const ambiguous = new Set<string>();
    target.consumers.forEach(({ code, systems }, ordinal) => {
      for (const { id, certificates } of systems) {
        for (const { sha256, from, until } of certificates) {
          const caller = byFingerprint.get(sha256) ?? new CallerEntry(code, ordinal);
          // One certificate for two organisations would let either speak as the other: it speaks for neither.
          if (caller.consumer !== code) ambiguous.add(sha256);
          if (!caller.systems.includes(id)) caller.systems.push(id);
          caller.dates.push(millis(from), millis(until));
          byFingerprint.set(sha256, caller);
        }
      }
    });
    for (const sha256 of ambiguous) byFingerprint.delete(sha256);
    const entries = [...byFingerprint.values()];
    this.fingerprints = new Codes([...byFingerprint.keys()]);
    this.consumerOf = Int32Array.from(entries, ({ ordinal }) => ordinal);
    this.datesStart = new Int32Array(entries.length + 1);
    entries.forEach(({ dates }, at) => { this.datesStart[at + 1] = (this.datesStart[at] as number) + dates.length; });
    this.dates = Float64Array.from(entries.flatMap(({ dates }) => dates));
    this.entries = entries.map(({ consumer, systems }) => ({ consumer, systems }));
  }

  find(fingerprint: string): Caller | undefined {
    const at = this.fingerprints.find(fingerprint);
    return at < 0 ? undefined : this.entries[at];
  }

  callerAt(at: number): Caller {
    return this.entries[at] as Caller;
  }
}
