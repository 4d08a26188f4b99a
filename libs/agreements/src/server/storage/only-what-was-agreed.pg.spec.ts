import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@accord/kernel';
import { attempt, attemptAsEvery, clientOf, keptFromAll, type Statement } from '@accord/kernel/testing';
import type { PartyRow } from '../read-models/agreements.js';
import { AgreementWorld } from '../../testing/index.js';

// R4 and R6, straight in SQL: one live participation per pair, inside the dates that were signed, in half open intervals of UTC.
let world: AgreementWorld;
let provider: PartyRow;
let consumer: PartyRow;
let laterProvider: PartyRow;
let laterConsumer: PartyRow;
let unheld: PartyRow;
let approvedOnly: PartyRow;

beforeAll(async () => {
  world = await AgreementWorld.open();
  const [first, second, third] = [world.practice(0), world.practice(1), world.practice(2)];
  const views = { consumers: [{ odsCode: world.viewer(), views: ['summary', 'medication'] }] };
  const agreement = await world.anOpenAgreement({ providers: [first, second, third], ...views });
  for (const code of [first, second, third, world.viewer()]) await world.verified(agreement, code);
  await world.approved(agreement, [first, second, third, world.viewer()]);
  await world.goLive(agreement, [first, second, world.viewer()]);
  [provider, unheld, approvedOnly, consumer] = await Promise.all([first, second, third, world.viewer()].map((code) => world.party(agreement, code))) as [PartyRow, PartyRow, PartyRow, PartyRow];
  // As if the second practice's pair had never been held, so that holding it wrongly can be tried.
  await world.places.beyondTheRules(() => world.database.owner.query('DELETE FROM pair WHERE participation_id = $1', [unheld.id]));
  const later = await world.anOpenAgreement({ providers: [first], ...views });
  for (const code of [first, world.viewer()]) await world.verified(later, code);
  await world.approved(later, [first, world.viewer()]);
  laterProvider = await world.party(later, first);
  laterConsumer = await world.party(later, world.viewer());
});
afterAll(() => world.close());

const every = (...statements: Statement[]) => attemptAsEvery(world.database, world.officer, world.clock.now(), statements);
const none = { api: 'forbidden', worker: 'forbidden', publisher: 'forbidden', feed: 'forbidden', audit_reader: 'forbidden' };
const hold = (one: PartyRow, other: PartyRow, during: string, locality: string = world.places.here): Statement => ({
  text: `INSERT INTO pair SELECT p.id, c.id, p.agreement_id, p.service_code, p.provider_ods_code, c.consumer_ods_code, c.view_set_id, $4, $3::tstzrange, $5
    FROM participation p, consumer_part c WHERE p.id = $1 AND c.id = $2`, params: [one.id, other.id, during, locality, world.clock.now()],
});
const INSIDE = '[2026-03-02T09:00:00Z,2028-03-01T00:00:00Z)';

describe('the database refuses', () => {
  it.each([INSIDE, '[2026-05-01T00:00:00Z,2026-05-01T00:00:00.001Z)'])('the same pair under a second agreement, at any moment it is held under the first (%s)', async (during) => {
    const live = (party: PartyRow, table: string): Statement => ({ text: `UPDATE ${table} SET state = 'live', live_at = $2 WHERE id = $1`, params: [party.id, world.clock.now()] });
    const told = await every(live(laterProvider, 'participation'), live(laterConsumer, 'consumer_part'), hold(laterProvider, laterConsumer, during));
    expect(told).toEqual(keptFromAll('one_live_participation_per_pair'));
  });

  it.each([
    ['after the last day', '[2026-03-02T09:00:00Z,2028-03-01T00:00:00.001Z)', 'pair_between_live_sides'],
    ['before the first', '[2026-02-28T23:59:59.999Z,2028-03-01T00:00:00Z)', 'pair_between_live_sides'],
    ['without an end', '[2026-03-02T09:00:00Z,)', 'pair_bounded'], ['without a beginning', '(,2028-01-01)', 'pair_bounded'],
    ['up to and with its last instant', '[2026-03-02T09:00:00Z,2028-03-01T00:00:00Z]', 'pair_bounded'], ['for no time at all', 'empty', 'pair_between_live_sides'],
  ])('a pair held %s', async (_when, during, rule) => expect(await every(hold(unheld, consumer, during))).toEqual(keptFromAll(rule)));

  it('a pair with a side that is not live', async () => expect(await every(hold(approvedOnly, consumer, INSIDE))).toEqual(keptFromAll('pair_between_live_sides')));
  it('a pair held by one of its parties: they let go, and staff hold', async () => {
    const client = await clientOf(world.database, 'api');
    // Never committed: what is let pass is taken back.
    const told = (by: Actor): Promise<string> => attempt(client, by, world.clock.now(), [hold(unheld, consumer, INSIDE), { text: 'SELECT 1 / 0' }]);
    for (const by of [(await world.signatoryOf(unheld.odsCode)).actor, await world.places.somebody('Lena Lead', 'practice-governance-lead', { odsCode: unheld.odsCode }), await world.places.somebody('Vera Viewer', 'viewer-governance-lead', { odsCode: consumer.odsCode })]) {
      expect(await told(by)).toBe('forbidden');
    }
    for (const by of [world.officer, world.approver]) expect(await told(by)).toMatch(/division by zero/);
  });
  it('a pair between sides of two agreements', async () => expect(await every(hold(unheld, laterConsumer, INSIDE))).toEqual(keptFromAll('pair_in_the_parts_view_set')));
  it('a pair said to be of another locality', async () => {
    expect(await every(hold(unheld, consumer, INSIDE, world.places.elsewhere))).toMatchObject({ api: 'forbidden', worker: 'pair_between_live_sides', owner: 'pair_between_live_sides' });
  });

  it.each([
    ['that ends later', `tstzrange(lower(held_during), upper(held_during) + interval '1 microsecond')`], ['that begins sooner', `tstzrange(lower(held_during) - interval '1 microsecond', upper(held_during))`],
    ['that begins later, as another would', `tstzrange(lower(held_during) + interval '1 day', upper(held_during))`],
  ])('a pair %s than it was held', async (_what, during) => {
    expect(await every({ text: `UPDATE pair SET held_during = ${during} WHERE participation_id = $1`, params: [provider.id] })).toEqual(keptFromAll('pair_only_shortens'));
  });

  it('to forget a pair, or to give it to others', async () => {
    expect(await every({ text: 'DELETE FROM pair WHERE participation_id = $1', params: [provider.id] }, { text: 'SELECT 1 / 0' })).toMatchObject(none);
    expect(await every({ text: 'UPDATE pair SET consumer_ods_code = $2 WHERE participation_id = $1', params: [provider.id, 'TSTV02'] })).toMatchObject(none);
  });

  it.each([
    ['an end that is not its last day', `begins_on = begins_on, ends_on = ends_on + 1`], ['a beginning an hour off', `during = tstzrange(lower(during) + interval '1 hour', upper(during))`],
    ['midnight in UTC for midnight in London', `ends_on = '2028-07-31', review_on = '2027-01-01', during = tstzrange(lower(during), '2028-08-01T00:00:00Z')`],
  ])('a version with %s', async (_what, change) => {
    const { id } = await world.drafting.execute(world.officer, world.aDraft({ consumers: [{ odsCode: world.viewer(), views: ['summary', 'medication'] }] }));
    expect(await every({ text: `UPDATE agreement_version SET ${change} WHERE agreement_id = $1`, params: [id] })).toEqual(keptFromAll('agreement_version_in_london'));
  });
});
