import { Injectable } from '@nestjs/common';
import { isId, NotFound, NotPermitted, type Actor } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { SYSTEMS_EVENTS, type CertificateId } from '../../contract/index.js';
import { CertificateRegister } from '../storage/certificate-register.js';

export interface RevokeSystemCertificateInput {
  readonly id: string;
  readonly reason: string;
  readonly idempotencyKey?: string | undefined;
}

/** Ends a certificate at once. One person is enough, and a stale form does not stop it: it narrows (R5). */
@Injectable()
export class RevokeSystemCertificate {
  constructor(
    private readonly transactions: Transactions,
    private readonly register: CertificateRegister,
    private readonly changes: Changes,
    private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, input: RevokeSystemCertificateInput): Promise<{ id: string }> {
    const { id, reason, idempotencyKey } = input;
    return this.transactions.run(actor, { act: 'certificate.revoke', subject: id, idempotencyKey, input: { id, reason } }, async (tx) => {
      const [certificate] = isId(id) ? await this.register.lock(tx, [id as CertificateId]) : [];
      if (certificate === undefined) throw new NotFound('certificate');
      const { consumerOdsCode, sha256 } = certificate;
      demand(tx, 'revoke', 'SystemCertificate', { consumerOdsCode }, { reason });
      if (actor.personId === null) throw new NotPermitted('revoke');

      certificate.revoke(actor.personId, timeOf(tx), reason);

      await this.register.save(tx, [certificate]);
      await this.changes.record(tx, { type: SYSTEMS_EVENTS.certificateRevoked, subject: id, odsCode: consumerOdsCode, reason: reason.trim(), details: { sha256 } });
      await this.outbox.append(tx, { type: SYSTEMS_EVENTS.certificateRevoked, subject: id, payload: { consumerOdsCode } });
      return { id };
    });
  }
}
