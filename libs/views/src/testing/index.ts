export * from './view-answers.js';
