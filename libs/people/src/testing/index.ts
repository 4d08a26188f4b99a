export * from './installation.js';
export * from './visitor.js';
