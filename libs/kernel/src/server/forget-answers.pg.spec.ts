import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FixedClock, testDatabase, type TestDatabase } from '../testing/index.js';
import { ForgetAnswers } from './forget-answers.js';
import { Transactions } from './transactions.js';

let database: TestDatabase;
beforeAll(async () => { database = await testDatabase(); });
afterAll(() => database.close());

describe('answers kept for a retry', () => {
  it('are forgotten thirty days later, and not a moment before', async () => {
    await database.owner.query(`INSERT INTO idempotency (holder, key, request_hash, recorded_at) VALUES ('old', 'key-0001', 'x', '2026-01-31T08:59:59.999Z'), ('new', 'key-0002', 'x', '2026-01-31T09:00:00Z')`);
    const forgetting = new ForgetAnswers(new Transactions(await database.dataSourceAs('worker'), new FixedClock('2026-03-02T09:00:00Z')));
    expect(await forgetting.execute()).toBe(1);
    expect((await database.owner.query('SELECT holder FROM idempotency')).rows).toEqual([{ holder: 'new' }]);
    expect(await forgetting.execute()).toBe(0);
  });
});
