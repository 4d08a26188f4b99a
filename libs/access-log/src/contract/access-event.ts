import type { DecisionReason, Freshness } from '@accord/enforcement';

export const DECISIONS = ['permit', 'refuse'] as const;
export type AccessDecision = (typeof DECISIONS)[number];

export const FRESHNESS: readonly Freshness[] = ['fresh', 'stale', 'refuse'];

// A record, so that a reason added to the decision does not compile until it is named here.
const REASONS: Readonly<Record<DecisionReason, true>> = {
  PERMITTED: true, NOT_AGREED: true, VIEW_NOT_AGREED: true, OUTSIDE_DATES: true, STOPPED: true, OUT_OF_DATE: true, NOTHING_LOADED: true,
  UNKNOWN_SERVICE: true, UNKNOWN_VIEW: true, CERTIFICATE_NOT_CURRENT: true, INCOMPLETE_REQUEST: true, BUFFER_FULL: true, CLOCK_SUSPECT: true,
  WRONG_CALLER: true, MALFORMED: true,
};
export const DECISION_REASONS = Object.keys(REASONS) as readonly DecisionReason[];

/** Rules of consent or relationship a look broke, and what had to be mended to store it. Flagged, never rejected. */
export const ACCESS_EVENT_FLAGS = [
  /** Neither a legitimate relationship nor an emergency reason was given. */
  'NO_RELATIONSHIP',
  /** The patient's rule of consent was passed over for an emergency. */
  'EMERGENCY',
  /** The user claimed the relationship themself: nobody else stands behind it. */
  'SELF_CLAIMED',
  'NO_CONSENT',
  'CONSENT_REFUSED',
  'CONSENT_AFTER_LOOK',
  'CONSENT_TIME_UNREADABLE',
  /** What the caller named as the patient is no NHS number. */
  'NOT_AN_NHS_NUMBER',
  /** An NHS number stood where none belongs and is masked there. */
  'NHS_NUMBER_MISPLACED',
  /** Text was too long, or held characters that do not print. */
  'TEXT_MENDED',
  /** Decision, reason and permitted views do not agree with one another. */
  'CONTRADICTS_ITSELF',
  /** The sender's time lies more than a day ahead or over 13 months back: `statedAt` holds it, and `occurredAt` is when it was received. */
  'TIME_OUT_OF_RANGE',
] as const;
export type AccessEventFlag = (typeof ACCESS_EVENT_FLAGS)[number];

/** One attempt to look, as it is kept: permitted or refused, never edited. The patient is sealed, with a blind index to find it. */
export interface AccessEvent {
  readonly id: string;
  readonly occurredAt: Date;
  readonly receivedAt: Date;
  readonly statedAt: Date | null;
  readonly gatewayId: string;
  readonly bootId: string;
  readonly sequence: number;
  /** This and the next are null only of a malformed question that did not say. */
  readonly serviceCode: string | null;
  readonly providerOdsCode: string | null;
  readonly consumerOdsCode: string | null;
  readonly systemId: string | null;
  readonly userId: string | null;
  readonly userName: string | null;
  readonly userJobRole: string | null;
  readonly views: readonly string[];
  readonly permittedViews: readonly string[];
  readonly decision: AccessDecision;
  readonly reason: DecisionReason;
  readonly agreementReference: string | null;
  readonly publicationNumber: number | null;
  readonly stopListNumber: number | null;
  readonly freshness: Freshness;
  readonly patientSealed: Uint8Array | null;
  readonly patientIndex: Uint8Array | null;
  readonly messageId: string | null;
  readonly prescriptionId: string | null;
  readonly relationship: string | null;
  readonly emergencyReason: string | null;
  readonly consentGiven: boolean | null;
  readonly consentRecordedAt: Date | null;
  readonly flags: readonly AccessEventFlag[];
}
