import { Injectable } from '@nestjs/common';
import type { PersonId, Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import { PeopleToMail, type PersonToMail, type Seat } from '../../contract/index.js';

/** $1 is the instant. The same as `holds` in the contract, said in SQL. */
const SEATS = `
  SELECT person.id AS "personId", person.name, mail_address.address, mail_address.proven_at AS "provenAt", seats.seats
  FROM mail_address JOIN person ON person.id = mail_address.person_id AND person.disabled_at IS NULL
  JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('duty', held.duty, 'odsCode', held.ods_code, 'organisationName', organisation.name,
        'localities', ARRAY(SELECT locality_id FROM duty_grant_locality WHERE grant_id = held.id ORDER BY locality_id)) ORDER BY held.ods_code NULLS FIRST, held.duty, held.id) AS seats
    FROM duty_grant held LEFT JOIN organisation ON organisation.ods_code = held.ods_code
    WHERE held.person_id = person.id AND held.confirmed_at IS NOT NULL AND held.during @> $1::timestamptz AND (held.ended_at IS NULL OR held.ended_at > $1)) seats ON seats.seats IS NOT NULL`;

/** Who may be written to, where, and what they hold. Asked by Accord itself; anybody else sees their own address at most. */
@Injectable()
export class ProvenAddresses extends PeopleToMail {
  async after(tx: Tx, personId: PersonId | null, at: Date, atMost: number): Promise<readonly PersonToMail[]> {
    return sql<PersonToMail & { seats: Seat[] }>(tx, `${SEATS} WHERE $2::uuid IS NULL OR person.id > $2 ORDER BY person.id LIMIT $3`, [at, personId, atMost]);
  }

  async one(tx: Tx, personId: PersonId, at: Date): Promise<PersonToMail | null> {
    const [row] = await sql<PersonToMail & { seats: Seat[] }>(tx, `${SEATS} WHERE person.id = $2`, [at, personId]);
    return row ?? null;
  }

  async addressOf(tx: Tx, personId: PersonId): Promise<string | null> {
    const [row] = await sql<{ address: string }>(tx, 'SELECT address FROM mail_address WHERE person_id = $1', [personId]);
    return row?.address ?? null;
  }
}
