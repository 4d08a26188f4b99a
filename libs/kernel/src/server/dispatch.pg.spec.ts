import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FixedClock, testDatabase, type TestDatabase } from '../testing/index.js';
import { Dispatch, type Announced } from './dispatch.js';
import { Transactions } from './transactions.js';

describe('what was announced', () => {
  let database: TestDatabase;
  beforeAll(async () => { database = await testDatabase(); });
  afterAll(() => database.close());

  const announce = (type: string) => database.owner.query(
    `INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload) VALUES (gen_random_uuid(), '2026-03-02T09:00:00Z', $1, 'x', '{}', '{}')`, [type]);
  const waiting = async () => (await database.owner.query('SELECT type FROM outbox WHERE dispatched_at IS NULL')).rows.map((row) => row.type as string);

  it('is told to listeners of its kind of announcement, and again when telling failed', async () => {
    const told: Announced[] = [];
    let fails = true;
    const listener = async (announced: Announced): Promise<void> => {
      if (fails) throw new Error('mail server away');
      told.push(announced);
    };
    const dispatch = new Dispatch(new Transactions(await database.dataSourceAs('worker'), new FixedClock()), new Map([['agreement.opened', [listener]]]));
    await announce('agreement.opened');
    await announce('person.invited');
    await expect(dispatch.turn()).rejects.toThrow('mail server away');
    expect(await waiting()).toHaveLength(2);
    fails = false;
    expect(await dispatch.turn()).toBe(2);
    expect(told.map((each) => each.type)).toEqual(['agreement.opened']);
    expect(await waiting()).toEqual([]);
    expect(await dispatch.turn()).toBe(0);
  });

  it('is shared with another worker, and nothing is told twice', async () => {
    const told: string[] = [];
    const transactions = new Transactions(await database.dataSourceAs('worker'), new FixedClock());
    const listeners = new Map([['agreement.opened', [async (announced: Announced) => { told.push(announced.id); await pause(20); }]]]);
    for (let at = 0; at < 8; at += 1) await announce('agreement.opened');
    await Promise.all([new Dispatch(transactions, listeners).turn(), new Dispatch(transactions, listeners).turn()]);
    expect(new Set(told).size).toBe(8);
    expect(told).toHaveLength(8);
  });
});
