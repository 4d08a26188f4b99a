import { Injectable } from '@nestjs/common';
import { isId, NotFound, NotPermitted, type Actor } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { ImpactOfRevoking, SYSTEMS_EVENTS, type CertificateId } from '../../contract/index.js';
import { CertificateRegister } from '../storage/certificate-register.js';

export interface RevokeSystemCertificateInput {
  readonly id: string;
  readonly reason: string;
  /** Of what somebody was shown first. */
  readonly impactHash?: string | null | undefined;
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
    private readonly impact: ImpactOfRevoking,
  ) {}

  execute(actor: Actor, input: RevokeSystemCertificateInput): Promise<{ id: string }> {
    const { id, reason, impactHash, idempotencyKey } = input;
    return this.transactions.run(actor, { act: 'certificate.revoke', subject: id, idempotencyKey, input: { id, reason, impactHash } }, async (tx) => {
      const [certificate] = isId(id) ? await this.register.lock(tx, [id as CertificateId]) : [];
      if (certificate === undefined) throw new NotFound('certificate');
      const { consumerOdsCode, systemId, sha256, from, until, state } = certificate;
      demand(tx, 'revoke', 'SystemCertificate', { consumerOdsCode }, { reason });
      if (actor.personId === null) throw new NotPermitted('revoke');

      // What nobody has confirmed lets nobody ask.
      const compared = await this.impact.compared(tx, state === 'confirmed' ? { consumerOdsCode, systemId, from, until } : null, impactHash);
      certificate.revoke(actor.personId, timeOf(tx), reason);

      await this.register.save(tx, [certificate]);
      await this.changes.record(tx, { type: SYSTEMS_EVENTS.certificateRevoked, subject: id, odsCode: consumerOdsCode, reason: reason.trim(), details: { sha256, ...compared } });
      await this.outbox.append(tx, { type: SYSTEMS_EVENTS.certificateRevoked, subject: id, payload: { consumerOdsCode } });
      return { id };
    });
  }
}
