import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { decide, loadBook, LocalityIndex, parseCallers, parseConsumer, parseLocality, type StopsTarget, type Verified } from '@accord/enforcement';
import { DCR_VIEWS } from '../../testing/index.js';
import type { ConsumerRow, Facts, ProviderRow } from './facts.js';
import { compare } from './order.js';
import { stopsTarget } from './publication-content.js';
import { Summaries } from './summaries.js';

const DAY = 86_400_000;
const day = (number: number): string => new Date(Date.UTC(2026, 0, 1) + number * DAY).toISOString();
const LOCALITIES = ['TSTL1', 'TSTL2'];
const PROVIDERS = ['TSTP1', 'TSTP2', 'TSTP3', 'TSTP4'];
const CONSUMERS = ['TSTV1', 'TSTV2', 'TSTV3'];
const hash = (text: string): string => Buffer.from(text.padEnd(32, '.')).toString('hex').slice(0, 64);

const localityOf = (provider: string): string => LOCALITIES[PROVIDERS.indexOf(provider) % 2]!;
const interval = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 20 })).map(([from, length]) => ({ from: day(from), until: day(from + length) }));

interface Pair { readonly agreement: string; readonly version: number; readonly provider: string; readonly consumer: string; readonly from: string; readonly until: string }

/** Pairs with any dates at all; per service, provider and consumer at most one agreement, as the database sees to. */
const pairs = fc.array(fc.record({ provider: fc.constantFrom(...PROVIDERS), consumer: fc.constantFrom(...CONSUMERS), version: fc.integer({ min: 1, max: 2 }), during: interval }), { maxLength: 12 })
  .map((drawn): Pair[] => {
    const once = new Map(drawn.map((each) => [`${each.provider}|${each.consumer}`, each]));
    // A provider has signed one version at a time.
    const versionOf = new Map(drawn.map((each) => [each.provider, each.version]));
    return [...once.values()].map(({ provider, consumer, during }) => ({ agreement: `DCR-${localityOf(provider)}`, version: versionOf.get(provider)!, provider, consumer, ...during }));
  });

/** One or two view sets of each consumer, with a cut-over between them. */
const sets = fc.record(Object.fromEntries(CONSUMERS.map((consumer) => [consumer, fc.record({
  cutOver: fc.integer({ min: 0, max: 40 }),
  first: fc.subarray([...DCR_VIEWS], { minLength: 1 }),
  second: fc.subarray([...DCR_VIEWS], { minLength: 1 }),
})])));

function factsOf(held: readonly Pair[], views: Record<string, { cutOver: number; first: string[]; second: string[] }>): Facts {
  const rows = new Map<string, ProviderRow & { consumers: string[] }>();
  for (const pair of held) {
    const key = [pair.provider, pair.from, pair.until].join();
    const row = rows.get(key) ?? { locality: localityOf(pair.provider), service: 'DCR', evidence: hash(pair.provider), ...pair, consumers: [] };
    rows.set(key, { ...row, consumers: [...row.consumers, pair.consumer].sort(compare) });
  }
  const consumers = LOCALITIES.flatMap((locality) => CONSUMERS.flatMap((consumer): ConsumerRow[] => {
    const { cutOver, first, second } = views[consumer]!;
    const row = { agreement: `DCR-${locality}`, consumer, evidence: hash(consumer) };
    return [{ ...row, views: first, from: day(-10), until: day(cutOver) }, { ...row, views: second, from: day(cutOver), until: day(99) }];
  }));
  return {
    localities: LOCALITIES.map((code) => ({ code, refuseAfterSeconds: 86_400, agreements: null })), services: [{ code: 'DCR', views: DCR_VIEWS }], providers: [...rows.values()], consumers,
    certificates: CONSUMERS.map((consumer) => ({ consumer, system: `s-${consumer}`, sha256: hash(`c-${consumer}`), from: day(-10), until: day(99) })),
  };
}

/** As a gateway that has just verified it all holds it. */
function verifiedAt(summaries: Summaries, now: number, stops: StopsTarget): Verified {
  const localities = new Map(summaries.localityTargets.map((target) => {
    const parsed = parseLocality(target.bytes);
    return [parsed.locality, { sha256: target.sha256, index: new LocalityIndex(parsed) }];
  }));
  return {
    publication: { number: 1, sealKey: '', localities: summaries.localities }, publicationHash: '', stops, callers: parseCallers(summaries.callersTarget.bytes), localities,
    signedAt: now, timestampExpires: now + 15 * 60_000, stopsExpires: now + 5 * 60_000,
  } as unknown as Verified;
}

const inForce = (pair: Pair, at: string): boolean => pair.from <= at && at < pair.until;

describe('what is compiled', () => {
  it('permits every pair in force its views and no other pair anything, whatever the dates', () => {
    fc.assert(fc.property(pairs, sets, fc.integer({ min: 0, max: 45 }), (held, views, today) => {
      const now = Date.parse(day(today)) + 1;
      const at = new Date(now).toISOString();
      const summaries = Summaries.of(factsOf(held, views));
      for (const target of summaries.consumerTargets) parseConsumer(target.bytes);
      const stops = JSON.parse(stopsTarget(1, new Date(now), []).bytes.toString()) as StopsTarget;
      const book = loadBook(verifiedAt(summaries, now, stops));
      for (const provider of PROVIDERS) for (const consumer of CONSUMERS) for (const view of DCR_VIEWS) {
        const pair = held.find((each) => each.provider === provider && each.consumer === consumer);
        const { cutOver, first, second } = views[consumer]!;
        const expected = pair !== undefined && inForce(pair, at) && (at < day(cutOver) ? first : second).includes(view);
        const answer = decide({ certificate: hash(`c-${consumer}`), service: 'DCR', provider, views: [view] }, book, now);
        expect({ provider, consumer, view, permit: answer.decision === 'permit' }).toEqual({ provider, consumer, view, permit: expected });
        if (expected) expect(answer.agreement).toBe(pair.agreement);
      }
    }), { numRuns: 150 });
  });
});
