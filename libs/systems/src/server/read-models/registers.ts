import type { Tx } from '@accord/kernel';
import { sql, timeOf } from '@accord/kernel/server';

export interface SystemCertificateRow {
  readonly id: string;
  readonly systemId: string;
  readonly systemName: string;
  readonly consumerOdsCode: string;
  readonly consumerName: string;
  readonly sha256: string;
  readonly subject: string;
  readonly fromAt: Date;
  readonly untilAt: Date;
  readonly state: 'registered' | 'confirmed' | 'revoked';
  readonly isCurrent: boolean;
  readonly registeredBy: string;
  readonly registeredAt: Date;
  readonly confirmedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly revokedReason: string | null;
  readonly version: number;
}

export interface GatewayRow {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly state: 'registered' | 'confirmed' | 'revoked';
  readonly localityCodes: readonly string[];
  readonly fingerprints: readonly string[];
  readonly registeredAt: Date;
  readonly confirmedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly revokedReason: string | null;
  readonly version: number;
}

export interface Page<Row> {
  readonly total: number;
  readonly items: readonly Row[];
}

export interface PageAsked {
  readonly page: number;
  readonly perPage: number;
}

const STATE = (of: string): string => `CASE WHEN ${of}.revoked_at IS NOT NULL THEN 'revoked' WHEN ${of}.confirmed_at IS NOT NULL THEN 'confirmed' ELSE 'registered' END`;

const CERTIFICATES = `SELECT certificate.id, certificate.system_id AS "systemId", system.name AS "systemName", certificate.consumer_ods_code AS "consumerOdsCode",
    organisation.name AS "consumerName", certificate.sha256, certificate.subject, lower(certificate.valid_during) AS "fromAt",
    upper(certificate.valid_during) AS "untilAt", ${STATE('certificate')} AS state, certificate.registered_by AS "registeredBy",
    certificate.confirmed_at IS NOT NULL AND certificate.revoked_at IS NULL AND certificate.valid_during @> $1::timestamptz AS "isCurrent",
    certificate.registered_at AS "registeredAt", certificate.confirmed_at AS "confirmedAt", certificate.revoked_at AS "revokedAt",
    certificate.revoked_reason AS "revokedReason", certificate.version
  FROM system_certificate AS certificate JOIN consumer_system AS system ON system.id = certificate.system_id
  JOIN organisation ON organisation.ods_code = certificate.consumer_ods_code`;

/** Row-level security shows a viewing organisation its own only. */
export async function systemCertificates(tx: Tx, consumer: string | null, { page, perPage }: PageAsked): Promise<Page<SystemCertificateRow>> {
  const matches = '($2::text IS NULL OR certificate.consumer_ods_code = $2)';
  const [counted] = await sql<{ total: number }>(tx, 'SELECT count(*)::int AS total FROM system_certificate WHERE ($1::text IS NULL OR consumer_ods_code = $1)', [consumer]);
  const items = await sql<SystemCertificateRow>(tx, `${CERTIFICATES} WHERE ${matches} ORDER BY certificate.consumer_ods_code, certificate.id LIMIT $3 OFFSET $4`, [
    timeOf(tx), consumer, perPage, (page - 1) * perPage,
  ]);
  return { total: counted!.total, items };
}

export async function systemCertificateById(tx: Tx, id: string): Promise<SystemCertificateRow | null> {
  const [row] = await sql<SystemCertificateRow>(tx, `${CERTIFICATES} WHERE certificate.id = $2`, [timeOf(tx), id]);
  return row ?? null;
}

const GATEWAYS = `SELECT gateway.id, gateway.code, gateway.name, ${STATE('gateway')} AS state, gateway.registered_at AS "registeredAt",
    gateway.confirmed_at AS "confirmedAt", gateway.revoked_at AS "revokedAt", gateway.revoked_reason AS "revokedReason", gateway.version,
    ARRAY(SELECT locality.code FROM gateway_locality AS served JOIN locality ON locality.id = served.locality_id
          WHERE served.gateway_id = gateway.id AND served.during @> $1::timestamptz ORDER BY locality.code) AS "localityCodes",
    ARRAY(SELECT sha256 FROM gateway_certificate WHERE gateway_id = gateway.id ORDER BY recorded_at, sha256) AS fingerprints
  FROM gateway`;

export async function gateways(tx: Tx, { page, perPage }: PageAsked): Promise<Page<GatewayRow>> {
  const [counted] = await sql<{ total: number }>(tx, 'SELECT count(*)::int AS total FROM gateway');
  const items = await sql<GatewayRow>(tx, `${GATEWAYS} ORDER BY gateway.code LIMIT $2 OFFSET $3`, [timeOf(tx), perPage, (page - 1) * perPage]);
  return { total: counted!.total, items };
}

export async function gatewayById(tx: Tx, id: string): Promise<GatewayRow | null> {
  const [row] = await sql<GatewayRow>(tx, `${GATEWAYS} WHERE gateway.id = $2`, [timeOf(tx), id]);
  return row ?? null;
}
