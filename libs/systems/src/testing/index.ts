export * from './a-certificate.js';
export * from './certificate-acts.js';
export * from './gateway-acts.js';
export { GatewayWorld, UNTIL_SUMMER } from './gateway-world.js';
