import { demandVersion, SamePerson, type OdsCode, type PersonId } from '@accord/kernel';
import type { CertificateId, ConsumerSystemId } from '../../contract/index.js';
import type { PresentedCertificate } from './presented-certificate.js';
import { CertificateState } from './refusals.js';
import type { Registrar } from './registrar.js';

/** A consumer system's certificate. It counts once a second person has confirmed it, until it ends or is revoked. */
export class SystemCertificate {
  readonly id!: CertificateId;
  readonly systemId!: ConsumerSystemId;
  readonly consumerOdsCode!: OdsCode;
  readonly sha256!: string;
  readonly pem!: string;
  readonly subject!: string;
  readonly from!: Date;
  readonly until!: Date;
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

  private constructor() {}

  static registered(
    id: CertificateId, of: { systemId: ConsumerSystemId; consumerOdsCode: OdsCode }, certificate: PresentedCertificate, by: Registrar, at: Date,
  ): SystemCertificate {
    const { sha256, pem, subject, from, until } = certificate;
    return Object.assign(new SystemCertificate(), { id, ...of, sha256, pem, subject, from, until, ...by, registeredAt: at });
  }

  static stored(row: Omit<SystemCertificate, 'confirm' | 'revoke' | 'state'>): SystemCertificate {
    return Object.assign(new SystemCertificate(), row);
  }

  get state(): 'registered' | 'confirmed' | 'revoked' {
    if (this.revokedAt !== null) return 'revoked';
    return this.confirmedAt === null ? 'registered' : 'confirmed';
  }

  confirm(by: PersonId, at: Date, expectedVersion: number): void {
    if (this.state !== 'registered') throw new CertificateState(this.state, 'confirmed');
    demandVersion(expectedVersion, this.version);
    if (by === this.registeredBy) throw new SamePerson('confirm');
    this.become({ confirmedBy: by, confirmedAt: at });
  }

  /** Nothing can block it, not even a stale form: it narrows. */
  revoke(by: PersonId, at: Date, reason: string): void {
    if (this.state === 'revoked') throw new CertificateState(this.state, 'revoked');
    this.become({ revokedBy: by, revokedAt: at, revokedReason: reason.trim() });
  }

  private become(change: Partial<SystemCertificate>): void {
    Object.assign(this, change, { version: this.version + 1 });
  }
}
