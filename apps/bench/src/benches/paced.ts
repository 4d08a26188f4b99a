import type { Book } from '@accord/enforcement';
import { decide } from '@accord/enforcement';

import { type Interleaved, interleavedRounds } from '../interleaved-rounds.js';
import type { National } from './national.js';
import { type Question, questions } from './questions.js';

/** What is counted is not optimised away. */
export interface Paced {
  readonly measured: Interleaved;
  readonly permitted: number;
  readonly asked: number;
}

type Answering = (asked: readonly Question[]) => number;

/** Decisions a second of two sides over short batches in turn, each of questions cut anew: whoever else uses the machine meets both alike. */
export async function paced({ world }: Pick<National, 'world'>, rounds: number, batch: { readonly product: number; readonly peer: number }, product: Answering, peer: Answering): Promise<Paced> {
  let [seed, permitted, asked] = [1, 0, 0];
  const side = (size: number, answering: Answering) => (): Promise<number> => {
    const batchOf = questions(world, size, seed += 1);
    const started = performance.now();
    permitted += answering(batchOf);
    const seconds = (performance.now() - started) / 1000;
    asked += size;
    return Promise.resolve(size / seconds);
  };
  const measured = await interleavedRounds(rounds, side(batch.product, product), side(batch.peer, peer));
  return { measured, permitted, asked };
}

/** The library's side: how many of them it permits. */
export function decided(book: Book, at: number): Answering {
  return (asked) => {
    let permits = 0;
    for (let nth = 0; nth < asked.length; nth += 1) if (decide(asked[nth] as Question, book, at).decision === 'permit') permits += 1;
    return permits;
  };
}
