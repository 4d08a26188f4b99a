import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres.js';
import { isPortFree } from './loopback-ports.js';

jest.setTimeout(60_000);

let home: string;
let options: EmbeddedPostgresOptions;
const started: EmbeddedPostgres[] = [];

async function start(more: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const server = await EmbeddedPostgres.start({ ...options, ...more });
  started.push(server);
  return server;
}

async function ask(server: EmbeddedPostgres, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: server.url() });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'accord-postgres-'));
  chmodSync(home, 0o755);
  options = { dataDir: join(home, 'postgres'), user: 'accord', password: 'p@ss word/1', throwAway: true };
});
afterEach(async () => {
  for (const server of started.splice(0)) await server.kill();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

// One database for all: making one is the slow part, and outliving what happens here is what it is for.
describe('the packaged PostgreSQL', () => {
  it('makes a database, keeps its data over a stop, and closes its port', async () => {
    const first = await start();
    expect(first).toMatchObject({ created: true, adopted: false });
    await ask(first, 'create table kept as select 42 as answer');
    await first.stop();
    expect(await isPortFree(first.port)).toBe(true);
    expect(existsSync(join(options.dataDir, 'postmaster.pid'))).toBe(false);

    const second = await start({ preferredPort: first.port });
    expect(second).toMatchObject({ created: false, adopted: false, port: first.port });
    expect(await ask(second, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('loses nothing committed when the server is killed', async () => {
    const first = await start({ throwAway: false });
    await ask(first, 'create table committed as select 42 as answer');
    await first.kill();
    const second = await start();
    expect(await ask(second, 'select answer from committed')).toEqual([{ answer: 42 }]);
  });

  it('adopts a server that is already running instead of starting another', async () => {
    const first = await start();
    const second = await start();
    expect(second).toMatchObject({ adopted: true, pid: first.pid, port: first.port });
    await second.stop();
    expect(await isPortFree(first.port)).toBe(true);
    expect(existsSync(join(options.dataDir, 'postmaster.pid'))).toBe(false);
  });

  it('is not misled by the number of a dead server that another program now has', async () => {
    const first = await start();
    await first.stop();
    const other = spawn('sleep', ['60']);
    try {
      writeFileSync(join(options.dataDir, 'postmaster.pid'), `${other.pid}\n${options.dataDir}\n1\n${first.port}\n\n127.0.0.1\n1 1\nready   \n`);
      expect(await start()).toMatchObject({ adopted: false });
    } finally {
      other.kill('SIGKILL');
    }
  });

  it('starts over when the first making was cut short', async () => {
    writeFileSync(join(home, 'another.making'), 'half');
    expect(await start({ dataDir: join(home, 'another') })).toMatchObject({ created: true });
    expect(existsSync(join(home, 'another.making'))).toBe(false);
  });

  it('takes another port when the preferred one is in use', async () => {
    const holder: Server = await new Promise((done) => {
      const server = createServer().listen(0, '127.0.0.1', () => done(server));
    });
    const address = holder.address();
    const taken = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const server = await start({ preferredPort: taken });
      expect(server.port).not.toBe(taken);
      expect(await ask(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    } finally {
      holder.close();
    }
  });

  it.each([[0o700, 0o755], [0o755, 0o700]])('runs below a folder of mode %o, and of mode %o the next time', async (before, after) => {
    chmodSync(home, before);
    const first = await start();
    await first.stop();
    chmodSync(home, after);
    const second = await start();
    expect(await ask(second, 'select answer from kept')).toEqual([{ answer: 42 }]);
    expect(statSync(options.dataDir).mode & 0o077).toBe(0);
  });

  it('says in one sentence what to do when the data cannot be served', async () => {
    const first = await start();
    await first.stop();
    const version = join(options.dataDir, 'PG_VERSION');
    const before = readFileSync(version, 'utf8');
    writeFileSync(version, '15\n');
    await expect(start()).rejects.toThrow(/did not start on .*version 15/s);
    writeFileSync(version, before);
  });
});
