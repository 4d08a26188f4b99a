import { Refusal, type RefusalKind } from '@accord/kernel';
import type { EvidenceState } from './evidence-states.js';
import { finding, sentenceOf, type Finding, type FindingCode } from './findings.js';

/** The machine check found a fault: the file is not kept, and nothing else changes. Its code is the fault's own. */
export class DocumentRefused extends Refusal {
  readonly code: FindingCode;
  readonly kind: RefusalKind = 'invalid';
  constructor(fault: Finding) {
    super('DOCUMENT_REFUSED', { because: sentenceOf(fault) });
    this.code = fault.code;
  }

  static tooLarge(limit: number): DocumentRefused {
    return new DocumentRefused(finding('TOO_LARGE', String(limit)));
  }
}

export class CheckerBusy extends Refusal {
  readonly code = 'CHECKER_BUSY';
  readonly kind = 'conflict';
  constructor() { super('CHECKER_BUSY'); }
}

export class BadUpload extends Refusal {
  readonly code = 'BAD_UPLOAD';
  readonly kind = 'invalid';
  constructor(reason: string) { super('BAD_UPLOAD', { reason }); }
}

export class EvidenceNotReady extends Refusal {
  readonly code = 'NOT_READY';
  readonly kind = 'conflict';
  constructor(step: 'verified' | 'rejected' | 'invalidated', state: EvidenceState | 'invalidated') { super('EVIDENCE_NOT_READY', { step, state }); }
}

export class EvidenceQuarantined extends Refusal {
  readonly code = 'EVIDENCE_QUARANTINED';
  readonly kind = 'conflict';
  constructor() { super('EVIDENCE_QUARANTINED'); }
}

export class EvidenceHasFaults extends Refusal {
  readonly code = 'EVIDENCE_HAS_FAULTS';
  readonly kind = 'conflict';
  constructor() { super('EVIDENCE_HAS_FAULTS'); }
}

export class SubmittedBySamePerson extends Refusal {
  readonly code = 'SAME_PERSON';
  readonly kind = 'forbidden';
  constructor() { super('SUBMITTED_BY_SAME_PERSON'); }
}

export class SignatoryWithoutAuthority extends Refusal {
  readonly code = 'SIGNATORY_WITHOUT_AUTHORITY';
  readonly kind = 'conflict';
  constructor(odsCode: string, day: string) { super('SIGNATORY_WITHOUT_AUTHORITY', { odsCode, day }); }
}

/** Its bytes cannot be drawn within the limits, or at all; the machine's findings may say more. */
export class DocumentCannotBeShown extends Refusal {
  readonly code = 'CANNOT_BE_SHOWN';
  readonly kind = 'invalid';
  constructor() { super('CANNOT_BE_SHOWN'); }
}

export class PageOutOfRange extends Refusal {
  readonly code = 'PAGE_OUT_OF_RANGE';
  readonly kind = 'not-found';
  constructor(page: number, pages: number) { super('PAGE_OUT_OF_RANGE', { page, pages }); }
}

/** Whoever looks in this duty says why first: `POST /evidence/ID/readings`. */
export class ReadingNeeded extends Refusal {
  readonly code = 'READING_NEEDED';
  readonly kind = 'forbidden';
  constructor() { super('READING_NEEDED'); }
}

/** The reading is over after its sitting, or it was begun by somebody else, in another duty or of another document. */
export class ReadingOver extends Refusal {
  readonly code = 'READING_OVER';
  readonly kind = 'forbidden';
  constructor() { super('READING_OVER'); }
}
