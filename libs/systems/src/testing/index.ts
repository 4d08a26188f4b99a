export * from './a-certificate.js';
export * from './certificate-acts.js';
export { CertificateWorld } from './certificate-world.js';
export * from './gateway-acts.js';
export { GatewayWorld, UNTIL_SUMMER } from './gateway-world.js';
