import type { Freshness } from './format.js';
import type { Suspicion } from './clock-watch.js';
import { LocalityIndex, type ServiceIndex } from './locality-index.js';
import { millis } from './reading.js';
import { type Stop, StopIndex } from './stop-index.js';
import type { Verified } from './verified.js';

/** Used where no locality is loaded that could say otherwise. */
const REFUSE_AFTER_MILLIS = 86_400_000;

/** Who presents a certificate, and when they may. */
export interface Caller {
  readonly consumer: string;
  readonly systems: readonly string[];
}

export class CallerEntry implements Caller {
  readonly systems: string[] = [];
  readonly from: number[] = [];
  readonly until: number[] = [];
  stops: readonly Stop[] | undefined;

  constructor(
    readonly consumer: string,
    /** This consumer's position in each loaded locality, -1 where it has none. */
    readonly positions: Int32Array,
  ) {}
}

/** A provider in one locality. A practice that changes commissioner is in two for a while. */
export interface ProviderEntry {
  readonly code: string;
  readonly locality: LocalityIndex;
  readonly ordinal: number;
  readonly row: number;
  readonly stops: readonly Stop[] | undefined;
  /** Stops by agreement position in the locality. */
  readonly agreementStops: readonly (readonly Stop[] | undefined)[] | undefined;
  readonly next: ProviderEntry | undefined;
}

/** Where the last search ended; one for each book, so that searching allocates nothing. */
export interface Finding {
  provider: ProviderEntry | undefined;
  service: ServiceIndex | undefined;
  pair: number;
  stopped: number;
}

/** Everything a decision needs, in memory. Made by `loadBook`, never changed afterwards. */
export class Book {
  readonly publication: number;
  readonly publicationHash: string;
  readonly stopList: number;
  /** The feed's time when it signed what this book rests on. */
  readonly signedAt: number;
  /** From here on answers are stale. */
  readonly freshUntil: number;
  readonly sealKey: string;
  readonly localities: readonly LocalityIndex[];
  readonly services: ReadonlyMap<string, ServiceIndex>;
  readonly stops: StopIndex;
  /** What begins at or after this counts as not begun. */
  readonly beginsBefore: number;
  /** What ends at or before this has ended, whatever the local clock says. */
  readonly endsBy: number;
  readonly finding: Finding = { provider: undefined, service: undefined, pair: -1, stopped: 0 };

  private readonly refuseAt: number;
  private readonly callers = new Map<string, CallerEntry>();
  private readonly providers = new Map<string, ProviderEntry>();

  constructor(readonly verified: Verified, before: Book | undefined, readonly suspicion: Suspicion | undefined) {
    this.publication = verified.publication.number;
    this.publicationHash = verified.publicationHash;
    this.stopList = verified.stops.number;
    this.sealKey = verified.publication.sealKey;
    this.signedAt = verified.signedAt;
    this.freshUntil = Math.min(verified.timestampExpires, verified.stopsExpires);
    this.beginsBefore = suspicion?.beginsBefore ?? Infinity;
    this.endsBy = suspicion === undefined ? -Infinity : Math.max(suspicion.endsBy, verified.signedAt);
    this.stops = before !== undefined && before.verified.stops === verified.stops ? before.stops : new StopIndex(verified.stops);
    this.localities = [...verified.localities.values()].map(({ target }) => before?.localities.find((index) => index.target === target) ?? new LocalityIndex(target));
    this.refuseAt = this.signedAt + Math.min(REFUSE_AFTER_MILLIS, ...this.localities.map((each) => each.refuseAfterMillis));
    const services = new Map<string, ServiceIndex>();
    for (const each of this.localities) for (const [code, index] of each.services) if (!services.has(code)) services.set(code, index);
    this.services = services;
    this.addProviders();
    this.addCallers();
  }

  /** The consumer that a published certificate belongs to, current or not; undefined for one that nobody registered. */
  callerOf(fingerprint: string): Caller | undefined {
    return this.callers.get(fingerprint);
  }

  callerEntry(fingerprint: string): CallerEntry | undefined {
    return this.callers.get(fingerprint);
  }

  provider(code: string): ProviderEntry | undefined {
    return this.providers.get(code);
  }

  get pairs(): number {
    return this.localities.reduce((sum, each) => sum + each.pairs, 0);
  }

  /** The stage for one locality, or for all of them when it is not known which. */
  freshnessAt(now: number, locality?: LocalityIndex): Freshness {
    if (now >= (locality === undefined ? this.refuseAt : this.signedAt + locality.refuseAfterMillis)) return 'refuse';
    return now < this.freshUntil ? 'fresh' : 'stale';
  }

  private addProviders(): void {
    this.localities.forEach((locality, ordinal) => {
      const agreementStops = this.stops.byAgreement.size === 0 ? undefined : locality.references.map((reference) => this.stops.byAgreement.get(reference));
      locality.target.providers.forEach((code, row) => {
        this.providers.set(code, {
          code, locality, ordinal, row, agreementStops, stops: this.stops.byProvider.get(code), next: this.providers.get(code),
        });
      });
    });
  }

  private addCallers(): void {
    const positions = new Map<string, Int32Array>();
    this.localities.forEach((locality, ordinal) => {
      locality.target.consumers.forEach(({ code }, position) => {
        const held = positions.get(code) ?? new Int32Array(this.localities.length).fill(-1);
        held[ordinal] = position;
        positions.set(code, held);
      });
    });
    const ambiguous = new Set<string>();
    for (const { target } of this.localities) {
      for (const { code, systems } of target.consumers) {
        for (const { id, certificates } of systems) {
          for (const { sha256, from, until } of certificates) {
            const caller = this.callers.get(sha256) ?? new CallerEntry(code, positions.get(code) as Int32Array);
            // One certificate for two organisations would let either speak as the other: it speaks for neither.
            if (caller.consumer !== code) ambiguous.add(sha256);
            if (!caller.systems.includes(id)) caller.systems.push(id);
            addWindow(caller, millis(from), millis(until));
            caller.stops = this.stops.byConsumer.get(code);
            this.callers.set(sha256, caller);
          }
        }
      }
    }
    for (const sha256 of ambiguous) this.callers.delete(sha256);
  }
}

function addWindow(caller: CallerEntry, from: number, until: number): void {
  for (let at = 0; at < caller.from.length; at += 1) if (caller.from[at] === from && caller.until[at] === until) return;
  caller.from.push(from);
  caller.until.push(until);
}

/**
 * Makes a book of what was verified. `before` lends what has not changed, so a new timestamp or one changed locality costs
 * little; `suspicion` is what the clock watch has found, if anything.
 */
export function loadBook(verified: Verified, before?: Book, suspicion?: Suspicion): Book {
  return new Book(verified, before, suspicion);
}
