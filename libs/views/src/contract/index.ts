export * from './messages.js';
export * from './services.js';
export * from './view-set-proposals.js';
export * from './view-sets.js';
