export * from './installation.js';
export * from './people-answers.js';
export * from './visitor.js';
