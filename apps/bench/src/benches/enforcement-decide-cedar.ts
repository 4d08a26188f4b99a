import type { Bench } from '../bench.js';
import { national } from './national.js';
import { decided, paced } from './paced.js';
import { CedarPolicy } from './peers/cedar-policy.js';
import { questions } from './questions.js';
import { demandSameAnswers } from './same-answers.js';

const ROUNDS = 101;
const BATCH = { product: 1_000, peer: 50 };
const COMPARED = 5_000;

export const enforcementDecideCedar: Bench = {
  name: 'enforcement.decide-cedar',
  unit: 'decisions/s',
  peer: 'cedar-wasm: one policy parsed beforehand; the pair is found for it and handed over with each question',
  async run(say) {
    const { world, book, at } = national(say);
    const cedar = new CedarPolicy(world);
    say(`comparing ${COMPARED} answers`);
    demandSameAnswers(questions(world, COMPARED, 1), book, at, (question) => cedar.permits(question, at));
    say(`measuring ${ROUNDS} rounds`);
    const { measured, permitted, asked } = await paced({ world }, ROUNDS, BATCH, decided(book, at), (batch) => {
      let permits = 0;
      for (const question of batch) if (cedar.permits(question, at)) permits += 1;
      return permits;
    });
    return { ...measured, size: { ...world.size, questions: asked, permitted, compared: COMPARED } };
  },
};
