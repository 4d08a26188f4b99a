import { CallerIndex, type Caller } from './caller-index.js';
import type { Suspicion } from './clock-watch.js';
import type { Freshness } from './format.js';
import type { LocalityIndex } from './locality-index.js';
import { Pages, type ServicePage } from './pages.js';
import { StopIndex } from './stop-index.js';
import { Stretch } from './stretch.js';
import type { Verified } from './verified.js';

/** Used where no locality is loaded that could say otherwise. */
const REFUSE_AFTER_MILLIS = 86_400_000;

/** Where the last search ended; one for each book, so that searching allocates nothing. */
export interface Finding {
  /** The provider's position, -1 where it is in no locality. */
  provider: number;
  caller: number;
  consumer: number;
  service: ServicePage | undefined;
  block: number;
  agreed: number;
  stopped: number;
}

/** Everything a decision needs, in memory. Made by `loadBook`; deciding changes only where it looked, and what it worked out of the time. */
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
  readonly stops: StopIndex;
  readonly callers: CallerIndex;
  /** What begins at or after this counts as not begun. */
  readonly beginsBefore: number;
  /** What ends at or before this has ended, whatever the local clock says. */
  readonly endsBy: number;
  readonly finding: Finding = { provider: -1, caller: -1, consumer: -1, service: undefined, block: -1, agreed: 0, stopped: 0 };

  readonly pages: Pages;
  /** From when each locality refuses; the last is when everything does. */
  readonly refuseAt: Float64Array;
  readonly stretch: Stretch;

  constructor(readonly verified: Verified, before: Book | undefined, readonly suspicion: Suspicion | undefined) {
    this.publication = verified.publication.number;
    this.publicationHash = verified.publicationHash;
    this.stopList = verified.stops.number;
    this.sealKey = verified.publication.sealKey;
    this.signedAt = verified.signedAt;
    this.freshUntil = Math.min(verified.timestampExpires, verified.stopsExpires);
    this.beginsBefore = suspicion?.beginsBefore ?? Infinity;
    this.endsBy = suspicion === undefined ? -Infinity : Math.max(suspicion.endsBy, verified.signedAt);
    this.stops = before !== undefined && before.verified.stops === verified.stops && before.verified.lateStops === verified.lateStops ? before.stops : new StopIndex(verified.stops, verified.lateStops);
    this.callers = before !== undefined && before.verified.callers === verified.callers ? before.callers : new CallerIndex(verified.callers);
    this.localities = [...verified.localities.values()].map(({ index }) => index);
    const limits = this.localities.map((each) => each.refuseAfterMillis);
    this.refuseAt = Float64Array.from([...limits, Math.min(REFUSE_AFTER_MILLIS, ...limits)], (limit) => this.signedAt + limit);
    this.pages = before !== undefined && before.callers === this.callers && sameItems(before.localities, this.localities)
      ? before.pages : new Pages(this.localities, this.callers.consumers);
    this.stretch = new Stretch(this.pages.references.length, this.callers.consumerOf.length, this.localities.length);
  }

  /** The consumer that a published certificate belongs to, current or not; undefined for one that nobody registered. */
  callerOf(fingerprint: string): Caller | undefined {
    return this.callers.find(fingerprint);
  }

  /** The services that are published, with their views in order. */
  get services(): readonly ServicePage[] {
    return this.pages.services;
  }

  get pairs(): number {
    return this.localities.reduce((sum, each) => sum + each.pairs, 0);
  }

  /** The stage for the locality at a position, or for all of them when it is not known which. */
  freshnessAt(now: number, locality = this.localities.length): Freshness {
    if (now >= (this.refuseAt[locality] as number)) return 'refuse';
    return now < this.freshUntil ? 'fresh' : 'stale';
  }
}

function sameItems(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((item, at) => item === others[at]);
}

/**
 * Makes a book of what was verified. `before` lends what has not changed, so a new timestamp or one changed locality costs
 * little; `suspicion` is what the clock watch has found, if anything.
 */
export function loadBook(verified: Verified, before?: Book, suspicion?: Suspicion): Book {
  return new Book(verified, before, suspicion);
}
