import { isDeepStrictEqual } from 'node:util';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { type Book, loadBook } from './book.js';
import type { Suspicion } from './clock-watch.js';
import { type Ask, decide } from './decide.js';
import type { CallersTarget, DecisionReason, LocalityTarget, StopEntry, StopScope } from './format.js';
import { LocalityIndex } from './locality-index.js';
import { type LocalitySummary, localityTarget, summaryIn } from './locality-summary.js';
import { modelDecision } from './testing/decision-model.js';
import { FINGERPRINT, type LocalityChoices, aCaller, aLocality, aSummary } from './testing/a-locality.js';
import type { Verified } from './verified.js';

const NOW = Date.UTC(2026, 5, 1, 12);
const MINUTE = 60_000;
const iso = (at: number) => new Date(at).toISOString();

interface Choices {
  readonly localities?: readonly LocalityTarget[];
  readonly callers?: CallersTarget['consumers'];
  readonly stops?: readonly StopEntry[];
  readonly signedAt?: number;
  readonly stopsExpires?: number;
}

function verifiedOf({ localities = [aLocality()], callers = [aCaller()], stops = [], signedAt = NOW, stopsExpires = signedAt + 5 * MINUTE }: Choices): Verified {
  return {
    timestampVersion: 7, signedAt, timestampExpires: signedAt + 15 * MINUTE, stopsExpires,
    publication: {
      format: 'accord-publication/2', number: 4, previous: 'ab'.repeat(32), publishedAt: iso(signedAt), stopList: 3, sealKey: '', localities: {}, callers: '', consumersDigest: 'ab'.repeat(32),
    },
    publicationHash: 'cd'.repeat(32),
    stops: { format: 'accord-stops/1', number: 3, publishedAt: iso(signedAt), entries: stops },
    stopsHash: 'ef'.repeat(32),
    lateStops: undefined,
    callers: { format: 'accord-callers/1', consumers: callers },
    localities: new Map(localities.map((target) => [target.locality, { sha256: '', index: new LocalityIndex(target) }])),
  };
}

const aBook = (choices: Choices = {}, suspicion?: Suspicion): Book => loadBook(verifiedOf(choices), undefined, suspicion);
const ask = (change: Partial<Ask> = {}): Ask => ({ certificate: FINGERPRINT, service: 'DCR', provider: 'TSTP01', views: ['medication'], ...change });
const stop = (scope: StopScope, from = NOW): StopEntry => ({ id: `stop-${JSON.stringify(scope).length}`, from: iso(from), scope });
const starting = (change: LocalityChoices & { readonly certificate?: Parameters<typeof aCaller>[0] }) => aBook({ localities: [aLocality(change)], callers: [aCaller(change.certificate)] });

describe('deciding', () => {
  it('permits what was agreed, and says by which agreement, publication and stop list', () => {
    expect(decide(ask(), aBook(), NOW)).toEqual({
      decision: 'permit', reason: 'PERMITTED', views: ['medication'], agreement: 'DCR-TST1-0001', publication: 4, stopList: 3, freshness: 'fresh', decidedAt: NOW,
    });
  });

  it('permits several views only if each is agreed, and lists those that are', () => {
    expect(decide(ask({ views: ['medication', 'summary'] }), aBook(), NOW)).toMatchObject({ decision: 'permit', views: ['summary', 'medication'] });
    expect(decide(ask({ views: ['medication', 'problems'] }), aBook(), NOW)).toMatchObject({ decision: 'refuse', reason: 'VIEW_NOT_AGREED', views: ['medication'] });
  });

  it.each([
    ['a view that was not agreed', { views: ['problems'] }, 'VIEW_NOT_AGREED', 'DCR-TST1-0001'],
    ['a view that does not exist', { views: ['medication', 'horoscope'] }, 'UNKNOWN_VIEW', 'DCR-TST1-0001'],
    ['no view at all', { views: [] }, 'UNKNOWN_VIEW', 'DCR-TST1-0001'],
    ['a service that does not exist', { service: 'XYZ' }, 'UNKNOWN_SERVICE', null],
    ['a provider that shares with nobody', { provider: 'TSTP99' }, 'NOT_AGREED', null],
    ['a certificate nobody registered', { certificate: 'ff'.repeat(32) }, 'CERTIFICATE_NOT_CURRENT', null],
    ['names that every object has', { service: 'constructor', provider: '__proto__', views: ['toString'] }, 'UNKNOWN_SERVICE', null],
  ])('refuses %s', (_what, change, reason, agreement) => {
    expect(decide(ask(change), aBook(), NOW)).toMatchObject({ decision: 'refuse', reason, agreement });
  });

  it('refuses everything before anything was loaded', () => {
    expect(decide(ask(), undefined, NOW)).toMatchObject({ decision: 'refuse', reason: 'NOTHING_LOADED', freshness: 'refuse', publication: 0 });
  });

  it.each([
    ['a millisecond before it begins', { from: iso(NOW + 1) }, 'OUTSIDE_DATES'],
    ['at the instant it begins', { from: iso(NOW) }, 'PERMITTED'],
    ['a millisecond before it ends', { until: iso(NOW + 1) }, 'PERMITTED'],
    ['at the instant it ends', { until: iso(NOW) }, 'OUTSIDE_DATES'],
    ['before its certificate begins', { certificate: { from: iso(NOW + 1) } }, 'CERTIFICATE_NOT_CURRENT'],
    ['when its certificate begins', { certificate: { from: iso(NOW) } }, 'PERMITTED'],
    ['when its certificate ends', { certificate: { until: iso(NOW) } }, 'CERTIFICATE_NOT_CURRENT'],
  ])('is exact about time %s', (_when, change, reason) => {
    expect(decide(ask(), starting(change), NOW).reason).toBe(reason);
  });

  it('goes on with the successor at its take-over instant, without a gap', () => {
    const plain = aSummary();
    const dated = (from: number, until: number, reference: string, view: string) => aSummary({ from: iso(from), until: iso(until), reference, views: [view] }).agreements;
    const book = aBook({ localities: [localityTarget({ ...plain, agreements: [...dated(NOW - 1000, NOW, 'A-1', 'medication'), ...dated(NOW, NOW + 1000, 'A-2', 'summary')] })], signedAt: NOW - 1 });
    expect(decide(ask(), book, NOW - 1)).toMatchObject({ reason: 'PERMITTED', agreement: 'A-1' });
    expect(decide(ask(), book, NOW)).toMatchObject({ reason: 'VIEW_NOT_AGREED', agreement: 'A-2' });
    expect(decide(ask({ views: ['summary'] }), book, NOW)).toMatchObject({ reason: 'PERMITTED', agreement: 'A-2' });
  });

  it('decides on a second service with seventeen views, which is only data', () => {
    const views = Array.from({ length: 17 }, (_each, at) => `view-${at + 1}`);
    const plain = aSummary({ views: ['view-1', 'view-17'] });
    const book = aBook({ localities: [localityTarget({ ...plain, services: { ...plain.services, XRS: views }, agreements: plain.agreements.map((each) => ({ ...each, service: 'XRS' })) })] });
    expect(decide(ask({ service: 'XRS', views: ['view-1', 'view-17'] }), book, NOW)).toMatchObject({ decision: 'permit', views: ['view-1', 'view-17'] });
    expect(decide(ask({ service: 'XRS', views: ['view-2'] }), book, NOW)).toMatchObject({ reason: 'VIEW_NOT_AGREED' });
    expect(decide(ask(), book, NOW)).toMatchObject({ reason: 'NOT_AGREED' });
  });

  it('lets a certificate that two organisations claim speak for neither', () => {
    const book = aBook({ callers: [aCaller(), { ...aCaller(), code: 'TSTV02' }] });
    expect(book.callerOf(FINGERPRINT)).toBeUndefined();
    expect(decide(ask(), book, NOW).reason).toBe('CERTIFICATE_NOT_CURRENT');
  });
});

describe('stops', () => {
  it.each<[string, StopScope, string]>([
    ['its agreement', { agreement: 'DCR-TST1-0001' }, 'STOPPED'],
    ['its provider', { provider: 'TSTP01' }, 'STOPPED'],
    ['its consumer', { consumer: 'TSTV01' }, 'STOPPED'],
    ['its pair', { provider: 'TSTP01', consumer: 'TSTV01' }, 'STOPPED'],
    ['its service', { service: 'DCR' }, 'STOPPED'],
    ['its locality', { locality: 'TST1' }, 'STOPPED'],
    ['its system', { system: 'system-1' }, 'STOPPED'],
    ['one view of its consumer', { consumer: 'TSTV01', views: ['medication'] }, 'STOPPED'],
    ['everything', {}, 'STOPPED'],
    ['another agreement', { agreement: 'DCR-TST1-0002' }, 'PERMITTED'],
    ['another provider', { provider: 'TSTP02' }, 'PERMITTED'],
    ['its provider with another consumer', { provider: 'TSTP01', consumer: 'TSTV02' }, 'PERMITTED'],
    ['another locality', { locality: 'TST2' }, 'PERMITTED'],
    ['another system', { system: 'system-2' }, 'PERMITTED'],
    ['another view of its consumer', { consumer: 'TSTV01', views: ['summary'] }, 'PERMITTED'],
    ['its agreement for another service', { agreement: 'DCR-TST1-0001', service: 'XRS' }, 'PERMITTED'],
  ])('a stop of %s is heeded or not', (_what, scope, reason) => {
    expect(decide(ask(), aBook({ stops: [stop(scope)] }), NOW)).toMatchObject({ reason, agreement: 'DCR-TST1-0001' });
  });

  it('lists what a stop of one view leaves', () => {
    const book = aBook({ stops: [stop({ consumer: 'TSTV01', views: ['medication'] })] });
    expect(decide(ask({ views: ['summary', 'medication'] }), book, NOW)).toMatchObject({ decision: 'refuse', reason: 'STOPPED', views: ['summary'] });
  });

  it('begins a stop at its instant, and at once when the feed already counted it as begun', () => {
    expect(decide(ask(), aBook({ stops: [stop({}, NOW + 1)] }), NOW).reason).toBe('PERMITTED');
    expect(decide(ask(), aBook({ stops: [stop({}, NOW + 1)] }), NOW + 1).reason).toBe('STOPPED');
    expect(decide(ask(), aBook({ stops: [stop({}, NOW)] }), NOW - 5_000).reason).toBe('STOPPED');
  });

  it('prefers the agreement that stands where another one for the same two is stopped', () => {
    const plain = aSummary();
    const book = aBook({
      localities: [localityTarget({ ...plain, agreements: [...plain.agreements, ...aSummary({ reference: 'DCR-TST1-0002' }).agreements] })],
      stops: [stop({ agreement: 'DCR-TST1-0001' })],
    });
    expect(decide(ask(), book, NOW)).toMatchObject({ reason: 'PERMITTED', agreement: 'DCR-TST1-0002' });
  });
});

describe('freshness', () => {
  it.each([
    [0, 'fresh', 'PERMITTED'],
    [5 * MINUTE - 1, 'fresh', 'PERMITTED'],
    [5 * MINUTE, 'stale', 'PERMITTED'],
    [86_400_000 - 1, 'stale', 'PERMITTED'],
    [86_400_000, 'refuse', 'OUT_OF_DATE'],
  ])('%d ms after signing is %s', (later, freshness, reason) => {
    expect(decide(ask(), aBook(), NOW + later)).toMatchObject({ freshness, reason });
  });

  it('is stale from the timestamp’s expiry, whatever the stop list says', () => {
    expect(decide(ask(), aBook({ stopsExpires: NOW + 60 * MINUTE }), NOW + 15 * MINUTE).freshness).toBe('stale');
  });

  it('obeys the refuse limit that the locality signed, not its own', () => {
    const book = starting({ refuseAfterSeconds: 60 });
    expect(decide(ask(), book, NOW + 59_999)).toMatchObject({ decision: 'permit', freshness: 'fresh' });
    expect(decide(ask(), book, NOW + 60_000)).toMatchObject({ decision: 'refuse', reason: 'OUT_OF_DATE', freshness: 'refuse' });
  });

  it('begins nothing that would begin after freshness was lost, and ends what ends', () => {
    const beginning = (from: number) => decide(ask(), starting({ from: iso(from) }), NOW + 10 * MINUTE);
    expect(beginning(NOW + 5 * MINUTE - 1)).toMatchObject({ reason: 'PERMITTED', freshness: 'stale' });
    expect(beginning(NOW + 5 * MINUTE)).toMatchObject({ reason: 'OUTSIDE_DATES', freshness: 'stale' });
    expect(decide(ask(), starting({ until: iso(NOW + 10 * MINUTE) }), NOW + 10 * MINUTE).reason).toBe('OUTSIDE_DATES');
    expect(decide(ask(), starting({ certificate: { from: iso(NOW + 6 * MINUTE) } }), NOW + 10 * MINUTE).reason).toBe('CERTIFICATE_NOT_CURRENT');
  });
});

describe('a clock in doubt', () => {
  const suspicion: Suspicion = { beginsBefore: NOW - MINUTE, endsBy: NOW + MINUTE };
  it('begins nothing new', () => {
    const book = (from: number) => aBook({ localities: [aLocality({ from: iso(from) })] }, suspicion);
    expect(decide(ask(), book(NOW - MINUTE), NOW).reason).toBe('CLOCK_SUSPECT');
    expect(decide(ask(), book(NOW - MINUTE - 1), NOW).reason).toBe('PERMITTED');
  });

  it('ends what has ended by the feed’s time', () => {
    const book = (until: number) => aBook({ localities: [aLocality({ until: iso(until) })] }, suspicion);
    expect(decide(ask(), book(NOW + MINUTE), NOW).reason).toBe('OUTSIDE_DATES');
    expect(decide(ask(), book(NOW + MINUTE + 1), NOW).reason).toBe('PERMITTED');
  });
});

describe('a clock that is slow, and not yet in doubt', () => {
  const SIGNED = NOW + 20_000;
  const reasonOf = (change: Parameters<typeof starting>[0], stops: readonly StopEntry[] = []) => decide(ask(), loadBook(verifiedOf({ localities: [aLocality(change)], callers: [aCaller(change.certificate)], stops, signedAt: SIGNED })), NOW).reason;
  it.each<[string, Parameters<typeof starting>[0], DecisionReason]>([
    ['an agreement that had ended when the feed signed has ended', { until: iso(SIGNED) }, 'OUTSIDE_DATES'],
    ['one that ends later has not', { until: iso(SIGNED + 1) }, 'PERMITTED'],
    ['one that had begun by then has begun', { from: iso(SIGNED) }, 'PERMITTED'],
    ['one that begins later has not', { from: iso(SIGNED + 1) }, 'OUTSIDE_DATES'],
    ['a certificate that had been revoked by then counts no more', { certificate: { until: iso(SIGNED) } }, 'CERTIFICATE_NOT_CURRENT'],
    ['one that is revoked later still counts', { certificate: { until: iso(SIGNED + 1) } }, 'PERMITTED'],
  ])('%s', (_what, change, reason) => { expect(reasonOf(change)).toBe(reason); });

  it('is worked out once, and not anew for each question', () => {
    const book = loadBook(verifiedOf({ localities: [aLocality({ from: iso(SIGNED) })], signedAt: SIGNED }));
    decide(ask(), book, NOW);
    expect([NOW - MINUTE, NOW, SIGNED].map((at) => book.stretch.holds(at))).toEqual([true, true, true]);
  });

  it('a stop that was in force by then is in force, and one that begins later is not', () => {
    expect([reasonOf({}, [stop({ provider: 'TSTP01' }, SIGNED)]), reasonOf({}, [stop({ provider: 'TSTP01' }, SIGNED + 1)])]).toEqual(['STOPPED', 'PERMITTED']);
  });
});

describe('against a model that only loops', () => {
  const step = (min: number, max: number) => fc.integer({ min, max }).map((steps) => iso(NOW + steps * MINUTE));
  const from = step(-4, 2);
  const until = step(-1, 5);
  // The second locality says the views of one service in an order of its own, and one view more.
  const servicesOf = (code: string) => ({ DCR: code === 'TST1' ? ['a', 'b', 'c'] : ['c', 'a', 'd', 'b'], XRS: ['c', 'b', 'a', 'd'] });
  const locality = (code: string): fc.Arbitrary<LocalitySummary> => {
    const codes = code === 'TST1' ? ['TSTP00', 'TSTP01', 'TSTP02'] : ['TSTP02', 'TSTP03', 'TSTP04'];
    const parts = fc.uniqueArray(fc.record({ consumer: fc.constantFrom('TSTV00', 'TSTV01', 'TSTV02'), views: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }) }), { minLength: 2, maxLength: 3, selector: ({ consumer }) => consumer });
    const block = fc.record({ from, until, providers: fc.uniqueArray(fc.constantFrom(...codes), { minLength: 2, maxLength: 3 }), consumers: parts });
    const agreements = fc.array(fc.tuple(fc.constantFrom('DCR', 'DCR', 'XRS'), fc.array(block, { minLength: 1, maxLength: 2 })), { minLength: 1, maxLength: 4 })
      .map((list) => list.map(([service, blocks], at) => ({ reference: `${code}-${at}`, service: service as 'DCR', version: 1, evidence: 'ab'.repeat(32), blocks })));
    return fc.record({ agreements, refuse: fc.constantFrom(120, 240, 3_600, 3_600) }).map(({ agreements: list, refuse }) => ({ locality: code, refuseAfterSeconds: refuse, services: servicesOf(code), agreements: list }));
  };
  // Mostly the consumer's own certificate (-1), now and then another's.
  const certificates = fc.array(fc.tuple(fc.constantFrom(-1, -1, -1, -1, -1, 0, 3), from, until), { minLength: 1, maxLength: 2 });
  const callers = fc.array(certificates, { minLength: 3, maxLength: 3 }).map((systems): CallersTarget['consumers'] => systems.map((held, at) => (
    { code: `TSTV0${at}`, systems: [{ id: `s${at}`, certificates: held.map(([name, ...dates]) => ({ sha256: `${name < 0 ? at : name}`.repeat(64), from: dates[0], until: dates[1] })) }] })));
  const scope = fc.record({
    agreement: fc.constantFrom('TST1-0', 'TST2-0'), provider: fc.constantFrom('TSTP00', 'TSTP02'), consumer: fc.constantFrom('TSTV00', 'TSTV01'),
    service: fc.constantFrom('DCR', 'XRS'), views: fc.uniqueArray(fc.constantFrom('a', 'b', 'd'), { minLength: 1 }), system: fc.constantFrom('s0', 's1'), locality: fc.constantFrom('TST1', 'TST2'),
  }, { requiredKeys: [] });
  const stops = fc.array(fc.record({ from, scope }), { maxLength: 2 }).map((list) => list.map((each, at) => ({ id: `${at}`, ...each })));
  const question = fc.record({
    certificate: fc.constantFrom(0, 1, 2, 2, 1, 0, 3, 4).map((name) => `${name}`.repeat(64)), service: fc.constantFrom('DCR', 'DCR', 'DCR', 'XRS', 'XRS', 'NONE'),
    provider: fc.constantFrom('TSTP00', 'TSTP01', 'TSTP02', 'TSTP03', 'TSTP09'), views: fc.array(fc.constantFrom('a', 'a', 'b', 'b', 'c', 'c', 'd', 'z'), { maxLength: 3 }),
  });
  const doubt = fc.option(fc.record({ beginsBefore: fc.integer({ min: -3, max: 2 }), endsBy: fc.integer({ min: -2, max: 2 }) }), { nil: undefined, freq: 3 });

  // Around every instant at which anything may turn, back and forth: one book answers them all.
  const instants = fc.array(fc.tuple(fc.integer({ min: -4, max: 5 }), fc.constantFrom(-1, 0, 0, 1)).map(([minutes, off]) => NOW + minutes * MINUTE + off), { minLength: 8, maxLength: 8 });

  it('gives the same answer, whenever it is asked', () => {
    const seen = new Set<string>();
    fc.assert(fc.property(locality('TST1'), locality('TST2'), callers, stops, fc.array(question, { minLength: 8, maxLength: 8 }), instants, doubt, (one, two, asking, stopped, questions, times, doubted) => {
      const localities = [one, two].map(localityTarget);
      const verified = verifiedOf({ localities, callers: asking, stops: stopped, signedAt: NOW - MINUTE, stopsExpires: NOW + MINUTE });
      const suspicion = doubted && { beginsBefore: NOW + doubted.beginsBefore * MINUTE, endsBy: NOW + doubted.endsBy * MINUTE };
      const book = loadBook(verified, undefined, suspicion);
      for (const [nth, asked] of questions.entries()) {
        const now = times[nth] as number;
        const decision = decide(asked, book, now);
        seen.add(decision.reason);
        const expected = modelDecision(asked, verified, localities.map(summaryIn), suspicion, now);
        if (!isDeepStrictEqual(decision, expected)) expect({ asked, ...decision }).toEqual({ asked, ...expected });
      }
    }), { numRuns: 3_000, seed: 20_260_301 });
    // A generator that never reaches a rule proves nothing about it.
    expect([...seen].sort()).toEqual(['CERTIFICATE_NOT_CURRENT', 'CLOCK_SUSPECT', 'NOT_AGREED', 'OUTSIDE_DATES', 'OUT_OF_DATE', 'PERMITTED', 'STOPPED', 'UNKNOWN_SERVICE', 'UNKNOWN_VIEW', 'VIEW_NOT_AGREED']);
  }, 120_000);

  it('gives the same answer from a book that borrowed from the one before', () => {
    const verified = verifiedOf({});
    const before = loadBook(verified);
    const after = loadBook({ ...verified, stops: { ...verified.stops, number: 4, entries: [stop({ provider: 'TSTP01' })] } }, before);
    expect(after.localities[0]).toBe(before.localities[0]);
    expect([decide(ask(), before, NOW).reason, decide(ask(), after, NOW).reason]).toEqual(['PERMITTED', 'STOPPED']);
  });
});
