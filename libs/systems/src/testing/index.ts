export * from './a-certificate.js';
export * from './certificate-acts.js';
