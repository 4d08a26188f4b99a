export * from './impact-answers.js';
export * from './random-sharing.js';
export * from './sharing-by-hand.js';
