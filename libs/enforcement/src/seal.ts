import {
  type KeyObject, createCipheriv, createDecipheriv, createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, randomBytes,
} from 'node:crypto';

import type { AccessEvent } from './format.js';

const INFO = 'accord-access-event/1';
const PUBLIC = 32;
const IV = 12;
const TAG = 16;
const HEADER = PUBLIC + IV + TAG;

/** The sealed bytes cannot be opened: wrong key, altered, or never sealed. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
  readonly code = 'SEAL_BROKEN';
}

/** Seals an access event so that only the holder of the X25519 private key can read it: not even the gateway that wrote it. */
export function sealEvent(sealKey: string | Uint8Array | KeyObject, event: AccessEvent): Uint8Array {
  const recipient = publicKeyOf(sealKey);
  // Generated in encoded form: exporting a generated KeyObject can hang Node 20 for ever, when a garbage collection falls into the export.
  const ephemeral = generateKeyPairSync('x25519', { publicKeyEncoding: { type: 'spki', format: 'der' }, privateKeyEncoding: { type: 'pkcs8', format: 'der' } });
  const ephemeralRaw = ephemeral.publicKey.subarray(-PUBLIC);
  const iv = randomBytes(IV);
  const key = sharedKey(createPrivateKey({ key: ephemeral.privateKey, format: 'der', type: 'pkcs8' }), recipient, ephemeralRaw, rawPublic(recipient));
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(event), 'utf8'), cipher.final()]);
  return Buffer.concat([ephemeralRaw, iv, cipher.getAuthTag(), sealed]);
}

/** Opens what `sealEvent` sealed. The result is what the sender wrote: check it before use. */
export function unsealEvent(privateKey: KeyObject, bytes: Uint8Array): unknown {
  try {
    if (bytes.length < HEADER) throw new SealBroken('too short');
    const ephemeralRaw = bytes.subarray(0, PUBLIC);
    const own = rawPublic(createPublicKey(privateKey));
    const key = sharedKey(privateKey, publicKeyOf(ephemeralRaw), ephemeralRaw, own);
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(PUBLIC, PUBLIC + IV), { authTagLength: TAG });
    decipher.setAuthTag(bytes.subarray(PUBLIC + IV, HEADER));
    const plain = Buffer.concat([decipher.update(bytes.subarray(HEADER)), decipher.final()]);
    return JSON.parse(plain.toString('utf8'));
  } catch {
    throw new SealBroken('The sealed event cannot be opened with this key.');
  }
}

/** The raw form of an X25519 public key, base64, as publication.json carries it. */
export function sealKeyOf(key: KeyObject): string {
  return Buffer.from(rawPublic(key.type === 'private' ? createPublicKey(key) : key)).toString('base64');
}

function sharedKey(own: KeyObject, other: KeyObject, ephemeral: Uint8Array, recipient: Uint8Array): Uint8Array {
  const secret = diffieHellman({ privateKey: own, publicKey: other });
  // Both public keys are salt: a key found for one sealing says nothing about another.
  return new Uint8Array(hkdfSync('sha256', secret, Buffer.concat([ephemeral, recipient]), INFO, 32));
}

function publicKeyOf(key: string | Uint8Array | KeyObject): KeyObject {
  if (typeof key !== 'string' && !(key instanceof Uint8Array)) return key;
  const raw = typeof key === 'string' ? Buffer.from(key, 'base64') : Buffer.from(key);
  if (raw.length !== PUBLIC) throw new SealBroken('An X25519 public key is 32 bytes.');
  return createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: raw.toString('base64url') }, format: 'jwk' });
}

function rawPublic(key: KeyObject): Uint8Array {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
}
