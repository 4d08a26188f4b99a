import { describe, expect, it } from '@jest/globals';
import { DAYS_OF_GATES, randomSharing, SharingByHand } from '../testing/index.js';
import { impactOf } from './impact-of-act.js';

const WORLDS = 10_000;

interface Changed { readonly gained: readonly string[]; readonly lost: readonly string[]; readonly isLater: boolean }

/**
 * What an act changes, found by doing it by hand and counting everybody before and after; where it speaks of gates, on every day to come: what
 * is otherwise on the first day on which anything is, between two.
 */
function byHand({ world, act }: ReturnType<typeof randomSharing>): Changed {
  const [without, withIt] = [new SharingByHand(world), new SharingByHand(world)];
  withIt.do(act);
  const days = act.kind === 'hosted' || act.kind === 'organisations-open' ? DAYS_OF_GATES + 1 : 1;
  const [gained, lost, settled] = [[] as string[], [] as string[], new Set<string>()];
  let isLater = false;
  for (let day = 0; day < days; day += 1) {
    const at = world.at.getTime() + day * 86_400_000;
    const [before, after] = [without.seen(at), withIt.seen(at)];
    const [more, less] = [[...after].filter((each) => !before.has(each)), [...before].filter((each) => !after.has(each))].map((some) => some.filter((each) => !settled.has(pairOf(each))));
    gained.push(...more!);
    lost.push(...less!);
    for (const each of [...more!, ...less!]) settled.add(pairOf(each));
    isLater ||= day > 0 && more!.length + less!.length > 0;
  }
  return { gained: gained.sort(), lost: lost.sort(), isLater };
}

const pairOf = (seen: string): string => seen.split(' ').slice(0, 3).join(' ');

function previewed({ world, act }: ReturnType<typeof randomSharing>): Pick<Changed, 'gained' | 'lost'> {
  const { pairs } = impactOf(world, act);
  const triples = (which: 'gained' | 'lost'): string[] => pairs.flatMap((pair) => pair[which].map((view) => `${pair.service} ${pair.provider} ${pair.consumer} ${view}`)).sort();
  return { gained: triples('gained'), lost: triples('lost') };
}

describe('impact', () => {
  it(`previewed is what an act then changes, in ${WORLDS} random worlds`, () => {
    const different: number[] = [];
    const changing = { gained: 0, lost: 0, later: 0 };
    for (let seed = 1; seed <= WORLDS; seed += 1) {
      const random = randomSharing(seed);
      const [shown, { isLater, ...done }] = [previewed(random), byHand(random)];
      if (JSON.stringify(shown) !== JSON.stringify(done)) different.push(seed);
      if (isLater) changing.later += 1;
      if (done.gained.length > 0) changing.gained += 1;
      if (done.lost.length > 0) changing.lost += 1;
    }
    expect(different).toEqual([]);
    // Worlds in which nothing can happen would prove nothing.
    expect(changing.gained).toBeGreaterThan(500);
    expect(changing.lost).toBeGreaterThan(1_000);
    expect(changing.later).toBeGreaterThan(200);
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
