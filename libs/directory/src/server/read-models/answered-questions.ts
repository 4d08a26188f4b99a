import type { LocalityId, OdsCode, Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import { Localities, OrganisationDirectory, type DirectoryEntry, type LocalityEntry } from '../../contract/index.js';

export class OrganisationDirectoryInSql extends OrganisationDirectory {
  async byCode(tx: Tx, codes: readonly OdsCode[]): Promise<ReadonlyMap<OdsCode, DirectoryEntry>> {
    const rows = await sql<DirectoryEntry>(tx, `
      SELECT ods_code AS "odsCode", name, status, prescribing_setting AS "prescribingSetting", opened_on::text AS "openedOn", closed_on::text AS "closedOn",
        commissioner_code AS "commissionerCode" FROM organisation WHERE ods_code = ANY ($1::text[])`, [codes]);
    return new Map(rows.map((row) => [row.odsCode, row]));
  }

  async openAt(tx: Tx, codes: readonly OdsCode[], at: Date): Promise<ReadonlySet<OdsCode>> {
    const rows = await sql<{ code: OdsCode }>(tx, `
      SELECT ods_code AS code FROM organisation
      WHERE ods_code = ANY ($1::text[]) AND (opened_on IS NULL OR opened_on::timestamp AT TIME ZONE 'Europe/London' <= $2::timestamptz)
        AND coalesce(organisation_open_until(ods_code), 'infinity') > $2::timestamptz`, [codes, at]);
    return new Set(rows.map((row) => row.code));
  }
}

const LOCALITY = 'SELECT id, code, name FROM locality';

export class LocalitiesInSql extends Localities {
  async byCode(tx: Tx, code: string): Promise<LocalityEntry | null> {
    const [locality] = await sql<LocalityEntry>(tx, `${LOCALITY} WHERE code = $1`, [code]);
    return locality ?? null;
  }

  async byId(tx: Tx, id: LocalityId): Promise<LocalityEntry | null> {
    const [locality] = await sql<LocalityEntry>(tx, `${LOCALITY} WHERE id = $1`, [id]);
    return locality ?? null;
  }

  async membersOn(tx: Tx, localityId: LocalityId, at: Date): Promise<readonly OdsCode[]> {
    const rows = await sql<{ code: OdsCode }>(tx, `
      SELECT ods_code AS code FROM locality_membership WHERE locality_id = $1 AND during @> $2::timestamptz ORDER BY ods_code`, [localityId, at]);
    return rows.map((row) => row.code);
  }

  async ofPractices(tx: Tx, codes: readonly OdsCode[], at: Date): Promise<ReadonlyMap<OdsCode, LocalityEntry>> {
    const rows = await sql<LocalityEntry & { practice: OdsCode }>(tx, `
      SELECT member.ods_code AS practice, locality.id, locality.code, locality.name
      FROM locality_membership AS member JOIN locality ON locality.id = member.locality_id
      WHERE member.ods_code = ANY ($1::text[]) AND member.during @> $2::timestamptz`, [codes, at]);
    return new Map(rows.map(({ practice, ...locality }) => [practice, locality]));
  }
}
