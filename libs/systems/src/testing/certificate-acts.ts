import { Changes, Outbox, type Transactions } from '@accord/kernel/server';
import type { OrganisationDirectory } from '@accord/directory';
import type { ImpactOfConfirming, ImpactOfRevoking } from '../contract/index.js';
import '../server/abilities.js';
import { CertificateRegister } from '../server/storage/certificate-register.js';
import { ConfirmSystemCertificates } from '../server/use-cases/confirm-system-certificates.js';
import { RegisterSystemCertificates } from '../server/use-cases/register-system-certificates.js';
import { RevokeSystemCertificate } from '../server/use-cases/revoke-system-certificate.js';

/** What people do with certificates as they do it, for neighbours whose specs need them to come and go. */
export function certificateActs(transactions: Transactions, directory: OrganisationDirectory, impact: { readonly confirming: ImpactOfConfirming; readonly revoking: ImpactOfRevoking }) {
  const [register, changes, outbox] = [new CertificateRegister(), new Changes(), new Outbox()];
  return {
    registering: new RegisterSystemCertificates(transactions, register, directory, changes, outbox),
    confirming: new ConfirmSystemCertificates(transactions, register, changes, outbox, impact.confirming),
    revoking: new RevokeSystemCertificate(transactions, register, changes, outbox, impact.revoking),
  };
}
