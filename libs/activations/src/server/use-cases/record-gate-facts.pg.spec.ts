import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Actor } from '@accord/kernel';
import { ActivationWorld } from '../../testing/index.js';
import type { GateFactInput } from './record-gate-facts.js';

let world: ActivationWorld;
let lead: Actor;
let secondLead: Actor;
let officer: Actor;
let secondOfficer: Actor;
const PRACTICE = 'TSTP01';

beforeAll(async () => {
  world = await ActivationWorld.open();
  ({ officer, secondOfficer } = world.agreements);
  lead = await world.agreements.places.somebody('Lee Lead', 'practice-governance-lead', { odsCode: PRACTICE });
  secondLead = await world.agreements.places.somebody('Lou Lead', 'practice-governance-lead', { odsCode: PRACTICE });
});
afterAll(() => world.close());

const refused = (code: string): unknown => expect.objectContaining({ code });
const fact = (given: Partial<GateFactInput> = {}): { facts: GateFactInput[] } => ({ facts: [{ odsCode: PRACTICE, kind: 'hosting', value: 'streaming', source: 'A letter', fromOn: '2026-01-01', ...given }] });
const facts = async (): Promise<number> => (await world.agreements.database.owner.query('SELECT 1 FROM gate_fact')).rows.length;

describe('a gate fact', () => {
  it('is recorded by one person and confirmed by a second, who serve the organisation or belong to it', async () => {
    for (const [one, other] of [[officer, secondOfficer], [lead, secondLead], [lead, officer]] as const) {
      const { ids } = await world.facts.record(one, fact());
      await world.facts.confirm(other, { ids });
    }
  });

  it.each<[string, () => Actor, Partial<GateFactInput>, string]>([
    ['of an organisation of another locality', () => officer, { odsCode: 'TSTP09' }, 'NOT_PERMITTED'],
    ['by staff of another locality', () => world.agreements.farOfficer, {}, 'NOT_PERMITTED'],
    ["of another practice, by a practice's lead", () => lead, { odsCode: 'TSTP02' }, 'NOT_PERMITTED'],
    ['by an approver', () => world.agreements.approver, {}, 'NOT_PERMITTED'],
    ['of a viewing organisation that shares nothing here', () => officer, { odsCode: 'TSTV02' }, 'NOT_PERMITTED'],
    ['of an organisation nobody knows', () => officer, { odsCode: 'TSTX99' }, 'NOT_PERMITTED'],
    ['of a kind that is none', () => officer, { kind: 'mood' }, 'INVALID_INPUT'],
    ['without a source', () => officer, { source: ' ' }, 'INVALID_INPUT'],
    ['that ends before it begins', () => officer, { untilOn: '2025-12-30' }, 'INVALID_INPUT'],
    ['from a day that is none', () => officer, { fromOn: '2026-02-30' }, 'INVALID_INPUT'],
  ])('is refused %s, changes nothing and is on record', async (_what, by, given, code) => {
    const before = await facts();
    await expect(world.facts.record(by(), fact(given))).rejects.toEqual(refused(code));
    expect([await facts(), (await world.agreements.attempts('gate-fact.record'))[0]]).toEqual([before, code]);
  });

  it('of a viewing organisation is for those whose agreements name it, and reaches every one of their localities', async () => {
    const { agreements } = world;
    const viewer = 'TSTV01';
    await agreements.anOpenAgreement({ consumers: [{ odsCode: viewer, views: ['summary'] }] });
    await agreements.anOpenAgreement({ localityId: agreements.places.elsewhere, providers: ['TSTP09'], consumers: [{ odsCode: viewer, views: ['summary'] }] }, agreements.farOfficer);
    const id = await world.fact(viewer, 'role-profiles', 'complete');
    const { rows } = await agreements.database.owner.query<{ locality_ids: string[] }>('SELECT locality_ids FROM outbox WHERE subject = $1 AND type = $2', [id, 'gate-facts.confirmed']);
    expect(new Set(rows[0]!.locality_ids)).toEqual(new Set([agreements.places.here, agreements.places.elsewhere]));
  });

  it('is confirmed by nobody who recorded it, nobody from elsewhere, and once', async () => {
    const { ids } = await world.facts.record(officer, fact());
    await expect(world.facts.confirm(officer, { ids })).rejects.toEqual(refused('SAME_PERSON'));
    await expect(world.facts.confirm(world.agreements.farOfficer, { ids })).rejects.toEqual(refused('NOT_PERMITTED'));
    await world.facts.confirm(secondOfficer, { ids });
    await expect(world.facts.confirm(secondOfficer, { ids })).rejects.toEqual(refused('FACT_SETTLED'));
  });

  it('answers a lead alike for a fact of somebody else and one that is not there', async () => {
    const { ids } = await world.facts.record(officer, fact({ odsCode: 'TSTP02' }));
    const told = await Promise.all([ids[0]!, newId(world.agreements.clock.now()), 'x'].map((id) => world.facts.confirm(lead, { ids: [id] }).catch((error: unknown) => error as Error)));
    expect(new Set(told.map((each) => `${(each as { code?: string }).code} ${(each as Error).message}`)).size).toBe(1);
    expect(told[0]).toMatchObject({ code: 'NOT_FOUND' });
    await expect(world.facts.confirm(lead, { ids: [] })).rejects.toEqual(refused('NOT_FOUND'));
  });

  it('is not ended by one person where an earlier one, at any time to come, would give back what it stopped', async () => {
    const [practice, { owner }] = ['TSTP03', world.agreements.database];
    const said = async (value: string, days: Partial<GateFactInput> = {}): Promise<string> => {
      world.agreements.clock.advance(1_000);
      const { ids } = await world.facts.record(officer, fact({ odsCode: practice, value, ...days }));
      await world.facts.confirm(secondOfficer, { ids });
      return ids[0]!;
    };
    const end = (id: string): Promise<unknown> => world.facts.end(officer, { id, expectedVersion: 2, reason: 'A mistake' });
    const ended = async (): Promise<number> => (await owner.query('SELECT FROM gate_fact WHERE ods_code = $1 AND ended_at IS NOT NULL', [practice])).rowCount!;
    const alone = await said('local');
    await end(alone);
    for (const days of [{}, { fromOn: '2029-01-01' }, { untilOn: '2029-01-01' }]) {
      await said('streaming');
      const before = await ended();
      const against = await said('local', days);
      await expect(end(against)).rejects.toEqual(refused('FACT_GIVES_BACK'));
      expect([await ended(), (await world.agreements.attempts('gate-fact.end'))[0]]).toEqual([before, 'FACT_GIVES_BACK']);
      // What says that it is hosted ends at once, whatever else stands.
      await end(await said('hosted-centrally'));
    }
  });

  it('is confirmed, and previewed, with no more others at once than are recorded at once', async () => {
    const ids = Array.from({ length: 20_001 }, () => 'x');
    await expect(world.facts.confirm(secondOfficer, { ids })).rejects.toEqual(refused('INVALID_INPUT'));
    await expect(world.agreements.transactions.read(secondOfficer, (tx) => world.acts.confirmFacts(tx, ids))).rejects.toEqual(refused('INVALID_INPUT'));
  });

  it('ends with a reason, once, on the present form', async () => {
    const id = await world.fact(PRACTICE, 'hosting', 'hosted-centrally');
    await expect(world.facts.end(officer, { id, expectedVersion: 1, reason: 'Gone' })).rejects.toEqual(refused('STALE'));
    await expect(world.facts.end(officer, { id, expectedVersion: 2, reason: '' })).rejects.toEqual(refused('REASON_NEEDED'));
    await expect(world.facts.end(world.agreements.farOfficer, { id, expectedVersion: 2, reason: 'Gone' })).rejects.toEqual(refused('NOT_PERMITTED'));
    await world.facts.end(officer, { id, expectedVersion: 2, reason: 'Gone' });
    await expect(world.facts.end(officer, { id, expectedVersion: 3, reason: 'Gone' })).rejects.toEqual(refused('FACT_SETTLED'));
  });
});
