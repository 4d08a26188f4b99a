export * from './agreement-document.js';
export * from './evidence-commands.js';
export * from './document-report.js';
export * from './evidence-states.js';
export * from './findings.js';
export * from './messages.js';
export * from './moment-of-signing.js';
export * from './refusals.js';
