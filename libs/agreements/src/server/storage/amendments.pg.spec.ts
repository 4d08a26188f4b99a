import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Actor } from '@accord/kernel';
import { attemptAsEvery, keptFromAll, type Statement } from '@accord/kernel/testing';
import { AgreementWorld } from '../../testing/index.js';

// R2, R3 and R5 of a version that is signed anew, straight in SQL.
let world: AgreementWorld;
let ids: Record<'agreement' | 'version' | 'draft' | 'participation' | 'renewal' | 'evidence', string>;
const NEW_VERSION = `INSERT INTO agreement_version (id, agreement_id, number, title, purpose, purpose_class, lawful_basis, clauses, begins_on, review_on, ends_on, during, drafted_by, recorded_at)
  SELECT gen_random_uuid(), agreement_id, $2, title, purpose, purpose_class, lawful_basis, clauses, begins_on, review_on, ends_on, during, drafted_by, recorded_at FROM agreement_version WHERE id = $1`;

beforeAll(async () => {
  world = await AgreementWorld.open();
  const id = await world.aLiveAgreement();
  const version = async (): Promise<number> => (await world.database.owner.query<{ version: number }>('SELECT version FROM sharing_agreement WHERE id = $1', [id])).rows[0]!.version;
  const draft = { ...world.aDraft(), id };
  await world.amending.draft(world.officer, { ...draft, purpose: 'Care at night', expectedVersion: await version() });
  await world.openingAmendment.execute(world.officer, { id, expectedVersion: await version() });
  await world.verified(id, world.practice());
  await world.amending.draft(world.officer, { ...draft, purpose: 'Care by day', expectedVersion: await version() });
  const one = async (text: string): Promise<string> => (await world.database.owner.query<{ id: string }>(text, [id])).rows[0]!.id;
  ids = {
    agreement: id, version: await one('SELECT id FROM agreement_version WHERE agreement_id = $1 AND number = 2'), draft: await one('SELECT id FROM agreement_version WHERE agreement_id = $1 AND number = 3'),
    participation: (await world.party(id, world.practice())).id, renewal: await one('SELECT id FROM renewal WHERE participation_id IS NOT NULL AND agreement_id = $1'),
    evidence: await one('SELECT evidence_id AS id FROM renewal WHERE participation_id IS NOT NULL AND agreement_id = $1'),
  };
});
afterAll(() => world.close());

const every = (...statements: Statement[]) => attemptAsEvery(world.database, world.officer, world.clock.now(), statements);
const noRightBut = (owner: string) => ({ api: 'forbidden', worker: 'forbidden', publisher: 'forbidden', feed: 'forbidden', audit_reader: 'forbidden', owner });

describe('the database refuses', () => {
  it('to move a live part to another version by hand', async () => {
    expect(await every({ text: `UPDATE participation SET agreement_version_id = $2, terms_digest = (SELECT terms_digest FROM renewal WHERE id = $3), evidence_id = $4 WHERE id = $1`, params: [ids.participation, ids.version, ids.renewal, ids.evidence] }))
      .toEqual(keptFromAll('part_keeps_what_it_signed'));
  });

  it('to go over before a third person approved it', async () => {
    expect(await every({ text: `UPDATE renewal SET state = 'over', over_at = $2 WHERE id = $1`, params: [ids.renewal, world.clock.now()] })).toEqual(keptFromAll('lawful_moves_only'));
  });

  it('an approval that no activation lists', async () => {
    expect(await every({ text: `UPDATE renewal SET state = 'approved', approved_by = $2, activation_id = gen_random_uuid() WHERE id = $1`, params: [ids.renewal, world.approver.personId] })).toEqual(keptFromAll('approved_as_shown'));
  });

  it('a renewal that begins anywhere but with an invitation, and a second one beside it', async () => {
    const renewal = (state: string, version: string): Statement => ({
      text: `INSERT INTO renewal (id, agreement_id, agreement_version_id, locality_id, participation_id, ods_code, state, terms_digest, drafted_by, state_at, recorded_at)
        SELECT $1, agreement_id, $2, locality_id, participation_id, ods_code, $3, terms_digest, drafted_by, state_at, recorded_at FROM renewal WHERE id = $4`, params: [newId(world.clock.now()), version, state, ids.renewal],
    });
    expect(await every(renewal('verified', ids.version))).toEqual(keptFromAll('lawful_moves_only'));
    expect(await every(renewal('invited', ids.version))).toEqual(keptFromAll('renewal_once_a_participation'));
  });

  it('other words, another party or other evidence in what was asked', async () => {
    expect(await every({ text: `UPDATE renewal SET terms_digest = 'x' WHERE id = $1`, params: [ids.renewal] })).toEqual(noRightBut('renewal_fixed'));
    expect(await every({ text: 'UPDATE renewal SET evidence_id = (SELECT evidence_id FROM participation WHERE id = $2) WHERE id = $1', params: [ids.renewal, ids.participation] })).toEqual(keptFromAll('renewal_evidence_verified'));
    expect(await every({ text: 'DELETE FROM renewal WHERE id = $1', params: [ids.renewal] }, { text: 'SELECT 1 / 0' })).toEqual(noRightBut('22012: division by zero'));
  });

  it('a longer pair, though a later version says so', async () => {
    expect(await every({ text: `UPDATE pair SET held_during = tstzrange(lower(held_during), '2031-01-01') WHERE participation_id = $1`, params: [ids.participation] })).toEqual(keptFromAll('pair_only_shortens'));
  });

  it('a second draft beside the first, and to discard what was opened', async () => {
    expect(await every({ text: NEW_VERSION, params: [ids.version, 4] })).toEqual(keptFromAll('agreement_version_one_draft'));
    expect(await every({ text: 'DELETE FROM agreement_version WHERE id = $1', params: [ids.version] }, { text: 'SELECT 1 / 0' })).toMatchObject({ api: '22012: division by zero', owner: 'signed_version_immutable' });
    expect(await world.database.owner.query('SELECT 1 FROM agreement_version WHERE id = $1', [ids.version])).toMatchObject({ rowCount: 1 });
  });
});

describe('who sees it', () => {
  const seen = async (actor: Actor): Promise<[number, number]> => world.transactions.read(actor, async (tx) => {
    const { sql } = await import('@accord/kernel/server');
    return [(await sql(tx, 'SELECT 1 FROM renewal')).length, (await sql(tx, 'SELECT 1 FROM agreement_version WHERE id = $1', [ids.draft])).length];
  });

  it('is whoever sees the agreement; what is drafted, staff alone', async () => {
    const signatory = (await world.signatoryOf(world.practice())).actor;
    const stranger = await world.places.somebody('Una Elsewhere', 'signatory', { odsCode: world.practice(2) });
    expect([await seen(signatory), await seen(world.officer), await seen(world.approver), await seen(world.auditor), await seen(world.farOfficer), await seen(stranger)])
      .toEqual([[2, 0], [2, 1], [2, 1], [2, 1], [0, 0], [0, 0]]);
  });
});
