import type { AccessEventFlag } from '../../contract/index.js';
import { NhsNumber } from './nhs-number.js';
import type { ParsedEvent } from './parse-event.js';

// As consumer systems write this kind of relationship: "self-claimed", "Self claimed", "SELF_CLAIMED", with or without more after it.
const SELF_CLAIMED = /^\s*self[-_ ]?claimed\b/i;

/** Which rules this look broke, in a fixed order. Of a question that could not be read nobody knows what it left out. */
export function eventFlags(event: ParsedEvent, isOutOfRange: boolean): AccessEventFlag[] {
  const flags: AccessEventFlag[] = [];
  const isRead = event.reason !== 'MALFORMED';
  const flag = (name: AccessEventFlag, holds: boolean): void => { if (holds) flags.push(name); };
  flag('NO_RELATIONSHIP', isRead && event.relationship === null && event.emergencyReason === null);
  flag('EMERGENCY', event.emergencyReason !== null);
  flag('SELF_CLAIMED', SELF_CLAIMED.test(event.relationship ?? ''));
  flag('NO_CONSENT', isRead && event.consentGiven === null);
  flag('CONSENT_REFUSED', event.consentGiven === false);
  flag('CONSENT_AFTER_LOOK', event.consentRecordedAt !== null && event.consentRecordedAt > event.occurredAt);
  flag('CONSENT_TIME_UNREADABLE', event.consentTimeUnreadable);
  flag('NOT_AN_NHS_NUMBER', typeof event.patient === 'string');
  flag('NHS_NUMBER_MISPLACED', event.misplaced);
  flag('TEXT_MENDED', event.mended);
  flag('CONTRADICTS_ITSELF', contradicts(event));
  flag('TIME_OUT_OF_RANGE', isOutOfRange);
  return flags;
}

/** Permit means that every asked view is permitted, of a patient and to a user who are named. */
function contradicts(event: ParsedEvent): boolean {
  if ((event.decision === 'permit') !== (event.reason === 'PERMITTED')) return true;
  if (!event.permittedViews.every((view) => event.views.includes(view))) return true;
  if (event.decision === 'refuse') return false;
  const complete = event.patient !== null && event.userId !== null && event.messageId !== null && event.consumerOdsCode !== null;
  return !complete || event.views.length === 0 || !event.views.every((view) => event.permittedViews.includes(view));
}

export function patientText(patient: NhsNumber | string): string {
  return typeof patient === 'string' ? patient : patient.reveal();
}
