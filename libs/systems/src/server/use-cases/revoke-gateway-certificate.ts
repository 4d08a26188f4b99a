import { Injectable } from '@nestjs/common';
import { NotFound, NotPermitted, type Actor } from '@accord/kernel';
import { Changes, concerns, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { SYSTEMS_EVENTS, type GatewayId } from '../../contract/index.js';
import { GatewayRegister } from '../storage/gateway-register.js';

export interface RevokeGatewayCertificateInput {
  readonly id: string;
  readonly reason: string;
  readonly idempotencyKey?: string | undefined;
}

/** Ends one certificate of a gateway at once, or withdraws one that waits; whatever else the gateway presents goes on. */
@Injectable()
export class RevokeGatewayCertificate {
  constructor(
    private readonly transactions: Transactions,
    private readonly register: GatewayRegister,
    private readonly changes: Changes,
    private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, { id, reason, idempotencyKey }: RevokeGatewayCertificateInput): Promise<{ gatewayId: GatewayId }> {
    return this.transactions.run(actor, { act: 'gateway.certificate-revoke', subject: id, idempotencyKey, input: { id, reason } }, async (tx) => {
      const found = await this.register.lockWithCertificate(tx, id);
      if (found === null) throw new NotFound('certificate');
      const { gateway, certificate } = found;
      concerns(tx, { gatewayCode: gateway.code });
      demand(tx, 'revoke', 'Gateway', { localityIds: gateway.localityIds }, { reason });
      if (actor.personId === null) throw new NotPermitted('revoke');

      certificate.revoke(actor.personId, timeOf(tx), reason);

      await this.register.saveCertificates(tx, [certificate]);
      await this.changes.record(tx, { type: SYSTEMS_EVENTS.gatewayCertificateRevoked, subject: gateway.id, reason: reason.trim(), details: { code: gateway.code, sha256: certificate.sha256 } });
      await this.outbox.append(tx, { type: SYSTEMS_EVENTS.gatewayCertificateRevoked, subject: gateway.id });
      return { gatewayId: gateway.id };
    });
  }
}
