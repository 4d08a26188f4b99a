import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import { COUNTED_EXACTLY_TO, type AccessEventRow, type AccessEventRows, type EvidenceFound, type RecordedSearch } from '../../contract/index.js';

// Parts left out are null, and the planner drops them: it sees the values.
const MATCHES = `($1::text IS NULL OR user_id = $1) AND ($2::text IS NULL OR message_id = $2) AND ($3::text IS NULL OR prescription_id = $3)
  AND ($4::timestamptz IS NULL OR occurred_at >= $4) AND ($5::timestamptz IS NULL OR occurred_at < $5)
  AND ($6::text IS NULL OR consumer_ods_code = $6) AND ($7::text IS NULL OR provider_ods_code = $7)
  AND ($8::text IS NULL OR decision = $8) AND ($9::text IS NULL OR reason = $9) AND ($10::text IS NULL OR $10 = ANY (views))
  AND ($11::bytea IS NULL OR patient_index = $11)
  AND ($12::text = 'nation' OR consumer_ods_code = $13::text OR ($12 = 'either' AND provider_ods_code = $13))`;

const COUNT = `SELECT count(*)::int AS counted FROM (SELECT 1 FROM access_event WHERE ${MATCHES} LIMIT $14) found`;

// What the decision rested on, as far as row-level security lets this reader see it: the publication it was made from; the agreement; and for
// either side the part whose pair was in force at that moment, or else the part last live before it, with its evidence.
const PAGE = `WITH hit AS MATERIALIZED (
    SELECT * FROM access_event WHERE ${MATCHES} AND ($15::timestamptz IS NULL OR (occurred_at, id) < ($15, $16::uuid))
    ORDER BY occurred_at DESC, id DESC LIMIT $14)
  SELECT hit.*, publication.hash AS publication_hash, agreement.id AS agreement_id, coalesce(provider.version, consumer.version) AS agreement_version,
    provider.evidence_id AS provider_evidence_id, provider.evidence_sha256 AS provider_evidence_sha256,
    consumer.evidence_id AS consumer_evidence_id, consumer.evidence_sha256 AS consumer_evidence_sha256
  FROM hit
  LEFT JOIN publication ON publication.number = hit.publication_number
  LEFT JOIN sharing_agreement agreement ON agreement.reference = hit.agreement_reference
  LEFT JOIN LATERAL (
    SELECT evidence.id AS evidence_id, evidence.document_sha256 AS evidence_sha256, agreement_version.number AS version
    FROM participation
    LEFT JOIN pair ON pair.participation_id = participation.id AND pair.consumer_ods_code = hit.consumer_ods_code AND pair.held_during @> hit.occurred_at
    LEFT JOIN evidence ON evidence.id = participation.evidence_id
    LEFT JOIN agreement_version ON agreement_version.id = participation.agreement_version_id
    WHERE participation.agreement_id = agreement.id AND participation.provider_ods_code = hit.provider_ods_code
    ORDER BY pair.participation_id IS NOT NULL DESC, coalesce(participation.live_at <= hit.occurred_at, false) DESC, participation.live_at DESC NULLS LAST, participation.id DESC
    LIMIT 1) provider ON true
  LEFT JOIN LATERAL (
    SELECT evidence.id AS evidence_id, evidence.document_sha256 AS evidence_sha256, agreement_version.number AS version
    FROM consumer_part
    LEFT JOIN pair ON pair.consumer_part_id = consumer_part.id AND pair.provider_ods_code = hit.provider_ods_code AND pair.held_during @> hit.occurred_at
    LEFT JOIN evidence ON evidence.id = consumer_part.evidence_id
    LEFT JOIN agreement_version ON agreement_version.id = consumer_part.agreement_version_id
    WHERE consumer_part.agreement_id = agreement.id AND consumer_part.consumer_ods_code = hit.consumer_ods_code
    ORDER BY pair.consumer_part_id IS NOT NULL DESC, coalesce(consumer_part.live_at <= hit.occurred_at, false) DESC, consumer_part.live_at DESC NULLS LAST, consumer_part.id DESC
    LIMIT 1) consumer ON true
  ORDER BY hit.occurred_at DESC, hit.id DESC`;

/** Finds access events, newest first. */
@Injectable()
export class AccessEvents {
  /** One row more than asked for, where there is one. */
  async find(tx: Tx, search: RecordedSearch): Promise<AccessEventRows> {
    const { filter, after } = search;
    const matches = [
      filter.userId ?? null, filter.messageId ?? null, filter.prescriptionId ?? null, filter.from ?? null, filter.until ?? null, filter.consumerOdsCode ?? null,
      filter.providerOdsCode ?? null, filter.decision ?? null, filter.reason ?? null, filter.view ?? null, search.patientIndex, search.reach, search.odsCode,
    ];
    const rows = await sql<Found>(tx, PAGE, [...matches, search.first + 1, after?.occurredAt ?? null, after?.id ?? null]);
    const [count] = await sql<{ counted: number }>(tx, COUNT, [...matches, COUNTED_EXACTLY_TO + 1]);
    return { rows: rows.map(asRow), counted: count?.counted ?? 0 };
  }
}

interface Found {
  id: string; occurred_at: Date; received_at: Date; stated_at: Date | null; gateway_id: string; boot_id: string; sequence: string; service_code: string | null;
  provider_ods_code: string | null; consumer_ods_code: string | null; system_id: string | null; user_id: string | null; user_name: string | null; user_job_role: string | null;
  views: string[]; permitted_views: string[]; decision: AccessEventRow['decision']; reason: AccessEventRow['reason']; agreement_reference: string | null;
  publication_number: number | null; stop_list_number: number | null; freshness: AccessEventRow['freshness']; patient_sealed: Uint8Array | null;
  message_id: string | null; prescription_id: string | null; relationship: string | null; emergency_reason: string | null; consent_given: boolean | null;
  consent_recorded_at: Date | null; flags: AccessEventRow['flags']; publication_hash: string | null; agreement_id: string | null; agreement_version: number | null;
  provider_evidence_id: string | null; provider_evidence_sha256: string | null; consumer_evidence_id: string | null; consumer_evidence_sha256: string | null;
}

function asRow(row: Found): AccessEventRow {
  return {
    id: row.id, occurredAt: row.occurred_at, receivedAt: row.received_at, statedAt: row.stated_at, gatewayId: row.gateway_id, bootId: row.boot_id, sequence: Number(row.sequence),
    serviceCode: row.service_code, providerOdsCode: row.provider_ods_code, consumerOdsCode: row.consumer_ods_code, systemId: row.system_id,
    userId: row.user_id, userName: row.user_name, userJobRole: row.user_job_role, views: row.views, permittedViews: row.permitted_views,
    decision: row.decision, reason: row.reason, agreementReference: row.agreement_reference, publicationNumber: row.publication_number,
    stopListNumber: row.stop_list_number, freshness: row.freshness, patientSealed: row.patient_sealed, messageId: row.message_id,
    prescriptionId: row.prescription_id, relationship: row.relationship, emergencyReason: row.emergency_reason, consentGiven: row.consent_given,
    consentRecordedAt: row.consent_recorded_at, flags: row.flags, publicationHash: row.publication_hash, agreementId: row.agreement_id,
    agreementVersion: row.agreement_version, providerEvidence: evidence(row.provider_evidence_id, row.provider_evidence_sha256),
    consumerEvidence: evidence(row.consumer_evidence_id, row.consumer_evidence_sha256),
  };
}

function evidence(id: string | null, sha256: string | null): EvidenceFound | null {
  return id === null || sha256 === null ? null : { id, sha256 };
}
