import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../testing/index.js';
import { makeLoginRoles, migrate, RUNNING_ROLES, type RunningRole } from './migrations.js';

const FOLDER = join(import.meta.dirname, '../../../../migrations');

describe('a database that several commands make ready at once', () => {
  let database: TestDatabase;
  beforeAll(async () => { database = await testDatabase(); });
  afterAll(async () => {
    for (const role of RUNNING_ROLES) await database.owner.query(`DROP OWNED BY ${database.name}_login_${role}; DROP ROLE ${database.name}_login_${role}`);
    await database.close();
  });

  it('is ready for each of them', async () => {
    const url = new URL(process.env['ACCORD_TEST_DATABASE_URL']!);
    url.pathname = `/${database.name}`;
    const passwords = Object.fromEntries(RUNNING_ROLES.map((role) => [role, `password-of-${role}-1234`])) as Record<RunningRole, string>;
    const again = async (act: () => Promise<unknown>): Promise<void> => { for (let round = 0; round < 15; round += 1) await act(); };
    const migrating = again(async () => { expect(await migrate(url.href, FOLDER, new Date('2026-03-02T09:00:00Z'))).toBe(0); });
    const entering = Array.from({ length: 4 }, () => again(async () => { expect(Object.keys(await makeLoginRoles(url.href, passwords))).toEqual(RUNNING_ROLES); }));
    await Promise.all([migrating, ...entering]);
  });
});
