import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor, PersonId } from '@accord/kernel';
import { Changes, Outbox, Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { aKeyPair, anAgreementDocument, aPdf, aWorld, RegisterInSql, type World } from '../../testing/index.js';
import { SignatoryWithoutAuthority, SubmittedBySamePerson, type EvidenceId, type KeptEvidence, type Proof } from '../../contract/index.js';
import '../abilities.js';
import { CheckerPool } from '../storage/checking/checker-pool.js';
import { Seal } from '../domain/seal.js';
import { EvidenceFile } from '../read-models/evidence-on-file.js';
import { evidenceMapping } from '../storage/evidence-mapping.js';
import { EvidenceStore } from '../storage/evidence-store.js';
import { FolderVault } from '../storage/folder-vault.js';
import { KeepEvidence } from './keep-evidence.js';
import { LookAtEvidence } from './look-at-evidence.js';
import { TakeInUpload } from './take-in-upload.js';
import { WriteDocuments } from './write-documents.js';

let looking: LookAtEvidence;
let database: TestDatabase;
let world: World;
let transactions: Transactions;
let evidence: KeepEvidence;
let uploads: TakeInUpload;
let checkers: CheckerPool;
let folder: string;
let ann: Actor;
let lead: Actor;
let officer: Actor;
let secondOfficer: Actor;

beforeAll(async () => {
  database = await testDatabase();
  world = await aWorld(database);
  const clock = new FixedClock('2026-03-02T09:00:00Z');
  transactions = new Transactions(await database.dataSourceAs('api', [evidenceMapping]), clock);
  folder = mkdtempSync(join(tmpdir(), 'accord-evidence-'));
  const vault = new FolderVault(folder, [randomBytes(32)]);
  looking = new LookAtEvidence(transactions, new EvidenceStore(), vault, new Changes());
  const { certificate, key } = await aKeyPair('Accord document seal');
  checkers = new CheckerPool({ processes: 1 });
  uploads = new TakeInUpload(vault, checkers, clock);
  evidence = new KeepEvidence(new WriteDocuments(), new Seal(certificate, key), vault, uploads, new RegisterInSql(), new EvidenceStore(), new Changes(), new Outbox());
  const practice = { odsCode: world.practice };
  const here = { localities: [world.localityId] };
  ann = world.actor(world.ann, 'signatory', practice);
  lead = world.actor(await world.person('Lee Lead'), 'practice-governance-lead', practice);
  officer = world.actor(await world.person('Olive Officer'), 'activation-officer', here);
  secondOfficer = world.actor(await world.person('Otto Officer'), 'activation-officer', here);
});
afterAll(async () => {
  checkers.close();
  await database.close();
  rmSync(folder, { recursive: true });
});

const generate = (by: Actor, proof: Partial<Proof> = {}): Promise<KeptEvidence> =>
  transactions.run(by, { act: 'participation.sign' }, (tx) => evidence.keepGenerated(tx, anAgreementDocument(), world.proof(proof)));
async function upload(by: Actor, file: Buffer, given: Partial<Proof> & { signedPage?: number | null } = {}): Promise<KeptEvidence> {
  const { signedPage = 1, ...proof } = given;
  const takenIn = await uploads.execute((async function* () { yield file; })());
  return transactions.run(by, { act: 'evidence.upload' }, (tx) => evidence.keepUploaded(tx, takenIn, { ...world.proof(proof), signedPage }));
}
const accept = (by: Actor, id: EvidenceId): Promise<void> => transactions.run(by, { act: 'evidence.verify', subject: id }, (tx) => evidence.accept(tx, id));
const reject = (by: Actor, id: EvidenceId, reason: string): Promise<void> => transactions.run(by, { act: 'evidence.verify', subject: id }, (tx) => evidence.reject(tx, id, reason));
const stateOf = async (id: EvidenceId): Promise<string> => (await database.owner.query('SELECT state FROM evidence WHERE id = $1', [id])).rows[0].state as string;
const count = async (table: string): Promise<number> => Number((await database.owner.query(`SELECT count(*) FROM ${table}`)).rows[0].count);
const refusal = (code: string): unknown => expect.objectContaining({ code });
let differently = 0;
/** Equal bytes are one document; a spec that wants another says so. */
const anotherPdf = (parts: Parameters<typeof aPdf>[0] = {}): Buffer => aPdf({ ...parts, trailer: `/Info << /Number ${(differently += 1)} >>` });

describe('Evidence signed in Accord', () => {
  it('is kept, sealed, checked, and accepted by somebody else', async () => {
    const kept = await generate(ann);
    expect(kept.state).toBe('checked');
    const file = await (await looking.execute(lead, { id: kept.id, token: null, wants: 'file' })).bytes();
    expect((await checkers.check(() => Promise.resolve(file), new Date('2026-03-02T09:00:00Z'))).signatures[0]?.result).toBe('PASSED');
    await accept(officer, kept.id);
    expect(await stateOf(kept.id)).toBe('verified');
  });

  it('tells who did what in change records and outbox', async () => {
    const { id } = await generate(ann);
    await accept(officer, id);
    const { rows } = await database.owner.query('SELECT type, person_id, ods_code FROM change_record WHERE subject = $1 ORDER BY transaction_id', [id]);
    expect(rows).toEqual([{ type: 'evidence.checked', person_id: ann.personId, ods_code: world.practice }, { type: 'evidence.verified', person_id: officer.personId, ods_code: world.practice }]);
    expect((await database.owner.query('SELECT type FROM outbox WHERE subject = $1 ORDER BY transaction_id', [id])).rows.map((row) => row.type)).toEqual(['evidence.checked', 'evidence.verified']);
  });

  it.each<[string, () => Partial<Proof>]>([
    ['before the authority began', () => ({ signedAt: new Date('2026-01-05T08:59:59Z') })],
    ['for another organisation', () => ({ odsCode: 'TSTP01' as Proof['odsCode'] })],
    ['by another person', () => ({ signatory: { ...world.proof().signatory, personId: officer.personId! } })],
    ['under a line that is not in the register', () => ({ signatory: { ...world.proof().signatory, authorityId: '01900000-0000-7000-8000-000000000000' } })],
  ])('is refused when signed %s', async (_when, proof) => {
    const before = await count('evidence');
    await expect(generate(ann, proof())).rejects.toBeInstanceOf(SignatoryWithoutAuthority);
    expect(await count('evidence')).toBe(before);
  });
});

describe('Uploaded evidence', () => {
  it('is kept and accepted by staff who did not hand it in', async () => {
    const kept = await upload(lead, anotherPdf());
    expect(kept.state).toBe('checked');
    await accept(officer, kept.id);
    expect(await stateOf(kept.id)).toBe('verified');
  });

  it('is never accepted by the officer who handed it in', async () => {
    const { id } = await upload(officer, anotherPdf());
    await expect(accept(officer, id)).rejects.toBeInstanceOf(SubmittedBySamePerson);
    expect(await stateOf(id)).toBe('checked');
    await accept(secondOfficer, id);
  });

  it('is never accepted by the person who signed it, whatever their duty now', async () => {
    const { id } = await upload(lead, anotherPdf());
    await expect(accept(world.actor(world.ann, 'activation-officer', { localities: [world.localityId] }), id)).rejects.toBeInstanceOf(SubmittedBySamePerson);
  });

  it.each<[string, string, Buffer, Parameters<typeof upload>[2]]>([
    ['with neither signature nor signed page', 'NO_SIGNATURE', anotherPdf(), { signedPage: null }],
    ['whose signed page does not exist', 'SIGNED_PAGE_ABSENT', anotherPdf(), { signedPage: 2 }],
    ['signed tomorrow', 'SIGNED_IN_FUTURE', anotherPdf(), { signedAt: new Date('2026-03-03T09:00:00Z') }],
  ])('%s is refused, changes nothing and is on record', async (_what, code, file, given) => {
    const before = [await count('evidence'), await count('document')];
    await expect(upload(lead, file, given)).rejects.toEqual(refusal(code));
    expect([await count('evidence'), await count('document')]).toEqual(before);
    expect((await database.owner.query(`SELECT refusal_code FROM change_record WHERE outcome = 'refused' ORDER BY transaction_id DESC LIMIT 1`)).rows).toEqual([{ refusal_code: code }]);
  });

  it('with a fault never gets as far as the database', async () => {
    await expect(upload(lead, Buffer.concat([aPdf(), Buffer.from('<html>')]))).rejects.toEqual(refusal('POLYGLOT'));
  });

  it('is not handed in for somebody else\'s organisation or locality', async () => {
    await expect(upload(world.actor(lead.personId!, 'practice-governance-lead', { odsCode: 'TSTP01' as never }), anotherPdf())).rejects.toEqual(refusal('NOT_PERMITTED'));
    await expect(upload(world.actor(officer.personId!, 'activation-officer', { localities: [world.elsewhereId] }), anotherPdf())).rejects.toEqual(refusal('NOT_PERMITTED'));
  });

  it('of another locality looks absent to an officer', async () => {
    const { id } = await upload(lead, anotherPdf());
    await expect(accept(world.actor(officer.personId!, 'activation-officer', { localities: [world.elsewhereId] }), id)).rejects.toEqual(refusal('NOT_FOUND'));
    await expect(accept(officer, '01900000-0000-7000-8000-000000000000' as EvidenceId)).rejects.toEqual(refusal('NOT_FOUND'));
  });

  it('is rejected with a reason, also after it was accepted', async () => {
    const { id } = await upload(lead, anotherPdf());
    await expect(reject(officer, id, ' ')).rejects.toEqual(refusal('REASON_NEEDED'));
    await accept(officer, id);
    await reject(officer, id, 'Wrong organisation on the page.');
    expect(await stateOf(id)).toBe('rejected');
    await expect(accept(secondOfficer, id)).rejects.toEqual(refusal('NOT_READY'));
  });

  it('proves for several parties while its bytes are kept once', async () => {
    const file = anotherPdf();
    const [one, two] = [await upload(lead, file), await upload(lead, file)];
    expect(one.id).not.toBe(two.id);
    expect(one.sha256).toBe(two.sha256);
  });
});

describe('Quarantined evidence', () => {
  const active = (): Buffer => anotherPdf({ catalog: '/OpenAction << /S /JavaScript /JS (x) >>' });

  it('is kept apart, never accepted, never handed out', async () => {
    const kept = await upload(lead, active());
    expect(kept.state).toBe('quarantined');
    await expect(accept(officer, kept.id)).rejects.toEqual(refusal('EVIDENCE_QUARANTINED'));
    await expect(looking.execute(officer, { id: kept.id, token: null, wants: 'file' })).rejects.toEqual(refusal('EVIDENCE_QUARANTINED'));
    await reject(officer, kept.id, 'Carries a script.');
  });

  it('cannot be verified in SQL either', async () => {
    const { id } = await upload(lead, active());
    await expect(asApi(officer.personId!, `UPDATE evidence SET state = 'verified', verified_by = '${officer.personId}', verified_at = '2026-03-02' WHERE id = '${id}'`)).rejects.toThrow(/evidence does not go from quarantined to verified/);
  });
});

/** Straight in SQL as the API's role, acting as an activation officer. */
async function asApi(personId: PersonId, statement: string): Promise<void> {
  const client = await database.clientAs('api');
  await client.query('BEGIN');
  await client.query(`SELECT set_config('accord.person', $1, true), set_config('accord.duty', 'activation-officer', true), set_config('accord.localities', $2, true)`, [personId, `{${world.localityId}}`]);
  try {
    await client.query(statement);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

describe('The database refuses', () => {
  let id: EvidenceId;
  beforeAll(async () => { ({ id } = await upload(officer, anotherPdf())); });

  const again = (changed: Readonly<Record<string, string>>): string => {
    const columns = ['kind', 'side', 'document_sha256', 'document_quarantined', 'agreement_id', 'agreement_version_id', 'locality_id', 'ods_code', 'terms_digest',
      'authority_id', 'signatory_person_id', 'signed_at', 'findings', 'state', 'submitted_by', 'submitted_at', 'verified_by', 'verified_at'];
    return `INSERT INTO evidence (id, ${columns.join(', ')}) SELECT gen_random_uuid(), ${columns.map((column) => changed[column] ?? column).join(', ')} FROM evidence WHERE id = '${id}'`;
  };

  it.each<[string, () => string, RegExp]>([
    ['a signature from before the authority began', () => again({ signed_at: `'2020-01-01'` }), /nobody in the register of authority signed this/],
    ['a signatory of another organisation', () => again({ ods_code: `'TSTP01'` }), /evidence_authority_id_ods_code/],
    ['evidence that is verified from birth', () => again({ state: `'verified'`, verified_by: `'${secondOfficer.personId}'`, verified_at: `'2026-03-02'` }), /evidence begins received/],
    ['clean evidence of a quarantined document', () => again({ document_quarantined: 'true' }), /evidence_document_sha256|evidence_quarantine_proves_nothing/],
    ['that the person who handed it in verifies it', () => `UPDATE evidence SET state = 'verified', verified_by = submitted_by, verified_at = '2026-03-02' WHERE id = '${id}'`, /evidence_verified_by_another/],
    ['that the signatory verifies it', () => `UPDATE evidence SET state = 'verified', verified_by = signatory_person_id, verified_at = '2026-03-02' WHERE id = '${id}'`, /evidence_verified_by_another|the verifier signed a part/],
    ['that nobody verified it', () => `UPDATE evidence SET state = 'verified' WHERE id = '${id}'`, /evidence_verified_by_another/],
    ['a rejection without a reason', () => `UPDATE evidence SET state = 'rejected', rejected_by = submitted_by, rejected_at = '2026-03-02', rejected_reason = '' WHERE id = '${id}'`, /evidence_rejected_with_reason/],
    ['a step back', () => `UPDATE evidence SET state = 'received' WHERE id = '${id}'`, /evidence does not go from checked to received/],
    ['another document under the same evidence', () => `UPDATE evidence SET document_sha256 = '${'0'.repeat(64)}' WHERE id = '${id}'`, /permission denied/],
    ['another submitter', () => `UPDATE evidence SET submitted_by = signatory_person_id WHERE id = '${id}'`, /permission denied/],
    ['a document that stops being quarantined', () => 'UPDATE document SET quarantined = false', /permission denied/],
    ['that evidence goes away', () => `DELETE FROM evidence WHERE id = '${id}'`, /permission denied/],
    ['a change without a record of it', () => `UPDATE evidence SET state = 'rejected', rejected_by = submitted_by, rejected_at = '2026-03-02', rejected_reason = 'x' WHERE id = '${id}'`, /has no change record/],
  ])('%s', async (_what, statement, says) => {
    await expect(asApi(officer.personId!, statement())).rejects.toThrow(says);
  });
});

describe('Evidence on file', () => {
  const list = (by: Actor): Promise<readonly unknown[]> => transactions.read(by, (tx) => new EvidenceFile().ofAgreement(tx, world.agreementId, { first: 200, before: null }));

  it('is seen by its organisation, its locality\'s staff and the national auditor, and by nobody else', async () => {
    const all = await count('evidence');
    expect(await list(lead)).toHaveLength(all);
    expect(await list(officer)).toHaveLength(all);
    expect(await list(world.actor(lead.personId!, 'auditor-national'))).toHaveLength(all);
    expect(await list(world.actor(lead.personId!, 'practice-governance-lead', { odsCode: 'TSTP01' as never }))).toEqual([]);
    expect(await list(world.actor(lead.personId!, 'approver', { localities: [world.elsewhereId] }))).toEqual([]);
    expect(await list(world.actor(lead.personId!, 'system-administrator'))).toEqual([]);
  });

  it('is read page by page, newest first', async () => {
    const all = await transactions.read(officer, (tx) => new EvidenceFile().ofAgreement(tx, world.agreementId, { first: 200, before: null }));
    const rest = await transactions.read(officer, (tx) => new EvidenceFile().ofAgreement(tx, world.agreementId, { first: 200, before: all[2]!.id }));
    expect(rest.map((each) => each.id)).toEqual(all.slice(3).map((each) => each.id));
  });

  it('is mapped column by column as the table is', async () => {
    const { rows } = await database.owner.query(`SELECT column_name, data_type, is_nullable FROM information_schema.columns WHERE table_name = 'evidence'`);
    const known = new Map(rows.map((row) => [row.column_name as string, row.is_nullable === 'YES']));
    const named = Object.entries(evidenceMapping.options.columns).map(([property, column]) => [column!.name ?? property, column!.nullable === true] as const);
    expect(new Map(named)).toEqual(known);
  });
});
