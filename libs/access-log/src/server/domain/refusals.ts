import { Refusal } from '@accord/kernel';

export class MalformedBatch extends Refusal {
  readonly code = 'MALFORMED_BATCH';
  readonly kind = 'invalid';
  constructor(reason: string) { super('MALFORMED_BATCH', { reason }); }
}

export class SecondPersonNeeded extends Refusal {
  readonly code = 'SECOND_PERSON_NEEDED';
  readonly kind = 'forbidden';
  constructor() { super('SECOND_PERSON_NEEDED'); }
}

export class PatientSearchSettled extends Refusal {
  readonly code = 'PATIENT_SEARCH_SETTLED';
  readonly kind = 'conflict';
  constructor() { super('PATIENT_SEARCH_SETTLED'); }
}

export class NhsNumberMisplaced extends Refusal {
  readonly code = 'NHS_NUMBER_MISPLACED';
  readonly kind = 'invalid';
  constructor(field: string) { super('NHS_NUMBER_MISPLACED', { field }); }
}

export class NotAnNhsNumber extends Refusal {
  readonly code = 'NOT_AN_NHS_NUMBER';
  readonly kind = 'invalid';
  constructor() { super('NOT_AN_NHS_NUMBER'); }
}

export class PatientTokenUnknown extends Refusal {
  readonly code = 'PATIENT_TOKEN_UNKNOWN';
  readonly kind = 'invalid';
  constructor() { super('PATIENT_TOKEN_UNKNOWN'); }
}
