export * from './events.js';
export * from './feed-purpose.js';
export * from './ids.js';
export * from './impact-of-confirming.js';
export * from './impact-of-revoking.js';
export * from './messages.js';
