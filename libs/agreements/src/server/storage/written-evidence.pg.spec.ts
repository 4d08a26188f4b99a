import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Actor } from '@accord/kernel';
import { attemptAsEvery, keptFromAll, type Statement } from '@accord/kernel/testing';
import type { PartyRow } from '../read-models/agreements.js';
import { AgreementWorld } from '../../testing/index.js';

// R2, straight in SQL: no sharing without evidence, signed by somebody in the register, verified for the terms that bind.
let world: AgreementWorld;
let officer: Actor;
let invited: PartyRow;
let signed: PartyRow;
let live: PartyRow;

beforeAll(async () => {
  world = await AgreementWorld.open();
  officer = world.secondOfficer;
  const [first, second, third] = [world.practice(0), world.practice(1), world.practice(2)];
  const agreement = await world.anOpenAgreement({ providers: [first, second, third] });
  for (const code of [third, world.viewer()]) await world.verified(agreement, code);
  await world.approved(agreement, [third, world.viewer()]);
  await world.goLive(agreement, [third, world.viewer()]);
  invited = await world.party(agreement, first);
  signed = await world.sign(agreement, second);
  live = await world.party(agreement, third);
});
afterAll(() => world.close());

const every = (...statements: Statement[]) => attemptAsEvery(world.database, officer, world.clock.now(), statements);
const by = (): string => officer.personId!;
const sign = (party: PartyRow, evidenceId: string | null, submittedBy: string): Statement => (
  { text: `UPDATE participation SET state = 'signed', evidence_id = $2, submitted_by = $3, version = version + 1 WHERE id = $1`, params: [party.id, evidenceId, submittedBy] });
const verify = (party: PartyRow): Statement => ({ text: `UPDATE participation SET state = 'verified', verified_by = $2, version = version + 1 WHERE id = $1`, params: [party.id, by()] });
const evidence = async (id: string | null): Promise<{ authority: string; signatory: string; submitter: string; document: string }> => (await world.database.owner.query<{ authority: string; signatory: string; submitter: string; document: string }>(
  'SELECT authority_id AS authority, signatory_person_id AS signatory, submitted_by AS submitter, document_sha256 AS document FROM evidence WHERE id = $1', [id])).rows[0]!;

/** Evidence as the signed practice's was, changed in what the case is about. */
async function asEvidence(given: Readonly<Record<string, unknown>> = {}): Promise<Statement> {
  const { authority, signatory, submitter, document } = await evidence(signed.evidenceId);
  const { rows: [at] } = await world.database.owner.query<Record<string, string>>('SELECT agreement_id, agreement_version_id, locality_id FROM participation WHERE id = $1', [invited.id]);
  const row: Record<string, unknown> = {
    id: newId(world.clock.now()), kind: 'uploaded', side: 'provider', document_sha256: document, document_quarantined: false, ...at, ods_code: signed.odsCode,
    terms_digest: signed.termsDigest, authority_id: authority, signatory_person_id: signatory, signed_at: world.clock.now(), findings: '[]', state: 'checked', submitted_by: submitter, submitted_at: world.clock.now(), ...given,
  };
  const names = Object.keys(row);
  return { text: `INSERT INTO evidence (${names.join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})`, params: Object.values(row) };
}

describe('the database refuses', () => {
  it('a signature without evidence', async () => expect(await every(sign(invited, null, by()))).toEqual(keptFromAll('participation_signed_with_evidence')));

  it('verification of evidence that nobody has verified', async () => expect(await every(verify(signed))).toEqual(keptFromAll('participation_evidence_verified')));

  it('every step to live on top of it', async () => {
    for (const state of ['approved', 'live', 'suspended']) {
      expect(await every({ text: `UPDATE participation SET state = $2 WHERE id = $1`, params: [signed.id, state] })).toEqual(keptFromAll('lawful_moves_only'));
    }
  });

  it("another provider's evidence, verified as it is", async () => {
    const { submitter } = await evidence(live.evidenceId);
    expect(await every(sign(invited, live.evidenceId, submitter), { ...verify(invited) })).toEqual(keptFromAll('participation_evidence_verified'));
  });

  it('evidence for other terms', async () => {
    const id = newId(world.clock.now());
    const { submitter } = await evidence(signed.evidenceId);
    const told = await every(await asEvidence({ id, terms_digest: 'ff'.repeat(32) }),
      { text: `UPDATE evidence SET state = 'verified', verified_by = $2, verified_at = $3 WHERE id = $1`, params: [id, by(), world.clock.now()] },
      { text: `UPDATE participation SET evidence_id = $2, submitted_by = $3 WHERE id = $1`, params: [signed.id, id, submitter] }, verify(signed));
    expect(told).toEqual(keptFromAll('participation_evidence_verified'));
  });

  it("evidence for the other side of the same organisation's agreement", async () => {
    const id = newId(world.clock.now());
    const told = await every(await asEvidence({ id, side: 'consumer' }),
      { text: `UPDATE evidence SET state = 'verified', verified_by = $2, verified_at = $3 WHERE id = $1`, params: [id, by(), world.clock.now()] },
      { text: 'UPDATE participation SET evidence_id = $2 WHERE id = $1', params: [signed.id, id] }, verify(signed));
    expect(told).toEqual(keptFromAll('participation_evidence_verified'));
  });

  it('to take evidence back from under what is live', async () => {
    expect(await every({ text: `UPDATE evidence SET state = 'rejected', rejected_by = $2, rejected_at = $3, rejected_reason = 'Forged' WHERE id = $1`, params: [live.evidenceId, by(), world.clock.now()] }))
      .toEqual(keptFromAll('participation_evidence_verified'));
  });

  it('other terms under what is signed', async () => {
    expect(await every({ text: `UPDATE participation SET terms_digest = 'x' WHERE id = $1`, params: [live.id] }))
      .toMatchObject({ api: 'part_keeps_what_it_signed', worker: 'part_keeps_what_it_signed', owner: 'part_keeps_what_it_signed' });
  });

  it.each<[string, () => Promise<Readonly<Record<string, unknown>>>, string]>([
    ['that is born verified', async () => ({ state: 'verified', verified_by: by(), verified_at: world.clock.now() }), 'evidence_transition'],
    ['by somebody who had no authority yet', async () => ({ signed_at: '2026-01-01T00:00:00Z' }), 'evidence_signatory_had_authority'],
    ['under a line of the register that nobody confirmed', async () => {
      const { signatory } = await evidence(signed.evidenceId);
      const line = newId(world.clock.now());
      await world.places.beyondTheRules(() => world.database.owner.query(`INSERT INTO authority (id, ods_code, person_id, role_title, during, recorded_by, recorded_at) VALUES ($1, $2, $3, 'Partner', '[2026-01-01,)', $4, '2026-01-01')`, [line, signed.odsCode, signatory, by()]));
      return { authority_id: line };
    }, 'evidence_signatory_had_authority'],
    ["under another organisation's register", async () => ({ ods_code: invited.odsCode }), 'evidence_authority_id_ods_code_signatory_person_id_fkey'],
    ['by another person than the register names', async () => ({ signatory_person_id: by() }), 'evidence_authority_id_ods_code_signatory_person_id_fkey'],
    ['of a document nobody kept', async () => ({ document_sha256: 'ee'.repeat(32) }), 'evidence_document_sha256_document_quarantined_fkey'],
    ['of a document said to be clean that is not', async () => ({ document_quarantined: true, state: 'quarantined' }), 'evidence_document_sha256_document_quarantined_fkey'],
    ['as checked though its document is kept apart', async () => ({ document_quarantined: true }), 'evidence_quarantine_proves_nothing'],
  ])('evidence %s', async (_what, given, rule) => expect(await every(await asEvidence(await given()))).toEqual(keptFromAll(rule)));

  it('a rejection without a reason', async () => {
    expect(await every({ text: `UPDATE evidence SET state = 'rejected', rejected_by = $2, rejected_at = $3 WHERE id = $1`, params: [signed.evidenceId, by(), world.clock.now()] })).toEqual(keptFromAll('evidence_rejected_with_reason'));
  });

  it('a verification by whoever handed it in, or signed it', async () => {
    const { submitter } = await evidence(signed.evidenceId);
    expect(await every({ text: `UPDATE evidence SET state = 'verified', verified_by = $2, verified_at = $3 WHERE id = $1`, params: [signed.evidenceId, submitter, world.clock.now()] })).toEqual(keptFromAll('evidence_verified_by_another'));
  });
});
