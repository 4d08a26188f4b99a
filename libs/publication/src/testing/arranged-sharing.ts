import type { Client } from 'pg';
import type { NationSize } from './national-facts.js';

/**
 * Live sharing put straight into the tables, past every rule that would ask for signatures: for specs of what follows from it.
 * One agreement per locality; provider n and consumer n belong to locality n modulo the number of localities.
 */
export async function arrangeSharing(owner: Client, size: NationSize): Promise<void> {
  await owner.query('BEGIN');
  await owner.query('SET LOCAL session_replication_role = replica');
  for (const statement of STATEMENTS) await owner.query(statement.replaceAll(':localities', String(size.localities)).replaceAll(':providers', String(size.providers)).replaceAll(':consumers', String(size.consumers)));
  await owner.query('COMMIT');
}

const AT = `'2026-01-01T00:00:00Z'::timestamptz`;
const DURING = `'[2026-01-01T00:00:00Z,2036-01-01T00:00:00Z)'::tstzrange`;
const PERSON = `'00000000-0000-7000-8000-0000000000aa'::uuid`;
/** The same id for the same thing, so that rows can name each other; shaped as an id from outside must be. */
const id = (kind: string, number: string): string => `overlay(overlay(md5('${kind}' || (${number})::text) placing '8' from 13 for 1) placing '8' from 17 for 1)::uuid`;
const evidence = (kind: string, number: string): string => `encode(sha256(('${kind}' || (${number})::text)::bytea), 'hex')`;
const code = (letter: string, number: string): string => `'TST${letter}' || lpad((${number})::text, 5, '0')`;
const localityOf = 'n % :localities';

const EVIDENCE = (side: string, kind: string, of: string, last: string): string => `
  INSERT INTO evidence (id, kind, side, document_sha256, document_quarantined, agreement_id, agreement_version_id, locality_id, ods_code, terms_digest, authority_id,
    signatory_person_id, signed_at, findings, state, submitted_by, submitted_at, verified_by, verified_at)
  SELECT ${id(`evidence-${kind}`, 'n')}, 'generated', '${side}', ${evidence(kind, 'n')}, false, ${id('agreement', localityOf)}, ${id('version', localityOf)}, ${id('locality', localityOf)},
    ${code(of, 'n')}, 'terms', ${id('authority', 'n')}, ${PERSON}, ${AT}, '[]', 'verified', ${PERSON}, ${AT}, ${id('verifier', '1')}, ${AT} FROM generate_series(0, ${last} - 1) n`;

const STATEMENTS = [
  `INSERT INTO locality (id, code, name, recorded_at) SELECT ${id('locality', 'n')}, ${code('L', 'n')}, 'Locality ' || n, ${AT} FROM generate_series(0, :localities - 1) n`,
  `INSERT INTO organisation (ods_code, name, status, recorded_at) SELECT ${code('P', 'n')}, 'Practice ' || n, 'A', ${AT} FROM generate_series(0, :providers - 1) n`,
  `INSERT INTO organisation (ods_code, name, status, recorded_at) SELECT ${code('V', 'n')}, 'Viewer ' || n, 'A', ${AT} FROM generate_series(0, :consumers - 1) n`,
  `INSERT INTO viewing_organisation SELECT ${id('viewer', 'n')}, 'Viewer ' || n, ${AT} FROM generate_series(0, :consumers - 1) n`,
  `INSERT INTO view_set (id, service_code, viewing_organisation_id, views, current_during, reserved_by_agreement_id, reserved_by_reference, recorded_at)
   SELECT ${id('view-set', 'n')}, 'DCR', ${id('viewer', 'n')},
     (SELECT array_agg(v.code ORDER BY v.position) FROM service_view v WHERE v.service_code = 'DCR' AND ((n * 37) % 1023 + 1) & (1 << (v.position - 1)) <> 0),
     '[2026-01-01T00:00:00Z,)', ${id('agreement', localityOf)}, 'DCR', ${AT} FROM generate_series(0, :consumers - 1) n`,
  `INSERT INTO sharing_agreement (id, reference, service_code, locality_id, state, drafted_by, drafted_at)
   SELECT ${id('agreement', 'n')}, 'DCR-' || ${code('L', 'n')} || '-0001', 'DCR', ${id('locality', 'n')}, 'open', ${PERSON}, ${AT} FROM generate_series(0, :localities - 1) n`,
  `INSERT INTO agreement_version (id, agreement_id, number, title, purpose, purpose_class, lawful_basis, clauses, begins_on, review_on, ends_on, during, drafted_by, recorded_at, locked_at)
   SELECT ${id('version', 'n')}, ${id('agreement', 'n')}, 1, 'Title', 'Purpose', 'direct-care', 'Basis', '{}', '2026-01-01', '2027-01-01', '2035-12-31', ${DURING}, ${PERSON}, ${AT}, ${AT}
   FROM generate_series(0, :localities - 1) n`,
  `INSERT INTO gate_fact (id, ods_code, kind, value, source, valid_during, recorded_by, recorded_at, confirmed_by, confirmed_at)
   SELECT ${id('hosting', 'n')}, ${code('P', 'n')}, 'hosting', 'hosted-centrally', 'Letter', '[2026-01-01T00:00:00Z,)', ${PERSON}, ${AT}, ${id('approver', '1')}, ${AT} FROM generate_series(0, :providers - 1) n`,
  EVIDENCE('provider', 'provider', 'P', ':providers'),
  EVIDENCE('consumer', 'consumer', 'V', ':consumers'),
  `INSERT INTO participation (id, agreement_id, agreement_version_id, service_code, locality_id, provider_ods_code, state, terms_digest, evidence_id, drafted_by, submitted_by,
     verified_by, activation_id, approved_by, live_at, state_at, recorded_at)
   SELECT ${id('participation', 'n')}, ${id('agreement', localityOf)}, ${id('version', localityOf)}, 'DCR', ${id('locality', localityOf)}, ${code('P', 'n')}, 'live', 'terms',
     ${id('evidence-provider', 'n')}, ${id('drafter', '1')}, ${id('submitter', '1')}, ${id('verifier', '1')}, ${id('activation', '1')}, ${id('approver', '1')}, ${AT}, ${AT}, ${AT}
   FROM generate_series(0, :providers - 1) n`,
  `INSERT INTO consumer_part (id, agreement_id, agreement_version_id, service_code, locality_id, consumer_ods_code, viewing_organisation_id, view_set_id, state, terms_digest, evidence_id,
     drafted_by, submitted_by, verified_by, activation_id, approved_by, live_at, state_at, recorded_at)
   SELECT ${id('part', 'n')}, ${id('agreement', localityOf)}, ${id('version', localityOf)}, 'DCR', ${id('locality', localityOf)}, ${code('V', 'n')}, ${id('viewer', 'n')}, ${id('view-set', 'n')},
     'live', 'terms', ${id('evidence-consumer', 'n')}, ${id('drafter', '1')}, ${id('submitter', '1')}, ${id('verifier', '1')}, ${id('activation', '1')}, ${id('approver', '1')}, ${AT}, ${AT}, ${AT}
   FROM generate_series(0, :consumers - 1) n`,
  `INSERT INTO pair (participation_id, consumer_part_id, agreement_id, service_code, provider_ods_code, consumer_ods_code, view_set_id, locality_id, held_during, recorded_at)
   SELECT p.id, c.id, p.agreement_id, 'DCR', p.provider_ods_code, c.consumer_ods_code, c.view_set_id, p.locality_id, ${DURING}, ${AT}
   FROM participation p JOIN consumer_part c USING (agreement_id)`,
  `INSERT INTO agreement_party SELECT agreement_id, provider_ods_code, 'provider', locality_id FROM participation UNION ALL SELECT agreement_id, consumer_ods_code, 'consumer', locality_id FROM consumer_part`,
  `INSERT INTO consumer_system (id, consumer_ods_code, name, recorded_at) SELECT ${id('system', 'n')}, ${code('V', 'n')}, 'System ' || n, ${AT} FROM generate_series(0, :consumers - 1) n`,
  `INSERT INTO system_certificate (id, system_id, consumer_ods_code, sha256, pem, subject, valid_during, registered_by, registered_at, confirmed_by, confirmed_at)
   SELECT ${id('certificate', 'n')}, ${id('system', 'n')}, ${code('V', 'n')}, ${evidence('certificate', 'n')}, 'pem', 'CN=' || n, ${DURING}, ${PERSON}, ${AT}, ${id('approver', '1')}, ${AT}
   FROM generate_series(0, :consumers - 1) n`,
];
