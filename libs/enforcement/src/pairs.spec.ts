import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { Pairs } from './pairs.js';

const COUNT = 4;
const pair = fc.record({ provider: fc.nat({ max: COUNT - 1 }), consumer: fc.nat({ max: 30 }), block: fc.nat({ max: 900 }), set: fc.nat({ max: 7 }) });
type Pair = typeof pair extends fc.Arbitrary<infer T> ? T : never;

/** The blocks and sets of a pair in the order in which they are met. */
function found(pairs: Pairs, provider: number, consumer: number): string[] {
  const all: string[] = [];
  for (let at = pairs.firstOf(provider, consumer); pairs.slots[at] !== 0; at = pairs.after(at, provider)) {
    if (pairs.slots[at] !== consumer + 1) continue;
    const value = pairs.slots[at + 1]!;
    all.push(`${pairs.blockOf(value)} ${pairs.setOf(0, value)}`);
  }
  return all;
}

function filled(put: readonly Pair[], blocks: number, setBits: number): Pairs {
  const counts = new Int32Array(COUNT);
  for (const { provider } of put) counts[provider]! += 1;
  const pairs = new Pairs(counts, 31, blocks, setBits);
  for (const { provider, consumer, block, set } of put) pairs.put(consumer, block, set, Int32Array.of(9, provider, 9), 1, 2);
  return pairs;
}

describe('pairs', () => {
  it.each([['two bytes', 1_000, 3, 0, 2], ['four bytes', 100_000, 3, 90_000, 4], ['eight bytes', 2 ** 33, 3, 2 ** 32, 8]])('are found in the order in which they were put in, blocks and sets in %s', (_said, blocks, setBits, first, bytes) => {
    fc.assert(fc.property(fc.array(pair, { maxLength: 60 }), (put) => {
      const placed = put.map((each) => ({ ...each, block: first + each.block }));
      const pairs = filled(placed, blocks, setBits);
      expect(pairs.slots.BYTES_PER_ELEMENT).toBe(bytes);
      for (let provider = 0; provider < COUNT; provider += 1) {
        for (let consumer = 0; consumer <= 30; consumer += 1) {
          expect(found(pairs, provider, consumer)).toEqual(placed.filter((each) => each.provider === provider && each.consumer === consumer).map(({ block, set }) => `${block} ${set}`));
        }
      }
    }), { numRuns: 200, seed: 20_261_122 });
  });

  it('gives each consumer its own sets of views', () => {
    const pairs = filled([], 10, 2);
    expect([pairs.setOf(0, 3), pairs.setOf(1, 4), pairs.setOf(2, 7)]).toEqual([3, 4, 11]);
  });
});
