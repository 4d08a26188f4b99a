import { generateKeyPairSync, verify, type KeyObject } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { canonicalJson } from '@accord/enforcement';
import { sha256Hex, type Clock } from '@accord/kernel';
import { Floors } from './floors.js';
import { OnlineKeys } from './online-keys.js';
import { ONLINE_ROLES } from './online-role.js';
import { signingServer } from './signing-server.js';

const clock: Clock = { now: () => new Date('2026-03-02T09:00:00Z') };
const token = 't'.repeat(32);
const idOf = (key: KeyObject): string => {
  const raw = key.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
  return sha256Hex(canonicalJson({ keytype: 'ed25519', keyval: { public: raw }, scheme: 'ed25519' }));
};
const keys = Object.fromEntries(ONLINE_ROLES.map((role) => [role, generateKeyPairSync('ed25519')]));

describe('the signing server', () => {
  let folder: string;
  let server: Server;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'signer-'));
    for (const role of ONLINE_ROLES) writeFileSync(join(folder, `${role}.pem`), keys[role]!.privateKey.export({ format: 'pem', type: 'pkcs8' }));
    await begin();
  });
  afterEach(() => stop());

  const begin = () => new Promise<void>((resolve) => {
    server = signingServer({ keys: OnlineKeys.fromFolder(folder), floors: new Floors(join(folder, 'state')), clock, token });
    server.listen(0, '127.0.0.1', resolve);
  });
  const stop = () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); });
  const stopsAt = (version: number) => ({
    _type: 'targets', expires: '2026-03-02T09:05:00Z', spec_version: '1.0.31', version,
    targets: { 'stops/stops.json': { hashes: { sha256: 'a'.repeat(64) }, length: 1 } },
  });
  const ask = async (version: number, bearer = token, keyid = idOf(keys.stops!.publicKey)) => {
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/sign`, {
      method: 'POST', headers: { authorization: `Bearer ${bearer}` }, body: canonicalJson({ keyid, role: 'stops', signed: stopsAt(version) }),
    });
    return { status: answer.status, body: await answer.json() as { code?: string; signatures?: { keyid: string; sig: string }[] } };
  };

  it('gives a signature that the public key confirms', async () => {
    const { body } = await ask(1);
    const signature = Buffer.from(body.signatures![0]!.sig, 'hex');
    expect(verify(null, Buffer.from(canonicalJson(stopsAt(1))), keys.stops!.publicKey, signature)).toBe(true);
  });

  it('answers nobody without the token', async () => {
    expect(await ask(1, 'x'.repeat(32))).toMatchObject({ status: 401, body: { code: 'NOT_THE_PUBLISHER' } });
  });

  it('signs with a key that was made while it ran, once it is named, and counts that key afresh', async () => {
    const next = generateKeyPairSync('ed25519');
    const id = idOf(next.publicKey);
    expect(await ask(9)).toMatchObject({ status: 200 });
    expect(await ask(2, token, id)).toMatchObject({ status: 422, body: { code: 'UNKNOWN_KEY' } });
    writeFileSync(join(folder, `stops.${id.slice(0, 8)}.pem`), next.privateKey.export({ format: 'pem', type: 'pkcs8' }));
    const { body } = await ask(2, token, id);
    expect(body.signatures![0]!.keyid).toBe(id);
    expect(verify(null, Buffer.from(canonicalJson(stopsAt(2))), next.publicKey, Buffer.from(body.signatures![0]!.sig, 'hex'))).toBe(true);
    expect(await ask(8)).toMatchObject({ status: 422, body: { code: 'NOT_RISING' } });
  });

  it('remembers its floors when it starts again', async () => {
    await ask(7);
    await stop();
    await begin();
    expect(await ask(6)).toMatchObject({ status: 422, body: { code: 'NOT_RISING', floor: 7 } });
    expect(await ask(7)).toMatchObject({ status: 200 });
  });

  it('does not start from nothing when its floors are damaged', () => {
    new Floors(join(folder, 'state')).raise('a', { version: 1, sha256: '', parts: {} });
    writeFileSync(join(folder, 'state', 'floors.json'), '{"a":');
    expect(() => new Floors(join(folder, 'state'))).toThrow('cannot be read');
  });
});
