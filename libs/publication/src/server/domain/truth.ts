/** One provider's pairs under one agreement that the database says are agreed at an instant. */
export interface TrueRow {
  readonly service: string;
  readonly provider: string;
  readonly agreement: string;
  readonly consumers: readonly string[];
  /** The views of each consumer. */
  readonly views: readonly (readonly string[])[];
  /** Of each pair, whether nothing stops it: then it is in force. */
  readonly flows: readonly boolean[];
}

/** What may be looked at of the practices of one locality. */
export interface TrueLocality {
  /** The same for the same rows. */
  readonly digest: string;
  readonly rows: readonly TrueRow[];
  /** How many of them are in force. */
  readonly pairs: number;
}

/** A gateway that is confirmed and not revoked, by a certificate that counts now, and what it serves. */
export interface TrueGateway {
  readonly code: string;
  readonly sha256: string;
  readonly localities: readonly string[];
}

/** What the tables say now beside the pairs, and nothing that was compiled from them. */
export interface TruthNow {
  readonly at: Date;
  /** Where anything is shared or suspended. */
  readonly localities: readonly string[];
  readonly gateways: readonly TrueGateway[];
  /** "consumer service" to the views that nobody of it may see at present. */
  readonly stoppedViews: ReadonlyMap<string, ReadonlySet<string>>;
  /** Certificates that may ask now: fingerprint to consumer. */
  readonly certificates: ReadonlyMap<string, string>;
  /** Announcements that no publication shows yet, and since when the oldest waits. */
  readonly waiting: number;
  readonly waitingSince: Date | null;
}
