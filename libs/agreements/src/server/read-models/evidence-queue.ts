import { Injectable } from '@nestjs/common';
import { InvalidInput, isId, type Tx } from '@accord/kernel';
import { actorOf, sql } from '@accord/kernel/server';
import { COOLING_OFF_MS, EvidenceToVerifyByMe, type EvidenceToVerify } from '@accord/agreements';

/**
 * How evidence stands with the part it proves: it waits to be verified; its part has gone on without it (`overtaken`); or as the
 * evidence itself says.
 */
export const EVIDENCE_STANDINGS = ['waiting', 'overtaken', 'quarantined', 'verified', 'rejected', 'invalidated'] as const;
export type EvidenceStanding = (typeof EVIDENCE_STANDINGS)[number];

/** Why somebody else must verify it (R3); null where it may be the person who asks. */
export type NotByYou = 'handed-in' | 'signed' | 'drafted' | 'signed-another' | 'gave-duty';

export interface EvidenceQueueRow {
  id: string; kind: string; standing: EvidenceStanding; side: 'provider' | 'consumer'; severity: string; agreementId: string | null; agreementReference: string | null; agreementTitle: string | null;
  /** Of a controller's letter, which is about no one agreement: the campaign that it answers. */
  campaignId: string | null; campaignTitle: string | null;
  odsCode: string; organisationName: string; localityId: string; localityName: string; submittedAt: Date; submittedBy: string | null; signatory: string | null; signedAt: Date;
  partyId: string | null; partyState: string | null; partyVersion: number | null; notByYou: NotByYou | null;
}

export interface QueueAsked {
  readonly page: number;
  readonly perPage: number;
  readonly standing?: string | null | undefined;
  readonly localityId?: string | null | undefined;
}

const PER_PAGE_AT_MOST = 100;

/** Support sees that somebody acted, and not who (the matrix says "m"). */
const named = (person: string): string => `CASE WHEN accord_duty() = 'support' THEN NULL ELSE ${person}.name END`;

/**
 * Everything for which the person in $1 cannot be the second pair of eyes, in one place: the part and the evidence refuse the first three
 * themselves, the database whoever signed for another party, the cooling-off whoever gave the one who handed it in a duty.
 */
const NOT_BY_YOU = `CASE WHEN evidence.signatory_person_id = $1 THEN 'signed' WHEN evidence.submitted_by = $1 THEN 'handed-in' WHEN part.drafted_by = $1 THEN 'drafted'
  WHEN EXISTS (SELECT FROM evidence another WHERE another.signatory_person_id = $1 AND (another.agreement_id = evidence.agreement_id
    OR another.agreement_id IN (SELECT asked.agreement_id FROM campaign_instruction_part said JOIN campaign_part asked USING (campaign_id, participation_id) WHERE said.evidence_id = evidence.id))) THEN 'signed-another'
  WHEN EXISTS (SELECT FROM duty_grant WHERE duty_grant.person_id = evidence.submitted_by AND $1 IN (duty_grant.granted_by, duty_grant.confirmed_by)
    AND greatest(duty_grant.granted_at, duty_grant.confirmed_at) >= accord_at() - interval '${COOLING_OFF_MS} milliseconds') THEN 'gave-duty' END`;

/** What a letter answers for is still to be answered: not left, and not carried out. */
const STILL_ASKED = `EXISTS (SELECT FROM campaign_instruction_part said JOIN participation party ON party.id = said.participation_id AND party.state IN ('signed', 'verified', 'approved', 'live', 'suspended') WHERE said.evidence_id = evidence.id)`;

/** $1 is the person who asks. One row a piece of evidence: a part points at one piece, and one piece serves one part, or is a letter and serves a campaign. */
const QUEUE = `
  SELECT evidence.id, evidence.kind, evidence.side, evidence.agreement_id AS "agreementId", agreement.reference AS "agreementReference", version.title AS "agreementTitle",
    evidence.ods_code AS "odsCode", organisation.name AS "organisationName", evidence.locality_id AS "localityId", locality.name AS "localityName",
    evidence.submitted_at AS "submittedAt", ${named('submitter')} AS "submittedBy", ${named('signatory')} AS signatory, evidence.signed_at AS "signedAt",
    part.id AS "partyId", part.state AS "partyState", part.version AS "partyVersion", letter.campaign_id AS "campaignId", campaign.title AS "campaignTitle",
    CASE WHEN evidence.invalidated_at IS NOT NULL THEN 'invalidated' WHEN evidence.state NOT IN ('received', 'checked') THEN evidence.state
      WHEN (part.state IN ('signed', 'accepted') AND agreement.state IN ('open', 'closed')) OR (campaign.state = 'asked' AND ${STILL_ASKED}) THEN 'waiting' ELSE 'overtaken' END AS standing,
    (SELECT coalesce((array_agg(severity ORDER BY array_position(ARRAY['fault', 'quarantine', 'warning', 'information'], severity)))[1], 'none')
      FROM jsonb_to_recordset(evidence.findings) AS finding (severity text)) AS severity,
    ${NOT_BY_YOU} AS "notByYou"
  FROM evidence
  LEFT JOIN sharing_agreement agreement ON agreement.id = evidence.agreement_id
  LEFT JOIN agreement_version version ON version.id = evidence.agreement_version_id
  LEFT JOIN campaign_instruction letter ON letter.evidence_id = evidence.id
  LEFT JOIN campaign ON campaign.id = letter.campaign_id
  JOIN organisation ON organisation.ods_code = evidence.ods_code
  JOIN locality ON locality.id = evidence.locality_id
  LEFT JOIN person submitter ON submitter.id = evidence.submitted_by
  LEFT JOIN person signatory ON signatory.id = evidence.signatory_person_id
  LEFT JOIN LATERAL (
    SELECT id, state, version, drafted_by FROM participation WHERE participation.evidence_id = evidence.id AND evidence.side = 'provider'
    UNION ALL SELECT id, state, version, drafted_by FROM consumer_part WHERE consumer_part.evidence_id = evidence.id AND evidence.side = 'consumer'
    -- Signed anew: the state is that of the asking, the version to send back the part's.
    UNION ALL SELECT party.id, renewal.state, party.version, renewal.drafted_by FROM renewal
      JOIN LATERAL (SELECT id, version FROM participation WHERE id = renewal.participation_id UNION ALL SELECT id, version FROM consumer_part WHERE id = renewal.consumer_part_id) party ON true
      WHERE renewal.evidence_id = evidence.id AND renewal.state <> 'over' LIMIT 1) part ON true
  WHERE version.id IS NOT NULL OR campaign.id IS NOT NULL`;

/** Signed documents and whether they wait for somebody's eye. Row-level security says whose one sees. */
@Injectable()
export class EvidenceQueue extends EvidenceToVerifyByMe {
  /** What waits comes with the oldest first, the rest with the newest. */
  async page(tx: Tx, { page, perPage, standing, localityId }: QueueAsked): Promise<{ items: EvidenceQueueRow[]; total: number }> {
    if (page < 1) throw new InvalidInput('page', 'pages begin with 1');
    if (perPage < 1 || perPage > PER_PAGE_AT_MOST) throw new InvalidInput('perPage', `ask for 1 to ${PER_PAGE_AT_MOST}`);
    if (standing != null && !(EVIDENCE_STANDINGS as readonly string[]).includes(standing)) throw new InvalidInput('standing', `write one of ${EVIDENCE_STANDINGS.join(', ')}`);
    if (localityId != null && !isId(localityId)) return { items: [], total: 0 };
    const found = `FROM (${QUEUE}) queue WHERE ($2::text IS NULL OR standing = $2) AND ($3::uuid IS NULL OR "localityId" = $3)`;
    const params = [actorOf(tx).personId, standing ?? null, localityId ?? null];
    const [counted] = await sql<{ total: number }>(tx, `SELECT count(*)::int AS total ${found}`, params);
    const items = await sql<EvidenceQueueRow>(tx, `SELECT queue.* ${found}
      ORDER BY standing <> 'waiting', CASE WHEN standing = 'waiting' THEN "submittedAt" END, "submittedAt" DESC, id LIMIT $4 OFFSET $5`, [...params, perPage, (page - 1) * perPage]);
    return { items, total: counted!.total };
  }

  async byId(tx: Tx, id: string): Promise<EvidenceQueueRow | null> {
    if (!isId(id)) return null;
    const [row] = await sql<EvidenceQueueRow>(tx, `SELECT queue.* FROM (${QUEUE}) queue WHERE queue.id = $2`, [actorOf(tx).personId, id]);
    return row ?? null;
  }

  async byAgreement(tx: Tx): Promise<readonly EvidenceToVerify[]> {
    return sql<EvidenceToVerify>(tx, `
      SELECT queue."agreementId", "campaignId", coalesce(max("agreementReference" || ', ' || "agreementTitle"), max("campaignTitle")) AS about, count(*)::int AS count, min("submittedAt") AS since,
        min(CASE WHEN version.begins_on > (accord_at() AT TIME ZONE 'Europe/London')::date THEN version.begins_on END)::text AS "dueOn"
      FROM (${QUEUE}) queue JOIN evidence ON evidence.id = queue.id LEFT JOIN agreement_version version ON version.id = evidence.agreement_version_id
      WHERE standing = 'waiting' AND "notByYou" IS NULL GROUP BY queue."agreementId", "campaignId"`, [actorOf(tx).personId]);
  }

  /** What the person who asks may verify after this one; behind the youngest the oldest comes again, so that none is passed over. */
  async after(tx: Tx, id: string): Promise<{ next: string | null; others: number } | null> {
    if (!isId(id)) return null;
    const [row] = await sql<{ next: string | null; others: number }>(tx, `
      SELECT (array_agg(queue.id ORDER BY ("submittedAt", queue.id) < (here.submitted_at, here.id), "submittedAt", queue.id))[1] AS next, count(queue.id)::int AS others
      FROM evidence here LEFT JOIN (${QUEUE}) queue ON queue.standing = 'waiting' AND queue."notByYou" IS NULL AND queue.id <> here.id
      WHERE here.id = $2 GROUP BY here.id`, [actorOf(tx).personId, id]);
    return row ?? null;
  }
}
