import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor, LocalityId, OdsCode, PersonId } from '../contract/index.js';
import { FixedClock, testDatabase, type TestDatabase } from '../testing/index.js';
import { NoTransaction, sql } from './open-transaction.js';
import { dataSourceFor } from './kernel.module.js';
import { Transactions } from './transactions.js';

const LOCALITY = '0190a000-0000-7000-8000-0000000000aa' as LocalityId;
const actor: Actor = {
  kind: 'person', personId: '0190a000-0000-7000-8000-000000000001' as PersonId, name: 'Invented', duty: 'approver', odsCode: null, localities: [LOCALITY], acr: null, authenticatedAt: null, origin: '127.0.0.1',
};
const INTRODUCED = `SELECT accord_person() AS person, accord_duty() AS duty, accord_ods() AS ods, accord_localities() AS localities, accord_at() AS at, $1::text AS asked`;
let database: TestDatabase;
let dataSource: DataSource;
let transactions: Transactions;
const clock = new FixedClock();

describe.each([['that waits for each answer', false], ['that is pipelined', true]])('a reading, on a connection %s,', (_how, pipelined) => {
  beforeAll(async () => {
    database = await testDatabase();
    dataSource = await dataSourceFor({ url: database.urlAs('api'), mappings: [], poolSize: 1, pipelined }).initialize();
    transactions = new Transactions(dataSource, clock);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.close();
  });

  it('tells the database who reads and when', async () => {
    const [told] = await transactions.read(actor, (tx) => sql(tx, INTRODUCED, ['me']));
    expect(told).toEqual({ person: actor.personId, duty: 'approver', ods: null, localities: [LOCALITY], at: clock.now(), asked: 'me' });
  });

  it('takes an organisation for text, whatever stands in it', async () => {
    const odsCode = `X'; SET ROLE accord_owner; --\\'` as OdsCode;
    const [told] = await transactions.read({ ...actor, odsCode }, (tx) => sql(tx, INTRODUCED, ['me']));
    expect(told).toMatchObject({ ods: odsCode, person: actor.personId });
  });

  it('says who reads to nobody after it, on the same connection', async () => {
    await transactions.read(actor, (tx) => sql(tx, INTRODUCED, ['me']));
    const [told] = await transactions.read({ ...actor, kind: 'system', personId: null, duty: null, localities: [] }, (tx) => sql(tx, INTRODUCED, ['me']));
    expect(told).toMatchObject({ person: null, duty: 'nobody', ods: null, localities: [] });
  });

  it('writes nothing', async () => {
    await expect(transactions.read(actor, (tx) => sql(tx, `INSERT INTO idempotency VALUES ($1, 'k', 'h', NULL, $2)`, ['x', clock.now()]))).rejects.toThrow('read-only transaction');
  });

  it('answers what is asked side by side in turn, and each gets its own', async () => {
    const answers = await transactions.read(actor, (tx) => Promise.all(['a', 'b', 'c'].map((asked) => sql<{ asked: string }>(tx, INTRODUCED, [asked]))));
    expect(answers.map(([row]) => row?.asked)).toEqual(['a', 'b', 'c']);
  });

  it('gives no answer when it does not know who reads', async () => {
    const asked = transactions.read({ ...actor, odsCode: 'X\0Y' as OdsCode }, (tx) => sql(tx, INTRODUCED, ['me']));
    await expect(asked).rejects.toThrow();
    expect(await transactions.read(actor, (tx) => sql(tx, 'SELECT $1::int AS one', [1]))).toEqual([{ one: 1 }]);
  });

  it('fails alone: the next one on the connection reads', async () => {
    await expect(transactions.read(actor, (tx) => sql(tx, 'SELECT 1 / $1::int', [0]))).rejects.toThrow('division by zero');
    expect(await transactions.read(actor, (tx) => sql(tx, 'SELECT 1 / $1::int AS one', [1]))).toEqual([{ one: 1 }]);
  });

  it('of one statement says who reads and when, to that statement alone, and writes nothing', async () => {
    const { rows, at } = await transactions.readOne(actor, (now) => ({ text: INTRODUCED, params: [now.toISOString()] }));
    expect(rows).toEqual([{ person: actor.personId, duty: 'approver', ods: null, localities: [LOCALITY], at: clock.now(), asked: clock.now().toISOString() }]);
    expect(at).toEqual(clock.now());
    expect(await dataSource.query('SELECT accord_duty() AS duty')).toEqual([{ duty: 'nobody' }]);
    const written = transactions.readOne(actor, (now) => ({ text: `INSERT INTO idempotency VALUES ($1, 'k', 'h', NULL, $2)`, params: ['x', now] }));
    await expect(written).rejects.toThrow('read-only transaction');
  });

  it('of one statement fails alone, and gives no answer when it does not know who reads', async () => {
    await expect(transactions.readOne(actor, () => ({ text: 'SELECT 1 / $1::int', params: [0] }))).rejects.toThrow('division by zero');
    await expect(transactions.readOne({ ...actor, odsCode: 'X\0Y' as OdsCode }, () => ({ text: INTRODUCED, params: ['me'] }))).rejects.toThrow();
    expect((await transactions.readOne(actor, () => ({ text: 'SELECT 1 / $1::int AS one', params: [1] }))).rows).toEqual([{ one: 1 }]);
  });

  it('is over when it is ended: what went out before is answered first, and what waits or comes later finds nothing', async () => {
    const reading = await transactions.beginReading(actor);
    const slow = sql(reading.tx, 'SELECT pg_sleep(0.2), $1::int AS one', [1]);
    const waiting = sql(reading.tx, 'SELECT $1::int AS two', [2]);
    waiting.catch(() => undefined);
    await pause(50); // the first has gone to the database
    await reading.end();
    expect(await slow).toMatchObject([{ one: 1 }]);
    await (pipelined ? expect(waiting).resolves.toEqual([{ two: 2 }]) : expect(waiting).rejects.toThrow(NoTransaction));
    await expect(sql(reading.tx, 'SELECT 1')).rejects.toThrow(NoTransaction);
  });
});
