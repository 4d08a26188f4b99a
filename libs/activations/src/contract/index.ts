export * from './acts-of-activations.js';
export * from './coverage.js';
export * from './gate-standings.js';
export * from './gates.js';
export * from './messages.js';
export * from './next-step.js';
export * from './ready-to-go-live.js';
export * from './refusals.js';
