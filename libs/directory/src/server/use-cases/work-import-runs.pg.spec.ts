import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newId, sha256Hex, systemActor, type Actor, type Duty, type OdsCode, type PersonId, type Tx } from '@accord/kernel';
import { Changes, Outbox, Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { LiveSharing, type LiveShare } from '../../contract/index.js';
import { aFile, aRow, OpeningsShown, nationalFile } from '../../testing/index.js';
import '../abilities.js';
import { importRunById, listedImports, verdictsOf, type ImportRunRow } from '../read-models/import-runs.js';
import { directoryImportMapping, DirectoryImports } from '../storage/directory-imports.js';
import { ImportRuns, importRunMapping } from '../storage/import-runs.js';
import { OrganisationRegister } from '../storage/organisation-register.js';
import { ApproveDirectoryImport } from './approve-directory-import.js';
import { DiscardDirectoryFile } from './discard-directory-file.js';
import { HandInDirectoryFile, type HandedInFile } from './hand-in-directory-file.js';
import { ImportExecution } from './import-execution.js';
import { ImportPlanning } from './import-planning.js';
import { OrderDirectoryImport } from './order-directory-import.js';
import { WorkImportRuns } from './work-import-runs.js';

// The national file on a busy machine.
jest.setTimeout(120_000);

class Sharing extends LiveSharing {
  shares: LiveShare[] = [];
  async of(_tx: Tx, codes: readonly OdsCode[]): Promise<readonly LiveShare[]> {
    return this.shares.filter((share) => codes.includes(share.odsCode));
  }
}

const clock = new FixedClock('2024-01-10T09:00:00Z');
const sharing = new Sharing();
/** Who may have imports done, as the capability of duties answers. */
const standing = { gone: new Set<string | null>(), mayImport(_tx: unknown, personId: string) { return Promise.resolve(!this.gone.has(personId)); } };
const person = (name: string, duty: Duty = 'system-administrator'): Actor => ({
  kind: 'person', personId: newId<PersonId>(clock.now()), name, duty, odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: 'spec',
});
const [ann, bob] = [person('Ann Administrator'), person('Bob Administrator')];

let database: TestDatabase;
let transactions: Transactions;
let handingIn: HandInDirectoryFile;
let ordering: OrderDirectoryImport;
let discarding: DiscardDirectoryFile;
let approving: ApproveDirectoryImport;
let working: WorkImportRuns;

beforeAll(async () => {
  database = await testDatabase();
  const mappings = [directoryImportMapping, importRunMapping] as never[];
  transactions = new Transactions(await database.dataSourceAs('api', mappings), clock);
  const [runs, changes, outbox, imports, register] = [new ImportRuns(), new Changes(), new Outbox(), new DirectoryImports(), new OrganisationRegister()];
  handingIn = new HandInDirectoryFile(transactions, runs, changes, outbox);
  ordering = new OrderDirectoryImport(transactions, runs, changes, outbox);
  discarding = new DiscardDirectoryFile(transactions, runs, changes);
  approving = new ApproveDirectoryImport(transactions, new ImportPlanning(imports, register, sharing), new ImportExecution(register, changes, outbox), imports, new OpeningsShown());
  working = WorkImportRuns.with(new Transactions(await database.dataSourceAs('worker', mappings), clock), sharing, standing);
});
afterAll(() => database.close());
beforeEach(async () => {
  sharing.shares = [];
  await database.owner.query(`SET session_replication_role = replica;
    TRUNCATE directory_import_verdict, directory_import_run, directory_task, directory_import, locality_membership, locality, organisation_status, organisation, change_record, outbox CASCADE;
    SET session_replication_role = origin`);
});

const look = async (text: string): Promise<unknown[]> => (await database.owner.query(text)).rows;
const handIn = async (bytes: Uint8Array, more: Partial<HandedInFile> = {}, by = ann): Promise<string> => (await handingIn.execute(by, {
  fileName: 'epraccur.csv', fileSha256: sha256Hex(bytes), fileBytes: bytes.length, content: gzipSync(bytes), editionOn: null, isOlder: false, isExtract: false, ...more,
})).id;
const run = async (id: string, actor = ann): Promise<ImportRunRow> => (await transactions.read(actor, (tx) => importRunById(tx, id)))!;
const verdicts = (id: string, verdict: Parameters<typeof verdictsOf>[2] = null, actor = ann) => transactions.read(actor, (tx) => verdictsOf(tx, id, verdict, { page: 1, perPage: 200 }));
const order = async (id: string, by = ann): Promise<unknown> => {
  const { version, planHash } = await run(id);
  return ordering.execute(by, { id, expectedVersion: version, planHash: planHash! });
};

describe('A file handed in by the browser', () => {
  it('is read, shown line by line, ordered and imported: all the rows of the country', async () => {
    const { bytes } = nationalFile(process.env['ACCORD_ODS_FILE']);
    const id = await handIn(bytes);
    expect(await run(id)).toMatchObject({ state: 'handed-in', step: 'waiting', report: null });
    let began = performance.now();
    await working.execute();
    process.stdout.write(`      read and tried in ${Math.round(performance.now() - began)} ms\n`);
    expect(await run(id)).toMatchObject({ state: 'ready', refusal: null, report: { outcome: 'dry-run', rows: 15_971, counts: { added: 15_971, fault: 0 } } });
    expect((await verdicts(id)).total).toBe(15_971);
    expect(await look('SELECT 1 FROM organisation')).toEqual([]);

    await order(id);
    began = performance.now();
    await working.execute();
    process.stdout.write(`      imported in ${Math.round(performance.now() - began)} ms\n`);
    expect(await run(id)).toMatchObject({ state: 'done', report: { outcome: 'committed' }, orderedAs: 'Ann Administrator' });
    expect(await look('SELECT count(*)::int AS organisations FROM organisation')).toEqual([{ organisations: 15_971 }]);
    expect(await look('SELECT id, submitted_by, state FROM directory_import')).toEqual([{ id, submitted_by: ann.personId, state: 'committed' }]);
    expect(await look('SELECT content FROM directory_import_run')).toEqual([{ content: null }]);
    expect(await look('SELECT type, person_id FROM change_record ORDER BY type')).toEqual([
      { type: 'directory.file-handed-in', person_id: ann.personId }, { type: 'directory.import-ordered', person_id: ann.personId }, { type: 'directory.imported', person_id: ann.personId },
    ]);
  });

  it.each([
    ['a wrong date', aFile(aRow('TST01'), aRow('TST02', { 11: '20231301' })), '2 BAD_DATE'],
    ['a wrong code', aFile(aRow('tst 01'), aRow('TST02')), '1 BAD_ODS_CODE'],
    ['too few columns', aFile(aRow('TST01'), '"TST02","B"'), '2 COLUMN_COUNT'],
    ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), aFile(aRow('TST01'))]), '1 BYTE_ORDER_MARK'],
    ['a header', aFile('"Code","Name"', aRow('TST01')), '1 HEADER_LINE'],
    ['a row cut off', Buffer.from(`${aRow('TST01')}\n"TST02","CUT`), '2 TRUNCATED'],
    ['nothing in it', Buffer.alloc(0), '1 EMPTY_FILE'],
  ])('with %s shows its faults with their lines, first of all, and cannot be ordered', async (_what, bytes, fault) => {
    const id = await handIn(bytes);
    await working.execute();
    const read = await run(id);
    expect(read).toMatchObject({ state: 'refused', refusal: { code: 'FAULTY_FILE' } });
    const [first] = (await verdicts(id)).items;
    expect(first!.faults.map(({ line, code }) => `${line} ${code}`)).toEqual([fault]);
    expect((await verdicts(id, 'fault')).total).toBe(1);
    await expect(ordering.execute(ann, { id, expectedVersion: read.version, planHash: read.planHash! })).rejects.toMatchObject({ code: 'NOT_READY' });
    await working.execute();
    expect(await look('SELECT 1 FROM organisation')).toEqual([]);
    expect(await look(`SELECT refusal_code FROM change_record WHERE outcome = 'refused'`)).toEqual([{ refusal_code: 'NOT_READY' }]);
  });

  it('that lacks half of the last one says so of the whole file', async () => {
    const rows = Array.from({ length: 200 }, (_, at) => aRow(`TST${at + 100}`));
    await order(await readyOnce(aFile(...rows)));
    await working.execute();
    const id = await handIn(aFile(...rows.slice(0, 60)));
    await working.execute();
    expect(await run(id)).toMatchObject({ state: 'refused', report: { faults: [{ code: 'ROWS_MISSING', line: 60 }], counts: { absent: 140 } } });
    const stated = await handIn(aFile(...rows.slice(0, 60)), { isExtract: true });
    await working.execute();
    expect(await run(stated)).toMatchObject({ state: 'ready', refusal: null });
  });

  it('waits for a second person where live sharing would stop, under the same id', async () => {
    await order(await readyOnce(aFile(aRow('TST01'), aRow('TST02'))));
    await working.execute();
    sharing.shares = [{ odsCode: 'TST02' as OdsCode, as: 'provider', agreementReference: 'DCR-TSTL1-0001', pairs: 3 }];
    const id = await readyOnce(aFile(aRow('TST01'), aRow('TST02', { 12: '20231231', 13: 'C' })));
    expect((await run(id)).report?.stops).toHaveLength(1);
    await order(id);
    await working.execute();
    expect(await run(id)).toMatchObject({ state: 'done', report: { outcome: 'awaiting-approval' } });
    expect(await look(`SELECT status FROM organisation WHERE ods_code = 'TST02'`)).toEqual([{ status: 'A' }]);
    const { planHash } = await run(id);
    await expect(approving.execute(ann, { id, expectedVersion: 1, planHash: planHash! })).rejects.toMatchObject({ code: 'SAME_PERSON' });
    await approving.execute(bob, { id, expectedVersion: 1, planHash: planHash! });
    expect(await look(`SELECT status FROM organisation WHERE ods_code = 'TST02'`)).toEqual([{ status: 'C' }]);
    expect((await transactions.read(ann, (tx) => listedImports(tx, null, { page: 1, perPage: 25 }))).items.map(({ state }) => state)).toEqual(expect.arrayContaining(['approved', 'committed']));
  });

  it('is not imported as something else than was shown', async () => {
    const id = await readyOnce(aFile(aRow('TST01', { 2: 'NEW NAME' })));
    await order(await readyOnce(aFile(aRow('TST01'))));
    await order(id);
    await working.execute();
    expect(await run(id)).toMatchObject({ state: 'refused', refusal: { code: 'PLAN_CHANGED' } });
    const { version } = await run(id);
    await expect(ordering.execute(ann, { id, expectedVersion: version, planHash: 'x'.repeat(64) })).rejects.toMatchObject({ code: 'NOT_READY' });
  });

  it('is taken in once though it was sent twice under one key', async () => {
    const bytes = aFile(aRow('TST01'));
    const one = await handIn(bytes, { idempotencyKey: 'the-same-key' });
    expect(await handIn(bytes, { idempotencyKey: 'the-same-key' })).toBe(one);
    await expect(handIn(aFile(aRow('TST02')), { idempotencyKey: 'the-same-key' })).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await look('SELECT count(*)::int AS files FROM directory_import_run')).toEqual([{ files: 1 }]);
  });

  it('is let go with its lines, by whoever has the newest version in front of them', async () => {
    const id = await readyOnce(aFile(aRow('TST01')));
    const { version } = await run(id);
    await expect(discarding.execute(bob, { id, expectedVersion: version - 1 })).rejects.toMatchObject({ code: 'STALE' });
    await discarding.execute(bob, { id, expectedVersion: version });
    expect(await run(id)).toMatchObject({ state: 'discarded' });
    expect(await verdicts(id)).toEqual({ total: 0, items: [] });
    expect(await look('SELECT 1 FROM directory_import_run WHERE content IS NOT NULL')).toEqual([]);
  });

  it('left by a worker that was lost is taken up again, and given up after five tries', async () => {
    const id = await handIn(aFile(aRow('TST01')));
    await database.owner.query(`UPDATE directory_import_run SET lease_until = $1, tries = 1, version = 2`, [new Date(clock.now().getTime() + 5_000)]);
    expect(await working.execute()).toBe(0);
    await database.owner.query(`UPDATE directory_import_run SET lease_until = $1`, [new Date(clock.now().getTime() - 1)]);
    await working.execute();
    expect(await run(id)).toMatchObject({ state: 'ready' });
    const other = await handIn(aFile(aRow('TST02')));
    await database.owner.query(`UPDATE directory_import_run SET tries = 5 WHERE id = $1`, [other]);
    await working.execute();
    expect(await run(other)).toMatchObject({ state: 'failed', refusal: { code: 'RUN_FAILED' } });
  });

  it('ordered more than an hour ago is not imported any more', async () => {
    const id = await readyOnce(aFile(aRow('TST01')));
    await order(id);
    await database.owner.query(`UPDATE directory_import_run SET ordered_at = ordered_at - interval '61 minutes'`);
    await working.execute();
    expect(await run(id)).toMatchObject({ state: 'refused', refusal: { code: 'RUN_LAPSED' } });
    expect(await look('SELECT 1 FROM organisation')).toEqual([]);
  });

  it('imports nothing for somebody whose duty was taken away between the order and the work', async () => {
    const id = await readyOnce(aFile(aRow('TST01')));
    await order(id);
    standing.gone.add(ann.personId);
    await working.execute();
    standing.gone.clear();
    expect(await run(id)).toMatchObject({ state: 'refused', refusal: { code: 'IMPORTER_GONE' } });
    expect(await look('SELECT 1 FROM organisation')).toEqual([]);
  });
});

describe('Others', () => {
  it.each<Duty>(['signatory', 'practice-governance-lead', 'viewer-governance-lead', 'activation-officer', 'approver', 'auditor-national', 'auditor-organisation', 'privacy-officer', 'support'])(
    'in the duty %s see nothing of it, and can do nothing with it', async (duty) => {
      const id = await readyOnce(aFile(aRow('TST01')));
      const { version, planHash } = await run(id);
      const other = person('Olga Other', duty);
      expect(await transactions.read(other, (tx) => importRunById(tx, id))).toBeNull();
      expect(await verdicts(id, null, other)).toEqual({ total: 0, items: [] });
      expect((await transactions.read(other, (tx) => listedImports(tx, null, { page: 1, perPage: 25 }))).total).toBe(0);
      await expect(handIn(aFile(aRow('TST02')), {}, other)).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
      await expect(ordering.execute(other, { id, expectedVersion: version, planHash: planHash! })).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
      await expect(discarding.execute(other, { id, expectedVersion: version })).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
      expect(await look(`SELECT type, outcome FROM change_record WHERE person_id = '${other.personId}' ORDER BY type`)).toEqual(
        ['directory.file-discard', 'directory.hand-in', 'directory.import-order'].map((type) => ({ type, outcome: 'refused' })));
    });

  it('that are machines cannot hand a file in', async () => {
    await expect(handIn(aFile(aRow('TST01')), {}, systemActor('worker'))).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
  });
});

async function readyOnce(bytes: Uint8Array): Promise<string> {
  const id = await handIn(bytes);
  await working.execute();
  return id;
}
