import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, type Actor, type Tx } from '@accord/kernel';
import { ImpactOfActs, type ActOnAccess, type AgreementId, type CampaignId, type CampaignReply, type ImpactCompared } from '@accord/agreements';
import { AgreementWorld, campaignActs } from '../../testing/index.js';
import type { CampaignAgreementRow } from '../read-models/campaigns.js';

/** The world is 'as-it-is', whatever anybody was shown. */
class SeenImpact extends ImpactOfActs {
  inTurn(): Promise<void> { return Promise.resolve(); }
  hashOf(): Promise<string> { return Promise.resolve('as-it-is'); }
  demandUnchanged(): Promise<void> { return Promise.resolve(); }
  compared(_tx: Tx, _act: ActOnAccess, seen: string | null | undefined): Promise<ImpactCompared> {
    return Promise.resolve({ impactSeen: seen ?? null, impactFound: seen == null ? null : 'as-it-is', impactMoved: seen != null && seen !== 'as-it-is' });
  }
}

let world: AgreementWorld;
let acts: ReturnType<typeof campaignActs>;
let number = 0;
let practices: string[];
let agreement: AgreementId;
let second: AgreementId;

beforeAll(async () => {
  world = await AgreementWorld.open();
  acts = campaignActs(world.transactions, new SeenImpact());
});
afterAll(() => world.close());
/** Three practices, the first in two agreements: pairs of their own for each test, since one agreement at a time holds a pair. */
const arrange = async (): Promise<void> => {
  number += 1;
  practices = [1, 2, 3].map((each) => `TSTQ${number}${each}`);
  const viewers = [`TSTW${number}1`, `TSTW${number}2`];
  await world.places.beyondTheRules(async () => {
    for (const code of practices) await world.places.organisation(code, `Surgery ${code}`, world.places.here);
    for (const code of viewers) await world.places.organisation(code, `Hospice ${code}`, null);
  });
  agreement = await world.aLiveAgreement({ providers: practices, consumers: [{ odsCode: viewers[0]!, views: ['summary'] }] });
  second = await world.aLiveAgreement({ providers: practices.slice(0, 1), consumers: [{ odsCode: viewers[1]!, views: ['summary'] }] });
};

const refused = (code: string): unknown => expect.objectContaining({ code });
const key = (): { readonly idempotencyKey: string } => ({ idempotencyKey: newId(world.clock.now()) });
const draft = (given: object = {}): Promise<{ id: CampaignId }> => acts.drafting.execute(world.officer, {
  kind: 'withdrawal', title: 'Who stays in the shared record', message: 'Please say whether you withdraw.', answerBy: '2026-04-01', practices, ...given,
});
const asked = async (given: object = {}): Promise<CampaignId> => {
  const { id } = await draft(given);
  return (await acts.moving.ask(world.officer, { id, expectedVersion: 1 })).id;
};
const signatory = async (odsCode: string): Promise<Actor> => (await world.signatoryOf(odsCode)).actor;
const agreementsOf = (id: string, odsCode: string, actor: Actor = world.officer): Promise<CampaignAgreementRow[]> => world.transactions.read(actor, (tx) => acts.reader.agreementsOf(tx, id, odsCode));
const answer = async (id: string, odsCode: string, reply: CampaignReply, by?: Actor, only?: AgreementId): Promise<void> => {
  const rows = (await agreementsOf(id, odsCode)).filter(({ agreementId }) => only === undefined || agreementId === only);
  await acts.answering.execute(by ?? await signatory(odsCode), { id, answers: rows.map(({ participationId }) => ({ participationId, reply })), reason: 'Our partners decided' });
};
const standings = async (id: string, actor: Actor = world.officer): Promise<string[][]> =>
  (await world.transactions.read(actor, (tx) => acts.reader.practices(tx, id, { page: 1, perPage: 100 }))).items.map(({ odsCode, standing }) => [odsCode, standing]);
const states = async (): Promise<string[]> => (await Promise.all([...practices.map((code) => world.party(agreement, code)), world.party(second, practices[0]!)])).map(({ state }) => state);

describe('a campaign', () => {
  beforeEach(arrange);

  it('asks every practice about each agreement it has signed, and withdraws in one act exactly those whose controller confirmed', async () => {
    const { id } = await draft();
    expect(await standings(id)).toEqual(practices.map((code) => [code, 'unasked']));
    await acts.moving.ask(world.officer, { id, expectedVersion: 1 });
    expect((await agreementsOf(id, practices[0]!)).map(({ standing }) => standing)).toEqual(['waiting', 'waiting']);

    await answer(id, practices[0]!, 'withdraw');
    await answer(id, practices[1]!, 'keep');
    expect(await standings(id)).toEqual([[practices[0], 'confirmed'], [practices[1], 'kept'], [practices[2], 'waiting']]);
    expect(await states()).toEqual(['live', 'live', 'live', 'live']);

    world.clock.advance(60_000);
    const done = await acts.executing.execute(world.officer, { id, impactHash: 'as-it-is' });
    expect(done).toEqual({ id, withdrawn: 2, practices: 1, others: 2, impactMoved: false });
    expect(await states()).toEqual(['withdrawn', 'live', 'live', 'withdrawn']);
    expect(await standings(id)).toEqual([[practices[0], 'executed'], [practices[1], 'kept'], [practices[2], 'waiting']]);
  });

  it('leaves each withdrawal in the controller\'s name on the stop list, lets go of the pairs, and tells the locality, as a single withdrawal does', async () => {
    const id = await asked();
    const who = await signatory(practices[1]!);
    await answer(id, practices[1]!, 'withdraw', who);
    await acts.executing.execute(world.officer, { id });
    const [{ stopId, executedAt, givenBy, reply }] = await agreementsOf(id, practices[1]!) as [CampaignAgreementRow];
    expect([executedAt, givenBy, reply]).toEqual([world.clock.now(), who.name, 'withdraw']);
    const { owner } = world.database;
    expect((await owner.query('SELECT kind, imposed_by, imposed_side, imposed_duty, imposed_for, reason FROM stop WHERE id = $1', [stopId])).rows)
      .toEqual([{ kind: 'withdrawal', imposed_by: who.personId, imposed_side: 'controller', imposed_duty: 'signatory', imposed_for: practices[1], reason: 'Our partners decided' }]);
    expect((await owner.query('SELECT count(*)::int AS held FROM pair WHERE provider_ods_code = $1 AND upper(held_during) > $2', [practices[1], world.clock.now()])).rows).toEqual([{ held: 0 }]);
    expect((await owner.query(`SELECT type, locality_ids FROM outbox WHERE payload ->> 'stop' = $1`, [stopId])).rows).toEqual([{ type: 'participation.withdrawn', locality_ids: [world.places.here] }]);
  });

  it('is carried out again for those who confirm later, and the last word before counts', async () => {
    const id = await asked();
    await answer(id, practices[0]!, 'withdraw', undefined, agreement);
    await answer(id, practices[1]!, 'withdraw');
    await answer(id, practices[1]!, 'keep');
    expect(await acts.executing.execute(world.officer, { id })).toMatchObject({ withdrawn: 1, others: 3 });
    await expect(acts.executing.execute(world.officer, { id })).rejects.toEqual(refused('NOT_READY'));
    await answer(id, practices[2]!, 'withdraw');
    expect(await acts.executing.execute(world.officer, { id })).toMatchObject({ withdrawn: 1, practices: 1 });
    expect(await states()).toEqual(['withdrawn', 'live', 'withdrawn', 'live']);
    expect((await world.transactions.read(world.officer, (tx) => acts.reader.runs(tx, id))).map(({ withdrawn }) => withdrawn)).toEqual([1, 1]);
  });

  it('passes over whoever withdrew by themselves meanwhile, and is never blocked by a preview that no longer fits: both hashes are kept', async () => {
    const id = await asked();
    for (const code of practices) await answer(id, code, 'withdraw');
    const { id: participation, version } = await world.party(agreement, practices[2]!);
    await world.narrowing.withdraw(await signatory(practices[2]!), { id: participation, expectedVersion: version });
    expect(await acts.executing.execute(world.officer, { id, impactHash: 'as-it-was' })).toMatchObject({ withdrawn: 3, others: 1, impactMoved: true });
    expect(await standings(id)).toEqual([[practices[0], 'executed'], [practices[1], 'executed'], [practices[2], 'gone']]);
    expect(await world.transactions.read(world.officer, (tx) => acts.reader.runs(tx, id))).toMatchObject([{ impactSeen: 'as-it-was', impactFound: 'as-it-is' }]);
  });

  it('of a review keeps the dated review of the version that was signed', async () => {
    const id = await asked({ kind: 'review' });
    await answer(id, practices[1]!, 'keep');
    expect(await agreementsOf(id, practices[1]!)).toMatchObject([{ reply: 'keep', versionNumber: 1, givenAt: world.clock.now(), givenDuty: 'signatory', executedAt: null }]);
    expect(await world.attempts('participation.reviewed', (await world.party(agreement, practices[1]!)).id)).toEqual(['done']);
  });

  it('withdraws what is signed and not live yet, without an entry at any gateway', async () => {
    const early = await world.anOpenAgreement({ providers: [practices[2]!], consumers: [{ odsCode: `TSTW${number}2`, views: ['summary'] }] });
    await world.sign(early, practices[2]!);
    const id = await asked();
    await answer(id, practices[2]!, 'withdraw', undefined, early);
    await acts.executing.execute(world.officer, { id });
    expect((await world.party(early, practices[2]!)).state).toBe('withdrawn');
    expect((await agreementsOf(id, practices[2]!)).map(({ standing, stopId }) => [standing, stopId])).toEqual([['waiting', null], ['executed', null]]);
  });

  it('carried out while a controller changes their mind, follows one word or the other, and says the same everywhere', async () => {
    const id = await asked();
    for (const code of practices) await answer(id, code, 'withdraw');
    const [kept, done] = await Promise.allSettled([answer(id, practices[0]!, 'keep'), acts.executing.execute(world.officer, { id })]);
    expect(done.status).toBe('fulfilled');
    const [first] = await states();
    expect([kept.status, first]).toEqual(kept.status === 'fulfilled' ? ['fulfilled', 'live'] : ['rejected', 'withdrawn']);
    expect((await standings(id))[0]).toEqual([practices[0], kept.status === 'fulfilled' ? 'kept' : 'executed']);
  });

  it('carried out twice at once withdraws everybody once', async () => {
    const id = await asked();
    for (const code of practices) await answer(id, code, 'withdraw');
    const twice = await Promise.allSettled([acts.executing.execute(world.officer, { id }), acts.executing.execute(world.secondOfficer, { id })]);
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await world.transactions.read(world.officer, (tx) => acts.reader.runs(tx, id))).map(({ withdrawn }) => withdrawn)).toEqual([4]);
  });

  it('answers a repeated request once', async () => {
    const id = await asked();
    await answer(id, practices[0]!, 'withdraw');
    const input = { id, ...key() };
    const first = await acts.executing.execute(world.officer, input);
    expect(await acts.executing.execute(world.officer, input)).toEqual(first);
  });
});

describe('answering', () => {
  beforeEach(arrange);

  it.each<[string, () => Promise<Actor>, string]>([
    ['staff who run it', () => Promise.resolve(world.officer), 'NOT_PERMITTED'],
    ['an approver', () => Promise.resolve(world.approver), 'NOT_PERMITTED'],
    ['a privacy officer of the practice', () => world.places.somebody('Pia Privacy', 'privacy-officer', { odsCode: practices[0]! }), 'NOT_PERMITTED'],
    ['another practice that is asked', () => signatory(practices[1]!), 'NOT_FOUND'],
    ['a practice that is not asked', () => signatory(world.practice()), 'NOT_FOUND'],
    ['a signatory without the stronger sign-in', async () => ({ ...await signatory(practices[0]!), acr: null }), 'STEP_UP_NEEDED'],
  ])('is refused to %s, and is on record', async (_who, by, code) => {
    const id = await asked();
    await expect(answer(id, practices[0]!, 'withdraw', await by())).rejects.toEqual(refused(code));
    expect([(await world.attempts('campaign.answer'))[0], await standings(id)]).toEqual([code, practices.map((each) => [each, 'waiting'])]);
  });

  it('that one keeps needs no stronger sign-in; a governance lead who withdraws gives a reason', async () => {
    const id = await asked();
    const lead = await world.places.somebody('Lena Lead', 'practice-governance-lead', { odsCode: practices[0]! });
    await answer(id, practices[0]!, 'keep', { ...lead, acr: null });
    const [{ participationId }] = await agreementsOf(id, practices[0]!) as [CampaignAgreementRow];
    await expect(acts.answering.execute(lead, { id, answers: [{ participationId, reply: 'withdraw' }], reason: ' ' })).rejects.toEqual(refused('REASON_NEEDED'));
    await answer(id, practices[0]!, 'withdraw', lead);
    expect(await standings(id)).toContainEqual([practices[0], 'confirmed']);
  });

  it.each<[string, (row: CampaignAgreementRow) => object, string]>([
    ['nothing', () => ({ answers: [] }), 'INVALID_INPUT'],
    ['twice for one agreement', ({ participationId }) => ({ answers: [{ participationId, reply: 'keep' }, { participationId, reply: 'withdraw' }] }), 'INVALID_INPUT'],
    ['another word', ({ participationId }) => ({ answers: [{ participationId, reply: 'perhaps' }] }), 'INVALID_INPUT'],
    ['for an agreement that is not in it', () => ({ answers: [{ participationId: newId(world.clock.now()), reply: 'keep' }] }), 'NOT_FOUND'],
    ['with a reason too long', ({ participationId }) => ({ answers: [{ participationId, reply: 'keep' }], reason: 'x'.repeat(2_001) }), 'INVALID_INPUT'],
  ])('is refused for %s', async (_what, input, code) => {
    const id = await asked();
    const [row] = await agreementsOf(id, practices[1]!) as [CampaignAgreementRow];
    await expect(acts.answering.execute(await signatory(practices[1]!), { id, ...input(row) } as never)).rejects.toEqual(refused(code));
  });

  it('is over once it is closed or carried out', async () => {
    const id = await asked();
    await answer(id, practices[0]!, 'withdraw');
    await acts.executing.execute(world.officer, { id });
    await expect(answer(id, practices[0]!, 'keep')).rejects.toEqual(refused('NOT_READY'));
    await acts.moving.close(world.officer, { id, expectedVersion: 2 });
    await expect(answer(id, practices[1]!, 'keep')).rejects.toEqual(refused('NOT_READY'));
    await expect(acts.executing.execute(world.officer, { id })).rejects.toEqual(refused('NOT_READY'));
  });
});

describe('running a campaign', () => {
  // Nothing here is carried out: all tests share what is agreed.
  beforeAll(arrange);

  it.each<[string, object, string]>([
    ['no practice', { practices: [] }, 'INVALID_INPUT'], ['no code', { practices: ['the one by the church'] }, 'INVALID_INPUT'], ['an unknown code', { practices: ['TSTX99'] }, 'INVALID_INPUT'],
    ['a practice of another locality', { practices: ['TSTP09'] }, 'NOT_PERMITTED'], ['a day that is over', { answerBy: '2026-03-01' }, 'INVALID_INPUT'], ['no day', { answerBy: '2026-02-30' }, 'INVALID_INPUT'],
    ['no title', { title: ' ' }, 'INVALID_INPUT'], ['a title of two lines', { title: 'One\nTwo' }, 'INVALID_INPUT'], ['a message too long', { message: 'x'.repeat(2_001) }, 'INVALID_INPUT'], ['another kind', { kind: 'lottery' }, 'INVALID_INPUT'],
  ])('is refused with %s', async (_what, given, code) => { await expect(draft(given)).rejects.toEqual(refused(code)); });

  it.each<[string, () => Promise<Actor>, string]>([
    ['an officer of another locality', () => Promise.resolve(world.farOfficer), 'NOT_FOUND'],
    ['an approver', () => Promise.resolve(world.approver), 'NOT_PERMITTED'],
    ['a practice that is asked', () => signatory(practices[0]!), 'NOT_PERMITTED'],
    ['the national auditor', () => Promise.resolve(world.auditor), 'NOT_PERMITTED'],
  ])('is refused to %s', async (_who, by, code) => {
    const id = await asked();
    await answer(id, practices[0]!, 'withdraw');
    const actor = await by();
    for (const attempt of [acts.executing.execute(actor, { id }), acts.moving.close(actor, { id, expectedVersion: 2 })]) await expect(attempt).rejects.toEqual(refused(code));
    expect(await states()).toEqual(['live', 'live', 'live', 'live']);
  });

  it('asks nobody where nobody has signed, and a draft is let go', async () => {
    const { id } = await draft({ practices: [world.practice(2)] });
    await expect(acts.moving.ask(world.officer, { id, expectedVersion: 1 })).rejects.toEqual(refused('NOT_READY'));
    await acts.moving.close(world.officer, { id, expectedVersion: 1 });
    await expect(acts.moving.ask(world.officer, { id, expectedVersion: 2 })).rejects.toEqual(refused('NOT_READY'));
  });

  it('gives the dry run of a choice a verdict for every line, and keeps nothing', async () => {
    const text = `name,ods code\nElm Road,${practices[0]!.toLowerCase()}\nAgain,${practices[0]}\nUnknown,TSTX99\nFar,TSTP09\nNo code,by the church\nNever signed,${world.practice(2)}`;
    const rows = await world.transactions.read(world.officer, (tx) => acts.selecting.execute(tx, world.officer, { localityIds: [], text }));
    expect(rows.map(({ line, verdict, agreements }) => [line, verdict, agreements])).toEqual([
      [2, 'chosen', 2], [3, 'named-twice', 2], [4, 'unknown', 0], [5, 'not-yours', 0], [6, 'not-a-code', 0], [7, 'nothing-signed', 0],
    ]);
    const whole = await world.transactions.read(world.officer, (tx) => acts.selecting.execute(tx, world.officer, { localityIds: [world.places.here], text: null }));
    expect(whole.filter(({ verdict }) => verdict === 'chosen').map(({ odsCode }) => odsCode)).toEqual(expect.arrayContaining(practices));
    await expect(world.transactions.read(world.officer, (tx) => acts.selecting.execute(tx, world.officer, { localityIds: [world.places.elsewhere], text: null }))).rejects.toEqual(refused('NOT_PERMITTED'));
  });
});
