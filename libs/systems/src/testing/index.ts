export * from './a-certificate.js';
export * from './certificate-acts.js';
export { CertificateWorld } from './certificate-world.js';
export { EarlierDatabase } from './earlier-database.js';
export * from './gateway-acts.js';
export { GatewayWorld, UNTIL_SUMMER } from './gateway-world.js';
