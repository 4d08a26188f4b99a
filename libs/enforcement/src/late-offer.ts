import type { StopsTarget } from './format.js';
import type { Verified } from './verified.js';

/** An offer that has expired by this machine's clock and not by the feed's own time. */
export interface LateOffer {
  readonly timestampVersion: number;
  /** The feed's own time when it signed it. */
  readonly signedAt: number;
  /** What is held, with the newer stops; undefined where none are newer. */
  readonly enforced: Verified | undefined;
}

/** What is enforced of a late offer: stops alone, and of two such offers the newer's. */
export function withLateStops(held: Verified, stops: StopsTarget, before: LateOffer | undefined): Verified | undefined {
  const newest = before?.enforced?.lateStops ?? held.stops;
  return stops.number > newest.number ? { ...held, lateStops: stops } : before?.enforced;
}

/** What is left of a late offer once another was believed: stops that are newer still. */
export function leftOf(late: LateOffer | undefined, verified: Verified): LateOffer | undefined {
  const stops = late?.enforced?.lateStops;
  return late === undefined || stops === undefined || stops.number <= verified.stops.number ? undefined : { ...late, enforced: { ...verified, lateStops: stops } };
}
