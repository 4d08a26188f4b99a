import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Client } from 'pg';

import type { RunningProduct } from './running-product.js';
import type { SignedIn } from './signed-in.js';

export const AGREEMENTS = 2_000;
export const PROVIDERS_EACH = 4;
export const CONSUMERS_EACH = 2;

const LOCALITY = 'TSTL01';
const PRACTICES = Array.from({ length: 40 }, (_, index) => `TSTP${String(index + 1).padStart(2, '0')}`);
const VIEWERS = Array.from({ length: 8 }, (_, index) => `TSTV${String(index + 1).padStart(2, '0')}`);
const VIEWS = ['summary', 'problems', 'medication', 'demographics'];
/** Made by hand, so to say; the others are copies of them. */
const BY_PEOPLE = 40;

/** Invented organisations of one locality, in the shape of the national file. */
function directoryFile(): string {
  const row = (code: string, name: string, setting: number): string => {
    const columns: Readonly<Record<number, string>> = {
      1: code, 2: name, 3: 'Y99', 4: 'Q99', 5: '1 EXAMPLE STREET', 7: 'ALDERMOOR', 10: 'ZZ99 9ZZ', 11: '20000401', 13: 'A', 14: 'B', 15: LOCALITY, 16: '20010401',
      18: '00000 000000', 22: '0', 24: LOCALITY, 26: String(setting),
    };
    return `${Array.from({ length: 27 }, (_, index) => `"${columns[index + 1] ?? ''}"`).join(',')}\n`;
  };
  return [...PRACTICES.map((code) => row(code, `SURGERY ${code}`, 4)), ...VIEWERS.map((code) => row(code, `OUT OF HOURS ${code}`, 2))].join('');
}

/** So many codes in a row, beginning anew at the end of the list. */
function someOf(codes: readonly string[], from: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => codes[(from + index) % codes.length]!);
}

const referenceOf = (number: number): string => `BENCH-${String(number).padStart(5, '0')}`;
const DRAFT = 'mutation Draft($input: DraftAgreementInput!) { draftAgreement(input: $input) { id version } }';
const OPEN = 'mutation Open($input: MoveInput!) { openForSigning(input: $input) { id } }';
type Drafted = { readonly draftAgreement: { readonly id: string; readonly version: number } };

/**
 * Agreements open for signing, in the locality of this officer: the first are drafted and opened by the mutations that pages send, the
 * others are copied from them in one transaction, under every constraint and trigger of the database.
 */
export async function makeAgreements(product: RunningProduct, officer: SignedIn): Promise<void> {
  const file = join(product.home, 'directory.csv');
  writeFileSync(file, directoryFile());
  await product.command('directory', 'import', file, '--extract', '--edition', '2013-01-02');
  const { localities } = await officer.ask<{ localities: { items: { id: string; code: string }[] } }>('{ localities(perPage: 200) { items { id code } } }');
  const localityId = localities.items.find((locality) => locality.code === LOCALITY)!.id;
  for (let number = 0; number < BY_PEOPLE; number += 1) {
    const { draftAgreement: { id, version } } = await officer.ask<Drafted>(DRAFT, { input: {
      reference: referenceOf(number), serviceCode: 'DCR', localityId, title: `Detailed Care Record in Aldermoor, agreement ${number}`,
      purpose: 'Direct care of patients by services that see them out of their practice', purposeClass: 'directCare', lawfulBasis: 'UK GDPR Article 6(1)(e) and Article 9(2)(h)',
      beginsOn: '2024-01-01', reviewOn: '2098-12-31', endsOn: '2099-12-31', providers: someOf(PRACTICES, number * PROVIDERS_EACH, PROVIDERS_EACH),
      consumers: someOf(VIEWERS, number, CONSUMERS_EACH).map((odsCode) => ({ odsCode, views: VIEWS })),
    } });
    await officer.ask(OPEN, { input: { id, expectedVersion: version } });
  }
  const client = new Client({ connectionString: product.superuserUrl });
  await client.connect();
  try {
    await copyAgreements(client);
  } finally {
    await client.end();
  }
}

/** Each statement by itself, so that every row passes the same states in the same order as one that people make. */
async function copyAgreements(client: Client): Promise<void> {
  await client.query('BEGIN');
  await client.query(`CREATE TEMPORARY TABLE copied ON COMMIT DROP AS
    SELECT nth, gen_random_uuid() AS id, gen_random_uuid() AS version_id, original.id AS original_id, version.id AS original_version_id
    FROM generate_series($1::int, $2::int) AS nth JOIN sharing_agreement original ON original.reference = 'BENCH-' || lpad((nth % $1)::text, 5, '0')
    JOIN agreement_version version ON version.agreement_id = original.id`, [BY_PEOPLE, AGREEMENTS - 1]);
  for (const statement of COPYING) await client.query(statement);
  await client.query('COMMIT');
  await client.query('VACUUM ANALYZE'); // what a database of some age knows about itself
}

const ORIGINAL = 'FROM copied JOIN sharing_agreement original ON original.id = original_id';
const COPYING: readonly string[] = [
  `INSERT INTO sharing_agreement (id, reference, service_code, locality_id, state, drafted_by, drafted_at)
    SELECT copied.id, 'BENCH-' || lpad(nth::text, 5, '0'), service_code, locality_id, 'draft', drafted_by, drafted_at ${ORIGINAL}`,
  `INSERT INTO agreement_version (id, agreement_id, number, title, purpose, purpose_class, lawful_basis, clauses, begins_on, review_on, ends_on, during, drafted_by, recorded_at)
    SELECT version_id, copied.id, 1, 'Detailed Care Record in Aldermoor, agreement ' || nth, purpose, purpose_class, lawful_basis, clauses, begins_on, review_on, ends_on, during, drafted_by, recorded_at
    FROM copied JOIN agreement_version original ON original.id = original_version_id`,
  `INSERT INTO agreement_version_provider SELECT copied.version_id, provider_ods_code FROM copied JOIN agreement_version_provider original ON original.version_id = original_version_id`,
  `INSERT INTO agreement_version_consumer SELECT copied.version_id, consumer_ods_code, views, view_set_id FROM copied JOIN agreement_version_consumer original ON original.version_id = original_version_id`,
  `UPDATE agreement_version version SET locked_at = original.opened_at ${ORIGINAL} WHERE version.id = copied.version_id`,
  `UPDATE sharing_agreement agreement SET state = 'open', opened_at = original.opened_at, version = original.version ${ORIGINAL} WHERE agreement.id = copied.id`,
  `INSERT INTO participation (id, agreement_id, agreement_version_id, service_code, locality_id, provider_ods_code, terms_digest, drafted_by, state_at, recorded_at, state)
    SELECT gen_random_uuid(), copied.id, version_id, service_code, locality_id, provider_ods_code, terms_digest, drafted_by, state_at, recorded_at, 'invited'
    FROM copied JOIN participation original ON original.agreement_id = original_id`,
  `INSERT INTO consumer_part (id, agreement_id, agreement_version_id, service_code, locality_id, consumer_ods_code, viewing_organisation_id, view_set_id, terms_digest, drafted_by, state_at, recorded_at, state)
    SELECT gen_random_uuid(), copied.id, version_id, service_code, locality_id, consumer_ods_code, viewing_organisation_id, view_set_id, terms_digest, drafted_by, state_at, recorded_at, 'invited'
    FROM copied JOIN consumer_part original ON original.agreement_id = original_id`,
  `INSERT INTO change_record (id, recorded_at, type, subject, outcome, person_id, actor_kind, actor_name, duty, agreement_id, locality_id, details, origin)
    SELECT gen_random_uuid(), opened_at, 'agreement.opened', copied.id::text, 'done', drafted_by, 'person', 'Carys Lowell', 'activation-officer', copied.id, locality_id, '{}', 'bench' ${ORIGINAL}`,
  `INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload)
    SELECT gen_random_uuid(), opened_at, 'agreement.opened', copied.id::text, ARRAY[locality_id], '{}' ${ORIGINAL}`,
];
