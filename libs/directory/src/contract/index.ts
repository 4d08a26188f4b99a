export * from './file-faults.js';
export * from './import-verdict.js';
export * from './organisation.js';
