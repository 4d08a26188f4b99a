import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { migrateDatabase } from './commands/migrate.js';
import { readSettings } from './config.js';
import { withServer } from './with-server.js';

describe('a command of the command line', () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'accord-nothing-')); });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each<[string, (home: string) => Promise<unknown>]>([
    ['any act on the database', (home) => withServer(readSettings({ home }), 'worker', [], () => undefined, () => Promise.resolve(0))],
    ['migrate', (home) => migrateDatabase(readSettings({ home }))],
  ])('makes no installation where there is none: it says so, and leaves nothing behind: %s', async (_what, act) => {
    const home = join(folder, '.accord');
    await expect(act(home)).rejects.toThrow(`There is no installation in ${home}. Say where yours lies by --home or ACCORD_HOME; accord start makes a new one.`);
    expect(readdirSync(folder)).toEqual([]);
  });
});
