import type { PersonId } from '@accord/kernel';
import { makeLoginRoles, migrate, EmbeddedPostgres, type RunningRole } from '@accord/kernel/server';
import { join } from 'node:path';
import pg from 'pg';
import { WORKSPACE } from './config.js';
import { LaunchFault } from './launch-fault.js';
import type { Home } from './state/home.js';
import { rememberedPorts } from './state/remembered-ports.js';
import type { Secrets } from './state/secrets.js';

const SUPERUSER = 'accord';
const MIGRATOR = 'accord_migrator';
const DATABASE = 'accord';
const OLDEST = 15;
/** PostgreSQL's code for a right that a role does not have. */
const MAY_NOT = '42501';

/** The packaged server, and on it a database that belongs to a migrator without superuser rights, as on a server of one's own. */
export async function startPackagedServer(home: Home, secrets: Secrets, throwAway: boolean): Promise<EmbeddedPostgres> {
  const { superuser: password, migrator } = secrets.databasePasswords;
  const preferredPort = rememberedPorts(home).postgres;
  const server = await EmbeddedPostgres.start({
    dataDir: home.postgres, user: SUPERUSER, password, throwAway, ...(preferredPort === undefined ? {} : { preferredPort }),
    settings: { max_wal_size: '2GB', shared_buffers: '256MB' },
  });
  try {
    await makeDatabase(server.url(), migrator);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

export function migratorUrl(server: EmbeddedPostgres, secrets: Secrets): string {
  return server.url(DATABASE, MIGRATOR, secrets.databasePasswords.migrator);
}

async function makeDatabase(url: string, password: string): Promise<void> {
  await connected(url, async (client) => {
    const roles = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [MIGRATOR]);
    if (roles.rowCount === 0) await client.query(`CREATE ROLE ${MIGRATOR} LOGIN CREATEROLE PASSWORD '${password}'`);
    const databases = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (databases.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE} OWNER ${MIGRATOR}`);
  });
}

/** Settings under which a crash may undo what has been acknowledged (R13). */
const FORGETFUL = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;

/** A server that may forget is no place for what people sign. */
export async function demandDurable(url: string): Promise<void> {
  const off = await connected(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(`SELECT name FROM pg_settings WHERE name = ANY ($1) AND setting = 'off' ORDER BY name`, [FORGETFUL]);
    return rows.map(({ name }) => name);
  });
  if (off.length > 0) throw new LaunchFault(`The database at ${new URL(url).host} may forget what it has acknowledged: ${off.join(', ')} ${off.length === 1 ? 'is' : 'are'} off. Switch ${off.length === 1 ? 'it' : 'them'} on.`);
}

/** Brings the database up to date and gives one address for each running role. */
export async function prepareDatabase(url: string, secrets: Secrets, now: Date, say: (line: string) => void): Promise<Record<RunningRole, string>> {
  await connected(url, async (client) => {
    const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num');
    const version = Math.floor(Number(rows[0]?.server_version_num) / 10_000);
    if (version < OLDEST) throw new LaunchFault(`DATABASE_URL names a PostgreSQL ${version}; ${OLDEST} or newer is needed.`);
  });
  try {
    const applied = await migrate(url, join(WORKSPACE, 'migrations'), now, say);
    say(applied === 0 ? 'the database is up to date' : `${applied} migration${applied === 1 ? '' : 's'} applied`);
    const { superuser: _superuser, migrator: _migrator, ...running } = secrets.databasePasswords;
    return await makeLoginRoles(url, running);
  } catch (error) {
    if ((error as { code?: string }).code !== MAY_NOT) throw error;
    const { host, username } = new URL(url);
    throw new LaunchFault(`The role ${decodeURIComponent(username)} of DATABASE_URL may not do at ${host} what bringing the database up to date needs (${(error as Error).message}): it needs CREATEROLE, and the database has to be its own.`);
  }
}

/** Asked as the owner, whatever the migrator inherits: where row-level security hides people, an empty answer would be wrong. */
export async function hasAnyPerson(url: string): Promise<boolean> {
  return connected(url, async (client) => {
    await client.query('BEGIN READ ONLY');
    await client.query('SET LOCAL ROLE accord_owner');
    const { rows } = await client.query<{ found: boolean }>('SELECT EXISTS (SELECT FROM person) AS found');
    await client.query('ROLLBACK');
    return rows[0]?.found === true;
  });
}

/** Those whom installation has named already, in their order: a first start that was cut short finds them again. */
export async function namedAdministrators(url: string): Promise<readonly PersonId[]> {
  return connected(url, async (client) => {
    await client.query('BEGIN READ ONLY');
    await client.query('SET LOCAL ROLE accord_owner');
    const { rows } = await client.query<{ person_id: PersonId }>('SELECT person_id FROM duty_grant WHERE installation_slot IS NOT NULL ORDER BY installation_slot');
    await client.query('ROLLBACK');
    return rows.map((row) => row.person_id);
  });
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'accord', connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined); // told again by the query that was running
  try {
    await client.connect();
  } catch (error) {
    const { hostname, port, username } = new URL(url);
    const reason = (error as Error).message || (error as NodeJS.ErrnoException).code;
    throw new LaunchFault(`The database at ${hostname}:${port || 5432} cannot be used as ${decodeURIComponent(username) || 'nobody'}: ${reason}.`);
  }
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

