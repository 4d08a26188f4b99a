export * from './home-answers.js';
