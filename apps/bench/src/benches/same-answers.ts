import { type Book, decide } from '@accord/enforcement';

import { BenchFault } from '../bench.js';
import type { Question } from './questions.js';

/** Both sides have to say the same to every question, or one of them is fast at being wrong. */
export function demandSameAnswers(asked: readonly Question[], book: Book, at: number, permits: (question: Question) => boolean): void {
  let permitted = 0;
  for (const question of asked) {
    const ours = decide(question, book, at);
    if ((ours.decision === 'permit') !== permits(question)) {
      throw new BenchFault(`Accord says ${ours.decision} (${ours.reason}) and the peer does not: ${question.consumer} asks ${question.provider} for ${question.views.join(', ')}.`);
    }
    if (ours.decision === 'permit') permitted += 1;
  }
  if (permitted === 0 || permitted === asked.length) throw new BenchFault(`Of ${asked.length} questions ${permitted} were permitted: that compares nothing.`);
}
