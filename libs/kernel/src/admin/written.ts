export * from '../contract/written.js';
