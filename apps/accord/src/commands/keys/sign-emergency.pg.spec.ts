import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { KeyObject } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { operatorActor } from '@accord/kernel';
import { LOCK_KEYS, Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { KeyCeremonies, missingIn, ONLINE_ROLES, publicKeyOf, signedPartOf } from '@accord/publication/server';
import { foundTrust, keyRing } from '@accord/publication/testing';
import { Home } from '../../state/home.js';
import { readCeremonyFile } from './key-files.js';
import { signedInPlace, signEmergency } from './sign-emergency.js';

const clock = new FixedClock('2026-03-02T09:00:00Z');
const keys = keyRing();
const operator = operatorActor('Orla Fenwick');

describe('holders who give the same command at once', () => {
  let folder: string;
  let home: Home;
  let path: string;
  let database: TestDatabase;
  let installation: Transactions;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'accord-emergency-'));
    home = new Home(folder);
    mkdirSync(home.onlineKeys, { recursive: true });
    path = join(folder, 'keys', 'emergency.json');
    database = await testDatabase();
    const trust = foundTrust(keys, clock.now());
    for (const { role, bytes } of [trust.root, trust.targets]) {
      await database.owner.query('INSERT INTO tuf_metadata (role, version, content, signed_at, expires_at) VALUES ($1, 1, $2, $3, $4)', [role, bytes, clock.now(), signedPartOf(bytes).expires]);
    }
    installation = new Transactions(await database.dataSourceAs('publisher'), clock);
  });
  afterAll(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const step = (holder: KeyObject) => signEmergency(home, path, installation, operator, clock, { holders: [holder], say: () => undefined });

  /** Until so many of them wait for the one whose step is under way. */
  async function waiting(holders: number): Promise<void> {
    const watcher = await database.watcher();
    const waits = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
    for (let tries = 0; tries < 100 && (await watcher.query(waits)).rowCount !== holders; tries += 1) await pause(20);
  }

  it('all sign one change, one after the other, and nothing that one of them gave is lost', async () => {
    const [one, others] = [keys.root[0]!, [...keys.root.slice(1), keys.targets]];
    await database.owner.query('SELECT pg_advisory_lock($1)', [LOCK_KEYS.keyHolders]);
    const all = Promise.all(others.map((holder) => step(holder)));
    await waiting(others.length);
    expect(existsSync(path)).toBe(false);
    const place = { home, path, standing: (await installation.read(operator, (tx) => new KeyCeremonies().standing(tx)))!, everTrusted: new Set<string>(), now: clock.now() };
    await signedInPlace(place, null, { holders: [one], say: () => undefined });
    await database.owner.query('SELECT pg_advisory_unlock($1)', [LOCK_KEYS.keyHolders]);
    await all;
    const gathered = readCeremonyFile(path);
    expect(gathered.signatures.map(({ key }) => key)).toEqual([one, ...others].map(publicKeyOf).sort());
    expect([missingIn(gathered), readdirSync(home.onlineKeys).length]).toEqual([[], ONLINE_ROLES.length]);
  });
});
