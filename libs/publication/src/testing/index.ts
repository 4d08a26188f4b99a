export * from './found-trust.js';
export * from './key-ring.js';
export * from './national-facts.js';
export * from './memory-repository.js';
export * from './arranged-sharing.js';
export * from './test-certificates.js';
export * from './published-sharing.js';
export * from './key-holders.js';
