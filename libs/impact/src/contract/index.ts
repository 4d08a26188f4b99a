export * from './flipped-requests.js';
export * from './impact-of-act.js';
export * from './seen-in-short.js';
export * from './sharing-world.js';
export * from './world-after.js';
