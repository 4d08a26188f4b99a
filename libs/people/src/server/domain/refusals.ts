import { Refusal, type Duty } from '@accord/kernel';

export class NotToOneself extends Refusal {
  readonly code = 'NOT_TO_ONESELF';
  readonly kind = 'forbidden';
  constructor() { super('NOT_TO_ONESELF'); }
}

export class DutiesSeparated extends Refusal {
  readonly code = 'DUTIES_SEPARATED';
  readonly kind = 'forbidden';
  constructor(asked: Duty, held: Duty) { super('DUTIES_SEPARATED', { asked, held }); }
}

export class DutyAlreadyHeld extends Refusal {
  readonly code = 'DUTY_ALREADY_HELD';
  readonly kind = 'conflict';
  constructor() { super('DUTY_ALREADY_HELD'); }
}

export class GrantNotOpen extends Refusal {
  readonly code = 'GRANT_NOT_OPEN';
  readonly kind = 'conflict';
  constructor(state: string, action: string) { super('GRANT_NOT_OPEN', { state, action }); }
}

export class AuthorityNotOpen extends Refusal {
  readonly code = 'AUTHORITY_NOT_OPEN';
  readonly kind = 'conflict';
  constructor(state: string, action: string) { super('AUTHORITY_NOT_OPEN', { state, action }); }
}

export class PersonDisabled extends Refusal {
  readonly code = 'PERSON_DISABLED';
  readonly kind = 'forbidden';
  constructor() { super('PERSON_DISABLED'); }
}

export class AccountTaken extends Refusal {
  readonly code = 'ACCOUNT_TAKEN';
  readonly kind = 'conflict';
  constructor() { super('ACCOUNT_TAKEN'); }
}

export class AdministratorsNamed extends Refusal {
  readonly code = 'ADMINISTRATORS_NAMED';
  readonly kind = 'conflict';
  constructor() { super('ADMINISTRATORS_NAMED'); }
}

/** Nobody could ever name one again. */
export class LastAdministrator extends Refusal {
  readonly code = 'LAST_ADMINISTRATOR';
  readonly kind = 'conflict';
  constructor() { super('LAST_ADMINISTRATOR'); }
}

export class TwoAdministrators extends Refusal {
  readonly code = 'TWO_ADMINISTRATORS';
  readonly kind = 'invalid';
  constructor() { super('TWO_ADMINISTRATORS'); }
}

export class NotInvited extends Refusal {
  readonly code = 'NOT_INVITED';
  readonly kind = 'forbidden';
  constructor() { super('NOT_INVITED'); }
}

export class SignInExpired extends Refusal {
  readonly code = 'SIGN_IN_EXPIRED';
  readonly kind = 'forbidden';
  constructor() { super('SIGN_IN_EXPIRED'); }
}

export class SignInRefused extends Refusal {
  readonly code = 'SIGN_IN_REFUSED';
  readonly kind = 'forbidden';
  constructor() { super('SIGN_IN_REFUSED'); }
}

export class StepUpNotReached extends Refusal {
  readonly code = 'STEP_UP_NOT_REACHED';
  readonly kind = 'forbidden';
  constructor() { super('STEP_UP_NOT_REACHED'); }
}

export class CrossSite extends Refusal {
  readonly code = 'CROSS_SITE';
  readonly kind = 'forbidden';
  constructor() { super('CROSS_SITE'); }
}

/** The page was opened by another person, or in another duty, than the browser is signed in as now. */
export class ActingChanged extends Refusal {
  readonly code = 'ACTING_CHANGED';
  readonly kind = 'conflict';
  constructor() { super('ACTING_CHANGED'); }
}
