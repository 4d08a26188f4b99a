import { Injectable } from '@nestjs/common';
import { isId, NotFound, type OdsCode, type Tx } from '@accord/kernel';
import { managerOf, sql } from '@accord/kernel/server';
import type { AuthorityId } from '../../contract/index.js';
import type { Authority } from '../domain/authority.js';
import { authorityMapping } from './mappings.js';

@Injectable()
export class AuthorityStore {
  /** All of them or none: an id that is absent, or across the fence, refuses the whole list. */
  async lock(tx: Tx, ids: readonly string[]): Promise<readonly Authority[]> {
    if (!ids.every(isId)) throw new NotFound('line of the register');
    const wanted = [...new Set(ids)] as AuthorityId[];
    const found = await managerOf(tx).getRepository(authorityMapping).createQueryBuilder('authority')
      .where('authority.id = ANY(:wanted)', { wanted }).orderBy('authority.id').setLock('pessimistic_write').getMany();
    if (found.length !== wanted.length) throw new NotFound('line of the register');
    return found;
  }

  async add(tx: Tx, lines: readonly Authority[]): Promise<void> {
    await sql(tx, `INSERT INTO authority (id, ods_code, person_id, role_title, during, recorded_by, recorded_at, version)
      SELECT id, ods_code, person_id, role_title, tstzrange(valid_from, valid_until), recorded_by, recorded_at, 1
      FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::uuid[], $8::timestamptz[])
        AS line (id, ods_code, person_id, role_title, valid_from, valid_until, recorded_by, recorded_at)`, [
      lines.map((each) => each.id), lines.map((each) => each.odsCode), lines.map((each) => each.personId), lines.map((each) => each.roleTitle),
      lines.map((each) => each.from), lines.map((each) => each.until), lines.map((each) => each.recordedBy), lines.map((each) => each.recordedAt),
    ]);
  }

  /** Confirmations and endings, thousands in one statement. */
  async save(tx: Tx, lines: readonly Authority[]): Promise<void> {
    await sql(tx, `UPDATE authority SET confirmed_by = line.confirmed_by, confirmed_at = line.confirmed_at, ended_by = line.ended_by, ended_at = line.ended_at, version = line.version
      FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::uuid[], $5::timestamptz[], $6::integer[])
        AS line (id, confirmed_by, confirmed_at, ended_by, ended_at, version) WHERE authority.id = line.id`, [
      lines.map((each) => each.id), lines.map((each) => each.confirmedBy), lines.map((each) => each.confirmedAt),
      lines.map((each) => each.endedBy), lines.map((each) => each.endedAt), lines.map((each) => each.version),
    ]);
  }

  /** The locality of each organisation at that instant: where it belongs, or, for one that belongs to none, its commissioner's. */
  async localitiesOf(tx: Tx, odsCodes: readonly OdsCode[], at: Date): Promise<ReadonlyMap<string, string>> {
    const rows = await sql<{ ods_code: string; locality_id: string | null }>(tx, `
      SELECT organisation.ods_code, coalesce(member.locality_id, commissioned.id) AS locality_id FROM organisation
      LEFT JOIN locality_membership member ON member.ods_code = organisation.ods_code AND member.during @> $2::timestamptz
      LEFT JOIN locality commissioned ON commissioned.code = organisation.commissioner_code
      WHERE organisation.ods_code = ANY ($1)`, [[...new Set(odsCodes)], at]);
    return new Map(rows.map((row) => [row.ods_code, row.locality_id ?? '']));
  }
}
