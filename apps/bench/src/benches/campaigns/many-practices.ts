import { randomUUID } from 'node:crypto';

import type { Client } from 'pg';

import { BenchFault } from '../../bench.js';
import type { SignedIn } from '../graphql-list/signed-in.js';

export const PRACTICES = 500;
export const AGREEMENTS = 5;
export const VIEWERS = 12;
export const PAIRS = PRACTICES * VIEWERS;
/** Real requests of the last thirty days. */
export const REQUESTS = 50_000;

const CODES = Array.from({ length: PRACTICES }, (_, index) => `TSTC${String(index + 1).padStart(4, '0')}`);
const DRAFT = 'mutation Draft($input: DraftCampaignInput!) { draftCampaign(input: $input) { id } }';
const ASK = 'mutation Ask($input: MoveInput!) { askCampaign(input: $input) { id } }';

/**
 * Practices live in agreements of one locality, each with every viewer, with a hosting fact, a certificate for each viewer and their looks of
 * the last month: laid down past the rules that made them, as a backup brings them back. Everything after that is done under every rule.
 */
export async function layDownPractices(client: Client, at: Date): Promise<void> {
  await client.query('BEGIN');
  await client.query('SET LOCAL session_replication_role = replica');
  await client.query(`CREATE TEMPORARY TABLE known ON COMMIT DROP AS SELECT
    (SELECT id FROM locality WHERE code = 'TSTL01') AS locality, (SELECT id FROM person WHERE name = 'Carys Lowell') AS officer, $1::timestamptz AS at, $1::timestamptz - interval '300 days' AS since`, [at]);
  await client.query('CREATE TEMPORARY TABLE practice (code text PRIMARY KEY, nth int, signatory uuid) ON COMMIT PRESERVE ROWS');
  await client.query('INSERT INTO practice SELECT code, nth - 1, gen_random_uuid() FROM unnest($1::text[]) WITH ORDINALITY AS named (code, nth)', [CODES]);
  const { rows: [known] } = await client.query<{ locality: string | null; officer: string | null }>('SELECT locality, officer FROM known');
  if (known?.locality == null || known.officer == null) throw new BenchFault('The installation has no locality TSTL01, or nobody who is its officer.');
  for (const statement of LAYING_DOWN) await client.query(statement);
  await client.query('COMMIT');
  await client.query('VACUUM ANALYZE');
}

const LAYING_DOWN: readonly string[] = [
  `INSERT INTO person (id, name, recorded_at) SELECT signatory, 'Signatory of ' || code, since FROM practice, known`,
  `INSERT INTO organisation (ods_code, name, status, recorded_at) SELECT code, 'Surgery ' || code, 'A', since FROM practice, known`,
  `INSERT INTO organisation_status (ods_code, status, valid_from, recorded_at) SELECT code, 'A', since, since FROM practice, known`,
  `INSERT INTO locality_membership (id, locality_id, ods_code, during, recorded_at) SELECT gen_random_uuid(), locality, code, tstzrange(since, NULL), since FROM practice, known`,
  `INSERT INTO gate_fact (id, ods_code, kind, value, source, valid_during, recorded_by, recorded_at, confirmed_by, confirmed_at)
    SELECT gen_random_uuid(), code, 'hosting', 'streaming', 'A letter', tstzrange(since, NULL), officer, since, signatory, since FROM practice, known`,
  `CREATE TEMPORARY TABLE viewer AS SELECT 'TSTD' || lpad(nth::text, 2, '0') AS code, nth, gen_random_uuid() AS body, gen_random_uuid() AS set_id, gen_random_uuid() AS system FROM generate_series(1, ${VIEWERS}) AS nth`,
  `INSERT INTO organisation (ods_code, name, status, recorded_at) SELECT code, 'Out of Hours ' || code, 'A', since FROM viewer, known`,
  `INSERT INTO organisation_status (ods_code, status, valid_from, recorded_at) SELECT code, 'A', since, since FROM viewer, known`,
  `INSERT INTO viewing_organisation (id, name, recorded_at) SELECT body, code, since FROM viewer, known`,
  `INSERT INTO viewing_organisation_member (ods_code, viewing_organisation_id, during, recorded_at) SELECT code, body, tstzrange(since, NULL), since FROM viewer, known`,
  `INSERT INTO consumer_system (id, consumer_ods_code, name, recorded_at) SELECT system, code, 'System of ' || code, since FROM viewer, known`,
  `INSERT INTO system_certificate (id, system_id, consumer_ods_code, sha256, pem, subject, valid_during, registered_by, registered_at, confirmed_by, confirmed_at)
    SELECT gen_random_uuid(), system, code, encode(sha256(code::bytea), 'hex'), 'pem', 'CN=' || code, tstzrange(since, since + interval '900 days'), officer, since, body, since FROM viewer, known`,
  `CREATE TEMPORARY TABLE agreed AS SELECT nth - 1 AS nth, gen_random_uuid() AS id, gen_random_uuid() AS version FROM generate_series(1, ${AGREEMENTS}) AS nth`,
  `INSERT INTO view_set (id, service_code, viewing_organisation_id, views, current_during, reserved_by_agreement_id, reserved_by_reference, recorded_at)
    SELECT set_id, 'DCR', body, '{summary,problems,medication,demographics}', tstzrange(since, 'infinity'), (SELECT id FROM agreed WHERE nth = 0), 'CAMPAIGN-0', since FROM viewer, known`,
  `INSERT INTO sharing_agreement (id, reference, service_code, locality_id, state, drafted_by, drafted_at, opened_at) SELECT id, 'CAMPAIGN-' || nth, 'DCR', locality, 'open', officer, since, since FROM agreed, known`,
  `INSERT INTO agreement_version (id, agreement_id, number, title, purpose, purpose_class, lawful_basis, clauses, begins_on, review_on, ends_on, during, drafted_by, locked_at, recorded_at)
    SELECT version, id, 1, 'Sharing ' || nth, 'Care', 'direct-care', 'Law', '{}', '2024-01-01', '2098-12-31', '2099-12-31', tstzrange('2024-01-01Z', '2100-01-01Z'), officer, since, since FROM agreed, known`,
  `INSERT INTO agreement_version_provider SELECT agreed.version, code FROM practice JOIN agreed ON agreed.nth = practice.nth % ${AGREEMENTS}`,
  `INSERT INTO agreement_version_consumer SELECT agreed.version, code, '{summary,problems,medication,demographics}', set_id FROM viewer, agreed`,
  `INSERT INTO agreement_party SELECT agreed.id, code, 'provider', locality FROM practice JOIN agreed ON agreed.nth = practice.nth % ${AGREEMENTS}, known UNION ALL SELECT agreed.id, code, 'consumer', locality FROM viewer, agreed, known`,
  `INSERT INTO participation (id, agreement_id, agreement_version_id, service_code, locality_id, provider_ods_code, state, terms_digest, evidence_id, drafted_by, submitted_by, verified_by, activation_id, approved_by, live_at, state_at, recorded_at)
    SELECT gen_random_uuid(), agreed.id, agreed.version, 'DCR', locality, code, 'live', 'digest', gen_random_uuid(), officer, signatory, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), since, since, since
    FROM practice JOIN agreed ON agreed.nth = practice.nth % ${AGREEMENTS}, known`,
  `INSERT INTO consumer_part (id, agreement_id, agreement_version_id, service_code, locality_id, consumer_ods_code, viewing_organisation_id, view_set_id, state, terms_digest, evidence_id, drafted_by, submitted_by, verified_by, activation_id, approved_by, live_at, state_at, recorded_at)
    SELECT gen_random_uuid(), agreed.id, agreed.version, 'DCR', locality, code, body, set_id, 'live', 'digest', gen_random_uuid(), officer, body, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), since, since, since FROM viewer, agreed, known`,
  `INSERT INTO participation_terms SELECT party.id, viewer.code, viewer.set_id FROM participation party JOIN practice ON practice.code = party.provider_ods_code, viewer`,
  `INSERT INTO pair (participation_id, consumer_part_id, agreement_id, service_code, provider_ods_code, consumer_ods_code, view_set_id, locality_id, held_during, recorded_at)
    SELECT party.id, part.id, party.agreement_id, 'DCR', party.provider_ods_code, part.consumer_ods_code, part.view_set_id, party.locality_id, tstzrange(since, '2100-01-01Z'), since
    FROM participation party JOIN practice ON practice.code = party.provider_ods_code JOIN consumer_part part ON part.agreement_id = party.agreement_id, known`,
  `SELECT access_event_month(month::date) FROM known, generate_series(date_trunc('month', at - interval '31 days'), at, interval '1 month') AS month`,
  `INSERT INTO access_event (id, occurred_at, received_at, gateway_id, boot_id, sequence, service_code, provider_ods_code, consumer_ods_code, views, permitted_views, decision, reason, freshness, leaf_hash)
    SELECT gen_random_uuid(), at - interval '29 days' * number / ${REQUESTS}, at, gen_random_uuid(), gen_random_uuid(), number, 'DCR', practice.code, viewer.code, '{summary}', '{summary}', 'permit', 'AGREED', 'fresh', sha256('x')
    FROM generate_series(1, ${REQUESTS}) AS number JOIN practice ON practice.nth = number % ${PRACTICES} JOIN viewer ON viewer.nth = number % ${VIEWERS} + 1, known`,
];

/** A campaign that asks all of them, drafted and asked by its officer through the mutations that pages send. */
export async function askedCampaign(officer: SignedIn, answerBy: string): Promise<string> {
  const { draftCampaign: { id } } = await officer.ask<{ draftCampaign: { id: string } }>(DRAFT, { input: { kind: 'withdrawal', title: 'Who stays', message: 'Please say whether you withdraw.', answerBy, practices: CODES } });
  await officer.ask(ASK, { input: { id, expectedVersion: 1 } });
  return id;
}

/** Each practice's signatory has confirmed: an answer for each, under every constraint and trigger. */
export async function confirmAll(client: Client, campaignId: string, at: Date): Promise<void> {
  await client.query('BEGIN');
  await client.query(`INSERT INTO campaign_answer (id, campaign_id, participation_id, provider_ods_code, locality_id, agreement_version_id, reply, reason, given_by, given_duty, given_at)
    SELECT gen_random_uuid(), part.campaign_id, part.participation_id, part.provider_ods_code, part.locality_id, party.agreement_version_id, 'withdraw', 'The partners decided', practice.signatory, 'signatory', $2
    FROM campaign_part part JOIN participation party ON party.id = part.participation_id JOIN practice ON practice.code = part.provider_ods_code WHERE part.campaign_id = $1`, [campaignId, at]);
  await client.query(`INSERT INTO change_record (id, recorded_at, type, subject, outcome, actor_kind, actor_name, details, origin) VALUES ($1, $2, 'participation.withdrawal-confirmed', $3, 'done', 'system', 'bench', '{}', 'bench')`, [randomUUID(), at, campaignId]);
  await client.query(`INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload) VALUES ($1, $2, 'campaign.answered', $3, '{}', '{}')`, [randomUUID(), at, campaignId]);
  await client.query('COMMIT');
}

/** Everything live again, as if nobody had withdrawn: past the rules, because a withdrawal is final. */
export async function liveAgain(client: Client): Promise<void> {
  await client.query('BEGIN');
  await client.query('SET LOCAL session_replication_role = replica');
  await client.query('DELETE FROM campaign_outcome');
  await client.query(`DELETE FROM stop WHERE kind = 'withdrawal'`);
  await client.query(`UPDATE pair SET held_during = tstzrange(lower(held_during), '2100-01-01Z') WHERE upper(held_during) < '2100-01-01Z'`);
  await client.query(`UPDATE participation SET state = 'live' WHERE state = 'withdrawn'`);
  await client.query('COMMIT');
  await client.query('VACUUM ANALYZE participation, pair, stop, campaign_outcome');
}
