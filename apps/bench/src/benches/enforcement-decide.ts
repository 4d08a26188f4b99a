import { decide } from '@accord/enforcement';

import { type Bench, BenchFault } from '../bench.js';
import { national } from './national.js';
import { decided, paced } from './paced.js';
import { PairHash } from './peers/pair-hash.js';
import { questions } from './questions.js';

const ROUNDS = 201;
const BATCH = 4_000;
const COMPARED = 100_000;

export const enforcementDecide: Bench = {
  name: 'enforcement.decide',
  unit: 'decisions/s',
  peer: 'a bare open-addressing hash of the same pairs, asked by the same certificate and provider as text: it says which agreement, and nothing of dates, views, stops or freshness',
  async run(say) {
    const { world, book, at } = national(say);
    const hash = new PairHash(world);
    say(`comparing ${COMPARED} answers`);
    const references = [...new Set(world.facts.providers.map((row) => row.agreement))];
    for (const question of questions(world, COMPARED, 1)) {
      const found = references[hash.find(question.certificate, question.provider)] ?? null;
      const { agreement } = decide(question, book, at);
      if (agreement !== found) throw new BenchFault(`Accord names ${agreement} where the hash finds ${found}: ${question.consumer} asks ${question.provider}.`);
    }
    say(`measuring ${ROUNDS} rounds`);
    const { measured, permitted, asked } = await paced({ world }, ROUNDS, { product: BATCH, peer: BATCH }, decided(book, at), (batch) => {
      let found = 0;
      for (const question of batch) if (hash.find(question.certificate, question.provider) >= 0) found += 1;
      return found;
    });
    return { ...measured, size: { ...world.size, questions: asked, permitted, compared: COMPARED } };
  },
};
