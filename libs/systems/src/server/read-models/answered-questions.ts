import type { LocalityId, OdsCode, Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import {
  ConsumerCertificates, Gateways, type CurrentCertificate, type GatewayCertificate, type GatewayId, type RegisteredGateway,
} from '../../contract/index.js';

const CURRENT = `SELECT consumer_ods_code AS "consumerOdsCode", system_id AS "systemId", sha256, lower(valid_during) AS "from", upper(valid_during) AS "until"
  FROM system_certificate WHERE confirmed_at <= $2 AND (revoked_at IS NULL OR revoked_at > $2) AND valid_during @> $2::timestamptz`;

export class ConsumerCertificatesInSql extends ConsumerCertificates {
  currentAt(tx: Tx, consumers: readonly OdsCode[], at: Date): Promise<readonly CurrentCertificate[]> {
    return sql<CurrentCertificate>(tx, `${CURRENT} AND consumer_ods_code = ANY ($1::text[]) ORDER BY consumer_ods_code, system_id, sha256`, [consumers, at]);
  }

  async byFingerprint(tx: Tx, sha256: string, at: Date): Promise<CurrentCertificate | null> {
    const [certificate] = await sql<CurrentCertificate>(tx, `${CURRENT} AND sha256 = $1`, [sha256, at]);
    return certificate ?? null;
  }
}

const GATEWAY = `SELECT gateway.id, gateway.code, gateway.name,
    ARRAY(SELECT locality_id FROM gateway_locality WHERE gateway_id = gateway.id AND during @> $1::timestamptz ORDER BY locality_id) AS "localityIds"
  FROM gateway WHERE confirmed_at <= $1 AND (revoked_at IS NULL OR revoked_at > $1)`;
const CERTIFICATE = `SELECT gateway_id FROM gateway_certificate WHERE sha256 = $2 AND confirmed_at <= $1 AND valid_during @> $1::timestamptz AND (revoked_at IS NULL OR revoked_at > $1)`;

export class GatewaysInSql extends Gateways {
  async byFingerprint(tx: Tx, sha256: string, at: Date): Promise<RegisteredGateway | null> {
    const [gateway] = await sql<RegisteredGateway>(tx, `${GATEWAY} AND id = (${CERTIFICATE})`, [at, sha256]);
    return gateway ?? null;
  }

  serving(tx: Tx, localityIds: readonly LocalityId[] | null, at: Date): Promise<readonly RegisteredGateway[]> {
    return sql<RegisteredGateway>(tx, `${GATEWAY} AND ($2::uuid[] IS NULL OR EXISTS (
      SELECT FROM gateway_locality WHERE gateway_id = gateway.id AND locality_id = ANY ($2) AND during @> $1::timestamptz)) ORDER BY code`, [at, localityIds]);
  }

  certificatesOf(tx: Tx, gatewayId: GatewayId, at: Date): Promise<readonly GatewayCertificate[]> {
    return sql<GatewayCertificate>(tx, `SELECT gateway_id AS "gatewayId", sha256, pem FROM gateway_certificate
      WHERE gateway_id = $1 AND confirmed_at <= $2 AND valid_during @> $2::timestamptz AND (revoked_at IS NULL OR revoked_at > $2) ORDER BY sha256`, [gatewayId, at]);
  }
}
