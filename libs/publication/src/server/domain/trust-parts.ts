import { createPublicKey, type KeyObject } from 'node:crypto';
import { canonicalJson } from '@accord/enforcement';
import { sha256Hex } from '@accord/kernel';
import { CeremonyRefused } from './ceremony-refused.js';
import { SPEC_VERSION, type DelegatedRole, type OnlineRole, type Signed } from './tuf-metadata.js';

/** The public half of an Ed25519 key as The Update Framework writes it: 32 bytes in lower-case hex. */
export type PublicKey = string;

/** Who may sign what, as root says it. */
export interface RootTrust {
  readonly version: number;
  readonly expires: string;
  /** Of the offline root keys; this many of them speak for all. */
  readonly root: readonly PublicKey[];
  readonly threshold: number;
  readonly targets: readonly PublicKey[];
  readonly snapshot: PublicKey;
  readonly timestamp: PublicKey;
}

/** Who may sign what, as the top targets say it. */
export interface TargetsTrust extends Readonly<Record<DelegatedRole, PublicKey>> {
  readonly version: number;
  readonly expires: string;
}

/** What the top targets role delegates, once and for all. */
const DELEGATED_ROLES = ['localities', 'consumers', 'stops'] as const satisfies readonly DelegatedRole[];

export function rootPart({ version, expires, root, threshold, targets, snapshot, timestamp }: RootTrust): Signed {
  return {
    _type: 'root', spec_version: SPEC_VERSION, version, expires, consistent_snapshot: true, keys: keyTable([...root, ...targets, snapshot, timestamp]),
    roles: { root: role(root, threshold), targets: role(targets), snapshot: role([snapshot]), timestamp: role([timestamp]) },
  };
}

export function targetsPart(trust: TargetsTrust): Signed {
  return {
    _type: 'targets', spec_version: SPEC_VERSION, version: trust.version, expires: trust.expires, targets: {},
    delegations: {
      keys: keyTable(DELEGATED_ROLES.map((name) => trust[name])),
      roles: DELEGATED_ROLES.map((name) => ({ name, ...role([trust[name]]), terminating: true, paths: [`${name}/*`] })),
    },
  };
}

/** Only what `rootPart` would have written is read: whatever else a root could say is nothing a key holder was shown. */
export function readRoot(signed: unknown): RootTrust {
  return read('root', signed, rootPart, (part) => {
    const { keys, roles, version, expires } = part as { keys: Keys; roles: Record<'root' | 'targets' | 'snapshot' | 'timestamp', Role>; version: number; expires: string };
    const of = (name: keyof typeof roles): PublicKey[] => publicKeysIn(keys, roles[name]);
    return { version, expires, root: of('root'), threshold: roles.root.threshold, targets: of('targets'), snapshot: of('snapshot')[0]!, timestamp: of('timestamp')[0]! };
  });
}

export function readTargets(signed: unknown): TargetsTrust {
  return read('targets', signed, targetsPart, (part) => {
    const { delegations, version, expires } = part as { delegations: { keys: Keys; roles: (Role & { name: string })[] }; version: number; expires: string };
    const of = (name: string): PublicKey => publicKeysIn(delegations.keys, delegations.roles.find((each) => each.name === name)!)[0]!;
    return { version, expires, localities: of('localities'), consumers: of('consumers'), stops: of('stops') };
  });
}

/** The id of the key that each online role has to sign with from now on. */
export type OnlineKeyIds = Readonly<Record<OnlineRole, string>>;

export function onlineKeyIds(root: RootTrust, targets: TargetsTrust): OnlineKeyIds {
  return {
    snapshot: keyIdOf(root.snapshot), timestamp: keyIdOf(root.timestamp), localities: keyIdOf(targets.localities), consumers: keyIdOf(targets.consumers), stops: keyIdOf(targets.stops),
  };
}

/** The same of the offline files as they stand. */
export function keysIn({ root, targets }: { readonly root: Buffer; readonly targets: Buffer }): OnlineKeyIds {
  return onlineKeyIds(readRoot(signedPartOf(root)), readTargets(signedPartOf(targets)));
}

/** The signed part of a metadata file, whose bytes were verified before. */
export function signedPartOf(file: Buffer): Signed {
  return (JSON.parse(file.toString()) as { readonly signed: Signed }).signed;
}

/** A TUF key id: the SHA-256 of the canonical public key object. */
export function keyIdOf(key: PublicKey): string {
  return sha256Hex(canonicalJson(keyObject(key)));
}

export function publicKeyOf(key: KeyObject): PublicKey {
  const open = key.type === 'private' ? createPublicKey(key) : key;
  if (open.asymmetricKeyType !== 'ed25519') throw new CeremonyRefused('KEY_NOT_ED25519');
  return open.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
}

interface Role { readonly keyids: readonly string[]; readonly threshold: number }
type Keys = Readonly<Record<string, { readonly keyval: { readonly public: string } }>>;

function keyObject(key: PublicKey) {
  return { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: key } };
}

function keyTable(keys: readonly PublicKey[]) {
  return Object.fromEntries(keys.map((key) => [keyIdOf(key), keyObject(key)]));
}

function role(keys: readonly PublicKey[], threshold = 1): Role {
  return { keyids: keys.map(keyIdOf), threshold };
}

function publicKeysIn(keys: Keys, { keyids }: Role): PublicKey[] {
  return keyids.map((id) => keys[id]!.keyval.public);
}

function read<Trust>(name: 'root' | 'targets', signed: unknown, write: (trust: Trust) => Signed, take: (signed: unknown) => Trust): Trust {
  try {
    const trust = take(signed);
    if (canonicalJson(write(trust)) === canonicalJson(signed)) return trust;
  } catch {
    // Told below: what cannot be taken apart is not of this form either.
  }
  throw new CeremonyRefused('KEYS_OF_ANOTHER_FORM', { role: name });
}
