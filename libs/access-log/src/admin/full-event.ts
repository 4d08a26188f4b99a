import type { EventRow } from './event-rows.js';

interface Evidence { readonly id: string; readonly sha256: string }

/** All that is known of one event, with what it rests on as far as it is the reader's to see. */
export interface FullEvent extends EventRow {
  readonly receivedAt: string;
  readonly statedAt: string | null;
  readonly gatewayId: string;
  readonly gatewayName: string | null;
  readonly bootId: string;
  readonly sequence: string;
  readonly leafHash: string;
  readonly serviceCode: string | null;
  readonly systemId: string | null;
  readonly systemName: string | null;
  readonly userJobRole: string | null;
  readonly permittedViews: readonly string[];
  readonly freshness: string;
  readonly publicationNumber: number | null;
  readonly publicationHash: string | null;
  readonly stopListNumber: number | null;
  readonly agreementReference: string | null;
  readonly agreementId: string | null;
  readonly agreementVersion: number | null;
  readonly agreementVersionHash: string | null;
  readonly providerEvidence: Evidence | null;
  readonly consumerEvidence: Evidence | null;
  readonly stopId: string | null;
  readonly patient: string | null;
  readonly messageId: string | null;
  readonly prescriptionId: string | null;
  readonly relationship: string | null;
  readonly emergencyReason: string | null;
  readonly consentGiven: boolean | null;
  readonly consentRecordedAt: string | null;
  readonly flags: readonly string[];
}

export const EVENT = `query AccessEvent($id: ID!, $reason: String) { accessEvent(id: $id, reason: $reason) {
  id occurredAt receivedAt statedAt gatewayId gatewayName bootId sequence leafHash serviceCode providerOdsCode providerName consumerOdsCode consumerName systemId systemName
  userId userName userJobRole views permittedViews decision reason freshness publicationNumber publicationHash stopListNumber agreementReference agreementId agreementVersion
  agreementVersionHash providerEvidence { id sha256 } consumerEvidence { id sha256 } stopId patient messageId prescriptionId relationship emergencyReason consentGiven consentRecordedAt flags } }`;
