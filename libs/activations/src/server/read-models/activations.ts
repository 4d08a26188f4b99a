import { Injectable } from '@nestjs/common';
import { isId, type Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';

export interface ActivationRow {
  id: string; agreementId: string; agreementReference: string; localityId: string; state: string; content: string; contentHash: string; submittedAt: Date; submittedBy: string | null;
  approvedAt: Date | null; approvedBy: string | null; rejectedReason: string | null; version: number; submittedByMe: boolean; listed: number; live: number; settled: number; proposalId: string | null; localityCode: string; localityName: string;
}

export interface GateFactRow {
  id: string; odsCode: string; kind: string; value: string; source: string; from: Date; until: Date | null; recordedAt: Date; confirmedAt: Date | null; endedAt: Date | null; version: number;
  organisationName: string; recordedBy: string | null; recordedByMe: boolean; confirmedBy: string | null; endedBy: string | null; localityIds: string[];
}

/** How far an activation is: waiting for an approver, approved and not yet taken live in full, or over. */
export const STAGES = ['submitted', 'unfinished', 'over'] as const;
export type Stage = (typeof STAGES)[number];

export interface ActivationsAsked {
  readonly agreementId?: string | null;
  readonly localityId?: string | null;
  readonly state?: string | null;
  readonly stage?: Stage | null;
}

export interface ActivationsFound {
  readonly total: number;
  readonly items: readonly ActivationRow[];
}

const SELECT = `
  SELECT activation.id, activation.agreement_id AS "agreementId", agreement.reference AS "agreementReference", activation.locality_id AS "localityId", activation.state,
    activation.content, activation.content_hash AS "contentHash", activation.submitted_at AS "submittedAt", submitter.name AS "submittedBy",
    activation.approved_at AS "approvedAt", approver.name AS "approvedBy", activation.rejected_reason AS "rejectedReason", activation.version,
    activation.submitted_by = accord_person() AS "submittedByMe", locality.code AS "localityCode", locality.name AS "localityName", items.listed, items.live, items.settled, items."proposalId"
  FROM activation JOIN locality ON locality.id = activation.locality_id JOIN sharing_agreement agreement ON agreement.id = activation.agreement_id
  LEFT JOIN person submitter ON submitter.id = activation.submitted_by LEFT JOIN person approver ON approver.id = activation.approved_by
  CROSS JOIN LATERAL (SELECT count(*)::int AS listed, count(*) FILTER (WHERE coalesce(anew.state = 'over', coalesce(participation.live_at, part.live_at) IS NOT NULL))::int AS live,
      -- By an officer's hand there is nothing left to do of these: they went over, lapsed, or wait for the cut-over of a change of views.
      count(*) FILTER (WHERE coalesce(anew.state IN ('over', 'lapsed') OR anew.awaits, coalesce(participation.live_at, part.live_at) IS NOT NULL))::int AS settled, max(anew.proposal_id::text) FILTER (WHERE anew.awaits)::uuid AS "proposalId" FROM activation_item item
    LEFT JOIN participation ON participation.id = item.participation_id LEFT JOIN consumer_part part ON part.id = item.consumer_part_id
    -- Listed for what it signed anew, it is done when that has gone over.
    LEFT JOIN LATERAL (SELECT renewal.state, asked.proposal_id, asked.proposal_id IS NOT NULL AND renewal.state NOT IN ('over', 'lapsed', 'declined') AND awaits_cut_over(asked.proposal_id) AS awaits
      FROM renewal JOIN agreement_version asked ON asked.id = renewal.agreement_version_id
      WHERE coalesce(renewal.participation_id, renewal.consumer_part_id) = coalesce(item.participation_id, item.consumer_part_id) AND (renewal.activation_id = activation.id
        OR (activation.state = 'submitted' AND renewal.activation_id IS NULL AND renewal.state NOT IN ('over', 'lapsed', 'declined'))) LIMIT 1) anew ON true
    WHERE item.activation_id = activation.id) items`;

const MATCHES = `WHERE ($1::uuid IS NULL OR activation.agreement_id = $1) AND ($2::uuid IS NULL OR activation.locality_id = $2) AND ($3::text IS NULL OR activation.state = $3)
  AND ($4::text IS NULL OR $4 = CASE WHEN activation.state = 'submitted' THEN 'submitted' WHEN activation.state = 'approved' AND items.settled < items.listed THEN 'unfinished' ELSE 'over' END)`;

/** Where the asking person serves of the localities in which the organisation counts: what they need to know whether its facts are theirs to confirm. */
const fact = (served: string): string => `
  SELECT fact.id, fact.ods_code AS "odsCode", organisation.name AS "organisationName", kind, value, source, lower(valid_during) AS "from", upper(valid_during) AS "until", fact.recorded_at AS "recordedAt",
    confirmed_at AS "confirmedAt", ended_at AS "endedAt", fact.version, recorder.name AS "recordedBy", fact.recorded_by = accord_person() AS "recordedByMe", confirmer.name AS "confirmedBy", ender.name AS "endedBy", ${served} AS "localityIds"
  FROM gate_fact fact JOIN organisation ON organisation.ods_code = fact.ods_code
  LEFT JOIN person recorder ON recorder.id = fact.recorded_by LEFT JOIN person confirmer ON confirmer.id = fact.confirmed_by LEFT JOIN person ender ON ender.id = fact.ended_by`;

@Injectable()
export class ActivationsReader {
  async byId(tx: Tx, id: string): Promise<ActivationRow | null> {
    return isId(id) ? (await sql<ActivationRow>(tx, `${SELECT} WHERE activation.id = $1`, [id]))[0] ?? null : null;
  }

  /** One page of those of one agreement, of one locality, or of all that are seen, newest first, and how many there are. */
  async matching(tx: Tx, { agreementId = null, localityId = null, state = null, stage = null }: ActivationsAsked, { page, perPage } = { page: 1, perPage: 50 }): Promise<ActivationsFound> {
    if ((agreementId !== null && !isId(agreementId)) || (localityId !== null && !isId(localityId))) return { total: 0, items: [] };
    const asked = [agreementId, localityId, state, stage];
    const [counted] = await sql<{ total: number }>(tx, `SELECT count(*)::int AS total FROM (${SELECT} ${MATCHES}) found`, asked);
    return { total: counted!.total, items: await sql<ActivationRow>(tx, `${SELECT} ${MATCHES} ORDER BY activation.submitted_at DESC, activation.id DESC LIMIT $5 OFFSET $6`, [...asked, perPage, (page - 1) * perPage]) };
  }

  /** How many wait for an approver in each of these localities; those in which none does are left out. */
  async waitingIn(tx: Tx, localityIds: readonly string[]): Promise<readonly { readonly localityId: string; readonly waiting: number }[]> {
    return sql(tx, `SELECT locality_id AS "localityId", count(*)::int AS waiting FROM activation WHERE state = 'submitted' AND locality_id = ANY ($1::uuid[]) GROUP BY locality_id`, [localityIds]);
  }

  async factsOf(tx: Tx, odsCode: string): Promise<GateFactRow[]> {
    const served = 'ARRAY(SELECT locality_id FROM localities_of(ARRAY[$1], $2) WHERE locality_id = ANY ((SELECT accord_localities())::uuid[]))';
    return sql<GateFactRow>(tx, `${fact(served)} WHERE fact.ods_code = $1 ORDER BY kind, valid_during DESC`, [odsCode, timeOf(tx)]);
  }

  /** Of everybody who counts in a locality one serves: its members, those commissioned there, those an agreement there names. */
  async factsOfLocality(tx: Tx, localityId: string): Promise<GateFactRow[]> {
    return sql<GateFactRow>(tx, `${fact('ARRAY(SELECT $1::uuid WHERE $1::uuid = ANY ((SELECT accord_localities())::uuid[]))')} WHERE ($1::uuid = ANY ((SELECT accord_localities())::uuid[]) OR (SELECT accord_reads_nation())) AND fact.ods_code IN (
        SELECT ods_code FROM locality_membership WHERE locality_id = $1 AND during @> $2::timestamptz
        UNION SELECT organisation.ods_code FROM organisation JOIN locality ON locality.code = organisation.commissioner_code WHERE locality.id = $1
        UNION SELECT ods_code FROM agreement_party WHERE locality_id = $1)
      ORDER BY organisation.name, fact.ods_code, kind, valid_during DESC`, [localityId, timeOf(tx)]);
  }
}
