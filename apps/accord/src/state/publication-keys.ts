import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { canonicalBytes, canonicalJson } from '@accord/enforcement';
import { sha256Hex } from '@accord/kernel';
import type { Home } from './home.js';
import { PUBLIC, SECRET, writtenOnce } from './written-once.js';
import { newPrivateKey } from './new-private-key.js';

const OFFLINE = ['root-1', 'root-2', 'root-3', 'targets'] as const;
const ONLINE = ['localities', 'consumers', 'stops', 'snapshot', 'timestamp'] as const;
/** What the top targets role delegates, once and for all. */
const DELEGATED = ['localities', 'consumers', 'stops'] as const;
const SPECIFICATION = '1.0.31';
const YEAR = 365 * 86_400_000;

/**
 * The keys that publications are trusted by, and the two metadata files that only the offline ones can sign. The online keys go to
 * the signer process; the offline ones are read here and never again by anything that runs.
 */
export async function makePublicationKeys(home: Home, now: Date): Promise<void> {
  const rootFile = join(home.metadata, '1.root.json');
  const targetsFile = join(home.metadata, '1.targets.json');
  const signed = [rootFile, targetsFile];
  const offline = await readKeys(home.offlineKeys, OFFLINE, signed);
  const online = await readKeys(home.onlineKeys, ONLINE, signed);
  const expires = `${new Date(now.getTime() + YEAR).toISOString().slice(0, 19)}Z`;
  await writtenOnce(rootFile, PUBLIC, () => root(offline, online, expires));
  await writtenOnce(targetsFile, PUBLIC, () => targets(offline, online, expires));
}

type Keys<Name extends string> = Readonly<Record<Name, KeyObject>>;

async function readKeys<Name extends string>(folder: string, names: readonly Name[], derived: readonly string[]): Promise<Keys<Name>> {
  const keys = {} as Record<Name, KeyObject>;
  for (const name of names) {
    const pem = await writtenOnce(join(folder, `${name}.pem`), SECRET, () => newPrivateKey('ed25519'), derived);
    keys[name] = createPrivateKey(pem);
  }
  return keys;
}

function root(offline: Keys<(typeof OFFLINE)[number]>, online: Keys<(typeof ONLINE)[number]>, expires: string): string {
  const holders = [offline['root-1'], offline['root-2'], offline['root-3']];
  const { snapshot, timestamp } = online;
  return signedBy({
    _type: 'root', spec_version: SPECIFICATION, version: 1, expires, consistent_snapshot: true,
    keys: publicKeys([...holders, offline.targets, snapshot, timestamp]),
    roles: {
      root: { keyids: holders.map(idOf), threshold: 2 },
      targets: { keyids: [idOf(offline.targets)], threshold: 1 },
      snapshot: { keyids: [idOf(snapshot)], threshold: 1 },
      timestamp: { keyids: [idOf(timestamp)], threshold: 1 },
    },
  }, holders);
}

function targets(offline: Keys<(typeof OFFLINE)[number]>, online: Keys<(typeof ONLINE)[number]>, expires: string): string {
  return signedBy({
    _type: 'targets', spec_version: SPECIFICATION, version: 1, expires, targets: {},
    delegations: {
      keys: publicKeys(DELEGATED.map((name) => online[name])),
      roles: DELEGATED.map((name) => ({ name, keyids: [idOf(online[name])], threshold: 1, terminating: true, paths: [`${name}/*`] })),
    },
  }, [offline.targets]);
}

/** In canonical form, outside too: gateways accept no other. */
function signedBy(signed: object, keys: readonly KeyObject[]): string {
  const bytes = canonicalBytes(signed);
  return canonicalJson({ signatures: keys.map((key) => ({ keyid: idOf(key), sig: sign(null, bytes, key).toString('hex') })), signed });
}

function publicKeys(keys: readonly KeyObject[]) {
  return Object.fromEntries(keys.map((key) => [idOf(key), publicKeyOf(key)]));
}

/** A TUF key id: the SHA-256 of the canonical public key object. */
function idOf(key: KeyObject): string {
  return sha256Hex(canonicalJson(publicKeyOf(key)));
}

function publicKeyOf(key: KeyObject) {
  const raw = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
  return { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: raw } };
}
