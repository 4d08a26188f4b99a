import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AgreementId } from '@accord/agreements';
import { introduce, leaveWord } from '@accord/kernel/testing';
import { ActivationWorld, brokenRules } from '../../testing/index.js';

// That the tables hold R1, R2 and R4 is judged by a reader that shares nothing with what keeps them. Here each rule of the database is taken
// away in turn, in a transaction that is rolled back: the breach that it refused goes through, and the reader finds it.
let world: ActivationWorld;
let live: AgreementId;
let beside: AgreementId;
const [PRACTICE, VIEWER, OTHER_VIEWER] = ['TSTP01', 'TSTV01', 'TSTV02'] as const;

beforeAll(async () => {
  world = await ActivationWorld.open();
  live = (await world.live({ providers: [PRACTICE, 'TSTP02'] })).agreementId;
  await world.agreements.openVersion(live, { purpose: 'Care at night' });
  // The same two, approved and waiting for their turn; and another viewing organisation, with a set of its own.
  beside = await world.readyAgreement({ providers: [PRACTICE] });
  await world.approved(beside);
  await world.agreements.anOpenAgreement({ providers: [PRACTICE], consumers: [{ odsCode: OTHER_VIEWER, views: ['events'] }] });
});
afterAll(() => world.close());

/** Runs statements as a superuser whom only constraints and triggers hold back; `:live` and `:beside` are the agreements. */
async function breach(away: readonly string[], statements: readonly string[]): Promise<{ readonly kept: string | undefined; readonly found: readonly string[] }> {
  const { database: { owner }, clock, officer } = world.agreements;
  const at = clock.now();
  await owner.query('BEGIN');
  try {
    await introduce(owner, officer, at);
    for (const text of [...away, ...statements]) await owner.query(text.replaceAll(':live', `'${live}'`).replaceAll(':beside', `'${beside}'`).replaceAll(':now', `'${at.toISOString()}'::timestamptz`));
    await leaveWord(owner, at);
    await owner.query('SET CONSTRAINTS ALL IMMEDIATE');
    return { kept: undefined, found: await brokenRules(owner, at) };
  } catch (error) {
    return { kept: (error as { constraint?: string }).constraint ?? String(error), found: [] };
  } finally {
    await owner.query('ROLLBACK');
  }
}

const dropTrigger = (name: string, table: string): string => `DROP TRIGGER ${name} ON ${table}`;
const dropConstraint = (name: string, table: string): string => `ALTER TABLE ${table} DROP CONSTRAINT ${name}`;
const PAIR = `(participation_id, consumer_part_id, agreement_id, service_code, provider_ods_code, consumer_ods_code, view_set_id, locality_id, held_during, recorded_at)`;

describe('what keeps R1, R2 and R4', () => {
  it('leaves nothing to be found as long as it stands', async () => {
    expect(await brokenRules(world.agreements.database.owner, world.agreements.clock.now())).toEqual([]);
  });

  it.each<[string, string, readonly string[], readonly string[], RegExp]>([
    ['one set at a time', 'one_view_set_per_consumer', [dropConstraint('one_view_set_per_consumer', 'view_set')],
      [`INSERT INTO view_set (id, service_code, viewing_organisation_id, views, current_during, reserved_by_agreement_id, reserved_by_reference, recorded_at)
        SELECT gen_random_uuid(), service_code, viewing_organisation_id, '{problems}', tstzrange(:now, NULL), agreement_id, 'DCR-TST-9', :now FROM consumer_part WHERE agreement_id = :live`], /^R1: two sets at once/],
    ['one viewing organisation for a code', 'one_viewing_organisation_per_code', [dropConstraint('one_viewing_organisation_per_code', 'viewing_organisation_member')],
      [`INSERT INTO viewing_organisation_member SELECT '${VIEWER}', viewing_organisation_id, tstzrange(:now, NULL), :now FROM viewing_organisation_member WHERE ods_code = '${OTHER_VIEWER}'`], /^R1: TSTV01 belongs to two/],
    ['the set both sides agreed to', 'pair_in_the_parts_view_set', [dropConstraint('pair_in_the_parts_view_set', 'pair'), dropConstraint('pair_in_the_proved_view_set', 'pair'), dropTrigger('pair_is_lawful', 'pair')],
      [`UPDATE pair SET view_set_id = (SELECT view_set_id FROM consumer_part WHERE consumer_ods_code = '${OTHER_VIEWER}') WHERE agreement_id = :live`], /^R1: the pair TSTP01 TSTV01 is held by another set than the current one/],
    ['the views that were read', 'signed_version_immutable', [dropTrigger('agreement_version_consumer_locked', 'agreement_version_consumer'), dropTrigger('agreement_version_consumer_shows', 'agreement_version_consumer')],
      [`UPDATE agreement_version_consumer SET views = '{problems}' WHERE version_id IN (SELECT id FROM agreement_version WHERE agreement_id = :live)`], /^R1: the pair TSTP01 TSTV01 is held by other views/],
    ['the words that were signed', 'signed_version_immutable', [dropTrigger('agreement_version_locked', 'agreement_version')],
      ['UPDATE agreement_version SET purpose = \'Research\', purpose_class = \'secondary\' WHERE agreement_id = :live'], /^R2: TSTP01, live on words that are not those of its version/],
    ['the version that was signed', 'part_keeps_what_it_signed', [dropTrigger('participation_keeps', 'participation')],
      ['UPDATE participation SET agreement_version_id = (SELECT id FROM agreement_version WHERE agreement_id = :live AND number = 2) WHERE agreement_id = :live'], /^R2: TSTP01, live on words that are not those of its version/],
    ['evidence for just this', 'participation_evidence_verified', [dropConstraint('participation_evidence_verified', 'participation')],
      [`UPDATE participation SET evidence_id = (SELECT evidence_id FROM participation WHERE agreement_id = :beside) WHERE agreement_id = :live AND provider_ods_code = '${PRACTICE}'`], /^R2: TSTP01, live on evidence for something else/],
    ['somebody in the register that day', 'evidence_signatory_had_authority', [dropTrigger('evidence_is_lawful', 'evidence')],
      ['UPDATE evidence SET signed_at = \'2020-01-01\' WHERE agreement_id = :live'], /^R2: TSTP01, live on the signature of somebody who had no authority that day/],
    ['evidence that still proves something', 'live_on_standing_evidence', [dropTrigger('evidence_invalidated', 'evidence')],
      ['UPDATE evidence SET invalidated_by = verified_by, invalidated_at = :now, invalidated_reason = \'Forged\' WHERE agreement_id = :live'], /^R2: TSTP01, live without verified evidence/],
    ['live by the lawful way alone', 'lawful_moves_only', [dropTrigger('participation_moves', 'participation'), dropConstraint('participation_verified_by_another', 'participation'), dropConstraint('participation_approved_by_a_third', 'participation'),
      dropConstraint('participation_signed_with_evidence', 'participation')],
    [`UPDATE participation SET state = 'live', live_at = :now WHERE provider_ods_code = '${PRACTICE}' AND state = 'invited'`], /^R2: TSTP01, live without verified evidence/],
    ['three people', 'participation_approved_by_a_third', [dropConstraint('participation_approved_by_a_third', 'participation'), dropConstraint('participation_approved_in_activation', 'participation')],
      ['UPDATE participation SET approved_by = verified_by WHERE agreement_id = :live'], /^R3: TSTP01, live by fewer than three people/],
    ['one live participation at a time', 'one_live_participation_per_pair', [dropConstraint('one_live_participation_per_pair', 'pair')],
      [`UPDATE participation SET state = 'live', live_at = :now WHERE agreement_id = :beside`, `UPDATE consumer_part SET state = 'live', live_at = :now WHERE agreement_id = :beside`,
        `INSERT INTO pair ${PAIR} SELECT provider.id, part.id, :beside, 'DCR', provider_ods_code, consumer_ods_code, view_set_id, part.locality_id, tstzrange(:now, '2027-01-01'), :now FROM participation provider, consumer_part part
          WHERE provider.agreement_id = :beside AND part.agreement_id = :beside`], /^R4: TSTP01 TSTV01 is held twice at once/],
    ['the dates that were signed', 'pair_only_shortens', [dropTrigger('pair_is_lawful', 'pair')],
      ['UPDATE pair SET held_during = tstzrange(lower(held_during), upper(held_during) + interval \'1 year\') WHERE agreement_id = :live'], /^R4: the pair TSTP01 TSTV01 is held outside/],
    ['pairs between those who take part', 'pair_between_live_sides', [dropTrigger('pair_is_lawful', 'pair')],
      ['UPDATE pair SET held_during = tstzrange(lower(held_during), lower(held_during)) WHERE agreement_id = :live',
        `INSERT INTO pair ${PAIR} SELECT provider.id, part.id, :beside, 'DCR', provider_ods_code, consumer_ods_code, view_set_id, part.locality_id, tstzrange(:now, '2027-01-01'), :now FROM participation provider, consumer_part part
          WHERE provider.agreement_id = :beside AND part.agreement_id = :beside`], /^R4: the pair TSTP01 TSTV01 is held though one side is approved/],
  ])('is %s: refused by %s, and found where that is gone', async (_what, rule, away, statements, broken) => {
    expect(await breach([], statements)).toEqual({ kept: rule, found: [] });
    const { kept, found } = await breach(away, statements);
    expect([kept, found.filter((each) => broken.test(each)).length > 0 || found]).toEqual([undefined, true]);
  });
});
