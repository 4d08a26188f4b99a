export * from './directory-answers.js';
export * from './national-file.js';
