import type { Changes, Outbox, Transactions } from '@accord/kernel/server';
import '../server/abilities.js';
import { GatewayRegister } from '../server/storage/gateway-register.js';
import { ConfirmGateway } from '../server/use-cases/confirm-gateway.js';
import { ConfirmGatewayCertificate } from '../server/use-cases/confirm-gateway-certificate.js';
import { RegisterGateway } from '../server/use-cases/register-gateway.js';
import { RegisterGatewayCertificate } from '../server/use-cases/register-gateway-certificate.js';
import { RevokeGateway } from '../server/use-cases/revoke-gateway.js';
import { RevokeGatewayCertificate } from '../server/use-cases/revoke-gateway-certificate.js';

/** What people do with gateways and their certificates as they do it. */
export function gatewayActs(transactions: Transactions, changes: Changes, outbox: Outbox) {
  const parts = [transactions, new GatewayRegister(), changes, outbox] as const;
  return {
    registering: new RegisterGateway(...parts), confirming: new ConfirmGateway(...parts), revoking: new RevokeGateway(...parts),
    registeringCertificate: new RegisterGatewayCertificate(...parts), confirmingCertificate: new ConfirmGatewayCertificate(...parts), revokingCertificate: new RevokeGatewayCertificate(...parts),
  };
}
