import type { Scenario } from './scenario.js';

/** Every scenario that `accord scenario` knows. */
export const SCENARIOS: readonly Scenario[] = [];
