import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { odsCode } from '@accord/kernel';
import { SystemClock } from '@accord/kernel/server';
import { testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { peopleMappings } from '@accord/people/server';
import { PeopleInstallation, somePlaces, Visitor, type Visited } from '@accord/people/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWTPayload } from 'jose';
import { registerSignIn, USUAL_SIGN_IN } from './index.js';

/** What this provider lies about, in its ID token and in the address it sends the browser back to. */
interface Lie {
  readonly claims?: (honest: JWTPayload) => JWTPayload;
  readonly sign?: (claims: JWTPayload) => Promise<string> | string;
  readonly callback?: (query: URLSearchParams) => void;
  readonly token?: (body: Record<string, unknown>) => unknown;
  /** What it tells of the person where it is asked for more; nothing, with a fault, where it is not said. */
  readonly more?: Readonly<Record<string, unknown>>;
}

const SUBJECT = '555000000001';
let issuer: string;
let key: CryptoKey;
let strangerKey: CryptoKey;
let lie: Lie = {};
let nonce = '';
let provider: Server;
let app: FastifyInstance;
let origin: string;
let database: TestDatabase;

beforeAll(async () => {
  const pair = await generateKeyPair('RS256');
  key = pair.privateKey;
  strangerKey = (await generateKeyPair('RS256')).privateKey;
  const jwk = { ...await exportJWK(pair.publicKey), kid: 'one', alg: 'RS256', use: 'sig' };
  provider = createServer((request, response) => {
    answer(request, response, jwk).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;

  database = await testDatabase();
  const clock = new SystemClock();
  await somePlaces(database.owner, clock.now());
  const people = new PeopleInstallation(await database.dataSourceAs('api', peopleMappings), clock);
  await people.personWith(await people.administrators(issuer), 'Ada Hill', { duty: 'signatory', odsCode: odsCode('TSTP01') }, { issuer, subject: SUBJECT });
  app = fastify();
  const placeholder = createServer();
  await new Promise<void>((resolve) => placeholder.listen(0, '127.0.0.1', resolve));
  const { port } = placeholder.address() as AddressInfo;
  await new Promise((resolve) => placeholder.close(resolve));
  origin = `http://127.0.0.1:${port}`;
  registerSignIn(app, {
    settings: { ...USUAL_SIGN_IN, origin, issuer, clientId: 'accord', clientSecret: 'a-client-secret-of-sixteen' },
    beginning: people.beginning, finishing: people.finishing, choosing: people.choosing, leaving: people.leaving, actors: people.actors, transactions: people.transactions,
  });
  app.get('/', async () => 'start');
  await app.listen({ host: '127.0.0.1', port });
}, 60_000);

afterAll(async () => {
  await app.close();
  provider.closeAllConnections();
  await new Promise((resolve) => provider.close(resolve));
  await database.close();
});

async function signIn(told: Lie, query = ''): Promise<{ visitor: Visitor; landed: Visited }> {
  lie = told;
  const visitor = new Visitor(origin);
  return { visitor, landed: await visitor.visit(`/auth/sign-in${query}`) };
}

const seconds = (): number => Math.floor(new SystemClock().now().getTime() / 1000);

describe('an OpenID provider', () => {
  it('that tells the truth is believed', async () => {
    const { visitor, landed } = await signIn({});
    expect([landed.status, landed.url.pathname]).toEqual([200, '/']);
    expect(visitor.cookie('accord_session')).toBeDefined();
  });

  const lies: readonly (readonly [string, Lie])[] = [
    ['names another issuer in the token', { claims: (honest) => ({ ...honest, iss: 'https://other.example' }) }],
    ['names another issuer beside the code', { callback: (query) => query.set('iss', 'https://other.example') }],
    ['leaves its name beside the code out, having promised it', { callback: (query) => query.delete('iss') }],
    ['made the token for another client', { claims: (honest) => ({ ...honest, aud: 'somebody-else' }) }],
    ['made it for several and not by us', { claims: (honest) => ({ ...honest, aud: ['accord', 'other'], azp: 'other' }) }],
    ['answers another sign-in (nonce)', { claims: (honest) => ({ ...honest, nonce: 'another-nonce' }) }],
    ['leaves the nonce out', { claims: ({ nonce: _nonce, ...rest }) => rest }],
    ['sends a token that is over', { claims: (honest) => ({ ...honest, iat: seconds() - 7_200, exp: seconds() - 3_600 }) }],
    ['sends a token without an end', { claims: ({ exp: _exp, ...rest }) => rest }],
    ['sends a token that is not valid yet', { claims: (honest) => ({ ...honest, nbf: seconds() + 3_600 }) }],
    ['names nobody', { claims: ({ sub: _sub, ...rest }) => rest }],
    ['does not sign (alg none)', { sign: (claims) => new UnsecuredJWT(claims).encode() }],
    ['signs with a shared secret (alg HS256)', { sign: (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(Buffer.from('a-client-secret-of-sixteen')) }],
    ['signs with a key it does not publish', { sign: (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(strangerKey) }],
    ['names a key by a path', { sign: (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: '../../etc/passwd' }).sign(key) }],
    ['sends no token', { token: ({ id_token: _idToken, ...rest }) => rest }],
    ['sends something that is no token', { token: (body) => ({ ...body, id_token: 'x.y.z' }) }],
    ['answers the code with an error', { token: () => ({ error: 'invalid_grant' }) }],
    ['says the person said no', { callback: (query) => { query.delete('code'); query.set('error', 'access_denied'); } }],
  ];

  it.each(lies)('that %s signs nobody in, and the attempt is recorded', async (_what, told) => {
    const refusedBefore = await refusals('SIGN_IN_REFUSED');
    const { visitor, landed } = await signIn(told);
    expect([landed.status, landed.text.includes('SIGN_IN_REFUSED')]).toEqual([403, true]);
    expect(visitor.cookie('accord_session')).toBeUndefined();
    expect(await refusals('SIGN_IN_REFUSED')).toBe(refusedBefore + 1);
  });

  it('that sends another state back finds no sign-in for it', async () => {
    const { visitor, landed } = await signIn({ callback: (query) => query.set('state', `${query.get('state')?.slice(0, 12)}-another-state-altogether`) });
    expect([landed.status, landed.text.includes('SIGN_IN_REFUSED')]).toEqual([403, true]);
    expect(visitor.cookie('accord_session')).toBeUndefined();
  });

  it.each([
    ['a weaker class', (honest: JWTPayload): JWTPayload => ({ ...honest, acr: 'AAL2_ANY' })],
    ['no class', ({ acr: _acr, ...rest }: JWTPayload): JWTPayload => rest],
    ['an old sign-in', (honest: JWTPayload): JWTPayload => ({ ...honest, auth_time: seconds() - 3_600 })],
    ['no time of the sign-in', ({ auth_time: _time, ...rest }: JWTPayload): JWTPayload => rest],
    ['a sign-in still to come', (honest: JWTPayload): JWTPayload => ({ ...honest, auth_time: seconds() + 3_600 })],
  ])('that answers a step-up with %s steps nobody up', async (_what, claims) => {
    const { visitor, landed } = await signIn({ claims }, '?acr=AAL3');
    expect([landed.status, landed.text.includes('STEP_UP_NOT_REACHED')]).toEqual([403, true]);
    expect(visitor.cookie('accord_session')).toBeUndefined();
  });

  it('that answers a step-up as asked is believed', async () => {
    const { landed } = await signIn({}, '?acr=AAL3');
    expect(landed.status).toBe(200);
  });

  it.each([
    ['vouches for an address', { email: 'one@example.test', email_verified: true }, 'one@example.test'],
    ['says nothing on whether it is proven', { email: 'two@example.test' }, 'two@example.test'],
    ['says that it is not proven', { email: 'three@example.test', email_verified: false }, 'two@example.test'],
    ['names several', { email: 'four@example.test, five@example.test', email_verified: true }, 'two@example.test'],
    ['names none, and does not answer where it is asked for more', {}, 'two@example.test'],
    ['names one where it is asked for more alone, as NHS CIS2 does', {}, 'six@example.test', { sub: SUBJECT, email: 'six@example.test' }],
    ['tells there of another person', {}, 'six@example.test', { sub: 'another', email: 'seven@example.test' }],
  ])('that %s signs in, and mail goes where it should', async (_what, said, address, more: Lie['more'] = undefined) => {
    const { landed } = await signIn({ claims: (honest) => ({ ...honest, ...said }), ...(more === undefined ? {} : { more }) });
    expect(landed.status).toBe(200);
    expect((await database.owner.query('SELECT address FROM mail_address')).rows).toEqual([{ address }]);
  });
});

async function refusals(code: string): Promise<number> {
  return Number((await database.owner.query(`SELECT count(*) FROM change_record WHERE refusal_code = $1`, [code])).rows[0].count);
}

async function answer(request: IncomingMessage, response: ServerResponse, jwk: object): Promise<void> {
  const url = new URL(request.url ?? '/', issuer);
  const json = (body: unknown): void => void response.writeHead(typeof body === 'object' && body !== null && 'error' in body ? 400 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (url.pathname === '/.well-known/openid-configuration') {
    return json({
      issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`, userinfo_endpoint: `${issuer}/more`, response_types_supported: ['code'],
      subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'], code_challenge_methods_supported: ['S256'], authorization_response_iss_parameter_supported: true,
    });
  }
  if (url.pathname === '/jwks') return json({ keys: [jwk] });
  if (url.pathname === '/more') return json(lie.more ?? { error: 'away' });
  if (url.pathname === '/auth') {
    nonce = url.searchParams.get('nonce') ?? '';
    const query = new URLSearchParams({ code: 'a-code', state: url.searchParams.get('state') ?? '', iss: issuer });
    lie.callback?.(query);
    return void response.writeHead(303, { location: `${url.searchParams.get('redirect_uri')}?${query}` }).end();
  }
  const honest: JWTPayload = { iss: issuer, aud: 'accord', sub: SUBJECT, nonce, iat: seconds(), exp: seconds() + 300, auth_time: seconds(), acr: 'AAL3_ANY' };
  const claims = lie.claims?.(honest) ?? honest;
  const idToken = await (lie.sign?.(claims) ?? new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(key));
  const body = { access_token: 'an-access-token', token_type: 'Bearer', id_token: idToken };
  return json(lie.token?.(body) ?? body);
}
