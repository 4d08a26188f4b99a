import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import { shown } from './shown-names.js';

export interface DutyRow {
  readonly id: string;
  readonly personId: string;
  readonly personName: string;
  readonly duty: string;
  readonly odsCode: string | null;
  readonly organisationName: string | null;
  readonly localities: readonly string[];
  readonly from: Date;
  readonly until: Date | null;
  readonly state: string;
  readonly proposedBy: string | null;
  readonly confirmedBy: string | null;
  readonly version: number;
}

export interface DutyFilter {
  readonly odsCode?: string | null | undefined;
  readonly personId?: string | null | undefined;
  readonly duty?: string | null | undefined;
  readonly state?: string | null | undefined;
}

/** Who holds what for whom, from when until when; row-level security decides which of it is seen. */
export async function dutyRows(tx: Tx, filter: DutyFilter, page: number, perPage: number): Promise<{ total: number; items: readonly DutyRow[] }> {
  const rows = await sql<DutyRow & { total: string }>(tx, `
    WITH shown AS (
      SELECT held.id, held.person_id AS "personId", ${shown('person.name')} AS "personName", held.duty, held.ods_code AS "odsCode", organisation.name AS "organisationName",
        ARRAY(SELECT locality.code FROM duty_grant_locality JOIN locality ON locality.id = locality_id WHERE grant_id = held.id ORDER BY locality.code) AS localities,
        lower(held.during) AS "from", upper(held.during) AS until,
        CASE WHEN held.ended_at IS NOT NULL THEN 'ended' WHEN upper(held.during) <= $1 AND held.confirmed_at IS NOT NULL THEN 'over' WHEN person.disabled_at IS NOT NULL THEN 'held-back'
          WHEN held.confirmed_at IS NULL THEN 'proposed' ELSE 'confirmed' END AS state,
        held.granted_by AS "proposedBy", held.confirmed_by AS "confirmedBy", held.version
      FROM duty_grant held JOIN person ON person.id = held.person_id LEFT JOIN organisation ON organisation.ods_code = held.ods_code
      WHERE ($2::text IS NULL OR held.ods_code = $2) AND ($3::uuid IS NULL OR held.person_id = $3) AND ($4::text IS NULL OR held.duty = $4))
    SELECT *, count(*) OVER () AS total FROM shown WHERE $5::text IS NULL OR state = $5
    ORDER BY "personName", "odsCode" NULLS FIRST, duty, id LIMIT $6 OFFSET $7`,
  [timeOf(tx), filter.odsCode ?? null, filter.personId ?? null, filter.duty ?? null, filter.state ?? null, perPage, (page - 1) * perPage]);
  return { total: Number(rows[0]?.total ?? 0), items: rows };
}

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly isDisabled: boolean;
  readonly version: number;
}

export async function personRows(tx: Tx, search: string | null, page: number, perPage: number, id: string | null = null): Promise<{ total: number; items: readonly PersonRow[] }> {
  const rows = await sql<PersonRow & { total: string }>(tx, `
    WITH seen AS (SELECT id, ${shown('name')} AS name, ${shown('email')} AS email, disabled_at, version FROM person)
    SELECT id, name, email, disabled_at IS NOT NULL AS "isDisabled", version, count(*) OVER () AS total FROM seen
    WHERE ($4::uuid IS NULL OR id = $4) AND ($1::text IS NULL OR position(lower($1) IN lower(name)) > 0) ORDER BY name, id LIMIT $2 OFFSET $3`, [search, perPage, (page - 1) * perPage, id]);
  return { total: Number(rows[0]?.total ?? 0), items: rows };
}
