import fc from 'fast-check';
import { Targets, TargetFile } from '@tufjs/models';
import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from '@accord/enforcement';
import type { CertificateRow, ConsumerRow, Facts, ProviderRow } from './facts.js';
import { Summaries } from './summaries.js';
import { targetOf } from './target.js';
import { delegatedTargets, expiryOf, SPEC_VERSION } from './tuf-metadata.js';

const LOCALITIES = ['TSTL1', 'TSTL2', 'TSTL3'];
const PROVIDERS = ['TSTP01', 'TSTP02', 'TSTP03', 'TSTP04', 'TSTP05', 'TSTP06'];
const CONSUMERS = ['TSTV1', 'TSTV2', 'TSTV3', 'TSTV4'];
const VIEWS = ['summary', 'problems', 'medication'];
const day = (number: number): string => new Date(Date.UTC(2026, 0, 1) + number * 86_400_000).toISOString();
const digest = (number: number): string => number.toString(16).padStart(64, '0');

/** Everything that rows can say; what leaves it takes effect as it would from the database: the row is changed, or is not there. */
interface World {
  readonly views: readonly string[];
  readonly providers: readonly ProviderRow[];
  readonly consumers: readonly ConsumerRow[];
  readonly certificates: readonly CertificateRow[];
}

const AGREEMENTS = ['DCR-1', 'DCR-2', 'DCR-3'];
const START: World = {
  views: VIEWS,
  providers: PROVIDERS.flatMap((provider, at): ProviderRow[] => AGREEMENTS.slice(at % 2, at % 2 + 2).map((agreement) => ({
    locality: LOCALITIES[at % 3]!, agreement, service: 'DCR', version: 1, provider, from: day(0), until: day(400), evidence: digest(at), consumers: CONSUMERS.slice(at % 2, 3),
  }))),
  consumers: AGREEMENTS.flatMap((agreement) => CONSUMERS.map((consumer, at): ConsumerRow => ({
    agreement, consumer, views: VIEWS.slice(0, at % 3 + 1), from: day(0), until: day(300), evidence: digest(100 + at),
  }))),
  certificates: CONSUMERS.map((consumer, at) => ({ consumer, system: `system-${at}`, sha256: digest(200 + at), from: day(0), until: day(500) })),
};

const nth = fc.nat(10_000);
const of = <Row>(rows: readonly Row[], at: number, change: (row: Row) => Row | null): Row[] =>
  rows.flatMap((row, index) => (index === at % Math.max(1, rows.length) ? [change(row)].filter((each) => each !== null) : [row]));
const one = <Item>(items: readonly Item[], at: number): Item => items[at % items.length]!;

/** What happens to an agreement in its life, each by what it does to the rows. */
const changes = fc.oneof(
  // A provider withdraws or lapses; comes to share again, or newly, perhaps before all others in the order, so that every number moves.
  fc.tuple(nth).map(([at]) => (world: World): World => ({ ...world, providers: of(world.providers, at, () => null) })),
  fc.tuple(nth, nth, fc.constantFrom('TSTA00', 'TSTP035', 'TSTZ99', ...PROVIDERS)).map(([at, where, provider]) => (world: World): World => ({
    ...world, providers: [...world.providers.filter((row) => row.provider !== provider), {
      locality: one(LOCALITIES, where), agreement: one(AGREEMENTS, at), service: 'DCR', version: 1, provider, from: day(1), until: day(200), evidence: digest(at), consumers: [one(CONSUMERS, at)],
    }],
  })),
  // It ends earlier or later, signs the next version, is proved by other evidence, shares with others.
  fc.tuple(nth, fc.integer({ min: 1, max: 399 })).map(([at, until]) => (world: World): World => ({ ...world, providers: of(world.providers, at, (row) => ({ ...row, until: day(until) })) })),
  fc.tuple(nth, fc.integer({ min: 1, max: 3 })).map(([at, version]) => (world: World): World => ({ ...world, providers: of(world.providers, at, (row) => ({ ...row, version })) })),
  fc.tuple(nth, nth).map(([at, evidence]) => (world: World): World => ({ ...world, providers: of(world.providers, at, (row) => ({ ...row, evidence: digest(evidence) })) })),
  fc.tuple(nth, fc.subarray(CONSUMERS)).map(([at, consumers]) => (world: World): World => ({ ...world, providers: of(world.providers, at, (row) => ({ ...row, consumers })) })),
  // A consumer leaves, is cut over to other views, ends by date.
  fc.tuple(nth).map(([at]) => (world: World): World => ({ ...world, consumers: of(world.consumers, at, () => null) })),
  fc.tuple(nth, fc.subarray(VIEWS, { minLength: 1 })).map(([at, views]) => (world: World): World => ({ ...world, consumers: of(world.consumers, at, (row) => ({ ...row, views })) })),
  fc.tuple(nth, fc.integer({ min: 0, max: 299 })).map(([at, cut]) => (world: World): World => ({
    ...world, consumers: [...of(world.consumers, at, (row) => ({ ...row, until: day(cut) })), { ...one(START.consumers, at), from: day(cut), views: ['summary'] }],
  })),
  // A certificate is revoked, or replaced.
  fc.tuple(nth, fc.boolean()).map(([at, isRevoked]) => (world: World): World => ({ ...world, certificates: of(world.certificates, at, (row) => (isRevoked ? null : { ...row, sha256: digest(at) })) })),
  // Rows come in another order; a view that the service does not have makes a locality impossible to compile for a while; views change places.
  fc.constant((world: World): World => ({ ...world, providers: [...world.providers].reverse(), consumers: [...world.consumers].reverse() })),
  fc.tuple(nth).map(([at]) => (world: World): World => ({ ...world, consumers: of(world.consumers, at, (row) => ({ ...row, views: ['unknown'] })) })),
  fc.constant((world: World): World => ({ ...world, views: [...world.views].reverse() })),
);

/**
 * As one statement reads them: each time new rows, of these localities alone, with the consumers' parts that their rows name; of some
 * localities the rows of some agreements alone.
 */
function read(world: World, localities: readonly string[], certificates: boolean, only: ReadonlyMap<string, readonly string[]> = new Map()): Facts {
  const providers = world.providers.filter((row) => localities.includes(row.locality) && (only.get(row.locality)?.includes(row.agreement) ?? true));
  const named = new Set(providers.map((row) => row.agreement));
  return structuredClone({
    localities: localities.map((code) => ({ code, refuseAfterSeconds: 86_400, agreements: only.get(code) ?? null })), services: [{ code: 'DCR', views: world.views }], providers,
    consumers: world.consumers.filter((row) => named.has(row.agreement)), certificates: certificates ? world.certificates : null,
  });
}

/** The agreements of which a locality's rows are not what they were. */
function altered(before: World, world: World, locality: string): readonly string[] {
  const rowsOf = (of: World, agreement: string) => canonicalJson([of.providers.filter((row) => row.locality === locality && row.agreement === agreement), of.consumers.filter((row) => row.agreement === agreement)]);
  return AGREEMENTS.filter((agreement) => rowsOf(before, agreement) !== rowsOf(world, agreement));
}

const bytesOf = (summaries: Summaries): Record<string, string> =>
  Object.fromEntries([summaries.callersTarget, ...summaries.localityTargets, ...summaries.consumerTargets].map(({ path, bytes }) => [path, bytes.toString()]));

/** Unknown views keep a locality as it was, which no full compile can know: there it is as it was when it could last be compiled. */
const isSound = (world: World): boolean => world.consumers.every(({ views }) => views.every((view) => world.views.includes(view)));

describe('what is compiled after changes', () => {
  it('is byte for byte what compiling everything gives, whatever changed, however much of it at once', () => {
    let [compared, narrowed] = [0, 0];
    fc.assert(fc.property(fc.array(fc.array(changes, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 }), (turns) => {
      let world = START;
      const held = Summaries.of(read(world, LOCALITIES, true));
      let touched = new Set<string>();
      let isCertain = true;
      for (const turn of turns) {
        const before = world;
        for (const change of turn) world = change(world);
        // As announcements name them: the localities of every row that is not as it was, and all where a service changed.
        const hasViews = before.views.join() !== world.views.join();
        for (const code of LOCALITIES) if (hasViews || canonicalJson(read(before, [code], false)) !== canonicalJson(read(world, [code], false))) touched.add(code);
        // Every other turn says of each locality which agreements it alters.
        const isNarrow = isCertain && !hasViews && (narrowed += 1) % 2 === 0;
        const only = new Map(isNarrow ? [...touched].map((code) => [code, altered(before, world, code)] as const) : []);
        held.take(read(world, [...touched].sort(), before.certificates !== world.certificates || !isCertain, only));
        isCertain = isSound(world);
        if (!isCertain) continue;
        touched = new Set();
        const anew = Summaries.of(read(world, LOCALITIES, true));
        expect(bytesOf(held)).toEqual(bytesOf(anew));
        expect([held.localities, held.consumersDigest]).toEqual([anew.localities, anew.consumersDigest]);
        compared += 1;
      }
    }), { numRuns: 150 });
    expect(compared).toBeGreaterThan(300);
  });

  it('costs only the versions whose rows changed: all others are the very same', () => {
    const held = Summaries.of(read(START, LOCALITIES, true));
    const targets = new Map(held.consumerTargets.map((target) => [target.path, target]));
    const changed = held.take(read({ ...START, providers: START.providers.slice(1) }, [START.providers[0]!.locality], false));
    const paths = changed.map(({ path }) => path);
    for (const target of held.consumerTargets) expect(paths.includes(target.path)).toBe(targets.get(target.path) !== target);
  });
});

describe('a list of targets', () => {
  it('is the canonical text of what another author makes of them, in whatever order they are given', () => {
    const now = new Date(Date.UTC(2026, 3, 1, 12, 0, 0, 5));
    fc.assert(fc.property(fc.uniqueArray(fc.stringMatching(/^[A-Z0-9]{1,8}$/), { maxLength: 20 }), fc.integer({ min: 1, max: 2 ** 31 }), (codes, version) => {
      const targets = codes.map((code) => targetOf(`consumers/${code}.json`, { code }));
      const files = Object.fromEntries(targets.map(({ path, bytes, sha256 }) => [path, new TargetFile({ path, length: bytes.length, hashes: { sha256 } })]));
      const theirs = new Targets({ version, specVersion: SPEC_VERSION, expires: expiryOf('consumers', now), targets: files }).toJSON();
      expect(delegatedTargets('consumers', version, now, targets).text).toBe(canonicalJson(theirs));
    }));
  });
});
