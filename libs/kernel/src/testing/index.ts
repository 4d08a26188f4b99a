export * from './attempt.js';
export * from './fixed-clock.js';
export * from './test-database.js';
