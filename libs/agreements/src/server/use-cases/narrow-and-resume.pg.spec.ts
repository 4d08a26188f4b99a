import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, type Actor, type Duty } from '@accord/kernel';
import type { AgreementId } from '@accord/agreements';
import { AgreementWorld } from '../../testing/index.js';

let world: AgreementWorld;
let agreement: AgreementId;
let number = 0;
let practice: string;
let viewer: string;

beforeAll(async () => { world = await AgreementWorld.open(); });
afterAll(() => world.close());
beforeEach(async () => {
  // A pair of its own for each test: a pair is held by one agreement at a time.
  number += 1;
  practice = `TSTQ${number}`;
  viewer = `TSTW${number}`;
  await world.places.beyondTheRules(async () => {
    await world.places.organisation(practice, `Surgery ${practice}`, world.places.here);
    await world.places.organisation(viewer, `Hospice ${viewer}`, null);
  });
  agreement = await world.aLiveAgreement({ providers: [practice], consumers: [{ odsCode: viewer, views: ['summary'] }] });
});

const refused = (code: string): unknown => expect.objectContaining({ code });
const newest = async (act: string): Promise<string | undefined> => (await world.attempts(act))[0];
const at = async (code: string): Promise<string> => (await world.party(agreement, code)).state;
const form = async (code: string, reason = 'A reason'): Promise<{ side: 'provider' | 'consumer'; id: string; expectedVersion: number; reason: string }> => {
  const { id, side, version } = await world.party(agreement, code);
  return { side, id, expectedVersion: version, reason };
};
const somebody = (duty: Duty, odsCode?: string): Promise<Actor> => world.places.somebody(`Somebody ${duty}`, duty, odsCode === undefined ? { localities: [world.places.here] } : { odsCode });
const pairs = async (): Promise<{ held: boolean; never: boolean }[]> => (await world.database.owner.query<{ held: boolean; never: boolean }>(
  'SELECT NOT isempty(held_during) AND upper(held_during) > $2 AS held, isempty(held_during) AS never FROM pair WHERE agreement_id = $1', [agreement, world.clock.now()])).rows;
const stop = async (id: string | null): Promise<{ id: string; version: number; kind: string; imposedSide: string; liftedAt: Date | null }> => (await world.transactions.read(world.officer, (tx) => world.stops.byId(tx, id!)))!;
const resume = async (asker: Actor, stopId: string | null, approver = world.approver): Promise<void> => {
  await world.resuming.ask(asker, { stopId: stopId!, expectedVersion: (await stop(stopId)).version });
  await world.resuming.confirm(approver, { stopId: stopId!, expectedVersion: (await stop(stopId)).version });
};

describe('suspending', () => {
  it.each<[string, 'provider' | 'consumer', () => Promise<Actor>, string]>([
    ['a signatory', 'provider', () => somebody('signatory', practice), 'controller'],
    ['a practice governance lead', 'provider', () => somebody('practice-governance-lead', practice), 'controller'],
    ['its privacy officer', 'provider', () => somebody('privacy-officer', practice), 'privacy-officer'],
    ['a viewer governance lead', 'consumer', () => somebody('viewer-governance-lead', viewer), 'viewing-organisation'],
    ["the viewer's privacy officer", 'consumer', () => somebody('privacy-officer', viewer), 'privacy-officer'],
    ['staff', 'provider', async () => world.officer, 'staff'],
    ['an approver', 'consumer', async () => world.approver, 'staff'],
  ])('takes one person: %s stops the %s at once, with one entry, and the pair stays held', async (_who, side, by, imposedSide) => {
    const code = side === 'provider' ? practice : viewer;
    const { stopId } = await world.narrowing.suspend(await by(), await form(code));
    expect([await at(code), await pairs()]).toEqual(['suspended', [{ held: true, never: false }]]);
    expect(await stop(stopId)).toMatchObject({ kind: 'suspension', imposedSide, liftedAt: null });
    const { rows } = await world.database.owner.query('SELECT locality_ids FROM outbox WHERE payload ->> $1 = $2', ['stop', stopId]);
    expect(rows).toEqual([{ locality_ids: [world.places.here] }]);
  });

  it.each<[string, () => Promise<Actor>, string, string]>([
    ['without a reason', () => somebody('signatory', practice), '  ', 'REASON_NEEDED'],
    ['by an auditor', () => somebody('auditor-organisation', practice), 'A reason', 'NOT_PERMITTED'],
    ['by the other side', () => somebody('viewer-governance-lead', viewer), 'A reason', 'NOT_PERMITTED'],
    ['by staff of another locality', async () => world.farOfficer, 'A reason', 'NOT_FOUND'],
    ['by a practice that is no party', () => somebody('signatory', world.practice()), 'A reason', 'NOT_FOUND'],
  ])('is refused %s, changes nothing and is on record', async (_what, by, reason, code) => {
    await expect(world.narrowing.suspend(await by(), await form(practice, reason))).rejects.toEqual(refused(code));
    expect([await at(practice), await newest('participation.suspend')]).toEqual(['live', code]);
  });

  it('is not blocked by a suspension another side imposed: each side lifts its own, and sharing begins again with the last', async () => {
    const lead = await somebody('practice-governance-lead', practice);
    const byStaff = (await world.narrowing.suspend(world.officer, await form(practice))).stopId;
    const byLead = (await world.narrowing.suspend(lead, await form(practice))).stopId;
    await resume(world.officer, byStaff);
    expect([await at(practice), (await stop(byStaff)).liftedAt !== null]).toEqual(['suspended', true]);
    await resume(lead, byLead);
    expect(await at(practice)).toBe('live');
  });

  it('is never blocked by a stale form, and answers a repeated request once', async () => {
    const input = { ...await form(practice), expectedVersion: 1, idempotencyKey: 'suspend-once-1' };
    const first = await world.narrowing.suspend(world.officer, input);
    expect(await world.narrowing.suspend(world.officer, input)).toEqual(first);
    await expect(world.narrowing.suspend(world.officer, { ...input, reason: 'Another' })).rejects.toEqual(refused('IDEMPOTENCY_KEY_REUSED'));
    expect(await world.transactions.read(world.officer, (tx) => world.stops.reaching(tx, [agreement]))).toHaveLength(1);
  });
});

describe('evidence found to prove nothing', () => {
  it('suspends the live part at once, and nobody resumes onto it', async () => {
    const { stopId } = await world.narrowing.invalidateEvidence(world.officer, { ...await form(practice), reason: 'The signature is not hers' });
    expect((await world.party(agreement, practice)).state).toBe('suspended');
    await world.resuming.ask(world.secondOfficer, { stopId: stopId!, expectedVersion: 1 });
    await expect(world.resuming.confirm(world.approver, { stopId: stopId!, expectedVersion: 2 })).rejects.toEqual(refused('EVIDENCE_INVALIDATED'));
    expect((await world.party(agreement, practice)).state).toBe('suspended');
  });

  it('is not marked so in SQL while a live part rests on it', async () => {
    await expect(world.database.owner.query(`UPDATE evidence SET invalidated_at = submitted_at, invalidated_by = verified_by, invalidated_reason = 'x'
      WHERE id = (SELECT evidence_id FROM participation WHERE provider_ods_code = $1 AND state = 'live' LIMIT 1)`, [practice])).rejects.toThrow();
  });
});

describe('resuming', () => {
  it.each<[string, () => Promise<Actor>, () => Promise<Actor>]>([
    ["a controller's suspension", () => somebody('signatory', practice), () => somebody('practice-governance-lead', practice)],
    ["a privacy officer's", () => somebody('privacy-officer', practice), () => somebody('privacy-officer', practice)],
    ["staff's", async () => world.officer, async () => world.secondOfficer],
  ])('lifts %s by the same side and an approver', async (_whose, imposer, asker) => {
    const { stopId } = await world.narrowing.suspend(await imposer(), await form(practice));
    await resume(await asker(), stopId);
    expect([await at(practice), await pairs()]).toEqual(['live', [{ held: true, never: false }]]);
    expect((await stop(stopId)).liftedAt).toEqual(world.clock.now());
  });

  it.each<[string, () => Promise<Actor>, () => Promise<Actor>, string]>([
    ['staff ask for what a controller imposed', () => somebody('signatory', practice), async () => world.officer, 'NOT_THEIRS_TO_LIFT'],
    ['a controller asks for what staff imposed', async () => world.officer, () => somebody('signatory', practice), 'NOT_THEIRS_TO_LIFT'],
    ['a governance lead asks for what the privacy officer imposed', () => somebody('privacy-officer', practice), () => somebody('practice-governance-lead', practice), 'NOT_THEIRS_TO_LIFT'],
    ["another organisation's signatory asks", () => somebody('signatory', practice), () => somebody('signatory', viewer), 'NOT_THEIRS_TO_LIFT'],
    ['a practice that is no party asks', () => somebody('signatory', practice), () => somebody('signatory', world.practice()), 'NOT_FOUND'],
  ])('is refused when %s', async (_what, imposer, asker, code) => {
    const { stopId } = await world.narrowing.suspend(await imposer(), await form(practice));
    await expect(world.resuming.ask(await asker(), { stopId: stopId!, expectedVersion: 1 })).rejects.toEqual(refused(code));
    expect([await at(practice), await newest('stop.ask-resume')]).toEqual(['suspended', code]);
  });

  it('needs the asking first, an approver, another person, and the present form', async () => {
    const { stopId } = await world.narrowing.suspend(world.officer, await form(practice));
    const input = { stopId: stopId!, expectedVersion: 1 };
    await expect(world.resuming.confirm(world.approver, input)).rejects.toEqual(refused('NOT_READY'));
    await world.resuming.ask(world.officer, input);
    await expect(world.resuming.confirm(world.approver, input)).rejects.toEqual(refused('STALE'));
    await expect(world.resuming.confirm(world.secondOfficer, { ...input, expectedVersion: 2 })).rejects.toEqual(refused('NOT_PERMITTED'));
    const asApprover: Actor = { ...world.officer, duty: 'approver' };
    await expect(world.resuming.confirm(asApprover, { ...input, expectedVersion: 2 })).rejects.toEqual(refused('SAME_PERSON'));
    expect(await at(practice)).toBe('suspended');
    await world.resuming.confirm(world.approver, { ...input, expectedVersion: 2 });
    await expect(world.resuming.ask(world.officer, { ...input, expectedVersion: 3 })).rejects.toEqual(refused('NOT_READY'));
  });

  it('is not to be had under an agreement that has ended', async () => {
    const { stopId } = await world.narrowing.suspend(world.officer, await form(practice));
    await world.resuming.ask(world.officer, { stopId: stopId!, expectedVersion: 1 });
    await world.moving.end(world.officer, { id: agreement, expectedVersion: 2, reason: 'Over' });
    await expect(world.resuming.confirm(world.approver, { stopId: stopId!, expectedVersion: 2 })).rejects.toEqual(refused('NOT_READY'));
    expect(await at(practice)).toBe('suspended');
  });

  it('takes hold of a viewer that went live meanwhile, and of none that left meanwhile', async () => {
    agreement = await world.anOpenAgreement({ providers: [world.practice(2)], consumers: world.places.viewers.map((odsCode) => ({ odsCode, views: ['events'] })) });
    const codes = [world.practice(2), ...world.places.viewers];
    for (const code of codes) await world.verified(agreement, code);
    await world.approved(agreement, codes);
    await world.goLive(agreement, codes.slice(0, 2));
    const { stopId } = await world.narrowing.suspend(world.officer, await form(world.practice(2)));
    await world.narrowing.leave(await somebody('viewer-governance-lead', world.viewer()), await form(world.viewer()));
    await world.goLive(agreement, [world.viewer(1)]);
    expect((await pairs()).filter((pair) => pair.held)).toHaveLength(0);
    await resume(world.officer, stopId);
    const { rows } = await world.database.owner.query('SELECT consumer_ods_code FROM pair WHERE agreement_id = $1 AND upper(held_during) > $2', [agreement, world.clock.now()]);
    expect(rows).toEqual([{ consumer_ods_code: world.viewer(1) }]);
  });
});

describe('withdrawing and leaving', () => {
  it('is final, lets go of the pairs at this instant, and never lifts', async () => {
    world.clock.advance(60_000);
    const signatory = await somebody('signatory', practice);
    const { stopId } = await world.narrowing.withdraw(signatory, await form(practice));
    expect([await at(practice), await pairs()]).toEqual(['withdrawn', [{ held: false, never: false }]]);
    expect(await stop(stopId)).toMatchObject({ kind: 'withdrawal', imposedSide: 'controller' });
    await expect(world.resuming.ask(signatory, { stopId: stopId!, expectedVersion: 1 })).rejects.toEqual(refused('NOT_READY'));
    await expect(world.narrowing.withdraw(signatory, await form(practice))).rejects.toEqual(refused('NOT_READY'));
    await expect(world.narrowing.suspend(world.officer, await form(practice))).rejects.toEqual(refused('NOT_READY'));
  });

  it('goes through while it is suspended, and leaves nothing to lift', async () => {
    const { stopId } = await world.narrowing.suspend(world.officer, await form(practice));
    await world.narrowing.withdraw(await somebody('practice-governance-lead', practice), await form(practice));
    expect(await at(practice)).toBe('withdrawn');
    await expect(world.resuming.ask(world.officer, { stopId: stopId!, expectedVersion: 1 })).rejects.toEqual(refused('NOT_READY'));
  });

  it('goes through before the agreement has begun, so that it never does', async () => {
    agreement = await world.aLiveAgreement({ providers: [world.practice()], consumers: [{ odsCode: viewer, views: ['summary'] }], beginsOn: '2026-06-01' });
    expect(await pairs()).toEqual([{ held: true, never: false }]);
    await world.narrowing.withdraw(await somebody('signatory', world.practice()), await form(world.practice()));
    expect(await pairs()).toEqual([{ held: false, never: true }]);
  });

  it('leaves no stop where nothing was live, and lets nothing be approved afterwards', async () => {
    agreement = await world.anOpenAgreement({ providers: [world.practice(1)], consumers: [{ odsCode: viewer, views: ['summary'] }] });
    await world.verified(agreement, world.practice(1));
    expect(await world.narrowing.withdraw(await somebody('signatory', world.practice(1)), await form(world.practice(1)))).toMatchObject({ stopId: null });
    await expect(world.approved(agreement, [world.practice(1)])).rejects.toEqual(refused('NOT_READY'));
  });

  it.each<[string, 'withdraw' | 'leave', () => Promise<Actor>, string]>([
    ['staff withdraw', 'withdraw', async () => world.officer, 'NOT_PERMITTED'],
    ['a privacy officer withdraws', 'withdraw', () => somebody('privacy-officer', practice), 'NOT_PERMITTED'],
    ['a signatory without step-up withdraws', 'withdraw', async () => ({ ...await somebody('signatory', practice), acr: null }), 'STEP_UP_NEEDED'],
    ['a signatory leaves for the viewing organisation', 'leave', () => somebody('signatory', viewer), 'NOT_PERMITTED'],
    ['another organisation leaves for it', 'leave', () => somebody('viewer-governance-lead', practice), 'NOT_PERMITTED'],
  ])('is refused when %s', async (_what, act, by, code) => {
    const who = act === 'withdraw' ? practice : viewer;
    await expect(world.narrowing[act](await by(), await form(who))).rejects.toEqual(refused(code));
    expect(await at(who)).toBe('live');
  });

  it('answers alike for what is not there and what is not theirs', async () => {
    const stranger = await somebody('signatory', world.practice(2));
    const mine = await form(practice);
    const told = await Promise.all([mine.id, newId(world.clock.now())].map((id) => world.narrowing.withdraw(stranger, { ...mine, id }).catch((error: unknown) => error as Error)));
    expect(told.map((each) => [(each as { code?: string }).code, (each as Error).message])).toEqual(Array(2).fill(['NOT_FOUND', (told[1] as Error).message]));
  });
});

describe('at once', () => {
  it('a provider withdraws and the viewer leaves: both do, and nothing stays held', async () => {
    const [signatory, lead, theirs, ours] = [await somebody('signatory', practice), await somebody('viewer-governance-lead', viewer), await form(practice), await form(viewer)];
    await Promise.all([world.narrowing.withdraw(signatory, theirs), world.narrowing.leave(lead, ours)]);
    expect([await at(practice), await at(viewer), (await pairs()).some((pair) => pair.held)]).toEqual(['withdrawn', 'left', false]);
  });

  it('an approver lifts and the controller withdraws: it ends withdrawn', async () => {
    const signatory = await somebody('signatory', practice);
    const { stopId } = await world.narrowing.suspend(signatory, await form(practice));
    await world.resuming.ask(signatory, { stopId: stopId!, expectedVersion: 1 });
    const lifting = world.resuming.confirm(world.approver, { stopId: stopId!, expectedVersion: 2 }).then(() => 'done', (error: { code: string }) => error.code);
    const input = await form(practice);
    // Told that the form is stale, a person looks again and withdraws again.
    await world.narrowing.withdraw(signatory, input).catch(async () => world.narrowing.withdraw(signatory, await form(practice)));
    expect(['done', 'NOT_READY']).toContain(await lifting);
    expect([await at(practice), (await pairs()).some((pair) => pair.held)]).toEqual(['withdrawn', false]);
  });
});
