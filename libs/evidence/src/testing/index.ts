export * from './evidence-at-hand.js';
export * from './an-agreement-document.js';
export * from './key-pairs.js';
export * from './pdf-builder.js';
export * from './register-in-sql.js';
export * from './a-world.js';
