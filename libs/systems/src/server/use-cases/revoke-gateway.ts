import { Injectable } from '@nestjs/common';
import { isId, NotFound, NotPermitted, type Actor } from '@accord/kernel';
import { Changes, concerns, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { SYSTEMS_EVENTS, type GatewayId } from '../../contract/index.js';
import { GatewayRegister } from '../storage/gateway-register.js';

export interface RevokeGatewayInput {
  readonly id: string;
  readonly reason: string;
  readonly idempotencyKey?: string | undefined;
}

/** Quarantines a gateway: it and its certificates are believed no more. Completes no withdrawal: what it holds, it may go on using. */
@Injectable()
export class RevokeGateway {
  constructor(
    private readonly transactions: Transactions,
    private readonly register: GatewayRegister,
    private readonly changes: Changes,
    private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, input: RevokeGatewayInput): Promise<{ id: string }> {
    const { id, reason, idempotencyKey } = input;
    return this.transactions.run(actor, { act: 'gateway.revoke', subject: id, idempotencyKey, input: { id, reason } }, async (tx) => {
      const gateway = isId(id) ? await this.register.lock(tx, id as GatewayId) : null;
      if (gateway === null) throw new NotFound('gateway');
      concerns(tx, { gatewayCode: gateway.code });
      demand(tx, 'revoke', 'Gateway', { localityIds: gateway.localityIds }, { reason });
      if (actor.personId === null) throw new NotPermitted('revoke');

      gateway.revoke(actor.personId, timeOf(tx), reason);
      const held = (await this.register.certificatesOf(tx, gateway.id)).filter(({ state }) => state !== 'revoked');
      for (const certificate of held) certificate.revoke(actor.personId, timeOf(tx), reason);

      await this.register.save(tx, gateway);
      await this.register.saveCertificates(tx, held);
      await this.changes.record(tx, { type: SYSTEMS_EVENTS.gatewayRevoked, subject: gateway.id, reason: reason.trim(), details: { code: gateway.code } });
      await this.outbox.append(tx, { type: SYSTEMS_EVENTS.gatewayRevoked, subject: gateway.id });
      return { id: gateway.id };
    });
  }
}
