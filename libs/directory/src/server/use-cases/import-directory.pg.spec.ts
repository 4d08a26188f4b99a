import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newId, operatorActor, type Actor, type OdsCode, type PersonId, type Tx } from '@accord/kernel';
import { Changes, Outbox, Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { LiveSharing, type ImportReport, type ImportRequest, type LiveShare } from '../../contract/index.js';
import { aFile, aRow, OpeningsShown, nationalFile } from '../../testing/index.js';
import '../abilities.js';
import { LocalitiesInSql, OrganisationDirectoryInSql } from '../read-models/answered-questions.js';
import { directoryImportById, directoryImports } from '../read-models/directory-imports.js';
import { localitiesMatching, membershipsOf, organisationsMatching } from '../read-models/organisations.js';
import { directoryImportMapping, DirectoryImports } from '../storage/directory-imports.js';
import { OrganisationRegister } from '../storage/organisation-register.js';
import { ApproveDirectoryImport } from './approve-directory-import.js';
import { DeclineDirectoryImport } from './decline-directory-import.js';
import { ImportDirectory } from './import-directory.js';
import { ImportExecution } from './import-execution.js';
import { ImportPlanning } from './import-planning.js';

// The national file on a busy machine.
jest.setTimeout(120_000);

/** Who shares live, as a capability further down would answer. */
class Sharing extends LiveSharing {
  shares: LiveShare[] = [];
  async of(_tx: Tx, codes: readonly OdsCode[]): Promise<readonly LiveShare[]> {
    return this.shares.filter((share) => codes.includes(share.odsCode));
  }
}

const clock = new FixedClock('2024-01-10T09:00:00Z');
const sharing = new Sharing();
const shown = new OpeningsShown();
const operator = operatorActor('Olive Operator');
const administrator = (name: string): Actor => ({
  kind: 'person', personId: newId<PersonId>(clock.now()), name, duty: 'system-administrator', odsCode: null, localities: [], acr: null,
  authenticatedAt: null, origin: 'spec',
});
const ann = administrator('Ann Administrator');
const bob = administrator('Bob Administrator');

let database: TestDatabase;
let transactions: Transactions;
let importing: ImportDirectory;
let approving: ApproveDirectoryImport;
let declining: DeclineDirectoryImport;

beforeAll(async () => {
  database = await testDatabase();
  transactions = new Transactions(await database.dataSourceAs('api', [directoryImportMapping]), clock);
  const [imports, register, changes, outbox] = [new DirectoryImports(), new OrganisationRegister(), new Changes(), new Outbox()];
  const planning = new ImportPlanning(imports, register, sharing);
  const execution = new ImportExecution(register, changes, outbox);
  importing = ImportDirectory.with(transactions, sharing);
  approving = new ApproveDirectoryImport(transactions, planning, execution, imports, shown);
  declining = new DeclineDirectoryImport(transactions, imports, changes, outbox);
});

afterAll(() => database.close());

beforeEach(async () => {
  sharing.shares = [];
  await database.owner.query(`SET session_replication_role = replica;
    TRUNCATE directory_task, directory_import, locality_membership, locality, organisation_status, organisation, change_record, outbox CASCADE;
    SET session_replication_role = origin`);
});

const bring = (rows: readonly string[], more: Partial<ImportRequest> = {}, actor = operator): Promise<ImportReport> =>
  importing.execute(actor, { bytes: aFile(...rows), isDryRun: false, ...more });
const read = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => transactions.read(ann, work);
const look = async (text: string): Promise<unknown[]> => (await database.owner.query(text)).rows;
/** Everything the directory holds, to see that nothing changed. */
const everything = () => look(`SELECT (SELECT json_agg(o ORDER BY ods_code) FROM organisation o) AS organisations, (SELECT count(*) FROM directory_import) AS imports,
  (SELECT json_agg(m ORDER BY ods_code, during) FROM locality_membership m) AS memberships, (SELECT count(*) FROM organisation_status) AS statuses`);
const stopped = (odsCode: string): LiveShare => ({ odsCode: odsCode as OdsCode, as: 'provider', agreementReference: 'DCR-TSTL1-0001', pairs: 3 });

describe('importing the national file', () => {
  it('brings in every row, forms localities, and changes nothing the second time', async () => {
    const { bytes } = nationalFile(process.env['ACCORD_ODS_FILE']);
    const dry = await importing.execute(operator, { bytes, isDryRun: true });
    expect(dry).toMatchObject({ outcome: 'dry-run', counts: { added: 15_971, fault: 0 }, refusal: null });
    expect(dry.verdicts).toHaveLength(15_971);
    expect(await look('SELECT 1 FROM organisation')).toEqual([]);

    const steps = new Set<string>();
    const done = await importing.execute(operator, { bytes, isDryRun: false }, ({ step }) => steps.add(step));
    expect(done).toMatchObject({ outcome: 'committed', counts: { added: 15_971 } });
    expect([...steps]).toEqual(['reading', 'planning', 'writing']);
    expect(await look(`SELECT count(*)::int AS open FROM organisation WHERE status = 'A' AND prescribing_setting = 4`)).toEqual([{ open: 6750 }]);
    const { total, items } = await read((tx) => localitiesMatching(tx, null, { page: 1, perPage: 500 }));
    expect(items).toHaveLength(total);
    expect(items.reduce((sum, locality) => sum + locality.openPractices, 0)).toBe(6750);
    expect(items.filter((locality) => locality.openPractices > 0)).toHaveLength(113);

    const before = await everything();
    expect(await importing.execute(operator, { bytes, isDryRun: false })).toMatchObject({ outcome: 'unchanged', counts: { unchanged: 15_971 } });
    expect(await everything()).toEqual(before);
  });

  it('keeps each row as it was published, quotes and backslashes too', async () => {
    await bring([aRow('TST01', { 2: 'THE ""OLD"" MILL \\ BARN, {1}', 5: 'C:\\NULL', 19: 'X' })]);
    expect(await look('SELECT name, address[1] AS address, published_row[19] AS column19 FROM organisation')).toEqual([
      { name: 'THE "OLD" MILL \\ BARN, {1}', address: 'C:\\NULL', column19: 'X' },
    ]);
  });

  it('is all or nothing: one fault in a thousand rows leaves no trace but the record of the attempt', async () => {
    const rows = Array.from({ length: 1_000 }, (_, at) => aRow(`TST${at + 1000}`));
    rows[499] = aRow('TST1499', { 26: '99' });
    const refused = await bring(rows);
    expect(refused).toMatchObject({ outcome: 'refused', refusal: { code: 'FAULTY_FILE' }, faults: [{ line: 500, code: 'UNKNOWN_SETTING' }] });
    expect(refused.verdicts).toHaveLength(1_000);
    expect(await look('SELECT 1 FROM organisation')).toEqual([]);
    expect(await look('SELECT outcome, refusal_code, actor_name FROM change_record')).toEqual([
      { outcome: 'refused', refusal_code: 'FAULTY_FILE', actor_name: 'Olive Operator' },
    ]);
  });

  it('marks what closed, reports what is absent, records each change and announces it', async () => {
    await bring([aRow('TST01'), aRow('TST02'), aRow('TST03')]);
    clock.advance(60_000);
    const report = await bring([aRow('TST01', { 12: '20231231', 13: 'C' }), aRow('TST02', { 2: 'NEW NAME' })]);
    expect(report).toMatchObject({ outcome: 'committed', counts: { closed: 1, changed: 1, absent: 1 }, absent: ['TST03'] });
    expect(await look('SELECT ods_code, status, version FROM organisation ORDER BY 1')).toEqual([
      { ods_code: 'TST01', status: 'C', version: 2 }, { ods_code: 'TST02', status: 'A', version: 2 }, { ods_code: 'TST03', status: 'A', version: 1 },
    ]);
    expect(await look(`SELECT subject, details ->> 'verdict' AS verdict FROM change_record WHERE type = 'directory.organisation-changed' ORDER BY 1`)).toEqual([
      { subject: 'TST01', verdict: 'closed' }, { subject: 'TST02', verdict: 'changed' },
    ]);
    expect(await look(`SELECT type FROM outbox ORDER BY recorded_at`)).toEqual([{ type: 'directory.imported' }, { type: 'directory.imported' }]);
    const open = (at: string) => read((tx) => new OrganisationDirectoryInSql().openAt(tx, ['TST01', 'TST02', 'TST09'] as OdsCode[], new Date(at)));
    expect([...await open('2023-12-31T23:59:59.999Z')]).toEqual(['TST01', 'TST02']);
    expect([...await open('2024-01-01T00:00:00Z')]).toEqual(['TST02']);
  });

  it('dates who belongs to a locality, and makes a task of a changed commissioner', async () => {
    await bring([aRow('TST01'), aRow('TST02')]);
    const report = await bring([aRow('TST01', { 15: 'TSTL2', 16: '20230601' }), aRow('TST02')]);
    expect(report).toMatchObject({ outcome: 'committed', counts: { moved: 1 }, tasks: [{ odsCode: 'TST01', fromCode: 'TSTL1', toCode: 'TSTL2' }] });
    expect(await read((tx) => membershipsOf(tx, 'TST01'))).toMatchObject([
      // 1 June lies in British Summer Time.
      { localityCode: 'TSTL1', untilAt: new Date('2023-05-31T23:00:00Z') }, { localityCode: 'TSTL2', fromAt: new Date('2023-05-31T23:00:00Z'), untilAt: null },
    ]);
    const localities = new LocalitiesInSql();
    const members = (code: string, at: string) => read(async (tx) => localities.membersOn(tx, (await localities.byCode(tx, code))!.id, new Date(at)));
    expect(await members('TSTL1', '2023-05-31T22:59:59Z')).toEqual(['TST01', 'TST02']);
    expect(await members('TSTL1', '2023-05-31T23:00:00Z')).toEqual(['TST02']);
    expect(await members('TSTL2', '2023-05-31T23:00:00Z')).toEqual(['TST01']);
    expect(await look('SELECT kind, ods_code FROM directory_task')).toEqual([{ kind: 'commissioner-changed', ods_code: 'TST01' }]);
  });

  it('lets two imports at once happen one after the other', async () => {
    const reports = await Promise.all([bring([aRow('TST01')]), bring([aRow('TST01')])]);
    expect(reports.map((report) => report.outcome).sort()).toEqual(['committed', 'unchanged']);
  });
});

describe('an import that a second person has to see', () => {
  const closing = [aRow('TST01', { 12: '20231231', 13: 'C' }), aRow('TST02')];

  beforeEach(async () => {
    await bring([aRow('TST01'), aRow('TST02')], { editionOn: '2023-12-01' });
    clock.advance(60_000);
  });

  const waiting = async () => (await read((tx) => directoryImports(tx, 'awaiting-approval', { page: 1, perPage: 10 }))).items[0]!;

  it('waits where it would stop live sharing, and is carried out by somebody else who was shown it', async () => {
    sharing.shares = [stopped('TST01')];
    expect(await bring(closing, {}, ann)).toMatchObject({ outcome: 'awaiting-approval', stops: [stopped('TST01')] });
    expect(await look(`SELECT status FROM organisation WHERE ods_code = 'TST01'`)).toEqual([{ status: 'A' }]);

    const { id, version, planHash, impact } = await waiting();
    expect(impact.stops).toEqual([stopped('TST01')]);
    await expect(approving.execute(ann, { id, expectedVersion: version, planHash })).rejects.toMatchObject({ code: 'SAME_PERSON' });
    await expect(approving.execute(operator, { id, expectedVersion: version, planHash })).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    await expect(approving.execute(bob, { id, expectedVersion: version + 1, planHash })).rejects.toMatchObject({ code: 'STALE' });
    await expect(approving.execute(bob, { id, expectedVersion: version, planHash: 'f'.repeat(64) })).rejects.toMatchObject({ code: 'PLAN_CHANGED' });
    expect(await look(`SELECT status FROM organisation WHERE ods_code = 'TST01'`)).toEqual([{ status: 'A' }]);

    await approving.execute(bob, { id, expectedVersion: version, planHash, impactHash: 'as shown' });
    // Its closing day is its last.
    expect(shown.asked).toEqual([{ openings: [{ odsCode: 'TST01', until: '2024-01-01T00:00:00.000Z' }], seen: 'as shown' }]);
    expect(await look(`SELECT organisation_open_until('TST01') AS until`)).toEqual([{ until: new Date('2024-01-01T00:00:00Z') }]);
    expect(await look(`SELECT status FROM organisation WHERE ods_code = 'TST01'`)).toEqual([{ status: 'C' }]);
    expect(await look(`SELECT kind, ods_code FROM directory_task`)).toEqual([{ kind: 'closed-while-sharing', ods_code: 'TST01' }]);
    expect(await read((tx) => directoryImportById(tx, id))).toMatchObject({ state: 'approved', version: version + 1 });
    expect(await look(`SELECT content FROM directory_import WHERE id = '${id}'`)).toEqual([{ content: null }]);
    await expect(approving.execute(bob, { id, expectedVersion: version + 1, planHash })).rejects.toMatchObject({ code: 'NOT_READY' });
  });

  it('is not carried out once the directory, or the sharing it stops, is no longer what was shown', async () => {
    sharing.shares = [stopped('TST01')];
    await bring(closing);
    const { id, version, planHash } = await waiting();
    sharing.shares = [{ ...stopped('TST01'), pairs: 4 }];
    await expect(approving.execute(bob, { id, expectedVersion: version, planHash })).rejects.toMatchObject({ code: 'PLAN_CHANGED' });
    sharing.shares = [stopped('TST01')];
    await bring([aRow('TST01'), aRow('TST02', { 2: 'NEW NAME' })], { editionOn: '2023-12-01' });
    await expect(approving.execute(bob, { id, expectedVersion: version, planHash })).rejects.toMatchObject({ code: 'PLAN_CHANGED' });
    await expect(declining.execute(bob, { id, expectedVersion: version, reason: ' ' })).rejects.toMatchObject({ code: 'REASON_NEEDED' });
    await declining.execute(bob, { id, expectedVersion: version, reason: 'The directory has moved on.' });
    expect(await read((tx) => directoryImportById(tx, id))).toMatchObject({ state: 'declined' });
    expect(await look(`SELECT status FROM organisation WHERE ods_code = 'TST01'`)).toEqual([{ status: 'A' }]);
  });

  it('waits where it would give sharing back, and is carried out as it was shown', async () => {
    await bring([aRow('TST01', { 12: '20231231', 13: 'C' }), aRow('TST02')]);
    sharing.shares = [stopped('TST01'), stopped('TST02')];
    const editionOn = '2024-01-05';
    const reopening = [aRow('TST01'), aRow('TST02', { 2: 'NEW NAME' })];
    expect(await bring(reopening, { editionOn, isDryRun: true })).toMatchObject({ stops: [], resumes: [stopped('TST01')] });
    expect(await bring(reopening, { editionOn }, ann)).toMatchObject({ outcome: 'awaiting-approval', stops: [], resumes: [stopped('TST01')] });
    expect(await look(`SELECT status FROM organisation WHERE ods_code = 'TST01'`)).toEqual([{ status: 'C' }]);
    const { id, version, planHash, impact } = await waiting();
    expect(impact).toMatchObject({ resumes: [stopped('TST01')], openings: [{ odsCode: 'TST01', until: null }] });
    await expect(approving.execute(ann, { id, expectedVersion: version, planHash })).rejects.toMatchObject({ code: 'SAME_PERSON' });
    sharing.shares = [{ ...stopped('TST01'), pairs: 4 }];
    await expect(approving.execute(bob, { id, expectedVersion: version, planHash })).rejects.toMatchObject({ code: 'PLAN_CHANGED' });
    sharing.shares = [stopped('TST01'), stopped('TST02')];
    await approving.execute(bob, { id, expectedVersion: version, planHash, impactHash: 'as shown' });
    expect(shown.asked.at(-1)).toEqual({ openings: [{ odsCode: 'TST01', until: null }], seen: 'as shown' });
    expect(await look(`SELECT organisation_open_until('TST01') AS until`)).toEqual([{ until: null }]);
    // Whoever shares nothing is open again without anybody's second look.
    sharing.shares = [];
    clock.advance(60_000);
    await bring([aRow('TST01', { 12: '20231231', 13: 'C' }), aRow('TST02')], { editionOn });
    clock.advance(60_000);
    expect(await bring([aRow('TST01'), aRow('TST02')], { editionOn })).toMatchObject({ outcome: 'committed', counts: { reopened: 1 } });
  });

  it('is refused where the file is older, unless that is stated; then it waits', async () => {
    const older = [aRow('TST01', { 2: 'OLD NAME' }), aRow('TST02')];
    expect(await bring(older)).toMatchObject({ outcome: 'refused', refusal: { code: 'FILE_OLDER' } });
    expect(await bring(older, { isDryRun: true })).toMatchObject({ outcome: 'dry-run', refusal: { code: 'FILE_OLDER' } });
    expect(await bring(older, { isOlder: true })).toMatchObject({ outcome: 'awaiting-approval' });
    const { id, version, planHash } = await waiting();
    await approving.execute(bob, { id, expectedVersion: version, planHash });
    expect(await look(`SELECT name FROM organisation WHERE ods_code = 'TST01'`)).toEqual([{ name: 'OLD NAME' }]);
  });

  it('asks for a look where an absent organisation shares, and lets it share on', async () => {
    sharing.shares = [stopped('TST02')];
    expect(await bring([aRow('TST01')], { editionOn: '2024-01-01' })).toMatchObject({ outcome: 'committed', absent: ['TST02'], stops: [] });
    expect(await look(`SELECT kind, ods_code FROM directory_task`)).toEqual([{ kind: 'absent-from-edition', ods_code: 'TST02' }]);
  });
});

describe('who may import', () => {
  it.each(['approver', 'activation-officer', 'signatory', 'support', 'auditor-national'] as const)('not a person acting as %s', async (duty) => {
    const person: Actor = { ...ann, duty, odsCode: 'TST01' as OdsCode };
    await expect(bring([aRow('TST01')], {}, person)).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    await expect(bring([aRow('TST01')], { isDryRun: true }, person)).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    expect(await look('SELECT outcome, refusal_code FROM change_record')).toEqual([{ outcome: 'refused', refusal_code: 'NOT_PERMITTED' }]);
  });

  it('nobody with an edition from the future', async () => {
    await expect(bring([aRow('TST01')], { editionOn: '2024-01-11' })).rejects.toMatchObject({ code: 'EDITION_AHEAD' });
    await expect(bring([aRow('TST01')], { editionOn: 'yesterday' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('kept by the database', () => {
  const asApi = async (text: string) => (await database.clientAs('api')).query(text);
  const insert = (values: string) => `INSERT INTO directory_import (id, file_sha256, edition_on, row_count, state, plan_hash, counts, impact, submitted_by, submitted_as, submitted_at, decided_by, approved_hash)
    VALUES (gen_random_uuid(), 'f', '2024-01-01', 1, ${values})`;
  const one = `'00000000-0000-7000-8000-000000000001'`;

  it.each([
    ['an import approved by its submitter', insert(`'approved', 'h', '{}', '{}', ${one}, 'x', '2024-01-01', ${one}, 'h'`), 'directory_import_four_eyes'],
    ['an import approved by nobody', insert(`'approved', 'h', '{}', '{}', ${one}, 'x', '2024-01-01', NULL, 'h'`), 'directory_import_four_eyes'],
    ['an import approved for another plan', insert(`'approved', 'h', '{}', '{}', NULL, 'x', '2024-01-01', ${one}, 'g'`), 'directory_import_four_eyes'],
    ['an import that waits without its file', insert(`'awaiting-approval', 'h', '{}', '{}', NULL, 'x', '2024-01-01', NULL, NULL`), 'directory_import_waits_with_content'],
    ['an import without a change record', insert(`'committed', 'h', '{}', '{}', NULL, 'x', '2024-01-01', NULL, NULL`), 'change_needs_a_record'],
  ])('%s', async (_what, text, constraint) => {
    await expect(asApi(text)).rejects.toMatchObject({ constraint });
  });

  it('two localities for one practice at one time', async () => {
    await bring([aRow('TST01'), aRow('TST02', { 15: 'TSTL2' })]);
    await expect(asApi(`INSERT INTO locality_membership (id, locality_id, ods_code, during, recorded_at)
      SELECT gen_random_uuid(), id, 'TST01', tstzrange('2010-01-01', NULL), '2024-01-01' FROM locality WHERE code = 'TSTL2'`)).rejects.toMatchObject({ constraint: 'one_locality_at_a_time' });
  });

  it('no running role deletes an organisation or rewrites what its status was', async () => {
    await bring([aRow('TST01')]);
    for (const role of ['api', 'worker', 'publisher', 'feed', 'audit_reader'] as const) {
      const client = await database.clientAs(role);
      for (const text of ['DELETE FROM organisation', `UPDATE organisation_status SET status = 'A'`, 'DELETE FROM organisation_status', 'DELETE FROM directory_import']) {
        await expect(client.query(text)).rejects.toMatchObject({ code: '42501' });
      }
    }
  });
});

describe('finding organisations', () => {
  it('by the beginning of a code or any part of a name, and no pattern of the asker', async () => {
    await bring([aRow('TST01', { 2: 'MILL SURGERY' }), aRow('TST02', { 2: 'MILL_HOUSE 100%' }), aRow('TSX03')]);
    const find = async (search: string) => (await read((tx) => organisationsMatching(tx, { search }, { page: 1, perPage: 10 }))).items.map((row) => row.odsCode);
    expect(await find('tst')).toEqual(['TST01', 'TST02']);
    expect(await find('mill')).toEqual(['TST01', 'TST02']);
    expect(await find('l_h')).toEqual(['TST02']);
    expect(await find('%')).toEqual(['TST02']);
    expect(await find(`'; DROP TABLE organisation; --`)).toEqual([]);
  });
});
