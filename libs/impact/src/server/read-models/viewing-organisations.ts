import type { GateFact, GateReading } from '@accord/activations';
import { gatesOf } from '@accord/activations';
import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';

export interface PageAsked { readonly page: number; readonly perPage: number }

export interface ViewingOrganisationRow {
  readonly id: string;
  readonly odsCode: string;
  readonly name: string;
  /** Views of its current sets, over all services. */
  readonly views: number;
  readonly agreements: number;
  /** Sharing organisations live in agreements in which it is live: agreed, whether or not anything is seen now. */
  readonly providers: number;
  /** A part of it in some agreement is the reader's to see; its readiness is not told without. */
  readonly hasVisiblePart: boolean;
  /** When the last of its current certificates ends; null where none is current, or none to see. */
  readonly certificateUntil: Date | null;
}

export interface ViewSetRow {
  readonly id: string;
  readonly serviceCode: string;
  readonly serviceName: string;
  readonly views: readonly { readonly code: string; readonly name: string }[];
  readonly fromAt: Date;
  readonly untilAt: Date | null;
  readonly reservedByReference: string;
  /** Null where the agreement is not the reader's to see. */
  readonly reservedByAgreementId: string | null;
}

export interface ViewedAgreementRow {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly state: string;
  readonly localityCode: string;
  readonly localityName: string;
  readonly partId: string;
  readonly partState: string;
  readonly partStateAt: Date;
  readonly providers: readonly { readonly state: string; readonly count: number }[];
}

export interface ViewingSystemRow {
  readonly id: string;
  readonly name: string;
  readonly certificates: readonly { readonly id: string; readonly state: string; readonly fromAt: string; readonly untilAt: string; readonly revokedAt: string | null }[];
}

/** Those of whom a view set or a part is the reader's to see. */
const ORGANISATIONS = (matches: string): string => `
  SELECT organisation.ods_code, organisation.name FROM organisation
  WHERE (EXISTS (SELECT FROM consumer_part WHERE consumer_part.consumer_ods_code = organisation.ods_code)
      OR EXISTS (SELECT FROM viewing_organisation_member member JOIN view_set ON view_set.viewing_organisation_id = member.viewing_organisation_id
        WHERE member.ods_code = organisation.ods_code AND member.during @> $1::timestamptz))
    AND ${matches}`;
const FOUND = `($2::text IS NULL OR organisation.ods_code = upper($2) OR strpos(lower(organisation.name), lower($2)) > 0)`;
const NAMED = 'organisation.ods_code = $2';

const LISTED = (matches: string): string => `
  SELECT found.ods_code AS id, found.ods_code AS "odsCode", found.name,
    (SELECT coalesce(sum(cardinality(view_set.views)), 0)::int FROM viewing_organisation_member member JOIN view_set ON view_set.viewing_organisation_id = member.viewing_organisation_id
      WHERE member.ods_code = found.ods_code AND member.during @> $1::timestamptz AND view_set.current_during @> $1::timestamptz) AS views,
    (SELECT count(DISTINCT agreement_id)::int FROM consumer_part WHERE consumer_ods_code = found.ods_code) AS agreements,
    (SELECT count(DISTINCT participation.provider_ods_code)::int FROM consumer_part part JOIN participation ON participation.agreement_id = part.agreement_id AND participation.state = 'live'
      WHERE part.consumer_ods_code = found.ods_code AND part.state = 'live') AS providers,
    EXISTS (SELECT FROM consumer_part WHERE consumer_ods_code = found.ods_code) AS "hasVisiblePart",
    (SELECT max(upper(valid_during)) FROM system_certificate WHERE consumer_ods_code = found.ods_code AND confirmed_at IS NOT NULL AND revoked_at IS NULL AND valid_during @> $1::timestamptz) AS "certificateUntil"
  FROM (${ORGANISATIONS(matches)} ORDER BY organisation.name, organisation.ods_code LIMIT $3 OFFSET $4) found ORDER BY found.name, found.ods_code`;

export async function viewingOrganisations(tx: Tx, find: string | null, { page, perPage }: PageAsked): Promise<{ readonly total: number; readonly items: readonly ViewingOrganisationRow[] }> {
  const [counted] = await sql<{ total: number }>(tx, `SELECT count(*)::int AS total FROM (${ORGANISATIONS(FOUND)}) found`, [timeOf(tx), find]);
  return { total: counted!.total, items: await sql<ViewingOrganisationRow>(tx, LISTED(FOUND), [timeOf(tx), find, perPage, (page - 1) * perPage]) };
}

export async function viewingOrganisation(tx: Tx, odsCode: string): Promise<ViewingOrganisationRow | null> {
  const [row] = await sql<ViewingOrganisationRow>(tx, LISTED(NAMED), [timeOf(tx), odsCode, 1, 0]);
  return row ?? null;
}

export async function viewSetsOf(tx: Tx, odsCode: string): Promise<readonly ViewSetRow[]> {
  return sql<ViewSetRow>(tx, `
    SELECT view_set.id, service.code AS "serviceCode", service.name AS "serviceName", lower(view_set.current_during) AS "fromAt", upper(view_set.current_during) AS "untilAt",
      view_set.reserved_by_reference AS "reservedByReference", agreement.id AS "reservedByAgreementId",
      (SELECT json_agg(json_build_object('code', v.code, 'name', v.name) ORDER BY v.position) FROM service_view v WHERE v.service_code = service.code AND v.code = ANY (view_set.views)) AS views
    FROM viewing_organisation_member member
    JOIN view_set ON view_set.viewing_organisation_id = member.viewing_organisation_id AND view_set.current_during @> $2::timestamptz
    JOIN service ON service.code = view_set.service_code
    LEFT JOIN sharing_agreement agreement ON agreement.id = view_set.reserved_by_agreement_id
    WHERE member.ods_code = $1 AND member.during @> $2::timestamptz ORDER BY service.code`, [odsCode, timeOf(tx)]);
}

/** Its part in each agreement: where it left and was invited again, the newer. So it is for practices, as in the list of agreements. */
const PARTS = `SELECT DISTINCT ON (agreement_id) * FROM consumer_part WHERE consumer_ods_code = $1 ORDER BY agreement_id, state IN ('left', 'declined'), recorded_at DESC`;
const PRACTICES = `SELECT DISTINCT ON (provider_ods_code) state FROM participation WHERE participation.agreement_id = agreement.id ORDER BY provider_ods_code, state IN ('withdrawn', 'declined'), recorded_at DESC`;

export async function agreementsOf(tx: Tx, odsCode: string, { page, perPage }: PageAsked): Promise<{ readonly total: number; readonly items: readonly ViewedAgreementRow[] }> {
  const [counted] = await sql<{ total: number }>(tx, `SELECT count(*)::int AS total FROM (${PARTS}) part`, [odsCode]);
  const items = await sql<ViewedAgreementRow>(tx, `
    SELECT agreement.id, agreement.reference, version.title, agreement.state, locality.code AS "localityCode", locality.name AS "localityName", part.id AS "partId", part.state AS "partState", part.state_at AS "partStateAt",
      coalesce((SELECT json_agg(json_build_object('state', state, 'count', count) ORDER BY state) FROM (
        SELECT state, count(*)::int FROM (${PRACTICES}) practice GROUP BY state) counted), '[]') AS providers
    FROM (${PARTS}) part JOIN sharing_agreement agreement ON agreement.id = part.agreement_id JOIN locality ON locality.id = agreement.locality_id
    JOIN agreement_version version ON version.id = part.agreement_version_id
    ORDER BY agreement.reference LIMIT $2 OFFSET $3`, [odsCode, perPage, (page - 1) * perPage]);
  return { total: counted!.total, items };
}

/** Row-level security shows them to the organisation itself and to staff; to others there are none. */
export async function systemsOf(tx: Tx, odsCode: string): Promise<readonly ViewingSystemRow[]> {
  return sql<ViewingSystemRow>(tx, `
    SELECT system.id, system.name, coalesce((SELECT json_agg(json_build_object('id', id, 'fromAt', lower(valid_during), 'untilAt', upper(valid_during), 'revokedAt', revoked_at,
        'state', CASE WHEN revoked_at IS NOT NULL THEN 'revoked' WHEN confirmed_at IS NOT NULL THEN 'confirmed' ELSE 'registered' END) ORDER BY upper(valid_during) DESC)
      FROM system_certificate WHERE system_certificate.system_id = system.id), '[]') AS certificates
    FROM consumer_system system WHERE system.consumer_ods_code = $1 ORDER BY system.name, system.id`, [odsCode]);
}

/** Its readiness gates as of now, from the same facts and by the same rule as going live; asked only where a part of it is the reader's to see. */
export async function gatesOfConsumer(tx: Tx, odsCode: string): Promise<readonly GateReading[]> {
  const at = timeOf(tx);
  const [row] = await sql<{ open: boolean; proved: boolean; hasCertificate: boolean; facts: (Omit<GateFact, 'from' | 'until' | 'recordedAt'> & { from: string; until: string | null; recordedAt: string })[] }>(tx, `
    SELECT coalesce(organisation_open_until(ods_code), 'infinity') > $2::timestamptz AS open,
      EXISTS (SELECT FROM consumer_part WHERE consumer_ods_code = ods_code AND state IN ('verified', 'approved', 'live', 'suspended')) AS proved,
      EXISTS (SELECT FROM system_certificate WHERE consumer_ods_code = ods_code AND confirmed_at IS NOT NULL AND revoked_at IS NULL AND valid_during @> $2::timestamptz) AS "hasCertificate",
      coalesce((SELECT json_agg(json_build_object('kind', kind, 'value', value, 'from', lower(valid_during), 'until', upper(valid_during), 'recordedAt', recorded_at)) FROM gate_fact
        WHERE gate_fact.ods_code = organisation.ods_code AND confirmed_at IS NOT NULL AND (ended_at IS NULL OR ended_at > $2::timestamptz)), '[]') AS facts
    FROM organisation WHERE ods_code = $1`, [odsCode, at]);
  if (row === undefined) return [];
  const facts = row.facts.map((fact) => ({ ...fact, from: new Date(fact.from), until: fact.until === null ? null : new Date(fact.until), recordedAt: new Date(fact.recordedAt) }));
  return gatesOf({ side: 'consumer', open: row.open, evidenceVerified: row.proved, hasCurrentCertificate: row.hasCertificate, usesMesh: false, facts }, at);
}

/** The localities in which staff may ask about an organisation. */
export async function localitiesOf(tx: Tx, codes: readonly string[]): Promise<readonly string[]> {
  const rows = await sql<{ locality_id: string }>(tx, 'SELECT DISTINCT locality_id FROM localities_of($1::text[], $2::timestamptz)', [codes, timeOf(tx)]);
  return rows.map((row) => row.locality_id);
}

/** Name by code, as far as the directory has them. */
export async function namesOf(tx: Tx, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ ods_code: string; name: string }>(tx, 'SELECT ods_code, name FROM organisation WHERE ods_code = ANY ($1::text[])', [codes]);
  return new Map(rows.map((row) => [row.ods_code, row.name]));
}
