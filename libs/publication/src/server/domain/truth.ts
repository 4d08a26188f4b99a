/** Pairs of one provider under one agreement that the database says are in force, each with the view set it is in. */
export interface TrueRow {
  readonly service: string;
  readonly provider: string;
  readonly agreement: string;
  readonly consumers: readonly string[];
  readonly viewSets: readonly string[];
}

/** A gateway that is confirmed and not revoked, by a certificate that counts now, and what it serves. */
export interface TrueGateway {
  readonly code: string;
  readonly sha256: string;
  readonly localities: readonly string[];
}

/** What may be looked at now by what the tables say, and nothing that was compiled from them. */
export interface TruthNow {
  readonly at: Date;
  readonly rows: readonly TrueRow[];
  /** What is agreed now, also where it is stopped: what a consumer's own configuration says. */
  readonly agreed: readonly TrueRow[];
  readonly gateways: readonly TrueGateway[];
  readonly viewsOf: ReadonlyMap<string, readonly string[]>;
  /** "consumer service" to the views that nobody of it may see at present. */
  readonly stoppedViews: ReadonlyMap<string, ReadonlySet<string>>;
  /** Certificates that may ask now: fingerprint to consumer. */
  readonly certificates: ReadonlyMap<string, string>;
  /** Announcements that no publication shows yet, and since when the oldest waits. */
  readonly waiting: number;
  readonly waitingSince: Date | null;
}
