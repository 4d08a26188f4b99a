import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RUNNING_ROLES } from '@accord/kernel/server';
import { testDatabase, type TestDatabase } from '@accord/kernel/testing';

/** Tables without row-level security, each with the reason why nobody's fence runs through it. Every other table has one. */
const UNFENCED: Readonly<Record<string, string>> = {
  migration: 'which files were applied',
  outbox: 'ids and types of events, read by processes alone',
  idempotency: 'answers by holder and key, read by processes alone',
  organisation: 'the national directory is public',
  organisation_status: 'the national directory is public',
  locality: 'the national directory is public',
  locality_membership: 'the national directory is public',
  directory_import: 'the national directory is public; the duty that may import is asked for by the use-case',
  directory_task: 'the national directory is public',
  duty: 'a list of codes',
  duty_conflict: 'a list of codes',
  session: 'read before anybody is known, by the hash of a secret',
  service: 'which services exist is no secret',
  service_view: 'which views exist is no secret',
  lawful_move: 'the moves of an agreement, as data',
  publication: 'numbers and hashes, which every registered machine is served',
  publication_target: 'paths and hashes, which every registered machine is served',
  tuf_metadata: 'served to every registered machine',
  viewing_organisation: 'which codes are one body is public',
  viewing_organisation_member: 'which codes are one body is public',
  document: 'named by its hash, which only evidence tells, and evidence has a fence',
  gateway_contact: 'whoever stops a sharing is told which gateways have applied it',
  receipt: 'whoever stops a sharing is told which gateways have applied it',
  access_event_sender: 'numbers of senders, and nothing of what they sent',
};

const APPEND_ONLY = ['change_record', 'access_event', 'past_row'];
const TABLES = `FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')`;
let db: TestDatabase;

async function names(text: string, params: unknown[] = []): Promise<string[]> {
  const { rows } = await db.owner.query<{ name: string }>(text, params);
  return rows.map(({ name }) => name).sort();
}

const unfenced = () => names(`SELECT c.relname AS name ${TABLES} AND NOT c.relrowsecurity AND NOT (c.relname = ANY ($1))`, [Object.keys(UNFENCED)]);
const unforced = () => names(`SELECT c.relname AS name ${TABLES} AND c.relrowsecurity AND NOT c.relforcerowsecurity`);

/** Table and column privileges alike, on the tables and on each of their partitions. */
const mayRewrite = () => names(`
  SELECT r.rolname || ' may ' || p.privilege || ' ' || c.relname AS name
    FROM pg_roles r, (VALUES ('UPDATE'), ('DELETE'), ('TRUNCATE')) AS p (privilege), pg_class c
   WHERE r.rolname = ANY ($1)
     AND c.oid IN (SELECT t FROM unnest($2::text[]) AS listed (table_name), pg_partition_tree(to_regclass(listed.table_name)) AS tree (t, parent, leaf, level)
                   UNION SELECT to_regclass(listed.table_name) FROM unnest($2::text[]) AS listed (table_name))
     AND (has_table_privilege(r.oid, c.oid, p.privilege)
       OR (p.privilege = 'UPDATE' AND has_any_column_privilege(r.oid, c.oid, 'UPDATE')))`, [runningRoles(), APPEND_ONLY]);

const runningRoles = () => RUNNING_ROLES.flatMap((role) => [`accord_${role}`, `accord_spec_${role}`]);

async function whileBroken(statement: string, ask: () => Promise<string[]>): Promise<string[]> {
  await db.owner.query('BEGIN');
  try {
    await db.owner.query(statement);
    return await ask();
  } finally {
    await db.owner.query('ROLLBACK');
  }
}

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(async () => db.close());

describe('row-level security', () => {
  it('is on for every table that is not listed with a reason', async () => expect(await unfenced()).toEqual([]));
  it('binds the owner too, wherever it is on', async () => expect(await unforced()).toEqual([]));
  it('is off for nothing that has gone, or has a fence by now', async () => {
    expect(await names(`SELECT listed AS name FROM unnest($1::text[]) AS listed WHERE to_regclass(listed) IS NULL
      OR (SELECT relrowsecurity FROM pg_class WHERE oid = to_regclass(listed))`, [Object.keys(UNFENCED)])).toEqual([]);
  });
  it('is missed when it is taken off', async () => {
    expect(await whileBroken('ALTER TABLE change_record DISABLE ROW LEVEL SECURITY', unfenced)).toEqual(['change_record']);
    expect(await whileBroken('ALTER TABLE change_record NO FORCE ROW LEVEL SECURITY', unforced)).toEqual(['change_record']);
    expect(await whileBroken('CREATE TABLE new_table (id uuid)', unfenced)).toEqual(['new_table']);
  });
});

describe('a running role', () => {
  it('exists, each one', async () => expect(await names('SELECT rolname AS name FROM pg_roles WHERE rolname = ANY ($1)', [runningRoles()])).toEqual(runningRoles().sort()));

  it('bypasses no fence and makes no role', async () => {
    expect(await names('SELECT rolname AS name FROM pg_roles WHERE rolname = ANY ($1) AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication)', [runningRoles()])).toEqual([]);
  });

  it('owns nothing', async () => {
    expect(await names('SELECT c.relname AS name FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = ANY ($1)', [runningRoles()])).toEqual([]);
    expect(await names('SELECT p.proname AS name FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner WHERE r.rolname = ANY ($1)', [runningRoles()])).toEqual([]);
  });

  it('cannot become the owner, nor another running role', async () => {
    expect(await names(`
      SELECT r.rolname || ' as ' || other.rolname AS name FROM pg_roles r, pg_roles other
       WHERE r.rolname = ANY ($1) AND other.rolname LIKE 'accord\\_%' AND other.rolname NOT LIKE 'accord\\_spec\\_%'
         AND pg_has_role(r.oid, other.oid, 'MEMBER') AND other.rolname NOT IN (r.rolname, replace(r.rolname, 'accord_spec_', 'accord_'))`, [runningRoles()])).toEqual([]);
  });

  it('makes nothing in the schema', async () => {
    expect(await names(`SELECT rolname AS name FROM pg_roles WHERE rolname = ANY ($1) AND has_schema_privilege(oid, 'public', 'CREATE')`, [runningRoles()])).toEqual([]);
  });

  it('is granted no change of what is only ever added', async () => {
    expect(await mayRewrite()).toEqual([]);
    expect(await whileBroken('GRANT UPDATE (reason) ON change_record TO accord_api', mayRewrite)).toEqual(['accord_api may UPDATE change_record', 'accord_spec_api may UPDATE change_record']);
    expect(await whileBroken('GRANT DELETE ON access_event TO accord_worker', mayRewrite)).toEqual(expect.arrayContaining(['accord_worker may DELETE access_event']));
  });

  it.each(RUNNING_ROLES.flatMap((role) => APPEND_ONLY.flatMap((table) => [
    [role, `UPDATE ${table} SET id = id`], [role, `DELETE FROM ${table}`], [role, `TRUNCATE ${table}`],
  ] as const)))('%s is refused by the database: %s', async (role, statement) => {
    const client = await db.clientAs(role);
    await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('a function that looks past the fences', () => {
  const unpinned = () => names(`
    SELECT p.proname AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname = 'public' AND p.prosecdef AND NOT EXISTS (SELECT 1 FROM unnest(p.proconfig) AS setting WHERE setting LIKE 'search_path=%')`);
  it('says where it looks names up', async () => {
    expect(await unpinned()).toEqual([]);
    expect(await whileBroken(`CREATE FUNCTION peek() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'`, unpinned)).toEqual(['peek']);
  });
});
