import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '@accord/enforcement';
import { sha256Hex } from '@accord/kernel';
import { ONLINE_ROLES, type OnlineRole } from './online-role.js';

export class KeyFault extends Error {}

export interface Signature {
  readonly keyid: string;
  readonly sig: string;
}

type HeldKeys = ReadonlyMap<string, KeyObject>;

/** A key of a role: `timestamp.pem`, and beside it those made for a change of keys, `timestamp.1f9c02d4.pem`. */
const KEY_FILE = /^([a-z]+)(?:\.[0-9a-f]{8})?\.pem$/;

/**
 * The private halves of the online keys. They never leave this process. Which of a role's keys signs is what root and the top targets say,
 * so whoever asks names it; a key that was made since the start is found in the folder once it is named.
 */
export class OnlineKeys {
  private constructor(private readonly folder: string, private keys: ReadonlyMap<OnlineRole, HeldKeys>) {}

  static fromFolder(folder: string): OnlineKeys {
    return new OnlineKeys(folder, readKeys(folder));
  }

  holds(role: OnlineRole, id: string): boolean {
    if (this.keys.get(role)!.has(id)) return true;
    this.keys = readKeys(this.folder);
    return this.keys.get(role)!.has(id);
  }

  /** Every key of a role, the ones before and to come among them. */
  idsOf(role: OnlineRole): readonly string[] {
    return [...this.keys.get(role)!.keys()];
  }

  sign(role: OnlineRole, id: string, bytes: Buffer): Signature {
    return { keyid: id, sig: sign(null, bytes, this.keys.get(role)!.get(id)!).toString('hex') };
  }
}

function readKeys(folder: string): ReadonlyMap<OnlineRole, HeldKeys> {
  const files = readdirSync(folder).map((name) => ({ name, role: KEY_FILE.exec(name)?.[1] }));
  return new Map(ONLINE_ROLES.map((role) => {
    const own = files.filter((file) => file.role === role);
    if (own.length === 0) throw new KeyFault(`${folder} holds no key for the role ${role}.`);
    return [role, new Map(own.map(({ name }) => privateKey(join(folder, name))).map((key) => [keyIdOf(key), key]))];
  }));
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
