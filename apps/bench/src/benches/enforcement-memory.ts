import { type Bench, BenchFault } from '../bench.js';
import { bytesOf } from './collected.js';
import { loadedBook } from './loaded-book.js';
import { national } from './national.js';
import { type HeldPair, NestedMap } from './peers/nested-map.js';

const ROUNDS = 3;
const MEGABYTE = 1_000_000;

/** Texts of its own, as they are that come out of a file: nothing is shared with the world beside it. */
const own = (text: string): string => Buffer.from(text).toString('latin1');

export const enforcementMemory: Bench = {
  name: 'enforcement.memory',
  unit: 'MB',
  peer: 'a Map of Maps of the same pairs, without certificates: an object for each pair with its agreement, views and dates, every text once; the size also gives the megabytes where pairs of one agreement and consumer share their object, which is half of the way to the blocks of a book',
  run(say) {
    const { world, summaries, at } = national(say);
    const order = world.facts.services[0]?.views ?? [];
    const parts = new Map(world.facts.consumers.map((part) => [`${part.agreement} ${part.consumer}`, part.views.reduce((mask, view) => mask | (1 << order.indexOf(view)), 0)]));
    const nested = (sharing: boolean) => (): NestedMap => {
      const codes = new Map<string, string>();
      const code = (text: string): string => codes.get(text) ?? codes.set(text, own(text)).get(text) as string;
      const shared = new Map<string, HeldPair>();
      const map = new NestedMap();
      for (const row of world.facts.providers) {
        const [agreement, from, until] = [code(row.agreement), Date.parse(row.from), Date.parse(row.until)];
        for (const consumer of row.consumers) {
          const part = `${row.agreement} ${consumer}`;
          const held = (sharing ? shared.get(part) : undefined) ?? { agreement, views: parts.get(part) ?? 0, from, until };
          if (sharing) shared.set(part, held);
          map.set(code(row.provider), code(consumer), held);
        }
      }
      return map;
    };
    say(`weighing ${ROUNDS} times`);
    let [value, peerValue] = [0, Infinity];
    for (let round = 0; round < ROUNDS; round += 1) {
      const book = bytesOf(() => loadedBook(summaries, at));
      const peer = bytesOf(nested(false));
      if (book.made.pairs !== peer.made.pairs) throw new BenchFault(`The book holds ${book.made.pairs} pairs and the Map ${peer.made.pairs}.`);
      value = Math.max(value, book.bytes / MEGABYTE);
      peerValue = Math.min(peerValue, peer.bytes / MEGABYTE);
    }
    const sharing = bytesOf(nested(true)).bytes / MEGABYTE;
    return Promise.resolve({ value, peerValue, rounds: ROUNDS, statistic: `the most of ${ROUNDS} weighings, beside the least of the peer`, size: { ...world.size, sharingMegabytes: Math.round(10 * sharing) / 10 } });
  },
};
