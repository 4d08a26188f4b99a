import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ActivationWorld } from '@accord/activations/testing';
import { decide, type Book } from '@accord/enforcement';
import { PublishedSharing } from '../../testing/index.js';

// R6 through the whole chain, with a moved clock: what was signed is in the tables, compiled into a publication, and decided by the library of
// a gateway. Between the last word a gateway hears and the end of an agreement no job runs and nothing is published.
const VIEWER = 'TSTV01';
const HOUR = 3_600_000;
/** The last day, and the instant at which it ends in London: around both changes of the clocks of 2026. */
const ENDS = [
  ['TSTQ01', '2026-03-28', '2026-03-29T00:00:00.000Z'], ['TSTQ02', '2026-03-29', '2026-03-29T23:00:00.000Z'],
  ['TSTQ03', '2026-10-24', '2026-10-24T23:00:00.000Z'], ['TSTQ04', '2026-10-25', '2026-10-26T00:00:00.000Z'],
] as const;
/** Begins and ends with the day on which the clocks go forward, and with the one on which they go back. */
const DAYS = [['TSTQ05', '2026-03-29', '2026-03-29T00:00:00.000Z', 23], ['TSTQ06', '2026-10-25', '2026-10-24T23:00:00.000Z', 25]] as const;

let world: ActivationWorld;
let publishing: PublishedSharing;
let certificate: string;

beforeAll(async () => {
  world = await ActivationWorld.open();
  const { places, clock, database } = world.agreements;
  await places.beyondTheRules(async () => {
    for (const [practice] of [...ENDS, ...DAYS]) await places.organisation(practice, `Surgery ${practice}`, places.here);
  });
  for (const [practice, day] of ENDS) await world.live({ providers: [practice], reviewOn: day, endsOn: day });
  for (const [practice, day] of DAYS) await world.live({ providers: [practice], beginsOn: day, reviewOn: day, endsOn: day });
  certificate = (await database.owner.query<{ sha256: string }>('SELECT sha256 FROM system_certificate WHERE consumer_ods_code = $1', [VIEWER])).rows[0]!.sha256;
  publishing = await PublishedSharing.of(database, clock);
}, 120_000);
afterAll(() => world.close());

/** What a gateway holds that last heard at this instant. */
async function heardAt(at: number): Promise<Book> {
  world.agreements.clock.set(new Date(at));
  await publishing.publish();
  return publishing.book();
}

const answer = (book: Book, practice: string, at: number): string => {
  const { reason, freshness } = decide({ certificate, service: 'DCR', provider: practice, views: ['summary'] }, book, at);
  return `${reason} ${freshness}`;
};

describe('an agreement, from its tables to the answer of a gateway', () => {
  it.each(ENDS)('of %s that ends on %s is permitted to the last millisecond before %s and refused from then on, fresh or stale', async (practice, _day, instant) => {
    const end = Date.parse(instant);
    for (const [before, freshness] of [[6 * HOUR, 'stale'], [60_000, 'fresh']] as const) {
      const book = await heardAt(end - before);
      expect([answer(book, practice, end - 1), answer(book, practice, end)]).toEqual([`PERMITTED ${freshness}`, `OUTSIDE_DATES ${freshness}`]);
    }
    // Nothing moved it: it stands in the tables as it stood before.
    expect((await world.agreements.database.owner.query('SELECT DISTINCT participation.state FROM participation WHERE provider_ods_code = $1', [practice])).rows).toEqual([{ state: 'live' }]);
  });

  it.each(DAYS)('of %s for %s alone is in force from %s for %i hours', async (practice, _day, instant, hours) => {
    const begins = Date.parse(instant);
    const book = await heardAt(begins - 60_000);
    expect([-1, 0].map((after) => answer(book, practice, begins + after))).toEqual(['OUTSIDE_DATES fresh', 'PERMITTED fresh']);
    expect([hours * HOUR - 1, hours * HOUR].map((after) => answer(book, practice, begins + after))).toEqual(hours === 23 ? ['PERMITTED stale', 'OUTSIDE_DATES stale'] : ['OUT_OF_DATE refuse', 'OUT_OF_DATE refuse']);
    const later = await heardAt(begins + (hours - 1) * HOUR);
    expect([hours * HOUR - 1, hours * HOUR].map((after) => answer(later, practice, begins + after))).toEqual(['PERMITTED stale', 'OUTSIDE_DATES stale']);
  });

  it.each(DAYS)('of %s for %s alone never began where it began and ended while the gateway was stale', async (practice, _day, instant, hours) => {
    const begins = Date.parse(instant);
    const book = await heardAt(begins - HOUR);
    const told = [-1, 0, 1, 12, 22, hours - 1, hours].map((after) => answer(book, practice, begins + after * HOUR).split(' ')[0]);
    expect(told.filter((reason) => reason === 'PERMITTED')).toEqual([]);
    // One that heard in time permits it at the same instants.
    expect(answer(await heardAt(begins + HOUR), practice, begins + 12 * HOUR)).toBe('PERMITTED stale');
  });
});
