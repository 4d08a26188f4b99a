import { Injectable } from '@nestjs/common';
import type { PersonId, Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';

@Injectable()
export class MailAddressStore {
  /** Keeps the address that was proven last; says whether it is another than before. */
  async prove(tx: Tx, personId: PersonId, address: string, issuer: string, at: Date): Promise<boolean> {
    const rows = await sql(tx, `INSERT INTO mail_address (person_id, address, issuer, proven_at) VALUES ($1, $2, $3, $4)
      ON CONFLICT (person_id) DO UPDATE SET address = excluded.address, issuer = excluded.issuer, proven_at = excluded.proven_at
      WHERE (mail_address.address, mail_address.issuer) IS DISTINCT FROM (excluded.address, excluded.issuer) RETURNING person_id`, [personId, address, issuer, at]);
    return rows.length > 0;
  }
}
