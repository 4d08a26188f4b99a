export * from './key-ring.js';
export * from './national-facts.js';
