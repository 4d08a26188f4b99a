import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Actor } from '@accord/kernel';
import { AgreementWorld } from '../../testing/index.js';

let world: AgreementWorld;
beforeAll(async () => { world = await AgreementWorld.open(); });
afterAll(() => world.close());

const refused = (code: string): unknown => expect.objectContaining({ code });
const newest = async (act: string): Promise<string | undefined> => (await world.attempts(act))[0];
const agreements = async (): Promise<number> => Number((await world.database.owner.query<{ n: string }>('SELECT count(*) AS n FROM sharing_agreement')).rows[0]!.n);
const state = async (id: string): Promise<string> => (await world.database.owner.query<{ state: string }>('SELECT state FROM sharing_agreement WHERE id = $1', [id])).rows[0]!.state;

describe('drafting', () => {
  it('writes an agreement that only staff of the locality see', async () => {
    const { id } = await world.drafting.execute(world.officer, world.aDraft());
    expect(await state(id)).toBe('draft');
    const { actor } = await world.signatoryOf(world.practice());
    for (const [who, sees] of [[world.secondOfficer, true], [world.approver, true], [world.farOfficer, false], [actor, false]] as const) {
      expect(await world.transactions.read(who, (tx) => world.reader.byId(tx, id)) !== null).toBe(sees);
    }
  });

  it.each<[string, () => Parameters<AgreementWorld['aDraft']>[0], () => Actor, string]>([
    ['for another locality', () => ({ localityId: world.places.elsewhere }), () => world.officer, 'NOT_PERMITTED'],
    ['by an approver', () => ({}), () => world.approver, 'NOT_PERMITTED'],
    ['for a locality that is none', () => ({ localityId: 'nowhere' }), () => world.officer, 'NOT_PERMITTED'],
    ['with a closed organisation', () => ({ providers: ['TSTC01'] }), () => world.officer, 'ORGANISATION_NOT_OPEN'],
    ['with an organisation nobody knows', () => ({ consumers: [{ odsCode: 'TSTX77', views: ['summary'] }] }), () => world.officer, 'ORGANISATION_NOT_OPEN'],
    ['with a practice of another locality', () => ({ providers: ['TSTP09'] }), () => world.officer, 'NOT_IN_LOCALITY'],
    ['for a service nobody knows', () => ({ serviceCode: 'XYZ' }), () => world.officer, 'UNKNOWN_SERVICE'],
    ['under a reference that is none', () => ({ reference: 'a b' }), () => world.officer, 'INVALID_INPUT'],
    ['with an end before its start', () => ({ beginsOn: '2029-01-01' }), () => world.officer, 'DATES_OUT_OF_ORDER'],
  ])('is refused %s, changes nothing and is on record', async (_what, given, by, code) => {
    const before = await agreements();
    await expect(world.drafting.execute(by(), world.aDraft(given()))).rejects.toEqual(refused(code));
    expect([await agreements(), await newest('agreement.draft')]).toEqual([before, code]);
  });

  it('refuses a reference that is taken, in capitals or not', async () => {
    const draft = world.aDraft();
    await world.drafting.execute(world.officer, draft);
    await expect(world.drafting.execute(world.officer, { ...draft, reference: draft.reference.toLowerCase() })).rejects.toEqual(refused('REFERENCE_TAKEN'));
  });

  it('gives two drafters of one reference at once one agreement', async () => {
    const draft = world.aDraft();
    const told = await Promise.allSettled([world.drafting.execute(world.officer, draft), world.drafting.execute(world.secondOfficer, draft)]);
    expect(told.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    expect(told.find((each) => each.status === 'rejected')).toMatchObject({ reason: { code: 'REFERENCE_TAKEN' } });
  });

  it('answers a repeated request once, and refuses its key for another', async () => {
    const draft = { ...world.aDraft(), idempotencyKey: 'draft-once-0001' };
    const first = await world.drafting.execute(world.officer, draft);
    const before = await agreements();
    expect(await world.drafting.execute(world.officer, draft)).toEqual(first);
    await expect(world.drafting.execute(world.officer, { ...draft, title: 'Another title' })).rejects.toEqual(refused('IDEMPOTENCY_KEY_REUSED'));
    expect(await agreements()).toBe(before);
    expect((await world.drafting.execute(world.secondOfficer, { ...world.aDraft(), idempotencyKey: 'draft-once-0001' })).id).not.toBe(first.id);
  });
});

describe('editing a draft', () => {
  it('writes it anew; who wrote the words last is its drafter and verifies nothing of it', async () => {
    const { id } = await world.drafting.execute(world.officer, world.aDraft({ consumers: [{ odsCode: world.viewer(1), views: ['events'] }] }));
    await world.editing.execute(world.secondOfficer, { ...world.aDraft({ title: 'Better words', consumers: [{ odsCode: world.viewer(1), views: ['events'] }] }), id, expectedVersion: 1 });
    await world.opening.execute(world.officer, { id, expectedVersion: 2 });
    expect(await world.transactions.read(world.officer, (tx) => world.reader.byId(tx, id))).toMatchObject({ title: 'Better words', state: 'open' });
    const party = await world.sign(id, world.practice());
    await expect(world.verifying.accept(world.secondOfficer, { side: 'provider', id: party.id, expectedVersion: party.version })).rejects.toEqual(refused('SAME_PERSON'));
  });

  it('refuses a stale form, and shows the version that stands', async () => {
    const { id } = await world.drafting.execute(world.officer, world.aDraft());
    await world.editing.execute(world.officer, { ...world.aDraft(), id, expectedVersion: 1 });
    await expect(world.editing.execute(world.secondOfficer, { ...world.aDraft(), id, expectedVersion: 1 })).rejects.toMatchObject({ code: 'STALE', params: { expected: 1, current: 2 } });
    expect(await newest('agreement.edit')).toBe('STALE');
  });

  it('lets one of two editors at once write', async () => {
    const { id } = await world.drafting.execute(world.officer, world.aDraft());
    const told = await Promise.allSettled([world.officer, world.secondOfficer].map((who) => world.editing.execute(who, { ...world.aDraft(), id, expectedVersion: 1 })));
    expect(told.map((each) => (each.status === 'rejected' ? (each.reason as { code: string }).code : 'done')).sort()).toEqual(['STALE', 'done']);
  });

  it('is refused once it is open for signing', async () => {
    const id = await world.anOpenAgreement();
    await expect(world.editing.execute(world.officer, { ...world.aDraft(), id, expectedVersion: 2 })).rejects.toEqual(refused('NOT_READY'));
  });
});

describe('opening for signing', () => {
  it('invites every party and fixes what they read', async () => {
    const id = await world.anOpenAgreement({ providers: [world.practice(), world.practice(1)] });
    const parties = await world.transactions.read(world.officer, (tx) => world.reader.partiesOf(tx, [id]));
    expect(parties.map((each) => [each.odsCode, each.state])).toEqual([[world.practice(), 'invited'], [world.practice(1), 'invited'], [world.viewer(), 'invited']]);
    expect(new Set(parties.map((each) => each.termsDigest)).size).toBe(1);
    const terms = await world.transactions.read(world.officer, (tx) => world.terms.newest(tx, id));
    expect(terms.lockedAt).not.toBeNull();
    expect(terms.digest).toBe(parties[0]!.termsDigest);
  });

  it('is refused for what has ended before it began, and for a draft discarded', async () => {
    const { id } = await world.drafting.execute(world.officer, world.aDraft({ beginsOn: '2025-01-01', reviewOn: '2025-06-01', endsOn: '2026-03-01' }));
    await expect(world.opening.execute(world.officer, { id, expectedVersion: 1 })).rejects.toEqual(refused('AGREEMENT_EXPIRED'));
    await world.moving.discard(world.officer, { id, expectedVersion: 1 });
    await expect(world.opening.execute(world.officer, { id, expectedVersion: 2 })).rejects.toEqual(refused('NOT_READY'));
    expect(await state(id)).toBe('discarded');
  });

  it('answers to another locality as if there were nothing', async () => {
    const { id } = await world.drafting.execute(world.officer, world.aDraft());
    const told = await Promise.all([id, newId(world.clock.now()), 'no-id-at-all'].map((each) => world.opening.execute(world.farOfficer, { id: each, expectedVersion: 1 }).catch((error: unknown) => error)));
    for (const each of told) expect(each).toMatchObject({ code: 'NOT_FOUND', message: (told[1] as Error).message });
    expect(await state(id)).toBe('draft');
  });
});

describe('one view set per consumer (R1)', () => {
  let consumer: string;
  const wants = (views: readonly string[]): Parameters<AgreementWorld['aDraft']>[0] => ({ consumers: [{ odsCode: consumer, views }] });
  const freshConsumer = async (code: string): Promise<void> => {
    consumer = code;
    await world.places.beyondTheRules(() => world.places.organisation(code, `Hospice ${code}`, null));
  };
  const sets = async (): Promise<string[][]> => (await world.database.owner.query<{ views: string[] }>(
    'SELECT views FROM view_set JOIN viewing_organisation_member USING (viewing_organisation_id) WHERE ods_code = $1', [consumer])).rows.map((row) => row.views);

  it('refuses a draft whose set differs, naming the agreement it collides with', async () => {
    await freshConsumer('TSTV11');
    await world.anOpenAgreement({ reference: 'DCR-FIRST-01', ...wants(['summary']) });
    await expect(world.drafting.execute(world.officer, world.aDraft(wants(['summary', 'events'])))).rejects.toMatchObject({
      code: 'VIEW_SET_DIFFERS', params: { consumer: 'TSTV11', reference: 'DCR-FIRST-01', views: 'summary' },
    });
    await expect(world.drafting.execute(world.farOfficer, world.aDraft({ ...wants(['events']), localityId: world.places.elsewhere, providers: ['TSTP09'] })))
      .rejects.toMatchObject({ code: 'VIEW_SET_DIFFERS', params: { reference: 'DCR-FIRST-01' } });
    expect((await world.drafting.execute(world.officer, world.aDraft(wants(['summary'])))).id).toBeDefined();
  });

  it('refuses to open a draft written before the other set was agreed', async () => {
    await freshConsumer('TSTV12');
    const { id } = await world.drafting.execute(world.officer, world.aDraft(wants(['events'])));
    await world.anOpenAgreement(wants(['summary']));
    await expect(world.opening.execute(world.officer, { id, expectedVersion: 1 })).rejects.toEqual(refused('VIEW_SET_DIFFERS'));
    expect([await state(id), await sets()]).toEqual(['draft', [['summary']]]);
  });

  it.each([1, 2, 3, 4, 5])('lets exactly one of two openings at once win when they want different sets (%i)', async (round) => {
    await freshConsumer(`TSTV2${round}`);
    const drafts = await Promise.all([['summary'], ['events']].map((views) => world.drafting.execute(world.officer, world.aDraft(wants(views)))));
    const told = await Promise.allSettled(drafts.map(({ id }) => world.opening.execute(world.officer, { id, expectedVersion: 1 })));
    expect(told.map((each) => (each.status === 'rejected' ? (each.reason as { code: string }).code : 'done')).sort()).toEqual(['VIEW_SET_DIFFERS', 'done']);
    expect(await sets()).toHaveLength(1);
  });

  it.each([1, 2, 3])('lets both of two openings at once win when they want the same set (%i)', async (round) => {
    await freshConsumer(`TSTV3${round}`);
    const drafts = await Promise.all([0, 1].map(() => world.drafting.execute(world.officer, world.aDraft(wants(['summary', 'events'])))));
    await Promise.all(drafts.map(({ id }) => world.opening.execute(world.officer, { id, expectedVersion: 1 })));
    expect(await sets()).toEqual([['summary', 'events']]);
  });
});

describe('closing and ending', () => {
  it('lets nobody join what is closed, and lets it end', async () => {
    const id = await world.anOpenAgreement();
    await world.moving.close(world.officer, { id, expectedVersion: 2 });
    await expect(world.sign(id, world.practice())).rejects.toEqual(refused('NOT_READY'));
    await expect(world.moving.discard(world.officer, { id, expectedVersion: 3 })).rejects.toEqual(refused('NOT_READY'));
    await world.moving.end(world.officer, { id, expectedVersion: 3, reason: 'No longer needed' });
    await expect(world.moving.end(world.officer, { id, expectedVersion: 4, reason: 'Again' })).rejects.toEqual(refused('NOT_READY'));
    expect(await state(id)).toBe('ended');
  });

  it('stops everything under it with one entry that names the agreement, and lets go of its pairs', async () => {
    const id = await world.aLiveAgreement({ consumers: [{ odsCode: world.viewer(1), views: ['events'] }], providers: [world.practice(2)] });
    const { rows: [before] } = await world.database.owner.query('SELECT count(*)::int AS held FROM pair WHERE agreement_id = $1 AND upper(held_during) > $2', [id, world.clock.now()]);
    await world.moving.end(world.officer, { id, expectedVersion: 2, reason: 'Replaced' });
    const { rows: [after] } = await world.database.owner.query('SELECT count(*)::int AS held FROM pair WHERE agreement_id = $1 AND upper(held_during) > $2', [id, world.clock.now()]);
    expect([before, after]).toEqual([{ held: 1 }, { held: 0 }]);
    const stops = await world.transactions.read(world.officer, (tx) => world.stops.reaching(tx, [id]));
    expect(stops).toMatchObject([{ kind: 'end', scopeKind: 'agreement', reason: 'Replaced' }]);
  });
});
