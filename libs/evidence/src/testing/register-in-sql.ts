import type { OdsCode, PersonId, Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import { Authorities, type AuthorityFacts, type AuthorityId } from '@accord/people';

const SELECT = `SELECT authority.id, ods_code AS "odsCode", person_id AS "personId", '' AS "signatoryName", role_title AS "roleTitle", lower(during) AS "from",
  upper(during) AS until, recorded_by AS "recordedBy", confirmed_by AS "confirmedBy", confirmed_at AS "confirmedAt", ended_at AS "endedAt" FROM authority`;

/** The registers of authority as they lie in the table, for specs that run without the capability that owns them. */
export class RegisterInSql extends Authorities {
  async byId(tx: Tx, id: AuthorityId): Promise<AuthorityFacts | null> {
    const [line] = await sql<AuthorityFacts>(tx, `${SELECT} WHERE id = $1`, [id]);
    return line ?? null;
  }

  async ofPerson(tx: Tx, odsCode: OdsCode, personId: PersonId, at: Date): Promise<AuthorityFacts | null> {
    const [line] = await sql<AuthorityFacts>(tx, `${SELECT} WHERE ods_code = $1 AND person_id = $2 AND during @> $3::timestamptz`, [odsCode, personId, at]);
    return line ?? null;
  }

  async inForce(tx: Tx, odsCodes: readonly OdsCode[], at: Date): Promise<readonly AuthorityFacts[]> {
    return sql<AuthorityFacts>(tx, `${SELECT} WHERE ods_code = ANY ($1) AND during @> $2::timestamptz AND confirmed_at IS NOT NULL`, [odsCodes, at]);
  }
}
