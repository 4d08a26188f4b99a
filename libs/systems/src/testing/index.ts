export * from './a-certificate.js';
