import { Global, Module } from '@nestjs/common';
import { nameConstraints } from '@accord/kernel/server';
import { SYSTEMS_MESSAGES } from '../contract/index.js';
import './abilities.js';
import { GatewaysResolver } from './graphql/gateways.resolver.js';
import { SystemCertificatesResolver } from './graphql/system-certificates.resolver.js';
import { CertificateRegister } from './storage/certificate-register.js';
import { GatewayRegister } from './storage/gateway-register.js';
import { ConfirmGateway } from './use-cases/confirm-gateway.js';
import { ConfirmGatewayCertificate } from './use-cases/confirm-gateway-certificate.js';
import { ConfirmSystemCertificates } from './use-cases/confirm-system-certificates.js';
import { RegisterGateway } from './use-cases/register-gateway.js';
import { RegisterGatewayCertificate } from './use-cases/register-gateway-certificate.js';
import { RegisterSystemCertificates } from './use-cases/register-system-certificates.js';
import { RevokeGateway } from './use-cases/revoke-gateway.js';
import { RevokeGatewayCertificate } from './use-cases/revoke-gateway-certificate.js';
import { RevokeSystemCertificate } from './use-cases/revoke-system-certificate.js';

/** In the same words, whoever has it: the asker may not be told more. */
const KNOWN = ['CERTIFICATE_KNOWN', SYSTEMS_MESSAGES.CERTIFICATE_KNOWN] as const;

nameConstraints({
  certificate_of_one_machine: KNOWN,
  certificate_of_one_system: KNOWN,
  gateway_certificate_sha256_key: KNOWN,
  gateway_code_key: ['GATEWAY_CODE_TAKEN', 'This code has just been given to another gateway. Choose another.'],
  system_certificate_four_eyes: ['SAME_PERSON', 'Somebody else confirms a certificate than registered it.'],
  gateway_certificate_four_eyes: ['SAME_PERSON', 'Somebody else confirms a certificate than registered it.'],
  gateway_certificate_one_waits: ['GATEWAY_CERTIFICATE_WAITS', 'Another certificate of this gateway has just been registered and waits for a second person.'],
  gateway_takes_certificate: ['NOT_READY', 'This gateway has just been revoked.'],
  gateway_four_eyes: ['SAME_PERSON', 'Somebody else confirms a gateway than registered it.'],
});

const ACTS = [
  RegisterSystemCertificates, ConfirmSystemCertificates, RevokeSystemCertificate, RegisterGateway, ConfirmGateway, RevokeGateway,
  RegisterGatewayCertificate, ConfirmGatewayCertificate, RevokeGatewayCertificate,
];

/** Needs `ImpactOfConfirming` and `ImpactOfRevoking` bound by the application. */
@Global()
@Module({
  providers: [
    CertificateRegister, GatewayRegister, ...ACTS, SystemCertificatesResolver, GatewaysResolver,
  ],
  exports: ACTS,
})
export class SystemsModule {}
