import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { default: Sequencer } = require('@jest/test-sequencer');

/** What takes minutes begins first, so that nothing is left to wait for at the end; in a clean clone Jest knows no durations. */
const LONG = ['every-page.spec.ts', 'values.spec.ts', 'faults.spec.ts', 'matrix.spec.ts', 'chain-journey.spec.ts', 'enforcement-journey.spec.ts', 'two-organisations.spec.ts', 'amend-journey.spec.ts', 'campaign-journey.spec.ts', 'locality-journey.spec.ts',
  'schedules.spec.ts', 'tamper-proof.spec.ts', 'tamper-corpus.spec.ts', 'send-reminders.pg.spec.ts', 'directory-files.pg.spec.ts', 'publisher.pg.spec.ts'];
const rankOf = ({ path }) => (LONG.findIndex((name) => path.endsWith(name)) + LONG.length + 1) % (LONG.length + 1);

export default class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((one, other) => rankOf(one) - rankOf(other));
  }
}
