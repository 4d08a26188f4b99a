import { createPublicKey, sign, type KeyObject } from 'node:crypto';
import { Root, Targets } from '@tufjs/models';
import { canonicalJson } from '@accord/enforcement';
import { sha256Hex } from '@accord/kernel';
import { expiryOf, issued, ONLINE_ROLES, SPEC_VERSION, type IssuedMetadata, type OnlineRole, type Signed } from '../server/domain/tuf-metadata.js';

export interface TrustKeys {
  /** Private, offline; used here once and then put away. */
  readonly root: readonly KeyObject[];
  readonly targets: KeyObject;
  /** Private or public: only the public half is used. */
  readonly online: Readonly<Record<OnlineRole, KeyObject>>;
}

export class TrustFault extends Error {}

const ROOT_THRESHOLD = 2;

/** Version 1 of root and of top targets: who may sign what from now on. Made at installation with the offline keys. */
export function foundTrust(keys: TrustKeys, now: Date): { readonly root: IssuedMetadata; readonly targets: IssuedMetadata } {
  if (keys.root.length < ROOT_THRESHOLD) throw new TrustFault(`The root needs at least ${ROOT_THRESHOLD} keys.`);
  const role = (of: readonly KeyObject[], threshold: number) => ({ keyids: of.map(keyIdOf), threshold });
  const online = keys.online;
  const root = Root.fromJSON({
    _type: 'root', spec_version: SPEC_VERSION, version: 1, expires: expiryOf('root', now), consistent_snapshot: true,
    keys: keyTable([...keys.root, keys.targets, online.snapshot, online.timestamp]),
    roles: {
      root: role(keys.root, ROOT_THRESHOLD), targets: role([keys.targets], 1), snapshot: role([online.snapshot], 1), timestamp: role([online.timestamp], 1),
    },
  }).toJSON() as unknown as Signed;
  const delegated = ONLINE_ROLES.filter((name) => name !== 'snapshot' && name !== 'timestamp');
  const targets = Targets.fromJSON({
    _type: 'targets', spec_version: SPEC_VERSION, version: 1, expires: expiryOf('targets', now), targets: {},
    delegations: {
      keys: keyTable(delegated.map((name) => online[name])),
      roles: delegated.map((name) => ({ name, ...role([online[name]], 1), paths: [`${name}/*`], terminating: true })),
    },
  }).toJSON() as unknown as Signed;
  return {
    root: issued('root', root, keys.root.map((key) => signatureOf(key, root))),
    targets: issued('targets', targets, [signatureOf(keys.targets, targets)]),
  };
}

interface PublicKey {
  readonly keytype: 'ed25519';
  readonly scheme: 'ed25519';
  readonly keyval: { readonly public: string };
}

export function publicKeyOf(key: KeyObject): PublicKey {
  const open = key.type === 'private' ? createPublicKey(key) : key;
  if (open.asymmetricKeyType !== 'ed25519') throw new TrustFault('Publications are signed with Ed25519 keys.');
  const raw = open.export({ format: 'der', type: 'spki' }).subarray(-32);
  return { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: raw.toString('hex') } };
}

/** A TUF key id: the SHA-256 of the canonical public key object. */
export function keyIdOf(key: KeyObject): string {
  return sha256Hex(canonicalJson(publicKeyOf(key)));
}

function keyTable(keys: readonly KeyObject[]): Record<string, { keytype: string; scheme: string; keyval: { public: string } }> {
  return Object.fromEntries(keys.map((key) => [keyIdOf(key), publicKeyOf(key)]));
}

function signatureOf(key: KeyObject, signed: Signed): { keyid: string; sig: string } {
  return { keyid: keyIdOf(key), sig: sign(null, Buffer.from(canonicalJson(signed)), key).toString('hex') };
}
