export * from './visitor.js';
