import { Injectable } from '@nestjs/common';
import { isId, type Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import { NEWEST_FIRST } from './agreements.js';
import { ActivatableAgreements, type ActivatableAgreement, type AgreementId } from '@accord/agreements';

/** As an activation lists it: who is live already by what they are asked to sign anew, as soon as that is verified. */
const SIDE = (side: 'provider' | 'consumer'): string => `
  SELECT party.id, '${side}' AS side, party.${side}_ods_code AS "odsCode", CASE WHEN anew.id IS NULL THEN party.state ELSE anew.state END AS state, party.version,
    coalesce(anew.terms_digest, party.terms_digest) AS "termsDigest", evidence.document_sha256 AS "evidenceSha256",
    CASE WHEN party.state IN ('live', 'suspended') THEN party.state ELSE 'waiting' END AS standing, party.agreement_version_id AS "signedVersionId",
    coalesce(anew.agreement_version_id, party.agreement_version_id) AS "askedVersionId",
    coalesce((SELECT awaits_cut_over(asked.proposal_id) FROM agreement_version asked WHERE asked.id = anew.agreement_version_id), false) AS "waitsForCutOver",
    (SELECT asked.begins_on::text FROM agreement_version asked WHERE asked.id = anew.agreement_version_id AND lower(asked.during) > accord_at()) AS "notBefore", ${side === 'consumer' ? `ARRAY[]::text[]` : `ARRAY(
      SELECT DISTINCT pair.consumer_ods_code FROM pair JOIN renewal behind ON behind.consumer_part_id = pair.consumer_part_id AND behind.state NOT IN ('over', 'lapsed', 'declined')
      JOIN agreement_version theirs ON theirs.id = behind.agreement_version_id JOIN agreement_version asked ON asked.id = anew.agreement_version_id AND theirs.number <= asked.number
      WHERE pair.participation_id = party.id AND pair.held_during @> accord_at() ORDER BY 1)`} AS "waitsFor"
  FROM ${side === 'provider' ? 'participation' : 'consumer_part'} party
  LEFT JOIN renewal anew ON anew.${side === 'provider' ? 'participation_id' : 'consumer_part_id'} = party.id AND anew.state IN ('verified', 'approved') AND party.state IN ('live', 'suspended')
  LEFT JOIN evidence ON evidence.id = coalesce(anew.evidence_id, party.evidence_id)
  WHERE party.agreement_id = agreement.id AND party.state NOT IN ('withdrawn', 'left')`;

const SELECT = `
  SELECT agreement.id, agreement.reference, agreement.locality_id AS "localityId", agreement.service_code AS "serviceCode", agreement.state, agreement.version,
    lower(version.during) AS "from", upper(version.during) AS "until",
    (SELECT coalesce(json_agg(listed ORDER BY listed."odsCode"), '[]') FROM (${SIDE('provider')} UNION ALL ${SIDE('consumer')}) listed) AS sides,
    (SELECT json_agg(json_build_object('odsCode', consumer_ods_code, 'views', views) ORDER BY consumer_ods_code) FROM (
      SELECT DISTINCT ON (consumer_ods_code) consumer_ods_code, views FROM agreement_version_consumer named JOIN agreement_version opened ON opened.id = named.version_id
      WHERE opened.agreement_id = agreement.id AND (opened.locked_at IS NOT NULL OR opened.id = version.id) AND NOT (opened.proposal_id IS NOT NULL AND awaits_cut_over(opened.proposal_id)) ORDER BY consumer_ods_code, opened.number DESC) newest) AS terms,
    (SELECT json_agg(json_build_object('id', named.id, 'number', named.number, 'consumers', ARRAY(SELECT consumer_ods_code FROM agreement_version_consumer WHERE version_id = named.id)) ORDER BY named.number)
      FROM agreement_version named WHERE named.agreement_id = agreement.id AND (named.locked_at IS NOT NULL OR named.id = version.id)) AS versions
  FROM sharing_agreement agreement
  JOIN LATERAL (SELECT * FROM agreement_version version WHERE agreement_id = agreement.id ORDER BY ${NEWEST_FIRST} LIMIT 1) version ON true`;

@Injectable()
export class StoredActivatableAgreements extends ActivatableAgreements {
  async byId(tx: Tx, id: AgreementId): Promise<ActivatableAgreement | null> {
    if (!isId(id)) return null;
    const [row] = await sql<ActivatableAgreement>(tx, `${SELECT} WHERE agreement.id = $1`, [id]);
    return row ?? null;
  }
}
