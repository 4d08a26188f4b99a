import { Summaries } from '@accord/publication/server';
import { seededWorld, SMALL_SIZE } from '@accord/tooling/server';

import type { Bench } from '../bench.js';
import { interleavedRounds } from '../interleaved-rounds.js';
import { loadedBook } from './loaded-book.js';
import { national } from './national.js';
import { decided } from './paced.js';
import { questions } from './questions.js';

const ROUNDS = 601;
const BATCH = 1_000;

/** What a hundred times the pairs costs: nothing but misses of the processor's cache, where nothing is searched through. */
export const enforcementScale: Bench = {
  name: 'enforcement.scale',
  unit: 'decisions/s',
  peer: 'the same code with a hundredth of the pairs',
  async run(say) {
    const { world, book, at } = national(say);
    const small = seededWorld(SMALL_SIZE);
    const smallBook = loadedBook(Summaries.of(small.facts), at);
    say(`measuring ${ROUNDS} rounds`);
    let [seed, permitted] = [1, 0];
    const side = (asked: typeof world, deciding: ReturnType<typeof decided>) => (): Promise<number> => {
      const batch = questions(asked, BATCH, seed += 1);
      const started = performance.now();
      permitted += deciding(batch);
      return Promise.resolve(BATCH / ((performance.now() - started) / 1000));
    };
    const measured = await interleavedRounds(ROUNDS, side(world, decided(book, at)), side(small, decided(smallBook, at)));
    return { ...measured, size: { pairs: world.size.pairs, peerPairs: smallBook.pairs, questions: 2 * (ROUNDS + 1) * BATCH, permitted } };
  },
};
