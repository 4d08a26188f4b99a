import { Refusal } from '@accord/kernel';
import type { ImposedSide } from './states.js';

/** The move is not among the lawful ones of design section 5. */
export class NotReady extends Refusal {
  readonly code = 'NOT_READY';
  readonly kind = 'conflict';
  constructor(action: string, state: string) { super('NOT_READY', { action, state }); }
}

export class AlreadySigned extends Refusal {
  readonly code = 'ALREADY_SIGNED';
  readonly kind = 'conflict';
  constructor(odsCode: string) { super('ALREADY_SIGNED', { odsCode }); }
}

export class NoAuthority extends Refusal {
  readonly code = 'NO_AUTHORITY';
  readonly kind = 'forbidden';
  constructor(odsCode: string) { super('NO_AUTHORITY', { odsCode }); }
}

export class ReferenceTaken extends Refusal {
  readonly code = 'REFERENCE_TAKEN';
  readonly kind = 'conflict';
  constructor(reference: string) { super('REFERENCE_TAKEN', { reference }); }
}

export class OrganisationNotOpen extends Refusal {
  readonly code = 'ORGANISATION_NOT_OPEN';
  readonly kind = 'invalid';
  constructor(odsCode: string) { super('ORGANISATION_NOT_OPEN', { odsCode }); }
}

export class NotInLocality extends Refusal {
  readonly code = 'NOT_IN_LOCALITY';
  readonly kind = 'invalid';
  constructor(odsCode: string, locality: string) { super('NOT_IN_LOCALITY', { odsCode, locality }); }
}

export class DatesOutOfOrder extends Refusal {
  readonly code = 'DATES_OUT_OF_ORDER';
  readonly kind = 'invalid';
  constructor() { super('DATES_OUT_OF_ORDER'); }
}

export class AgreementExpired extends Refusal {
  readonly code = 'AGREEMENT_EXPIRED';
  readonly kind = 'conflict';
  constructor(endsOn: string) { super('AGREEMENT_EXPIRED', { endsOn }); }
}

export class NoParties extends Refusal {
  readonly code = 'NO_PARTIES';
  readonly kind = 'invalid';
  constructor(side: string) { super('NO_PARTIES', { side }); }
}

export class SignedInFuture extends Refusal {
  readonly code = 'SIGNED_IN_FUTURE';
  readonly kind = 'invalid';
  constructor() { super('SIGNED_IN_FUTURE'); }
}

/** The controller's newer word stands against a letter. */
export class SaidSince extends Refusal {
  readonly code = 'SAID_SINCE';
  readonly kind = 'conflict';
  constructor() { super('SAID_SINCE'); }
}

/** A letter reaches nothing that was signed after it. */
export class NotSignedThen extends Refusal {
  readonly code = 'NOT_SIGNED_THEN';
  readonly kind = 'conflict';
  constructor(day: string) { super('NOT_SIGNED_THEN', { day }); }
}

/** R4: another live participation already covers the pair. */
export class PairTaken extends Refusal {
  readonly code = 'PAIR_TAKEN';
  readonly kind = 'conflict';
  constructor(provider: string, consumer: string, reference: string) { super('PAIR_TAKEN', { provider, consumer, reference }); }
}

export class NotTheirsToLift extends Refusal {
  readonly code = 'NOT_THEIRS_TO_LIFT';
  readonly kind = 'forbidden';
  constructor(side: ImposedSide) { super(`NOT_THEIRS_TO_LIFT_${side}`); }
}

export class ChangedSinceApproval extends Refusal {
  readonly code = 'CHANGED_SINCE_APPROVAL';
  readonly kind = 'conflict';
  constructor() { super('CHANGED_SINCE_APPROVAL'); }
}

/** R2: the terms shown are not the terms that would be signed. */
export class TermsChanged extends Refusal {
  readonly code = 'TERMS_CHANGED';
  readonly kind = 'conflict';
  constructor() { super('TERMS_CHANGED'); }
}

/** R3: a grantor does not lean on the grantee's decision for a day. */
export class CoolingOffLasts extends Refusal {
  readonly code = 'COOLING_OFF';
  readonly kind = 'forbidden';
  constructor(step: string) { super('COOLING_OFF', { step }); }
}

/** The world moved between the preview and the confirmation. */
export class ImpactChanged extends Refusal {
  readonly code = 'IMPACT_CHANGED';
  readonly kind = 'conflict';
  constructor() { super('IMPACT_CHANGED'); }
}

/** Nothing widens access before somebody has seen what it gives. */
export class ImpactNotSeen extends Refusal {
  readonly code = 'IMPACT_NOT_SEEN';
  readonly kind = 'invalid';
  constructor() { super('IMPACT_NOT_SEEN'); }
}

/** The version that people sign now leaves it out: to bring it back is a new version. */
export class NotNamed extends Refusal {
  readonly code = 'NOT_NAMED';
  readonly kind = 'conflict';
  constructor(odsCode: string) { super('NOT_NAMED', { odsCode }); }
}

/** One amendment is drafted at a time. */
export class AmendmentDrafted extends Refusal {
  readonly code = 'AMENDMENT_DRAFTED';
  readonly kind = 'conflict';
  constructor(number: number) { super('AMENDMENT_DRAFTED', { number }); }
}

export class NoAmendment extends Refusal {
  readonly code = 'NO_AMENDMENT';
  readonly kind = 'conflict';
  constructor() { super('NO_AMENDMENT'); }
}

export class NothingAmended extends Refusal {
  readonly code = 'NOTHING_AMENDED';
  readonly kind = 'conflict';
  constructor(number: number) { super('NOTHING_AMENDED', { number }); }
}

/** R5: only a controller withdraws. */
export class TakesPart extends Refusal {
  readonly code = 'TAKES_PART';
  readonly kind = 'conflict';
  constructor(odsCode: string) { super('TAKES_PART', { odsCode }); }
}

export class ViewersGoFirst extends Refusal {
  readonly code = 'VIEWERS_GO_FIRST';
  readonly kind = 'conflict';
  constructor(consumer: string, number: number) { super('VIEWERS_GO_FIRST', { consumer, number }); }
}
