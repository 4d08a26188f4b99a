import { instantInTable, Refusal } from '@accord/kernel';
import '../../contract/messages.js';

type CertificateFault =
  | 'CERTIFICATE_HOLDS_PRIVATE_KEY' | 'CERTIFICATE_OF_AUTHORITY' | 'CERTIFICATE_NOT_FOR_CLIENTS' | 'CERTIFICATE_TWICE'
  | 'SYSTEM_NAME_MISSING' | 'GATEWAY_CODE_SHAPE' | 'GATEWAY_SERVES_NOTHING' | 'LIST_EMPTY';

/** What is handed in does not serve, and nothing more needs saying. */
export class Unfit extends Refusal {
  readonly kind = 'invalid';
  constructor(readonly code: CertificateFault) { super(code); }
}

/** Why it cannot be read is for people; programs are told the same of all. */
export class CertificateUnreadable extends Refusal {
  readonly code = 'CERTIFICATE_UNREADABLE';
  readonly kind = 'invalid';
  constructor(how: 'CERTIFICATE_UNREADABLE' | 'CERTIFICATE_SEVERAL' | 'CERTIFICATE_AMID_TEXT' | 'CERTIFICATE_CUT_OFF' = 'CERTIFICATE_UNREADABLE', count?: number) { super(how, { count }); }
}

export class CertificateExpired extends Refusal {
  readonly code = 'CERTIFICATE_EXPIRED';
  readonly kind = 'invalid';
  constructor(until: Date) { super('CERTIFICATE_EXPIRED', { until: instantInTable(until) }); }
}

export class CertificateKeyUnfit extends Refusal {
  readonly code = 'CERTIFICATE_KEY_UNFIT';
  readonly kind = 'invalid';
  constructor(key: string, fit: string) { super('CERTIFICATE_KEY_UNFIT', { key, fit }); }
}

/** Says the same whether it is one's own or somebody else's (R9). */
export class CertificateKnown extends Refusal {
  readonly code = 'CERTIFICATE_KNOWN';
  readonly kind = 'conflict';
  constructor() { super('CERTIFICATE_KNOWN'); }
}

export class CertificateState extends Refusal {
  readonly code = 'NOT_READY';
  readonly kind = 'conflict';
  constructor(state: string, step: string) { super('CERTIFICATE_STATE', { state, step }); }
}

export class GatewayState extends Refusal {
  readonly code = 'NOT_READY';
  readonly kind = 'conflict';
  constructor(state: string, step: string) { super('GATEWAY_STATE', { state, step }); }
}

/** Whoever confirms the next one compares one fingerprint. */
export class GatewayCertificateWaits extends Refusal {
  readonly code = 'GATEWAY_CERTIFICATE_WAITS';
  readonly kind = 'conflict';
  constructor() { super('GATEWAY_CERTIFICATE_WAITS'); }
}

/** What it was registered with was withdrawn: whoever confirms it has nothing to compare. */
export class GatewayCertificateWithdrawn extends Refusal {
  readonly code = 'GATEWAY_CERTIFICATE_WITHDRAWN';
  readonly kind = 'conflict';
  constructor() { super('GATEWAY_CERTIFICATE_WITHDRAWN'); }
}

export class NotAnOpenOrganisation extends Refusal {
  readonly code = 'NOT_AN_OPEN_ORGANISATION';
  readonly kind = 'invalid';
  constructor(odsCode: string) { super('NOT_AN_OPEN_ORGANISATION', { odsCode }); }
}

export class GatewayCodeTaken extends Refusal {
  readonly code = 'GATEWAY_CODE_TAKEN';
  readonly kind = 'conflict';
  constructor(gateway: string) { super('GATEWAY_CODE_TAKEN', { gateway }); }
}

export class UnknownLocality extends Refusal {
  readonly code = 'UNKNOWN_LOCALITY';
  readonly kind = 'invalid';
  constructor(locality: string) { super('UNKNOWN_LOCALITY_OF_GATEWAY', { locality }); }
}
