import type { Duty, LocalityId, OdsCode, PersonId, Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import type { HeldGrant } from '../domain/held-grant.js';

export interface ActingBySession {
  readonly personId: PersonId;
  readonly name: string;
  readonly isDisabled: boolean;
  readonly duty: Duty | null;
  readonly odsCode: OdsCode | null;
  readonly localities: readonly LocalityId[];
  readonly acr: string | null;
  readonly authenticatedAt: Date;
  readonly seenAt: Date;
  readonly expiresAt: Date;
}

/** The same as `holds` in the contract, said in SQL. */
const HELD = `held.confirmed_at IS NOT NULL AND held.during @> $2::timestamptz AND (held.ended_at IS NULL OR held.ended_at > $2)`;
const LOCALITIES = `ARRAY(SELECT locality_id FROM duty_grant_locality WHERE grant_id = held.id ORDER BY locality_id)`;

/** Duties somebody holds at an instant, in the order of organisation and duty. */
export function grantsInForce(tx: Tx, personId: PersonId, at: Date): Promise<readonly HeldGrant[]> {
  return sql<HeldGrant>(tx, `
    SELECT held.id, held.duty, held.ods_code AS "odsCode", organisation.name AS "organisationName", ${LOCALITIES} AS localities,
      upper(held.during) AS until, person.name AS "personName"
    FROM duty_grant held JOIN person ON person.id = held.person_id LEFT JOIN organisation ON organisation.ods_code = held.ods_code
    WHERE held.person_id = $1 AND person.disabled_at IS NULL AND ${HELD}
    ORDER BY held.ods_code NULLS FIRST, held.duty, held.id`, [personId, at]);
}

export async function accountHolder(tx: Tx, issuer: string, subject: string): Promise<{ personId: PersonId; name: string; isDisabled: boolean } | null> {
  const [holder] = await sql<{ personId: PersonId; name: string; isDisabled: boolean }>(tx, `
    SELECT person.id AS "personId", person.name, person.disabled_at IS NOT NULL AS "isDisabled"
    FROM account JOIN person ON person.id = account.person_id WHERE account.issuer = $1 AND account.subject = $2`, [issuer, subject]);
  return holder ?? null;
}

/** Whether this person is a system administrator at an instant, and how many others are. */
export async function administratorsAt(tx: Tx, personId: PersonId, at: Date): Promise<{ isOne: boolean; others: number }> {
  const [found] = await sql<{ isOne: boolean | null; others: number }>(tx, `
    SELECT bool_or(person.id = $1) AS "isOne", (count(DISTINCT person.id) FILTER (WHERE person.id <> $1))::int AS others
    FROM duty_grant held JOIN person ON person.id = held.person_id WHERE held.duty = 'system-administrator' AND person.disabled_at IS NULL AND ${HELD}`, [personId, at]);
  return { isOne: found?.isOne ?? false, others: found?.others ?? 0 };
}

export async function nameOf(tx: Tx, personId: PersonId): Promise<string> {
  const [person] = await sql<{ name: string }>(tx, 'SELECT name FROM person WHERE id = $1', [personId]);
  return person?.name ?? '';
}

/** Everything a request needs to know of who asks, in one statement. A duty no longer held comes back as none. */
export function actingBySession(idHash: string, at: Date): { readonly text: string; readonly params: readonly unknown[] } {
  return { params: [idHash, at], text: `
    SELECT person.id AS "personId", person.name, person.disabled_at IS NOT NULL AS "isDisabled", held.duty, held.ods_code AS "odsCode",
      CASE WHEN held.id IS NULL THEN '{}' ELSE ${LOCALITIES} END AS localities,
      session.acr, session.authenticated_at AS "authenticatedAt", session.seen_at AS "seenAt", session.expires_at AS "expiresAt"
    FROM session JOIN person ON person.id = session.person_id
    LEFT JOIN duty_grant held ON held.id = session.grant_id AND held.person_id = session.person_id AND ${HELD}
    WHERE session.id_hash = $1` };
}
