import { Injectable } from '@nestjs/common';
import { NotFound, NotPermitted, type Actor } from '@accord/kernel';
import { Changes, concerns, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { SYSTEMS_EVENTS, type GatewayId } from '../../contract/index.js';
import { GatewayRegister } from '../storage/gateway-register.js';

export interface ConfirmGatewayCertificateInput {
  readonly id: string;
  readonly expectedVersion: number;
  readonly idempotencyKey?: string | undefined;
}

/** Confirms, as the second person, a further certificate of a gateway. From now on the gateway is known by it, and by those before until they end. */
@Injectable()
export class ConfirmGatewayCertificate {
  constructor(
    private readonly transactions: Transactions,
    private readonly register: GatewayRegister,
    private readonly changes: Changes,
    private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, { idempotencyKey, ...input }: ConfirmGatewayCertificateInput): Promise<{ gatewayId: GatewayId }> {
    return this.transactions.run(actor, { act: 'gateway.certificate-confirm', subject: input.id, idempotencyKey, input }, async (tx) => {
      const found = await this.register.lockWithCertificate(tx, input.id);
      if (found !== null) concerns(tx, { gatewayCode: found.gateway.code });
      demand(tx, 'confirm', 'Gateway');
      if (actor.personId === null) throw new NotPermitted('confirm');
      if (found === null) throw new NotFound('certificate');
      const { gateway, certificate } = found;

      gateway.demandInForce();
      certificate.confirm(actor.personId, timeOf(tx), input.expectedVersion);

      await this.register.saveCertificates(tx, [certificate]);
      await this.changes.record(tx, { type: SYSTEMS_EVENTS.gatewayCertificateConfirmed, subject: gateway.id, details: { code: gateway.code, sha256: certificate.sha256 } });
      await this.outbox.append(tx, { type: SYSTEMS_EVENTS.gatewayCertificateConfirmed, subject: gateway.id });
      return { gatewayId: gateway.id };
    });
  }
}
