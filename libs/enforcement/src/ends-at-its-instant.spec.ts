import { describe, expect, it } from '@jest/globals';
import { loadBook } from './book.js';
import { decide } from './decide.js';
import { LocalityIndex } from './locality-index.js';
import { aCaller, aLocality, FINGERPRINT } from './testing/a-locality.js';
import type { Verified } from './verified.js';

const HOUR = 3_600_000;
const iso = (at: number): string => new Date(at).toISOString();

/** What a gateway holds that last heard at an instant, and then never again. */
function heldSince(signedAt: number, dates: { readonly from: string; readonly until: string }): ReturnType<typeof loadBook> {
  const target = aLocality({ from: dates.from, until: dates.until });
  return loadBook({
    timestampVersion: 7, signedAt, timestampExpires: signedAt + 15 * 60_000, stopsExpires: signedAt + 5 * 60_000,
    publication: { format: 'accord-publication/2', number: 4, previous: 'ab'.repeat(32), publishedAt: iso(signedAt), stopList: 3, sealKey: '', localities: {}, consumersDigest: 'ab'.repeat(32) },
    publicationHash: 'cd'.repeat(32), stops: { format: 'accord-stops/1', number: 3, publishedAt: iso(signedAt), entries: [] }, stopsHash: 'ef'.repeat(32),
    callers: { format: 'accord-callers/1', consumers: [aCaller()] }, localities: new Map([[target.locality, { sha256: '', index: new LocalityIndex(target) }]]),
  } as unknown as Verified);
}

const answerAt = (book: ReturnType<typeof loadBook>, now: number): string => {
  const { reason, freshness } = decide({ certificate: FINGERPRINT, service: 'DCR', provider: 'TSTP01', views: ['medication'] }, book, now);
  return `${reason} ${freshness}`;
};

// R6 at a gateway that hears nothing: no job runs, no publication comes, and the dates inside the signed entry decide alone. The ends are the
// midnights in London around the two changes of the clocks of 2026, as instants.
describe('an agreement at a gateway', () => {
  it.each([
    ['before the clocks go forward (28 March)', '2026-03-29T00:00:00.000Z'], ['with the day on which they go forward (29 March)', '2026-03-29T23:00:00.000Z'],
    ['before the clocks go back (24 October)', '2026-10-24T23:00:00.000Z'], ['with the day on which they go back (25 October)', '2026-10-26T00:00:00.000Z'],
  ])('ends %s, to the millisecond, fresh or stale', (_when, until) => {
    const end = Date.parse(until);
    for (const [heardBefore, freshness] of [[60_000, 'fresh'], [6 * HOUR, 'stale'], [23 * HOUR, 'stale']] as const) {
      const book = heldSince(end - heardBefore, { from: '2026-01-01T00:00:00.000Z', until });
      expect([answerAt(book, end - 1), answerAt(book, end)]).toEqual([`PERMITTED ${freshness}`, `OUTSIDE_DATES ${freshness}`]);
    }
  });

  it('that begins and ends while the gateway hears nothing never began there', () => {
    const signedAt = Date.parse('2026-03-28T20:00:00Z');
    const book = heldSince(signedAt, { from: '2026-03-29T00:00:00.000Z', until: '2026-03-29T12:00:00.000Z' });
    const told = [0, 4, 6, 15.9, 16, 20].map((hours) => answerAt(book, signedAt + hours * HOUR));
    expect(told.map((answer) => answer.split(' ')[0])).toEqual(['OUTSIDE_DATES', 'OUTSIDE_DATES', 'OUTSIDE_DATES', 'OUTSIDE_DATES', 'OUTSIDE_DATES', 'OUTSIDE_DATES']);
  });

  it('that was in force when the gateway last heard goes on inside its own dates, and refuses altogether past the limit', () => {
    const signedAt = Date.parse('2026-10-24T12:00:00Z');
    const book = heldSince(signedAt, { from: '2026-01-01T00:00:00.000Z', until: '2026-12-31T00:00:00.000Z' });
    expect([1, 23.99, 24].map((hours) => answerAt(book, signedAt + hours * HOUR))).toEqual(['PERMITTED stale', 'PERMITTED stale', 'OUT_OF_DATE refuse']);
  });
});
