import type { OdsCode } from '@accord/kernel';
import type { CertificateId, ConsumerSystemId } from '../../contract/index.js';
import type { PresentedCertificate } from './presented-certificate.js';
import type { Registrar } from './registrar.js';
import { RegisteredCertificate } from './registration.js';

/** What a consumer system presents. */
export class SystemCertificate extends RegisteredCertificate {
  readonly id!: CertificateId;
  readonly systemId!: ConsumerSystemId;
  readonly consumerOdsCode!: OdsCode;
  readonly subject!: string;

  private constructor() { super(); }

  static registered(
    id: CertificateId, of: { systemId: ConsumerSystemId; consumerOdsCode: OdsCode }, certificate: PresentedCertificate, by: Registrar, at: Date,
  ): SystemCertificate {
    const { sha256, pem, subject, from, until } = certificate;
    return Object.assign(new SystemCertificate(), { id, ...of, sha256, pem, subject, from, until, ...by, registeredAt: at });
  }

  static stored(row: Omit<SystemCertificate, 'confirm' | 'revoke' | 'state'>): SystemCertificate {
    return Object.assign(new SystemCertificate(), row);
  }
}
