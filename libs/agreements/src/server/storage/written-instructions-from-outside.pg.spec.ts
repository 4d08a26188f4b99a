import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Actor } from '@accord/kernel';
import { attempt, attemptAsEvery, clientOf, introduce, type Statement } from '@accord/kernel/testing';
import type { AgreementId, CampaignId } from '@accord/agreements';
import { AgreementWorld, campaignActs, instructionActs } from '../../testing/index.js';

// R3, R5, R8 and R9 straight in SQL: staff answer for a practice by a letter that two of them have read, by what it says, once, and in no other way.
let world: AgreementWorld;
let acts: ReturnType<typeof campaignActs>;
let letters: ReturnType<typeof instructionActs>;
let agreement: AgreementId;
let id: CampaignId;
/** Taken in and not verified, verified, and rejected; each of a practice of its own. */
let [waiting, verified, rejected]: [string, string, string] = ['', '', ''];
let parts: string[] = [];
let signatories: Actor[] = [];
let versionId = '';

beforeAll(async () => {
  world = await AgreementWorld.open();
  [acts, letters] = [campaignActs(world.transactions), instructionActs(world)];
  agreement = await world.aLiveAgreement({ providers: world.places.practices });
  world.clock.set('2026-03-10T09:00:00Z');
  id = await ask('Who stays');
  parts = await Promise.all([0, 1, 2].map(async (index) => (await world.party(agreement, world.practice(index))).id));
  signatories = await Promise.all([0, 1, 2].map(async (index) => (await world.signatoryOf(world.practice(index))).actor));
  versionId = (await world.database.owner.query<{ id: string }>('SELECT id FROM agreement_version WHERE agreement_id = $1', [agreement])).rows[0]!.id;
  const letter = async (index: number) => (await letters.letter(id, world.practice(index), [{ participationId: parts[index]!, reply: 'withdraw' }])).evidenceId;
  [waiting, verified, rejected] = [await letter(0), await letter(1), await letter(2)];
  await letters.verifying.accept(world.secondOfficer, { id: verified, expectedVersion: 1 });
  await letters.verifying.reject(world.secondOfficer, { id: rejected, expectedVersion: 1, reason: 'Unsigned' });
});
afterAll(() => world.close());

const ask = async (title: string): Promise<CampaignId> => {
  const drafted = await acts.drafting.execute(world.officer, { kind: 'withdrawal', title, message: 'Please say.', answerBy: '2026-12-01', practices: world.places.practices });
  return (await acts.moving.ask(world.officer, { id: drafted.id, expectedVersion: 1 })).id;
};
const asApi = async (actor: Actor, ...statements: Statement[]): Promise<string> => attempt(await clientOf(world.database, 'api'), actor, world.clock.now(), statements);
const every = (actor: Actor, ...statements: Statement[]) => attemptAsEvery(world.database, actor, world.clock.now(), statements);
const asWorker = async (...statements: Statement[]): Promise<string> => attempt(await clientOf(world.database, 'worker'), { ...world.secondOfficer, duty: 'worker' as never }, world.clock.now(), statements);
const row = (table: string, values: Readonly<Record<string, unknown>>): Statement => {
  const names = Object.keys(values);
  return { text: `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})`, params: Object.values(values) };
};
const answer = (index: number, letter: string | null, given: Readonly<Record<string, unknown>> = {}): Statement => row('campaign_answer', {
  id: newId(world.clock.now()), campaign_id: id, participation_id: parts[index], provider_ods_code: world.practice(index), locality_id: world.places.here, agreement_version_id: versionId, reply: 'withdraw',
  given_by: signatories[index]!.personId, given_duty: 'signatory', given_at: world.clock.now(), instruction_id: letter, ...given,
});
const accept = (letter: string, by: string | null): Statement => ({ text: `UPDATE evidence SET state = 'verified', verified_by = $2, verified_at = $3, version = version + 1 WHERE id = $1`, params: [letter, by, world.clock.now()] });
const withdraw = (index: number): Statement => ({ text: `UPDATE participation SET state = 'withdrawn' WHERE id = $1`, params: [parts[index]] });
const stop = (index: number, by: Actor): Statement => row('stop', {
  id: newId(world.clock.now()), kind: 'withdrawal', scope_kind: 'participation', agreement_id: agreement, participation_id: parts[index], provider_ods_code: world.practice(index), locality_id: world.places.here,
  from_at: world.clock.now(), reason: 'A reason', imposed_by: by.personId, imposed_side: 'controller', imposed_duty: 'signatory', imposed_for: world.practice(index), imposed_at: world.clock.now(),
});
/** Whether it is let through up to the end, and then taken back. */
const holds = async (actor: Actor, ...statements: Statement[]): Promise<boolean> => {
  const client = await clientOf(world.database, 'api');
  await client.query('BEGIN');
  try {
    await introduce(client, actor, world.clock.now());
    for (const { text, params } of statements) if (((await client.query(text, params as unknown[])).rowCount ?? 0) === 0) return false;
    return true;
  } catch {
    return false;
  } finally {
    await client.query('ROLLBACK');
  }
};

describe('the database lets staff answer for a practice by nothing but a letter that is verified', () => {
  it.each<[string, () => Promise<string>]>([
    ['none', () => asApi(world.secondOfficer, answer(0, null))],
    ['one that nobody has verified', () => asApi(world.secondOfficer, answer(0, waiting))],
    ['one that was rejected', () => asApi(world.secondOfficer, answer(2, rejected))],
    ['a letter of another practice', () => asApi(world.secondOfficer, answer(0, verified))],
    ['a letter that says something else', () => asApi(world.secondOfficer, answer(1, verified, { reply: 'keep' }))],
    ['the evidence of the signature', async () => asApi(world.secondOfficer, answer(0, (await world.party(agreement, world.practice())).evidenceId))],
    ['a letter that somebody else verified', () => asApi(world.officer, answer(1, verified))],
    ['a letter, in the name of whoever did not sign it', () => asApi(world.secondOfficer, answer(1, verified, { given_by: signatories[0]!.personId }))],
    ['a letter, in another duty', () => asApi(world.secondOfficer, answer(1, verified, { given_duty: 'practice-governance-lead' }))],
    ['a letter, at another time than it was verified', () => asApi(world.secondOfficer, answer(1, verified, { given_at: new Date('2026-03-10T10:00:00Z') }))],
    ['a letter that has answered already', () => asApi(world.secondOfficer, answer(1, verified))],
    ['a letter, as an approver', () => asApi({ ...world.secondOfficer, duty: 'approver' }, answer(1, verified))],
    ['a letter, as the practice itself', () => asApi(signatories[1]!, answer(1, verified))],
  ])('not by %s', async (_what, tried) => expect(['forbidden', 'campaign_answer_verified', 'campaign_answer_as_instructed', 'campaign_answer_once_by_letter', 'campaign_answer_of_a_signatory']).toContain(await tried()));

  it('nor through any other process', async () => {
    for (const [role, told] of Object.entries(await every(world.secondOfficer, answer(1, verified)))) expect([role, told]).not.toEqual([role, 'done']);
  });
});

describe('a letter is verified by another member of staff, as whoever acts', () => {
  it.each<[string, () => Actor, () => string | null, string]>([
    ['by whoever took it in', () => world.officer, () => world.officer.personId, 'evidence_verified_by_another'],
    ['by whoever took it in, in a colleague\'s name', () => world.officer, () => world.secondOfficer.personId, 'instruction_verified_by_who_acts'],
    ['by an approver', () => world.approver, () => world.approver.personId, 'instruction_verified_by_who_acts'],
    ['by the practice', () => signatories[0]!, () => signatories[0]!.personId, 'instruction_verified_by_who_acts'],
    ['by whoever signed it', () => ({ ...world.officer, personId: signatories[0]!.personId }), () => signatories[0]!.personId, 'evidence_verified_by_another'],
    ['by whoever signed for another party of the agreement', () => ({ ...world.officer, personId: signatories[1]!.personId }), () => signatories[1]!.personId, 'verifier_signed_no_part'],
    ['by an officer of another locality', () => world.farOfficer, () => world.farOfficer.personId, 'nothing'],
  ])('not %s', async (_who, by, named, told) => {
    const met = await asApi(by(), accept(waiting, named()));
    expect([told, 'forbidden', 'verifier_signed_no_part']).toContain(met);
    expect((await world.database.owner.query('SELECT state FROM evidence WHERE id = $1', [waiting])).rows).toEqual([{ state: 'checked' }]);
  });

  it('nor by the worker, in whatever name', async () => {
    expect(await asWorker(accept(waiting, world.secondOfficer.personId))).toBe('instruction_verified_by_who_acts');
  });

  it('and who verified it stays', async () => {
    expect(await asApi(world.officer, { text: 'UPDATE evidence SET verified_by = $2 WHERE id = $1', params: [verified, world.approver.personId] })).toBe('instruction_verified_by_who_acts');
    expect(await asApi(world.secondOfficer, { text: `UPDATE evidence SET state = 'rejected', rejected_by = $2, rejected_at = $3, rejected_reason = 'On second thoughts' WHERE id = $1`, params: [verified, world.secondOfficer.personId, world.clock.now()] })).toBe('campaign_answer_verified');
  });
});

describe('a letter is taken in whole', () => {
  const letterAs = async (given: Readonly<Record<string, unknown>> = {}): Promise<[string, Statement]> => {
    const { rows: [like] } = await world.database.owner.query<Record<string, unknown>>('SELECT * FROM evidence WHERE id = $1', [waiting]);
    // Of a document that this practice has sent no letter of yet.
    const another = (await world.database.owner.query<{ sha256: string }>('SELECT document_sha256 AS sha256 FROM evidence WHERE id = $1', [verified])).rows[0]!.sha256;
    const letter = newId(world.clock.now());
    return [letter, row('evidence', { ...like, id: letter, findings: '[]', document_sha256: another, ...given })];
  };
  const says = (letter: string, given: Readonly<Record<string, unknown>> = {}): Statement => row('campaign_instruction', { evidence_id: letter, campaign_id: id, provider_ods_code: world.practice(), locality_id: world.places.here, reason: 'It wrote', parts: 1, ...given });
  const saying = (letter: string, given: Readonly<Record<string, unknown>> = {}): Statement =>
    row('campaign_instruction_part', { evidence_id: letter, campaign_id: id, participation_id: parts[0], provider_ods_code: world.practice(), locality_id: world.places.here, agreement_version_id: versionId, reply: 'withdraw', ...given });

  it('as the use-case does', async () => {
    const [letter, taken] = await letterAs();
    expect(await holds(world.officer, taken, says(letter), saying(letter))).toBe(true);
  });
  it.each<[string, () => Promise<string>, string[]]>([
    ['by nobody in a colleague\'s name', async () => asApi(world.officer, (await letterAs({ submitted_by: world.secondOfficer.personId }))[1]), ['forbidden']],
    ['by no practice', async () => asApi(signatories[0]!, (await letterAs({ submitted_by: signatories[0]!.personId }))[1]), ['forbidden']],
    ['as proof of no terms', async () => asApi(world.officer, (await letterAs({ terms_digest: 'x', agreement_id: agreement, agreement_version_id: versionId }))[1]), ['evidence_proves_terms']],
    ['and evidence of a signature says which terms', async () => asApi(world.officer, (await letterAs({ kind: 'uploaded' }))[1]), ['evidence_proves_terms']],
    ['under somebody who had no authority that day', async () => asApi(world.officer, (await letterAs({ signed_at: new Date('2020-01-01T00:00:00Z') }))[1]), ['evidence_signatory_had_authority']],
    ['and nothing is added to what it says', () => asApi(world.officer, saying(waiting, { participation_id: parts[1], provider_ods_code: world.practice(1) })), ['campaign_instruction_part_evidence_id_campaign_id_provider_fkey']],
    ['nor to one that is verified, by whoever verified it', () => asApi(world.secondOfficer, saying(verified, { provider_ods_code: world.practice(1), participation_id: parts[1], reply: 'keep' })), ['campaign_instruction_whole', 'campaign_instruction_part_pkey']],
    ['and belongs to one campaign', async () => asApi(world.officer, says(waiting, { campaign_id: await ask('Another') })), ['campaign_instruction_pkey', 'forbidden']],
    ['and is taken in by whoever says what it says', async () => {
      const [letter, taken] = await letterAs();
      await asApi(world.officer, taken);
      return asApi(world.secondOfficer, says(letter), saying(letter));
    }, ['forbidden']],
    ['and says something', async () => {
      const [letter, taken] = await letterAs();
      return asApi(world.officer, taken, says(letter));
    }, ['campaign_instruction_whole']],
  ])('%s', async (_what, tried, told) => expect(told).toContain(await tried()));

  it('through the API and no other process', async () => {
    const [letter, taken] = await letterAs();
    for (const [role, told] of Object.entries(await every({ ...world.officer, duty: 'activation-officer' }, taken, says(letter), saying(letter)))) if (role !== 'api' && role !== 'owner') expect([role, told]).toEqual([role, 'forbidden']);
  });
  it.each(['campaign_instruction', 'campaign_instruction_part'])('%s is changed and emptied by nobody', async (table) => {
    for (const text of [`UPDATE ${table} SET campaign_id = campaign_id`, `DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`]) {
      expect(Object.values(await every(world.officer, { text })).filter((each) => !['forbidden', 'append_only', 'nothing'].includes(each))).toEqual([]);
    }
  });
  it('proves no signature: no participation rests on it', async () => {
    const early = await world.anOpenAgreement({ providers: [world.practice(1)], consumers: [{ odsCode: world.viewer(1), views: ['summary'] }] });
    const { id: party, termsDigest } = await world.party(early, world.practice(1));
    expect(termsDigest).not.toBe('');
    expect(await asApi(world.officer, { text: `UPDATE participation SET state = 'signed', evidence_id = $2, submitted_by = $3 WHERE id = $1`, params: [party, verified, world.officer.personId] },
      { text: `UPDATE participation SET state = 'verified', verified_by = $2 WHERE id = $1`, params: [party, world.secondOfficer.personId] })).toBe('participation_evidence_verified');
  });
});

describe('what a verified letter confirms may be withdrawn, and nothing else', () => {
  it('by an officer, in the name of whoever signed it', async () => {
    expect(await holds(world.officer, stop(1, signatories[1]!), withdraw(1))).toBe(true);
    expect(await asApi(world.officer, stop(1, world.officer), withdraw(1))).toBe('forbidden');
  });
  it.each<[string, number, () => Actor]>([['while a letter waits', 0, () => world.officer], ['once it is rejected', 2, () => world.officer], ['by an approver', 1, () => world.approver], ['by a privacy officer of the practice', 1, () => ({ ...signatories[1]!, duty: 'privacy-officer' })]])('not %s', async (_when, index, by) => {
    expect(['forbidden', 'only_a_controller_withdraws', 'stop_and_state_agree', 'stop_agrees']).toContain(await asApi(by(), stop(index, signatories[index]!), withdraw(index)));
  });
  it('not through the worker', async () => {
    expect(await asWorker(stop(1, signatories[1]!), withdraw(1))).toMatch(/forbidden|only_a_controller_withdraws/);
    expect(await asWorker(withdraw(1))).toMatch(/only_a_controller_withdraws|stop/);
  });
  it('not once the letter was found to prove nothing', async () => {
    const invalidate: Statement = { text: `UPDATE evidence SET invalidated_by = $2, invalidated_at = $3, invalidated_reason = 'Forged' WHERE id = $1`, params: [verified, world.officer.personId, world.clock.now()] };
    expect(await holds(world.officer, invalidate, stop(1, signatories[1]!))).toBe(false);
    expect(await holds(world.officer, invalidate)).toBe(true);
  });
  it('nor by a letter older than what its controller has said in Accord', async () => {
    const letter = (await letters.letter(id, world.practice(2), [{ participationId: parts[2]!, reply: 'withdraw' }])).evidenceId;
    await acts.answering.execute(signatories[2]!, { id, answers: [{ participationId: parts[2]!, reply: 'keep' }] });
    expect(await asApi(world.secondOfficer, accept(letter, world.secondOfficer.personId), answer(2, letter))).toBe('campaign_answer_newest_word');
  });
});

it('whoever asks who confirmed is told of their own', async () => {
  const told = async (actor: Actor): Promise<number> => {
    const client = await clientOf(world.database, 'api');
    await client.query('BEGIN');
    await introduce(client, actor, world.clock.now());
    const { rowCount } = await client.query('SELECT * FROM campaign_confirmed($1)', [parts[1]]);
    await client.query('ROLLBACK');
    return rowCount ?? 0;
  };
  expect([await told(world.officer), await told(signatories[1]!), await told(signatories[0]!), await told(world.farOfficer)]).toEqual([1, 1, 0, 0]);
});

describe('across the fence (R9) a letter is seen by its practice and its staff', () => {
  it.each<[string, () => Actor, number[]]>([
    ['its practice', () => signatories[1]!, [1, 1]], ['another practice', () => signatories[0]!, [0, 0]], ['its officers', () => world.officer, [1, 1]], ['an officer of another locality', () => world.farOfficer, [0, 0]],
    ['the national auditor', () => world.auditor, [1, 1]],
  ])('%s', async (_who, actor, counts) => {
    const client = await clientOf(world.database, 'api');
    await client.query('BEGIN');
    await introduce(client, actor(), world.clock.now());
    const seen = await Promise.all(['campaign_instruction', 'campaign_instruction_part'].map(async (table) => (await client.query(`SELECT 1 FROM ${table} WHERE evidence_id = $1`, [verified])).rowCount));
    await client.query('ROLLBACK');
    expect(seen).toEqual(counts);
  });
});

describe('a draft is edited, and nothing that was asked', () => {
  const edit = (campaign: string): Statement => ({ text: `UPDATE campaign SET title = 'Something else' WHERE id = $1`, params: [campaign] });
  const letGo = (campaign: string): Statement => ({ text: 'DELETE FROM campaign_practice WHERE campaign_id = $1', params: [campaign] });

  it('by an officer of its localities', async () => {
    const { id: draft } = await acts.drafting.execute(world.officer, { kind: 'review', title: 'Another', message: 'Please say.', answerBy: '2026-12-01', practices: [world.practice()] });
    expect([await holds(world.officer, edit(draft)), await holds(world.officer, letGo(draft))]).toEqual([true, true]);
    for (const actor of [world.approver, world.farOfficer, signatories[0]!]) expect([await asApi(actor, edit(draft)), await asApi(actor, letGo(draft))].filter((told) => !['forbidden', 'nothing'].includes(told))).toEqual([]);
    for (const told of [await every(world.officer, edit(draft)), await every(world.officer, letGo(draft))]) expect([told.worker, told.publisher]).toEqual(['forbidden', 'forbidden']);
  });
  it('while what practices were asked stays', async () => {
    expect([await asApi(world.officer, edit(id)), await asApi(world.officer, letGo(id))]).toEqual(['campaign_in_state', 'campaign_in_state']);
  });
});
