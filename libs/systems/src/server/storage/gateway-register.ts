import { newId, type LocalityId, type Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';
import type { GatewayId } from '../../contract/index.js';
import { Gateway } from '../domain/gateway.js';
import type { PresentedCertificate } from '../domain/presented-certificate.js';

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

  async add(tx: Tx, gateway: Gateway, certificate: PresentedCertificate): Promise<void> {
    const at = timeOf(tx);
    await sql(tx, 'INSERT INTO gateway (id, code, name, registered_by, registered_by_operator, registered_at) VALUES ($1, $2, $3, $4, $5, $6)', [
      gateway.id, gateway.code, gateway.name, gateway.registeredBy, gateway.registeredByOperator, gateway.registeredAt,
    ]);
    await sql(tx, `INSERT INTO gateway_certificate (id, gateway_id, sha256, pem, valid_during, recorded_at) VALUES ($1, $2, $3, $4, tstzrange($5, $6), $7)`, [
      newId(at), gateway.id, certificate.sha256, certificate.pem, certificate.from, certificate.until, at,
    ]);
    await sql(tx, `INSERT INTO gateway_locality (gateway_id, locality_id, during, recorded_at)
      SELECT $1, id, tstzrange($3, NULL), $3 FROM unnest($2::uuid[]) AS row (id)`, [gateway.id, gateway.localityIds, at]);
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
    if (gateway.revokedAt !== null) {
      await sql(tx, 'UPDATE gateway_certificate SET revoked_at = $2 WHERE gateway_id = $1 AND revoked_at IS NULL', [gateway.id, gateway.revokedAt]);
    }
  }
}
