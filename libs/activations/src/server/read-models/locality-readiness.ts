import { Injectable } from '@nestjs/common';
import { isId, type Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import { gateStandings, GONE, nextStepOf, type GateStanding, type NextStep, type OrganisationStanding } from '@accord/activations';

export interface ReadinessParty {
  readonly localityId: string;
  /** Null where no open agreement names the practice. */
  readonly id: string | null;
  readonly agreementId: string | null;
  readonly agreementReference: string | null;
  readonly side: 'provider' | 'consumer';
  readonly odsCode: string;
  readonly name: string;
  /** Of the participation or part; 'none' without one. */
  readonly state: string;
  /** A later version that somebody live is asked to sign, and how far that has come. */
  readonly renewalState: string | null;
  readonly renewalVersion: number | null;
  readonly version: number | null;
  readonly stateAt: Date | null;
  readonly liveAt: Date | null;
  /** The activation that lists it and waits for approval, or that approved it. */
  readonly activationId: string | null;
  readonly isSubmitted: boolean;
  readonly gates: readonly GateStanding[];
  readonly next: NextStep | null;
  readonly views: readonly string[] | null;
}

interface Row extends Omit<ReadinessParty, 'gates' | 'next'> {
  readonly open: boolean;
  readonly certificate: OrganisationStanding['certificate'];
  readonly facts: readonly { kind: OrganisationStanding['facts'][number]['kind']; value: string; from: string; until: string | null; recordedAt: string; confirmed: boolean }[];
}

export interface LocalityAgreement {
  readonly id: string;
  readonly localityId: string;
  readonly reference: string;
  readonly title: string;
  readonly state: string;
  readonly version: number;
  readonly serviceCode: string;
  readonly serviceName: string;
}

export interface SeenLocality {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

/** The directory is everybody's; how a locality stands is for those who serve it, and for national auditors (R9). */
const SERVED = `SELECT id, code, name FROM locality WHERE (id = ANY ((SELECT accord_localities())::uuid[]) OR (SELECT accord_reads_nation()))`;

const AGREEMENTS = `
  SELECT agreement.id, agreement.locality_id AS "localityId", agreement.reference, newest.title, agreement.state, agreement.version, agreement.service_code AS "serviceCode", service.name AS "serviceName"
  FROM sharing_agreement agreement JOIN service ON service.code = agreement.service_code
  JOIN LATERAL (SELECT title, during FROM agreement_version WHERE agreement_id = agreement.id ORDER BY locked_at IS NULL, number DESC LIMIT 1) newest ON true
  WHERE agreement.locality_id = ANY ($1::uuid[]) AND agreement.state IN ('draft', 'open', 'closed') AND upper(newest.during) > $2::timestamptz`;

// Where somebody left and was invited again, the newer part stands; what is over shows only where nothing followed it.
const PARTIES = `
  WITH agreement AS MATERIALIZED (SELECT id, "localityId", reference, state FROM (${AGREEMENTS}) current WHERE state <> 'draft'),
  listed AS MATERIALIZED (
    SELECT DISTINCT ON (1) coalesce(item.participation_id, item.consumer_part_id) AS party_id, activation.id AS activation_id
    FROM activation JOIN activation_item item ON item.activation_id = activation.id
    WHERE activation.locality_id = ANY ($1::uuid[]) AND activation.state = 'submitted' ORDER BY 1, activation.submitted_at DESC),
  party AS MATERIALIZED (
    (SELECT DISTINCT ON (part.agreement_id, part.provider_ods_code) agreement."localityId", part.id, part.agreement_id, agreement.reference, 'provider' AS side, part.provider_ods_code AS ods_code, part.state,
        part.version, part.state_at, part.live_at, part.activation_id, NULL::text[] AS views
      FROM participation part JOIN agreement ON agreement.id = part.agreement_id ORDER BY part.agreement_id, part.provider_ods_code, part.state IN ('withdrawn', 'declined'), part.state_at DESC)
    UNION ALL
    (SELECT DISTINCT ON (part.agreement_id, part.consumer_ods_code) agreement."localityId", part.id, part.agreement_id, agreement.reference, 'consumer', part.consumer_ods_code, part.state,
        part.version, part.state_at, part.live_at, part.activation_id, wanted.views
      FROM consumer_part part JOIN agreement ON agreement.id = part.agreement_id
      JOIN agreement_version_consumer wanted ON wanted.version_id = part.agreement_version_id AND wanted.consumer_ods_code = part.consumer_ods_code
      ORDER BY part.agreement_id, part.consumer_ods_code, part.state IN ('left', 'declined'), part.state_at DESC)
    UNION ALL
    SELECT member.locality_id, NULL, NULL, NULL, 'provider', member.ods_code, 'none', NULL, NULL, NULL, NULL, NULL
      FROM locality_membership member JOIN organisation ON organisation.ods_code = member.ods_code
      WHERE member.locality_id = ANY ($1::uuid[]) AND member.during @> $2::timestamptz AND organisation.status = 'A'
        AND NOT EXISTS (SELECT FROM participation part JOIN agreement ON agreement.id = part.agreement_id WHERE part.provider_ods_code = member.ods_code)),
  anew AS MATERIALIZED (
    SELECT coalesce(renewal.participation_id, renewal.consumer_part_id) AS party_id, renewal.state, renewal.activation_id, asked.number FROM renewal JOIN agreement_version asked ON asked.id = renewal.agreement_version_id
    WHERE renewal.locality_id = ANY ($1::uuid[]) AND renewal.state NOT IN ('over', 'lapsed', 'declined')
      -- Approved for a proposal to change a view set, it waits for the cut-over alone.
      AND NOT (renewal.state = 'approved' AND asked.proposal_id IS NOT NULL AND awaits_cut_over(asked.proposal_id))
      AND EXISTS (SELECT FROM party WHERE party.id = coalesce(renewal.participation_id, renewal.consumer_part_id) AND party.state IN ('live', 'suspended'))),
  place AS MATERIALIZED (
    SELECT organisation.ods_code, organisation.name, coalesce(organisation_open_until(organisation.ods_code), 'infinity') > $2::timestamptz AS open
    FROM organisation WHERE ods_code IN (SELECT ods_code FROM party)),
  known AS MATERIALIZED (
    SELECT fact.ods_code, json_agg(json_build_object('kind', kind, 'value', value, 'from', lower(valid_during), 'until', upper(valid_during), 'recordedAt', recorded_at, 'confirmed', confirmed_at IS NOT NULL)) AS facts
    FROM gate_fact fact WHERE fact.ods_code IN (SELECT ods_code FROM party) AND (ended_at IS NULL OR ended_at > $2::timestamptz) GROUP BY fact.ods_code),
  held AS MATERIALIZED (
    SELECT consumer_ods_code AS ods_code, CASE
      WHEN bool_or(confirmed_at IS NOT NULL AND revoked_at IS NULL AND valid_during @> $2::timestamptz) THEN 'current'
      WHEN bool_or(confirmed_at IS NULL AND revoked_at IS NULL AND upper(valid_during) > $2::timestamptz) THEN 'unconfirmed'
      WHEN bool_or(revoked_at IS NULL) THEN 'over' ELSE 'revoked' END AS certificate
    FROM system_certificate WHERE consumer_ods_code IN (SELECT ods_code FROM party WHERE side = 'consumer') GROUP BY consumer_ods_code)
  SELECT party."localityId", party.id, party.agreement_id AS "agreementId", party.reference AS "agreementReference", party.side, party.ods_code AS "odsCode", place.name, party.state, party.version,
    party.state_at AS "stateAt", party.live_at AS "liveAt", 
    coalesce(listed.activation_id, CASE WHEN anew.state IS NULL THEN party.activation_id ELSE anew.activation_id END) AS "activationId", listed.activation_id IS NOT NULL AS "isSubmitted", party.views,
    anew.state AS "renewalState", anew.number AS "renewalVersion",
    place.open, coalesce(held.certificate, 'none') AS certificate, coalesce(known.facts, '[]') AS facts
  FROM party JOIN place ON place.ods_code = party.ods_code LEFT JOIN listed ON listed.party_id = party.id LEFT JOIN anew ON anew.party_id = party.id
  LEFT JOIN known ON known.ods_code = party.ods_code LEFT JOIN held ON held.ods_code = party.ods_code
  ORDER BY party.side DESC, place.name, party.ods_code, party.reference`;

/** How the practices and viewing organisations of localities stand on their way to live. One statement, whatever their number. */
@Injectable()
export class LocalityReadinessReader {
  /** Null for a locality that is not there or not served. */
  async locality(tx: Tx, id: string): Promise<SeenLocality | null> {
    return isId(id) ? (await sql<SeenLocality>(tx, `${SERVED} AND id = $1`, [id]))[0] ?? null : null;
  }

  async localities(tx: Tx, search: string | null | undefined, { page, perPage }: { readonly page: number; readonly perPage: number }): Promise<{ items: SeenLocality[]; total: number }> {
    const wanted = search == null || search.trim() === '' ? null : `%${search.trim().replaceAll(/[!%_]/g, '!$&')}%`;
    const matches = `($1::text IS NULL OR name ILIKE $1 ESCAPE '!' OR code ILIKE $1 ESCAPE '!')`;
    const [counted] = await sql<{ total: number }>(tx, `SELECT count(*)::int AS total FROM (${SERVED}) served WHERE ${matches}`, [wanted]);
    return { items: await sql<SeenLocality>(tx, `SELECT * FROM (${SERVED}) served WHERE ${matches} ORDER BY name, code LIMIT $2 OFFSET $3`, [wanted, perPage, (page - 1) * perPage]), total: counted?.total ?? 0 };
  }

  async agreements(tx: Tx, localityIds: readonly string[]): Promise<LocalityAgreement[]> {
    return sql<LocalityAgreement>(tx, `${AGREEMENTS} ORDER BY agreement.reference`, [localityIds, timeOf(tx)]);
  }

  /** Of localities that `locality` or `localities` answered with, and of no others: what is public of a place says nothing of who serves it. */
  async parties(tx: Tx, served: readonly SeenLocality[]): Promise<ReadinessParty[]> {
    const at = timeOf(tx);
    const rows = await sql<Row>(tx, PARTIES, [served.map(({ id }) => id), at]);
    return rows.map(({ open, certificate, facts, ...row }) => {
      const gates = GONE.includes(row.state) ? [] : gateStandings({
        side: row.side, state: row.state, open, certificate,
        facts: facts.map((fact) => ({ ...fact, from: new Date(fact.from), until: fact.until === null ? null : new Date(fact.until), recordedAt: new Date(fact.recordedAt) })),
      }, at);
      return { ...row, gates, next: nextStepOf({ state: row.renewalState ?? row.state, goesOver: row.renewalState !== null, isSubmitted: row.isSubmitted, gates }) };
    });
  }
}
