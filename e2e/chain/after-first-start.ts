import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EXAMPLE_PEOPLE, EXAMPLE_SIGN_INS, fillExample, Installation, seedFirstStart, type InstallationOptions } from '@accord/app-accord/testing';
import { Client } from 'pg';
import { ChainFault } from './cast.js';

const FIRST_STARTS = { seed: { firstStart: seedFirstStart, people: EXAMPLE_PEOPLE }, example: { firstStart: fillExample, people: EXAMPLE_SIGN_INS } } as const;
export type FirstStartName = keyof typeof FIRST_STARTS;
const FOLDER = process.env['ACCORD_FIRST_HOMES'] ?? mkdtempSync(join(tmpdir(), 'accord-first-homes-'));

/** A throw-away installation whose first start lies behind it; no program of it runs yet. What a first start makes, the first spec that wants it makes for all. */
export async function installationAfter(first: FirstStartName, home: string, options: Partial<InstallationOptions> = {}): Promise<Installation> {
  copy(await madeOnce(first), home);
  const installation = await Installation.open({ home, people: FIRST_STARTS[first].people, throwAway: true, say: () => undefined, ...options });
  await moveAccounts(installation);
  return installation;
}

/** Whoever makes its folder first makes the whole of it; the others wait. */
async function madeOnce(first: FirstStartName): Promise<string> {
  const [home, making] = [join(FOLDER, first), join(FOLDER, `${first}.making`)];
  while (!existsSync(home)) {
    try {
      mkdirSync(making);
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code !== 'EEXIST') throw fault;
      await pause(100);
      continue;
    }
    try {
      const installation = await Installation.open({ home: making, throwAway: true, say: () => undefined, ...FIRST_STARTS[first] });
      await installation.stop();
      rmSync(installation.home.ports); // copies would all take the same ones
      renameSync(making, home);
    } catch (fault) {
      rmSync(making, { recursive: true, force: true });
      throw fault;
    }
  }
  return home;
}

/** With owners and rights as they are: PostgreSQL insists on its own. */
function copy(from: string, to: string): void {
  const { status, stderr } = spawnSync('cp', ['-Rp', `${from}/.`, to], { encoding: 'utf8' });
  if (status !== 0) throw new ChainFault(`${from} could not be copied: ${stderr}`);
}

/** The provider of a copy answers at a port of its own. An account stays with the provider it was made for, so only the superuser can move it. */
async function moveAccounts({ migratorUrl, secrets, ports }: Installation): Promise<void> {
  const url = new URL(migratorUrl);
  [url.username, url.password] = ['accord', secrets.databasePasswords.superuser];
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query("SET session_replication_role = 'replica'");
    await client.query('UPDATE account SET issuer = $1', [`http://127.0.0.1:${ports.identity}`]);
  } finally {
    await client.end();
  }
}
