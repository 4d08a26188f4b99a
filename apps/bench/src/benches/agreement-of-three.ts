import { type Book, decide, loadBook } from '@accord/enforcement';
import { Summaries } from '@accord/publication/server';
import { SeededNumbers, type SeededWorld } from '@accord/tooling/server';

import { loadedBook } from './loaded-book.js';
import { PairTable } from './pair-table.js';
import { CedarPolicy } from './peers/cedar-policy.js';
import { questions } from './questions.js';

const BATCH = 10_000;
const DAY = 86_400_000;
/** How far from today instants are drawn: some agreements have not begun, some have ended, and every certificate is current. */
const DAYS = 300;

export interface Compared {
  readonly differences: number;
  readonly permits: number;
  readonly asked: number;
  /** Some of the questions that were not answered alike. */
  readonly examples: readonly string[];
}

/**
 * Asks the library, a table in PostgreSQL and Cedar the same questions at random instants: each batch of a book that was signed at the
 * batch's own instant. Three authors of one rule who never disagree.
 */
export async function compareThree(world: SeededWorld, count: number, say: (line: string) => void): Promise<Compared> {
  const summaries = Summaries.of(world.facts);
  const loaded = loadedBook(summaries, world.at.getTime());
  const cedar = new CedarPolicy(world);
  const numbers = new SeededNumbers(7);
  const table = await PairTable.of(world);
  const examples: string[] = [];
  let [differences, permits, asked, seed] = [0, 0, 0, 100];
  try {
    while (asked < count) {
      const batch = questions(world, Math.min(BATCH, count - asked), seed += 1);
      const now = world.at.getTime() + numbers.between(-DAYS, DAYS) * DAY + numbers.between(-1, 1);
      const answers = await table.answers(batch, batch.map(() => now));
      const policies = cedar.permitsEach(batch, now);
      const book = signedAt(loaded, now);
      batch.forEach((question, nth) => {
        const [ours, sql, policy] = [decide(question, book, now).decision === 'permit', answers[nth] === true, policies[nth] === true];
        if (ours) permits += 1;
        if (ours === sql && sql === policy) return;
        differences += 1;
        if (examples.length < 5) examples.push(`${question.consumer} asks ${question.provider} for ${question.views.join(', ')} at ${new Date(now).toISOString()}: library ${ours}, SQL ${sql}, Cedar ${policy}`);
      });
      asked += batch.length;
      if (asked % 100_000 === 0) say(`${asked} asked, ${differences} differences`);
    }
  } finally {
    await table.discard();
  }
  return { differences, permits, asked, examples };
}

function signedAt(book: Book, now: number): Book {
  return loadBook({ ...book.verified, signedAt: now, timestampExpires: now + DAY, stopsExpires: now + DAY }, book);
}
