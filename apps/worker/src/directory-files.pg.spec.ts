import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { generatedNationalFile } from '@accord/directory/testing';
import { testDatabase, type TestDatabase } from '@accord/kernel/testing';

jest.setTimeout(180_000);

let database: TestDatabase;
const workers: ChildProcess[] = [];
beforeAll(async () => { database = await testDatabase(); });
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  await database.close();
});

/** Its hold on the file runs out, as it does by itself some seconds after its last word. */
async function kill(worker: ChildProcess): Promise<void> {
  const gone = once(worker, 'exit');
  worker.kill('SIGKILL');
  await gone;
  await database.owner.query('UPDATE directory_import_run SET lease_until = submitted_at WHERE lease_until IS NOT NULL');
}

async function startWorker(): Promise<ChildProcess> {
  const worker = fork(join(import.meta.dirname, '../dist/main.js'), [], { env: { ACCORD_ROLE: 'worker', DATABASE_URL: database.urlAs('worker') }, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  workers.push(worker);
  await once(worker, 'message');
  return worker;
}

const ID = '0190a000-0000-7000-8000-0000000000f1';
const PERSON = '0190a000-0000-7000-8000-0000000000a1';
const standing = async () => (await database.owner.query(`SELECT state, step, steps_done AS done, tries, report ->> 'outcome' AS outcome FROM directory_import_run WHERE id = $1`, [ID])).rows[0] as
  { state: string; step: string; done: number; tries: number; outcome: string | null };
const organisations = async () => (await database.owner.query('SELECT count(*)::int AS rows FROM organisation')).rows[0].rows as number;

async function until(holds: (now: Awaited<ReturnType<typeof standing>>) => boolean): Promise<Awaited<ReturnType<typeof standing>>> {
  for (const end = performance.now() + 120_000; performance.now() < end; await pause(20)) {
    const now = await standing();
    if (holds(now)) return now;
  }
  throw new Error(`it stays ${JSON.stringify(await standing())}`);
}

it('A worker killed while it reads, and again while it imports, is followed by one that finishes: no row twice, none missing', async () => {
  const bytes = generatedNationalFile();
  await database.owner.query(`SET session_replication_role = replica`);
  await database.owner.query(`INSERT INTO person (id, name, recorded_at) VALUES ($1, 'Ada', $2)`, [PERSON, new Date()]);
  await database.owner.query(`INSERT INTO duty_grant (id, person_id, duty, during, granted_at, confirmed_at, installation_slot) VALUES ($1, $1, 'system-administrator', tstzrange('2020-01-01', NULL), $2, $2, 1)`, [PERSON, new Date()]);
  await database.owner.query(`SET session_replication_role = origin`);
  await database.owner.query(`
    INSERT INTO directory_import_run (id, state, file_name, file_sha256, file_bytes, content, terms, submitted_by, submitted_as, submitted_from, submitted_at)
    VALUES ($1, 'handed-in', 'invented.csv', 'x', $2, $3, '{"editionOn":null,"isOlder":false,"isExtract":false}', $4, 'Ada', 'spec', $5)`, [ID, bytes.length, gzipSync(bytes), PERSON, new Date()]);

  const first = await startWorker();
  // Taken up, and not done: where a machine is quick no progress is told before the end.
  await until(({ state, tries }) => state === 'handed-in' && tries === 1);
  await kill(first);
  expect(await standing()).toMatchObject({ state: 'handed-in', tries: 1 });

  const second = await startWorker();
  expect(await until(({ state }) => state !== 'handed-in')).toMatchObject({ state: 'ready', outcome: 'dry-run' });
  expect((await database.owner.query('SELECT count(*)::int AS rows FROM directory_import_verdict')).rows).toEqual([{ rows: 15_971 }]);
  await database.owner.query(`UPDATE directory_import_run SET state = 'ordered', ordered_by = submitted_by, ordered_as = submitted_as, ordered_from = 'spec', ordered_at = $1, step = 'waiting', version = version + 1`, [new Date()]);
  await until(({ step, done }) => step === 'writing' && done > 0);
  await kill(second);
  expect(await organisations()).toBe(0);

  const third = await startWorker();
  expect(await until(({ state }) => state !== 'ordered')).toMatchObject({ state: 'done', outcome: 'committed' });
  expect(await organisations()).toBe(15_971);
  expect((await database.owner.query('SELECT id, submitted_by FROM directory_import')).rows).toEqual([{ id: ID, submitted_by: PERSON }]);
  expect((await database.owner.query(`SELECT count(*)::int AS records FROM change_record WHERE type = 'directory.imported'`)).rows).toEqual([{ records: 1 }]);
  const ended = once(third, 'exit') as Promise<[number | null]>;
  third.send({ type: 'stop' });
  expect((await ended)[0]).toBe(0);
});
