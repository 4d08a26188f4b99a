import { Injectable } from '@nestjs/common';
import { isId, NotFound, NotPermitted, type Actor } from '@accord/kernel';
import { Changes, concerns, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { SYSTEMS_EVENTS, type GatewayId } from '../../contract/index.js';
import { GatewayCertificateWithdrawn } from '../domain/refusals.js';
import { GatewayRegister } from '../storage/gateway-register.js';

export interface ConfirmGatewayInput {
  readonly id: string;
  readonly expectedVersion: number;
  readonly idempotencyKey?: string | undefined;
}

/** Confirms, as the second person, a gateway that somebody else registered. */
@Injectable()
export class ConfirmGateway {
  constructor(
    private readonly transactions: Transactions,
    private readonly register: GatewayRegister,
    private readonly changes: Changes,
    private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, input: ConfirmGatewayInput): Promise<{ id: string }> {
    const { idempotencyKey, ...asked } = input;
    return this.transactions.run(actor, { act: 'gateway.confirm', subject: input.id, idempotencyKey, input: asked }, async (tx) => {
      const gateway = isId(input.id) ? await this.register.lock(tx, input.id as GatewayId) : null;
      if (gateway !== null) concerns(tx, { gatewayCode: gateway.code });
      demand(tx, 'confirm', 'Gateway');
      if (actor.personId === null) throw new NotPermitted('confirm');
      if (gateway === null) throw new NotFound('gateway');

      gateway.confirm(actor.personId, timeOf(tx), input.expectedVersion);
      // What it was registered with, it is confirmed with.
      const first = (await this.register.certificatesOf(tx, gateway.id)).filter(({ state }) => state === 'registered');
      if (first.length === 0) throw new GatewayCertificateWithdrawn();
      for (const certificate of first) certificate.confirm(actor.personId, timeOf(tx), certificate.version);

      await this.register.save(tx, gateway);
      await this.register.saveCertificates(tx, first);
      await this.changes.record(tx, { type: SYSTEMS_EVENTS.gatewayConfirmed, subject: gateway.id, details: { code: gateway.code } });
      await this.outbox.append(tx, { type: SYSTEMS_EVENTS.gatewayConfirmed, subject: gateway.id });
      return { id: gateway.id };
    });
  }
}
