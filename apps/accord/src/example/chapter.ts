import type { ExampleStage } from './example-stage.js';

export interface Course {
  /** Waits until everything before that day has happened in the other localities; asked before whatever changes who sees what. */
  readonly reached: (daysAgo: number) => Promise<void>;
  /** Publishes what has changed, the moment after: at the end of that working day unless told. */
  readonly published: (daysAgo: number, time?: string) => Promise<void>;
}

/**
 * What happened in one locality, in its order. What falls on a weekend is done on the Monday after: an act two days before a publication, or
 * nearer, is earlier in the day as well, so that the order is the same on whatever day the example begins.
 */
export type Chapter = (stage: ExampleStage, course: Course) => Promise<void>;

export const PURPOSE = 'Direct care of patients by services that see them outside their practice';
