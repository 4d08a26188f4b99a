import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Actor, type LocalityId, type OdsCode, type Tx } from '@accord/kernel';
import type { AgreementWorld } from '@accord/agreements/testing';
import { ActivationWorld } from '../../testing/index.js';
import type { ReadinessParty } from './locality-readiness.js';
import { standingsOf } from './locality-standings.js';

// How a locality stands, read through row-level security: by those who serve it, and by nobody else.
let world: ActivationWorld;
let agreements: AgreementWorld;
let here: LocalityId;
const [LIVE, SIGNED, UNNAMED, VIEWER, SECOND] = ['TSTP01', 'TSTP02', 'TSTP03', 'TSTV01', 'TSTV02'] as readonly string[] as [OdsCode, OdsCode, OdsCode, OdsCode, OdsCode];

beforeAll(async () => {
  world = await ActivationWorld.open();
  agreements = world.agreements;
  here = agreements.places.here;
  const agreementId = await agreements.anOpenAgreement({ providers: [LIVE, SIGNED], consumers: [{ odsCode: VIEWER, views: ['summary', 'medication'] }, { odsCode: SECOND, views: ['summary'] }] });
  for (const [code, side] of [[LIVE, 'provider'], [VIEWER, 'consumer']] as const) {
    await agreements.verified(agreementId, code);
    await world.ready(code, side);
  }
  await world.fact(SIGNED, 'hosting', 'local');
  const { id } = await world.approved(agreementId);
  await world.going.execute(agreements.officer, { activationId: id });
});
afterAll(() => world.close());

const read = <T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> => agreements.transactions.read(actor, work);
const parties = (actor: Actor): Promise<ReadinessParty[]> => read(actor, async (tx) => world.readiness.parties(tx, [(await world.readiness.locality(tx, here))!]));
const auditor = (): Promise<Actor> => agreements.places.somebody('Nora National', 'auditor-national');

describe('how a locality stands', () => {
  it('names every practice and viewing organisation with its state, what is missing and who has the next', async () => {
    const found = await parties(agreements.officer);
    expect(found.map(({ odsCode, state, next }) => [odsCode, state, next?.does ?? null])).toEqual([
      [LIVE, 'live', null], [SIGNED, 'invited', 'Sign'], [UNNAMED, 'none', 'Name it in an agreement'], [VIEWER, 'live', null], [SECOND, 'invited', 'Sign'],
    ]);
    const gates = (code: string): Record<string, string> => Object.fromEntries(found.find(({ odsCode }) => odsCode === code)!.gates.map(({ gate, state }) => [gate, state]));
    expect(gates(LIVE)).toEqual({ hosting: 'done', open: 'done', evidence: 'done' });
    expect(gates(SIGNED)).toEqual({ hosting: 'blocked', open: 'done', evidence: 'waiting' });
    expect(Object.values(gates(VIEWER))).toEqual(Array.from({ length: 8 }, () => 'done'));
    expect(found.find(({ odsCode }) => odsCode === SECOND)!.gates.find(({ gate }) => gate === 'certificate')).toMatchObject({ state: 'waiting', waitsFor: 'the viewing organisation' });
  });

  it('says the same in figures', async () => {
    const standing = await read(agreements.officer, async (tx) => {
      const { items } = await world.readiness.localities(tx, null, { page: 1, perPage: 25 });
      return standingsOf(items, await world.readiness.parties(tx, items), await world.readiness.agreements(tx, items.map(({ id }) => id)), []);
    });
    expect(standing).toEqual([{ id: here, code: 'TSTL01', name: 'Aldermoor', practices: 2, livePractices: 1, readyPractices: 0, waitingPractices: 0, blockedPractices: 1, outsidePractices: 1, viewingOrganisations: 2, agreements: 1, waitingApprovals: 0 }]);
  });

  it('is drawn as practices by viewing organisations, with the number of views', async () => {
    const { kinds, rows, viewers } = await read(agreements.approver, async (tx) => world.coverage.of(tx, (await world.readiness.locality(tx, here))!, null));
    expect(viewers.map(({ odsCode }) => odsCode)).toEqual([VIEWER, SECOND]);
    expect([viewers, rows].map((side) => side.map(({ takesPart }) => takesPart))).toEqual([[true, true], [true, true, false]]);
    const cells = rows.map(({ odsCode, cells: places }) => [odsCode, ...places.map((place) => `${kinds[place]!.standing} ${kinds[place]!.views}`)]);
    expect(cells).toEqual([[LIVE, 'live 2', 'unsigned 1'], [SIGNED, 'unsigned 2', 'unsigned 1'], [UNNAMED, 'not-agreed 0', 'not-agreed 0']]);
  });

  it('says suspended as soon as a side is, and held back when hosting ends', async () => {
    const drawn = (): Promise<string> => read(agreements.officer, async (tx) => {
      const { kinds, rows } = await world.coverage.of(tx, (await world.readiness.locality(tx, here))!, 'DCR');
      return kinds[rows[0]!.cells[0]!]!.standing;
    });
    const facts = await read(agreements.officer, (tx) => world.reader.factsOf(tx, LIVE));
    await world.facts.end(agreements.officer, { id: facts[0]!.id, expectedVersion: facts[0]!.version, reason: 'Moved' });
    expect(await drawn()).toBe('held-back');
    const [party] = await parties(agreements.officer);
    await agreements.narrowing.suspend(agreements.officer, { id: party!.id!, side: 'provider', expectedVersion: party!.version!, reason: 'A reason' });
    expect(await drawn()).toBe('suspended');
  });
});

describe('of a locality one does not serve', () => {
  it('an officer sees nothing: not the locality, not its activations, not its facts', async () => {
    const far = agreements.farOfficer;
    expect(await read(far, (tx) => world.readiness.locality(tx, here))).toBeNull();
    expect((await read(far, (tx) => world.readiness.localities(tx, null, { page: 1, perPage: 25 }))).items.map(({ code }) => code)).toEqual(['TSTL02']);
    expect(await read(far, (tx) => world.reader.matching(tx, { localityId: here }))).toEqual({ total: 0, items: [] });
    expect(await read(far, (tx) => world.reader.matching(tx, {}))).toEqual({ total: 0, items: [] });
    expect(await read(far, (tx) => world.reader.waitingIn(tx, [here]))).toEqual([]);
    expect(await read(far, (tx) => world.reader.factsOfLocality(tx, here))).toEqual([]);
  });

  it('and each is told which of their own localities an organisation counts in, a viewing organisation too: its facts are theirs to confirm there', async () => {
    for (const code of [LIVE, VIEWER]) {
      for (const [by, counts] of [[agreements.officer, [here]], [agreements.farOfficer, []]] as const) {
        const facts = await read(by, (tx) => world.reader.factsOf(tx, code));
        expect(new Set(facts.map(({ localityIds }) => localityIds.join()))).toEqual(new Set(facts.length === 0 ? [] : [counts.join()]));
        if (by === agreements.officer) expect(facts.length).toBeGreaterThan(0);
      }
    }
    expect(new Set((await read(agreements.officer, (tx) => world.reader.factsOfLocality(tx, here))).map(({ localityIds }) => localityIds.join()))).toEqual(new Set([here]));
  });

  it('even where its id is known, no party of an agreement is named', async () => {
    const served = { id: here, code: 'TSTL01', name: 'Aldermoor' };
    expect((await read(agreements.farOfficer, (tx) => world.readiness.parties(tx, [served]))).filter(({ id }) => id !== null)).toEqual([]);
    expect(await read(agreements.farOfficer, (tx) => world.readiness.agreements(tx, [here]))).toEqual([]);
  });

  it('a practice of it sees nothing either, and a national auditor everything', async () => {
    const { actor } = await agreements.signatoryOf(LIVE);
    expect(await read(actor, (tx) => world.readiness.locality(tx, here))).toBeNull();
    expect(await parties(await auditor())).toHaveLength(5);
    expect((await read(await auditor(), (tx) => world.reader.factsOfLocality(tx, here))).length).toBeGreaterThan(5);
  });

  it.each(['', 'nothing', newId(new Date('2026-01-01T00:00:00Z'))])('nothing is there under the id "%s"', async (id) => {
    expect(await read(agreements.officer, (tx) => world.readiness.locality(tx, id))).toBeNull();
  });
});

describe('activations in hand', () => {
  it('say where they belong, how many they list and how many of those are live', async () => {
    const { items: [activation] } = await read(agreements.officer, (tx) => world.reader.matching(tx, { localityId: here, state: 'approved' }));
    expect(activation).toMatchObject({ localityName: 'Aldermoor', listed: 2, live: 2, submittedByMe: true });
    expect(await read(agreements.approver, (tx) => world.reader.matching(tx, { state: 'submitted' }))).toEqual({ total: 0, items: [] });
    expect((await read(agreements.approver, (tx) => world.reader.matching(tx, {}))).items[0]).toMatchObject({ submittedByMe: false });
  });

  it('are counted in full and come page by page, however many', async () => {
    const { items: [one] } = await read(agreements.officer, (tx) => world.reader.matching(tx, { localityId: here }));
    await agreements.places.beyondTheRules(async () => {
      await agreements.database.owner.query(`INSERT INTO activation (id, agreement_id, locality_id, state, content, content_hash, submitted_by, submitted_at)
        SELECT gen_random_uuid(), agreement_id, locality_id, CASE WHEN n <= 201 THEN 'submitted' ELSE 'void' END, content, content_hash, submitted_by, submitted_at - n * interval '1 minute' FROM activation, generate_series(1, 230) n WHERE id = $1`, [one!.id]);
    });
    const page = (stage: 'submitted' | 'unfinished' | 'over', number: number) => read(agreements.officer, (tx) => world.reader.matching(tx, { localityId: here, stage }, { page: number, perPage: 100 }));
    const pages = [await page('submitted', 1), await page('submitted', 2), await page('submitted', 3)];
    expect(pages.map(({ total, items }) => [total, items.length])).toEqual([[201, 100], [201, 100], [201, 1]]);
    expect(new Set(pages.flatMap(({ items }) => items.map(({ id }) => id))).size).toBe(201);
    expect([(await page('unfinished', 1)).total, (await page('over', 1)).total]).toEqual([0, 30]);
    expect(await read(agreements.officer, (tx) => world.reader.waitingIn(tx, [here]))).toEqual([{ localityId: here, waiting: 201 }]);
  });

  it('facts say who recorded and who confirmed them', async () => {
    const facts = await read(agreements.secondOfficer, (tx) => world.reader.factsOfLocality(tx, here));
    expect(facts.find(({ odsCode }) => odsCode === SIGNED)).toMatchObject({ organisationName: 'Surgery TSTP02', recordedBy: 'Olive Officer', recordedByMe: false, confirmedBy: 'Otto Officer' });
  });
});
