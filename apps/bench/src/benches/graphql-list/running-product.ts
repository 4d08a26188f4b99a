import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { EmbeddedPostgres, freePort } from '@accord/kernel/server';
import { Client } from 'pg';

import { BenchFault } from '../../bench.js';
import { surroundings } from '../../config.js';

const WORKSPACE = resolve(import.meta.dirname, '../../../../..');
const READY_WITHIN_MS = 180_000;
const DATABASE = 'accord';
const MIGRATOR = 'accord_migrator';

/**
 * The product as `npm start -- --empty` runs it, in processes of its own, on a PostgreSQL of its own whose superuser the benchmark knows:
 * the peer reads the same tables past row-level security.
 */
export class RunningProduct {
  private constructor(
    readonly origin: string, readonly feedUrl: string, readonly home: string, private readonly server: EmbeddedPostgres, private readonly launcher: ChildProcess, private readonly folder: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** On a database that keeps what was committed: Accord starts on no other. */
  static async start(): Promise<RunningProduct> {
    const folder = mkdtempSync(join(tmpdir(), 'accord-bench-'));
    chmodSync(folder, 0o755);
    const home = join(folder, 'home');
    mkdirSync(home, { mode: 0o700 });
    const server = await EmbeddedPostgres.start({
      dataDir: join(folder, 'postgres'), user: 'accord', password: randomBytes(12).toString('hex'), settings: { shared_buffers: '256MB', max_wal_size: '2GB' },
    });
    const launched: ChildProcess[] = [];
    try {
      const environment = { ...surroundings(), DATABASE_URL: await makeDatabase(server), ACCORD_HOME: home };
      const ports = [await freePort(), await freePort(), await freePort(), await freePort()];
      // With a database of its own an installation starts only with keys made for it.
      await commanded(environment, 'keys', 'develop');
      const launcher = spawn(process.execPath, [ACCORD, 'start', '--empty', '--ports', ports.join(',')], { cwd: WORKSPACE, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
      launched.push(launcher);
      await becameReady(launcher);
      return new RunningProduct(`http://127.0.0.1:${ports[0]}`, `https://127.0.0.1:${ports[1]}`, home, server, launcher, folder, environment);
    } catch (error) {
      for (const launcher of launched) await stopped(launcher);
      await discard(server, folder);
      throw error;
    }
  }

  /** As the superuser, whom no policy binds. */
  get superuserUrl(): string {
    return this.server.url(DATABASE);
  }

  /** `accord …` on this installation. */
  command(...words: readonly string[]): Promise<void> {
    return commanded(this.environment, ...words);
  }

  async stop(): Promise<void> {
    await stopped(this.launcher);
    await discard(this.server, this.folder);
  }
}

const ACCORD = join(WORKSPACE, 'apps', 'accord', 'dist', 'main.js');

async function commanded(environment: Readonly<Record<string, string>>, ...words: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [ACCORD, ...words], { cwd: WORKSPACE, env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
  const [code] = await once(child, 'exit') as [number | null];
  if (code !== 0) throw new BenchFault(`accord ${words.join(' ')} ended with ${code}: ${complaint.trim()}`);
}

/** A database that belongs to a migrator without superuser rights, as on a server of one's own. */
async function makeDatabase(server: EmbeddedPostgres): Promise<string> {
  const client = new Client({ connectionString: server.url() });
  await client.connect();
  try {
    const password = randomBytes(12).toString('hex');
    await client.query(`CREATE ROLE ${MIGRATOR} LOGIN CREATEROLE PASSWORD '${password}'`);
    await client.query(`CREATE DATABASE ${DATABASE} OWNER ${MIGRATOR}`);
    return server.url(DATABASE, MIGRATOR, password);
  } finally {
    await client.end();
  }
}

async function becameReady(launcher: ChildProcess): Promise<void> {
  let words = '';
  const ready = new Promise<boolean>((done) => {
    for (const stream of [launcher.stdout, launcher.stderr]) {
      stream?.on('data', (text: Buffer) => {
        words = (words + text.toString()).slice(-4_000);
        if (/^Ready in /m.test(words)) done(true);
      });
    }
    launcher.once('exit', () => done(false));
  });
  const inTime = new AbortController();
  const isReady = await Promise.race([ready, pause(READY_WITHIN_MS, false, { signal: inTime.signal }).catch(() => false)]);
  inTime.abort();
  if (!isReady) throw new BenchFault(`Accord did not start: ${words.trim().split('\n').slice(-5).join(' / ')}`);
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

async function discard(server: EmbeddedPostgres, folder: string): Promise<void> {
  await server.kill();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
