import fastify, { type FastifyInstance } from 'fastify';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, sha256Hex, type Actor, type Duty, type PersonId } from '@accord/kernel';
import { Changes, Outbox, Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { aFile, aRow } from '../../testing/index.js';
import '../abilities.js';
import { ImportRuns, importRunMapping } from '../storage/import-runs.js';
import { HandInDirectoryFile } from '../use-cases/hand-in-directory-file.js';
import { directoryFileUploads } from './directory-file-uploads.js';

const clock = new FixedClock('2026-03-02T09:00:00Z');
const BOUNDARY = 'a-boundary-of-the-spec';
let database: TestDatabase;
let server: FastifyInstance;
let actor: Actor | null;

const as = (duty: Duty): Actor => ({ kind: 'person', personId: newId<PersonId>(clock.now()), name: 'Ada', duty, odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: 'spec' });
const form = (fields: Readonly<Record<string, string>>, file: Uint8Array | null, name = 'epraccur.csv'): Buffer => Buffer.concat([
  ...Object.entries(fields).map(([field, value]) => Buffer.from(`--${BOUNDARY}\r\ncontent-disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`)),
  ...(file === null ? [] : [Buffer.from(`--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n`), file, Buffer.from('\r\n')]),
  Buffer.from(`--${BOUNDARY}--\r\n`),
]);
const send = (body: Buffer) => server.inject({ method: 'POST', url: '/directory/files', payload: body, headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` } });
const rows = async (text: string): Promise<Record<string, unknown>[]> => (await database.owner.query(text)).rows as Record<string, unknown>[];

beforeAll(async () => {
  database = await testDatabase();
  const transactions = new Transactions(await database.dataSourceAs('api', [importRunMapping as never]), clock);
  server = fastify();
  await directoryFileUploads(server, { actorOf: () => Promise.resolve(actor), transactions, handingIn: new HandInDirectoryFile(transactions, new ImportRuns(), new Changes(), new Outbox()), maxBytes: 4_096 });
  await server.ready();
});
afterAll(async () => {
  await server.close();
  await database.close();
});

describe('POST /directory/files', () => {
  it('keeps the file compressed, with its hash and what is stated of it, under the last part of its name', async () => {
    actor = as('system-administrator');
    const bytes = aFile(aRow('TST01'), aRow('TST02'));
    const answer = await send(form({ editionOn: '2026-02-01', isExtract: 'yes' }, bytes, 'C:\\files\\epraccur.csv'));
    expect([answer.statusCode, answer.json()]).toEqual([201, { id: expect.any(String), fileSha256: sha256Hex(bytes), fileBytes: bytes.length }]);
    const [kept] = await rows('SELECT * FROM directory_import_run');
    expect(kept).toMatchObject({ state: 'handed-in', file_name: 'epraccur.csv', file_sha256: sha256Hex(bytes), terms: { editionOn: '2026-02-01', isOlder: false, isExtract: true }, submitted_by: actor.personId });
    expect(gunzipSync(kept!['content'] as Buffer).equals(bytes)).toBe(true);
    expect(await rows('SELECT type FROM outbox')).toEqual([{ type: 'directory.file-handed-in' }]);
  });

  it.each<[string, Actor | null, () => ReturnType<typeof send>, number, string]>([
    ['nobody', null, () => send(form({}, aFile(aRow('TST01')))), 401, 'SIGN_IN_NEEDED'],
    ['an activation officer', as('activation-officer'), () => send(form({}, aFile(aRow('TST01')))), 403, 'NOT_PERMITTED'],
    ['a national auditor', as('auditor-national'), () => send(form({}, aFile(aRow('TST01')))), 403, 'NOT_PERMITTED'],
    ['whoever sends too much', as('system-administrator'), () => send(form({}, Buffer.alloc(5_000, 'x'))), 413, 'TOO_LARGE'],
    ['whoever sends no file', as('system-administrator'), () => send(form({ isOlder: 'no' }, null)), 400, 'BAD_UPLOAD'],
    ['whoever sends half a form', as('system-administrator'), () => send(form({}, aFile(aRow('TST01'))).subarray(0, 200)), 400, 'BAD_UPLOAD'],
    ['whoever states no day', as('system-administrator'), () => send(form({ editionOn: '2026-02-31' }, aFile(aRow('TST01')))), 400, 'INVALID_INPUT'],
    ['whoever says neither yes nor no', as('system-administrator'), () => send(form({ isOlder: 'perhaps' }, aFile(aRow('TST01')))), 400, 'INVALID_INPUT'],
  ])('refuses %s, keeps nothing, and has the attempt on record', async (_who, by, sending, status, code) => {
    actor = by;
    const before = await rows('SELECT count(*) FROM directory_import_run');
    const answer = await sending();
    expect([answer.statusCode, (answer.json() as { code: string }).code]).toEqual([status, code]);
    expect(await rows('SELECT count(*) FROM directory_import_run')).toEqual(before);
    if (by !== null) expect(await rows(`SELECT type, refusal_code FROM change_record WHERE person_id = '${by.personId}'`)).toEqual([{ type: 'directory.hand-in', refusal_code: code }]);
  });
});
