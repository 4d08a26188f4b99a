import { Injectable } from '@nestjs/common';
import { isId, type Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import { ActivatableAgreements, type ActivatableAgreement, type AgreementId } from '@accord/agreements';

const SELECT = `
  SELECT agreement.id, agreement.reference, agreement.locality_id AS "localityId", agreement.service_code AS "serviceCode", agreement.state, agreement.version,
    lower(version.during) AS "from", upper(version.during) AS "until",
    (SELECT coalesce(json_agg(listed ORDER BY listed."odsCode"), '[]') FROM (
      SELECT participation.id, 'provider' AS side, provider_ods_code AS "odsCode", participation.state, participation.version, participation.terms_digest AS "termsDigest", document_sha256 AS "evidenceSha256"
        FROM participation LEFT JOIN evidence ON evidence.id = evidence_id WHERE participation.agreement_id = agreement.id AND participation.state <> 'withdrawn'
      UNION ALL
      SELECT consumer_part.id, 'consumer', consumer_ods_code, consumer_part.state, consumer_part.version, consumer_part.terms_digest, document_sha256
        FROM consumer_part LEFT JOIN evidence ON evidence.id = evidence_id WHERE consumer_part.agreement_id = agreement.id AND consumer_part.state <> 'left') listed) AS sides,
    (SELECT json_agg(json_build_object('odsCode', consumer_ods_code, 'views', views) ORDER BY consumer_ods_code) FROM agreement_version_consumer WHERE version_id = version.id) AS terms
  FROM sharing_agreement agreement
  JOIN LATERAL (SELECT * FROM agreement_version WHERE agreement_id = agreement.id ORDER BY number DESC LIMIT 1) version ON true`;

@Injectable()
export class StoredActivatableAgreements extends ActivatableAgreements {
  async byId(tx: Tx, id: AgreementId): Promise<ActivatableAgreement | null> {
    if (!isId(id)) return null;
    const [row] = await sql<ActivatableAgreement>(tx, `${SELECT} WHERE agreement.id = $1`, [id]);
    return row ?? null;
  }
}
