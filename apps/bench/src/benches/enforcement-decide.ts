import { type Book, type Decision, decide } from '@accord/enforcement';

import { type Bench, BenchFault } from '../bench.js';
import { national } from './national.js';
import { decided, paced } from './paced.js';
import { PairHash } from './peers/pair-hash.js';
import { type Question, questions } from './questions.js';

const ROUNDS = 2_401;
/** Less than a time slice for either side, so that whoever shares the machine interrupts both alike. */
const BATCH = 250;
const COMPARED = 100_000;
/** Few enough that no garbage is collected meanwhile. */
const ALLOCATING = 5_000;
/** What looking at the heap itself allocates, spread over so many. */
const SLACK = 4;

/** Bytes that a decision allocates, and bytes of its answer written out: they have to be the same. */
function allocatedEach(asked: readonly Question[], book: Book, at: number): { readonly decision: number; readonly answer: number } {
  const answers = asked.map((question) => decide(question, book, at));
  const least = (work: (nth: number) => Decision): number => {
    let found = Infinity;
    let last: Decision | undefined;
    for (let times = 0; times < 20; times += 1) {
      const before = process.memoryUsage().heapUsed;
      for (let nth = 0; nth < asked.length; nth += 1) last = work(nth);
      const grown = process.memoryUsage().heapUsed - before;
      if (grown > 0) found = Math.min(found, grown);
    }
    if (last === undefined) throw new BenchFault('Nothing was asked.');
    return Math.round(found / asked.length);
  };
  const written = ({ decision, reason, views, agreement, publication, stopList, freshness, decidedAt }: Decision): Decision => (
    { decision, reason, views, agreement, publication, stopList, freshness, decidedAt });
  return { decision: least((nth) => decide(asked[nth] as Question, book, at)), answer: least((nth) => written(answers[nth] as Decision)) };
}

export const enforcementDecide: Bench = {
  name: 'enforcement.decide',
  unit: 'decisions/s',
  peer: 'a bare open-addressing hash of the same pairs, asked by the same certificate and provider as text, with the look-up of texts that makes the library quick: it says which agreement, and nothing of service, views, dates, stops or freshness',
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
    const allocated = allocatedEach(questions(world, ALLOCATING, 2), book, at);
    if (allocated.decision > allocated.answer + SLACK) throw new BenchFault(`A decision allocates ${allocated.decision} bytes, and its answer has ${allocated.answer}.`);
    return { ...measured, size: { ...world.size, questions: asked, permitted, compared: COMPARED, bytesAllocated: allocated.decision, bytesOfAnswer: allocated.answer } };
  },
};
