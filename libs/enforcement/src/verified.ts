import type { LocalityTarget, PublicationTarget, StopsTarget } from './format.js';
import type { Envelope, Snapshot, Targets, Timestamp } from './metadata.js';

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
  readonly target: LocalityTarget;
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
  readonly localities: ReadonlyMap<string, VerifiedLocality>;
}
