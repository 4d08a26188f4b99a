import { Injectable } from '@nestjs/common';
import { isId, NotFound, type Duty, type PersonId, type Tx } from '@accord/kernel';
import { managerOf, sql } from '@accord/kernel/server';
import type { GrantId } from '../../contract/index.js';
import type { DutyGrant } from '../domain/duty-grant.js';
import { dutyGrantMapping } from './mappings.js';

@Injectable()
export class GrantStore {
  async lock(tx: Tx, id: string): Promise<DutyGrant> {
    const grant = isId(id) ? await managerOf(tx).getRepository(dutyGrantMapping).findOne({ where: { id: id as GrantId }, lock: { mode: 'pessimistic_write' } }) : null;
    if (grant === null) throw new NotFound('grant');
    return grant;
  }

  /** Duties of a person that are not over and not ended; the one asked about is left out. */
  async openDuties(tx: Tx, personId: PersonId, at: Date, except?: GrantId): Promise<readonly { duty: Duty; odsCode: string | null; isConfirmed: boolean }[]> {
    return sql(tx, `SELECT duty, ods_code AS "odsCode", confirmed_at IS NOT NULL AS "isConfirmed" FROM duty_grant
      WHERE person_id = $1 AND ended_at IS NULL AND (upper_inf(during) OR upper(during) > $2) AND id IS DISTINCT FROM $3`, [personId, at, except ?? null]);
  }

  async add(tx: Tx, grant: DutyGrant): Promise<void> {
    await managerOf(tx).getRepository(dutyGrantMapping).insert(grant);
    if (grant.localities.length === 0) return;
    await sql(tx, 'INSERT INTO duty_grant_locality (grant_id, locality_id) SELECT $1, * FROM unnest($2::uuid[])', [grant.id, [...new Set(grant.localities)]]);
  }

  async save(tx: Tx, grant: DutyGrant): Promise<void> {
    await managerOf(tx).getRepository(dutyGrantMapping).save(grant);
  }

  /** Nobody acts in a duty that ended: those sessions choose again. */
  async leaveSessions(tx: Tx, id: GrantId): Promise<void> {
    await sql(tx, 'UPDATE session SET grant_id = NULL WHERE grant_id = $1', [id]);
  }

  async administratorsNamed(tx: Tx): Promise<boolean> {
    return (await sql(tx, 'SELECT 1 FROM duty_grant WHERE installation_slot IS NOT NULL LIMIT 1')).length > 0;
  }
}
