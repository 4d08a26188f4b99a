import type { Facts } from '@accord/publication/server';
import type { Client } from 'pg';

import { BenchFault } from '../../bench.js';
import type { GatewayCertificate } from './gateway-certificates.js';

export interface LaidDownGateway extends GatewayCertificate {
  readonly code: string;
  readonly localities: readonly string[];
}

const CHUNK = 20_000;

/**
 * Facts as the rows that they would come from, and the gateways that serve them: laid down past the rules that make them, as a backup
 * brings them back. Everything after that is done under every rule.
 */
export async function layDownCountry(client: Client, facts: Facts, gateways: readonly LaidDownGateway[], at: Date): Promise<void> {
  await client.query('BEGIN');
  await client.query(`SET LOCAL session_replication_role = replica; SET LOCAL work_mem = '256MB'; SET LOCAL maintenance_work_mem = '512MB'`);
  await client.query(`CREATE TEMPORARY TABLE known ON COMMIT DROP AS SELECT (SELECT id FROM person WHERE name = 'Carys Lowell') AS officer, $1::timestamptz AS at, $1::timestamptz - interval '700 days' AS since`, [at]);
  const { rows: [known] } = await client.query<{ officer: string | null }>('SELECT officer FROM known');
  if (known?.officer == null) throw new BenchFault('The installation has nobody who is its officer.');
  await client.query('CREATE TEMPORARY TABLE side (locality text, agreement text, provider text, from_at timestamptz, until_at timestamptz, evidence text, consumers text[]) ON COMMIT DROP');
  await fill(client, 'side', ['locality', 'agreement', 'provider', 'from_at', 'until_at', 'evidence', 'consumers'],
    facts.providers.map((row) => [row.locality, row.agreement, row.provider, row.from, row.until, row.evidence, `{${row.consumers.join()}}`]));
  await client.query('CREATE TEMPORARY TABLE seen (agreement text, consumer text, views text, from_at timestamptz, until_at timestamptz, evidence text) ON COMMIT DROP');
  await fill(client, 'seen', ['agreement', 'consumer', 'views', 'from_at', 'until_at', 'evidence'],
    facts.consumers.map((row) => [row.agreement, row.consumer, `{${row.views.join()}}`, row.from, row.until, row.evidence]));
  await client.query('CREATE TEMPORARY TABLE held (consumer text, system text, sha256 text, from_at timestamptz, until_at timestamptz) ON COMMIT DROP');
  await fill(client, 'held', ['consumer', 'system', 'sha256', 'from_at', 'until_at'], (facts.certificates ?? []).map((row) => [row.consumer, row.system, row.sha256, row.from, row.until]));
  await client.query('CREATE TEMPORARY TABLE door (code text, sha256 text, pem text, localities text[]) ON COMMIT DROP');
  await fill(client, 'door', ['code', 'sha256', 'pem', 'localities'], gateways.map((each) => [each.code, each.sha256, each.pem, `{${each.localities.join()}}`]));
  await client.query('CREATE TEMPORARY TABLE place ON COMMIT DROP AS SELECT code FROM unnest($1::text[]) AS named (code)', [facts.localities.map(({ code }) => code)]);
  for (const statement of LAYING_DOWN) await client.query(statement);
  await client.query('COMMIT');
  await client.query('VACUUM ANALYZE');
}

async function fill(client: Client, table: string, columns: readonly string[], rows: readonly (readonly string[])[]): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) {
    const some = rows.slice(from, from + CHUNK);
    await client.query(`INSERT INTO ${table} SELECT ${columns.map((column) => (column.endsWith('_at') ? `${column}::timestamptz` : ['consumers', 'localities'].includes(column) ? `${column}::text[]` : column)).join()}
      FROM unnest(${columns.map((_column, at) => `$${at + 1}::text[]`).join()}) AS row (${columns.join()})`, columns.map((_column, at) => some.map((row) => row[at])));
  }
}

/** The same id for the same thing, so that rows can name each other; shaped as an id from outside must be. */
const id = (kind: string, of: string): string => `overlay(overlay(md5('${kind} ' || ${of}) placing '8' from 13 for 1) placing '8' from 17 for 1)::uuid`;
/** Four eyes: whoever it was, it was not the officer. */
const OTHER = `'00000000-0000-8000-8000-0000000000bb'::uuid`;
const THIRD = `'00000000-0000-8000-8000-0000000000cc'::uuid`;

const midnight = (at: string): string => `(${at} AT TIME ZONE 'Europe/London')::date`;

const LAYING_DOWN: readonly string[] = [
  // Agreements begin and end at midnight in London.
  ...['side', 'seen'].map((table) => `UPDATE ${table} SET from_at = from_at::date::timestamp AT TIME ZONE 'Europe/London', until_at = until_at::date::timestamp AT TIME ZONE 'Europe/London'`),
  `INSERT INTO locality (id, code, name, recorded_at) SELECT ${id('locality', 'code')}, code, 'Locality ' || code, since FROM place, known`,
  `CREATE TEMPORARY TABLE body ON COMMIT DROP AS SELECT provider AS code, min(locality) AS locality FROM side GROUP BY 1 UNION ALL SELECT DISTINCT consumer, NULL FROM (SELECT consumer FROM seen UNION SELECT consumer FROM held) each`,
  `INSERT INTO organisation (ods_code, name, status, recorded_at) SELECT code, 'Organisation ' || code, 'A', since FROM body, known`,
  `INSERT INTO organisation_status (ods_code, status, valid_from, recorded_at) SELECT code, 'A', since, since FROM body, known`,
  `INSERT INTO locality_membership (id, locality_id, ods_code, during, recorded_at) SELECT ${id('member', 'code')}, ${id('locality', 'locality')}, code, tstzrange(since, NULL), since FROM body, known WHERE locality IS NOT NULL`,
  `INSERT INTO gate_fact (id, ods_code, kind, value, source, valid_during, recorded_by, recorded_at, confirmed_by, confirmed_at)
    SELECT ${id('hosting', 'code')}, code, 'hosting', 'hosted-centrally', 'A letter', tstzrange(since, NULL), officer, since, ${OTHER}, since FROM body, known WHERE locality IS NOT NULL`,
  `CREATE TEMPORARY TABLE viewer ON COMMIT DROP AS SELECT consumer AS code, min(views)::text[] AS views FROM seen GROUP BY 1`,
  `INSERT INTO viewing_organisation (id, name, recorded_at) SELECT ${id('viewer', 'code')}, code, since FROM viewer, known`,
  `INSERT INTO viewing_organisation_member (ods_code, viewing_organisation_id, during, recorded_at) SELECT code, ${id('viewer', 'code')}, tstzrange(since, NULL), since FROM viewer, known`,
  `INSERT INTO view_set (id, service_code, viewing_organisation_id, views, current_during, reserved_by_agreement_id, reserved_by_reference, recorded_at)
    SELECT ${id('views', 'code')}, 'DCR', ${id('viewer', 'code')}, views, tstzrange(since - interval '5 years', 'infinity'), ${id('agreement', `'1'`)}, 'SEEDED', since FROM viewer, known`,
  `INSERT INTO consumer_system (id, consumer_ods_code, name, recorded_at) SELECT DISTINCT ${id('system', 'system')}, consumer, system, since FROM held, known`,
  `INSERT INTO system_certificate (id, system_id, consumer_ods_code, sha256, pem, subject, valid_during, registered_by, registered_at, confirmed_by, confirmed_at)
    SELECT ${id('certificate', 'sha256')}, ${id('system', 'system')}, consumer, sha256, 'pem', 'CN=' || consumer, tstzrange(from_at, until_at), officer, since, ${OTHER}, since FROM held, known`,
  `CREATE TEMPORARY TABLE agreed ON COMMIT DROP AS SELECT agreement, min(locality) AS locality, min(from_at) AS from_at, max(until_at) AS until_at FROM side GROUP BY 1`,
  `INSERT INTO sharing_agreement (id, reference, service_code, locality_id, state, drafted_by, drafted_at, opened_at) SELECT ${id('agreement', 'agreement')}, agreement, 'DCR', ${id('locality', 'locality')}, 'open', officer, since, since FROM agreed, known`,
  `INSERT INTO agreement_version (id, agreement_id, number, title, purpose, purpose_class, lawful_basis, clauses, begins_on, review_on, ends_on, during, drafted_by, locked_at, recorded_at)
    SELECT ${id('version', 'agreement')}, ${id('agreement', 'agreement')}, 1, 'Sharing', 'Care', 'direct-care', 'Law', '{}', ${midnight('from_at')}, ${midnight('until_at')} - 2, ${midnight('until_at')} - 1, tstzrange(from_at, until_at), officer, since, since FROM agreed, known`,
  `INSERT INTO agreement_version_provider SELECT DISTINCT ${id('version', 'agreement')}, provider FROM side`,
  `INSERT INTO agreement_version_consumer SELECT DISTINCT ${id('version', 'agreement')}, consumer, views::text[], ${id('views', 'consumer')} FROM seen`,
  `INSERT INTO agreement_party SELECT DISTINCT ${id('agreement', 'agreement')}, provider, 'provider', ${id('locality', 'locality')} FROM side
    UNION ALL SELECT DISTINCT ${id('agreement', 'seen.agreement')}, consumer, 'consumer', ${id('locality', 'agreed.locality')} FROM seen JOIN agreed USING (agreement)`,
  ...[['provider', 'provider', 'side'], ['consumer', 'consumer', 'seen']].map(([side, column, table]) => `
    INSERT INTO evidence (id, kind, side, document_sha256, document_quarantined, agreement_id, agreement_version_id, locality_id, ods_code, terms_digest, authority_id,
      signatory_person_id, signed_at, findings, state, submitted_by, submitted_at, verified_by, verified_at)
    SELECT ${id('evidence', `${table}.agreement || ${column}`)}, 'generated', '${side}', evidence, false, ${id('agreement', `${table}.agreement`)}, ${id('version', `${table}.agreement`)}, ${id('locality', 'agreed.locality')},
      ${column}, 'terms', ${id('authority', column!)}, officer, since, '[]', 'verified', officer, since, ${OTHER}, since FROM ${table} JOIN agreed USING (agreement), known`),
  `INSERT INTO participation (id, agreement_id, agreement_version_id, service_code, locality_id, provider_ods_code, state, terms_digest, evidence_id, drafted_by, submitted_by, verified_by, activation_id, approved_by, live_at, state_at, recorded_at)
    SELECT ${id('participation', 'agreement || provider')}, ${id('agreement', 'agreement')}, ${id('version', 'agreement')}, 'DCR', ${id('locality', 'locality')}, provider, 'live', 'terms', ${id('evidence', 'agreement || provider')},
      officer, officer, ${OTHER}, ${id('activation', 'agreement')}, ${THIRD}, since, since, since FROM side, known`,
  `INSERT INTO consumer_part (id, agreement_id, agreement_version_id, service_code, locality_id, consumer_ods_code, viewing_organisation_id, view_set_id, state, terms_digest, evidence_id, drafted_by, submitted_by, verified_by, activation_id, approved_by, live_at, state_at, recorded_at)
    SELECT ${id('part', 'seen.agreement || consumer')}, ${id('agreement', 'seen.agreement')}, ${id('version', 'seen.agreement')}, 'DCR', ${id('locality', 'agreed.locality')}, consumer, ${id('viewer', 'consumer')}, ${id('views', 'consumer')}, 'live', 'terms',
      ${id('evidence', 'seen.agreement || consumer')}, officer, officer, ${OTHER}, ${id('activation', 'seen.agreement')}, ${THIRD}, since, since, since FROM seen JOIN agreed USING (agreement), known`,
  `INSERT INTO participation_terms SELECT ${id('participation', 'agreement || provider')}, consumer, ${id('views', 'consumer')} FROM side, unnest(consumers) AS consumer`,
  `INSERT INTO pair (participation_id, consumer_part_id, agreement_id, service_code, provider_ods_code, consumer_ods_code, view_set_id, locality_id, held_during, recorded_at)
    SELECT ${id('participation', 'agreement || provider')}, ${id('part', 'agreement || consumer')}, ${id('agreement', 'agreement')}, 'DCR', provider, consumer, ${id('views', 'consumer')}, ${id('locality', 'locality')}, tstzrange(from_at, until_at), since
    FROM side, unnest(consumers) AS consumer, known`,
  `INSERT INTO gateway (id, code, name, registered_by, registered_at, confirmed_by, confirmed_at) SELECT ${id('gateway', 'code')}, code, code, officer, since, ${OTHER}, since FROM door, known`,
  `INSERT INTO gateway_certificate (id, gateway_id, sha256, pem, valid_during, registered_by, recorded_at, confirmed_by, confirmed_at)
    SELECT ${id('door', 'code')}, ${id('gateway', 'code')}, sha256, pem, tstzrange(since, at + interval '30 days'), officer, since, ${OTHER}, since FROM door, known`,
  `INSERT INTO gateway_locality (gateway_id, locality_id, during, recorded_at) SELECT ${id('gateway', 'door.code')}, ${id('locality', 'named')}, tstzrange(since, NULL), since FROM door, unnest(localities) AS named, known`,
  // Rules that ask who somebody is look these up.
  `INSERT INTO person (id, name, recorded_at) SELECT ${OTHER}, 'Second Person', since FROM known UNION ALL SELECT ${THIRD}, 'Third Person', since FROM known`,
  // Everything has changed, and says so as a change of a service does.
  `INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload) SELECT gen_random_uuid(), at, 'service.laid-down', 'DCR', '{}', '{"consumerOdsCode": "all"}' FROM known`,
  `SELECT pg_notify('accord_outbox', '')`,
];
