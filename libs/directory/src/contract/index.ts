export * from './directory-import.js';
export * from './file-faults.js';
export * from './import-verdict.js';
export * from './live-sharing.js';
export * from './messages.js';
export * from './organisation.js';
export * from './questions.js';
export * from './report-lines.js';
