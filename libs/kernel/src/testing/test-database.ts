import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';
import type { DataSource, EntitySchema } from 'typeorm';
import { dataSourceFor, digestOfMigrations, LOCK_KEYS, migrate, RUNNING_ROLES, type RunningRole } from '../server/index.js';

const FOLDER = join(import.meta.dirname, '../../../../migrations');
const PASSWORD = 'a-password-for-specs-only';
const POOL_SIZE = 6;

export class NoTestServer extends Error {
  constructor() { super('ACCORD_TEST_DATABASE_URL names no PostgreSQL: run specs through `npm test`.'); }
}

/** A migrated database of its own for one spec file, on a real PostgreSQL. */
export interface TestDatabase {
  readonly name: string;
  /** As superuser: to arrange what no running role may, and to look at everything. */
  readonly owner: Client;
  urlAs(role: RunningRole): string;
  dataSourceAs(role: RunningRole, mappings?: readonly EntitySchema[]): Promise<DataSource>;
  /** A plain connection as a running role, to try breaking rules in SQL. */
  clientAs(role: RunningRole): Promise<Client>;
  /** Another connection as superuser, to look while the first is busy. */
  watcher(): Promise<Client>;
  /** How often transactions of its data sources, and of any connection that has ended, waited for each other. */
  deadlocks(): Promise<number>;
  close(): Promise<void>;
}

export async function testDatabase(server = process.env['ACCORD_TEST_DATABASE_URL']): Promise<TestDatabase> {
  if (server === undefined) throw new NoTestServer();
  const name = `spec_${randomBytes(6).toString('hex')}`;
  const admin = new Client({ connectionString: server });
  await admin.connect();
  try {
    await admin.query('SELECT pg_advisory_lock($1)', [LOCK_KEYS.specTemplate]);
    const template = await migratedTemplate(admin, server);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  } finally {
    await admin.end();
  }
  return open(server, name);
}

async function open(server: string, name: string): Promise<TestDatabase> {
  const owner = new Client({ connectionString: withDatabase(server, name) });
  await owner.connect();
  const sources: DataSource[] = [];
  const clients: Client[] = [];
  const urlAs = (role: RunningRole): string => {
    const url = new URL(withDatabase(server, name));
    url.username = `accord_spec_${role}`;
    url.password = PASSWORD;
    return url.toString();
  };
  const connected = async (connectionString: string): Promise<Client> => {
    const client = new Client({ connectionString });
    await client.connect();
    clients.push(client);
    return client;
  };
  return {
    name, owner, urlAs,
    async dataSourceAs(role, mappings = []) {
      const source = await dataSourceFor({ url: urlAs(role), mappings, poolSize: POOL_SIZE, applicationName: `spec-${role}` }).initialize();
      sources.push(source);
      return source;
    },
    clientAs: (role) => connected(urlAs(role)),
    watcher: () => connected(withDatabase(server, name)),
    async deadlocks() {
      // A connection tells what it counted within ten seconds, or when asked to; asked side by side, each is.
      await Promise.all(sources.flatMap((source) => Array.from({ length: POOL_SIZE }, () => source.query('SELECT pg_stat_force_next_flush(), pg_sleep(0.2)'))));
      return (await owner.query<{ deadlocks: number }>('SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()')).rows[0]!.deadlocks;
    },
    async close() {
      for (const source of sources) if (source.isInitialized) await source.destroy();
      for (const client of clients) await client.end();
      await owner.end();
      const admin = new Client({ connectionString: server });
      await admin.connect();
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
}

async function migratedTemplate(admin: Client, server: string): Promise<string> {
  const template = `spec_template_${digestOfMigrations(FOLDER).slice(0, 12)}`;
  const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
  if (rowCount) return template;
  const growing = `${template}_growing`;
  await admin.query(`DROP DATABASE IF EXISTS ${growing} WITH (FORCE)`);
  await admin.query(`CREATE DATABASE ${growing} TEMPLATE template0 ENCODING 'UTF8'`);
  await migrate(withDatabase(server, growing), FOLDER, new Date('2026-01-01T00:00:00Z'));
  for (const role of RUNNING_ROLES) {
    await admin.query(`DO $$ BEGIN CREATE ROLE accord_spec_${role} LOGIN PASSWORD '${PASSWORD}'; EXCEPTION WHEN duplicate_object THEN NULL; END $$`);
    await admin.query(`GRANT accord_${role} TO accord_spec_${role}`);
  }
  await admin.query(`ALTER DATABASE ${growing} RENAME TO ${template}`);
  return template;
}

function withDatabase(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.toString();
}
