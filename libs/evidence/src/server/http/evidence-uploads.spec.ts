import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { NotFound, systemActor, type Actor, type Refusal } from '@accord/kernel';
import { FixedClock } from '@accord/kernel/testing';
import { aPdf } from '../../testing/index.js';
import type { TakenIn } from '../../contract/index.js';
import { CheckerPool } from '../storage/checking/checker-pool.js';
import { FolderVault } from '../storage/folder-vault.js';
import { TakeInUpload } from '../use-cases/take-in-upload.js';
import { evidenceUploads, type DeclaredUpload } from './evidence-uploads.js';

const ID = '01900000-0000-7000-8000-000000000001';
const MAX = 200_000;
let folder: string;
let server: FastifyInstance;
let checkers: CheckerPool;
let uploads: TakeInUpload;
let actor: Actor | null;
let submitted: { declared: DeclaredUpload; takenIn: TakenIn }[];
let refused: (Refusal & { readonly code: string })[];
let admitting: (() => void) | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'accord-upload-'));
  checkers = new CheckerPool({ processes: 1 });
  uploads = new TakeInUpload(new FolderVault(folder, [randomBytes(32)]), checkers, new FixedClock());
  server = Fastify();
  await evidenceUploads(server, {
    uploads, maxBytes: MAX,
    actorOf: () => Promise.resolve(actor),
    admit: () => { admitting?.(); return Promise.resolve(); },
    submit: async (_actor, declared, takenIn) => {
      submitted.push({ declared, takenIn });
      await uploads.keep(takenIn);
      return { evidenceId: ID, state: takenIn.quarantined ? 'quarantined' : 'checked', findings: takenIn.report.findings };
    },
    keepRefusal: (_actor, _declared, refusal) => { refused.push(refusal); return Promise.resolve(); },
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.close();
  checkers.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => { actor = systemActor('spec'); submitted = []; refused = []; admitting = undefined; });

const url = (query = `?participation=${ID}`): string => `http://127.0.0.1:${(server.server.address() as AddressInfo).port}/evidence/uploads${query}`;
const FIELDS = { authorityId: ID, signedOn: '2026-03-01', signedPage: '1' };

async function send(file: Buffer | null, given: { fields?: Record<string, string>; query?: string; headers?: Record<string, string>; name?: string } = {}): Promise<{ status: number; body: Record<string, unknown> }> {
  const form = new FormData();
  for (const [name, value] of Object.entries(given.fields ?? FIELDS)) form.set(name, value);
  if (file !== null) form.set('file', new Blob([new Uint8Array(file)], { type: 'application/pdf' }), given.name ?? 'signed.pdf');
  const answer = await fetch(url(given.query), { method: 'POST', body: form, headers: given.headers ?? {} });
  return { status: answer.status, body: await answer.json() as Record<string, unknown> };
}

const arriving = (): string[] => readdirSync(join(folder, 'arriving'));

describe('An upload', () => {
  it('is taken in, checked, and handed on with what was declared', async () => {
    const { status, body } = await send(aPdf());
    expect(status).toBe(201);
    expect(body).toMatchObject({ evidenceId: ID, state: 'checked', pages: 1, findings: [] });
    expect(submitted[0]!.declared).toEqual({ participationId: ID, consumerPartId: null, authorityId: ID, signedOn: '2026-03-01', signedPage: 1, expectedVersion: null, idempotencyKey: null });
    expect(arriving()).toEqual([]);
  });

  it('may name the part in a field, and a path as its file name harms nothing', async () => {
    const { status } = await send(aPdf(), { query: '', fields: { ...FIELDS, part: ID, expectedVersion: '3', idempotencyKey: 'a-key-of-mine' }, name: '../../../etc/passwd\u202efdp.exe' });
    expect(status).toBe(201);
    expect(submitted[0]!.declared).toMatchObject({ participationId: null, consumerPartId: ID, expectedVersion: 3, idempotencyKey: 'a-key-of-mine' });
  });

  it('with active content is kept apart and answered with the reason', async () => {
    const { status, body } = await send(aPdf({ catalog: '/OpenAction << /S /JavaScript /JS (x) >>' }));
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'QUARANTINED', evidenceId: ID, state: 'quarantined' });
    expect(body['message']).toContain('active content');
  });

  it.each<[string, Buffer, number, string]>([
    ['is too large', Buffer.concat([aPdf(), Buffer.alloc(MAX, 0x20)]), 413, 'TOO_LARGE'],
    ['is far too large', Buffer.alloc(30 * MAX, 0x20), 413, 'TOO_LARGE'],
    ['is empty', Buffer.alloc(0), 422, 'NOT_A_PDF'],
    ['is no PDF', Buffer.from('hello'), 422, 'NOT_A_PDF'],
    ['is two kinds of file', Buffer.concat([aPdf(), Buffer.from('<html>')]), 422, 'POLYGLOT'],
    ['is cut short', aPdf().subarray(0, 200), 422, 'TRUNCATED'],
    ['is encrypted', aPdf({ trailer: '/Encrypt 4 0 R', objects: ['<< >>'] }), 422, 'ENCRYPTED'],
  ])('that %s is refused, is on record, and nothing of it stays', async (_what, file, status, code) => {
    const answer = await send(file);
    expect(answer).toEqual({ status, body: { code, message: expect.any(String) } });
    expect(submitted).toEqual([]);
    expect(refused.map((each) => each.code)).toEqual([code]);
    expect(arriving()).toEqual([]);
  });

  it('of exactly the largest size is not too large', async () => {
    const plain = aPdf();
    const filling = aPdf({ objects: [`(${'x'.repeat(MAX - plain.length - 200)})`] });
    const file = Buffer.concat([filling, Buffer.alloc(MAX - filling.length, 0x20)]);
    expect(file).toHaveLength(MAX);
    expect((await send(file)).status).toBe(201);
  });

  it.each<[string, Parameters<typeof send>[1] & { file?: null }, number, string]>([
    ['names no part', { query: '' }, 400, 'BAD_UPLOAD'],
    ['names two', { query: `?participation=${ID}&part=${ID}` }, 400, 'BAD_UPLOAD'],
    ['names something that is no id', { query: '?participation=1%20OR%201=1' }, 400, 'INVALID_INPUT'],
    ['names no signatory', { fields: { signedOn: '2026-03-01' } }, 400, 'INVALID_INPUT'],
    ['has a date that does not exist', { fields: { ...FIELDS, signedOn: '2026-02-30' } }, 400, 'INVALID_INPUT'],
    ['has page zero', { fields: { ...FIELDS, signedPage: '0' } }, 400, 'INVALID_INPUT'],
    ['has a hundred fields', { fields: { ...FIELDS, ...Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`f${index}`, 'x'])) } }, 400, 'BAD_UPLOAD'],
    ['has an endless field', { fields: { ...FIELDS, note: 'x'.repeat(100_000) } }, 400, 'BAD_UPLOAD'],
    ['has no file', { file: null }, 400, 'BAD_UPLOAD'],
    ['comes from another site', { headers: { 'sec-fetch-site': 'cross-site' } }, 400, 'BAD_UPLOAD'],
  ])('that %s is refused', async (_what, { file = aPdf(), ...given }, status, code) => {
    const answer = await send(file, given);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(submitted).toEqual([]);
  });

  it('by nobody is refused before it is read', async () => {
    actor = null;
    expect(await send(aPdf())).toMatchObject({ status: 401, body: { code: 'SIGN_IN_NEEDED' } });
  });

  it('to a part of somebody else is refused before it is read', async () => {
    admitting = () => { throw new NotFound('participation'); };
    expect(await send(Buffer.alloc(MAX, 0x20))).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect(refused.map((each) => each.code)).toEqual(['NOT_FOUND']);
  });

  it('in another form than multipart is refused', async () => {
    const answer = await fetch(url(), { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
    expect([answer.status, (await answer.json() as { code: string }).code]).toEqual([400, 'BAD_UPLOAD']);
  });

  it('that breaks off leaves nothing behind, and the next is served', async () => {
    const body = `--b\r\ncontent-disposition: form-data; name="authorityId"\r\n\r\n${ID}\r\n--b\r\ncontent-disposition: form-data; name="signedOn"\r\n\r\n2026-03-01\r\n--b\r\n`
      + 'content-disposition: form-data; name="file"; filename="a.pdf"\r\ncontent-type: application/pdf\r\n\r\n%PDF-1.7\n';
    const { port } = server.server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.write(`POST /evidence/uploads?participation=${ID} HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 100000\r\n\r\n${body}`);
    for (let tries = 0; arriving().length === 0 && tries < 1_000; tries += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(arriving()).toHaveLength(1);
    socket.destroy();
    for (let tries = 0; arriving().length > 0 && tries < 1_000; tries += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(arriving()).toEqual([]);
    expect((await send(aPdf())).status).toBe(201);
  });
});
