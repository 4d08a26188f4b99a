export * from './addresses.js';
export * from './in-tray.js';
export { thingSentence } from './messages.js';
export * from './standing.js';
export * from './waiting.js';
