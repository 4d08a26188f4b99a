import { Injectable } from '@nestjs/common';
import { isId, type OdsCode, type PersonId, type Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import { Authorities, Grantors, type AuthorityFacts, type AuthorityId } from '../../contract/index.js';
import { shown } from './shown-names.js';

const FACTS = `SELECT authority.id, authority.ods_code AS "odsCode", authority.person_id AS "personId", ${shown('person.name')} AS "signatoryName", authority.role_title AS "roleTitle",
  lower(authority.during) AS "from", upper(authority.during) AS until, authority.recorded_by AS "recordedBy", authority.confirmed_by AS "confirmedBy",
  authority.confirmed_at AS "confirmedAt", authority.ended_at AS "endedAt" FROM authority JOIN person ON person.id = authority.person_id`;
/** The same as `mayStandFor` in the contract, said in SQL. */
const COUNTS = `authority.confirmed_at IS NOT NULL AND authority.during @> $1::timestamptz AND (authority.ended_at IS NULL OR authority.ended_at > $1)`;

/** Answers the questions others ask of the registers, inside their transaction and with the asker's sight. */
@Injectable()
export class RegistersOfAuthority extends Authorities {
  async byId(tx: Tx, id: AuthorityId): Promise<AuthorityFacts | null> {
    if (!isId(id)) return null;
    return (await sql<AuthorityFacts>(tx, `${FACTS} WHERE authority.id = $1`, [id]))[0] ?? null;
  }

  async ofPerson(tx: Tx, odsCode: OdsCode, personId: PersonId, at: Date): Promise<AuthorityFacts | null> {
    return (await sql<AuthorityFacts>(tx, `${FACTS} WHERE ${COUNTS} AND authority.ods_code = $2 AND authority.person_id = $3 ORDER BY authority.id LIMIT 1`, [at, odsCode, personId]))[0] ?? null;
  }

  async inForce(tx: Tx, odsCodes: readonly OdsCode[], at: Date): Promise<readonly AuthorityFacts[]> {
    return sql<AuthorityFacts>(tx, `${FACTS} WHERE ${COUNTS} AND authority.ods_code = ANY ($2) ORDER BY authority.ods_code, authority.id`, [at, odsCodes]);
  }
}

@Injectable()
export class GrantorsOfDuties extends Grantors {
  async since(tx: Tx, grantee: PersonId, since: Date): Promise<readonly PersonId[]> {
    const rows = await sql<{ id: PersonId }>(tx, `
      SELECT DISTINCT grantor AS id FROM duty_grant, unnest(ARRAY[granted_by, confirmed_by]) AS grantor
      WHERE person_id = $1 AND grantor IS NOT NULL AND (granted_at >= $2 OR confirmed_at >= $2)`, [grantee, since]);
    return rows.map((row) => row.id);
  }
}

export interface AuthorityRow extends AuthorityFacts {
  readonly organisationName: string;
  readonly state: string;
  readonly version: number;
}

export interface AuthorityFilter {
  readonly odsCode?: string | null | undefined;
  readonly personId?: string | null | undefined;
  readonly state?: string | null | undefined;
  /** A part of the signatory's name. */
  readonly search?: string | null | undefined;
}

/** The registers as a list, of all that the asker may see or of one organisation, person or state. */
export async function authorityRows(tx: Tx, filter: AuthorityFilter, page: number, perPage: number): Promise<{ total: number; items: readonly AuthorityRow[] }> {
  const rows = await sql<AuthorityRow & { total: string }>(tx, `
    WITH shown AS (
      SELECT facts.*, organisation.name AS "organisationName", authority.version,
        CASE WHEN facts."endedAt" IS NOT NULL THEN 'ended' WHEN facts."confirmedAt" IS NULL THEN 'recorded' WHEN facts.until <= $1 THEN 'over' ELSE 'confirmed' END AS state
      FROM (${FACTS}) AS facts JOIN authority ON authority.id = facts.id JOIN organisation ON organisation.ods_code = facts."odsCode"
      WHERE ($2::text IS NULL OR facts."odsCode" = $2) AND ($3::uuid IS NULL OR facts."personId" = $3)
        AND ($7::text IS NULL OR position(lower($7) IN lower(facts."signatoryName")) > 0))
    SELECT *, count(*) OVER () AS total FROM shown WHERE $4::text IS NULL OR state = $4 ORDER BY "odsCode", "from", id LIMIT $5 OFFSET $6`,
  [timeOf(tx), filter.odsCode ?? null, filter.personId ?? null, filter.state ?? null, perPage, (page - 1) * perPage, filter.search ?? null]);
  return { total: Number(rows[0]?.total ?? 0), items: rows };
}
