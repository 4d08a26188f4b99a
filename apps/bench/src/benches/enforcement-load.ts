import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { decide, FileStore, loadBook, Verifier } from '@accord/enforcement';
import { PublishedWorld } from '@accord/tooling/server';

import { type Bench, BenchFault } from '../bench.js';
import { interleavedRounds } from '../interleaved-rounds.js';
import { secondsOf } from '../stopwatch.js';
import { national } from './national.js';
import { questions } from './questions.js';
import { type VerbosePair, verbosePairs } from './verbose.js';

const ROUNDS = 9;

/** What a gateway does that starts without a feed: from what it held on disk, verified again, to its first decision. */
export const enforcementLoad: Bench = {
  name: 'enforcement.load',
  unit: 'ms',
  peer: 'JSON with an object for each pair, read from one file, parsed and put into a Map of Maps, unverified',
  async run(say) {
    const { world, summaries, at } = national(say);
    const folder = mkdtempSync(join(tmpdir(), 'accord-bench-'));
    try {
      say('publishing it, and fetching it as a gateway does');
      const published = await PublishedWorld.of(summaries, world.at);
      const codes = world.facts.localities.map(({ code }) => code);
      await (await Verifier.open(await FileStore.open(join(folder, 'feed')), published.pinnedRoot)).verify(published.source(), codes, at);
      const file = join(folder, 'pairs.json');
      writeFileSync(file, JSON.stringify(verbosePairs(world, summaries)));
      const [question] = questions(world, 1, 3);
      if (question === undefined) throw new BenchFault('There is nothing to ask.');

      say(`measuring ${ROUNDS} rounds`);
      let pairs = 0;
      const measured = await interleavedRounds(ROUNDS, async () => 1_000 * await secondsOf(async () => {
        const verifier = await Verifier.open(await FileStore.open(join(folder, 'feed')), published.pinnedRoot);
        const book = verifier.held && loadBook(verifier.held);
        if (decide(question, book, at).publication !== 1) throw new BenchFault('What was held was not loaded.');
        pairs = book?.pairs ?? 0;
      }), async () => 1_000 * await secondsOf(() => {
        const map = new Map<string, Map<string, VerbosePair>>();
        for (const pair of JSON.parse(readFileSync(file, 'utf8')) as VerbosePair[]) {
          const row = map.get(pair.provider);
          if (row === undefined) map.set(pair.provider, new Map([[pair.consumer, pair]]));
          else row.set(pair.consumer, pair);
        }
        map.get(question.provider)?.get(question.consumer);
      }));
      if (pairs !== world.size.pairs) throw new BenchFault(`The loaded book holds ${pairs} pairs, and the world has ${world.size.pairs}.`);
      return { ...measured, size: { ...world.size } };
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};
