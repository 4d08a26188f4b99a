export * from './canonical-json.js';
export * from './format.js';
export * from './refusals.js';
export * from './seal.js';
