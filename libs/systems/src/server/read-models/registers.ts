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
  readonly registeredByReader: boolean;
  readonly registeredAt: Date;
  /** Null, as the next, where the person is not the reader's to know. */
  readonly registeredByName: string | null;
  readonly confirmedAt: Date | null;
  readonly confirmedByName: string | null;
  readonly revokedAt: Date | null;
  readonly revokedByName: string | null;
  readonly revokedReason: string | null;
  readonly version: number;
}

/** As JSON has it: instants are text. */
export interface GatewayCertificateRow {
  readonly id: string;
  readonly sha256: string;
  readonly fromAt: string;
  readonly untilAt: string;
  readonly state: 'registered' | 'confirmed' | 'revoked';
  readonly registeredByReader: boolean;
  readonly registeredAt: string;
  readonly registeredByName: string | null;
  readonly confirmedAt: string | null;
  readonly confirmedByName: string | null;
  readonly revokedAt: string | null;
  readonly revokedByName: string | null;
  readonly revokedReason: string | null;
  readonly version: number;
}

export interface GatewayRow {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly state: 'registered' | 'confirmed' | 'revoked';
  readonly localityCodes: readonly string[];
  readonly localities: readonly { readonly code: string; readonly name: string }[];
  readonly fingerprints: readonly string[];
  readonly certificates: readonly GatewayCertificateRow[];
  /** Until when its certificates follow one another without a gap, or did; null where none ever counted. */
  readonly certifiedUntil: Date | null;
  /** Whether the reader registered it, and so cannot be the second person. */
  readonly registeredByReader: boolean;
  readonly registeredAt: Date;
  /** Null, as the next, where the person is not the reader's to know. */
  readonly registeredByName: string | null;
  readonly confirmedAt: Date | null;
  readonly confirmedByName: string | null;
  readonly revokedAt: Date | null;
  readonly revokedByName: string | null;
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

/** Row-level security says whose name may be known. */
const NAME = (of: string): string => `(SELECT name FROM person WHERE person.id = ${of})`;
/** The operator is called what change records call them. */
const REGISTRAR = (of: string): string => `coalesce(${of}.registered_by_operator, ${NAME(`${of}.registered_by`)})`;

const CERTIFICATES = `SELECT certificate.id, certificate.system_id AS "systemId", system.name AS "systemName", certificate.consumer_ods_code AS "consumerOdsCode",
    organisation.name AS "consumerName", certificate.sha256, certificate.subject, lower(certificate.valid_during) AS "fromAt",
    upper(certificate.valid_during) AS "untilAt", ${STATE('certificate')} AS state, coalesce(certificate.registered_by = accord_person(), false) AS "registeredByReader",
    certificate.confirmed_at IS NOT NULL AND certificate.revoked_at IS NULL AND certificate.valid_during @> $1::timestamptz AS "isCurrent",
    certificate.registered_at AS "registeredAt", certificate.confirmed_at AS "confirmedAt", ${REGISTRAR('certificate')} AS "registeredByName", ${NAME('certificate.confirmed_by')} AS "confirmedByName", certificate.revoked_at AS "revokedAt",
    ${NAME('certificate.revoked_by')} AS "revokedByName", certificate.revoked_reason AS "revokedReason", certificate.version
  FROM system_certificate AS certificate JOIN consumer_system AS system ON system.id = certificate.system_id
  JOIN organisation ON organisation.ods_code = certificate.consumer_ods_code`;

export interface CertificatesAsked {
  readonly consumer: string | null;
  /** Part of the name of its organisation or system, or an ODS code. */
  readonly find?: string | null;
  /** waiting, current, ending (within 30 days), expired or revoked. */
  readonly standing?: string | null;
}

export const CERTIFICATE_STANDINGS = ['waiting', 'current', 'ending', 'expired', 'revoked'] as const;

const STANDING = `CASE WHEN certificate.revoked_at IS NOT NULL THEN 'revoked' WHEN upper(certificate.valid_during) <= $1::timestamptz THEN 'expired'
  WHEN certificate.confirmed_at IS NULL THEN 'waiting' ELSE 'current' END`;
const MATCHES = `($2::text IS NULL OR certificate.consumer_ods_code = $2)
  AND ($3::text IS NULL OR certificate.consumer_ods_code = upper($3) OR strpos(lower(organisation.name), lower($3)) > 0 OR strpos(lower(system.name), lower($3)) > 0)
  AND ($4::text IS NULL OR ${STANDING} = $4 OR ($4 = 'ending' AND ${STANDING} = 'current' AND upper(certificate.valid_during) <= $1::timestamptz + interval '30 days'))`;

/** What has ended first, then what waits for a second person, then what ends soonest; what was revoked at last. Row-level security shows a viewing organisation its own only. */
export async function systemCertificates(tx: Tx, { consumer, find = null, standing = null }: CertificatesAsked, { page, perPage }: PageAsked): Promise<Page<SystemCertificateRow>> {
  const asked = [timeOf(tx), consumer, find, standing];
  const [counted] = await sql<{ total: number }>(tx, `SELECT count(*)::int AS total FROM (${CERTIFICATES} WHERE ${MATCHES}) counted`, asked);
  const items = await sql<SystemCertificateRow>(tx, `${CERTIFICATES} WHERE ${MATCHES}
    ORDER BY array_position(ARRAY['expired', 'waiting', 'current', 'revoked'], ${STANDING}), upper(certificate.valid_during), certificate.id LIMIT $5 OFFSET $6`, [...asked, perPage, (page - 1) * perPage]);
  return { total: counted!.total, items };
}

export async function systemCertificateById(tx: Tx, id: string): Promise<SystemCertificateRow | null> {
  const [row] = await sql<SystemCertificateRow>(tx, `${CERTIFICATES} WHERE certificate.id = $2`, [timeOf(tx), id]);
  return row ?? null;
}

const GATEWAYS = `SELECT gateway.id, gateway.code, gateway.name, ${STATE('gateway')} AS state, gateway.registered_at AS "registeredAt",
    gateway.confirmed_at AS "confirmedAt", gateway.revoked_at AS "revokedAt", gateway.revoked_reason AS "revokedReason", gateway.version,
    ${REGISTRAR('gateway')} AS "registeredByName", ${NAME('gateway.confirmed_by')} AS "confirmedByName", ${NAME('gateway.revoked_by')} AS "revokedByName",
    ARRAY(SELECT locality.code FROM gateway_locality AS served JOIN locality ON locality.id = served.locality_id
          WHERE served.gateway_id = gateway.id AND served.during @> $1::timestamptz ORDER BY locality.code) AS "localityCodes",
    coalesce((SELECT json_agg(json_build_object('code', locality.code, 'name', locality.name) ORDER BY locality.code) FROM gateway_locality AS served JOIN locality ON locality.id = served.locality_id
          WHERE served.gateway_id = gateway.id AND served.during @> $1::timestamptz), '[]') AS localities,
    ARRAY(SELECT sha256 FROM gateway_certificate WHERE gateway_id = gateway.id ORDER BY recorded_at, sha256) AS fingerprints,
    coalesce((SELECT json_agg(json_build_object('id', id, 'sha256', sha256, 'fromAt', lower(valid_during), 'untilAt', upper(valid_during), 'state', ${STATE('held')}, 'registeredByReader', coalesce(held.registered_by = accord_person(), false),
        'registeredAt', recorded_at, 'registeredByName', ${REGISTRAR('held')}, 'confirmedAt', confirmed_at, 'confirmedByName', ${NAME('held.confirmed_by')}, 'revokedAt', revoked_at, 'revokedByName', ${NAME('held.revoked_by')}, 'revokedReason', revoked_reason, 'version', version)
      ORDER BY upper(valid_during) DESC, id) FROM gateway_certificate held WHERE gateway_id = gateway.id), '[]') AS certificates,
    gateway_certified_until(gateway.id, $1) AS "certifiedUntil",
    coalesce(gateway.registered_by = accord_person(), false) AS "registeredByReader"
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

/** The gateway of this code, if it is confirmed and not revoked. */
export async function gatewayInForce(tx: Tx, code: string): Promise<string | null> {
  const [row] = await sql<{ id: string }>(tx, 'SELECT id FROM gateway WHERE code = $1 AND confirmed_at IS NOT NULL AND revoked_at IS NULL', [code]);
  return row?.id ?? null;
}
