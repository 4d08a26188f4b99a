import { type Bench, BenchFault } from '../bench.js';
import { bytesOf } from './collected.js';
import { loadedBook } from './loaded-book.js';
import { national } from './national.js';
import { NestedMap } from './peers/nested-map.js';

const ROUNDS = 3;
const MEGABYTE = 1_000_000;

/** Texts of its own, as they are that come out of a file: nothing is shared with the world beside it. */
const own = (text: string): string => Buffer.from(text).toString('latin1');

export const enforcementMemory: Bench = {
  name: 'enforcement.memory',
  unit: 'MB',
  peer: 'a Map of Maps of the same pairs: agreement, views and dates of each, every text once, without certificates',
  run(say) {
    const { world, summaries, at } = national(say);
    const order = world.facts.services[0]?.views ?? [];
    const parts = new Map(world.facts.consumers.map((part) => [`${part.agreement} ${part.consumer}`, part.views.reduce((mask, view) => mask | (1 << order.indexOf(view)), 0)]));
    const nested = (): NestedMap => {
      const codes = new Map<string, string>();
      const code = (text: string): string => codes.get(text) ?? codes.set(text, own(text)).get(text) as string;
      const map = new NestedMap();
      for (const row of world.facts.providers) {
        const [agreement, from, until] = [code(row.agreement), Date.parse(row.from), Date.parse(row.until)];
        for (const consumer of row.consumers) map.set(code(row.provider), code(consumer), { agreement, views: parts.get(`${row.agreement} ${consumer}`) ?? 0, from, until });
      }
      return map;
    };
    say(`weighing ${ROUNDS} times`);
    let [value, peerValue] = [0, 0];
    for (let round = 0; round < ROUNDS; round += 1) {
      const book = bytesOf(() => loadedBook(summaries, at));
      const peer = bytesOf(nested);
      if (book.made.pairs !== peer.made.pairs) throw new BenchFault(`The book holds ${book.made.pairs} pairs and the Map ${peer.made.pairs}.`);
      value = Math.max(value, book.bytes / MEGABYTE);
      peerValue = peer.bytes / MEGABYTE;
    }
    return Promise.resolve({ value, peerValue, rounds: ROUNDS, size: { ...world.size } });
  },
};
