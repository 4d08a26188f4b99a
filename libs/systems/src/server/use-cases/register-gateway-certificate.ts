import { Injectable } from '@nestjs/common';
import { isId, newId, NotFound, type Actor } from '@accord/kernel';
import { Changes, concerns, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { SYSTEMS_EVENTS, type GatewayId } from '../../contract/index.js';
import { GatewayCertificate } from '../domain/gateway-certificate.js';
import { PresentedCertificate } from '../domain/presented-certificate.js';
import { CertificateKnown, GatewayCertificateWaits } from '../domain/refusals.js';
import { registrarOf } from '../domain/registrar.js';
import { GatewayRegister } from '../storage/gateway-register.js';

export interface RegisterGatewayCertificateInput {
  readonly gatewayId: string;
  readonly pem: string;
  readonly idempotencyKey?: string | undefined;
}

/** Registers the next certificate of a gateway in force, so that it is renewed without a gap. It counts once a second person has confirmed it. */
@Injectable()
export class RegisterGatewayCertificate {
  constructor(
    private readonly transactions: Transactions,
    private readonly register: GatewayRegister,
    private readonly changes: Changes,
    private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, { idempotencyKey, ...input }: RegisterGatewayCertificateInput): Promise<{ id: string }> {
    return this.transactions.run(actor, { act: 'gateway.certificate-register', subject: input.gatewayId, idempotencyKey, input }, async (tx) => {
      const gateway = isId(input.gatewayId) ? await this.register.lock(tx, input.gatewayId as GatewayId) : null;
      if (gateway !== null) concerns(tx, { gatewayCode: gateway.code });
      demand(tx, 'register', 'Gateway');
      const by = registrarOf(actor);
      if (gateway === null) throw new NotFound('gateway');
      gateway.demandInForce();
      const presented = PresentedCertificate.read(input.pem, 'gateway', timeOf(tx));
      if (await this.register.isKnown(tx, presented.sha256)) throw new CertificateKnown();
      if ((await this.register.certificatesOf(tx, gateway.id)).some(({ state }) => state === 'registered')) throw new GatewayCertificateWaits();

      const certificate = GatewayCertificate.registered(newId(timeOf(tx)), gateway.id, presented, by, timeOf(tx));

      await this.register.addCertificate(tx, certificate);
      const { id, sha256, until } = certificate;
      await this.changes.record(tx, { type: SYSTEMS_EVENTS.gatewayCertificateRegistered, subject: gateway.id, details: { code: gateway.code, sha256, until } });
      await this.outbox.append(tx, { type: SYSTEMS_EVENTS.gatewayCertificateRegistered, subject: gateway.id });
      return { id };
    });
  }
}
