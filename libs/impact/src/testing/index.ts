export * from './impact-answers.js';
