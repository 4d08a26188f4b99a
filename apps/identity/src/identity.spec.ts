import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Visitor, type Visited } from '@accord/people/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigFault, readConfig } from './config.js';
import { serve } from './server.js';

const PEOPLE = [
  { id: 'ada', sub: '555000000001', name: 'Ada <Hill>', about: 'Signatory' },
  { id: 'bob', sub: '555000000002', name: 'Bob Reed', claims: { nhsid_useruid: '555000000002' } },
];
const CALLBACK = 'http://127.0.0.1:3000/auth/callback';
const SECRET = 'a-development-client-secret';

let folder: string;
let server: Server;
let origin: string;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'accord-identity-'));
  writeFileSync(join(folder, 'people.json'), JSON.stringify(PEOPLE));
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  env = { ACCORD_IDENTITY_PORT: String(port), ACCORD_IDENTITY_FOLDER: join(folder, 'state'), ACCORD_IDENTITY_PEOPLE: join(folder, 'people.json'), ACCORD_OIDC_CLIENT_SECRET: SECRET };
  server = await serve(readConfig(env));
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

describe('the development OpenID provider', () => {
  it('vouches for an invented address of everybody, where it is asked for', async () => {
    expect(await signIn(new Visitor(origin), 'bob', { scope: 'openid profile email' })).toMatchObject({ email: 'bob@example.test', email_verified: true });
    expect(await signIn(new Visitor(origin), 'bob')).not.toHaveProperty('email');
  });

  it('signs somebody in by one posted field, with PKCE, and says who, how and when', async () => {
    const claims = await signIn(new Visitor(origin), 'bob');
    expect(claims).toMatchObject({ iss: origin, aud: 'accord', sub: '555000000002', name: 'Bob Reed', acr: 'AAL2_ANY', nonce: 'a-nonce' });
    expect(Math.abs(Number(claims['auth_time']) - Date.now() / 1000)).toBeLessThan(10);
  });

  it('asks for the security key before it says AAL3, and does not let an older weaker sign-in pass for it', async () => {
    const visitor = new Visitor(origin);
    await signIn(visitor, 'ada');
    const { form } = await begin(visitor, { acr_values: 'AAL3_ANY' });
    const second = await visitor.visit(form.url, { method: 'POST', body: new URLSearchParams({ person: 'ada' }) });
    expect(second.text).toContain('Use security key');
    expect(second.text).toContain('Ada &#60;Hill&#62;');
    expect(await signIn(visitor, 'ada', { acr_values: 'AAL3_ANY' }, { key: 'used' })).toMatchObject({ acr: 'AAL3_ANY', amr: ['hwk', 'user'] });
  });

  it.each([['prompt=login', { prompt: 'login' }], ['max_age=0', { max_age: '0' }]])('shows its page again for %s, and lets another person answer', async (_how, extra) => {
    const visitor = new Visitor(origin);
    await signIn(visitor, 'ada');
    expect(await signIn(visitor, 'bob', extra)).toMatchObject({ sub: '555000000002' });
  });

  it('remembers a sign-in otherwise', async () => {
    const visitor = new Visitor(origin);
    await signIn(visitor, 'ada');
    const { form } = await begin(visitor, {});
    expect(form.url.pathname).toBe('/auth/callback');
  });

  it.each([
    ['without PKCE', { code_challenge: '', code_challenge_method: '' }, 400],
    ['for an unknown client', { client_id: 'nobody' }, 400],
    ['to a foreign return address', { redirect_uri: 'http://127.0.0.1:9/elsewhere' }, 400],
  ])('refuses a request %s', async (_what, extra, status) => {
    const { form } = await begin(new Visitor(origin), extra);
    const error = form.url.searchParams.get('error');
    expect(form.status === status || error === 'invalid_request').toBe(true);
    expect(form.url.searchParams.get('code')).toBeNull();
  });

  it.each([
    ['nobody on the list', new URLSearchParams({ person: 'eve' }), 400],
    ['nobody at all', new URLSearchParams({}), 400],
    ['a flood', new URLSearchParams({ person: 'x'.repeat(10_000) }), 413],
  ])('refuses an answer that names %s', async (_who, body, status) => {
    const visitor = new Visitor(origin);
    const { form } = await begin(visitor, {});
    expect((await visitor.visit(form.url, { method: 'POST', body })).status).toBe(status);
  });

  it('refuses the sign-in page of another browser', async () => {
    const { form } = await begin(new Visitor(origin), {});
    expect((await new Visitor(origin).visit(form.url)).status).toBe(404);
  });

  it('sends pages that run nothing and fetch nothing', async () => {
    const { form } = await begin(new Visitor(origin), {});
    expect(form.headers.get('content-security-policy')).toContain(`default-src 'none'`);
    expect(form.text).not.toMatch(/<script|https?:\/\/(?!127)|@import/);
  });

  it('keeps its signing key over a restart', async () => {
    const before = await (await fetch(`${origin}/jwks`)).json();
    const port = await freePort();
    const again = await serve(readConfig({ ...env, ACCORD_IDENTITY_PORT: String(port) }));
    const after = await (await fetch(`http://127.0.0.1:${port}/jwks`)).json();
    await new Promise((resolve) => again.close(resolve));
    expect(after).toEqual(before);
  });

  it('does not start where an issuer is configured, and lists every fault at once', () => {
    expect(() => readConfig({ ACCORD_OIDC_ISSUER: 'https://idp.example' })).toThrow(ConfigFault);
    const faults = (() => { try { readConfig({ ACCORD_OIDC_ISSUER: 'https://idp.example' }); } catch (fault) { return (fault as ConfigFault).faults; } return []; })();
    expect(faults.join(' ')).toMatch(/ACCORD_OIDC_ISSUER.*ACCORD_OIDC_CLIENT_SECRET.*ACCORD_IDENTITY_PEOPLE/);
  });
});

async function begin(visitor: Visitor, extra: Record<string, string>): Promise<{ form: Visited; verifier: string }> {
  const verifier = randomBytes(32).toString('base64url');
  const ask = new URLSearchParams({
    client_id: 'accord', response_type: 'code', scope: 'openid profile', redirect_uri: CALLBACK, state: 'a-state', nonce: 'a-nonce',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256', ...extra,
  });
  for (const [name, value] of [...ask]) if (value === '') ask.delete(name);
  return { form: await visitor.visit(`/auth?${ask}`, { stopAt: atCallback }), verifier };
}

async function signIn(visitor: Visitor, person: string, extra: Record<string, string> = {}, also: Record<string, string> = {}): Promise<Record<string, unknown>> {
  const { form, verifier } = await begin(visitor, extra);
  const back = await visitor.visit(form.url, { method: 'POST', body: new URLSearchParams({ person, ...also }), stopAt: atCallback });
  const token = await fetch(`${origin}/token`, {
    method: 'POST', headers: { authorization: `Basic ${Buffer.from(`accord:${SECRET}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'authorization_code', code: back.url.searchParams.get('code') ?? '', redirect_uri: CALLBACK, code_verifier: verifier }),
  });
  const { id_token: idToken = '..' } = await token.json() as { id_token?: string };
  return JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString() || '{}') as Record<string, unknown>;
}

function atCallback(next: URL): boolean {
  return next.pathname === '/auth/callback';
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
