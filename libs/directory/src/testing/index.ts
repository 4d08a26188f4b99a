export { OpeningsShown } from './openings-shown.js';
export * from './directory-answers.js';
export * from './directory-importing.js';
export * from './national-file.js';
