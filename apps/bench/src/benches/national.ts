import type { Book } from '@accord/enforcement';
import { Summaries } from '@accord/publication/server';
import { NATIONAL_SIZE, seededWorld, type SeededWorld } from '@accord/tooling/server';

import { BenchFault } from '../bench.js';
import { loadedBook } from './loaded-book.js';

export interface National {
  readonly world: SeededWorld;
  readonly summaries: Summaries;
  readonly book: Book;
  readonly at: number;
}

let made: National | undefined;

/** The seeded country, compiled and loaded once for all benchmarks that ask it. */
export function national(say: (line: string) => void): National {
  if (made !== undefined) return made;
  say('making the seeded world');
  const world = seededWorld(NATIONAL_SIZE);
  const summaries = Summaries.of(world.facts);
  const book = loadedBook(summaries, world.at.getTime());
  if (book.pairs !== world.size.pairs) throw new BenchFault(`The loaded book holds ${book.pairs} pairs, and the world has ${world.size.pairs}.`);
  made = { world, summaries, book, at: world.at.getTime() };
  return made;
}
