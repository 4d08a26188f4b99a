import type { Scenario } from './scenario.js';

/** Every scenario that `accord scenario` knows. */
export const SCENARIOS: readonly Scenario[] = [
  {
    register(scenario, run) {
      scenario.command('national <file>').description('the main job on a national file, in a throw-away installation')
        .option('--serve', 'stay up afterwards, so that others can ask it')
        .action((file: string, options: { serve?: boolean }) => run(async () => {
          const { national } = await import('./national/national.js'); // what start need not load
          return national(file, options);
        }));
    },
  },
];
