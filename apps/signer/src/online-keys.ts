import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '@accord/enforcement';
import { sha256Hex } from '@accord/kernel';
import { ONLINE_ROLES, type OnlineRole } from './online-role.js';

export class KeyFault extends Error {}

export interface Signature {
  readonly keyid: string;
  readonly sig: string;
}

/** The private halves of the online keys. They are read once and never leave this process. */
export class OnlineKeys {
  private constructor(private readonly keys: ReadonlyMap<OnlineRole, { readonly id: string; readonly key: KeyObject }>) {}

  static fromFolder(folder: string): OnlineKeys {
    return new OnlineKeys(new Map(ONLINE_ROLES.map((role) => {
      const key = privateKey(join(folder, `${role}.pem`));
      return [role, { id: keyIdOf(key), key }];
    })));
  }

  idOf(role: OnlineRole): string {
    return this.keyOf(role).id;
  }

  sign(role: OnlineRole, bytes: Buffer): Signature {
    const { id, key } = this.keyOf(role);
    return { keyid: id, sig: sign(null, bytes, key).toString('hex') };
  }

  private keyOf(role: OnlineRole): { readonly id: string; readonly key: KeyObject } {
    return this.keys.get(role)!;
  }
}

function privateKey(path: string): KeyObject {
  try {
    const key = createPrivateKey(readFileSync(path));
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    throw new KeyFault(`${path} is not a readable private key.`);
  }
  throw new KeyFault(`${path} is not an Ed25519 key.`);
}

/** A TUF key id: the SHA-256 of the canonical public key object. */
function keyIdOf(key: KeyObject): string {
  const raw = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  return sha256Hex(canonicalJson({ keytype: 'ed25519', keyval: { public: raw.toString('hex') }, scheme: 'ed25519' }));
}
