import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { Dispatch, type Announced } from './dispatch.js';

jest.setTimeout(60_000);

describe('the worker', () => {
  let database: TestDatabase;
  beforeAll(async () => { database = await testDatabase(); });
  afterAll(() => database.close());

  const announce = (type: string) => database.owner.query(
    `INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload) VALUES (gen_random_uuid(), '2026-03-02T09:00:00Z', $1, 'x', '{}', '{}')`, [type]);
  const waiting = async () => (await database.owner.query('SELECT type FROM outbox WHERE dispatched_at IS NULL')).rows.map((row) => row.type as string);

  it('tells listeners of their kind of announcement, and again when telling failed', async () => {
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

  it('shares rows with another worker without telling twice', async () => {
    const told: string[] = [];
    const transactions = new Transactions(await database.dataSourceAs('worker'), new FixedClock());
    const listeners = new Map([['agreement.opened', [async (announced: Announced) => { told.push(announced.id); await pause(20); }]]]);
    for (let at = 0; at < 8; at += 1) await announce('agreement.opened');
    await Promise.all([new Dispatch(transactions, listeners).turn(), new Dispatch(transactions, listeners).turn()]);
    expect(new Set(told).size).toBe(8);
    expect(told).toHaveLength(8);
  });

  it('runs as a process on the PostgreSQL queue, forgets old answers, empties the outbox and drains', async () => {
    await database.owner.query(`INSERT INTO idempotency (holder, key, request_hash, recorded_at) VALUES ('old', 'key-0001', 'x', '2020-01-01'), ('new', 'key-0002', 'x', '2126-01-01')`);
    await announce('person.invited');
    const child: ChildProcess = fork(join(import.meta.dirname, '../dist/main.js'), [], { env: { ACCORD_ROLE: 'worker', DATABASE_URL: database.urlAs('worker') }, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const ended = once(child, 'exit') as Promise<[number | null]>;
    await once(child, 'message');
    const until = performance.now() + 20_000;
    const holders = async () => (await database.owner.query('SELECT holder FROM idempotency ORDER BY holder')).rows.map((row) => row.holder as string);
    while (performance.now() < until && ((await waiting()).length > 0 || (await holders()).length > 1)) await pause(50);
    expect(await waiting()).toEqual([]);
    expect(await holders()).toEqual(['new']);
    child.send({ type: 'stop' });
    expect((await ended)[0]).toBe(0);
  });

  it.each([
    [{}, 'ACCORD_ROLE is neither worker nor publisher'],
    [{ ACCORD_ROLE: 'worker' }, 'DATABASE_URL is missing'],
    [{ ACCORD_ROLE: 'publisher', DATABASE_URL: 'postgres://x' }, 'ACCORD_SIGNER_URL is missing'],
  ])('ends with one sentence for each fault of its settings: %j', async (env, sentence) => {
    const child = fork(join(import.meta.dirname, '../dist/main.js'), [], { env, execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    let words = '';
    child.stderr!.on('data', (chunk: Buffer) => { words += chunk.toString(); });
    expect((await once(child, 'exit'))[0]).toBe(1);
    expect(words).toContain(sentence);
  });
});
