import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import type { OrganisationStatus } from '../../contract/index.js';

export interface OrganisationFilter {
  /** The beginning of a code, or any part of a name. */
  readonly search?: string | null | undefined;
  readonly status?: OrganisationStatus | null | undefined;
  readonly prescribingSetting?: number | null | undefined;
  readonly commissionerCode?: string | null | undefined;
}

export interface OrganisationRow {
  readonly odsCode: string;
  readonly name: string;
  readonly status: OrganisationStatus;
  readonly prescribingSetting: number | null;
  readonly openedOn: string | null;
  readonly closedOn: string | null;
  readonly commissionerCode: string | null;
  readonly joinedCommissionerOn: string | null;
  readonly leftCommissionerOn: string | null;
  readonly nationalGrouping: string | null;
  readonly healthGeography: string | null;
  readonly address: readonly string[];
  readonly postcode: string | null;
  readonly telephone: string | null;
  readonly editionOn: string | null;
}

export interface MembershipRow {
  readonly localityId: string;
  readonly localityCode: string;
  readonly localityName: string;
  readonly fromAt: Date;
  readonly untilAt: Date | null;
}

export interface Page<Row> {
  readonly total: number;
  readonly items: readonly Row[];
}

export interface PageAsked {
  readonly page: number;
  readonly perPage: number;
}

const COLUMNS = `ods_code AS "odsCode", name, status, prescribing_setting AS "prescribingSetting", opened_on::text AS "openedOn", closed_on::text AS "closedOn",
  commissioner_code AS "commissionerCode", joined_commissioner_on::text AS "joinedCommissionerOn", left_commissioner_on::text AS "leftCommissionerOn",
  national_grouping AS "nationalGrouping", health_geography AS "healthGeography", address, postcode, telephone, edition_on::text AS "editionOn"`;

const MATCHES = `($1::text IS NULL OR ods_code LIKE $1 ESCAPE '!' OR name ILIKE '%' || $1 ESCAPE '!')
  AND ($2::text IS NULL OR status = $2) AND ($3::int IS NULL OR prescribing_setting = $3) AND ($4::text IS NULL OR commissioner_code = $4)`;

export async function organisationsMatching(tx: Tx, filter: OrganisationFilter, { page, perPage }: PageAsked): Promise<Page<OrganisationRow>> {
  const search = filter.search?.trim().toUpperCase();
  const params = [search ? `${search.replace(/[!%_]/g, '!$&')}%` : null, filter.status ?? null, filter.prescribingSetting ?? null, filter.commissionerCode ?? null];
  const [counted] = await sql<{ total: number }>(tx, `SELECT count(*)::int AS total FROM organisation WHERE ${MATCHES}`, params);
  const items = await sql<OrganisationRow>(tx, `SELECT ${COLUMNS} FROM organisation WHERE ${MATCHES} ORDER BY ods_code LIMIT $5 OFFSET $6`, [
    ...params, perPage, (page - 1) * perPage,
  ]);
  return { total: counted!.total, items };
}

export async function organisationByCode(tx: Tx, code: string): Promise<OrganisationRow | null> {
  const [organisation] = await sql<OrganisationRow>(tx, `SELECT ${COLUMNS} FROM organisation WHERE ods_code = $1`, [code]);
  return organisation ?? null;
}

/** What the codes are called; a code nobody knows is left out. */
export async function namesOf(tx: Tx, codes: readonly string[]): Promise<readonly { readonly odsCode: string; readonly name: string }[]> {
  return sql(tx, 'SELECT ods_code AS "odsCode", name FROM organisation WHERE ods_code = ANY ($1::text[]) ORDER BY ods_code', [codes]);
}

/** Every locality the practice has been in, in order of time. */
export async function membershipsOf(tx: Tx, code: string): Promise<readonly MembershipRow[]> {
  return sql<MembershipRow>(tx, `
    SELECT locality.id AS "localityId", locality.code AS "localityCode", locality.name AS "localityName", lower(during) AS "fromAt", upper(during) AS "untilAt"
    FROM locality_membership JOIN locality ON locality.id = locality_id WHERE ods_code = $1 ORDER BY during`, [code]);
}

export interface LocalityRow {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  /** Practices in it now, and those of them that are open. */
  readonly practices: number;
  readonly openPractices: number;
}

const COUNTED_LOCALITY = `
  SELECT locality.id, locality.code, locality.name, count(member.ods_code)::int AS practices,
    count(*) FILTER (WHERE organisation.status = 'A')::int AS "openPractices"
  FROM locality LEFT JOIN locality_membership AS member ON member.locality_id = locality.id AND member.during @> $1::timestamptz
  LEFT JOIN organisation ON organisation.ods_code = member.ods_code`;

export async function localitiesMatching(tx: Tx, search: string | null, { page, perPage }: PageAsked): Promise<Page<LocalityRow>> {
  const start = search?.trim() ? `${search.trim().toUpperCase().replace(/[!%_]/g, '!$&')}%` : null;
  const matches = `($2::text IS NULL OR locality.code LIKE $2 ESCAPE '!' OR locality.name ILIKE '%' || $2 ESCAPE '!')`;
  const [counted] = await sql<{ total: number }>(tx, `SELECT count(*)::int AS total FROM locality WHERE $1::timestamptz IS NOT NULL AND ${matches}`, [timeOf(tx), start]);
  const items = await sql<LocalityRow>(tx, `${COUNTED_LOCALITY} WHERE ${matches} GROUP BY locality.id ORDER BY locality.code LIMIT $3 OFFSET $4`, [
    timeOf(tx), start, perPage, (page - 1) * perPage,
  ]);
  return { total: counted!.total, items };
}

export async function localityById(tx: Tx, id: string): Promise<LocalityRow | null> {
  const [locality] = await sql<LocalityRow>(tx, `${COUNTED_LOCALITY} WHERE locality.id = $2 GROUP BY locality.id`, [timeOf(tx), id]);
  return locality ?? null;
}
