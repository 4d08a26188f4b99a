import { demandVersion, SamePerson, type PersonId, type Refusal } from '@accord/kernel';
import type { PresentedCertificate } from './presented-certificate.js';
import { CertificateExpired, CertificateState } from './refusals.js';

/** What one person registers, a second one confirms, and somebody may revoke for good. */
export abstract class Registration {
  /** Null where the operator registered it at the command line. */
  readonly registeredBy!: PersonId | null;
  readonly registeredByOperator!: string | null;
  readonly registeredAt!: Date;
  readonly confirmedBy: PersonId | null = null;
  readonly confirmedAt: Date | null = null;
  readonly revokedBy: PersonId | null = null;
  readonly revokedAt: Date | null = null;
  readonly revokedReason: string | null = null;
  readonly version: number = 1;

  get state(): 'registered' | 'confirmed' | 'revoked' {
    if (this.revokedAt !== null) return 'revoked';
    return this.confirmedAt === null ? 'registered' : 'confirmed';
  }

  confirm(by: PersonId, at: Date, expectedVersion: number): void {
    if (this.state !== 'registered') throw this.notReady('confirmed');
    demandVersion(expectedVersion, this.version);
    if (by === this.registeredBy) throw new SamePerson('confirm');
    this.demandConfirmable(at);
    this.become({ confirmedBy: by, confirmedAt: at });
  }

  /** Nothing can block it, not even a stale form: it narrows. What still waits is withdrawn by it. */
  revoke(by: PersonId, at: Date, reason: string): void {
    if (this.state === 'revoked') throw this.notReady('revoked');
    this.become({ revokedBy: by, revokedAt: at, revokedReason: reason.trim() });
  }

  /** The refusal of a step that its state does not allow. */
  protected abstract notReady(step: string): Refusal;

  /** Throws where confirming it would be for nothing. */
  protected demandConfirmable(_at: Date): void { /* Nothing more is asked. */ }

  private become(change: Partial<Registration>): void {
    Object.assign(this, change, { version: this.version + 1 });
  }
}

/** A certificate that a machine presents. It counts once it is confirmed, until it ends or is revoked. */
export abstract class RegisteredCertificate extends Registration implements Pick<PresentedCertificate, 'sha256' | 'pem' | 'from' | 'until'> {
  readonly sha256!: string;
  readonly pem!: string;
  readonly from!: Date;
  readonly until!: Date;

  protected override notReady(step: string): Refusal {
    return new CertificateState(this.state, step);
  }

  protected override demandConfirmable(at: Date): void {
    if (this.until <= at) throw new CertificateExpired(this.until);
  }
}
