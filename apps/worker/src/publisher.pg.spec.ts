import { fork, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { operatorActor } from '@accord/kernel';
import { SystemClock, Transactions } from '@accord/kernel/server';
import { testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { ceremonyFile, HandInKeys, publicKeyOf, type OnlineRole } from '@accord/publication/server';
import { arrangeSharing, EVERY_ONLINE_ROLE, foundTrust, keyIdOf, KeyHolders, keyRing, NATION, newKey } from '@accord/publication/testing';

const APPS = join(import.meta.dirname, '../..');

/** A program as the launcher starts it, from its compiled entry. */
class Program {
  child: ChildProcess | undefined;
  port = 0;
  /** What it said of faults and alarms. */
  words = '';

  constructor(private readonly entry: string, private readonly env: () => Record<string, string>) {}

  async start(): Promise<void> {
    const child = fork(join(APPS, this.entry), [], { env: this.env(), execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.child = child;
    child.stderr!.on('data', (chunk: Buffer) => { this.words += chunk.toString(); });
    await new Promise<void>((resolve, reject) => {
      child.once('message', (message: { type?: string; port?: number }) => { this.port = message.port ?? 0; resolve(); });
      child.once('exit', (code) => reject(new Error(`${this.entry} ended with ${code} before it was ready: ${this.words}`)));
    });
  }

  async kill(): Promise<void> {
    if (this.child === undefined || this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }

  async stop(): Promise<number | null> {
    if (this.child === undefined || this.child.exitCode !== null || this.child.signalCode !== null) return null;
    const ended = once(this.child, 'exit') as Promise<[number | null]>;
    this.child.send({ type: 'stop' });
    return (await ended)[0];
  }
}

jest.setTimeout(120_000);

describe('the publisher as a process, at the size of the country', () => {
  const folder = mkdtempSync(join(tmpdir(), 'accord-publisher-'));
  const token = randomBytes(32).toString('hex');
  const keys = keyRing();
  const pem = (key: KeyObject) => key.export({ format: 'pem', type: 'pkcs8' });
  let signerPort = 0;
  const signer = new Program('signer/dist/main.js', () => ({
    ACCORD_SIGNER_PORT: String(signerPort), ACCORD_SIGNER_TOKEN: token, ACCORD_SIGNER_KEYS: folder, ACCORD_SIGNER_STATE: join(folder, 'state'),
  }));
  const publisherProgram = () => new Program('worker/dist/main.js', () => ({
    ACCORD_ROLE: 'publisher', DATABASE_URL: database.urlAs('publisher'), ACCORD_SIGNER_URL: `http://127.0.0.1:${signerPort}`, ACCORD_SIGNER_TOKEN: token,
    ACCORD_AUDIT_KEYS: folder, ACCORD_PUBLICATION_METADATA: folder,
  }));
  const publisher = publisherProgram();
  let database: TestDatabase;

  const one = async <T>(text: string, ...params: unknown[]): Promise<T> => (await database.owner.query(text, params)).rows[0] as T;
  const withdraw = async (provider: string): Promise<string> => {
    await database.owner.query('BEGIN');
    await database.owner.query('SET LOCAL session_replication_role = replica');
    await database.owner.query(`UPDATE participation SET state = 'withdrawn' WHERE provider_ods_code = $1`, [provider]);
    const { rows } = await database.owner.query(`INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload)
      SELECT gen_random_uuid(), '2026-03-02T09:00:00Z', 'participation.withdrawn', id::text, ARRAY[locality_id], '{}' FROM participation WHERE provider_ods_code = $1 RETURNING id`, [provider]);
    await database.owner.query(`SELECT pg_notify('accord_outbox', '')`);
    await database.owner.query('COMMIT');
    return rows[0].id;
  };
  const published = async (outboxId: string, within = 30_000): Promise<number> => {
    const started = performance.now();
    while (performance.now() - started < within) {
      const { published_in } = await one<{ published_in: number | null }>('SELECT published_in FROM outbox WHERE id = $1', outboxId);
      if (published_in !== null) return performance.now() - started;
      await pause(2);
    }
    throw new Error(`not published within ${within} ms`);
  };

  beforeAll(async () => {
    database = await testDatabase();
    await arrangeSharing(database.owner, NATION);
    mkdirSync(join(folder, 'state'));
    for (const [role, key] of Object.entries(keys.online)) writeFileSync(join(folder, `${role}.pem`), pem(key));
    const trust = foundTrust(keys, new Date());
    writeFileSync(join(folder, '1.root.json'), trust.root.bytes);
    writeFileSync(join(folder, '1.targets.json'), trust.targets.bytes);
    writeFileSync(join(folder, 'seal.pub'), generateKeyPairSync('x25519').publicKey.export({ format: 'pem', type: 'spki' }));
    await signer.start();
    signerPort = signer.port;
  });
  afterAll(async () => {
    await publisher.kill();
    await signer.kill();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('publishes the country when it starts', async () => {
    const started = performance.now();
    await publisher.start();
    process.stdout.write(`      the country published ${Math.round(performance.now() - started)} ms after start\n`);
    expect(await one('SELECT number, jsonb_array_length(summary -> $1) AS localities FROM publication', 'localities')).toEqual({ number: 1, localities: 104 });
  });

  it('publishes a withdrawal well within a second of its commit', async () => {
    const taken: number[] = [];
    for (let at = 0; at < 10; at += 1) taken.push(await published(await withdraw(`TSTP${String(at * 7).padStart(5, '0')}`)));
    const median = taken.sort((a, b) => a - b)[5]!;
    process.stdout.write(`      commit to published: median ${Math.round(median)} ms, slowest ${Math.round(taken[9]!)} ms\n`);
    expect(median).toBeLessThan(1_000);
  });

  it('loses nothing and leaves no gap when publisher and signer are killed at any moment', async () => {
    const announced: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      announced.push(await withdraw(`TSTP${String(100 + round).padStart(5, '0')}`));
      await pause(round * 17);
      if (round % 2 === 1) {
        await signer.kill();
        await signer.start();
      } else {
        await publisher.kill();
        announced.push(await withdraw(`TSTP${String(200 + round).padStart(5, '0')}`));
        await publisher.start();
      }
    }
    for (const id of announced) await published(id);
    const { last, rows } = await one<{ last: number; rows: number }>('SELECT max(number)::int AS last, count(*)::int AS rows FROM publication');
    expect(rows).toBe(last);
    const latest = await one<{ content: Buffer }>(`SELECT content FROM tuf_target WHERE path = 'localities/TSTL00100.json' ORDER BY publication_number DESC LIMIT 1`);
    expect(JSON.parse(latest.content.toString()).providers).not.toContain('TSTP00100');
  });

  it('signs with keys that were made and handed in while everything ran, and the signer with no other from then on', async () => {
    const client = await database.clientAs('publisher');
    const newest = async (role: string) => (await one<{ content: Buffer }>('SELECT content FROM tuf_metadata WHERE role = $1 ORDER BY version DESC LIMIT 1', role)).content;
    const fresh = Object.fromEntries(EVERY_ONLINE_ROLE.map((role) => [role, newKey()])) as Record<OnlineRole, KeyObject>;
    for (const role of EVERY_ONLINE_ROLE) writeFileSync(join(folder, `${role}.${keyIdOf(fresh[role]).slice(0, 8)}.pem`), pem(fresh[role]));
    const holders = new KeyHolders(keys);
    const online = Object.fromEntries(EVERY_ONLINE_ROLE.map((role) => [role, publicKeyOf(fresh[role])]));
    const now = new Date();
    const ceremony = holders.propose({ root: await newest('root'), targets: await newest('targets') }, { online }, now);
    const transactions = new Transactions(await database.dataSourceAs('publisher'), new SystemClock());
    const { id } = await HandInKeys.with(transactions, new SystemClock()).execute(operatorActor('Orla Fenwick'), Buffer.from(ceremonyFile(holders.sign(ceremony, keys.root[0]!, keys.root[1]!, keys.targets))));
    const outcome = () => client.query<{ adopted: boolean | null; fault: string | null }>('SELECT adopted_at IS NOT NULL AS adopted, fault FROM key_ceremony WHERE id = $1', [id]);
    for (let tries = 0; tries < 1_000 && (await outcome()).rows[0]!.adopted === false; tries += 1) await pause(10);
    expect((await outcome()).rows).toEqual([{ adopted: true, fault: null }]);
    await published(await withdraw('TSTP00300'));
    for (const role of EVERY_ONLINE_ROLE) {
      const { signatures } = JSON.parse((await newest(role)).toString()) as { signatures: { keyid: string }[] };
      expect([role, signatures.map(({ keyid }) => keyid)]).toEqual([role, [keyIdOf(fresh[role])]]);
    }
  });

  it('lets one of two publishers write and no other: what was overtaken writes nothing, frozen or not, and stands by', async () => {
    const second = publisherProgram();
    const termOf = async (): Promise<number> => (await one<{ term: number }>('SELECT max(number) AS term FROM publisher_term')).term;
    const written = async (): Promise<readonly number[]> => (await database.owner.query('SELECT term FROM publication ORDER BY number DESC LIMIT 3')).rows.map(({ term }) => term as number);
    try {
      const first = await termOf();
      publisher.child!.kill('SIGSTOP');
      await second.start();
      expect(await termOf()).toBe(first + 1);
      await published(await withdraw('TSTP00300'));
      // It wakes up with what it held before, and is told of every change like the other.
      publisher.child!.kill('SIGCONT');
      for (let at = 301; at < 309; at += 1) await published(await withdraw(`TSTP00${at}`));
      expect(await written()).toEqual([first + 1, first + 1, first + 1]);
      const until = performance.now() + 10_000;
      while (!publisher.words.includes('stands by') && performance.now() < until) await pause(20);
      expect(publisher.words).toContain(`Another publisher has taken over: its term ${first + 1} came after term ${first}.`);
      expect(publisher.child!.exitCode).toBeNull();

      // Both at once, again and again: each start takes over while changes arrive.
      for (const [round, starting] of [publisher, second, publisher].entries()) {
        const announced = [await withdraw(`TSTP0031${round}`)];
        await starting.kill();
        await Promise.all([starting.start(), withdraw(`TSTP0032${round}`).then((id) => announced.push(id))]);
        for (const id of announced) await published(id);
      }
      const { rows } = await database.owner.query<{ term: number | null }>('SELECT term FROM publication ORDER BY number');
      const terms = rows.map(({ term }) => term ?? 0);
      expect(terms).toEqual([...terms].sort((one, other) => one - other));
      const { last, count } = await one<{ last: number; count: number }>('SELECT max(number)::int AS last, count(*)::int AS count FROM publication');
      expect(count).toBe(last);
    } finally {
      publisher.child?.kill('SIGCONT');
      await second.kill();
    }
  });

  it('drains when it is told to stop', async () => {
    expect(await publisher.stop()).toBe(0);
    expect(await signer.stop()).toBe(0);
  });
});
