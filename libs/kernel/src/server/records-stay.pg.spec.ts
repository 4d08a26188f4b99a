import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attempt, attemptAsEvery, clientOf, testDatabase, TRIERS, type Statement, type TestDatabase, type Trier } from '../testing/index.js';

// R8, straight in SQL: what was recorded stays as it was recorded.
let database: TestDatabase;
const AT = new Date('2026-03-02T09:00:00Z');
const record = (outcome = 'done', code: string | null = null, kind = 'system'): Statement => ({
  text: `INSERT INTO change_record (id, recorded_at, type, subject, outcome, refusal_code, actor_kind, actor_name, details, origin) VALUES (gen_random_uuid(), $1, 'spec.done', 's', $2, $3, $4, 'spec', '{}', 'spec')`,
  params: [AT, outcome, code, kind],
});

beforeAll(async () => {
  database = await testDatabase();
  await database.owner.query(record().text, [...record().params!]);
});
afterAll(() => database.close());

const noRight = (owner: string): Readonly<Record<Trier, string>> => ({ api: 'forbidden', worker: 'forbidden', publisher: 'forbidden', feed: 'forbidden', audit_reader: 'forbidden', owner });

describe('the database refuses', () => {
  it.each([
    ['to rewrite a record', `UPDATE change_record SET reason = 'Another'`], ['to forget a record', 'DELETE FROM change_record'], ['to forget them all', 'TRUNCATE change_record'],
    ['to take a record for another transaction', 'UPDATE change_record SET transaction_id = pg_current_xact_id()'],
  ])('%s, to every role and the owner', async (_what, text) => {
    expect(await attemptAsEvery(database, { duty: 'worker' }, AT, [{ text }])).toEqual(noRight('append_only'));
    expect((await database.owner.query(`SELECT 1 FROM change_record WHERE type = 'spec.done'`)).rowCount).toBe(1);
  });

  it.each<[string, Statement, string]>([
    ['a refusal without a code', record('refused'), 'change_record_check'], ['a thing done with a refusal code', record('done', 'X'), 'change_record_check'],
    ['a person who is nobody', record('done', null, 'person'), 'change_record_person_acts'], ['an outcome between the two', record('almost'), 'change_record_outcome_check'],
  ])('%s', async (_what, statement, rule) => {
    const told = await attemptAsEvery(database, {}, AT, [statement]);
    expect(told).toEqual({ api: rule, worker: rule, publisher: rule, feed: rule, audit_reader: 'forbidden', owner: rule });
  });

  it('to drop what keeps it, to every running role', async () => {
    for (const text of ['ALTER TABLE change_record DISABLE TRIGGER ALL', 'DROP TRIGGER change_record_stays ON change_record', 'ALTER TABLE change_record NO FORCE ROW LEVEL SECURITY', 'SET session_replication_role = replica']) {
      for (const role of TRIERS.filter((each): each is Exclude<Trier, 'owner'> => each !== 'owner')) expect([role, text, await attempt(await clientOf(database, role), {}, AT, [{ text }])]).toEqual([role, text, 'forbidden']);
    }
  });

  it('the outbox to be rewritten: who publishes marks what it published, who dispatches what it dispatched', async () => {
    await database.owner.query(`INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload) VALUES (gen_random_uuid(), $1, 'spec', '', '{}', '{}')`, [AT]);
    expect(await attemptAsEvery(database, {}, AT, [{ text: `UPDATE outbox SET payload = '{"a":1}'` }, { text: 'SELECT 1 / 0' }])).toEqual(noRight('22012: division by zero'));
    expect(await attemptAsEvery(database, {}, AT, [{ text: 'DELETE FROM outbox' }, { text: 'SELECT 1 / 0' }])).toEqual(noRight('22012: division by zero'));
  });
});
