import { NATIONAL_SIZE, seededWorld } from '@accord/tooling/server';

import { type Bench, BenchFault } from '../bench.js';
import { compareThree } from './agreement-of-three.js';

const ASKED = 1_000_000;

/** Speed means nothing where answers differ: a million random questions, at random instants, to the library, to SQL and to Cedar. */
export const enforcementAgree: Bench = {
  name: 'enforcement.agree',
  unit: 'differences',
  peer: null,
  async run(say) {
    say('making the seeded world');
    const { differences, permits, asked, examples } = await compareThree(seededWorld(NATIONAL_SIZE), ASKED, say);
    for (const example of examples) say(example);
    if (permits === 0 || permits === asked) throw new BenchFault(`Of ${asked} questions ${permits} were permitted: that compares nothing.`);
    return { value: differences, peerValue: null, rounds: 1, statistic: 'every difference counted', size: { questions: asked, permitted: permits } };
  },
};
