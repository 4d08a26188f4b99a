import { Injectable } from '@nestjs/common';
import { isId, type LocalityId, type OdsCode, type Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import { WITHDRAWABLE } from '@accord/agreements';

/** A practice that a campaign may name, of a locality of whoever runs it. */
export interface SelectablePractice {
  readonly odsCode: OdsCode;
  readonly name: string;
  readonly localityId: LocalityId;
  readonly localityName: string;
  /** Agreements it has signed and not left, in localities of whoever asks. */
  readonly agreements: number;
}

const PRACTICES = `
  SELECT organisation.ods_code AS "odsCode", organisation.name, locality.id AS "localityId", locality.name AS "localityName", coalesce(signed.agreements, 0) AS agreements
  FROM locality_membership member
  JOIN locality ON locality.id = member.locality_id
  JOIN organisation ON organisation.ods_code = member.ods_code
  LEFT JOIN (SELECT party.provider_ods_code, count(*)::int AS agreements FROM participation party
    JOIN sharing_agreement agreement ON agreement.id = party.agreement_id AND agreement.state IN ('open', 'closed')
    WHERE party.state = ANY ($1::text[]) AND party.locality_id = ANY (accord_localities()) GROUP BY party.provider_ods_code) signed ON signed.provider_ods_code = member.ods_code
  WHERE member.during @> accord_at() AND member.locality_id = ANY ((SELECT accord_localities())::uuid[])`;

/** Practices of the localities of whoever asks; a closed one may still have signed, and is asked as any other. */
@Injectable()
export class SelectablePractices {
  async ofLocalities(tx: Tx, localityIds: readonly string[]): Promise<SelectablePractice[]> {
    return sql(tx, `${PRACTICES} AND member.locality_id = ANY ($2::uuid[]) ORDER BY organisation.ods_code`, [WITHDRAWABLE, localityIds.filter(isId)]);
  }

  async byCode(tx: Tx, codes: readonly string[]): Promise<ReadonlyMap<string, SelectablePractice>> {
    const rows = await sql<SelectablePractice>(tx, `${PRACTICES} AND member.ods_code = ANY ($2::text[])`, [WITHDRAWABLE, codes]);
    return new Map(rows.map((row) => [row.odsCode, row]));
  }

  /** Of codes that are no practice of theirs: those the directory has. */
  async known(tx: Tx, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await sql<{ odsCode: string; name: string }>(tx, 'SELECT ods_code AS "odsCode", name FROM organisation WHERE ods_code = ANY ($1::text[])', [codes]);
    return new Map(rows.map(({ odsCode, name }) => [odsCode, name]));
  }
}
