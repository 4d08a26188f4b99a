import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { odsCode, type Actor } from '@accord/kernel';
import { SystemClock } from '@accord/kernel/server';
import { testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { peopleMappings } from '@accord/people/server';
import { PeopleInstallation, somePlaces, Visitor } from '@accord/people/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { registerSignIn, USUAL_SIGN_IN } from './index.js';

const ROOT = join(import.meta.dirname, '../../../..');
const SECRET = 'a-development-client-secret';
const NAMES = ['ada', 'bob', 'stranger'].map((id, index) => ({ id, sub: `55500000000${index}`, name: id.toUpperCase() }));

let database: TestDatabase;
let people: PeopleInstallation;
let admins: readonly [Actor, Actor];
let identity: ChildProcess;
let app: FastifyInstance;
let origin: string;
let folder: string;
let ada: Awaited<ReturnType<PeopleInstallation['personWith']>>;
let bobsGrants: readonly string[];

beforeAll(async () => {
  const [webPort, identityPort] = [await freePort(), await freePort()];
  origin = `http://127.0.0.1:${webPort}`;
  const issuer = `http://127.0.0.1:${identityPort}`;
  identity = await startIdentity(identityPort, `${origin}/auth/callback`);
  database = await testDatabase();
  const clock = new SystemClock();
  await somePlaces(database.owner, clock.now());
  people = new PeopleInstallation(await database.dataSourceAs('api', peopleMappings), clock);
  admins = await people.administrators(issuer);
  ada = await people.personWith(admins, 'Ada Hill', { duty: 'signatory', odsCode: odsCode('TSTP01') }, { issuer, subject: NAMES[0]!.sub });
  const bob = await people.personWith(admins, 'Bob Reed', { duty: 'signatory', odsCode: odsCode('TSTP01') }, { issuer, subject: NAMES[1]!.sub });
  bobsGrants = [bob.grantId!, await people.grant(admins, bob.personId, { duty: 'practice-governance-lead', odsCode: odsCode('TSTP01') })];
  app = await startApplication(issuer, webPort);
}, 60_000);

afterAll(async () => {
  await app?.close();
  await database?.close();
  await new Promise((resolve) => {
    identity.once('exit', resolve);
    identity.send({ type: 'stop' });
  });
  rmSync(folder, { recursive: true, force: true });
});

describe('signing in with the development provider', () => {
  it('goes from the application through the provider\'s form and back to the page asked for', async () => {
    const visitor = new Visitor(origin);
    const landed = await visitor.signIn('ada', { returnTo: '/whoami?from=home' });
    expect(landed.url.href).toBe(`${origin}/whoami?from=home`);
    expect(JSON.parse(landed.text)).toMatchObject({ name: 'Ada Hill', duty: 'signatory', odsCode: 'TSTP01', acr: 'AAL2_ANY', kind: 'person' });
  });

  it('sets a session cookie that scripts cannot read and other sites cannot send, and keeps the login cookie no longer than needed', async () => {
    const visitor = new Visitor(origin);
    const form = await visitor.visit('/auth/sign-in?return_to=/whoami');
    const back = await visitor.visit(form.url, { method: 'POST', body: new URLSearchParams({ person: 'ada' }), stopAt: (next) => next.pathname === '/whoami' });
    const cookies = back.headers.getSetCookie();
    expect(cookies.find((each) => each.startsWith('accord_session='))).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(cookies.find((each) => each.startsWith('accord_sign_in_'))).toMatch(/=; Path=\/; HttpOnly; SameSite=Lax; Max-Age=0$/);
  });

  it('steps up to the stronger credential under a new session id, keeping the duty', async () => {
    const visitor = new Visitor(origin);
    await visitor.signIn('ada');
    const before = visitor.cookie('accord_session');
    const landed = await visitor.signIn('ada', { strong: true, returnTo: '/whoami' });
    expect(JSON.parse(landed.text)).toMatchObject({ acr: 'AAL3_ANY', duty: 'signatory' });
    expect(visitor.cookie('accord_session')).not.toBe(before);
    const thief = new Visitor(origin);
    thief.setCookie('accord_session', before!);
    expect((await thief.visit('/whoami')).text).toBe('null');
  });

  it('tells somebody whom nobody invited so, signs them in nowhere, and records it', async () => {
    const visitor = new Visitor(origin);
    const page = await visitor.signIn('stranger');
    expect(page.status).toBe(403);
    expect(page.text).toContain('nobody has invited you');
    expect(page.text).toContain('NOT_INVITED');
    expect(visitor.cookie('accord_session')).toBeUndefined();
    const { rowCount } = await database.owner.query(`SELECT 1 FROM change_record WHERE refusal_code = 'NOT_INVITED' AND subject LIKE $1`, [`% ${NAMES[2]!.sub}`]);
    expect(rowCount).toBe(1);
  });

  it('lets a person with several duties choose, and choose again', async () => {
    const visitor = new Visitor(origin);
    await visitor.signIn('bob');
    expect(JSON.parse((await visitor.visit('/whoami')).text)).toMatchObject({ duty: null });
    for (const [index, duty] of ['signatory', 'practice-governance-lead'].entries()) {
      expect((await visitor.actAs(bobsGrants[index]!)).status).toBe(200);
      expect(JSON.parse((await visitor.visit('/whoami')).text)).toMatchObject({ duty });
    }
    const foreign = await visitor.actAs(ada.grantId!);
    expect([foreign.status, JSON.parse(foreign.text).code]).toEqual([404, 'NOT_FOUND']);
    expect((await new Visitor(origin).actAs(bobsGrants[0]!)).status).toBe(401);
  });

  it('signs out for good', async () => {
    const visitor = new Visitor(origin);
    await visitor.signIn('ada');
    const held = visitor.cookie('accord_session');
    expect(JSON.parse((await visitor.signOut()).text)).toMatchObject({ signedOut: true });
    visitor.setCookie('accord_session', held!);
    expect((await visitor.visit('/whoami')).text).toBe('null');
  });

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example'])('returns to the start and not to %s', async (returnTo) => {
    expect((await new Visitor(origin).signIn('ada', { returnTo })).url.href).toBe(`${origin}/`);
  });

  it('answers a callback once: not again, not in another browser, not without one', async () => {
    const visitor = new Visitor(origin);
    const form = await visitor.visit('/auth/sign-in');
    const back = await visitor.visit(form.url, { method: 'POST', body: new URLSearchParams({ person: 'ada' }), stopAt: (next) => next.pathname === '/auth/callback' });
    expect((await new Visitor(origin).visit(back.url)).text).toContain('SIGN_IN_EXPIRED');
    expect((await visitor.visit(back.url)).url.pathname).toBe('/');
    const again = await visitor.visit(back.url);
    expect([again.status, again.text.includes('SIGN_IN_EXPIRED')]).toEqual([403, true]);
    expect((await new Visitor(origin).visit('/auth/callback')).status).toBe(403);
  });
});

describe('a request from another site', () => {
  it.each([
    ['a form post', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['plain text', { 'content-type': 'text/plain' }],
    ['a file upload', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['nothing said', {}],
    ['another origin, even with the header', { 'x-accord-request': '1', 'origin': 'http://evil.example' }],
    ['the null origin', { 'content-type': 'application/json', 'origin': 'null' }],
    ['another site by the browser\'s own word', { 'x-accord-request': '1', 'sec-fetch-site': 'cross-site' }],
    ['another port of the host', { 'x-accord-request': '1', 'sec-fetch-site': 'same-site' }],
  ])('changes nothing, and is kept for the person whose browser sent it: %s', async (_what, headers) => {
    const visitor = new Visitor(origin);
    await visitor.signIn('ada');
    const before = await kept();
    const answer = await visitor.visit('/auth/sign-out', { method: 'POST', headers, body: '' });
    expect([answer.status, JSON.parse(answer.text).code]).toEqual([403, 'CROSS_SITE']);
    expect(JSON.parse((await visitor.visit('/whoami')).text)).toMatchObject({ name: 'Ada Hill' });
    expect((await kept()).slice(before.length)).toEqual([
      { type: 'request.send', subject: 'POST /auth/sign-out', outcome: 'refused', person_id: ada.personId, duty: 'signatory', acting_ods_code: 'TSTP01', origin: '127.0.0.1' },
    ]);
  });

  it('keeps nothing of the address another site chose', async () => {
    const visitor = new Visitor(origin);
    await visitor.signIn('ada');
    const before = await kept();
    expect((await visitor.visit('/no/such/9990000018', { method: 'POST', headers: { origin: 'http://evil.example' }, body: '' })).status).toBe(403);
    expect((await kept()).slice(before.length)).toMatchObject([{ subject: 'POST nowhere' }]);
  });

  it('is refused and kept for nobody where nobody is signed in', async () => {
    const before = await kept();
    const visitor = new Visitor(origin);
    visitor.setCookie('accord_session', 'a-session-that-never-was-one');
    for (const stranger of [new Visitor(origin), visitor]) {
      expect((await stranger.visit('/auth/sign-out', { method: 'POST', headers: { origin: 'http://evil.example' }, body: '' })).status).toBe(403);
    }
    expect(await kept()).toEqual(before);
  });

  async function kept(): Promise<readonly Record<string, unknown>[]> {
    return (await database.owner.query(`SELECT type, subject, outcome, person_id, duty, acting_ods_code, origin FROM change_record WHERE refusal_code = 'CROSS_SITE' ORDER BY id`)).rows;
  }
});

describe('a page that was opened in another duty', () => {
  it('is answered by nothing but that, and what it tried is kept; one opened in this duty goes on', async () => {
    const visitor = new Visitor(origin);
    await visitor.signIn('ada');
    const as = (acting: string, more: Record<string, string> = {}) => visitor.visit('/whoami', { headers: { 'x-accord-acting': acting, ...more } });
    expect((await as(`${ada.personId} signatory TSTP01`)).status).toBe(200);
    const before = await kept();
    for (const other of [`${ada.personId} signatory TSTP02`, `${ada.personId} practice-governance-lead TSTP01`, `00000000-0000-7000-8000-000000000000 signatory TSTP01`]) {
      const answer = await as(other);
      expect([answer.status, JSON.parse(answer.text).code]).toEqual([409, 'ACTING_CHANGED']);
    }
    expect((await kept()).slice(before.length)).toEqual(Array.from({ length: 3 }, () => ({ type: 'request.send', subject: 'GET /whoami' })));
    expect((await as(`${ada.personId} signatory TSTP02`, { 'x-accord-background': '1' })).status).toBe(409);
    expect((await kept()).length).toBe(before.length + 3);
  });

  async function kept(): Promise<readonly Record<string, unknown>[]> {
    return (await database.owner.query("SELECT type, subject FROM change_record WHERE refusal_code = 'ACTING_CHANGED' ORDER BY id")).rows;
  }
});

async function startApplication(issuer: string, port: number): Promise<FastifyInstance> {
  const application = fastify();
  const { actorOfRequest } = registerSignIn(application, {
    settings: { ...USUAL_SIGN_IN, origin, issuer, clientId: 'accord', clientSecret: SECRET },
    beginning: people.beginning, finishing: people.finishing, choosing: people.choosing, leaving: people.leaving, actors: people.actors, transactions: people.transactions,
  });
  application.get('/whoami', async (request, reply) => reply.type('application/json').send(JSON.stringify(await actorOfRequest(request))));
  application.get('/', async () => 'start');
  await application.listen({ host: '127.0.0.1', port });
  return application;
}

/** The real program, as the launcher starts it. */
async function startIdentity(port: number, redirectUri: string): Promise<ChildProcess> {
  const program = join(ROOT, 'apps/identity/dist/main.js');
  if (!existsSync(join(ROOT, 'apps/identity/dist/server.js'))) spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-b', 'apps/identity'], { cwd: ROOT, stdio: 'inherit' });
  folder = mkdtempSync(join(tmpdir(), 'accord-sign-in-'));
  writeFileSync(join(folder, 'people.json'), JSON.stringify(NAMES));
  const child = fork(program, [], {
    execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      PATH: process.env['PATH'], ACCORD_IDENTITY_PORT: String(port), ACCORD_IDENTITY_FOLDER: folder, ACCORD_IDENTITY_PEOPLE: join(folder, 'people.json'),
      ACCORD_OIDC_CLIENT_SECRET: SECRET, ACCORD_OIDC_REDIRECT_URI: redirectUri,
    },
  });
  await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(Object.assign(new IdentityDidNotStart(), { code })));
  });
  return child;
}

class IdentityDidNotStart extends Error {}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
