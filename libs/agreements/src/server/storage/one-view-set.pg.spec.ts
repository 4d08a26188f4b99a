import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@accord/kernel';
import { attemptAsEvery, keptFromAll, type Statement } from '@accord/kernel/testing';
import { AgreementWorld } from '../../testing/index.js';

// R1, straight in SQL: for one service, every provider sharing with a consumer shares the same views.
let world: AgreementWorld;
let officer: Actor;
let ids: Record<'agreement' | 'draft' | 'version' | 'draftVersion' | 'set' | 'otherSet' | 'viewer' | 'otherViewer' | 'participation' | 'part', string>;
const V1 = 'TSTV01';

beforeAll(async () => {
  world = await AgreementWorld.open();
  ({ officer } = world);
  const one = async (text: string, params: unknown[]): Promise<string> => (await world.database.owner.query<{ id: string }>(text, params)).rows[0]!.id;
  const agreement = await world.aLiveAgreement();
  await world.anOpenAgreement({ consumers: [{ odsCode: 'TSTV02', views: ['summary', 'problems', 'medication'] }] });
  const { id: draft } = await world.drafting.execute(officer, world.aDraft());
  const version = 'SELECT id FROM agreement_version WHERE agreement_id = $1';
  const set = 'SELECT view_set.id FROM view_set JOIN viewing_organisation_member USING (viewing_organisation_id) WHERE ods_code = $1';
  const viewer = 'SELECT viewing_organisation_id AS id FROM viewing_organisation_member WHERE ods_code = $1';
  ids = {
    agreement, draft, version: await one(version, [agreement]), draftVersion: await one(version, [draft]), set: await one(set, [V1]), otherSet: await one(set, ['TSTV02']),
    viewer: await one(viewer, [V1]), otherViewer: await one(viewer, ['TSTV02']), participation: (await world.party(agreement, world.practice())).id, part: (await world.party(agreement, V1)).id,
  };
});
afterAll(() => world.close());

const every = (...statements: Statement[]) => attemptAsEvery(world.database, officer, world.clock.now(), statements);
const asSet = (views: readonly string[], from: string, reservedFor = ids.viewer): Statement => ({
  text: `INSERT INTO view_set (id, service_code, viewing_organisation_id, views, current_during, reserved_by_agreement_id, reserved_by_reference, recorded_at)
    VALUES (gen_random_uuid(), 'DCR', $1, $2, tstzrange($3, NULL), $4, 'R', $5)`, params: [reservedFor, views, from, ids.agreement, world.clock.now()],
});
/** The rule where a role could write the row at all; no right where none was granted. */
const noRightBut = (owner: string) => ({ api: 'forbidden', worker: 'forbidden', publisher: 'forbidden', feed: 'forbidden', audit_reader: 'forbidden', owner });

describe('the database refuses', () => {
  it.each(['2026-03-02T09:00:00Z', '2020-01-01T00:00:00Z', '2030-01-01T00:00:00Z'])('a second view set of a consumer, from %s on', async (from) => {
    expect(await every(asSet(['events'], from))).toEqual(keptFromAll('one_view_set_per_consumer'));
  });

  it('even one that is just the same', async () => expect(await every(asSet(['summary', 'medication'], '2026-03-02T09:00:00Z'))).toEqual(keptFromAll('one_view_set_per_consumer')));

  it.each([
    ['a view the service does not have', ['summary', 'genome']], ['a view twice', ['summary', 'summary']], ['views out of order', ['medication', 'summary']],
  ])('a set with %s', async (_what, views) => expect(await every(asSet(views, '2026-03-02T09:00:00Z', ids.otherViewer))).toEqual(keptFromAll('view_set_of_service')));

  it('an empty set', async () => expect(await every(asSet([], '2026-03-02T09:00:00Z', ids.otherViewer))).toEqual(keptFromAll('view_set_of_service')));

  it('other views in a set that is agreed', async () => {
    expect(await every({ text: `UPDATE view_set SET views = '{events}' WHERE id = $1`, params: [ids.set] })).toEqual(noRightBut('view_set_fixed'));
  });

  it('the end of a set by anybody, the owner too: that takes a cut-over', async () => {
    expect(await every({ text: `UPDATE view_set SET current_during = tstzrange(lower(current_during), $2) WHERE id = $1`, params: [ids.set, new Date(world.clock.now().getTime() + 1)] }, { text: 'SELECT 1 / 0' }))
      .toEqual({ ...keptFromAll('view_set_cuts_over'), worker: 'forbidden' });
  });

  it('a second viewing organisation for a code, or an end of the first', async () => {
    expect(await every({ text: `INSERT INTO viewing_organisation_member VALUES ($1, $2, '(,)', $3)`, params: [V1, ids.otherViewer, world.clock.now()] })).toEqual(keptFromAll('one_viewing_organisation_per_code'));
    expect(await every({ text: `UPDATE viewing_organisation_member SET during = '(,2020-01-01)' WHERE ods_code = $1`, params: [V1] }, { text: 'SELECT 1 / 0' })).toEqual(noRightBut('22012: division by zero'));
  });

  it('a version that prints other views beside a consumer than its set has', async () => {
    const naming = (set: string): Statement => ({ text: 'UPDATE agreement_version_consumer SET view_set_id = $2 WHERE version_id = $1', params: [ids.draftVersion, set] });
    expect(await every(naming(ids.otherSet))).toEqual(keptFromAll('version_shows_the_view_set'));
    expect(await every({ text: `UPDATE agreement_version_consumer SET views = '{summary}', view_set_id = $2 WHERE version_id = $1`, params: [ids.draftVersion, ids.set] })).toEqual(keptFromAll('version_shows_the_view_set'));
  });

  it('to open a version for signing before its sets are reserved', async () => {
    expect(await every({ text: 'UPDATE agreement_version SET locked_at = $2 WHERE id = $1', params: [ids.draftVersion, world.clock.now()] })).toEqual(keptFromAll('version_locks_whole'));
  });

  it.each([
    ['other views', `UPDATE agreement_version_consumer SET views = '{summary}' WHERE version_id = $1`],
    ['a consumer less', 'DELETE FROM agreement_version_consumer WHERE version_id = $1'],
    ['a provider less', 'DELETE FROM agreement_version_provider WHERE version_id = $1'],
    ['a provider more', `INSERT INTO agreement_version_provider VALUES ($1, 'TSTP02')`],
    ['a consumer more', `INSERT INTO agreement_version_consumer VALUES ($1, 'TSTV02', '{summary}')`],
    ['other words', `UPDATE agreement_version SET purpose = 'Another' WHERE id = $1`],
    ['an unlocking', 'UPDATE agreement_version SET locked_at = NULL WHERE id = $1'],
  ])('%s in a version open for signing', async (_what, text) => {
    expect(await every({ text, params: [ids.version] })).toEqual(keptFromAll('signed_version_immutable'));
  });

  it('the owner to move a line into a version open for signing', async () => {
    const told = await every({ text: `UPDATE agreement_version_provider SET version_id = $1, provider_ods_code = 'TSTP02' WHERE version_id = $2`, params: [ids.version, ids.draftVersion] });
    expect(told).toEqual(noRightBut('signed_version_immutable'));
  });

  it('to prove another set than the version signed names', async () => {
    expect(await every({ text: 'INSERT INTO participation_terms VALUES ($1, $2, $3)', params: [ids.participation, 'TSTV02', ids.otherSet] })).toEqual(keptFromAll('terms_are_the_signed_ones'));
    expect(await every({ text: 'DELETE FROM participation_terms WHERE participation_id = $1', params: [ids.participation] },
      { text: 'INSERT INTO participation_terms VALUES ($1, $2, $3)', params: [ids.participation, V1, ids.otherSet] })).toMatchObject({ api: 'pair_in_the_proved_view_set', owner: 'pair_in_the_proved_view_set' });
  });

  it("a part with another organisation's set", async () => {
    expect(await every({ text: `INSERT INTO consumer_part (id, agreement_id, agreement_version_id, service_code, locality_id, consumer_ods_code, viewing_organisation_id, view_set_id, state, terms_digest, drafted_by, state_at, recorded_at)
      SELECT gen_random_uuid(), agreement_id, agreement_version_id, service_code, locality_id, consumer_ods_code, viewing_organisation_id, $2, 'invited', terms_digest, drafted_by, state_at, recorded_at
      FROM consumer_part WHERE id = $1`, params: [ids.part, ids.otherSet] })).toMatchObject({ api: expect.stringMatching(/^(consumer_part_once|part_view_set_is_the_consumers)$/) as never });
  });

  it('a pair in another set than both sides stand in', async () => {
    await world.places.beyondTheRules(() => world.database.owner.query('DELETE FROM pair'));
    const told = await every({ text: `INSERT INTO pair SELECT p.id, c.id, p.agreement_id, 'DCR', p.provider_ods_code, c.consumer_ods_code, $3, p.locality_id, tstzrange($4, $5), $4
      FROM participation p, consumer_part c WHERE p.id = $1 AND c.id = $2`, params: [ids.participation, ids.part, ids.otherSet, world.clock.now(), new Date('2027-01-01T00:00:00Z')] });
    expect(told).toEqual(keptFromAll('pair_in_the_parts_view_set'));
  });
});
