import type { DecisionReason } from '@accord/enforcement';
import type { OdsCode } from '@accord/kernel';
import type { AccessDecision, AccessEvent, AccessEventFlag } from './access-event.js';

/** Any part alone or with any others. `from` is inclusive, `until` is not. */
export interface AccessEventFilter {
  readonly userId?: string | undefined;
  readonly messageId?: string | undefined;
  readonly prescriptionId?: string | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  readonly consumerOdsCode?: OdsCode | undefined;
  readonly providerOdsCode?: OdsCode | undefined;
  readonly decision?: AccessDecision | undefined;
  readonly reason?: DecisionReason | undefined;
  readonly view?: string | undefined;
  readonly flag?: AccessEventFlag | undefined;
  /** The code of the gateway that decided. */
  readonly gateway?: string | undefined;
}

/** Whose events a duty reaches: the nation's, those where its organisation looks, or those where it is on either side. */
export type AccessLogReach = 'nation' | 'consumer' | 'either';

declare const recorded: unique symbol;
declare const recordedReading: unique symbol;

/** A search that is already in the log itself. Reading takes one, so an unrecorded read does not compile (R10). */
export interface RecordedSearch {
  readonly [recorded]: true;
  readonly filter: AccessEventFilter;
  readonly patientIndex: Uint8Array | null;
  readonly reach: AccessLogReach;
  readonly odsCode: OdsCode | null;
  readonly first: number;
  readonly after: { readonly occurredAt: Date; readonly id: string } | null;
}

/** A reading of counts that is already in the log itself, and whom it reaches. */
export interface RecordedReading {
  readonly [recordedReading]: true;
  readonly reach: AccessLogReach;
  readonly odsCode: OdsCode | null;
}

/** The page of signature that one side's part rests on. Null where it is not the reader's to see. */
export interface EvidenceFound {
  readonly id: string;
  readonly sha256: string;
}

/** An event as found, with what was in force for it. */
export interface AccessEventRow extends Omit<AccessEvent, 'patientIndex'> {
  /** What the log keeps of it, to be computed again from the row. */
  readonly leafHash: string;
  readonly providerName: string | null;
  readonly consumerName: string | null;
  readonly systemName: string | null;
  readonly gatewayName: string | null;
  readonly publicationHash: string | null;
  readonly agreementId: string | null;
  readonly agreementVersion: number | null;
  readonly agreementVersionHash: string | null;
  readonly providerEvidence: EvidenceFound | null;
  readonly consumerEvidence: EvidenceFound | null;
  /** The stop that refused it, told of one event alone and where the stop list it was decided from names one the reader may see. */
  readonly stopId: string | null;
}

export interface AccessEventRows {
  readonly rows: readonly AccessEventRow[];
  /** Counted up to one more than COUNTED_EXACTLY_TO. */
  readonly counted: number;
}

/** Beyond this a count only says "more". */
export const COUNTED_EXACTLY_TO = 1_000;
export const MOST_EVENTS_ON_A_PAGE = 100;

/** An event as shown: the patient's number masked. */
export interface AccessEventFound extends Omit<AccessEventRow, 'patientSealed'> {
  readonly patient: string | null;
}

export interface AccessEventPage {
  readonly events: readonly AccessEventFound[];
  readonly total: number;
  readonly totalIsExact: boolean;
  readonly endCursor: string | null;
  readonly hasMore: boolean;
}
