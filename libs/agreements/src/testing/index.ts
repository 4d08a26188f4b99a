export * from './agreement-world.js';
export * from './places-and-people.js';
