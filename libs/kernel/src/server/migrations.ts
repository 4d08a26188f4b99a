import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { LOCK_KEYS } from './lock-keys.js';

/** Group roles that own rights; login roles, one set per database, are members of them. */
export const GROUP_ROLES = ['accord_owner', 'accord_api', 'accord_worker', 'accord_publisher', 'accord_feed', 'accord_audit_reader'] as const;
export type RunningRole = 'api' | 'worker' | 'publisher' | 'feed' | 'audit_reader';
export const RUNNING_ROLES: readonly RunningRole[] = ['api', 'worker', 'publisher', 'feed', 'audit_reader'];

export class MigrationFault extends Error {}

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

const FILE = /^(\d{4})-([a-z0-9-]+)\.sql$/;

export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder).filter((file) => FILE.test(file)).sort().map((file, index) => {
    const number = Number(FILE.exec(file)![1]);
    if (number !== index + 1) throw new MigrationFault(`Migration ${file} leaves a gap: ${index + 1} was expected.`);
    const text = readFileSync(join(folder, file), 'utf8');
    return { number, name: file, text, checksum: createHash('sha256').update(text).digest('hex') };
  });
}

/** One digest for all of them: two equal digests mean two equal schemas. */
export function digestOfMigrations(folder: string): string {
  return createHash('sha256').update(readMigrations(folder).map((each) => each.checksum).join()).digest('hex');
}

/**
 * Brings a database up to date: group roles, then each new file in a transaction of its own as `accord_owner`. A file that was
 * changed after it was applied stops everything.
 *
 * @param url the migrator (needs CREATEROLE and the right to create in its database)
 */
export async function migrate(url: string, folder: string, recordedAt: Date, say: (line: string) => void = () => undefined): Promise<number> {
  const client = new Client({ connectionString: url, application_name: 'accord-migrate' });
  await client.connect();
  try {
    await waitForOthers(client);
    await makeGroupRoles(client);
    await client.query(`CREATE TABLE IF NOT EXISTS public.migration (number int PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL)`);
    const applied = new Map((await client.query<{ number: number; checksum: string }>('SELECT number, checksum FROM public.migration')).rows.map((row) => [row.number, row.checksum]));
    let done = 0;
    for (const migration of readMigrations(folder)) {
      const before = applied.get(migration.number);
      if (before === migration.checksum) continue;
      if (before !== undefined) throw new MigrationFault(`Migration ${migration.name} was changed after it was applied. Write a new one instead.`);
      say(`migrating: ${migration.name}`);
      await apply(client, migration, recordedAt);
      done += 1;
    }
    await makeQueue(client);
    return done;
  } finally {
    await client.end();
  }
}

async function apply(client: Client, migration: Migration, recordedAt: Date): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query('SET LOCAL ROLE accord_owner');
    await client.query(migration.text);
    await client.query('RESET ROLE');
    await client.query('INSERT INTO public.migration VALUES ($1, $2, $3, $4)', [migration.number, migration.name, migration.checksum, recordedAt]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new MigrationFault(`Migration ${migration.name} failed: ${(error as Error).message}`, { cause: error });
  }
}

/** The queue keeps its tables in a schema of its own and brings them up to date itself; only the worker uses them. */
async function makeQueue(client: Client): Promise<void> {
  const { runMigrations } = await import('bullmq'); // two hundred modules, which only whoever migrates has a use for
  await runMigrations(client, 'bullmq');
  await client.query('RESET search_path');
  await client.query(`GRANT USAGE ON SCHEMA bullmq TO accord_worker`);
  for (const kind of ['TABLES', 'SEQUENCES', 'FUNCTIONS']) await client.query(`GRANT ALL ON ALL ${kind} IN SCHEMA bullmq TO accord_worker`);
}

/** Whoever changes the schema or the rights of one database does so alone, until its connection ends: PostgreSQL lets one of two who grant the same fail. */
async function waitForOthers(client: Client): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [LOCK_KEYS.migrating]);
}

async function makeGroupRoles(client: Client): Promise<void> {
  for (const role of GROUP_ROLES) await createRole(client, role, 'NOLOGIN');
  // The migrator acts as the owner while it migrates; on 16 and newer CREATEROLE alone does not allow that.
  await client.query('GRANT accord_owner TO CURRENT_USER');
  const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
  const database = quoted(rows[0]!.name);
  await client.query(`GRANT CREATE, TEMPORARY ON DATABASE ${database} TO accord_owner`);
  await client.query('GRANT CREATE, USAGE ON SCHEMA public TO accord_owner');
  await client.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC');
  await client.query(`GRANT USAGE ON SCHEMA public TO ${GROUP_ROLES.join(', ')}`);
}

/** Roles are cluster-wide: another installation may have made this one a moment ago. */
async function createRole(client: Client, role: string, options: string): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  if (rowCount) return;
  try {
    await client.query(`CREATE ROLE ${quoted(role)} ${options}`);
  } catch (error) {
    if (!['42710', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
  }
}

/** The login role of one database for one kind of process, e.g. `accord_api` of database `north` is `north_login_api`. */
export function loginRole(database: string, role: RunningRole): string {
  return `${database}_login_${role}`;
}

/** Makes or renews the login roles of this database and gives a connection URL for each. */
export async function makeLoginRoles(url: string, passwords: Readonly<Record<RunningRole, string>>): Promise<Record<RunningRole, string>> {
  const client = new Client({ connectionString: url, application_name: 'accord-migrate' });
  await client.connect();
  try {
    await waitForOthers(client);
    const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
    const database = rows[0]!.name;
    const urls = {} as Record<RunningRole, string>;
    for (const role of RUNNING_ROLES) {
      const login = loginRole(database, role);
      const password = passwords[role];
      if (!/^[A-Za-z0-9_-]{16,}$/.test(password)) throw new MigrationFault(`The password of ${login} must be at least 16 letters, digits, - or _.`);
      await createRole(client, login, 'LOGIN');
      await client.query(`ALTER ROLE ${quoted(login)} LOGIN INHERIT PASSWORD '${password}'`);
      await client.query(`GRANT accord_${role} TO ${quoted(login)}`);
      await client.query(`GRANT CONNECT ON DATABASE ${quoted(database)} TO ${quoted(login)}`);
      const target = new URL(url);
      target.username = login;
      target.password = password;
      urls[role] = target.toString();
    }
    return urls;
  } finally {
    await client.end();
  }
}

function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}
