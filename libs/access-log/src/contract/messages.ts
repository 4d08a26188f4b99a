import { defineMessages } from '@accord/kernel';

defineMessages({
  MALFORMED_BATCH: 'This batch of access events cannot be read: {reason}. Nothing of it was kept.',
  UNKNOWN_GATEWAY: 'No gateway of this installation sent these access events. Nothing of them was kept.',
  SECOND_PERSON_NEEDED: 'A national search by patient needs a second person. Ask for it with its purpose; once another national auditor has confirmed it, you may search by this patient for eight hours.',
  PATIENT_SEARCH_SETTLED: 'This search was confirmed or declined already, or has waited for more than three days. Nothing was changed.',
  NHS_NUMBER_MISPLACED: 'The field {field} holds an NHS number. Name the patient first, and search with the token you are given.',
  NOT_AN_NHS_NUMBER: 'This is not an NHS number: it has ten digits, the last of which checks the others.',
  PATIENT_TOKEN_UNKNOWN: 'This patient token is not yours or not of this installation. Name the patient again.',
});
