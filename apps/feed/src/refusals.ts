import { CALLER_SENTENCES, type CallerFault, type CallerRefused } from '@accord/enforcement';
import { defineMessages, Refusal, type OdsCode, type RefusalKind } from '@accord/kernel';
import type { CertificateStanding } from '@accord/publication/server';

defineMessages({
  ...CALLER_SENTENCES,
  NOT_REGISTERED: 'The certificate presented is not registered here.',
  CERTIFICATE_NOT_CONFIRMED: 'The certificate presented is registered here, and no second person has confirmed it yet.',
  CERTIFICATE_REVOKED: 'The certificate presented was revoked.',
  CERTIFICATE_NOT_CURRENT: 'The certificate presented has expired, or has not begun.',
  GATEWAYS_ONLY: 'Only a registered gateway may do this.',
  RECONCILER_ONLY: 'Only the reconciler asks in the place of another, and only what may be read.',
  REQUEST_NOT_READ: 'The request cannot be read.',
  TOO_MANY_STREAMS: 'This certificate already holds {most} event streams.',
});

export class NotRegistered extends Refusal {
  readonly code = 'NOT_REGISTERED';
  readonly kind = 'forbidden';
  constructor() { super('NOT_REGISTERED'); }
}

const CODES = { 'not-confirmed': 'CERTIFICATE_NOT_CONFIRMED', 'revoked': 'CERTIFICATE_REVOKED', 'not-current': 'CERTIFICATE_NOT_CURRENT' } as const;

/** Registered, and yet it speaks for nobody now. */
export class CertificateDoesNotCount extends Refusal {
  readonly code: (typeof CODES)[keyof typeof CODES];
  readonly kind = 'forbidden';
  constructor(standing: Exclude<CertificateStanding, 'current'>, readonly machine: string, readonly consumer: OdsCode | null) {
    super(CODES[standing]);
    this.code = CODES[standing];
  }
}

/** Who calls cannot be told from what was presented. */
export class CallerNotKnown extends Refusal {
  readonly code: CallerFault;
  readonly kind: RefusalKind;
  constructor({ code, isMalformed }: CallerRefused) {
    super(code);
    this.code = code;
    this.kind = isMalformed ? 'invalid' : 'forbidden';
  }
}

export class GatewaysOnly extends Refusal {
  readonly code = 'GATEWAYS_ONLY';
  readonly kind = 'forbidden';
  constructor() { super('GATEWAYS_ONLY'); }
}

export class ReconcilerOnly extends Refusal {
  readonly code = 'RECONCILER_ONLY';
  readonly kind = 'forbidden';
  constructor() { super('RECONCILER_ONLY'); }
}

export class TooManyStreams extends Refusal {
  readonly code = 'TOO_MANY_STREAMS';
  readonly kind = 'conflict';
  constructor(most: number) { super('TOO_MANY_STREAMS', { most }); }
}

/** Of a request that was refused before anything in it could be told from the rest. */
export class NotRead extends Refusal {
  readonly kind = 'invalid';
  constructor(readonly code: string) { super('REQUEST_NOT_READ'); }
}
