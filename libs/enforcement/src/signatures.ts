import { type KeyObject, createPublicKey, hash, verify } from 'node:crypto';

import type { Envelope, Key, RoleKeys, Signed } from './metadata.js';
import { UpdateRefused } from './refusals.js';

/** Whose signatures a file needs: the ids, how many of them, and where their keys are written. */
export interface Signatories {
  readonly role: RoleKeys;
  readonly keys: Readonly<Record<string, Key>>;
}

/**
 * Demands that each of `signatories` signed, each by its own threshold. Counted are distinct public keys, so one key
 * under two ids is one signature. Stricter than the specification on purpose: a signature that does not count (an
 * unknown key, a wrong value) is a fault rather than noise, so no byte of an accepted file is without meaning.
 */
export function demandSignatures(envelope: Envelope<Signed>, subject: string, signatories: readonly Signatories[]): void {
  const asked = JSON.stringify(signatories.map(({ role: { keyids, threshold }, keys }) => [threshold, keyids.map((id) => [id, Object.hasOwn(keys, id) ? keys[id] : null])]));
  if (shown.get(envelope) === asked) return;
  const counted = signatories.map(() => new Set<string>());
  for (const { keyid, sig } of envelope.signatures) {
    const matched = new Set<string>();
    signatories.forEach(({ role, keys }, at) => {
      const key = role.keyids.includes(keyid) && Object.hasOwn(keys, keyid) ? keys[keyid] : undefined;
      if (key === undefined) return;
      // A root is signed for the one before it and for itself: one look at each signature is enough.
      if (!matched.has(key.keyval.public) && !verify(null, envelope.signedBytes, ed25519(key, subject), Buffer.from(sig, 'hex'))) {
        throw new UpdateRefused('BAD_SIGNATURE', subject, 'a signature does not match its content');
      }
      matched.add(key.keyval.public);
      counted[at]?.add(key.keyval.public);
    });
    if (matched.size === 0) throw new UpdateRefused('UNKNOWN_KEY', subject, 'signed by a key that does not speak for this role');
  }
  signatories.forEach(({ role }, at) => {
    const have = counted[at]?.size ?? 0;
    if (have < role.threshold) throw new UpdateRefused('THRESHOLD_NOT_MET', subject, `${have} of ${role.threshold} keys signed`);
  });
  shown.set(envelope, asked);
}

/** Of each file by whose keys it was seen to be signed: what is held goes on round after round, and is verified again only where keys change. */
const shown = new WeakMap<Envelope<Signed>, string>();

/** The public keys that may speak in this role. */
export function publicKeysOf({ role, keys }: Signatories): readonly string[] {
  return role.keyids.map((id) => (Object.hasOwn(keys, id) ? keys[id]?.keyval.public : undefined))
    .filter((value) => value !== undefined).sort();
}

const parsed = new Map<string, KeyObject>();

function ed25519(key: Key, subject: string): KeyObject {
  if (key.keytype !== 'ed25519' || key.scheme !== 'ed25519' || !/^[0-9a-f]{64}$/.test(key.keyval.public)) {
    throw new UpdateRefused('UNSUPPORTED_KEY', subject, 'only Ed25519 keys are believed');
  }
  let object = parsed.get(key.keyval.public);
  if (object === undefined) {
    object = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key.keyval.public, 'hex').toString('base64url') }, format: 'jwk' });
    if (parsed.size > 100) parsed.clear();
    parsed.set(key.keyval.public, object);
  }
  return object;
}

export function sha256Of(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}
