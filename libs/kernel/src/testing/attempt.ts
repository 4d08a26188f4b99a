import type { Client } from 'pg';
import type { Actor } from '../contract/index.js';
import { RUNNING_ROLES } from '../server/index.js';
import type { TestDatabase } from './test-database.js';

/** Who tries: a running role of the database, or the owner of its tables. */
export type Trier = (typeof RUNNING_ROLES)[number] | 'owner';
export const TRIERS: readonly Trier[] = [...RUNNING_ROLES, 'owner'];

export interface Statement {
  readonly text: string;
  readonly params?: readonly unknown[];
}

/**
 * Tries statements straight in SQL, in one transaction introduced as `actor`, with a change record and an announcement beside them, so
 * that nothing but the rule itself refuses. Answers `done`, `nothing` (row-level security hid the row), `forbidden` (no such right), or
 * the name of the rule.
 */
export async function attempt(client: Client, actor: Partial<Actor>, at: Date, statements: readonly Statement[], recorded = true): Promise<string> {
  await client.query('BEGIN');
  try {
    await introduce(client, actor, at);
    let changed = 0;
    for (const { text, params } of statements) changed = (await client.query(text, params as unknown[])).rowCount ?? 0;
    if (changed === 0) return 'nothing';
    if (recorded) await leaveWord(client, at);
    await client.query('COMMIT');
    return 'done';
  } catch (error) {
    const { code, constraint, message } = error as { readonly code?: string; readonly constraint?: string; readonly message: string };
    if (code === '42501') return 'forbidden';
    return constraint ?? `${code}: ${message}`;
  } finally {
    await client.query('ROLLBACK');
  }
}

/** The same attempt as every running role and as the owner, each with all that its settings could open. */
export async function attemptAsEvery(database: TestDatabase, actor: Partial<Actor>, at: Date, statements: readonly Statement[], recorded = true): Promise<Readonly<Record<Trier, string>>> {
  const told: Partial<Record<Trier, string>> = {};
  for (const trier of TRIERS) {
    const client = trier === 'owner' ? database.owner : await clientOf(database, trier);
    if (trier === 'owner') await client.query('SET ROLE accord_owner');
    told[trier] = await attempt(client, trier === 'worker' ? { ...actor, duty: 'worker' } : actor, at, statements, recorded);
    if (trier === 'owner') await client.query('RESET ROLE');
  }
  return told as Record<Trier, string>;
}

const clients = new WeakMap<TestDatabase, Map<string, Client>>();

/** One connection for each role, however often it tries. */
export async function clientOf(database: TestDatabase, role: (typeof RUNNING_ROLES)[number]): Promise<Client> {
  const known = clients.get(database) ?? new Map<string, Client>();
  clients.set(database, known);
  const client = known.get(role) ?? await database.clientAs(role);
  known.set(role, client);
  return client;
}

/** Those who may write agreements at all meet the rule, and so does the owner; the others have no right to begin with. */
export function keptFromAll(rule: string): Readonly<Record<Trier, string>> {
  return { api: rule, worker: rule, publisher: 'forbidden', feed: 'forbidden', audit_reader: 'forbidden', owner: rule };
}

export async function introduce(client: Client, actor: Partial<Actor>, at: Date): Promise<void> {
  await client.query(`SELECT set_config('accord.person', $1, true), set_config('accord.duty', $2, true), set_config('accord.ods', $3, true),
    set_config('accord.localities', $4, true), set_config('accord.at', $5, true)`,
  [actor.personId ?? '', actor.duty ?? '', actor.odsCode ?? '', `{${(actor.localities ?? []).join(',')}}`, at.toISOString()]);
}

/** A change record and an announcement, so that a change lacks neither. */
export async function leaveWord(client: Client, at: Date): Promise<void> {
  await client.query(`INSERT INTO change_record (id, recorded_at, type, subject, outcome, actor_kind, actor_name, details, origin)
    VALUES (gen_random_uuid(), $1, 'spec.attempted', '', 'done', 'system', 'spec', '{}', 'spec')`, [at]);
  await client.query(`INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload) VALUES (gen_random_uuid(), $1, 'spec.attempted', '', '{}', '{}')`, [at]);
}
