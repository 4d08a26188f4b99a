import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@accord/kernel/testing';

jest.setTimeout(60_000);

describe('the worker', () => {
  const children: ChildProcess[] = [];
  let database: TestDatabase;
  beforeAll(async () => { database = await testDatabase(); });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await database.close();
  });

  const announce = (type: string) => database.owner.query(
    `INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload) VALUES (gen_random_uuid(), '2026-03-02T09:00:00Z', $1, 'x', '{}', '{}')`, [type]);
  const waiting = async () => (await database.owner.query('SELECT type FROM outbox WHERE dispatched_at IS NULL')).rows.map((row) => row.type as string);

  it('runs as a process on the PostgreSQL queue, forgets old answers, empties the outbox and drains', async () => {
    await database.owner.query(`INSERT INTO idempotency (holder, key, request_hash, recorded_at) VALUES ('old', 'key-0001', 'x', '2020-01-01'), ('new', 'key-0002', 'x', '2126-01-01')`);
    await announce('person.invited');
    const child: ChildProcess = fork(join(import.meta.dirname, '../dist/main.js'), [], { env: { ACCORD_ROLE: 'worker', DATABASE_URL: database.urlAs('worker') }, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    children.push(child);
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

  it('says once that the queue is out of reach, whatever number of connections it lost, and once that it is well again', async () => {
    const child = fork(join(import.meta.dirname, '../dist/main.js'), [], { env: { ACCORD_ROLE: 'worker', DATABASE_URL: database.urlAs('worker') }, execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    children.push(child);
    const ended = once(child, 'exit');
    let words = '';
    child.stderr!.on('data', (chunk: Buffer) => { words += chunk.toString(); });
    const said = () => words.split('\n').filter((line) => line.startsWith('the queue is out of reach'));
    await once(child, 'message');
    const { rowCount } = await database.owner.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'accord_spec_worker'`);
    expect(rowCount).toBeGreaterThan(4);
    for (const until = performance.now() + 20_000; performance.now() < until && !words.includes('out of reach: well again');) await pause(50);
    const lost = said().slice(0, said().indexOf('the queue is out of reach: well again'));
    expect(lost).not.toEqual([]);
    expect(lost).toEqual([...new Set(lost)]);
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
