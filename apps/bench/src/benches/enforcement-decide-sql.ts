import { type Book, decide } from '@accord/enforcement';

import { type Bench, BenchFault } from '../bench.js';
import { interleavedRounds } from '../interleaved-rounds.js';
import { secondsOf } from '../stopwatch.js';
import { national } from './national.js';
import { PairTable } from './pair-table.js';
import { type Question, questions } from './questions.js';

const ROUNDS = 7;
const ASKED_OF_THE_LIBRARY = 200_000;
const ASKED_OF_SQL = 4_000;
const COMPARED = 4_000;

/** Both sides have to say the same to every question, or one of them is fast at being wrong. */
async function agree(asked: readonly Question[], book: Book, table: PairTable, at: number): Promise<void> {
  let permits = 0;
  for (const question of asked) {
    const ours = decide(question, book, at);
    const theirs = await table.answer(question, at);
    if ((ours.decision === 'permit') !== theirs.permit || (theirs.permit && ours.agreement !== theirs.agreement)) {
      throw new BenchFault(`Accord says ${ours.decision} (${ours.reason}, ${ours.agreement}) where SQL says ${theirs.permit ? 'permit' : 'refuse'} (${theirs.agreement}): `
        + `${question.consumer} asks ${question.provider} for ${question.views.join(', ')}.`);
    }
    if (theirs.permit) permits += 1;
  }
  if (permits === 0 || permits === asked.length) throw new BenchFault(`Of ${asked.length} questions ${permits} were permitted: that compares nothing.`);
}

export const enforcementDecideSql: Bench = {
  name: 'enforcement.decide-sql',
  unit: 'decisions/s',
  peer: 'the same look-up by primary key in PostgreSQL over loopback, prepared, one after the other',
  async run(say) {
    const { world, book, at } = national(say);
    say('filling the table');
    const table = await PairTable.of(world);
    try {
      say(`comparing ${COMPARED} answers`);
      await agree(questions(world, COMPARED, 1), book, table, at);
      say(`measuring ${ROUNDS} rounds`);
      let seed = 1;
      let permitted = 0; // what is counted is not optimised away
      const measured = await interleavedRounds(ROUNDS, async () => {
        const asked = questions(world, ASKED_OF_THE_LIBRARY, seed += 1);
        const seconds = await secondsOf(() => {
          for (const question of asked) if (decide(question, book, at).decision === 'permit') permitted += 1;
        });
        return asked.length / seconds;
      }, async () => {
        const asked = questions(world, ASKED_OF_SQL, seed += 1);
        const seconds = await secondsOf(async () => {
          for (const question of asked) if ((await table.answer(question, at)).permit) permitted += 1;
        });
        return asked.length / seconds;
      });
      const asked = (ROUNDS + 1) * (ASKED_OF_THE_LIBRARY + ASKED_OF_SQL);
      return { ...measured, size: { ...world.size, questions: asked, permitted, compared: COMPARED } };
    } finally {
      await table.discard();
    }
  },
};
