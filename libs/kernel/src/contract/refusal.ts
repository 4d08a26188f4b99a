import { defineMessages, messageFor, type MessageParams } from './messages.js';

export type RefusalKind = 'invalid' | 'not-found' | 'forbidden' | 'conflict';

/** A rule said no; the person can be told why. Its code is for programs, its sentence for people; neither holds patient data. */
export abstract class Refusal extends Error {
  abstract readonly code: string;
  abstract readonly kind: RefusalKind;

  constructor(readonly messageKey: string, readonly params: MessageParams = {}) {
    super(messageFor(messageKey, params));
    this.name = new.target.name;
  }
}

defineMessages({
  NOT_FOUND: 'There is no such {what}, or it is not yours to see.',
  NOT_PERMITTED: 'Your present duty does not allow you to {action} this.',
  STEP_UP_NEEDED: 'Sign in again with your stronger credential to {action}: this act needs a fresh one.',
  REASON_NEEDED: 'Give a reason: this act is recorded with one.',
  STALE: 'This was changed since you opened it (you had version {expected}, it is now {current}). Look at it as it is now.',
  IDEMPOTENCY_KEY_REUSED: 'This idempotency key was used before for another request. Nothing was changed.',
  INVALID_INPUT: 'The field {field} is not valid: {reason}.',
  SIGN_IN_NEEDED: 'Sign in first.',
  SAME_PERSON: 'Somebody else must {step} this: an earlier step was yours.',
});

/** Absent, or somebody else's: both read alike, so that nobody learns what exists across the fence (R9). */
export class NotFound extends Refusal {
  readonly code = 'NOT_FOUND';
  readonly kind = 'not-found';
  constructor(what: string) { super('NOT_FOUND', { what }); }
}

export class NotPermitted extends Refusal {
  readonly code = 'NOT_PERMITTED';
  readonly kind = 'forbidden';
  constructor(action: string) { super('NOT_PERMITTED', { action }); }
}

export class StepUpNeeded extends Refusal {
  readonly code = 'STEP_UP_NEEDED';
  readonly kind = 'forbidden';
  constructor(action: string) { super('STEP_UP_NEEDED', { action }); }
}

export class ReasonNeeded extends Refusal {
  readonly code = 'REASON_NEEDED';
  readonly kind = 'invalid';
  constructor() { super('REASON_NEEDED'); }
}

export class Stale extends Refusal {
  readonly code = 'STALE';
  readonly kind = 'conflict';
  constructor(expected: number, current: number) { super('STALE', { expected, current }); }
}

export class IdempotencyKeyReused extends Refusal {
  readonly code = 'IDEMPOTENCY_KEY_REUSED';
  readonly kind = 'conflict';
  constructor() { super('IDEMPOTENCY_KEY_REUSED'); }
}

export class InvalidInput extends Refusal {
  readonly code = 'INVALID_INPUT';
  readonly kind = 'invalid';
  constructor(readonly field: string, reason: string) { super('INVALID_INPUT', { field, reason }); }
}

export class SignInNeeded extends Refusal {
  readonly code = 'SIGN_IN_NEEDED';
  readonly kind = 'forbidden';
  constructor() { super('SIGN_IN_NEEDED'); }
}

/** R3: another pair of eyes is needed, compared as people and not as accounts. */
export class SamePerson extends Refusal {
  readonly code = 'SAME_PERSON';
  readonly kind = 'forbidden';
  constructor(step: string) { super('SAME_PERSON', { step }); }
}

/** Refuses a form that was opened before the last change. */
export function demandVersion(expected: number, current: number): void {
  if (expected !== current) throw new Stale(expected, current);
}
