export * from './activation-world.js';
export { LocalityCoverageReader } from '../server/read-models/locality-coverage.js';
export { LocalityReadinessReader } from '../server/read-models/locality-readiness.js';
