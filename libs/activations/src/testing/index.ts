export * from './activation-world.js';
export { LocalityCoverageReader } from '../server/read-models/locality-coverage.js';
export { LocalityReadinessReader } from '../server/read-models/locality-readiness.js';
export * from './cheats.js';
export * from './many-hands.js';
export * from './rules-kept.js';
