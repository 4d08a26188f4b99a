import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor, Duty, OdsCode, PersonId } from '../contract/index.js';
import { FixedClock, testDatabase, type TestDatabase } from '../testing/index.js';
import { Transactions } from './transactions.js';

const acting = (duty: Duty, odsCode: string | null, who = '01'): Actor => ({
  kind: 'person', personId: `0190a000-0000-7000-8000-0000000000${who}` as PersonId, name: 'Invented', duty, odsCode: odsCode as OdsCode | null, localities: [], acr: null, authenticatedAt: null, origin: '127.0.0.1',
});
const here = acting('signatory', 'TSTP01');
let database: TestDatabase;
let transactions: Transactions;
let done = 0;
const ask = (actor: Actor, idempotencyKey: string, input: unknown = { name: 'same' }): Promise<string> =>
  transactions.run(actor, { act: 'spec.do', idempotencyKey, input }, () => Promise.resolve(`${++done} for ${actor.odsCode}`));

beforeAll(async () => {
  database = await testDatabase();
  transactions = new Transactions(await database.dataSourceAs('api'), new FixedClock());
});
afterAll(() => database.close());

describe('a key that is sent again', () => {
  it('gives the first answer again, to the same person in the same duty, whenever and from wherever they signed in', async () => {
    const key = randomUUID();
    const first = await ask(here, key);
    expect(await ask({ ...here, acr: 'AAL3_ANY', authenticatedAt: new Date('2026-03-02T09:00:00Z'), origin: '127.0.0.2' }, key)).toBe(first);
  });

  it.each<[string, Actor]>([['another organisation', acting('signatory', 'TSTP02')], ['another duty', acting('practice-governance-lead', 'TSTP01')], ['no organisation', acting('support', null)]])(
    'is refused to the same person in %s, though the words are the same, and the attempt is recorded there', async (_where, elsewhere) => {
      const key = randomUUID();
      await ask(here, key);
      const before = done;
      await expect(ask(elsewhere, key)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
      expect(done).toBe(before);
      const { rows } = await database.owner.query(`SELECT duty, acting_ods_code FROM change_record WHERE refusal_code = 'IDEMPOTENCY_KEY_REUSED' ORDER BY transaction_id DESC LIMIT 1`);
      expect(rows).toEqual([{ duty: elsewhere.duty, acting_ods_code: elsewhere.odsCode }]);
    });

  it('is refused with other words, and free to another person', async () => {
    const key = randomUUID();
    await ask(here, key);
    await expect(ask(here, key, { name: 'other' })).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await ask(acting('signatory', 'TSTP01', '02'), key)).toBe(`${done} for TSTP01`);
  });
});
