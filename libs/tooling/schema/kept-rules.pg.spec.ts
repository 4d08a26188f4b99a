import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { messageFor } from '@accord/kernel';
import { namedConstraints } from '@accord/kernel/server';
import { testDatabase, type TestDatabase } from '@accord/kernel/testing';

import { CAPABILITIES } from '../capabilities.mjs';

const LIBS = join(import.meta.dirname, '../..');

/** What was named by hand, in a table or by a trigger that raises it; names that PostgreSQL gives by itself are left out. */
const NAMED_BY_HAND = `
  SELECT k.conname AS name FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname = 'public' AND k.contype IN ('c', 'x', 'u') AND NOT c.relispartition AND k.conname !~ '(_check\\d*|_key)$'
  UNION
  SELECT raised[1] FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace CROSS JOIN LATERAL regexp_matches(p.prosrc, 'CONSTRAINT = ''(\\w+)''', 'g') AS raised WHERE n.nspname = 'public'`;

/** Rules that no two requests at once can break: the program would have to be wrong, or somebody writes SQL by hand. */
const NOBODY_MEETS: readonly string[] = [
  // A row is written whole, by one statement.
  'authority_confirmed_whole', 'authority_ended_whole', 'campaign_asked_whole', 'campaign_closed_whole', 'directory_import_run_has_its_file', 'directory_import_run_ordered_by_a_person',
  'directory_import_run_was_shown', 'directory_import_waits_with_content', 'duty_grant_confirmed_whole', 'evidence_invalidated_whole', 'evidence_proves_terms', 'evidence_rejected_with_reason',
  'activation_rejected_with_reason', 'gate_fact_confirmed_whole', 'gate_fact_ended_whole', 'gateway_confirmed_whole', 'gateway_revoked_with_reason', 'part_accepted_with_evidence',
  'part_live_since', 'participation_live_since', 'participation_signed_with_evidence', 'patient_search_declined_whole', 'patient_search_granted_whole', 'proposal_cut_over_whole',
  'renewal_over_whole', 'renewal_signed_with_evidence', 'renewal_in_its_sides_words', 'renewal_of_one', 'system_certificate_confirmed_whole', 'system_certificate_revoked_with_reason',
  'activation_item_of_one', 'stop_scope_exact', 'stop_kind_fits_scope', 'stop_by_a_person', 'stop_withdrawal_is_final', 'access_event_moved_to_receipt', 'access_event_of_something',
  'change_record_person_acts', 'duty_grant_by_somebody', 'campaign_answer_of_a_signatory', 'change_needs_a_record', 'change_needs_announcing', 'activation_hash_is_of_content',
  'publication_hash_is_of_content', 'tuf_target_hash_is_of_content', 'activation_lists_what_it_shows', 'reconciliation_whole', 'gateway_registered_by_one', 'system_certificate_registered_by_one',
  'gateway_certificate_confirmed_whole', 'gateway_certificate_registered_by_one', 'gateway_certificate_revoked_with_reason',
  // Keys that other tables point to.
  'activation_approval', 'activation_item_part', 'activation_item_participation', 'agreement_version_consumer_set', 'agreement_version_drafted', 'agreement_version_of',
  'agreement_version_placed', 'authority_named', 'campaign_answer_executed', 'campaign_instruction_of', 'campaign_instruction_part_answered', 'campaign_part_answered', 'campaign_run_of',
  'consumer_system_named', 'document_state', 'evidence_as_answer', 'evidence_as_instruction', 'evidence_as_proof', 'part_stopped', 'part_terms_named', 'participation_named',
  'key_ceremony_named', 'participation_stopped', 'publication_named', 'reminder_letter_to', 'sharing_agreement_named', 'sharing_agreement_placed', 'view_set_named',
  // Read from the form before anything is written.
  'agreement_version_dates', 'agreement_version_in_london', 'gate_fact_half_open', 'gate_fact_says_what_gates_know', 'mail_address_is_one', 'nobody_shares_with_themselves',
  'organisation_ods_code_shape', 'pair_bounded', 'patient_search_declined_in_days', 'patient_search_declined_with_reason', 'patient_search_granted_for_hours', 'patient_search_granted_in_days',
  'patient_search_with_purpose', 'proposal_lapses_later', 'reminder_choice_weekly_needs_the_week', 'view_set_half_open', 'view_set_of_service', 'duty_grant_reach',
  // A ceremony is judged as a file first, by whoever holds the keys; only the publisher writes what comes of it.
  'key_ceremony_adopted_whole', 'key_ceremony_changes_something', 'key_ceremony_failed_whole', 'key_ceremony_in_days', 'key_ceremony_seen_by_two', 'key_ceremony_settled_once', 'key_ceremony_superseded_whole', 'tuf_offline_role_by_ceremony',
  // A second publisher meets it, and stops; people never do.
  'publisher_term_follows', 'written_in_the_newest_term',
  // The entity compares these people first, held until the transaction ends.
  'activation_approved_as_shown', 'activation_approved_by_another', 'confirmed_in_person', 'approved_as_shown', 'directory_import_four_eyes', 'part_approved_by_a_third', 'part_verified_by_another',
  'participation_approved_by_a_third', 'participation_verified_by_another', 'renewal_approved_by_a_third', 'renewal_verified_by_another',
  // No statement of the program changes these.
  'account_fixed', 'activation_fixed', 'append_only', 'authority_fixed', 'duty_grant_fixed', 'gate_fact_fixed', 'gateway_as_confirmed', 'pair_only_shortens', 'part_keeps_what_it_signed',
  'person_fixed', 'renewal_fixed', 'renewal_went_over', 'revoked_stays', 'terms_are_the_signed_ones', 'version_locks_whole', 'version_shows_the_view_set', 'view_set_cuts_over', 'view_set_fixed',
  // Written by one job at a time.
  'one_locality_at_a_time', 'one_viewing_organisation_per_code', 'publication_without_gaps', 'tuf_version_rises',
];

let db: TestDatabase;
let named: readonly string[];
beforeAll(async () => {
  db = await testDatabase();
  for (const name of CAPABILITIES) if (name !== 'tooling' && existsSync(join(LIBS, name, 'src/server/index.ts'))) await import(`@accord/${name}/server`);
  named = namedConstraints();
});
afterAll(async () => db.close());

describe('a rule that the database keeps', () => {
  it('is said in words of its own wherever people can meet it', async () => {
    const { rows } = await db.owner.query<{ name: string }>(NAMED_BY_HAND);
    const found = rows.map(({ name }) => name).sort();
    expect(found.filter((name) => !named.includes(name) && !NOBODY_MEETS.includes(name))).toEqual([]);
    expect(NOBODY_MEETS.filter((name) => named.includes(name) || !found.includes(name))).toEqual([]);
  });

  it('that has words is there, and its words are a sentence', async () => {
    const { rows } = await db.owner.query<{ name: string }>(`SELECT conname AS name FROM pg_constraint UNION SELECT relname FROM pg_class WHERE relkind = 'i' UNION ${NAMED_BY_HAND}`);
    const there = new Set(rows.map(({ name }) => name));
    expect(named.filter((name) => !there.has(name))).toEqual([]);
    expect(named.filter((name) => !/^[A-Z].+\.$/.test(messageFor(`KEPT_${name}`)))).toEqual([]);
  });
});
