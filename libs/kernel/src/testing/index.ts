export * from './attempt.js';
export * from './dice.js';
export * from './fixed-clock.js';
export * from './test-database.js';
