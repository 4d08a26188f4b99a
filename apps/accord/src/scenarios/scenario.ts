import type { Command } from 'commander';

/** A scenario adds its command below `accord scenario`, and hands its work to `run`, which turns faults into sentences and exit codes. */
export interface Scenario {
  register(scenario: Command, run: (work: () => Promise<number>) => Promise<never>): void;
}
