import type { OdsCode, Tx } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import type { CertificateId, ConsumerSystemId } from '../../contract/index.js';
import { SystemCertificate } from '../domain/system-certificate.js';

export interface ConsumerSystem {
  readonly id: ConsumerSystemId;
  readonly consumerOdsCode: OdsCode;
  readonly name: string;
}

const COLUMNS = `id, system_id AS "systemId", consumer_ods_code AS "consumerOdsCode", sha256, pem, subject, lower(valid_during) AS "from",
  upper(valid_during) AS "until", registered_by AS "registeredBy", registered_by_operator AS "registeredByOperator", registered_at AS "registeredAt", confirmed_by AS "confirmedBy",
  confirmed_at AS "confirmedAt", revoked_by AS "revokedBy", revoked_at AS "revokedAt", revoked_reason AS "revokedReason", version`;

/** Consumer systems and their certificates, in bulk: a national act registers more than a thousand. */
export class CertificateRegister {
  async systems(tx: Tx, ids: readonly ConsumerSystemId[]): Promise<ReadonlyMap<ConsumerSystemId, ConsumerSystem>> {
    const rows = await sql<ConsumerSystem>(tx, 'SELECT id, consumer_ods_code AS "consumerOdsCode", name FROM consumer_system WHERE id = ANY ($1::uuid[])', [ids]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** The consumer's system of this name, the first where there are several. */
  async systemNamed(tx: Tx, consumerOdsCode: OdsCode, name: string): Promise<ConsumerSystemId | null> {
    const [row] = await sql<{ id: ConsumerSystemId }>(tx, 'SELECT id FROM consumer_system WHERE consumer_ods_code = $1 AND name = $2 ORDER BY recorded_at, id LIMIT 1', [consumerOdsCode, name]);
    return row?.id ?? null;
  }

  async addSystems(tx: Tx, systems: readonly ConsumerSystem[], by: string | null, at: Date): Promise<void> {
    if (systems.length === 0) return;
    await sql(tx, `INSERT INTO consumer_system (id, consumer_ods_code, name, recorded_by, recorded_at)
      SELECT id, code, name, $4, $5 FROM unnest($1::uuid[], $2::text[], $3::text[]) AS row (id, code, name)`, [
      systems.map((each) => each.id), systems.map((each) => each.consumerOdsCode), systems.map((each) => each.name), by, at,
    ]);
  }

  /** Whether any of the fingerprints is a gateway's: one certificate never speaks for both. */
  async areOfGateways(tx: Tx, fingerprints: readonly string[]): Promise<boolean> {
    const rows = await sql(tx, 'SELECT 1 FROM gateway_certificate WHERE sha256 = ANY ($1::text[]) LIMIT 1', [fingerprints]);
    return rows.length > 0;
  }

  /** False where one of them is registered already, by whomever: the asker may not be told more. */
  async add(tx: Tx, certificates: readonly SystemCertificate[]): Promise<boolean> {
    const of = (pick: (certificate: SystemCertificate) => unknown): unknown[] => certificates.map(pick);
    const added = await sql(tx, `
      INSERT INTO system_certificate (id, system_id, consumer_ods_code, sha256, pem, subject, valid_during, registered_by, registered_by_operator, registered_at)
      SELECT id, system, code, sha256, pem, subject, tstzrange(valid_from, valid_until), registered_by, registered_by_operator, registered_at
      FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::timestamptz[], $9::uuid[], $10::text[], $11::timestamptz[])
        AS row (id, system, code, sha256, pem, subject, valid_from, valid_until, registered_by, registered_by_operator, registered_at)
      ON CONFLICT (sha256) DO NOTHING RETURNING id`, [
      of((each) => each.id), of((each) => each.systemId), of((each) => each.consumerOdsCode), of((each) => each.sha256), of((each) => each.pem),
      of((each) => each.subject), of((each) => each.from), of((each) => each.until), of((each) => each.registeredBy), of((each) => each.registeredByOperator),
      of((each) => each.registeredAt),
    ]);
    return added.length === certificates.length;
  }

  /** In the order of the ids, so that two acts on the same certificates cannot wait for each other. */
  async lock(tx: Tx, ids: readonly CertificateId[]): Promise<readonly SystemCertificate[]> {
    const rows = await sql<Parameters<typeof SystemCertificate.stored>[0]>(tx, `
      SELECT ${COLUMNS} FROM system_certificate WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE`, [ids]);
    return rows.map((row) => SystemCertificate.stored(row));
  }

  async save(tx: Tx, certificates: readonly SystemCertificate[]): Promise<void> {
    const of = (pick: (certificate: SystemCertificate) => unknown): unknown[] => certificates.map(pick);
    await sql(tx, `
      UPDATE system_certificate AS kept SET confirmed_by = row.confirmed_by, confirmed_at = row.confirmed_at, revoked_by = row.revoked_by,
        revoked_at = row.revoked_at, revoked_reason = row.revoked_reason, version = row.version
      FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::uuid[], $5::timestamptz[], $6::text[], $7::int[])
        AS row (id, confirmed_by, confirmed_at, revoked_by, revoked_at, revoked_reason, version)
      WHERE kept.id = row.id`, [
      of((each) => each.id), of((each) => each.confirmedBy), of((each) => each.confirmedAt), of((each) => each.revokedBy), of((each) => each.revokedAt),
      of((each) => each.revokedReason), of((each) => each.version),
    ]);
  }
}
