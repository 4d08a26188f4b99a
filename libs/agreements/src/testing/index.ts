export * from './agreement-world.js';
export * from './attempt.js';
export * from './places-and-people.js';
