import { describe, expect, it } from '@jest/globals';
import { DAYS_OF_GATES, NOW, randomSharing, SharingByHand } from '../testing/index.js';
import { impactOf } from './impact-of-act.js';
import type { SharingWorld } from './sharing-world.js';
import { worldAfter } from './world-after.js';

const WORLDS = 10_000;

interface Changed { readonly gained: readonly string[]; readonly lost: readonly string[] }
type Random = ReturnType<typeof randomSharing>;

const DAY = 86_400_000;
const speaksOfGates = ({ act }: Random): boolean => ['hosted', 'organisations-open', 'confirm', 'revoke'].includes(act.kind);

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
    const changing = { gained: 0, lost: 0, later: 0, both: 0, confirmed: 0, revokedLater: 0 };
    for (let seed = 1; seed <= WORLDS; seed += 1) {
      const random = randomSharing(seed);
      const [shown, done] = [previewed(random), byHand(random)];
      if (JSON.stringify(shown) !== JSON.stringify(done)) different.push(seed);
      const [gains, loses] = [done.some(({ gained }) => gained.length > 0), done.some(({ lost }) => lost.length > 0)];
      if (done.slice(1).some(({ gained, lost }) => gained.length + lost.length > 0)) changing.later += 1;
      if (gains) changing.gained += 1;
      if (loses) changing.lost += 1;
      if (gains && loses && done.length > 1) changing.both += 1;
      if (gains && random.act.kind === 'confirm') changing.confirmed += 1;
      if (loses && random.act.kind === 'revoke' && done[0]!.lost.length === 0) changing.revokedLater += 1;
    }
    expect(different).toEqual([]);
    // Worlds in which nothing can happen would prove nothing.
    expect(changing.gained).toBeGreaterThan(500);
    expect(changing.lost).toBeGreaterThan(1_000);
    expect(changing.later).toBeGreaterThan(200);
    expect(changing.both).toBeGreaterThan(40);
    expect(changing.confirmed).toBeGreaterThan(100);
    expect(changing.revokedLater).toBeGreaterThan(25);
  });

  const day = (days: number): Date => new Date(NOW.getTime() + days * DAY);
  const [from, until] = [day(-30), day(90)];
  const pair = { service: 'DCR', provider: 'P1', consumer: 'V1' };
  /** One pair, agreed for ninety days. */
  function aWorld({ hosted, certificates }: { readonly hosted: readonly (readonly [number, number])[]; readonly certificates: readonly (readonly [number, number])[] }): SharingWorld {
    const provider = {
      id: 'p', agreementId: 'a', serviceCode: 'DCR', localityId: 'north', odsCode: 'P1', state: 'live' as const, version: 1,
      openUntil: until, hosted: hosted.map(([begins, ends]) => ({ from: day(begins), until: day(ends) })), proved: {}, withdrewFrom: [], next: null, from, until,
    };
    const consumer = {
      id: 'c', agreementId: 'a', odsCode: 'V1', state: 'live' as const, version: 1, openUntil: until, viewSetId: 's',
      certificates: certificates.map(([begins, ends]) => ({ systemId: 'x', from: day(begins), until: day(ends) })), asked: [], next: null, from, until,
    };
    return {
      at: NOW, providers: [provider], consumers: [consumer], pairs: [{ participationId: 'p', consumerPartId: 'c', viewSetId: 's', from, until }],
      sets: [{ id: 's', views: ['summary'], from, until }], stops: [],
    };
  }

  it('is told for each turn: what is lost until one day, and what is gained from another', () => {
    const one = aWorld({ hosted: [[-30, 30]], certificates: [[-30, 90]] });
    const during = [{ from: from.toISOString(), until: day(10).toISOString() }, { from: day(40).toISOString(), until: null }];
    expect(impactOf(one, { kind: 'hosted', changes: [{ odsCode: 'P1', during }] }).pairs).toEqual([
      { ...pair, gained: [], lost: ['summary'], seen: [], from: day(10).toISOString(), until: day(30).toISOString() },
      { ...pair, gained: ['summary'], lost: [], seen: ['summary'], from: day(40).toISOString(), until: null },
    ]);
  });

  it.each<[string, readonly (readonly [number, number])[], readonly [number, number], readonly (readonly [number | null, number | null])[]]>([
    ['at once, until its last day', [], [-1, 40], [[null, 40]]],
    ['at once, for as long as it is agreed', [], [-1, 90], [[null, null]]],
    ['from its first day, until its last', [], [5, 40], [[5, 40]]],
    ['once the one before ends, where both overlap', [[-30, 10]], [5, 40], [[10, 40]]],
    ['before the one that follows begins, and after it has ended', [[10, 20]], [-1, 40], [[null, 10], [20, 40]]],
    ['nothing while another holds longer', [[-30, 90]], [5, 40], []],
    ['nothing once it has ended', [], [-9, -1], []],
  ])('of a certificate that is confirmed, and then revoked, is %s', (_what, before, [begins, ends], turns) => {
    const [world, certificate] = [aWorld({ hosted: [[-30, 90]], certificates: before }), { consumerOdsCode: 'V1', systemId: 'x', from: day(begins).toISOString(), until: day(ends).toISOString() }];
    const onDays = (which: 'gained' | 'lost') => turns.map(([one, other]) => ({
      ...pair, gained: [], lost: [], [which]: ['summary'], seen: which === 'gained' ? ['summary'] : [], from: one === null ? null : day(one).toISOString(), until: other === null ? null : day(other).toISOString(),
    }));
    expect(impactOf(world, { kind: 'confirm', certificates: [certificate] }).pairs).toEqual(onDays('gained'));
    expect(impactOf(worldAfter(world, { kind: 'confirm', certificates: [certificate] }), { kind: 'revoke', ...certificate }).pairs).toEqual(onDays('lost'));
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
