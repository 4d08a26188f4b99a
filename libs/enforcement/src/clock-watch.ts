import { TIMESTAMP_RESIGN_SECONDS } from './format.js';

export const MOST_SKEW_MILLIS = 30_000;

/** The local clock and the feed's signed time are too far apart to tell what has begun. */
export interface Suspicion {
  /** Only what began before this, by both clocks, counts as begun. */
  readonly beginsBefore: number;
  /** By the feed's time at least this has passed. */
  readonly endsBy: number;
}

/** Compares the local clock with the feed's signed time, each time a timestamp is accepted. */
export class ClockWatch {
  private lastLook: number | undefined;
  private lastLate: number | undefined;
  private doubt: Suspicion | undefined;

  get suspicion(): Suspicion | undefined {
    return this.doubt;
  }

  /**
   * Tells the watch of a round that ended well. `isNew` says that the timestamp was seen for the first time: then it was
   * signed since the last look, or within one re-signing period when nobody looked for longer.
   */
  look(signedAt: number, isNew: boolean, now: number): Suspicion | undefined {
    const sinceLastLook = this.lastLook === undefined ? Infinity : Math.max(0, now - this.lastLook);
    this.lastLook = now;
    const oldest = Math.min(TIMESTAMP_RESIGN_SECONDS * 1000, sinceLastLook) + MOST_SKEW_MILLIS;
    const age = now - signedAt;
    if (age < -MOST_SKEW_MILLIS || (isNew && age > oldest)) return this.suspect(signedAt, now);
    if (isNew) this.doubt = undefined;
    return this.doubt;
  }

  /** An offer that has expired by this clock alone (`Verifier.lateOffer`) tells the time like any other, once: mostly it shows that this clock is ahead. */
  lookAtLate(late: { readonly timestampVersion: number; readonly signedAt: number } | undefined, now: number): Suspicion | undefined {
    if (late === undefined || late.timestampVersion === this.lastLate) return this.doubt;
    this.lastLate = late.timestampVersion;
    return this.look(late.signedAt, true, now);
  }

  /** What is held while the feed cannot be asked: a clock that stands before what was signed already is wrong, and no other is shown right by it. */
  lookAtHeld(signedAt: number, now: number): Suspicion | undefined {
    return now - signedAt < -MOST_SKEW_MILLIS ? this.suspect(signedAt, now) : this.doubt;
  }

  private suspect(signedAt: number, now: number): Suspicion {
    this.doubt ??= { beginsBefore: Math.min(now, signedAt), endsBy: signedAt };
    return this.doubt;
  }
}
