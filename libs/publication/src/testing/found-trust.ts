import { sign, type KeyObject } from 'node:crypto';
import { keyIdOf as idOfPublic, keysIn, publicKeyOf, rootPart, targetsPart, type OnlineKeyIds } from '../server/domain/trust-parts.js';
import { expiryOf, issued, ONLINE_ROLES, textOf, type IssuedMetadata, type OnlineRole, type SignedText } from '../server/domain/tuf-metadata.js';

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
  const open = Object.fromEntries(ONLINE_ROLES.map((name) => [name, publicKeyOf(keys.online[name])])) as Record<OnlineRole, string>;
  const root = textOf(rootPart({
    version: 1, expires: expiryOf('root', now), root: keys.root.map(publicKeyOf), threshold: ROOT_THRESHOLD, targets: [publicKeyOf(keys.targets)], snapshot: open.snapshot, timestamp: open.timestamp,
  }));
  const targets = textOf(targetsPart({ version: 1, expires: expiryOf('targets', now), localities: open.localities, consumers: open.consumers, stops: open.stops }));
  return {
    root: issued('root', root, keys.root.map((key) => signatureOf(key, root))),
    targets: issued('targets', targets, [signatureOf(keys.targets, targets)]),
  };
}

/** A TUF key id: the SHA-256 of the canonical public key object. */
export function keyIdOf(key: KeyObject): string {
  return idOfPublic(publicKeyOf(key));
}

/** Which key each online role signs with under this trust. */
export function keyIdsUnder({ root, targets }: { readonly root: IssuedMetadata; readonly targets: IssuedMetadata }): OnlineKeyIds {
  return keysIn({ root: root.bytes, targets: targets.bytes });
}

function signatureOf(key: KeyObject, { text }: SignedText): { keyid: string; sig: string } {
  return { keyid: keyIdOf(key), sig: sign(null, Buffer.from(text), key).toString('hex') };
}
