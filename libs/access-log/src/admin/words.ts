import { inWords } from '@accord/kernel/admin';
import type { AccessEventFlag } from '../contract/index.js';

/** Each reason of a decision in the words of a person who was refused. Codes new to this page are written out as they are. */
const REASONS: Readonly<Record<string, readonly [short: string, meaning: string]>> = {
  PERMITTED: ['agreed', 'An agreement in force let this organisation see every view it asked for.'],
  NOT_AGREED: ['no agreement', 'No agreement was live between the two organisations.'],
  VIEW_NOT_AGREED: ['view not agreed', 'An agreement was live, but at least one of the views asked for is not in it.'],
  OUTSIDE_DATES: ['outside the agreed dates', 'The agreement had not begun, or had ended.'],
  STOPPED: ['sharing was stopped', 'Sharing between the two was suspended or withdrawn.'],
  OUT_OF_DATE: ['gateway out of date', 'The gateway had not heard of changes for too long, so it refused everything.'],
  NOTHING_LOADED: ['gateway not ready', 'The gateway had nothing to decide from yet.'],
  UNKNOWN_SERVICE: ['unknown service', 'The service asked for does not exist.'],
  UNKNOWN_VIEW: ['unknown view', 'At least one view asked for does not exist.'],
  CERTIFICATE_NOT_CURRENT: ['certificate not current', "The asking system's certificate was unknown, expired or revoked."],
  INCOMPLETE_REQUEST: ['question incomplete', 'The question left out something that must be said: user, patient, message or views.'],
  BUFFER_FULL: ['the gateway had no room for more records', 'A gateway records every look before it answers. Its room for records was full, so it refused.'],
  CLOCK_SUSPECT: ['gateway clock in doubt', "The gateway's clock could not be trusted."],
  WRONG_CALLER: ['wrong caller', 'The system asked in the name of an organisation that is not its own.'],
  MALFORMED: ['question unreadable', 'The question could not be read.'],
};

const FLAGS: Readonly<Record<AccessEventFlag, readonly [short: string, meaning: string]>> = {
  NO_RELATIONSHIP: ['No relationship given', 'Neither a relationship with the patient nor an emergency was given.'],
  EMERGENCY: ['Emergency access', "The look was made as an emergency, past the patient's rule of consent."],
  SELF_CLAIMED: ['Self-claimed access', 'The user claimed the relationship themself; nobody else stands behind it.'],
  NO_CONSENT: ['Consent not stated', "Nothing was said about the patient's consent."],
  CONSENT_REFUSED: ['Consent refused', 'The patient was said to have refused.'],
  CONSENT_AFTER_LOOK: ['Consent recorded after the look', 'The consent is dated later than the look itself.'],
  CONSENT_TIME_UNREADABLE: ['Consent without a readable time', 'When consent was given could not be read.'],
  NOT_AN_NHS_NUMBER: ['Patient not named by an NHS number', 'What stood in the place of the NHS number is none.'],
  NHS_NUMBER_MISPLACED: ['An NHS number in the wrong place', 'An NHS number was sent where none belongs; it is masked there.'],
  TEXT_MENDED: ['Text was mended', 'Some text was too long or held characters that do not print. What was sent is kept beside the log.'],
  CONTRADICTS_ITSELF: ['Contradicts itself', 'Decision, reason and views of this event do not agree with one another.'],
  TIME_OUT_OF_RANGE: ['Time in doubt', 'The time the gateway stated cannot be right; the event is kept under the time it was received.'],
};

export const reasonWords = (code: string): string => REASONS[code]?.[0] ?? inWords(code).toLowerCase();
export const reasonMeaning = (code: string): string => REASONS[code]?.[1] ?? inWords(code);
export const flagWords = (code: string): string => FLAGS[code as AccessEventFlag]?.[0] ?? inWords(code);
export const flagMeaning = (code: string): string => FLAGS[code as AccessEventFlag]?.[1] ?? inWords(code);
export const decisionWords = (decision: string): string => (decision === 'permit' ? 'Permitted' : 'Refused');

/** "Permitted", "Refused: no agreement". */
export const outcomeWords = (decision: string, reason: string): string => (decision === 'permit' && reason === 'PERMITTED' ? 'Permitted' : `${decisionWords(decision)}: ${reasonWords(reason)}`);

export const REASON_CODES = Object.keys(REASONS);
export const FLAG_CODES = Object.keys(FLAGS);
