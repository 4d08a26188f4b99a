import { describe, expect, it } from '@jest/globals';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { aCertificate } from '../testing/index.js';
import { certificateText, keptText, withoutPrivateKey } from './certificate-text.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const locked = { cipher: 'aes-256-cbc', passphrase: 'x' };

describe('what is read from a certificate file', () => {
  it('is PEM as it stands, and DER written as PEM', async () => {
    const pem = await aCertificate();
    expect(certificateText(bytesOf(pem))).toEqual({ pem });
    const found = certificateText(new X509Certificate(pem).raw);
    expect('pem' in found && found.pem.split('\n').every((line) => line.length <= 64)).toBe(true);
    expect(new X509Certificate('pem' in found ? found.pem : '').fingerprint256).toBe(new X509Certificate(pem).fingerprint256);
  });

  it.each<[string, () => Promise<Uint8Array> | Uint8Array, string]>([
    ['a private key', () => bytesOf(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()), 'holdsKey'],
    ['a certificate and its key', async () => bytesOf(`${await aCertificate()}${privateKey.export({ type: 'sec1', format: 'pem' }).toString()}`), 'holdsKey'],
    ['a key under a password', () => bytesOf(privateKey.export({ type: 'pkcs8', format: 'pem', ...locked }).toString()), 'holdsKey'],
    ['a key in DER form', () => privateKey.export({ type: 'pkcs8', format: 'der' }), 'notText'],
    ['a key in DER form, of its own kind', () => privateKey.export({ type: 'sec1', format: 'der' }), 'notText'],
    ['a key in DER form under a password', () => privateKey.export({ type: 'pkcs8', format: 'der', ...locked }), 'notText'],
    ['a certificate in DER form that is cut off', async () => new X509Certificate(await aCertificate()).raw.subarray(0, -1), 'notText'],
    ['anything else that is no text', () => Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0xff), 'notText'],
  ])('is refused where it is %s', async (_what, bytes, fault) => {
    expect(certificateText(new Uint8Array(await bytes()))).toEqual({ fault });
  });
});

describe('what is kept of a form', () => {
  it('is all but a private key', () => {
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect([keptText('abc'), keptText(key), withoutPrivateKey({ code: 'north', pem: key })]).toEqual(['abc', '', { code: 'north', pem: '' }]);
  });
});
