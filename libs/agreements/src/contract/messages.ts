import { defineMessages, messageFor } from '@accord/kernel';

defineMessages({
  NOT_READY: 'This cannot {action} while it is {state}.',
  ALREADY_SIGNED: '{odsCode} has signed this agreement already. A second signature is not needed and was not kept.',
  NO_AUTHORITY: 'The register of authority of {odsCode} does not name this person for that day.',
  REFERENCE_TAKEN: 'There is an agreement {reference} already. Choose another reference.',
  ORGANISATION_NOT_OPEN: '{odsCode} is not an open organisation in the directory.',
  NOT_IN_LOCALITY: '{odsCode} is not a practice of the locality {locality}.',
  DATES_OUT_OF_ORDER: 'The start comes first, then the review, then the end.',
  AGREEMENT_EXPIRED: 'This agreement ended on {endsOn}.',
  NO_PARTIES: 'Name at least one {side}.',
  SIGNED_IN_FUTURE: 'The day of signing lies in the future.',
  SAID_SINCE: 'The controller has answered in Accord on the day of this letter or since, or in a later letter. That answer stands.',
  NOT_SIGNED_THEN: 'On {day} the practice had not signed all that this letter is said to answer for.',
  PAIR_TAKEN: '{provider} already shares with {consumer} under {reference}.',
  NOT_THEIRS_TO_LIFT: 'This was imposed by the side "{side}" and is lifted by the same side and an approver.',
  CHANGED_SINCE_APPROVAL: 'What was approved has changed since it was shown. Submit it again.',
  COOLING_OFF: 'Less than a day ago you granted a duty to somebody whose decision this rests on. Somebody else must {step} this.',
  IMPACT_CHANGED: 'What this would change is not what you were shown: something has moved since. Look at it as it is now before you confirm.',
  IMPACT_NOT_SEEN: 'Look at what this would change before you confirm it.',
  NOT_NAMED: 'The version that is open for signing does not name {odsCode}. Draft a new version that does.',
  NO_REASON_GIVEN: 'No reason was given, and none is asked for.',
  TERMS_CHANGED: 'The terms you read are not the terms that stand now. Read them again before you sign.',
  AMENDMENT_DRAFTED: 'Version {number} of this agreement is being drafted already. Edit that draft, or discard it first.',
  NO_AMENDMENT: 'No amendment of this agreement is being drafted.',
  NOTHING_AMENDED: 'The draft says the same as version {number}. Change something before you open it for signing.',
  TAKES_PART: '{odsCode} has been asked to share, or shares already. A practice leaves by withdrawing; an amendment does not put it out.',
  FIRST_DAY_AHEAD: 'its first day, {on}',
  VIEWER_FIRST: '{consumer} going over first',
  VIEWERS_GO_FIRST: '{consumer} has been asked for version {number} and is not over yet. Viewing organisations go over first, so that nobody loses access on the way.',
  CLAUSE_DIRECT_CARE_HEADING: 'Direct care alone',
  CLAUSE_VIEWS_HEADING: 'The same views from everybody',
  CLAUSE_CONSENT_HEADING: 'Permission to view',
  CLAUSE_AUDIT_HEADING: 'Every look is recorded',
  CLAUSE_WITHDRAWAL_HEADING: 'Withdrawal at any time',
  CLAUSE_OF_THEIR_OWN_HEADING: 'Agreed between the parties',
  PURPOSE_DIRECT_CARE: 'Direct care: {purpose}',
  PURPOSE_SECONDARY: 'Secondary use, other than direct care: {purpose}',
  CLAUSE_DIRECT_CARE: 'The records are viewed for the direct care of the patient in front of the viewer, and for nothing else.',
  CLAUSE_VIEWS: 'Each viewing organisation sees the views listed beside it, the same from every sharing organisation.',
  CLAUSE_CONSENT: 'The viewer asks the patient before looking wherever that is possible, and records the answer. A look without it states its emergency.',
  CLAUSE_AUDIT: 'Every attempt to look is recorded with who, what, when and why, and the sharing organisation can see it.',
  CLAUSE_WITHDRAWAL: 'A sharing organisation can withdraw or suspend at any time, at once and without giving a ground to anybody else.',
});

/** The clauses every agreement carries unless its drafter writes others. */
export const STANDARD_CLAUSES = ['CLAUSE_DIRECT_CARE', 'CLAUSE_VIEWS', 'CLAUSE_CONSENT', 'CLAUSE_AUDIT', 'CLAUSE_WITHDRAWAL'] as const;

/** What a clause says: a standard one by its key, one of the parties' own as they wrote it. */
export const clauseText = (clause: string): string => messageFor(clause);
