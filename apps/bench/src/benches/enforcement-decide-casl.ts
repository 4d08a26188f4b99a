import type { Bench } from '../bench.js';
import { national } from './national.js';
import { decided, paced } from './paced.js';
import { CaslAbilities } from './peers/casl-abilities.js';
import { questions } from './questions.js';
import { demandSameAnswers } from './same-answers.js';

const ROUNDS = 301;
const BATCH = 1_000;
const COMPARED = 50_000;

export const enforcementDecideCasl: Bench = {
  name: 'enforcement.decide-casl',
  unit: 'decisions/s',
  peer: 'CASL 7: an ability for each consumer, the provider as the type of subject, the view as the action, no dates',
  async run(say) {
    const { world, book, at } = national(say);
    say('making the abilities');
    const abilities = new CaslAbilities(world);
    say(`comparing ${COMPARED} answers`);
    demandSameAnswers(questions(world, COMPARED, 1), book, at, (question) => abilities.permits(question));
    say(`measuring ${ROUNDS} rounds`);
    const { measured, permitted, asked } = await paced({ world }, ROUNDS, { product: BATCH, peer: BATCH }, decided(book, at), (batch) => {
      let permits = 0;
      for (const question of batch) if (abilities.permits(question)) permits += 1;
      return permits;
    });
    return { ...measured, size: { ...world.size, questions: asked, permitted, compared: COMPARED } };
  },
};
