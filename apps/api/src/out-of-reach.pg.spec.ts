import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { EmbeddedPostgres, freePort } from '@accord/kernel/server';
import { testDatabase } from '@accord/kernel/testing';
import { TestAuthority } from '@accord/publication/testing';
import { QueryFailedError } from 'typeorm';
import { GraphQLError } from 'graphql';
import { startApi, type RunningApi } from './api.js';
import { readConfig } from './config.js';
import { executionErrors } from './graphql-answers.js';

jest.setTimeout(120_000);

const SENTENCE = 'A part of Accord is out of reach at the moment. Try again in a few seconds. If you were changing something, look whether it was done before you repeat it.';

describe('while PostgreSQL is away', () => {
  const folder = mkdtempSync(join(tmpdir(), 'accord-away-'));
  const logged: string[] = [];
  let server: EmbeddedPostgres;
  let api: RunningApi;
  let origin: string;

  const start = (preferredPort?: number): Promise<EmbeddedPostgres> => EmbeddedPostgres.start({ dataDir: join(folder, 'postgres'), user: 'accord', password: 'for-this-spec', throwAway: true, ...(preferredPort === undefined ? {} : { preferredPort }) });
  const ask = async (path: string, init: RequestInit = {}): Promise<{ status: number; retryAfter: string | null; text: string }> => {
    const answer = await fetch(`${origin}${path}`, { redirect: 'manual', ...init, headers: { 'cookie': `accord_session=${'s'.repeat(43)}`, 'x-accord-request': '1', ...init.headers } });
    return { status: answer.status, retryAfter: answer.headers.get('retry-after'), text: await answer.text() };
  };
  const graphql = (body: unknown, headers: Record<string, string> = {}) => ask('/graphql', { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
  const me = { query: '{ me { person { name } } }' };

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    server = await start();
    const database = await testDatabase(server.url());
    database.owner.on('error', () => undefined); // it is cut with the rest
    const seal = await (await TestAuthority.make(new Date())).issue('seal', new Date());
    const write = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    for (const name of ['data.key', 'index.key', 'documents.key']) write(name, randomBytes(32).toString('hex'));
    mkdirSync(join(folder, 'documents'));
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    api = await startApi(readConfig({
      DATABASE_URL: database.urlAs('api'), ACCORD_WEB_PORT: String(port), ACCORD_ORIGIN: origin, ACCORD_METRICS_TOKEN: 'm'.repeat(32), ACCORD_OIDC_ISSUER: 'http://127.0.0.1:1', ACCORD_OIDC_CLIENT_ID: 'accord',
      ACCORD_OIDC_CLIENT_SECRET: 'secret', ACCORD_DOCUMENTS: join(folder, 'documents'), ACCORD_DOCUMENTS_KEY: join(folder, 'documents.key'), ACCORD_SEAL_CERTIFICATE: write('seal.pem', seal.pem),
      ACCORD_SEAL_KEY: write('seal.key', seal.key), ACCORD_AUDIT_KEYS: folder,
    }));
    for (const level of ['error', 'warn'] as const) jest.spyOn(Logger.prototype, level).mockImplementation((text: unknown) => { logged.push(String(text)); });
  });
  afterAll(async () => {
    await api.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    jest.restoreAllMocks();
  });

  it('every answer says so by a code, masked, and when to ask again; once it is back everything is as before', async () => {
    expect((await graphql(me)).status).toBe(200);
    await server.stop();

    for (const [how, headers] of [['at the door', {}], ['in the name of somebody', { 'x-accord-acting': 'a b c' }]] as const) {
      const { status, retryAfter, text } = await graphql(me, headers);
      expect([how, status, retryAfter, JSON.parse(text)]).toEqual([how, 503, '5', { data: null, errors: [{ message: SENTENCE, extensions: { code: 'OUT_OF_REACH', category: 'UNAVAILABLE' } }] }]);
    }
    const wrong = await graphql({ query: '{ nothingOfThatName }' });
    expect([wrong.status, JSON.parse(wrong.text).errors[0].extensions.code]).toEqual([503, 'OUT_OF_REACH']);

    const id = '0190a000-0000-7000-8000-000000000001';
    for (const [path, method] of [[`/agreements/${id}/document.pdf`, 'GET'], [`/evidence/${id}/info`, 'GET'], [`/stops/${id}/statement.pdf`, 'GET'], ['/auth/act-as', 'POST'], ['/auth/sign-out', 'POST']] as const) {
      const { status, retryAfter, text } = await ask(path, { method, ...(method === 'POST' ? { body: '{}', headers: { 'content-type': 'application/json' } } : {}) });
      expect([path, status, retryAfter, JSON.parse(text)]).toEqual([path, 503, '5', { code: 'OUT_OF_REACH', message: SENTENCE }]);
    }
    const page = await ask('/auth/sign-in');
    expect([page.status, page.retryAfter, page.text.includes('<h1>Accord cannot answer now</h1>'), page.text.includes(SENTENCE)]).toEqual([503, '5', true, true]);
    expect((await ask('/health/ready')).status).toBe(503);
    expect((await ask('/health/live')).status).toBe(200);
    expect(logged.some((line) => /^out of reach: .*ECONNREFUSED/.test(line))).toBe(true);

    server = await start(server.port);
    expect(JSON.parse((await graphql(me)).text)).toEqual({ data: { me: null } });
    expect((await ask('/health/ready')).status).toBe(200);
  });
});

describe('an answer of which a part could not be asked', () => {
  const lost = new QueryFailedError('SELECT 1', [], Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' }));
  const told = (data: Record<string, unknown> | null, original: Error = lost) => {
    const headers: unknown[] = [];
    const { statusCode, response } = executionErrors({ data, errors: [new GraphQLError('x', { path: ['me'], originalError: original })] }, { scope: undefined, reply: { header: (...header: unknown[]) => headers.push(header) } as never });
    return [statusCode, response.errors![0]!.extensions['code'] ?? (response.errors![0] as unknown as { extensions: { code: string } }).extensions.code, headers];
  };

  it('is a failure where nothing else was answered, and an answer where something was', () => {
    expect(told(null)).toEqual([503, 'OUT_OF_REACH', [['retry-after', 5]]]);
    expect(told({ me: null, home: null })).toEqual([503, 'OUT_OF_REACH', [['retry-after', 5]]]);
    expect(told({ me: null, home: {} })).toEqual([200, 'OUT_OF_REACH', []]);
    expect(told(null, new Error('Connection terminated unexpectedly'))).toEqual([503, 'OUT_OF_REACH', [['retry-after', 5]]]);
    expect(told(null, new Error('anything else'))).toEqual([200, 'INTERNAL', []]);
    expect(told(null, new QueryFailedError('SELECT', [], Object.assign(new Error('division by zero'), { code: '22012' })))).toEqual([200, 'INTERNAL', []]);
  });
});
