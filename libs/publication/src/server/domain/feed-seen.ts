import type { Source } from '@accord/enforcement';

/** The feed as the reconciler asks it: for itself, or as whoever presents a registered certificate would be answered. */
export interface FeedSeen extends Source {
  inPlaceOf(sha256: string): PlaceSeen;
}

/** What one machine would be served, by the feed's own rules and from the feed's own hands. */
export interface PlaceSeen extends Source {
  /** Whether the file would be served, without its content. */
  isServed(path: string): Promise<boolean>;
}

/** When the next piece of a look may begin, so that a look is no burst that everybody else waits behind. */
export interface LookingPace {
  /** So many pieces follow, to begin evenly within this time. */
  begin(pieces: number, withinMs: number): void;
  /** Resolves when the next piece may begin; rejects with LookBrokenOff where nobody wants to know any more, with LookOverdue where it takes far too long. */
  turn(): Promise<void>;
  pause(milliseconds: number): Promise<void>;
}

export class LookBrokenOff extends Error {
  constructor(why = 'The look at the feed was broken off.') { super(why); }
}

export class LookOverdue extends LookBrokenOff {
  constructor() { super('The feed answers too slowly to be looked at whole.'); }
}

/** The same feed, asked at a pace. */
export class PacedFeed implements FeedSeen {
  constructor(private readonly feed: FeedSeen, private readonly pace: LookingPace) {}

  async fetch(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
    await this.pace.turn();
    return this.feed.fetch(path, maxBytes);
  }

  inPlaceOf(sha256: string): PlaceSeen {
    const place = this.feed.inPlaceOf(sha256);
    const inTurn = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
      await this.pace.turn();
      return ask();
    };
    return { fetch: (path, maxBytes) => inTurn(() => place.fetch(path, maxBytes)), isServed: (path) => inTurn(() => place.isServed(path)) };
  }
}
