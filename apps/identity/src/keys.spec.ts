import crypto, { createPublicKey } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

const generated: unknown[] = [];
jest.unstable_mockModule('node:crypto', () => ({
  ...crypto,
  generateKeyPairSync: (kind: 'rsa', options: crypto.RSAKeyPairKeyObjectOptions) => {
    generated.push(options);
    return crypto.generateKeyPairSync(kind, options);
  },
}));
const { keysIn } = await import('./keys.js');

let folder: string;
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'accord-identity-keys-')); });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the keys of the provider', () => {
  it('are made once, closed to others, and can sign', () => {
    const keys = keysIn(join(folder, 'state'));
    expect(keysIn(join(folder, 'state'))).toEqual(keys);
    expect(statSync(join(folder, 'state', 'keys.json')).mode & 0o777).toBe(0o600);
    const [jwk] = keys.jwks.keys;
    expect(jwk).toMatchObject({ kty: 'RSA', use: 'sig', alg: 'RS256', d: expect.any(String) });
    const signature = crypto.sign('sha256', Buffer.from('said'), { key: jwk as crypto.JsonWebKey, format: 'jwk' });
    expect(crypto.verify('sha256', Buffer.from('said'), createPublicKey({ key: { kty: 'RSA', n: jwk!['n'], e: jwk!['e'] } as crypto.JsonWebKey, format: 'jwk' }), signature)).toBe(true);
  });

  it('are encoded as they are generated: exporting them afterwards can wait for ever in Node 20', () => {
    keysIn(join(folder, 'another'));
    expect(generated.length).toBeGreaterThan(0);
    for (const options of generated) expect(options).toMatchObject({ publicKeyEncoding: { format: 'pem' }, privateKeyEncoding: { format: 'pem' } });
  });
});
