import { Injectable } from '@nestjs/common';
import type { Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import { COUNTED_EXACTLY_TO, type AccessEventRow, type AccessEventRows, type EvidenceFound, type RecordedReading, type RecordedSearch } from '../../contract/index.js';
import { MATCHES, matchesOf } from './matching-events.js';

const DAY_MS = 86_400_000;

const COUNT = `SELECT count(*)::int AS counted FROM (SELECT 1 FROM access_event WHERE ${MATCHES} LIMIT $16) found`;

// What the decision rested on, as far as row-level security lets this reader see it: the publication it was made from; the agreement; and for
// either side the part whose pair was in force at that moment, or else the part last live before it, with its evidence: what it had signed by
// then, whatever it has signed since.
const WITH_GROUNDS = `
  SELECT hit.*, encode(hit.leaf_hash, 'hex') AS leaf, publication.hash AS publication_hash, agreement.id AS agreement_id,
    coalesce(provider.version, consumer.version) AS agreement_version, coalesce(provider.version_sha256, consumer.version_sha256) AS agreement_version_hash,
    providing.name AS provider_name, consuming.name AS consumer_name, consumer_system.name AS system_name, gateway.name AS gateway_name,
    provider.evidence_id AS provider_evidence_id, provider.evidence_sha256 AS provider_evidence_sha256,
    consumer.evidence_id AS consumer_evidence_id, consumer.evidence_sha256 AS consumer_evidence_sha256
  FROM hit
  LEFT JOIN organisation providing ON providing.ods_code = hit.provider_ods_code
  LEFT JOIN organisation consuming ON consuming.ods_code = hit.consumer_ods_code
  LEFT JOIN consumer_system ON consumer_system.id = hit.system_id
  LEFT JOIN gateway ON gateway.id = hit.gateway_id
  LEFT JOIN publication ON publication.number = hit.publication_number
  LEFT JOIN sharing_agreement agreement ON agreement.reference = hit.agreement_reference
  LEFT JOIN LATERAL (
    SELECT evidence.id AS evidence_id, evidence.document_sha256 AS evidence_sha256, agreement_version.number AS version, agreement_version.document_sha256 AS version_sha256
    FROM participation
    LEFT JOIN pair ON pair.participation_id = participation.id AND pair.consumer_ods_code = hit.consumer_ods_code AND pair.held_during @> hit.occurred_at
    LEFT JOIN LATERAL (SELECT before_version_id, before_evidence_id FROM renewal WHERE renewal.participation_id = participation.id AND renewal.over_at > hit.occurred_at ORDER BY renewal.over_at LIMIT 1) earlier ON true
    LEFT JOIN evidence ON evidence.id = coalesce(earlier.before_evidence_id, participation.evidence_id)
    LEFT JOIN agreement_version ON agreement_version.id = coalesce(earlier.before_version_id, participation.agreement_version_id)
    WHERE participation.agreement_id = agreement.id AND participation.provider_ods_code = hit.provider_ods_code
    ORDER BY pair.participation_id IS NOT NULL DESC, coalesce(participation.live_at <= hit.occurred_at, false) DESC, participation.live_at DESC NULLS LAST, participation.id DESC
    LIMIT 1) provider ON true
  LEFT JOIN LATERAL (
    SELECT evidence.id AS evidence_id, evidence.document_sha256 AS evidence_sha256, agreement_version.number AS version, agreement_version.document_sha256 AS version_sha256
    FROM consumer_part
    LEFT JOIN pair ON pair.consumer_part_id = consumer_part.id AND pair.provider_ods_code = hit.provider_ods_code AND pair.held_during @> hit.occurred_at
    LEFT JOIN LATERAL (SELECT before_version_id, before_evidence_id FROM renewal WHERE renewal.consumer_part_id = consumer_part.id AND renewal.over_at > hit.occurred_at ORDER BY renewal.over_at LIMIT 1) earlier ON true
    LEFT JOIN evidence ON evidence.id = coalesce(earlier.before_evidence_id, consumer_part.evidence_id)
    LEFT JOIN agreement_version ON agreement_version.id = coalesce(earlier.before_version_id, consumer_part.agreement_version_id)
    WHERE consumer_part.agreement_id = agreement.id AND consumer_part.consumer_ods_code = hit.consumer_ods_code
    ORDER BY pair.consumer_part_id IS NOT NULL DESC, coalesce(consumer_part.live_at <= hit.occurred_at, false) DESC, consumer_part.live_at DESC NULLS LAST, consumer_part.id DESC
    LIMIT 1) consumer ON true
  ORDER BY hit.occurred_at DESC, hit.id DESC`;

const PAGE = `WITH hit AS MATERIALIZED (
    SELECT * FROM access_event WHERE ${MATCHES} AND ($17::timestamptz IS NULL OR (occurred_at, id) < ($17, $18::uuid))
    ORDER BY occurred_at DESC, id DESC LIMIT $16) ${WITH_GROUNDS}`;

// The key of the log begins with the time, so an id alone is looked for in a period, with the fence of every search.
const ONE = `WITH hit AS MATERIALIZED (
    SELECT * FROM access_event WHERE id = $1 AND occurred_at >= $2 AND occurred_at < $3
      AND ($4::text = 'nation' OR consumer_ods_code = $5::text OR ($4 = 'either' AND provider_ods_code = $5))) ${WITH_GROUNDS}`;

// What stopped a look, by the stop list the gateway decided from: each entry whose every part matches. Row-level security says whether it is theirs to see.
const STOPPED_BY = `
  WITH issued AS (SELECT max(number) AS number FROM publication WHERE stop_list_number = $1),
  listed AS (SELECT content FROM tuf_target, issued WHERE path = 'stops/stops.json' AND publication_number <= issued.number ORDER BY publication_number DESC LIMIT 1),
  entry AS (SELECT entry ->> 'id' AS id, entry -> 'scope' AS scope FROM listed, jsonb_array_elements(convert_from(content, 'UTF8')::jsonb -> 'entries') AS entry)
  SELECT stop.id FROM entry JOIN stop ON stop.id::text = entry.id
  WHERE stop.from_at <= $2 AND coalesce(scope ->> 'provider' = $3, true) AND coalesce(scope ->> 'consumer' = $4, true) AND coalesce(scope ->> 'service' = $5, true)
    AND coalesce(scope ->> 'system' = $6::text, true) AND coalesce(scope ->> 'agreement' = $7, true) AND (scope -> 'views' IS NULL OR scope -> 'views' ?| $8::text[])
    AND (scope -> 'locality' IS NULL OR scope ->> 'locality' IN (SELECT locality.code FROM sharing_agreement JOIN locality ON locality.id = sharing_agreement.locality_id WHERE sharing_agreement.reference = $7))
  ORDER BY stop.from_at DESC, stop.id LIMIT 1`;

/** Finds access events, newest first. */
@Injectable()
export class AccessEvents {
  /** One row more than asked for, where there is one. */
  async find(tx: Tx, search: RecordedSearch): Promise<AccessEventRows> {
    const matches = matchesOf(search);
    const rows = await sql<Found>(tx, PAGE, [...matches, search.first + 1, search.after?.occurredAt ?? null, search.after?.id ?? null]);
    const [count] = await sql<{ counted: number }>(tx, COUNT, [...matches, COUNTED_EXACTLY_TO + 1]);
    return { rows: rows.map(asRow), counted: count?.counted ?? 0 };
  }

  /** One event by its id, which tells when it was received: nearly all happened within a day of that, and none over 13 months before. */
  async one(tx: Tx, id: string, { reach, odsCode }: RecordedReading): Promise<AccessEventRow | null> {
    const receivedAt = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
    const until = new Date(receivedAt + 2 * DAY_MS);
    for (const from of [new Date(receivedAt - DAY_MS), new Date(receivedAt - 400 * DAY_MS)]) {
      const [row] = await sql<Found>(tx, ONE, [id, from, until, reach, odsCode]);
      if (row !== undefined) return { ...asRow(row), stopId: row.reason === 'STOPPED' ? await this.stoppedBy(tx, row) : null };
    }
    return null;
  }

  private async stoppedBy(tx: Tx, event: Found): Promise<string | null> {
    const [stop] = await sql<{ id: string }>(tx, STOPPED_BY, [
      event.stop_list_number, event.occurred_at, event.provider_ods_code, event.consumer_ods_code, event.service_code, event.system_id, event.agreement_reference, event.views,
    ]);
    return stop?.id ?? null;
  }
}

interface Found {
  id: string; occurred_at: Date; received_at: Date; stated_at: Date | null; gateway_id: string; boot_id: string; sequence: string; service_code: string | null;
  provider_ods_code: string | null; consumer_ods_code: string | null; system_id: string | null; user_id: string | null; user_name: string | null; user_job_role: string | null;
  views: string[]; permitted_views: string[]; decision: AccessEventRow['decision']; reason: AccessEventRow['reason']; agreement_reference: string | null;
  publication_number: number | null; stop_list_number: number | null; freshness: AccessEventRow['freshness']; patient_sealed: Uint8Array | null;
  message_id: string | null; prescription_id: string | null; relationship: string | null; emergency_reason: string | null; consent_given: boolean | null;
  consent_recorded_at: Date | null; flags: AccessEventRow['flags']; publication_hash: string | null; agreement_id: string | null; agreement_version: number | null;
  agreement_version_hash: string | null; leaf: string; provider_name: string | null; consumer_name: string | null; system_name: string | null; gateway_name: string | null;
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
    agreementVersion: row.agreement_version, agreementVersionHash: row.agreement_version_hash, leafHash: row.leaf,
    providerName: row.provider_name, consumerName: row.consumer_name, systemName: row.system_name, gatewayName: row.gateway_name, providerEvidence: evidence(row.provider_evidence_id, row.provider_evidence_sha256),
    consumerEvidence: evidence(row.consumer_evidence_id, row.consumer_evidence_sha256), stopId: null,
  };
}

function evidence(id: string | null, sha256: string | null): EvidenceFound | null {
  return id === null || sha256 === null ? null : { id, sha256 };
}
