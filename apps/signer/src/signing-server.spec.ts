import { generateKeyPairSync, verify } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { canonicalJson } from '@accord/enforcement';
import type { Clock } from '@accord/kernel';
import { Floors } from './floors.js';
import { OnlineKeys } from './online-keys.js';
import { ONLINE_ROLES } from './online-role.js';
import { signingServer } from './signing-server.js';

const clock: Clock = { now: () => new Date('2026-03-02T09:00:00Z') };
const token = 't'.repeat(32);
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
  const ask = async (version: number, bearer = token) => {
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/sign`, {
      method: 'POST', headers: { authorization: `Bearer ${bearer}` }, body: canonicalJson({ role: 'stops', signed: stopsAt(version) }),
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
