import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Actor } from '@accord/kernel';
import { attempt, attemptAsEvery, clientOf, introduce, keptFromAll, type Statement } from '@accord/kernel/testing';
import type { AgreementId, CampaignId } from '@accord/agreements';
import { AgreementWorld, campaignActs } from '../../testing/index.js';
import { statementFor } from '../http/campaign-statements.js';
import { SealCampaignStatement } from '../use-cases/seal-campaign-statement.js';

// R3, R5, R8 and R9 straight in SQL: a practice answers for itself and sees itself alone, staff confirm for nobody, and what was said stays said.
let world: AgreementWorld;
let acts: ReturnType<typeof campaignActs>;
let agreement: AgreementId;
let id: CampaignId;
let [confirmed, silent]: [string, string] = ['', ''];
let [signatory, other]: Actor[] = [];

beforeAll(async () => {
  world = await AgreementWorld.open();
  acts = campaignActs(world.transactions);
  agreement = await world.aLiveAgreement({ providers: world.places.practices.slice(0, 2) });
  ({ id } = await acts.drafting.execute(world.officer, { kind: 'withdrawal', title: 'Who stays', message: 'Please say.', answerBy: '2026-04-01', practices: world.places.practices.slice(0, 2) }));
  await acts.moving.ask(world.officer, { id, expectedVersion: 1 });
  [signatory, other] = [(await world.signatoryOf(world.practice())).actor, (await world.signatoryOf(world.practice(1))).actor];
  [confirmed, silent] = [(await world.party(agreement, world.practice())).id, (await world.party(agreement, world.practice(1))).id];
  await acts.answering.execute(signatory!, { id, answers: [{ participationId: confirmed, reply: 'withdraw' }] });
});
afterAll(() => world.close());

const asApi = async (actor: Actor, ...statements: Statement[]): Promise<string> => attempt(await clientOf(world.database, 'api'), actor, world.clock.now(), statements);
const every = (actor: Actor, ...statements: Statement[]) => attemptAsEvery(world.database, actor, world.clock.now(), statements);
const answer = (odsCode: string, participationId: string, given: Readonly<Record<string, unknown>> = {}): Statement => {
  const row: Record<string, unknown> = {
    id: newId(world.clock.now()), campaign_id: id, participation_id: participationId, provider_ods_code: odsCode, locality_id: world.places.here, agreement_version_id: versionId,
    reply: 'withdraw', given_by: other!.personId, given_duty: 'signatory', given_at: world.clock.now(), ...given,
  };
  const names = Object.keys(row);
  return { text: `INSERT INTO campaign_answer (${names.join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})`, params: Object.values(row) };
};
const withdraw = (participationId: string): Statement => ({ text: `UPDATE participation SET state = 'withdrawn' WHERE id = $1`, params: [participationId] });
const stop = (participationId: string, odsCode: string, by: Actor, given: Readonly<Record<string, unknown>> = {}): Statement => {
  const row: Record<string, unknown> = {
    id: newId(world.clock.now()), kind: 'withdrawal', scope_kind: 'participation', agreement_id: agreement, participation_id: participationId, provider_ods_code: odsCode, locality_id: world.places.here,
    from_at: world.clock.now(), reason: 'A reason', imposed_by: by.personId, imposed_side: 'controller', imposed_duty: 'signatory', imposed_for: odsCode, imposed_at: world.clock.now(), ...given,
  };
  const names = Object.keys(row);
  return { text: `INSERT INTO stop (${names.join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})`, params: Object.values(row) };
};
let versionId = '';
beforeAll(async () => { versionId = (await world.database.owner.query<{ id: string }>('SELECT id FROM agreement_version WHERE agreement_id = $1', [agreement])).rows[0]!.id; });

describe('the database lets nobody answer for a practice but the practice', () => {
  it('not staff who run the campaign, in whoever\'s name', async () => {
    expect(await asApi(world.officer, answer(world.practice(1), silent))).toBe('forbidden');
    expect(await asApi(world.officer, answer(world.practice(1), silent, { given_by: world.officer.personId }))).toBe('forbidden');
    expect(await asApi(world.approver, answer(world.practice(1), silent))).toBe('forbidden');
  });
  it('not another practice', async () => expect(await asApi(signatory!, answer(world.practice(1), silent, { given_by: signatory!.personId }))).toBe('forbidden'));
  it('not in a colleague\'s name, nor in another duty', async () => {
    expect(await asApi(other!, answer(world.practice(1), silent, { given_by: signatory!.personId }))).toBe('forbidden');
    expect(await asApi({ ...other!, duty: 'privacy-officer' }, answer(world.practice(1), silent))).toBe('forbidden');
  });
  it('not of a participation under another practice\'s code', async () => expect(await asApi(other!, answer(world.practice(1), confirmed))).not.toBe('done'));
  it('not while the campaign is a draft, nor once it is closed', async () => {
    const { id: draft } = await acts.drafting.execute(world.officer, { kind: 'review', title: 'Another', message: 'Please say.', answerBy: '2026-04-01', practices: [world.practice(1)] });
    expect(await asApi(other!, answer(world.practice(1), silent, { campaign_id: draft }))).toBe('campaign_in_state');
    await acts.moving.close(world.officer, { id: draft, expectedVersion: 1 });
    expect(await asApi(other!, answer(world.practice(1), silent, { campaign_id: draft }))).toBe('campaign_in_state');
  });
});

describe('the database lets staff withdraw nobody whose controller has not confirmed', () => {
  it('not with an entry in the controller\'s name', async () => {
    expect(await asApi(world.officer, stop(silent, world.practice(1), other!), withdraw(silent))).toBe('forbidden');
  });
  it('not one that was confirmed, in the name of somebody else', async () => {
    expect(await asApi(world.officer, stop(confirmed, world.practice(), other!), withdraw(confirmed))).toBe('forbidden');
    expect(await asApi(world.officer, stop(confirmed, world.practice(), world.officer, { imposed_side: 'staff', imposed_duty: 'activation-officer', imposed_for: null }), withdraw(confirmed))).not.toBe('done');
  });
  it('not what never was live, either', async () => {
    const early = await world.anOpenAgreement({ providers: [world.practice(2)] });
    await world.sign(early, world.practice(2));
    const { id: signed } = await world.party(early, world.practice(2));
    for (const actor of [world.officer, world.approver]) expect(await asApi(actor, withdraw(signed))).toBe('only_a_controller_withdraws');
  });
  it('nor says that it was carried out where it was not', async () => {
    const [runId, at] = [newId(world.clock.now()), world.clock.now()];
    const { rows: [said] } = await world.database.owner.query<{ id: string }>('SELECT id FROM campaign_answer WHERE participation_id = $1', [confirmed]);
    expect(await asApi(world.officer, { text: 'INSERT INTO campaign_run (id, campaign_id, executed_by, executed_at) VALUES ($1, $2, $3, $4)', params: [runId, id, world.officer.personId, at] },
      { text: 'INSERT INTO campaign_outcome (campaign_id, participation_id, provider_ods_code, locality_id, run_id, answer_id) VALUES ($1, $2, $3, $4, $5, $6)', params: [id, confirmed, world.practice(), world.places.here, runId, said!.id] }))
      .toBe('campaign_outcome_holds');
  });
  it('while what was confirmed is lawful as it stands', async () => {
    const client = await clientOf(world.database, 'api');
    await client.query('BEGIN');
    await introduce(client, world.officer, world.clock.now());
    for (const { text, params } of [stop(confirmed, world.practice(), signatory!), withdraw(confirmed)]) expect((await client.query(text, params as unknown[])).rowCount).toBe(1);
    await client.query('ROLLBACK');
  });
});

describe('what was said and done stays', () => {
  it.each(['campaign_practice', 'campaign_part', 'campaign_answer', 'campaign_run', 'campaign_outcome'])('%s is changed and emptied by nobody', async (table) => {
    for (const text of [`UPDATE ${table} SET campaign_id = campaign_id`, `DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`]) {
      const told = Object.values(await every(world.officer, { text }));
      expect(told.filter((each) => !['forbidden', 'append_only', 'nothing', 'campaign_in_state'].includes(each))).toEqual([]);
    }
  });
  it('a campaign goes only forward, and asks what it asked', async () => {
    const set = (change: string): Statement => ({ text: `UPDATE campaign SET ${change} WHERE id = $1`, params: [id] });
    expect(await asApi(world.officer, set(`state = 'draft', asked_at = NULL, asked_by = NULL`))).toBe('lawful_moves_only');
    expect(await asApi(world.officer, set(`title = 'Something else'`))).toBe('campaign_in_state');
    expect(await every(world.officer, { text: 'DELETE FROM campaign WHERE id = $1', params: [id] })).toMatchObject({ api: 'forbidden', worker: 'forbidden' });
  });
  it('nobody is added to whom it asks', async () => {
    expect(await asApi(world.officer, { text: 'INSERT INTO campaign_practice VALUES ($1, $2, $3)', params: [id, world.practice(2), world.places.here] })).toBe('campaign_in_state');
  });
});

describe('across the fence (R9)', () => {
  const seen = async (actor: Actor): Promise<number[]> => {
    const client = await clientOf(world.database, 'api');
    await client.query('BEGIN');
    await introduce(client, actor, world.clock.now());
    const counts: number[] = [];
    for (const table of ['campaign WHERE id', 'campaign_practice WHERE campaign_id', 'campaign_part WHERE campaign_id', 'campaign_answer WHERE campaign_id']) {
      counts.push((await client.query(`SELECT 1 FROM ${table} = $1`, [id])).rowCount ?? 0);
    }
    await client.query('ROLLBACK');
    return counts;
  };

  it.each<[string, () => Promise<Actor>, number[]]>([
    ['the officer of its locality sees it whole', () => Promise.resolve(world.officer), [1, 2, 2, 1]],
    ['the practice that answered sees itself alone', () => Promise.resolve(signatory!), [1, 0, 1, 1]],
    ['the other practice sees itself alone, and not what the first has said', () => Promise.resolve(other!), [1, 0, 1, 0]],
    ['a practice that is not asked sees nothing', async () => (await world.signatoryOf(world.practice(2))).actor, [0, 0, 0, 0]],
    ['a viewing organisation of the same agreement sees nothing', async () => (await world.signatoryOf(world.viewer())).actor, [0, 0, 0, 0]],
    ['an officer of another locality sees nothing', () => Promise.resolve(world.farOfficer), [0, 0, 0, 0]],
    ['the national auditor sees it whole', () => Promise.resolve(world.auditor), [1, 2, 2, 1]],
  ])('%s', async (_who, actor, counts) => expect(await seen(await actor())).toEqual(counts));
});

describe('the statement of a practice', () => {
  const statement = async (actor: Actor, odsCode: string): Promise<string> => {
    const sealing = new SealCampaignStatement({ pdf: (paper) => Promise.resolve(Buffer.from(JSON.stringify(paper))) });
    return Buffer.from(await statementFor({ transactions: world.transactions, clock: world.clock, campaigns: acts.reader, sealing }, actor, id, odsCode)).toString();
  };

  it('is for the practice, and for staff and auditors who see the campaign', async () => {
    for (const actor of [signatory!, world.officer, world.approver, world.auditor]) expect(await statement(actor, world.practice())).toContain('Withdraws from version 1');
  });

  it.each<[string, () => Promise<Actor>, string]>([
    ['the other practice', () => Promise.resolve(other!), 'TSTP01'], ['a viewing organisation', async () => (await world.signatoryOf(world.viewer())).actor, 'TSTP01'],
    ['an officer of another locality', () => Promise.resolve(world.farOfficer), 'TSTP01'], ['support', async () => ({ ...world.auditor, duty: 'support' }), 'TSTP01'],
    ['anybody, of a practice that is not asked', () => Promise.resolve(world.officer), 'TSTP03'], ['anybody, of what is no code', () => Promise.resolve(world.officer), '../x'],
  ])('is not there for %s', async (_who, actor, code) => expect(statement(await actor(), code)).rejects.toMatchObject({ code: 'NOT_FOUND' }));
});

describe('reading what cannot be', () => {
  const read = <T>(work: Parameters<typeof world.transactions.read<T>>[1]): Promise<T> => world.transactions.read(world.officer, work);

  it.each<[string, object]>([['no such state', { state: 'perhaps\u0000' }], ['page 0', { page: 0 }], ['half a page', { page: 1.5 }], ['101 on a page', { perPage: 101 }]])('is refused: %s', async (_what, given) => {
    await expect(read((tx) => acts.reader.page(tx, { page: 1, perPage: 25, ...given }))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
  it('finds nothing under what is no id and no code', async () => {
    expect(await read(async (tx) => [await acts.reader.byId(tx, '\u0000'), await acts.reader.agreementsOf(tx, id, 'TST\u0000'), await acts.reader.agreementsOf(tx, 'x', 'TSTP01'), (await acts.reader.practices(tx, 'x', { page: 1, perPage: 25 })).total,
      (await acts.reader.practices(tx, id, { page: 1, perPage: 25, search: '\u0000', standing: '\ud800' })).total, await acts.withdrawals.of(tx, 'x', 'everybody')])).toEqual([null, [], [], 0, 0, null]);
  });
});

it('running roles other than the API answer nothing', async () => {
  const told = await every(other!, answer(world.practice(1), silent));
  expect({ ...told, api: '', owner: '' }).toEqual({ ...keptFromAll('forbidden'), api: '', owner: '' });
});
