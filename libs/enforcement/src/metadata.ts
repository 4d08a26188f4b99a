import { canonicalBytes, parseCanonical } from './canonical-json.js';
import { dictionary, exactly, fields, list, millis, openFields, plain, type Reader, sha256, text, whole } from './reading.js';
import { Malformed, UpdateRefused } from './refusals.js';
import { HIGHEST_NUMBER } from './targets.js';

/** Shapes of The Update Framework 1.0, as far as a gateway reads them. */
export type RoleType = 'root' | 'timestamp' | 'snapshot' | 'targets';

export interface Signature {
  readonly keyid: string;
  readonly sig: string;
}

export interface Signed {
  readonly _type: string;
  readonly spec_version: string;
  readonly version: number;
  readonly expires: string;
}

export interface Key {
  readonly keytype: string;
  readonly scheme: string;
  readonly keyval: { readonly public: string };
}

export interface RoleKeys {
  readonly keyids: readonly string[];
  readonly threshold: number;
}

export interface Root extends Signed {
  readonly consistent_snapshot: boolean;
  readonly keys: Readonly<Record<string, Key>>;
  readonly roles: Readonly<Record<RoleType, RoleKeys>>;
}

export interface MetaEntry {
  readonly version: number;
  readonly length: number;
  readonly hashes: { readonly sha256: string };
}

export interface Timestamp extends Signed {
  readonly meta: { readonly 'snapshot.json': MetaEntry };
}

export interface Snapshot extends Signed {
  readonly meta: Readonly<Record<string, MetaEntry>>;
}

export interface TargetEntry {
  readonly length: number;
  readonly hashes: { readonly sha256: string };
}

export interface DelegatedRole extends RoleKeys {
  readonly name: string;
  readonly terminating: boolean;
  readonly paths: readonly string[];
}

export interface Targets extends Signed {
  readonly targets: Readonly<Record<string, TargetEntry>>;
  readonly delegations?: { readonly keys: Readonly<Record<string, Key>>; readonly roles: readonly DelegatedRole[] };
}

/** One metadata file, read but not yet believed. */
export interface Envelope<T extends Signed> {
  readonly signed: T;
  readonly signatures: readonly Signature[];
  /** What the signatures are over. */
  readonly signedBytes: Uint8Array;
  /** The file as it travelled. */
  readonly bytes: Uint8Array;
}

const keyid = text(/^[0-9a-f]{1,128}$/, 'a key id in lower-case hex');
const version = whole(1, HIGHEST_NUMBER);
const expires: Reader<string> = (value) => {
  if (typeof value !== 'string') throw new Malformed('expected an instant in UTC');
  millis(value);
  return value;
};
const key = openFields<Key>({
  keytype: text(/^.{1,40}$/, 'a key type'),
  scheme: text(/^.{1,60}$/, 'a scheme'),
  keyval: openFields<{ public: string }>({ public: text(/^[\s\S]{1,4096}$/, 'a public key') }),
});
const roleKeys = openFields<RoleKeys>({ keyids: list(keyid, 1, 32), threshold: whole(1, 32) });
const hashes = openFields<{ sha256: string }>({ sha256 });
const metaEntry = openFields<MetaEntry>({ version, length: whole(1), hashes });
const targetEntry = openFields<TargetEntry>({ length: whole(0), hashes });
const common = { _type: text(/^[a-z]{1,20}$/, 'a role type'), spec_version: text(/^[0-9.]{1,20}$/, 'a version of the specification'), version, expires };
const delegated = openFields<DelegatedRole>({
  name: text(/^[a-z][a-z0-9-]{0,39}$/, 'a role name'),
  keyids: list(keyid, 1, 32),
  threshold: whole(1, 32),
  // A search that may go on past a role could take a target from another role's hands.
  terminating: exactly(true),
  paths: list(text(/^[^\s]{1,200}$/, 'a path pattern'), 1, 100),
});
const path = text(/^[A-Za-z0-9._/-]{1,200}$/, 'a target path');

const readers: { readonly [K in RoleType]: Reader<Signed> } = {
  root: openFields<Root>({
    ...common,
    consistent_snapshot: exactly(true),
    keys: dictionary(keyid, key, 200),
    roles: openFields<Root['roles']>({ root: roleKeys, timestamp: roleKeys, snapshot: roleKeys, targets: roleKeys }),
  }),
  timestamp: openFields<Timestamp>({ ...common, meta: openFields<Timestamp['meta']>({ 'snapshot.json': metaEntry }) }),
  snapshot: openFields<Snapshot>({ ...common, meta: dictionary(text(/^[a-z][a-z0-9-]{0,39}\.json$/, 'a metadata file name'), metaEntry, 1_000) }),
  targets: openFields<Targets>({
    ...common,
    targets: dictionary(path, targetEntry),
    delegations: openFields<NonNullable<Targets['delegations']>>({ keys: dictionary(keyid, key, 200), roles: list(delegated, 0, 100) }),
  }, ['delegations']),
};

interface SignedByType {
  readonly root: Root;
  readonly timestamp: Timestamp;
  readonly snapshot: Snapshot;
  readonly targets: Targets;
}

/** Reads one metadata file of the type its place demands. */
export function readMetadata<K extends RoleType>(bytes: Uint8Array, type: K): Envelope<SignedByType[K]> {
  const file = plain(parseCanonical(bytes));
  if (Object.keys(file).sort().join() !== 'signatures,signed') throw new Malformed('must hold exactly signed and signatures');
  const signed = plain(file.signed);
  if (signed._type !== type) throw new UpdateRefused('WRONG_TYPE', 'content', `expected metadata of type ${type}`);
  if (typeof signed.spec_version !== 'string' || !/^1\.\d+(\.\d+)?$/.test(signed.spec_version)) {
    throw new UpdateRefused('UNSUPPORTED_SPEC', 'content', 'expected version 1 of the specification');
  }
  const signatures = list(signature, 1, 64)(file.signatures);
  if (new Set(signatures.map((each) => each.keyid)).size !== signatures.length) throw new Malformed('.signatures names a key twice');
  readers[type](signed);
  return { signed: signed as unknown as SignedByType[K], signatures, signedBytes: bytes.subarray(canonicalBytes({ signatures }).length + SIGNED.length, bytes.length - 1), bytes };
}

/** What stands between signatures and content. The file is canonical, so its content lies in it as it was signed. */
const SIGNED = '"signed":';

// The only part of a timestamp that no signature covers, so nothing else may stand in it.
const signature = fields<Signature>({ keyid, sig: text(/^[0-9a-f]{128}$/, 'an Ed25519 signature in lower-case hex') });

/** The delegated role whose patterns take this path; `*` does not cross a slash. The first in order wins. */
export function roleFor(targets: Targets, targetPath: string): DelegatedRole | undefined {
  return targets.delegations?.roles.find((role) => role.paths.some((pattern) => matches(pattern, targetPath)));
}

function matches(pattern: string, targetPath: string): boolean {
  const wanted = pattern.split('/');
  const given = targetPath.split('/');
  return wanted.length === given.length && wanted.every((part, at) => matchesPart(part, given[at] ?? ''));
}

function matchesPart(pattern: string, part: string): boolean {
  // Nearly every one is asked without an expression.
  if (pattern === '*' || pattern === part) return true;
  if (!/[*?]/.test(pattern)) return false;
  const expression = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^/]*').replace(/\?/g, '[^/]');
  return new RegExp(`^${expression}$`).test(part);
}
