import { Injectable } from '@nestjs/common';
import { isId, type OdsCode, type PersonId, type Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';

export interface AuthorityAsked {
  readonly authorityId: string;
  readonly odsCode: OdsCode;
  readonly personId: PersonId;
  readonly at: Date;
}

/** Whether a line of the register of authority, confirmed by a second person, covered a person for an organisation at an instant. */
@Injectable()
export class AuthorityInForce {
  async covers(tx: Tx, asked: AuthorityAsked): Promise<boolean> {
    if (!isId(asked.authorityId)) return false;
    const found = await sql(tx, `
      SELECT 1 FROM authority WHERE id = $1 AND ods_code = $2 AND person_id = $3 AND confirmed_by IS NOT NULL
        AND during @> $4::timestamptz AND (ended_at IS NULL OR $4::timestamptz < ended_at)`, [asked.authorityId, asked.odsCode, asked.personId, asked.at]);
    return found.length > 0;
  }
}
