import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { MailSink, taken } from '@accord/notifications/testing';

jest.setTimeout(120_000);

const PERSON = '0190a000-0000-7000-8000-0000000000a1';
const ADDRESS = 'ada.whitlock@example.test';
const folder = mkdtempSync(join(tmpdir(), 'accord-mail-'));
const sink = new MailSink();
const workers: ChildProcess[] = [];
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  await sink.open();
  const { owner } = database;
  // Long enough ago that a mail of the week is due on any day.
  const since = new Date(Date.now() - 30 * 86_400_000);
  await owner.query('SET session_replication_role = replica');
  await owner.query(`INSERT INTO person (id, name, recorded_at) VALUES ($1, 'Ada Whitlock', $2)`, [PERSON, since]);
  await owner.query(`INSERT INTO duty_grant (id, person_id, duty, during, granted_at, confirmed_at, installation_slot) VALUES ($1, $1, 'system-administrator', tstzrange($2, NULL), $2, $2, 1)`, [PERSON, since]);
  await owner.query(`INSERT INTO mail_address VALUES ($1, $2, 'https://identity.example', $3)`, [PERSON, ADDRESS, since]);
  await owner.query('SET session_replication_role = origin');
});
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  await sink.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function startWorker(mail: Record<string, string>): Promise<ChildProcess> {
  const worker = fork(join(import.meta.dirname, '../dist/main.js'), [], {
    env: { ACCORD_ROLE: 'worker', DATABASE_URL: database.urlAs('worker'), ACCORD_ORIGIN: 'http://127.0.0.1:3000', ...mail }, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
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

const outcomes = async () => (await database.owner.query('SELECT letter_id AS id, outcome FROM reminder_sent')).rows as { id: string; outcome: string }[];

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 60_000; performance.now() < end; await pause(50)) if (await holds()) return;
  throw new Error('it did not come to that within a minute');
}

describe('The worker as a process', () => {
  it('killed once the mail server has the mail and before it says so, is followed by one that sends it again under the same name, and no third time', async () => {
    const names: string[] = [];
    let answer = (): void => undefined;
    sink.beforeAnswer = async ({ headers }) => {
      names.push(headers.get('message-id') ?? '');
      if (names.length > 1) return;
      first.kill('SIGKILL');
      await new Promise<void>((resolve) => { answer = resolve; });
    };
    const settings = { ACCORD_SMTP_URL: sink.url, ACCORD_MAIL_FROM: 'Accord <accord@example.test>' };
    const first: ChildProcess = await startWorker(settings);
    await until(() => names.length === 1 && first.signalCode !== null);
    answer();
    expect(await outcomes()).toEqual([]);

    const second = await startWorker(settings);
    await until(async () => (await outcomes()).length === 1);
    const [{ id, outcome }] = await outcomes() as [{ id: string; outcome: string }];
    expect([outcome, names]).toEqual(['sent', [`<${id}@127.0.0.1>`, `<${id}@127.0.0.1>`]]);
    expect(sink.takenFor(ADDRESS).at(-1)!.text).toContain('Nothing waits for you.');
    expect(await stopped(second)).toBe(0);
    const third = await startWorker(settings);
    await pause(2_000);
    expect(await stopped(third)).toBe(0);
    expect(names).toHaveLength(2);
  });

  it('writes mail into a folder where no server is named: the same mail, as a file', async () => {
    await database.owner.query('SET session_replication_role = replica');
    for (const table of ['reminder_sent', 'reminder_told', 'reminder_letter']) await database.owner.query(`DELETE FROM ${table}`);
    await database.owner.query('SET session_replication_role = origin');
    const worker = await startWorker({ ACCORD_MAIL_FOLDER: folder });
    await until(async () => (await outcomes()).length === 1);
    const [name, ...more] = readdirSync(folder);
    expect([name, more]).toEqual([expect.stringMatching(/^\d{4}-\d{2}-\d{2}-[0-9a-f-]{36}\.eml$/), []]);
    const mail = taken([ADDRESS], readFileSync(join(folder, name!), 'utf8'));
    expect(Object.fromEntries(mail.headers)).toMatchObject({ 'to': ADDRESS, 'from': 'Accord <accord@127.0.0.1>', 'list-unsubscribe': expect.stringContaining('http://127.0.0.1:3000/reminders') });
    expect([mail.text, mail.html].map((form) => form.includes('Choose what you are told'))).toEqual([true, true]);
    expect(await stopped(worker)).toBe(0);
  });

  it.each([
    [{ ACCORD_SMTP_URL: 'smtp://127.0.0.1:25', ACCORD_ORIGIN: 'http://127.0.0.1:3000' }, 'ACCORD_MAIL_FROM is missing'],
    [{ ACCORD_MAIL_FOLDER: '/nowhere' }, 'ACCORD_ORIGIN is missing'],
    [{ ACCORD_SMTP_URL: 'http://127.0.0.1:25', ACCORD_MAIL_FROM: 'a@b.test', ACCORD_ORIGIN: 'http://127.0.0.1:3000' }, 'ACCORD_SMTP_URL is not an smtp:// address'],
  ])('ends with one sentence where its mail settings are half there: %j', async (env, sentence) => {
    const child = fork(join(import.meta.dirname, '../dist/main.js'), [], { env: { ACCORD_ROLE: 'worker', DATABASE_URL: 'postgres://x', ...env }, execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    let words = '';
    child.stderr!.on('data', (chunk: Buffer) => { words += chunk.toString(); });
    expect((await once(child, 'exit'))[0]).toBe(1);
    expect(words).toContain(sentence);
  });
});
