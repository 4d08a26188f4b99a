import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPrivateKey, createPublicKey, sign, verify, X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { Metadata, MetadataKind } from '@tufjs/models';
import { Home } from './home.js';
import { makeLocalState } from './local-state.js';

const now = new Date('2026-03-01T09:00:00Z');
let folder: string;
let home: Home;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'accord-state-'));
  home = new Home(join(folder, '.accord'));
  await makeLocalState(home, now);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every file with its content. */
function files(): Record<string, string> {
  return Object.fromEntries(readdirSync(home.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => [join(entry.parentPath, entry.name), readFileSync(join(entry.parentPath, entry.name), 'utf8')]).sort());
}

const read = (path: string): string => readFileSync(path, 'utf8');
const json = (name: string) => JSON.parse(read(join(home.metadata, name)));

describe('the local state', () => {
  it('is made once and left as it is by every later start', async () => {
    const before = files();
    const secrets = await makeLocalState(home, new Date('2026-05-01T09:00:00Z'));
    expect(JSON.parse(before[home.secrets]!)).toEqual(secrets);
    expect(files()).toEqual(before);
  });

  it.each([0, 6, 13, 20, 27])('is repaired by the next start when the first one was cut short after %i files', async (reached) => {
    const whole = Object.keys(files());
    const bornAt = (path: string): bigint => statSync(path, { bigint: true }).ctimeNs;
    const made = whole.map((path) => ({ path, at: bornAt(path) })).sort((a, b) => (a.at < b.at ? -1 : 1)).map(({ path }) => path);
    expect(made.length).toBeGreaterThan(27);
    const kept = Object.fromEntries(made.slice(0, reached).map((path) => [path, read(path)]));
    for (const path of made.slice(reached)) rmSync(path);
    await makeLocalState(home, now);
    expect(Object.keys(files())).toEqual(whole);
    expect(files()).toMatchObject(kept);
  });

  it('keeps every private key and secret from other users of the machine', () => {
    const secret = Object.keys(files()).filter((path) => !/\.pem$|\.json$|\.pub$/.test(path) || /keys\/(offline|online)|secrets\.json/.test(path));
    expect(secret.length).toBeGreaterThan(15);
    for (const path of secret) expect([path, statSync(path).mode & 0o077]).toEqual([path, 0]);
  });

  it('does not hide the loss of a key behind a new one', async () => {
    const key = read(home.certificateKey('ca'));
    rmSync(home.certificateKey('ca'));
    await expect(makeLocalState(home, now)).rejects.toThrow(/ca\.key is missing, but ca\.pem/);
    writeFileSync(home.certificateKey('ca'), key, { mode: 0o600 });
  });
});

describe('the certificates', () => {
  it.each(['feed', 'gateway', 'publisher', 'consumer'])('names the authority as the issuer of %s and holds the key beside it', (name) => {
    const certificate = new X509Certificate(read(home.certificate(name)));
    expect(certificate.verify(new X509Certificate(read(home.certificate('ca'))).publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(read(home.certificateKey(name))))).toBe(true);
    expect(certificate.ca).toBe(false);
  });

  it.each([
    ['gateway', true], ['consumer', true], ['publisher', true], ['feed', false],
  ])('lets %s present itself as a client: %s', async (client, accepted) => {
    expect(await shakeHands('feed', client)).toBe(accepted);
  });

  it.each([['feed', true], ['gateway', true], ['consumer', false]])('lets %s serve localhost and 127.0.0.1: %s', async (server, accepted) => {
    expect(await shakeHands(server, 'publisher')).toBe(accepted);
  });
});

/** True when both sides accept each other over TLS 1.3. */
function shakeHands(server: string, client: string): Promise<boolean> {
  const ca = read(home.certificate('ca'));
  const as = (name: string) => ({ ca, cert: read(home.certificate(name)), key: read(home.certificateKey(name)) });
  return new Promise((done) => {
    const listener = createServer({ ...as(server), requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3' }, (socket) => socket.on('error', () => undefined).end('welcome'));
    const finish = (accepted: boolean): void => { listener.close(); done(accepted); };
    listener.on('tlsClientError', (_error, socket) => socket.destroy());
    listener.listen(0, '127.0.0.1', () => {
      const address = listener.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ...as(client) });
      socket.once('data', () => { socket.destroy(); finish(true); });
      socket.once('error', () => { socket.destroy(); finish(false); });
      socket.once('close', () => finish(false));
    });
  });
}

describe('the publication keys', () => {
  it('make a root that any two of its three keys carry, and that verifies itself', () => {
    const root = Metadata.fromJSON(MetadataKind.Root, json('1.root.json'));
    expect(root.signed.roles['root']).toMatchObject({ threshold: 2, keyIDs: [expect.any(String), expect.any(String), expect.any(String)] });
    expect(root.signed).toMatchObject({ consistentSnapshot: true, expires: '2027-03-01T09:00:00Z' });
    root.verifyDelegate('root', root);
    delete root.signatures[Object.keys(root.signatures)[0]!];
    root.verifyDelegate('root', root);
    delete root.signatures[Object.keys(root.signatures)[0]!];
    expect(() => root.verifyDelegate('root', root)).toThrow();
  });

  it('delegate from the top targets once, to three terminating roles with a folder each', () => {
    const root = Metadata.fromJSON(MetadataKind.Root, json('1.root.json'));
    const targets = Metadata.fromJSON(MetadataKind.Targets, json('1.targets.json'));
    root.verifyDelegate('targets', targets);
    expect(json('1.targets.json').signed.delegations.roles.map((role: { name: string; paths: string[]; terminating: boolean; threshold: number }) => [role.name, role.paths, role.terminating, role.threshold]))
      .toEqual([['localities', ['localities/*'], true, 1], ['consumers', ['consumers/*'], true, 1], ['stops', ['stops/*'], true, 1]]);
  });

  it('match the private halves the signer reads', () => {
    const { keys } = json('1.targets.json').signed.delegations;
    const stops = createPrivateKey(read(join(home.onlineKeys, 'stops.pem')));
    const raw = createPublicKey(stops).export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
    expect(Object.values(keys)).toContainEqual({ keytype: 'ed25519', scheme: 'ed25519', keyval: { public: raw } });
    expect(verify(null, Buffer.from('x'), createPublicKey(stops), sign(null, Buffer.from('x'), stops))).toBe(true);
  });
});
