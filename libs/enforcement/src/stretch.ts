import type { Book } from './book.js';
import type { Freshness } from './format.js';

/** What became of a pair, the better the higher. */
export const [NOT_AGREED, OUTSIDE_DATES, OUT_OF_DATE, CLOCK_SUSPECT, STOPPED, IN_FORCE] = [0, 1, 2, 3, 4, 5] as const;

/** Below the service of a block stands what became of it. */
export const STATE_BITS = 3;
export const STATE = 2 ** STATE_BITS - 1;

/**
 * What time alone decides, worked out once for a stretch in which nothing begins, ends, grows stale or is refused: questions come by the
 * million between two such instants, and each would read the same dates. Anew for each book; a clock that is put back is a new stretch too.
 */
export class Stretch {
  /** The service of each block, and what becomes of its pairs where no stop takes them away. */
  readonly blocks: Int32Array;
  /** 1 for each caller whose certificate counts. */
  readonly isCurrent: Uint8Array;
  /** Of each locality; the last for all of them, where it is not known which. */
  readonly freshness: Freshness[];
  /** Of all of them, where they do not differ. */
  common: Freshness | undefined = undefined;
  /** Whether any locality is too old to be answered from. */
  isAnyRefused = true;
  private from = Infinity;
  private until = -Infinity;

  constructor(blocks: number, callers: number, localities: number) {
    this.blocks = new Int32Array(blocks);
    this.isCurrent = new Uint8Array(callers);
    this.freshness = new Array<Freshness>(localities + 1).fill('refuse');
  }

  holds(now: number): boolean {
    return now >= this.from && now < this.until;
  }

  /** Works everything out for the stretch that an instant lies in. Allocates nothing. */
  enter(book: Book, local: number): void {
    // It is not earlier than when the feed signed: what had ended by then has ended, and what follows on it has begun, however slow this clock is.
    const now = Math.max(local, book.signedAt);
    this.from = -Infinity;
    this.until = Infinity;
    this.turnsAt(book.freshUntil, now);
    this.common = book.freshnessAt(now);
    this.isAnyRefused = false;
    for (let locality = 0; locality < this.freshness.length; locality += 1) {
      this.turnsAt(book.refuseAt[locality] as number, now);
      const freshness = book.freshnessAt(now, locality);
      this.freshness[locality] = freshness;
      if (freshness !== this.common) this.common = undefined;
      if (freshness === 'refuse') this.isAnyRefused = true;
    }
    for (let block = 0; block < this.blocks.length; block += 1) {
      this.blocks[block] = ((book.pages.blockService[block] as number) << STATE_BITS) | this.stateOf(block, book, now);
    }
    for (let caller = 0; caller < this.isCurrent.length; caller += 1) this.isCurrent[caller] = this.counts(caller, book, now) ? 1 : 0;
    if (this.from <= book.signedAt) this.from = -Infinity;
  }

  private stateOf(block: number, { pages: { blockFrom, blockUntil, blockLocality }, freshUntil, endsBy, beginsBefore }: Book, now: number): number {
    const from = blockFrom[block] as number;
    const until = blockUntil[block] as number;
    this.turnsAt(from, now);
    this.turnsAt(until, now);
    // What would begin after freshness was lost has not begun: a stop that this gateway never heard of may have come first.
    if (now < from || from >= freshUntil || now >= until || endsBy >= until) return OUTSIDE_DATES;
    if (from >= beginsBefore) return CLOCK_SUSPECT;
    return this.isAnyRefused && this.freshness[blockLocality[block] as number] === 'refuse' ? OUT_OF_DATE : IN_FORCE;
  }

  private counts(caller: number, { callers: { dates, datesStart }, freshUntil, endsBy, beginsBefore }: Book, now: number): boolean {
    let found = false;
    for (let at = datesStart[caller] as number; at < (datesStart[caller + 1] as number); at += 2) {
      const from = dates[at] as number;
      const until = dates[at + 1] as number;
      this.turnsAt(from, now);
      this.turnsAt(until, now);
      if (now >= from && now < until && from < freshUntil && from < beginsBefore && endsBy < until) found = true;
    }
    return found;
  }

  private turnsAt(instant: number, now: number): void {
    if (instant <= now) {
      if (instant > this.from) this.from = instant;
    } else if (instant < this.until) this.until = instant;
  }
}
