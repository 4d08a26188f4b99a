import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor, OdsCode } from '@accord/kernel';
import { Changes, Outbox, Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import type { EvidenceId } from '../../contract/index.js';
import { aKeyPair, aPdf, aWorld, RegisterInSql, type World } from '../../testing/index.js';
import '../abilities.js';
import { Seal } from '../domain/seal.js';
import { CheckerPool } from '../storage/checking/checker-pool.js';
import { evidenceMapping } from '../storage/evidence-mapping.js';
import { EvidenceStore } from '../storage/evidence-store.js';
import { FolderVault } from '../storage/folder-vault.js';
import { KeepEvidence } from './keep-evidence.js';
import { LookAtEvidence, type Look } from './look-at-evidence.js';
import { TakeInUpload } from './take-in-upload.js';
import { WriteDocuments } from './write-documents.js';

let database: TestDatabase;
let world: World;
let clock: FixedClock;
let looking: LookAtEvidence;
let lead: Actor; let officer: Actor; let auditor: Actor; let other: Actor; let elsewhere: Actor;
let clean: EvidenceId; let apart: EvidenceId;
const checkers = new CheckerPool({ processes: 1 });
const folder = mkdtempSync(join(tmpdir(), 'accord-look-'));
const file = aPdf();

beforeAll(async () => {
  database = await testDatabase();
  world = await aWorld(database);
  clock = new FixedClock('2026-03-02T09:00:00Z');
  const transactions = new Transactions(await database.dataSourceAs('api', [evidenceMapping]), clock);
  const vault = new FolderVault(folder, [randomBytes(32)]);
  const { certificate, key } = await aKeyPair('Accord document seal');
  const uploads = new TakeInUpload(vault, checkers, clock);
  const keeping = new KeepEvidence(new WriteDocuments(), new Seal(certificate, key), vault, uploads, new RegisterInSql(), new EvidenceStore(), new Changes(), new Outbox());
  looking = new LookAtEvidence(transactions, new EvidenceStore(), vault, new Changes());
  lead = world.actor(await world.person('Lee Lead'), 'practice-governance-lead', { odsCode: world.practice });
  officer = world.actor(await world.person('Olive Officer'), 'activation-officer', { localities: [world.localityId] });
  elsewhere = world.actor(await world.person('Eve Elsewhere'), 'activation-officer', { localities: [world.elsewhereId] });
  auditor = world.actor(await world.person('Nat Auditor'), 'auditor-national');
  other = world.actor(await world.person('Oz Other'), 'practice-governance-lead', { odsCode: 'TSTP01' as OdsCode });
  const upload = async (bytes: Buffer): Promise<EvidenceId> => {
    const takenIn = await uploads.execute((async function* () { yield bytes; })());
    return (await transactions.run(lead, { act: 'evidence.upload' }, (tx) => keeping.keepUploaded(tx, takenIn, { ...world.proof(), signedPage: 1 }))).id;
  };
  clean = await upload(file);
  apart = await upload(aPdf({ catalog: '/OpenAction << /S /JavaScript /JS (x) >>' }));
});
afterAll(async () => {
  checkers.close();
  await database.close();
  rmSync(folder, { recursive: true });
});

const look = (who: Actor, over: Partial<Look> = {}): ReturnType<LookAtEvidence['execute']> => looking.execute(who, { id: clean, token: null, wants: 'pictures', ...over });
const readings = async (who: Actor): Promise<number> =>
  Number((await database.owner.query(`SELECT count(*) FROM change_record WHERE type = 'evidence.pages-read' AND person_id = $1`, [who.personId])).rows[0].count);
const kept = async (type: string, who: Actor): Promise<readonly string[]> =>
  (await database.owner.query(`SELECT reason FROM change_record WHERE type = $1 AND person_id = $2 AND outcome = 'done'`, [type, who.personId])).rows.map((row) => row.reason as string);

describe('Looking at evidence', () => {
  it('hands the bytes to be drawn to those who may read the file', async () => {
    for (const who of [lead, officer]) expect(await (await look(who)).bytes()).toEqual(file);
  });

  it.each([
    ['another organisation', () => other], ['an officer of another locality', () => elsewhere],
  ])('finds nothing for %s', async (_who, who) => {
    await expect(look(who())).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await readings(who())).toBe(0);
  });

  it('asks auditors for a reason first, and keeps it', async () => {
    await expect(look(auditor)).rejects.toMatchObject({ code: 'READING_NEEDED' });
    for (const reason of [null, '', '  ']) await expect(looking.begin(auditor, { id: clean, reason })).rejects.toMatchObject({ code: 'REASON_NEEDED' });
    expect(await kept('evidence.pages-read', auditor)).toEqual([]);
    const { token, endsAt } = await looking.begin(auditor, { id: clean, reason: 'Yearly sample' });
    expect(endsAt).toEqual(new Date(clock.now().getTime() + 15 * 60_000));
    for (const wants of ['pictures', 'text', 'pictures'] as const) expect(await (await look(auditor, { token, wants })).bytes()).toEqual(file);
    expect(await kept('evidence.pages-read', auditor)).toEqual(['Yearly sample']);
  });

  it('hands auditors the file on the same word, each time on record', async () => {
    await expect(look(auditor, { wants: 'file' })).rejects.toMatchObject({ code: 'READING_NEEDED' });
    const { token } = await looking.begin(auditor, { id: clean, reason: 'A complaint' });
    for (const _time of [1, 2]) expect(await (await look(auditor, { token, wants: 'file' })).bytes()).toEqual(file);
    expect(await kept('evidence.file-read', auditor)).toEqual(['A complaint', 'A complaint']);
  });

  it('takes a stated reason from nobody else, for nothing else and not for ever', async () => {
    const { token } = await looking.begin(auditor, { id: clean, reason: 'Yearly sample' });
    const over = { code: 'READING_OVER' };
    await expect(look(world.actor(await world.person('Ned Auditor'), 'auditor-national'), { token })).rejects.toMatchObject(over);
    await expect(look(world.actor(auditor.personId!, 'auditor-organisation', { odsCode: world.practice }), { token })).rejects.toMatchObject(over);
    await expect(look(auditor, { token, id: apart })).rejects.toMatchObject(over);
    await expect(look(auditor, { token: `${token.slice(0, -1)}A` === token ? 'x' : `${token.slice(0, -1)}A` })).rejects.toMatchObject(over);
    await expect(look(other, { token })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    clock.advance(15 * 60_000);
    for (const wants of ['pictures', 'text', 'file'] as const) await expect(look(auditor, { token, wants })).rejects.toMatchObject(over);
  });

  it('refuses a reason that is too long to be one', async () => {
    await expect(looking.begin(auditor, { id: clean, reason: 'x'.repeat(2_001) })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('lets nobody begin a reading who may not look', async () => {
    await expect(looking.begin(other, { id: clean, reason: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(looking.begin(world.actor(lead.personId!, 'support'), { id: clean, reason: 'x' })).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
  });

  it('shows quarantined evidence as pictures alone', async () => {
    expect((await (await look(officer, { id: apart })).bytes()).length).toBeGreaterThan(100);
    for (const wants of ['text', 'file'] as const) await expect(look(officer, { id: apart, wants })).rejects.toMatchObject({ code: 'EVIDENCE_QUARANTINED' });
  });

  it('records a sitting once, and the next one again', async () => {
    await look(officer);
    const before = await readings(officer);
    await look(officer);
    await look(officer, { wants: 'text' });
    expect(await readings(officer)).toBe(before);
    clock.advance(15 * 60_000);
    await look(officer);
    await look(officer);
    expect(await readings(officer)).toBe(before + 1);
  });
});
