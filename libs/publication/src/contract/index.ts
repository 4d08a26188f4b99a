export * from './gateway-standing.js';
export * from './messages.js';
