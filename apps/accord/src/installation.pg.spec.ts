import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newId } from '@accord/kernel';
import { EmbeddedPostgres, freePort, isPortFree } from '@accord/kernel/server';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ceremonyFile } from '@accord/publication/server';
import { foundTrust, KeyHolders, keyRing } from '@accord/publication/testing';
import { emergency, publishKeys, showKeys } from './commands/keys/run-keys.js';
import { readSettings } from './config.js';
import type { FirstStart } from './first-start.js';
import { Installation, type InstallationOptions } from './installation.js';
import type { ProgramFacts } from './programs.js';
import { Home } from './state/home.js';
import { newPrivateKey } from './state/new-private-key.js';
import { makePublicationKeys } from './state/publication-keys.js';

/** Listens on a port, as the product's programs do. */
const LISTENER = `
import { createServer } from 'node:net';
const server = createServer().listen(Number(process.env.PORT), '127.0.0.1', () => process.send({ type: 'ready' }));
process.on('message', (message) => { if (message.type === 'stop') server.close(() => process.exit(0)); });
process.on('disconnect', () => process.exit(0));
`;

jest.setTimeout(90_000);

let folder: string;
let lines: string[];
const open: Installation[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'accord-installation-'));
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'listener.mjs'), LISTENER);
  lines = [];
});
afterEach(async () => {
  for (const installation of open.splice(0)) await installation.stop();
  rmSync(folder, { recursive: true, force: true });
});

const programs = ({ ports }: ProgramFacts) => [{ name: 'api', entry: join(folder, 'listener.mjs'), environment: { PORT: String(ports.web) }, address: 'web' }];

async function opened(more: Partial<InstallationOptions> = {}): Promise<Installation> {
  const installation = await Installation.open({ home: join(folder, '.accord'), throwAway: true, programs, say: (line) => lines.push(line), ...more });
  open.push(installation);
  return installation;
}

/** As key holders would have, before the first start. */
async function makeKeys(): Promise<void> {
  const keys = new Home(join(folder, '.accord'));
  for (const each of [keys.offlineKeys, keys.onlineKeys, keys.metadata]) mkdirSync(each, { recursive: true });
  await makePublicationKeys(keys, new Date('2026-03-01T09:00:00Z'));
}

async function asOwner<T extends pg.QueryResultRow>(url: string, text: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SET ROLE accord_owner');
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end();
  }
}

const registerSomebody: FirstStart = async ({ migratorUrl, now }) => {
  await asOwner(migratorUrl, `INSERT INTO person (id, name, recorded_at) VALUES ($1, 'Ada Whitlock', $2)`, [newId(now), now]);
};

describe('an installation', () => {
  it('starts, stops with every port closed and the database gone, and keeps its data', async () => {
    const firstStart = jest.fn(registerSomebody);
    const first = await opened({ firstStart });
    await first.start();
    expect(first.processes().map(({ name, state }) => [name, state])).toEqual([['postgres', 'ready'], ['api', 'ready']]);
    const { web } = first.ports;
    const database = Number(new URL(first.migratorUrl).port);
    expect(await Promise.all([web, database].map(isPortFree))).toEqual([false, false]);
    await first.stop();
    expect(await Promise.all([web, database].map(isPortFree))).toEqual([true, true]);
    expect(existsSync(join(first.home.postgres, 'postmaster.pid'))).toBe(false);

    const second = await opened({ firstStart });
    expect(await asOwner(second.migratorUrl, 'SELECT name FROM person')).toEqual([{ name: 'Ada Whitlock' }]);
    expect(firstStart).toHaveBeenCalledTimes(1);
    expect(second.databaseUrls).toEqual(first.databaseUrls);
  });

  it('takes up a first start that was cut short', async () => {
    const broken: FirstStart = async (context) => {
      await registerSomebody(context);
      throw new TypeError('the power went');
    };
    await expect(opened({ firstStart: broken })).rejects.toThrow('the power went');
    const again = jest.fn(async () => undefined);
    await (await opened({ firstStart: again })).stop();
    await opened({ firstStart: again });
    expect(again).toHaveBeenCalledTimes(1);
  });

  it('brings back a database and a program that were killed, with everything committed still there', async () => {
    const installation = await opened({ firstStart: registerSomebody, throwAway: false });
    await installation.start();
    await installation.kill('postgres');
    await installation.whenReady('postgres');
    expect(await asOwner(installation.migratorUrl, 'SELECT name FROM person')).toEqual([{ name: 'Ada Whitlock' }]);
    await installation.kill('api');
    await installation.whenReady('api');
    expect(await isPortFree(installation.ports.web)).toBe(false);
    expect(lines).toEqual(expect.arrayContaining(['PostgreSQL died; starting it again', 'PostgreSQL serves again', 'api serves again']));
  });

  it('starts nothing when a port is in use, and says which setting moves it', async () => {
    const feed = await freePort();
    const holder: Server = createServer().listen(feed, '127.0.0.1');
    try {
      await expect(opened({ ports: { feed } })).rejects.toThrow(`Port ${feed} is in use by another program: stop that one, or set ACCORD_FEED_PORT to a free port.`);
      expect(existsSync(join(folder, '.accord', 'postgres'))).toBe(false);
      expect(existsSync(join(folder, '.accord', 'launcher.json'))).toBe(false);
    } finally {
      holder.close();
    }
  });

  it('runs its migrations as somebody who is no superuser, and its programs as roles that own nothing', async () => {
    const { migratorUrl, databaseUrls } = await opened();
    const ask = async (url: string, text: string) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        return (await client.query<{ answer: unknown }>(text)).rows[0]?.answer;
      } finally {
        await client.end();
      }
    };
    expect(await ask(migratorUrl, 'SELECT rolsuper AS answer FROM pg_roles WHERE rolname = current_user')).toBe(false);
    for (const url of Object.values(databaseUrls)) {
      expect(await ask(url, 'SELECT count(*)::int AS answer FROM pg_class WHERE pg_get_userbyid(relowner) = current_user')).toBe(0);
      expect(await ask(url, 'SELECT rolsuper OR rolbypassrls OR rolcreaterole AS answer FROM pg_roles WHERE rolname = current_user')).toBe(false);
    }
  });

  it('shows with its keys the key files that nobody trusts', async () => {
    const installation = await opened();
    const { home, migratorUrl } = installation;
    for (const role of ['root', 'targets']) {
      await asOwner(migratorUrl, `INSERT INTO tuf_metadata (role, version, content, signed_at, expires_at) VALUES ($1, 1, $2, '2026-03-01', '2027-03-01')`, [role, readFileSync(join(home.metadata, `1.${role}.json`))]);
    }
    await installation.stop();
    const path = join(home.onlineKeys, 'stops.0a1b2c3d.pem');
    writeFileSync(path, newPrivateKey('ed25519'));
    const [log, progress] = (['log', 'error'] as const).map((name) => jest.spyOn(console, name).mockImplementation(() => undefined)) as [jest.SpiedFunction<typeof console.log>, jest.SpiedFunction<typeof console.error>];
    expect(await showKeys(readSettings({ home: home.folder }, {}))).toBe(0);
    expect(log.mock.calls.flat().at(-1)).toBe(`Never trusted, made for a change that is not published; to be removed where no proposal is waited for: ${path}`);
    for (const each of [log, progress]) each.mockRestore();
  });

  it('uses a server of your own where DATABASE_URL names one, and neither starts nor stops it', async () => {
    const server = await EmbeddedPostgres.start({ dataDir: join(folder, 'yours'), user: 'you', password: 'a-password-of-yours', throwAway: true });
    try {
      await expect(opened({ databaseUrl: server.url('postgres'), firstStart: registerSomebody })).rejects.toThrow(/starts only with keys made for it/);
      await makeKeys();
      const installation = await opened({ databaseUrl: server.url('postgres'), firstStart: registerSomebody });
      expect(existsSync(installation.home.postgres)).toBe(false);
      expect(await asOwner(installation.migratorUrl, 'SELECT name FROM person')).toEqual([{ name: 'Ada Whitlock' }]);
      await installation.stop();
      expect(server.running).toBe(true);
    } finally {
      await server.kill();
    }
  });

  it('starts on no server of your own that may forget what it acknowledged', async () => {
    const server = await EmbeddedPostgres.start({ dataDir: join(folder, 'yours'), user: 'you', password: 'a-password-of-yours', settings: { synchronous_commit: 'off', full_page_writes: 'off' } });
    try {
      await makeKeys();
      await expect(opened({ databaseUrl: server.url('postgres'), throwAway: false })).rejects.toThrow(/^The database at 127\.0\.0\.1:\d+ may forget what it has acknowledged: full_page_writes, synchronous_commit are off\. Switch them on\.$/);
      expect(existsSync(join(folder, '.accord', 'launcher.json'))).toBe(false);

      // Nor are keys changed on one, also where a launcher runs already.
      const [keys, at, change] = [keyRing(), new Date('2026-03-02T09:00:00Z'), join(folder, 'next.json')];
      const { root, targets } = foundTrust(keys, at);
      const holders = new KeyHolders(keys);
      writeFileSync(change, ceremonyFile(holders.sign(holders.propose({ root: root.bytes, targets: targets.bytes }, {}, at), ...keys.root, keys.targets)));
      const settings = readSettings({ home: join(folder, '.accord') }, { DATABASE_URL: server.url('postgres') });
      const stat = existsSync('/proc/self/stat') ? readFileSync(`/proc/${process.ppid}/stat`, 'utf8') : '';
      writeFileSync(new Home(settings.home).launcher, JSON.stringify({ pid: process.ppid, born: stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '' }));
      await expect(publishKeys(settings, [change], {})).rejects.toThrow('may forget what it has acknowledged');
      await expect(emergency(settings, { key: [] })).rejects.toThrow('may forget what it has acknowledged');
    } finally {
      await server.kill();
    }
  });

  it('says in one sentence which rights the role of DATABASE_URL does not have', async () => {
    const server = await EmbeddedPostgres.start({ dataDir: join(folder, 'yours'), user: 'you', password: 'a-password-of-yours', throwAway: true });
    try {
      const client = new pg.Client({ connectionString: server.url('postgres') });
      await client.connect();
      await client.query(`CREATE ROLE poor LOGIN PASSWORD 'pw'`);
      await client.end();
      await makeKeys();
      await expect(opened({ databaseUrl: server.url('postgres', 'poor', 'pw') })).rejects.toThrow(/^The role poor of DATABASE_URL may not do at 127\.0\.0\.1:\d+ what bringing the database up to date needs \(.+\): it needs CREATEROLE/);
    } finally {
      await server.kill();
    }
  });

  it('says in one sentence that a server of your own does not answer', async () => {
    const port = await freePort();
    await makeKeys();
    await expect(opened({ databaseUrl: `postgres://you:pw@127.0.0.1:${port}/accord` })).rejects.toThrow(/^The database at 127\.0\.0\.1:\d+ cannot be used as you: .+\.$/);
  });

  it('remembers the ports nobody needs to know', async () => {
    const first = await opened();
    await first.stop();
    const second = await opened();
    expect([second.ports.signer, second.migratorUrl]).toEqual([first.ports.signer, first.migratorUrl]);
    expect(JSON.parse(readFileSync(second.home.ports, 'utf8'))).toEqual({ signer: second.ports.signer, postgres: Number(new URL(second.migratorUrl).port) });
  });
});
