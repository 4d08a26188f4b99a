export * from './commands.js';
export * from './evidence-to-verify.js';
export * from './ids.js';
export * from './in-force.js';
export * from './messages.js';
export * from './refusals.js';
export * from './states.js';
export * from './terms.js';
