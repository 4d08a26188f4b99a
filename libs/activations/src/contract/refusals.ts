import { Refusal } from '@accord/kernel';

export class GateFailing extends Refusal {
  readonly code = 'GATE_FAILING';
  readonly kind = 'conflict';
  constructor(odsCode: string, gates: readonly string[]) { super('GATE_FAILING', { odsCode, gates: gates.join(', ') }); }
}

export class NothingReady extends Refusal {
  readonly code = 'NOTHING_READY';
  readonly kind = 'conflict';
  constructor(gates: readonly string[]) { super('NOTHING_READY', { gates: gates.join('; ') }); }
}

/** The approval would bind to other content than was shown (R3). */
export class NotAsShown extends Refusal {
  readonly code = 'NOT_AS_SHOWN';
  readonly kind = 'conflict';
  constructor() { super('NOT_AS_SHOWN'); }
}

export class NothingToActivate extends Refusal {
  readonly code = 'NOTHING_TO_ACTIVATE';
  readonly kind = 'invalid';
  constructor() { super('NOTHING_TO_ACTIVATE'); }
}

export class ActivationNotReady extends Refusal {
  readonly code = 'ACTIVATION_NOT_READY';
  readonly kind = 'conflict';
  constructor(state: string) { super('ACTIVATION_NOT_READY', { state }); }
}

export class FactSettled extends Refusal {
  readonly code = 'FACT_SETTLED';
  readonly kind = 'conflict';
  constructor(state: 'confirmed' | 'ended') { super('FACT_SETTLED', { state }); }
}

/** Ended by one person, a fact would give access back. */
export class FactGivesBack extends Refusal {
  readonly code = 'FACT_GIVES_BACK';
  readonly kind = 'conflict';
  constructor() { super('FACT_GIVES_BACK'); }
}
