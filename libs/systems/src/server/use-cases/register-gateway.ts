import { Injectable } from '@nestjs/common';
import { InvalidInput, newId, type Actor } from '@accord/kernel';
import { Changes, demand, Outbox, timeOf, Transactions } from '@accord/kernel/server';
import { SYSTEMS_EVENTS, type GatewayId } from '../../contract/index.js';
import { Gateway } from '../domain/gateway.js';
import { GatewayCertificate } from '../domain/gateway-certificate.js';
import { PresentedCertificate } from '../domain/presented-certificate.js';
import { CertificateKnown, GatewayCodeTaken, UnknownLocality } from '../domain/refusals.js';
import { registrarOf } from '../domain/registrar.js';
import { GatewayRegister } from '../storage/gateway-register.js';

export interface RegisterGatewayInput {
  /** Two to sixty-three small letters, digits and hyphens. */
  readonly code: string;
  readonly name: string;
  readonly pem: string;
  /** Codes of the localities it will serve. */
  readonly localityCodes: readonly string[];
  readonly idempotencyKey?: string | undefined;
}

/** Registers a gateway. It is served nothing until a second person has confirmed it. */
@Injectable()
export class RegisterGateway {
  constructor(
    private readonly transactions: Transactions,
    private readonly register: GatewayRegister,
    private readonly changes: Changes,
    private readonly outbox: Outbox,
  ) {}

  execute(actor: Actor, input: RegisterGatewayInput): Promise<{ id: GatewayId; version: number }> {
    const { idempotencyKey, ...asked } = input;
    return this.transactions.run(actor, { act: 'gateway.register', subject: input.code, idempotencyKey, input: asked }, async (tx) => {
      demand(tx, 'register', 'Gateway');
      const by = registrarOf(actor);
      const name = input.name.trim();
      if (name === '' || name.length > 200) throw new InvalidInput('name', 'write 1 to 200 characters');
      const certificate = PresentedCertificate.read(input.pem, 'gateway', timeOf(tx));
      const codes = [...new Set(input.localityCodes.map((code) => code.trim().toUpperCase()))];
      const localities = await this.register.localityIds(tx, codes);
      const unknown = codes.find((code) => !localities.has(code));
      if (unknown !== undefined) throw new UnknownLocality(unknown);

      const gateway = Gateway.registered(newId(timeOf(tx)), input.code.trim(), name, [...localities.values()], by, timeOf(tx));
      if (await this.register.isCodeTaken(tx, gateway.code)) throw new GatewayCodeTaken(gateway.code);
      if (await this.register.isKnown(tx, certificate.sha256)) throw new CertificateKnown();

      await this.register.add(tx, gateway);
      await this.register.addCertificate(tx, GatewayCertificate.registered(newId(timeOf(tx)), gateway.id, certificate, by, timeOf(tx)));
      const { id, version } = gateway;
      await this.changes.record(tx, { type: SYSTEMS_EVENTS.gatewayRegistered, subject: id, details: { code: gateway.code, sha256: certificate.sha256, localities: codes } });
      await this.outbox.append(tx, { type: SYSTEMS_EVENTS.gatewayRegistered, subject: id });
      return { id, version };
    });
  }
}
