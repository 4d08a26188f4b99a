import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, type Actor } from '@accord/kernel';
import type { AgreementId } from '@accord/agreements';
import type { AgreementWorld } from '@accord/agreements/testing';
import { ActivationWorld } from '../../testing/index.js';

let world: ActivationWorld;
let agreements: AgreementWorld;
let agreement: AgreementId;
let practices: readonly string[];
let viewer: string;
let number = 0;

beforeAll(async () => {
  world = await ActivationWorld.open();
  agreements = world.agreements;
});
afterAll(() => world.close());
beforeEach(async () => {
  number += 1;
  practices = [`TSTQ${number}A`, `TSTQ${number}B`];
  viewer = `TSTW${number}`;
  await agreements.places.beyondTheRules(async () => {
    for (const code of practices) await agreements.places.organisation(code, `Surgery ${code}`, agreements.places.here);
    await agreements.places.organisation(viewer, `Hospice ${viewer}`, null);
  });
  agreement = await world.readyAgreement({ providers: practices, consumers: [{ odsCode: viewer, views: ['summary', 'medication'] }] });
});

const refused = (code: string): unknown => expect.objectContaining({ code });
const newest = async (act: string): Promise<string | undefined> => (await agreements.attempts(act))[0];
const states = async (): Promise<string[]> => Promise.all([...practices, viewer].map(async (code) => (await agreements.party(agreement, code)).state));
const ids = (codes: readonly string[]): Promise<string[]> => Promise.all(codes.map(async (code) => (await agreements.party(agreement, code)).id));
const held = async (): Promise<number> => (await agreements.database.owner.query('SELECT 1 FROM pair WHERE agreement_id = $1', [agreement])).rows.length;
const verifiedForm = async (code: string): Promise<{ side: 'provider' | 'consumer'; id: string; expectedVersion: number; reason: string }> => {
  const { id, side, version } = await agreements.party(agreement, code);
  return { id, side, expectedVersion: version, reason: 'A reason' };
};

describe('submitting', () => {
  it('lists every verified side with its gates and the pairs gained', async () => {
    const { content } = await world.submitted(agreement);
    const shown = JSON.parse(content) as { sides: { odsCode: string; gates: Record<string, boolean> }[]; pairsGained: { count: number } };
    expect(shown.sides.map((side) => side.odsCode).sort()).toEqual([...practices, viewer].sort());
    expect(shown.sides.flatMap((side) => Object.values(side.gates)).every(Boolean)).toBe(true);
    expect(shown.pairsGained).toMatchObject({ count: 2, consumers: [{ odsCode: viewer, views: ['summary', 'medication'] }] });
  });

  it.each<[string, () => Promise<{ by: Actor; agreementId: string; ids?: string[] }>, string]>([
    ['by an approver', async () => ({ by: agreements.approver, agreementId: agreement }), 'NOT_PERMITTED'],
    ['by staff of another locality', async () => ({ by: agreements.farOfficer, agreementId: agreement }), 'NOT_FOUND'],
    ['for an agreement that is not there', async () => ({ by: agreements.officer, agreementId: newId(agreements.clock.now()) }), 'NOT_FOUND'],
    ['with a part that is not there', async () => ({ by: agreements.officer, agreementId: agreement, ids: [...await ids(practices), newId(agreements.clock.now())] }), 'NOTHING_TO_ACTIVATE'],
    ['with nothing', async () => ({ by: agreements.officer, agreementId: agreement, ids: [] }), 'NOTHING_TO_ACTIVATE'],
  ])('is refused %s, and is on record', async (_what, given, code) => {
    const { by, ...input } = await given();
    await expect(world.deciding.submit(by, input)).rejects.toEqual(refused(code));
    expect(await newest('activation.submit')).toBe(code);
  });
});

describe('approving', () => {
  it('takes the sides to approved, by a third person, for exactly what was shown', async () => {
    const activation = await world.approved(agreement);
    expect(activation).toMatchObject({ state: 'approved', approvedBy: 'Ada Approver' });
    expect(await states()).toEqual(['approved', 'approved', 'approved']);
  });

  it.each<[string, () => Promise<Actor>, string]>([
    ['an officer', async () => agreements.secondOfficer, 'NOT_PERMITTED'],
    ['an approver of another locality', async () => agreements.places.somebody('Fay Approver', 'approver', { localities: [agreements.places.elsewhere] }), 'NOT_FOUND'],
    ['whoever submitted it, in another duty', async () => ({ ...agreements.officer, duty: 'approver' } as Actor), 'SAME_PERSON'],
    ['whoever verified it, in another duty', async () => ({ ...agreements.secondOfficer, duty: 'approver' } as Actor), 'SAME_PERSON'],
    ['whoever signed it, in another duty', async () => ({ ...(await agreements.signatoryOf(practices[0]!)).actor, duty: 'approver', odsCode: null, localities: [agreements.places.here] } as Actor), 'SAME_PERSON'],
    ['an approver without step-up', async () => ({ ...agreements.approver, acr: 'AAL2' }), 'STEP_UP_NEEDED'],
  ])('is refused to %s, changes nothing and is on record', async (_who, by, code) => {
    const { id, contentHash } = await world.submitted(agreement);
    await expect(world.deciding.approve(await by(), { id, expectedVersion: 1, contentHash })).rejects.toEqual(refused(code));
    expect([await states(), (await world.activation(id)).state, await newest('activation.approve')]).toEqual([['verified', 'verified', 'verified'], 'submitted', code]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a part was rejected', async () => agreements.verifying.reject(agreements.secondOfficer, await verifiedForm(practices[0]!))],
    ['a provider withdrew', async () => agreements.narrowing.withdraw((await agreements.signatoryOf(practices[0]!)).actor, await verifiedForm(practices[0]!))],
    ['a part was rejected, signed and verified again', async () => {
      await agreements.verifying.reject(agreements.secondOfficer, await verifiedForm(practices[0]!));
      await agreements.inviting.execute(agreements.secondOfficer, await verifiedForm(practices[0]!));
      await agreements.verified(agreement, practices[0]!);
    }],
    ['a gate no longer holds', async () => {
      const { rows: [fact] } = await agreements.database.owner.query<{ id: string; version: number }>('SELECT id, version FROM gate_fact WHERE ods_code = $1', [practices[0]]);
      await world.facts.end(agreements.officer, { id: fact!.id, expectedVersion: fact!.version, reason: 'Moved' });
    }],
  ])('is void once %s', async (_what, edit) => {
    const { id, contentHash } = await world.submitted(agreement);
    await edit();
    await expect(world.deciding.approve(agreements.approver, { id, expectedVersion: 1, contentHash })).rejects.toEqual(refused('NOT_AS_SHOWN'));
    expect((await world.activation(id)).state).toBe('submitted');
  });

  it('is refused for another hash than the one shown, and with a stale form', async () => {
    const { id, contentHash } = await world.submitted(agreement);
    await expect(world.deciding.approve(agreements.approver, { id, expectedVersion: 1, contentHash: 'ab'.repeat(32) })).rejects.toEqual(refused('NOT_AS_SHOWN'));
    await expect(world.deciding.approve(agreements.approver, { id, expectedVersion: 2, contentHash })).rejects.toEqual(refused('STALE'));
  });

  it.each([1, 2, 3, 4, 5])('and an edit at the same moment: one of them wins, never both (%i)', async () => {
    const { id, contentHash } = await world.submitted(agreement);
    const form = await verifiedForm(practices[0]!);
    const [approving] = await Promise.allSettled([
      world.deciding.approve(agreements.approver, { id, expectedVersion: 1, contentHash }), agreements.verifying.reject(agreements.secondOfficer, form),
    ]);
    const [first] = await states();
    expect([approving.status, first]).toEqual(approving.status === 'fulfilled' ? ['fulfilled', 'approved'] : ['rejected', 'rejected']);
  });

  it('is refused for a day to whoever gave one of the earlier hands a duty', async () => {
    const { id, contentHash } = await world.submitted(agreement);
    await agreements.places.beyondTheRules(() => agreements.database.owner.query(`INSERT INTO duty_grant (id, person_id, duty, during, granted_by, granted_at, confirmed_by, confirmed_at)
      VALUES (gen_random_uuid(), $1, 'activation-officer', '[2026-01-01,)', $2, $3, $4, $3)`, [agreements.secondOfficer.personId, agreements.approver.personId, agreements.clock.now(), agreements.farOfficer.personId]));
    await expect(world.deciding.approve(agreements.approver, { id, expectedVersion: 1, contentHash })).rejects.toEqual(refused('COOLING_OFF'));
    await agreements.places.beyondTheRules(() => agreements.database.owner.query('DELETE FROM duty_grant'));
    await world.deciding.approve(agreements.approver, { id, expectedVersion: 1, contentHash });
  });

  it('can be a no, with a reason, that stands', async () => {
    const { id, contentHash } = await world.submitted(agreement);
    await expect(world.deciding.reject(agreements.approver, { id, expectedVersion: 1, reason: ' ' })).rejects.toEqual(refused('REASON_NEEDED'));
    await world.deciding.reject(agreements.approver, { id, expectedVersion: 1, reason: 'Too early' });
    await expect(world.deciding.approve(agreements.approver, { id, expectedVersion: 2, contentHash })).rejects.toEqual(refused('ACTIVATION_NOT_READY'));
    expect(await world.activation(id)).toMatchObject({ state: 'rejected', rejectedReason: 'Too early' });
  });
});

describe('going live', () => {
  it('takes a locality at a time: every ready side, and every pair between them', async () => {
    const { id } = await world.approved(agreement);
    expect(await world.going.execute(agreements.officer, { activationId: id })).toMatchObject({ pairsGained: 2, blocked: [] });
    expect([await states(), await held()]).toEqual([['live', 'live', 'live'], 2]);
    const { rows } = await agreements.database.owner.query(`SELECT locality_ids FROM outbox WHERE type = 'activation.went-live' AND subject = $1`, [id]);
    expect(rows).toEqual([{ locality_ids: [agreements.places.here] }]);
  });

  it('takes sides singly: a pair begins with its second side', async () => {
    const { id } = await world.approved(agreement);
    expect((await world.going.execute(agreements.officer, { activationId: id, ids: await ids([practices[0]!]) })).pairsGained).toBe(0);
    expect((await world.going.execute(agreements.secondOfficer, { activationId: id, ids: await ids([viewer]) })).pairsGained).toBe(1);
    expect([await states(), await held()]).toEqual([['live', 'approved', 'live'], 1]);
  });

  it('refuses a named side with a failing gate, and leaves it behind when a locality goes', async () => {
    const { id } = await world.approved(agreement);
    const { rows: [fact] } = await agreements.database.owner.query<{ id: string; version: number }>('SELECT id, version FROM gate_fact WHERE ods_code = $1', [practices[0]]);
    await world.facts.end(agreements.officer, { id: fact!.id, expectedVersion: fact!.version, reason: 'Streaming lost' });
    await expect(world.going.execute(agreements.officer, { activationId: id, ids: await ids(practices) })).rejects.toMatchObject({ code: 'GATE_FAILING', params: { odsCode: practices[0] } });
    expect([await states(), await newest('activation.go-live')]).toEqual([['approved', 'approved', 'approved'], 'GATE_FAILING']);
    expect(await world.going.execute(agreements.officer, { activationId: id })).toMatchObject({ pairsGained: 1, blocked: [{ odsCode: practices[0], gates: ['clinical system hosted centrally or streaming'] }] });
    expect(await states()).toEqual(['approved', 'live', 'live']);
    await expect(world.going.execute(agreements.officer, { activationId: id })).rejects.toEqual(refused('NOTHING_READY'));
  });

  it('believes the last word on a gate, as publications do, while an earlier one stands', async () => {
    const { id } = await world.approved(agreement);
    await world.fact(practices[0]!, 'hosting', 'local');
    await expect(world.going.execute(agreements.officer, { activationId: id, ids: await ids(practices) })).rejects.toMatchObject({ code: 'GATE_FAILING', params: { odsCode: practices[0] } });
  });

  it.each<[string, () => Promise<{ by: Actor; activationId: string; ids?: string[] }>, string]>([
    ['by an approver', async () => ({ by: agreements.approver, activationId: (await world.approved(agreement)).id }), 'NOT_PERMITTED'],
    ['by staff of another locality', async () => ({ by: agreements.farOfficer, activationId: (await world.approved(agreement)).id }), 'NOT_FOUND'],
    ['before it is approved', async () => ({ by: agreements.officer, activationId: (await world.submitted(agreement)).id }), 'ACTIVATION_NOT_READY'],
    ['for a side it does not list', async () => ({ by: agreements.officer, activationId: (await world.approved(agreement, await ids([practices[0]!]))).id, ids: await ids([viewer]) }), 'NOT_FOUND'],
    ['by what is no id', async () => ({ by: agreements.officer, activationId: "' OR 1=1" }), 'NOT_FOUND'],
  ])('is refused %s, and is on record', async (_what, given, code) => {
    const { by, ...input } = await given();
    await expect(world.going.execute(by, input)).rejects.toEqual(refused(code));
    expect([await newest('activation.go-live'), await held()]).toEqual([code, 0]);
  });

  it('is refused once the agreement has ended by its date, and once somebody ended it', async () => {
    const { id } = await world.approved(agreement);
    await agreements.moving.end(agreements.officer, { id: agreement, expectedVersion: 2, reason: 'Over' });
    await expect(world.going.execute(agreements.officer, { activationId: id })).rejects.toEqual(refused('NOT_READY'));
    agreement = await world.readyAgreement({ providers: [practices[0]!], consumers: [{ odsCode: viewer, views: ['summary', 'medication'] }], reviewOn: '2026-03-10', endsOn: '2026-03-31' });
    const second = await world.approved(agreement);
    const started = agreements.clock.now();
    agreements.clock.set('2026-03-31T23:00:00Z');
    try {
      await expect(world.going.execute(agreements.officer, { activationId: second.id })).rejects.toEqual(refused('AGREEMENT_EXPIRED'));
    } finally {
      agreements.clock.set(started);
    }
    expect(await held()).toBe(0);
  });

  it('refuses a pair that another agreement holds, naming it', async () => {
    await world.going.execute(agreements.officer, { activationId: (await world.approved(agreement)).id });
    const first = (await agreements.transactions.read(agreements.officer, (tx) => agreements.reader.byId(tx, agreement)))!.reference;
    agreement = await world.readyAgreement({ providers: [practices[0]!], consumers: [{ odsCode: viewer, views: ['summary', 'medication'] }] });
    const { id } = await world.approved(agreement);
    await expect(world.going.execute(agreements.officer, { activationId: id })).rejects.toMatchObject({ code: 'PAIR_TAKEN', params: { provider: practices[0], consumer: viewer, reference: first } });
    expect((await agreements.party(agreement, viewer)).state).toBe('approved');
  });

  it('takes an agreement live that follows another, long before: it takes its pairs over at the instant the first one ends, with no gap and nobody at work', async () => {
    await world.going.execute(agreements.officer, { activationId: (await world.approved(agreement)).id });
    const next = await world.readyAgreement({ providers: practices, consumers: [{ odsCode: viewer, views: ['summary', 'medication'] }], beginsOn: '2028-03-01', reviewOn: '2029-03-01', endsOn: '2030-02-28' });
    expect(await world.going.execute(agreements.officer, { activationId: (await world.approved(next)).id })).toMatchObject({ pairsGained: 2, blocked: [] });
    const { rows } = await agreements.database.owner.query<{ until: Date; begins: Date }>(
      'SELECT upper(pair.held_during) AS until, lower(later.held_during) AS begins FROM pair JOIN pair later USING (provider_ods_code, consumer_ods_code) WHERE pair.agreement_id = $1 AND later.agreement_id = $2', [agreement, next]);
    expect(rows.map(({ until, begins }) => [until.toISOString(), begins.toISOString()])).toEqual(practices.map(() => ['2028-03-01T00:00:00.000Z', '2028-03-01T00:00:00.000Z']));
  });

  it('goes once for a repeated request', async () => {
    const input = { activationId: (await world.approved(agreement)).id, idempotencyKey: 'live-once-0001' };
    const first = await world.going.execute(agreements.officer, input);
    expect(await world.going.execute(agreements.officer, input)).toEqual(first);
    await expect(world.going.execute(agreements.officer, { ...input, ids: await ids([viewer]) })).rejects.toEqual(refused('IDEMPOTENCY_KEY_REUSED'));
  });

  it('and ending at the same moment leave nothing held', async () => {
    const { id } = await world.approved(agreement);
    await Promise.allSettled([world.going.execute(agreements.officer, { activationId: id }), agreements.moving.end(agreements.secondOfficer, { id: agreement, expectedVersion: 2, reason: 'Over' })]);
    const { rows } = await agreements.database.owner.query('SELECT 1 FROM pair WHERE agreement_id = $1 AND upper(held_during) > $2', [agreement, agreements.clock.now()]);
    expect(rows).toEqual([]);
  });
});
