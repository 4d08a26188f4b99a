import { isId, type LocalityId, type Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import type { GatewayId } from '../../contract/index.js';
import { Gateway } from '../domain/gateway.js';
import { GatewayCertificate } from '../domain/gateway-certificate.js';

const CERTIFICATE = `id, gateway_id AS "gatewayId", sha256, pem, lower(valid_during) AS "from", upper(valid_during) AS "until", registered_by AS "registeredBy", registered_by_operator AS "registeredByOperator",
  recorded_at AS "registeredAt", confirmed_by AS "confirmedBy", confirmed_at AS "confirmedAt", revoked_by AS "revokedBy", revoked_at AS "revokedAt", revoked_reason AS "revokedReason", version`;

/** Gateways, what they present, and the localities they serve. */
export class GatewayRegister {
  async isCodeTaken(tx: Tx, code: string): Promise<boolean> {
    return (await sql(tx, 'SELECT 1 FROM gateway WHERE code = $1', [code])).length > 0;
  }

  /** Whether the fingerprint is registered already; whoever registers gateways sees every certificate. */
  async isKnown(tx: Tx, sha256: string): Promise<boolean> {
    const rows = await sql(tx, 'SELECT 1 FROM gateway_certificate WHERE sha256 = $1 UNION ALL SELECT 1 FROM system_certificate WHERE sha256 = $1', [sha256]);
    return rows.length > 0;
  }

  /** The ids of the localities with these codes. */
  async localityIds(tx: Tx, codes: readonly string[]): Promise<ReadonlyMap<string, LocalityId>> {
    const rows = await sql<{ id: LocalityId; code: string }>(tx, 'SELECT id, code FROM locality WHERE code = ANY ($1::text[])', [codes]);
    return new Map(rows.map((row) => [row.code, row.id]));
  }

  async add(tx: Tx, gateway: Gateway): Promise<void> {
    await sql(tx, 'INSERT INTO gateway (id, code, name, registered_by, registered_by_operator, registered_at) VALUES ($1, $2, $3, $4, $5, $6)', [
      gateway.id, gateway.code, gateway.name, gateway.registeredBy, gateway.registeredByOperator, gateway.registeredAt,
    ]);
    await sql(tx, `INSERT INTO gateway_locality (gateway_id, locality_id, during, recorded_at)
      SELECT $1, id, tstzrange($3, NULL), $3 FROM unnest($2::uuid[]) AS row (id)`, [gateway.id, gateway.localityIds, timeOf(tx)]);
  }

  async addCertificate(tx: Tx, certificate: GatewayCertificate): Promise<void> {
    await sql(tx, `INSERT INTO gateway_certificate (id, gateway_id, sha256, pem, valid_during, registered_by, registered_by_operator, recorded_at) VALUES ($1, $2, $3, $4, tstzrange($5, $6), $7, $8, $9)`, [
      certificate.id, certificate.gatewayId, certificate.sha256, certificate.pem, certificate.from, certificate.until, certificate.registeredBy, certificate.registeredByOperator, certificate.registeredAt,
    ]);
  }

  /** One certificate of a gateway and the gateway, which is locked first: so two acts on them cannot wait for each other. */
  async lockWithCertificate(tx: Tx, id: string): Promise<{ readonly gateway: Gateway; readonly certificate: GatewayCertificate } | null> {
    const [named] = isId(id) ? await sql<{ gatewayId: GatewayId }>(tx, 'SELECT gateway_id AS "gatewayId" FROM gateway_certificate WHERE id = $1', [id]) : [];
    const gateway = named === undefined ? null : await this.lock(tx, named.gatewayId);
    if (gateway === null) return null;
    return { gateway, certificate: (await this.certificatesOf(tx, gateway.id)).find((each) => each.id === id)! };
  }

  /** All it ever had, the first one first. Whoever locks the gateway has them to themselves. */
  async certificatesOf(tx: Tx, gatewayId: GatewayId): Promise<readonly GatewayCertificate[]> {
    const rows = await sql<Parameters<typeof GatewayCertificate.stored>[0]>(tx, `SELECT ${CERTIFICATE} FROM gateway_certificate WHERE gateway_id = $1 ORDER BY recorded_at, id`, [gatewayId]);
    return rows.map((row) => GatewayCertificate.stored(row));
  }

  async saveCertificates(tx: Tx, certificates: readonly GatewayCertificate[]): Promise<void> {
    for (const each of certificates) {
      await sql(tx, `UPDATE gateway_certificate SET confirmed_by = $2, confirmed_at = $3, revoked_by = $4, revoked_at = $5, revoked_reason = $6, version = $7 WHERE id = $1`, [
        each.id, each.confirmedBy, each.confirmedAt, each.revokedBy, each.revokedAt, each.revokedReason, each.version,
      ]);
    }
  }

  async lock(tx: Tx, id: GatewayId): Promise<Gateway | null> {
    const [row] = await sql<Parameters<typeof Gateway.stored>[0]>(tx, `
      SELECT id, code, name, registered_by AS "registeredBy", registered_by_operator AS "registeredByOperator", registered_at AS "registeredAt", confirmed_by AS "confirmedBy", confirmed_at AS "confirmedAt",
        revoked_by AS "revokedBy", revoked_at AS "revokedAt", revoked_reason AS "revokedReason", version,
        ARRAY(SELECT locality_id FROM gateway_locality WHERE gateway_id = gateway.id AND during @> $2::timestamptz) AS "localityIds"
      FROM gateway WHERE id = $1 FOR UPDATE`, [id, timeOf(tx)]);
    return row === undefined ? null : Gateway.stored(row);
  }

  async save(tx: Tx, gateway: Gateway): Promise<void> {
    await sql(tx, `UPDATE gateway SET confirmed_by = $2, confirmed_at = $3, revoked_by = $4, revoked_at = $5, revoked_reason = $6, version = $7 WHERE id = $1`, [
      gateway.id, gateway.confirmedBy, gateway.confirmedAt, gateway.revokedBy, gateway.revokedAt, gateway.revokedReason, gateway.version,
    ]);
  }
}
