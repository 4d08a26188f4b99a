import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@accord/kernel/testing';

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'accord-schedules-'));
const workers: ChildProcess[] = [];
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  for (const file of ['ca', 'cert', 'key', 'root']) writeFileSync(join(folder, file), '');
});
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const MAIL = { ACCORD_ORIGIN: 'http://127.0.0.1:3000', ACCORD_MAIL_FOLDER: folder };
const FEED = {
  ACCORD_FEED_URL: 'https://127.0.0.1:1', ACCORD_FEED_CA: join(folder, 'ca'), ACCORD_RECONCILER_CERT: join(folder, 'cert'), ACCORD_RECONCILER_KEY: join(folder, 'key'), ACCORD_RECONCILER_ROOT: join(folder, 'root'),
};

async function startWorker(settings: Record<string, string>): Promise<ChildProcess> {
  const worker = fork(join(import.meta.dirname, '../dist/main.js'), [], {
    env: { ACCORD_ROLE: 'worker', DATABASE_URL: database.urlAs('worker'), ...settings }, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  workers.push(worker);
  await Promise.race([once(worker, 'message'), once(worker, 'exit').then(() => { throw new Error('the worker ended before it was ready'); })]);
  return worker;
}

async function stopped(worker: ChildProcess): Promise<number | null> {
  const ended = once(worker, 'exit') as Promise<[number | null]>;
  worker.send({ type: 'stop' });
  return (await ended)[0];
}

const scheduled = async (): Promise<readonly string[]> => (await database.owner.query('SELECT scheduler_id AS id FROM bullmq.scheduler ORDER BY 1')).rows.map(({ id }) => id as string);
/** Of the jobs that a schedule made: how many wait, and how many were done. */
const jobsOf = async (queue: string): Promise<{ waiting: number; done: number }> => (await database.owner.query(`
  SELECT count(*) FILTER (WHERE state IN ('waiting', 'delayed'))::int AS waiting, count(*) FILTER (WHERE state = 'completed')::int AS done FROM bullmq.job WHERE queue = $1 AND scheduler_id IS NOT NULL`, [queue])).rows[0];

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 30_000; performance.now() < end; await pause(50)) if (await holds()) return;
  throw new Error('it did not come to that within half a minute');
}

describe('Workers that share their queues', () => {
  it('leave each other\'s schedules alone: one without feed and mail takes neither from those that have them', async () => {
    const everything = ['forget-answers', 'reconcile', 'remind', 'settle-lapsed-proposals', 'work-on-files'];
    const first = await startWorker({ ...MAIL, ...FEED });
    expect(await scheduled()).toEqual(everything);
    const second = await startWorker({});
    expect(await scheduled()).toEqual(everything);
    expect([await stopped(first), await stopped(second)]).toEqual([0, 0]);
  });

  it('let one job wait of a schedule that nobody works on any more, however long, until somebody does', async () => {
    const without = await startWorker({});
    const { done } = await jobsOf('reminders');
    // As if an hour had passed.
    await database.owner.query(`UPDATE bullmq.scheduler SET next_run_ms = next_run_ms - 3600000 WHERE scheduler_id = 'remind'`);
    await database.owner.query(`UPDATE bullmq.job SET id = 'repeat:remind:' || process_at_ms - 3600000, process_at_ms = process_at_ms - 3600000 WHERE queue = 'reminders' AND scheduler_id IS NOT NULL AND state = 'delayed'`);
    const files = (await jobsOf('directory-files')).done;
    await until(async () => (await jobsOf('directory-files')).done > files + 1);
    expect(await jobsOf('reminders')).toEqual({ waiting: 1, done });
    expect(await stopped(without)).toBe(0);

    const mailing = await startWorker(MAIL);
    await until(async () => (await jobsOf('reminders')).done > done);
    expect((await jobsOf('reminders')).waiting).toBe(1);
    expect(await stopped(mailing)).toBe(0);
  });
});
