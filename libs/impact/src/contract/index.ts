export * from './seen-in-short.js';
