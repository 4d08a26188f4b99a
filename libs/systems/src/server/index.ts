export { systemsAbilities } from './abilities.js';
export { ConsumerCertificatesInSql, GatewaysInSql } from './read-models/answered-questions.js';
export { SystemsModule } from './systems.module.js';
export { ConfirmGateway } from './use-cases/confirm-gateway.js';
export { ConfirmSystemCertificates } from './use-cases/confirm-system-certificates.js';
export { RegisterGateway } from './use-cases/register-gateway.js';
export { RegisterSystemCertificates, type RegisteredCertificate } from './use-cases/register-system-certificates.js';
export { RevokeGateway } from './use-cases/revoke-gateway.js';
export { RevokeSystemCertificate } from './use-cases/revoke-system-certificate.js';
