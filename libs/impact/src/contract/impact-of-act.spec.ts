import { describe, expect, it } from '@jest/globals';
import { DAYS_OF_GATES, randomSharing, SharingByHand } from '../testing/index.js';
import { impactOf } from './impact-of-act.js';

const WORLDS = 10_000;

interface Changed { readonly gained: readonly string[]; readonly lost: readonly string[] }
type Random = ReturnType<typeof randomSharing>;

const DAY = 86_400_000;
const speaksOfGates = ({ act }: Random): boolean => act.kind === 'hosted' || act.kind === 'organisations-open';

/** What an act changes, found by doing it by hand and counting everybody before and after; where it speaks of gates, on every day to come. */
function byHand(random: Random): readonly Changed[] {
  const [without, withIt] = [new SharingByHand(random.world), new SharingByHand(random.world)];
  withIt.do(random.act);
  return [...Array(speaksOfGates(random) ? DAYS_OF_GATES + 1 : 1).keys()].map((day): Changed => {
    const [before, after] = [without, withIt].map((each) => each.seen(random.world.at.getTime() + day * DAY, speaksOfGates(random))) as [Set<string>, Set<string>];
    return { gained: [...after].filter((each) => !before.has(each)).sort(), lost: [...before].filter((each) => !after.has(each)).sort() };
  });
}

/** The same, as it is shown: on each day, what is said to be otherwise from then or before, and not until then. */
function previewed(random: Random): readonly Changed[] {
  const [{ pairs }, clerk] = [impactOf(random.world, random.act), new SharingByHand(random.world)];
  return [...Array(speaksOfGates(random) ? DAYS_OF_GATES + 1 : 1).keys()].map((day): Changed => {
    const at = random.world.at.getTime() + day * DAY;
    const agreed = clerk.agreed(at);
    const shown = !speaksOfGates(random) ? pairs : pairs.filter((pair) => (pair.from === null || Date.parse(pair.from) <= at)
      && (pair.until === null ? agreed.has(`${pair.service} ${pair.provider} ${pair.consumer}`) : at < Date.parse(pair.until)));
    const triples = (which: 'gained' | 'lost'): string[] => shown.flatMap((pair) => pair[which].map((view) => `${pair.service} ${pair.provider} ${pair.consumer} ${view}`)).sort();
    return { gained: triples('gained'), lost: triples('lost') };
  });
}

describe('impact', () => {
  it(`previewed is what an act then changes, on every day, in ${WORLDS} random worlds`, () => {
    const different: number[] = [];
    const changing = { gained: 0, lost: 0, later: 0, both: 0 };
    for (let seed = 1; seed <= WORLDS; seed += 1) {
      const random = randomSharing(seed);
      const [shown, done] = [previewed(random), byHand(random)];
      if (JSON.stringify(shown) !== JSON.stringify(done)) different.push(seed);
      const [gains, loses] = [done.some(({ gained }) => gained.length > 0), done.some(({ lost }) => lost.length > 0)];
      if (done.slice(1).some(({ gained, lost }) => gained.length + lost.length > 0)) changing.later += 1;
      if (gains) changing.gained += 1;
      if (loses) changing.lost += 1;
      if (gains && loses && done.length > 1) changing.both += 1;
    }
    expect(different).toEqual([]);
    // Worlds in which nothing can happen would prove nothing.
    expect(changing.gained).toBeGreaterThan(500);
    expect(changing.lost).toBeGreaterThan(1_000);
    expect(changing.later).toBeGreaterThan(200);
    expect(changing.both).toBeGreaterThan(50);
  });

  it('is told for each turn: what is lost until one day, and what is gained from another', () => {
    const { world } = randomSharing(1);
    const day = (days: number): Date => new Date(world.at.getTime() + days * DAY);
    const [from, until] = [day(-30), day(90)];
    const provider = {
      id: 'p', agreementId: 'a', serviceCode: 'DCR', localityId: 'north', odsCode: 'P1', state: 'live' as const, version: 1,
      openUntil: until, hosted: [{ from, until: day(30) }], proved: {}, withdrewFrom: [], next: null, from, until,
    };
    const consumer = {
      id: 'c', agreementId: 'a', odsCode: 'V1', state: 'live' as const, version: 1, openUntil: until, viewSetId: 's', certificates: [{ systemId: 'x', from, until }],
      asked: [], next: null, from, until,
    };
    const one = {
      at: world.at, providers: [provider], consumers: [consumer], pairs: [{ participationId: 'p', consumerPartId: 'c', viewSetId: 's', from, until }],
      sets: [{ id: 's', views: ['summary'], from, until }], stops: [],
    };
    const during = [{ from: from.toISOString(), until: day(10).toISOString() }, { from: day(40).toISOString(), until: null }];
    const pair = { service: 'DCR', provider: 'P1', consumer: 'V1' };
    expect(impactOf(one, { kind: 'hosted', changes: [{ odsCode: 'P1', during }] }).pairs).toEqual([
      { ...pair, gained: [], lost: ['summary'], seen: [], from: day(10).toISOString(), until: day(30).toISOString() },
      { ...pair, gained: ['summary'], lost: [], seen: ['summary'], from: day(40).toISOString(), until: null },
    ]);
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
