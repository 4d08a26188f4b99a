export * from './gates.js';
export * from './messages.js';
export * from './refusals.js';
