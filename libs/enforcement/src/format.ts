/**
 * The summary format: what the publisher compiles and a gateway enforces. Every target, and every metadata file beside it,
 * travels as the bytes of its canonical JSON (`canonicalBytes`); any other spelling is refused.
 * Instants are ISO 8601 in UTC with milliseconds (`2026-03-01T00:00:00.000Z`); intervals are half open.
 */

export const PUBLICATION_FORMAT = 'accord-publication/1';
export const LOCALITY_FORMAT = 'accord-locality/1';
export const STOPS_FORMAT = 'accord-stops/1';
export const CONSUMER_FORMAT = 'accord-consumer/1';

/** A timestamp expires this long after signing, so its expiry also tells the feed's own time. */
export const TIMESTAMP_LIFE_SECONDS = 15 * 60;
export const TIMESTAMP_RESIGN_SECONDS = 60;
export const STOPS_LIFE_SECONDS = 5 * 60;
/** The views of one service are bits of one small integer. */
export const MOST_VIEWS = 30;

export const PUBLICATION_PATH = 'localities/publication.json';
export const STOPS_PATH = 'stops/stops.json';
export const localityPath = (code: string): string => `localities/${code}.json`;
export const consumerPath = (code: string): string => `consumers/${code}.json`;

/** `localities/publication.json` */
export interface PublicationTarget {
  readonly format: typeof PUBLICATION_FORMAT;
  readonly number: number;
  /** SHA-256 (hex) of the previous publication.json, '' for number 1. */
  readonly previous: string;
  readonly publishedAt: string;
  readonly stopList: number;
  /** Raw X25519 public key, base64: access events are sealed to it. */
  readonly sealKey: string;
  /** Locality code to the SHA-256 (hex) of its target. */
  readonly localities: Readonly<Record<string, string>>;
  /** SHA-256 (hex) of canonical `{code: sha256}` over the consumers' targets. */
  readonly consumersDigest: string;
}

/** `localities/<CODE>.json` */
export interface LocalityTarget {
  readonly format: typeof LOCALITY_FORMAT;
  readonly locality: string;
  readonly refuseAfterSeconds: number;
  /** Service code to its view codes in their fixed order; `views` below are indexes into it. */
  readonly services: Readonly<Record<string, readonly string[]>>;
  readonly consumers: readonly SummaryConsumer[];
  readonly providers: readonly string[];
  readonly agreements: readonly AgreementSummary[];
}

export interface SummaryConsumer {
  readonly code: string;
  readonly systems: readonly SummarySystem[];
}

export interface SummarySystem {
  readonly id: string;
  readonly certificates: readonly SummaryCertificate[];
}

export interface SummaryCertificate {
  /** SHA-256 of the DER certificate, hex. */
  readonly sha256: string;
  readonly from: string;
  readonly until: string;
}

export interface AgreementSummary {
  readonly reference: string;
  readonly service: string;
  readonly versions: readonly AgreementVersionSummary[];
}

/** One block of a version: pairs whose dates or views differ from the rest of it stand in a block of their own. */
export interface AgreementVersionSummary {
  readonly version: number;
  readonly providers: readonly SummaryParticipation[];
  readonly consumers: readonly SummaryPart[];
  /** Pairs [provider, consumer] (indexes as in `p` and `c`) of providers × consumers that are not shared. */
  readonly without: readonly (readonly [number, number])[];
}

export interface SummaryParticipation {
  /** Index into the target's `providers`. */
  readonly p: number;
  readonly from: string;
  readonly until: string;
  readonly evidence: string;
}

export interface SummaryPart {
  /** Index into the target's `consumers`. */
  readonly c: number;
  readonly views: readonly number[];
  readonly from: string;
  readonly until: string;
  readonly evidence: string;
}

/** `stops/stops.json` */
export interface StopsTarget {
  readonly format: typeof STOPS_FORMAT;
  readonly number: number;
  readonly publishedAt: string;
  readonly entries: readonly StopEntry[];
}

export interface StopEntry {
  readonly id: string;
  readonly from: string;
  readonly scope: StopScope;
}

/** A decision is stopped when every field present matches. */
export interface StopScope {
  readonly agreement?: string;
  readonly provider?: string;
  readonly consumer?: string;
  readonly service?: string;
  readonly views?: readonly string[];
  readonly system?: string;
  readonly locality?: string;
}

/** `consumers/<ODS>.json` */
export interface ConsumerTarget {
  readonly format: typeof CONSUMER_FORMAT;
  readonly consumer: string;
  readonly services: readonly ConsumerService[];
}

export interface ConsumerService {
  readonly service: string;
  readonly views: readonly string[];
  readonly providers: readonly string[];
}

export type DecisionReason =
  | 'PERMITTED'
  | 'NOT_AGREED'
  | 'VIEW_NOT_AGREED'
  | 'OUTSIDE_DATES'
  | 'STOPPED'
  | 'OUT_OF_DATE'
  | 'NOTHING_LOADED'
  | 'UNKNOWN_SERVICE'
  | 'UNKNOWN_VIEW'
  | 'CERTIFICATE_NOT_CURRENT'
  | 'INCOMPLETE_REQUEST'
  | 'BUFFER_FULL'
  | 'WRONG_CALLER'
  | 'MALFORMED'
  | 'CLOCK_SUSPECT';

export type Freshness = 'fresh' | 'stale' | 'refuse';

/** What a gateway seals: one attempt to look, permitted or refused. What the caller left out is null. */
export interface AccessEvent {
  readonly occurredAt: string;
  /** Null only where the question was malformed and did not say. */
  readonly service: string | null;
  /** Null only where the question was malformed and did not say. */
  readonly provider: string | null;
  readonly views: readonly string[];
  readonly user: { readonly id: string | null; readonly name: string | null; readonly jobRole: string | null };
  readonly consumer: string;
  readonly system: string;
  readonly patient: string | null;
  readonly messageId: string | null;
  readonly prescriptionId?: string;
  readonly relationship?: string;
  readonly emergencyReason?: string;
  readonly consent?: { readonly given: boolean; readonly recordedAt: string };
  readonly decision: 'permit' | 'refuse';
  readonly reason: DecisionReason;
  readonly permittedViews: readonly string[];
  readonly agreement: string | null;
  readonly publication: number;
  readonly stopList: number;
  readonly freshness: Freshness;
}

/** What a gateway signs once it has applied a publication or a stop list: canonical JSON of this, ECDSA-SHA256 (DER), base64. */
export interface ReceiptContent {
  readonly gateway: string;
  readonly publication: number;
  readonly stopList: number;
  /** SHA-256 (hex) of publication.json. */
  readonly hash: string;
  readonly appliedAt: string;
}

export interface Receipt extends ReceiptContent {
  readonly signature: string;
}
