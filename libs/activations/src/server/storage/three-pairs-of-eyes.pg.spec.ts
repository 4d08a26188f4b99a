import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, sha256Hex, type PersonId } from '@accord/kernel';
import { attemptAsEvery, keptFromAll, type Statement } from '@accord/kernel/testing';
import type { AgreementWorld } from '@accord/agreements/testing';
import { ActivationWorld } from '../../testing/index.js';

// R3, straight in SQL: submitted, verified and approved are three people, and an approval is for exactly what was shown.
let world: ActivationWorld;
let agreements: AgreementWorld;
let agreement: string;
let submitted: string;
let approved: string;
let people: Record<'drafter' | 'signatory' | 'verifier' | 'approver' | 'further', PersonId>;
const party = (code: string) => agreements.party(agreement, code);
const [SIGNED, VERIFIED, SHOWN, LISTED] = ['TSTP01', 'TSTP02', 'TSTP03', 'TSTQ04'] as const;

beforeAll(async () => {
  world = await ActivationWorld.open();
  agreements = world.agreements;
  await agreements.places.beyondTheRules(() => agreements.places.organisation(LISTED, 'Fourth Surgery', agreements.places.here));
  agreement = await agreements.anOpenAgreement({ providers: [SIGNED, VERIFIED, SHOWN, LISTED] });
  await agreements.sign(agreement, SIGNED);
  for (const code of [VERIFIED, SHOWN, LISTED]) await agreements.verified(agreement, code);
  submitted = (await world.submitted(agreement, [(await party(SHOWN)).id])).id;
  approved = (await world.submitted(agreement, [(await party(LISTED)).id])).id;
  // Approved alone, with its step of agreements left out: so that steps nobody took can be tried.
  await agreements.places.beyondTheRules(() => agreements.database.owner.query(`UPDATE activation SET state = 'approved', approved_by = $2, approved_at = $3, approved_hash = content_hash WHERE id = $1`,
    [approved, agreements.approver.personId, agreements.clock.now()]));
  people = {
    drafter: agreements.officer.personId!, verifier: agreements.secondOfficer.personId!, approver: agreements.approver.personId!,
    signatory: (await agreements.signatoryOf(SIGNED)).actor.personId!, further: await agreements.places.person('Fred Further'),
  };
});
afterAll(() => world.close());

const every = (...statements: Statement[]) => attemptAsEvery(agreements.database, agreements.officer, agreements.clock.now(), statements);
const noRightBut = (owner: string) => ({ api: 'forbidden', worker: 'forbidden', publisher: 'forbidden', feed: 'forbidden', audit_reader: 'forbidden', owner });
const verify = async (code: string, by: string): Promise<Statement> => (
  { text: `UPDATE participation SET state = 'verified', verified_by = $2, version = version + 1 WHERE id = $1`, params: [(await party(code)).id, by] });
const accept = async (code: string, by: string): Promise<Statement> => (
  { text: `UPDATE evidence SET state = 'verified', verified_by = $2, verified_at = $3 WHERE id = $1`, params: [(await party(code)).evidenceId, by, agreements.clock.now()] });
const approve = async (code: string, activation: string, by: string, also = ''): Promise<Statement> => (
  { text: `UPDATE participation SET state = 'approved', activation_id = $2, approved_by = $3, version = version + 1${also} WHERE id = $1`, params: [(await party(code)).id, activation, by] });
const signOff = (activation: string, by: string | null, hash = 'content_hash'): Statement => (
  { text: `UPDATE activation SET state = 'approved', approved_by = $2, approved_at = $3, approved_hash = ${hash} WHERE id = $1`, params: [activation, by, agreements.clock.now()] });
const submit = (given: { readonly content?: string; readonly hash?: string; readonly state?: string; readonly by?: string } = {}): Statement => {
  const content = given.content ?? '{"sides":[]}';
  return {
    text: `INSERT INTO activation (id, agreement_id, locality_id, state, content, content_hash, submitted_by, submitted_at, approved_by, approved_at, approved_hash)
      VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8::uuid, CASE WHEN $8::uuid IS NOT NULL THEN $7::timestamptz END, CASE WHEN $8::uuid IS NOT NULL THEN $5 END)`,
    params: [agreement, agreements.places.here, given.state ?? 'submitted', content, given.hash ?? sha256Hex(content), people.drafter, agreements.clock.now(), given.by ?? null],
  };
};

describe('the database refuses', () => {
  it('a verification by whoever signed, and by whoever drafted', async () => {
    for (const by of [people.signatory, people.drafter]) expect(await every(await verify(SIGNED, by))).toEqual(keptFromAll('participation_verified_by_another'));
    expect(await every(await verify(SIGNED, null as never))).toEqual(keptFromAll('participation_verified_by_another'));
  });

  it('a participation that names another verifier than its evidence does', async () => {
    expect(await every(await accept(SIGNED, people.verifier), await verify(SIGNED, people.further))).toEqual(keptFromAll('participation_evidence_verified'));
  });

  it('a change of hands afterwards', async () => {
    const set = async (column: string): Promise<Statement> => ({ text: `UPDATE participation SET ${column} = $2 WHERE id = $1`, params: [(await party(VERIFIED)).id, people.further] });
    for (const column of ['verified_by', 'submitted_by']) expect(await every(await set(column))).toEqual(keptFromAll('participation_evidence_verified'));
  });

  it('an approval of the activation by whoever submitted it, by nobody, or for another hash', async () => {
    expect(await every(signOff(submitted, people.drafter))).toEqual(keptFromAll('activation_approved_by_another'));
    expect(await every(signOff(submitted, null))).toEqual(keptFromAll('activation_approved_as_shown'));
    expect(await every(signOff(submitted, people.approver, `'${'ab'.repeat(32)}'`))).toEqual(keptFromAll('activation_approved_as_shown'));
  });

  it('an activation born approved, or with a hash that is not its content\'s', async () => {
    expect(await every(submit({ state: 'approved', by: people.approver }))).toEqual(keptFromAll('activation_fixed'));
    expect(await every(submit({ hash: 'ab'.repeat(32) }))).toEqual(keptFromAll('activation_hash_is_of_content'));
  });

  it('other content once it is submitted', async () => {
    expect(await every({ text: `UPDATE activation SET content = '{}', content_hash = encode(sha256('{}'), 'hex') WHERE id = $1`, params: [submitted] })).toEqual(noRightBut('activation_fixed'));
    expect(await every({ text: `UPDATE activation SET approved_by = $2 WHERE id = $1`, params: [approved, people.further] })).toEqual(keptFromAll('activation_fixed'));
    expect(await every({ text: `UPDATE activation SET state = 'submitted' WHERE id = $1`, params: [approved] })).toEqual(keptFromAll('activation_fixed'));
  });

  it.each<[string, () => string]>([['approved', () => approved], ['submitted', () => submitted]])('a side slipped in beside what an activation that is %s shows', async (_state, activation) => {
    const { id, version } = await party(VERIFIED);
    expect(await every({ text: 'INSERT INTO activation_item (activation_id, participation_id, shown_version) VALUES ($1, $2, $3)', params: [activation(), id, version] })).toEqual(keptFromAll('activation_lists_what_it_shows'));
  });

  it('an item that goes, or says another version', async () => {
    expect(await every({ text: 'DELETE FROM activation_item WHERE activation_id = $1', params: [approved] }, { text: 'SELECT 1 / 0' })).toEqual(noRightBut('22012: division by zero'));
    expect(await every({ text: 'UPDATE activation_item SET shown_version = 9 WHERE activation_id = $1', params: [approved] }, { text: 'SELECT 1 / 0' })).toEqual(noRightBut('22012: division by zero'));
  });

  it('a side approved that the activation does not list, or before it is approved', async () => {
    expect(await every(await approve(VERIFIED, approved, people.approver))).toEqual(keptFromAll('approved_as_shown'));
    expect(await every(await approve(SHOWN, submitted, people.approver))).toEqual(keptFromAll('approved_as_shown'));
    expect(await every(await approve(SHOWN, newId(agreements.clock.now()), people.approver))).toEqual(keptFromAll('approved_as_shown'));
  });

  it('a side approved after an edit, or edited in the same breath', async () => {
    const edit: Statement = { text: 'UPDATE participation SET version = version + 1 WHERE id = $1', params: [(await party(LISTED)).id] };
    expect(await every(edit, await approve(LISTED, approved, people.approver))).toEqual(keptFromAll('approved_as_shown'));
    expect(await every({ ...await approve(LISTED, approved, people.approver, ' + 1') })).toEqual(keptFromAll('approved_as_shown'));
  });

  it('a side that names another approver than the activation has', async () => {
    expect(await every(await approve(LISTED, approved, people.further))).toEqual(keptFromAll('participation_approved_in_activation'));
  });

  it.each<[string, () => string]>([['signed it', () => people.signatory], ['verified it', () => people.verifier]])('an approval by whoever %s, though somebody else submitted the activation', async (_what, by) => {
    // The activation is approved by that person in the same transaction: only the side itself can know better.
    const who = by() === people.signatory ? (await agreements.signatoryOf(SHOWN)).actor.personId! : by();
    expect(await every(signOff(submitted, who), await approve(SHOWN, submitted, who))).toEqual(keptFromAll(by() === people.signatory ? 'approved_by_another_than_signed' : 'participation_approved_by_a_third'));
  });

  it('a verifier who approves through a second account of the same person', async () => {
    await agreements.places.beyondTheRules(() => agreements.database.owner.query(`INSERT INTO account (issuer, subject, person_id, recorded_at) VALUES ('https://one.example', 'otto', $1, $2), ('https://two.example', 'o.officer', $1, $2)`, [people.verifier, agreements.clock.now()]));
    const { rows: [second] } = await agreements.database.owner.query<{ person_id: string }>(`SELECT person_id FROM account WHERE issuer = 'https://two.example'`);
    expect(await every(signOff(submitted, second!.person_id), await approve(SHOWN, submitted, second!.person_id))).toEqual(keptFromAll('participation_approved_by_a_third'));
    expect(await every({ text: `INSERT INTO account (issuer, subject, person_id, recorded_at) VALUES ('https://two.example', 'o.officer', $1, $2)`, params: [people.further, agreements.clock.now()] }))
      .toMatchObject({ worker: 'account_pkey', owner: 'account_pkey' });
  });

  it('an approval that leaves out its activation', async () => {
    expect(await every({ text: `UPDATE participation SET state = 'approved', approved_by = $2, version = version + 1 WHERE id = $1`, params: [(await party(LISTED)).id, people.approver] })).toEqual(keptFromAll('approved_as_shown'));
  });

  it('a rejection without a reason, or by the submitter', async () => {
    const reject = (by: string, reason: string): Statement => ({ text: `UPDATE activation SET state = 'rejected', rejected_by = $2, rejected_reason = $3 WHERE id = $1`, params: [submitted, by, reason] });
    for (const told of [await every(reject(people.approver, '')), await every(reject(people.drafter, 'No'))]) expect(told).toEqual(keptFromAll('activation_rejected_with_reason'));
  });

  it('a fact confirmed by whoever recorded it, changed after it was recorded, or confirmed anew', async () => {
    const id = await world.fact('TSTP01', 'hosting', 'streaming');
    const confirm = (by: string): Statement => ({ text: 'UPDATE gate_fact SET confirmed_by = $2, confirmed_at = $3 WHERE id = $1', params: [id, by, agreements.clock.now()] });
    expect(await every(confirm(people.further))).toEqual(keptFromAll('gate_fact_fixed'));
    expect(await every({ text: `INSERT INTO gate_fact (id, ods_code, kind, value, source, valid_during, recorded_by, recorded_at, confirmed_by, confirmed_at)
      VALUES (gen_random_uuid(), 'TSTP01', 'hosting', 'streaming', 'A letter', '[2026-01-01,)', $1, $2, $1, $2)`, params: [people.further, agreements.clock.now()] })).toEqual(keptFromAll('gate_fact_four_eyes'));
    for (const change of [`value = 'hosted-centrally'`, `valid_during = '[2020-01-01,)'`, `ods_code = 'TSTP02'`]) {
      expect(await every({ text: `UPDATE gate_fact SET ${change} WHERE id = $1`, params: [id] })).toEqual(noRightBut('gate_fact_fixed'));
    }
  });
});
