import { localityPath } from './format.js';
import { LocalityIndex } from './locality-index.js';
import { type DelegatedRole, type MetaEntry, type Signed, type Snapshot, type TargetEntry, type Targets, roleFor } from './metadata.js';
import { millis } from './reading.js';
import { UpdateRefused } from './refusals.js';
import { type Signatories, sha256Of } from './signatures.js';
import type { Source } from './source.js';
import { parseLocality } from './targets.js';

/** At one signature a minute this is nearly two years of silence; more is an attack on the count itself. */
export const LONGEST_LEAP = 1_000_000;

export function localityOf(code: string, bytes: Uint8Array): LocalityIndex {
  const target = parseLocality(bytes);
  if (target.locality !== code) throw new UpdateRefused('MIX_AND_MATCH', localityPath(code), 'is the target of another locality');
  return new LocalityIndex(target);
}

export function delegation(targets: Targets, path: string, name: string): Signatories {
  const role: DelegatedRole | undefined = roleFor(targets, path);
  if (role === undefined || targets.delegations === undefined || role.name !== name) {
    throw new UpdateRefused('NOT_LISTED', 'targets', `does not delegate ${path} to the role ${name}`);
  }
  return { role, keys: targets.delegations.keys };
}

export function demandListed(snapshot: Snapshot, role: string): MetaEntry {
  const entry = Object.hasOwn(snapshot.meta, `${role}.json`) ? snapshot.meta[`${role}.json`] : undefined;
  if (entry === undefined) throw new UpdateRefused('NOT_LISTED', role, 'is not listed by the snapshot');
  return entry;
}

export function demandTarget(targets: Targets, path: string): TargetEntry {
  const entry = Object.hasOwn(targets.targets, path) ? targets.targets[path] : undefined;
  if (entry === undefined) throw new UpdateRefused('NOT_LISTED', path, 'is not listed by its role');
  return entry;
}

export function refuseOtherThanNamed(listed: Targets, path: string, sha256: string): void {
  if (demandTarget(listed, path).hashes.sha256 !== sha256) throw new UpdateRefused('MIX_AND_MATCH', path, 'is not the one that publication.json names');
}

export function consistentPath(path: string, entry: TargetEntry): string {
  const slash = path.lastIndexOf('/') + 1;
  return `${path.slice(0, slash)}${entry.hashes.sha256}.${path.slice(slash)}`;
}

export async function fetchCapped(source: Source, path: string, cap: number, subject: string): Promise<Uint8Array | undefined> {
  const bytes = await source.fetch(path, cap);
  if (bytes !== undefined && bytes.length > cap) throw new UpdateRefused('TOO_LARGE', subject, `weighs more than ${cap} bytes`);
  return bytes;
}

export async function fetchExact(source: Source, path: string, entry: TargetEntry, cap: number, subject: string): Promise<Uint8Array> {
  if (entry.length > cap) throw new UpdateRefused('TOO_LARGE', subject, `is said to weigh more than ${cap} bytes`);
  const bytes = demand(await source.fetch(path, entry.length), subject);
  demandHash(subject, bytes, entry);
  return bytes;
}

export function demand(bytes: Uint8Array | undefined, subject: string): Uint8Array {
  if (bytes === undefined) throw new UpdateRefused('MISSING', subject, 'the feed does not have it');
  return bytes;
}

export function demandHash(subject: string, bytes: Uint8Array, entry: TargetEntry): void {
  if (bytes.length !== entry.length) throw new UpdateRefused('LENGTH_MISMATCH', subject, `expected ${entry.length} bytes`);
  if (sha256Of(bytes) !== entry.hashes.sha256) throw new UpdateRefused('HASH_MISMATCH', subject, 'is not the content that was listed');
}

export function refuseOtherVersion(subject: string, signed: Signed, entry: MetaEntry): void {
  if (signed.version !== entry.version) throw new UpdateRefused('VERSION_MISMATCH', subject, `expected version ${entry.version}`);
}

export function refuseBackwards(subject: string, offered: number, floor: number): void {
  if (offered < floor) throw new UpdateRefused('ROLLBACK', subject, `${offered} is older than ${floor}`);
  if (floor > 0 && offered > floor + LONGEST_LEAP) throw new UpdateRefused('VERSION_LEAP', subject, `${offered} is too far ahead of ${floor}`);
}

export function refuseExpired(subject: string, signed: Signed, now: number): void {
  if (millis(signed.expires) <= now) throw new UpdateRefused('EXPIRED', subject, `expired at ${signed.expires}`);
}
