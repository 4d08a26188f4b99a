export * from './activation-world.js';
