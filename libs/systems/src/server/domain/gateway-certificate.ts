import type { Refusal } from '@accord/kernel';
import type { GatewayCertificateId, GatewayId } from '../../contract/index.js';
import type { PresentedCertificate } from './presented-certificate.js';
import { CertificateState } from './refusals.js';
import type { Registrar } from './registrar.js';
import { RegisteredCertificate } from './registration.js';

/** What a gateway presents. The first is confirmed with it, each that follows by itself; several overlap while renewing. */
export class GatewayCertificate extends RegisteredCertificate {
  readonly id!: GatewayCertificateId;
  readonly gatewayId!: GatewayId;

  private constructor() { super(); }

  static registered(id: GatewayCertificateId, gatewayId: GatewayId, { sha256, pem, from, until }: PresentedCertificate, by: Registrar, at: Date): GatewayCertificate {
    return Object.assign(new GatewayCertificate(), { id, gatewayId, sha256, pem, from, until, ...by, registeredAt: at });
  }

  static stored(row: Omit<GatewayCertificate, 'confirm' | 'revoke' | 'state'>): GatewayCertificate {
    return Object.assign(new GatewayCertificate(), row);
  }

  /** In the words of its page: what never counted was withdrawn. */
  protected override notReady(step: string): Refusal {
    return new CertificateState(this.state === 'revoked' && this.confirmedAt === null ? 'withdrawn' : this.state, step);
  }
}
