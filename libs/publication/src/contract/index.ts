export * from './finding.js';
export * from './gateway-standing.js';
export * from './messages.js';
export * from './statement-messages.js';
export * from './keys-due.js';
