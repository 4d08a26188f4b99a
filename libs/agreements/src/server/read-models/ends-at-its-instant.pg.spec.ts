import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attemptAsEvery, keptFromAll } from '@accord/kernel/testing';
import { AgreementWorld } from '../../testing/index.js';
import { PartyPairs } from './party-pairs.js';

// R6 with a moved clock and no job running: an agreement stops at its instant, whichever side of a change of the clocks that lies on.
let world: AgreementWorld;
let number = 0;
beforeAll(async () => { world = await AgreementWorld.open(); });
afterAll(() => world.close());

describe('an agreement', () => {
  it.each([
    ['before the clocks go forward', '2026-03-28', '2026-03-29T00:00:00.000Z'], ['on the day on which they go forward', '2026-03-29', '2026-03-29T23:00:00.000Z'],
    ['before the clocks go back', '2026-10-24', '2026-10-24T23:00:00.000Z'], ['on the day on which they go back', '2026-10-25', '2026-10-26T00:00:00.000Z'],
  ])('that ends %s holds its pairs to the end of that day in London and not a millisecond longer', async (_when, endsOn, instant) => {
    number += 1;
    const practice = `TSTQ${number}`;
    world.clock.set(new Date('2026-03-02T09:00:00Z'));
    await world.places.beyondTheRules(() => world.places.organisation(practice, `Surgery ${practice}`, world.places.here));
    const id = await world.aLiveAgreement({ providers: [practice], beginsOn: '2026-03-01', reviewOn: endsOn, endsOn });
    const party = await world.party(id, practice);
    const seenAt = async (at: number): Promise<unknown> => {
      world.clock.set(new Date(at));
      return world.transactions.read(world.officer, async (tx) => ({ pairs: (await new PartyPairs().of(tx, party.id, 10))!.pairs, expired: (await world.reader.byId(tx, id))!.expired, state: (await world.reader.byId(tx, id))!.state }));
    };
    const last = Date.parse(instant);
    expect(await seenAt(last - 1)).toEqual({ pairs: 1, expired: false, state: 'open' });
    expect(await seenAt(last)).toEqual({ pairs: 0, expired: true, state: 'open' });
  });

  it('is not given, in SQL, another end than the midnight after its last day in London', async () => {
    world.clock.set(new Date('2026-03-02T09:00:00Z'));
    const { id } = await world.drafting.execute(world.officer, world.aDraft({ beginsOn: '2026-03-01', reviewOn: '2026-10-25', endsOn: '2026-10-25' }));
    for (const until of ['2026-10-25T23:00:00Z', '2026-10-26T01:00:00Z', '2026-10-25T00:00:00Z']) {
      const told = await attemptAsEvery(world.database, world.officer, world.clock.now(), [{ text: `UPDATE agreement_version SET during = tstzrange(lower(during), $2) WHERE agreement_id = $1`, params: [id, until] }]);
      expect(told).toEqual(keptFromAll('agreement_version_in_london'));
    }
  });
});
