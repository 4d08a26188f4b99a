import { defineMessages } from '@accord/kernel';

/** What each finding means to a person. */
export const FINDING_MESSAGES = defineMessages({
  FINDING_TOO_LARGE: 'The file is larger than the limit of {detail} bytes.',
  FINDING_INCOMPLETE_UPLOAD: 'The upload stopped before the whole file had arrived.',
  FINDING_NOT_A_PDF: 'The file is not a PDF, whatever its name says.',
  FINDING_POLYGLOT: 'The file is a PDF and something else at once ({detail}). Save it again as a plain PDF.',
  FINDING_TRUNCATED: 'The file ends too early: part of it is missing ({detail}).',
  FINDING_MALFORMED: 'The file is damaged and cannot be read as a PDF ({detail}).',
  FINDING_ENCRYPTED: 'The file is encrypted. Save it without a password.',
  FINDING_TOO_MUCH_INSIDE: 'The file unpacks to far more than it should ({detail}).',
  FINDING_LOOPING: 'The file refers to itself without end ({detail}).',
  FINDING_UNCHECKABLE: 'The file could not be checked within the limits of time and memory ({detail}).',
  FINDING_NO_PAGES: 'The file has no pages.',
  FINDING_TOO_MANY_PAGES: 'The file has more pages than allowed ({detail}).',
  FINDING_SIGNATURE_BROKEN: 'A signature inside the file does not fit its content ({detail}): the file was changed or damaged.',
  FINDING_NO_SIGNATURE: 'The file holds no digital signature that could be confirmed, and no signed page was named. Name the page with the signature.',
  FINDING_SEALED_BY_ACCORD: 'Accord sealed this file itself when somebody signed in Accord: it proves that signature, and nobody else\'s.',
  FINDING_SIGNED_PAGE_ABSENT: 'The page named as signed does not exist: the file has {detail} pages.',
  FINDING_SIGNED_IN_FUTURE: 'The date of signature lies in the future.',
  FINDING_ACTIVE_CONTENT: 'The file carries active content ({detail}), which a signed document does not need.',
  FINDING_EMBEDDED_FILE: 'The file carries another file inside ({detail}).',
  FINDING_HIDDEN_OBJECT: 'The file hides objects where readers may differ about what they see ({detail}).',
  FINDING_MALWARE_MARK: 'The file carries a mark used to recognise malicious software.',
  FINDING_SIGNATURE_UNCERTAIN: 'A signature inside the file could be neither confirmed nor refuted ({detail}); it does not count.',
  FINDING_CHANGED_AFTER_SIGNATURE: 'The file was added to after it was signed. Compare it with the signed revision.',
  FINDING_SIGNER_NOT_KNOWN: 'The signature fits the content, but its certificate is from no issuer known here. Check who signed.',
  FINDING_STRUCTURE_REPAIRED: 'The file is not quite as the standard asks ({detail}), and was read all the same.',
  FINDING_EXTERNAL_LINK: 'The file has links to other places.',
  FINDING_SIGNATURE_PASSED: 'A digital signature fits the whole content.',
});

/** Refusals of this capability. */
export const EVIDENCE_MESSAGES = defineMessages({
  DOCUMENT_REFUSED: 'The document was refused. {because}',
  CHECKER_BUSY: 'Too many documents are being read just now. Try again in a minute.',
  BAD_UPLOAD: 'The upload is not as it should be: {reason}.',
  QUARANTINED: 'The document is kept apart and proves nothing: it carries what a signed document must not carry. {because}',
  EVIDENCE_NOT_READY: 'Evidence that is {state} cannot be {step}.',
  EVIDENCE_QUARANTINED: 'Quarantined evidence can never be accepted.',
  EVIDENCE_HAS_FAULTS: 'The machine check found faults in this evidence; it can only be rejected.',
  CANNOT_BE_SHOWN: 'This document cannot be shown as pictures. Where you may, download it instead.',
  READING_NEEDED: 'Say first why you look: this reading is recorded with a reason.',
  READING_OVER: 'Your reading of this document is over. Say again why you look.',
  PAGE_OUT_OF_RANGE: 'There is no page {page}: the document has {pages}.',
  SUBMITTED_BY_SAME_PERSON: 'Somebody else must check this evidence: you handed it in.',
  SIGNATORY_WITHOUT_AUTHORITY: 'The signatory had no authority to sign for {odsCode} on {day}, by the register of authority.',
  SIGNED_ON_OTHER_DOCUMENT: 'The signed page belongs to another document than the one agreed.',
});

/** Words printed on agreement documents. */
export const DOCUMENT_MESSAGES = defineMessages({
  DOCUMENT_AGREEMENT: 'Sharing agreement',
  DOCUMENT_VERSION: 'Version {version}',
  DOCUMENT_SERVICE: 'Service',
  DOCUMENT_PURPOSE: 'Purpose',
  DOCUMENT_LAWFUL_BASIS: 'Lawful basis',
  DOCUMENT_STARTS: 'Starts on',
  DOCUMENT_REVIEW: 'To be reviewed on',
  DOCUMENT_ENDS: 'Ends on (inclusive)',
  DOCUMENT_TERMS: 'Terms',
  DOCUMENT_PROVIDERS: 'Sharing organisations',
  DOCUMENT_PROVIDERS_IN_SCHEDULE: 'Each sharing organisation signs for itself, on a page of its own that names it first. All {count} are listed in the schedule at the end.',
  DOCUMENT_SCHEDULE: 'Schedule: sharing organisations',
  DOCUMENT_CONSUMERS: 'Viewing organisations and the views each may see',
  DOCUMENT_VIEWS_KEY: 'Views by number',
  DOCUMENT_ODS_CODE: 'ODS code',
  DOCUMENT_ORGANISATION: 'Organisation',
  DOCUMENT_YES: 'Yes',
  DOCUMENT_NO: '-',
  DOCUMENT_DIGEST: 'Digest of the terms (SHA-256)',
  DOCUMENT_PAGE: '{reference}, version {version}, page {page} of {pages}',
  SIGNED_PAGE_TITLE_PROVIDER: 'Signature of the sharing organisation',
  SIGNED_PAGE_TITLE_CONSUMER: 'Acceptance by the viewing organisation',
  SIGNED_PAGE_SIGNS: 'signs the agreement named here for the organisation named here, in the words of the document whose digest is given here.',
  SIGNED_PAGE_AGREEMENT: 'Agreement',
  SIGNED_PAGE_ORGANISATION: 'Organisation',
  SIGNED_PAGE_SIGNATORY: 'Signatory',
  SIGNED_PAGE_AUTHORITY: 'Authority',
  SIGNED_PAGE_TIME_LONDON: 'Time (Europe/London)',
  SIGNED_PAGE_TIME_UTC: 'Time (UTC)',
  SIGNED_PAGE_DOCUMENT: 'Document signed (SHA-256)',
  SIGNED_PAGE_SEAL: 'Accord has sealed this file, this page included. Any later change breaks the seal.',
});

/** The clauses of an agreement, in order: heading and text. */
export const CLAUSE_MESSAGES = defineMessages({
  CLAUSE_1_HEADING: 'What is shared',
  CLAUSE_1_TEXT: 'Each sharing organisation, as controller of its records, lets the viewing organisations named here see the views ticked for them, of the service named here, and nothing else. All sharing organisations share the same views with one viewing organisation.',
  CLAUSE_2_HEADING: 'What for',
  CLAUSE_2_TEXT: 'Records are viewed only for the purpose and on the lawful basis stated here, by staff who need them for the care of the person in front of them.',
  CLAUSE_3_HEADING: 'Who may look',
  CLAUSE_3_TEXT: 'A viewing organisation lets nobody look without a legitimate relationship with the patient, a job role that needs it, and the consent its settings ask for. In an emergency the reason is recorded.',
  CLAUSE_4_HEADING: 'What is recorded',
  CLAUSE_4_TEXT: 'Every attempt to look is recorded, permitted or refused: who, for which organisation, which patient, which views, when and why. A sharing organisation may ask at any time who has looked.',
  CLAUSE_5_HEADING: 'How long',
  CLAUSE_5_TEXT: 'Sharing runs from the start of the first day to the end of the last day stated here, London time. It is looked at again on the review date at the latest.',
  CLAUSE_6_HEADING: 'How it stops',
  CLAUSE_6_TEXT: 'A sharing organisation may withdraw at any time, alone and at once. A viewing organisation may leave at any time. Either may be suspended where patients or records are at risk.',
  CLAUSE_7_HEADING: 'How it changes',
  CLAUSE_7_TEXT: 'A wider sharing, a new viewing organisation, a later end or a new purpose is a new version, and binds a sharing organisation only once it has signed it.',
});

/** The standard clauses as plain keys, for a document or a terms digest. */
export const STANDARD_CLAUSES: readonly { readonly heading: string; readonly text: string }[] = ([1, 2, 3, 4, 5, 6, 7] as const).map((number) => ({
  heading: CLAUSE_MESSAGES[`CLAUSE_${number}_HEADING`],
  text: CLAUSE_MESSAGES[`CLAUSE_${number}_TEXT`],
}));
