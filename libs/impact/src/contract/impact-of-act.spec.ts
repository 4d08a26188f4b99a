import { describe, expect, it } from '@jest/globals';
import { randomSharing, SharingByHand } from '../testing/index.js';
import { impactOf } from './impact-of-act.js';

const WORLDS = 10_000;

interface Changed { readonly gained: readonly string[]; readonly lost: readonly string[] }

/** What an act changes, found by doing it by hand and counting everybody before and after. */
function byHand({ world, act }: ReturnType<typeof randomSharing>): Changed {
  const clerk = new SharingByHand(world);
  const before = clerk.seen();
  clerk.do(act);
  const after = clerk.seen();
  return { gained: [...after].filter((each) => !before.has(each)).sort(), lost: [...before].filter((each) => !after.has(each)).sort() };
}

function previewed({ world, act }: ReturnType<typeof randomSharing>): Changed {
  const { pairs } = impactOf(world, act);
  const triples = (which: 'gained' | 'lost'): string[] => pairs.flatMap((pair) => pair[which].map((view) => `${pair.service} ${pair.provider} ${pair.consumer} ${view}`)).sort();
  return { gained: triples('gained'), lost: triples('lost') };
}

describe('impact', () => {
  it(`previewed is what an act then changes, in ${WORLDS} random worlds`, () => {
    const different: number[] = [];
    const changing = { gained: 0, lost: 0 };
    for (let seed = 1; seed <= WORLDS; seed += 1) {
      const random = randomSharing(seed);
      const [shown, done] = [previewed(random), byHand(random)];
      if (JSON.stringify(shown) !== JSON.stringify(done)) different.push(seed);
      if (done.gained.length > 0) changing.gained += 1;
      if (done.lost.length > 0) changing.lost += 1;
    }
    expect(different).toEqual([]);
    // Worlds in which nothing can happen would prove nothing.
    expect(changing.gained).toBeGreaterThan(500);
    expect(changing.lost).toBeGreaterThan(1_000);
  });

  it('has one hash for one change, in whatever order it is asked, and another for every other', () => {
    const hashes = new Map<string, string>();
    for (let seed = 1; seed <= 500; seed += 1) {
      const { world, act } = randomSharing(seed);
      const { hash, pairs } = impactOf(world, act);
      const turned = { ...world, providers: [...world.providers].reverse(), consumers: [...world.consumers].reverse(), pairs: [...world.pairs].reverse(), stops: [...world.stops].reverse() };
      expect(impactOf(turned, act).hash).toBe(hash);
      const says = JSON.stringify([act, pairs]);
      expect(hashes.get(hash) ?? says).toBe(says);
      hashes.set(hash, says);
    }
  });
});
