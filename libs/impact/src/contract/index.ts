export * from './flipped-requests.js';
export * from './gates-spoken-of.js';
export * from './impact-of-act.js';
export * from './seen-in-short.js';
export * from './sharing-world.js';
export * from './world-after.js';
export { askedMoment, type Moment } from './asked-moment.js';
export type { Explanation, OfferedFix, Reading, Reason } from './explanation.js';
export { explanationLines } from './explanation-words.js';
