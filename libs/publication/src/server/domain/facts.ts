/**
 * What is agreed, as plain rows: the only input of the compiler. Instants are ISO 8601 in UTC with milliseconds, intervals half open.
 * Rows hold what is live or suspended; a suspension is a stop, so a gateway that refuses can still name the agreement.
 */
export interface Facts {
  readonly localities: readonly LocalityRow[];
  readonly services: readonly ServiceRow[];
  readonly providers: readonly ProviderRow[];
  readonly consumers: readonly ConsumerRow[];
  readonly without: readonly WithoutRow[];
  readonly certificates: readonly CertificateRow[];
}

export interface LocalityRow {
  /** The commissioner's code: it names the locality's target. */
  readonly code: string;
  readonly refuseAfterSeconds: number;
}

export interface ServiceRow {
  readonly code: string;
  /** In the order of the content model; summaries cite views by position. */
  readonly views: readonly string[];
}

/** One provider's participation in one version of an agreement, listed in the locality the provider belongs to. */
export interface ProviderRow {
  readonly locality: string;
  readonly agreement: string;
  readonly service: string;
  readonly version: number;
  readonly provider: string;
  readonly from: string;
  readonly until: string;
  /** Digest of the evidence that proves the signature. */
  readonly evidence: string;
}

/** One consumer's part in one version of an agreement, for one interval of one view set. */
export interface ConsumerRow {
  readonly agreement: string;
  readonly version: number;
  readonly consumer: string;
  readonly views: readonly string[];
  readonly from: string;
  readonly until: string;
  readonly evidence: string;
}

/** A provider and a consumer of the same agreement version that do not share. */
export interface WithoutRow {
  readonly agreement: string;
  readonly version: number;
  readonly provider: string;
  readonly consumer: string;
}

export interface CertificateRow {
  readonly consumer: string;
  readonly system: string;
  readonly sha256: string;
  readonly from: string;
  readonly until: string;
}
