import { type CallersTarget, type PublicationTarget, type StopsTarget, TIMESTAMP_LIFE_SECONDS } from './format.js';
import type { LocalityIndex } from './locality-index.js';
import type { Envelope, Snapshot, Targets, Timestamp } from './metadata.js';
import { millis } from './reading.js';

/** The metadata of one complete generation, as held. */
export interface Generation {
  readonly timestamp: Envelope<Timestamp>;
  readonly snapshot: Envelope<Snapshot>;
  readonly targets: Envelope<Targets>;
  readonly localities: Envelope<Targets>;
  readonly stops: Envelope<Targets>;
}

export interface VerifiedLocality {
  readonly sha256: string;
  readonly index: LocalityIndex;
}

/** One publication with its stop list, every byte of it verified. Times in milliseconds since 1970. */
export interface Verified {
  readonly timestampVersion: number;
  /** The feed's own time when it signed the timestamp. */
  readonly signedAt: number;
  readonly timestampExpires: number;
  readonly stopsExpires: number;
  readonly publication: PublicationTarget;
  /** SHA-256 (hex) of publication.json. */
  readonly publicationHash: string;
  readonly stops: StopsTarget;
  readonly stopsHash: string;
  /** A newer stop list that counts as expired by this clock: it can only take away. Kept by nobody across a restart. */
  readonly lateStops: StopsTarget | undefined;
  readonly callers: CallersTarget;
  /** Locality code to what was read of its target; the target itself is not kept in memory. */
  readonly localities: ReadonlyMap<string, VerifiedLocality>;
}

/** A target and the hash by which it was listed. */
export interface Taken<T> {
  readonly sha256: string;
  readonly target: T;
}

/** The feed's own time when it signed this. */
export function signedAtOf(timestamp: Envelope<Timestamp>): number {
  return millis(timestamp.signed.expires) - TIMESTAMP_LIFE_SECONDS * 1000;
}

export function assemble(
  generation: Generation, publication: Taken<PublicationTarget>, stops: Taken<StopsTarget>, callers: Taken<CallersTarget>, localities: Verified['localities'],
): Verified {
  return {
    timestampVersion: generation.timestamp.signed.version,
    signedAt: signedAtOf(generation.timestamp),
    timestampExpires: millis(generation.timestamp.signed.expires),
    stopsExpires: millis(generation.stops.signed.expires),
    publication: publication.target,
    publicationHash: publication.sha256,
    stops: stops.target,
    stopsHash: stops.sha256,
    lateStops: undefined,
    callers: callers.target,
    localities,
  };
}

export function same(held: Verified, next: Verified): boolean {
  return held.timestampVersion === next.timestampVersion && held.timestampExpires === next.timestampExpires
    && held.publicationHash === next.publicationHash && held.stopsHash === next.stopsHash && held.localities.size === next.localities.size
    && [...next.localities].every(([code, { sha256 }]) => held.localities.get(code)?.sha256 === sha256);
}
