import { defineMessages, Refusal } from '@accord/kernel';

defineMessages({
  NOT_REGISTERED: 'The certificate presented is not registered here, or no longer.',
  GATEWAYS_ONLY: 'Only a registered gateway may do this.',
  TOO_MANY_STREAMS: 'This certificate already holds {most} event streams.',
});

export class NotRegistered extends Refusal {
  readonly code = 'NOT_REGISTERED';
  readonly kind = 'forbidden';
  constructor() { super('NOT_REGISTERED'); }
}

export class GatewaysOnly extends Refusal {
  readonly code = 'GATEWAYS_ONLY';
  readonly kind = 'forbidden';
  constructor() { super('GATEWAYS_ONLY'); }
}

export class TooManyStreams extends Refusal {
  readonly code = 'TOO_MANY_STREAMS';
  readonly kind = 'conflict';
  constructor(most: number) { super('TOO_MANY_STREAMS', { most }); }
}
