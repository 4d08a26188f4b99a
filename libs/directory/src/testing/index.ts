export * from './national-file.js';
