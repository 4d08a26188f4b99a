/**
 * The summary format: what the publisher compiles and a gateway enforces. Every target, and every metadata file beside it,
 * travels as the bytes of its canonical JSON (`canonicalBytes`); any other spelling is refused.
 * Instants are ISO 8601 in UTC with milliseconds (`2026-03-01T00:00:00.000Z`), and in the columns of a locality milliseconds
 * since 1970; intervals are half open. The formats are frozen: golden files hold their bytes, and whatever changes them
 * raises the number after the slash.
 */

export const PUBLICATION_FORMAT = 'accord-publication/2';
export const LOCALITY_FORMAT = 'accord-locality/2';
export const CALLERS_FORMAT = 'accord-callers/1';
export const STOPS_FORMAT = 'accord-stops/1';
export const CONSUMER_FORMAT = 'accord-consumer/2';

/** A timestamp expires this long after signing, so its expiry also tells the feed's own time. */
export const TIMESTAMP_LIFE_SECONDS = 15 * 60;
export const TIMESTAMP_RESIGN_SECONDS = 60;
export const STOPS_LIFE_SECONDS = 5 * 60;
/** The views of one service are bits of one small integer. */
export const MOST_VIEWS = 30;
/** Rows of consumers, blocks and providers of one locality are counted in sixteen bits. */
export const MOST_ROWS = 65_535;

export const PUBLICATION_PATH = 'localities/publication.json';
export const CALLERS_PATH = 'localities/callers.json';
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
  /** SHA-256 (hex) of callers.json. */
  readonly callers: string;
  /** SHA-256 (hex) of canonical `{code: sha256}` over the consumers' targets. */
  readonly consumersDigest: string;
}

/**
 * `localities/<CODE>.json`: blocks of pairs, not pairs. Columns stand beside columns, so that numbers of one kind lie together;
 * `summaryIn` and `localityTarget` lead to the form people read, and back.
 */
export interface LocalityTarget {
  readonly format: typeof LOCALITY_FORMAT;
  readonly locality: string;
  readonly refuseAfterSeconds: number;
  /** Service code to its view codes in their fixed order; bit n of a set of views is the n-th of them. */
  readonly services: Readonly<Record<string, readonly string[]>>;
  /** ODS codes in order. */
  readonly providers: readonly string[];
  /** Each consumer with each set of views it has here, in order: a row for each. */
  readonly consumers: { readonly codes: readonly string[]; readonly views: readonly number[] };
  /** Each version of each agreement in force, in order. */
  readonly agreements: {
    readonly references: readonly string[];
    /** Positions among the services in order of their codes. */
    readonly services: readonly number[];
    readonly versions: readonly number[];
    /** What is signed for it: see `evidenceDigest`. */
    readonly evidence: readonly string[];
    /** How many of the blocks are its own; they follow each other. */
    readonly blocks: readonly number[];
  };
  /** All these providers share with all these consumers from and until these instants. */
  readonly blocks: {
    readonly from: readonly number[];
    readonly until: readonly number[];
    /** Positions in `providers`: the first, then the distance of each to the one before. */
    readonly providers: readonly (readonly number[])[];
    /** Rows of `consumers`, likewise. */
    readonly consumers: readonly (readonly number[])[];
  };
}

/** `localities/callers.json`: whose systems may ask, the same for every locality. */
export interface CallersTarget {
  readonly format: typeof CALLERS_FORMAT;
  /** In order of their codes. */
  readonly consumers: readonly SummaryConsumer[];
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
  /** In order of when they begin. */
  readonly shares: readonly ConsumerShare[];
}

/** These practices may be asked for these views from and until these instants, whatever a stop takes away meanwhile: gateways answer by that. */
export interface ConsumerShare {
  readonly from: string;
  readonly until: string;
  /** In the order of the service. */
  readonly views: readonly string[];
  /** ODS codes in order. */
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
