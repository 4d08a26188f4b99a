import { MetaFile, Snapshot, TargetFile, Targets, Timestamp } from '@tufjs/models';
import { canonicalJson } from '@accord/enforcement';
import { sha256Hex } from '@accord/kernel';
import type { Target } from './target.js';

export const ONLINE_ROLES = ['localities', 'consumers', 'stops', 'snapshot', 'timestamp'] as const;
export type OnlineRole = (typeof ONLINE_ROLES)[number];
export type DelegatedRole = 'localities' | 'consumers' | 'stops';
export type TufRole = OnlineRole | 'root' | 'targets';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** How long each signature is good for (design §6). The signer refuses anything longer. */
export const VALID_FOR_MS: Readonly<Record<TufRole, number>> = {
  timestamp: 15 * MINUTE, stops: 5 * MINUTE, snapshot: DAY, localities: 7 * DAY, consumers: 7 * DAY, targets: 365 * DAY, root: 365 * DAY,
};

export const SPEC_VERSION = '1.0.31';

export interface Signature {
  readonly keyid: string;
  readonly sig: string;
}

/** The signed part of a metadata file, before signatures. */
export type Signed = Readonly<Record<string, unknown>> & { readonly version: number; readonly expires: string };

/** What a parent lists of an issued metadata file. */
export interface MetadataEntry {
  readonly role: TufRole;
  readonly version: number;
  readonly length: number;
  readonly sha256: string;
  readonly expiresAt: Date;
}

/** One issued metadata file. Its bytes are what gateways get and what its parent's hash covers. */
export interface IssuedMetadata extends MetadataEntry {
  readonly bytes: Buffer;
}

/** TUF writes instants to the second; rounding down keeps within the bound. */
export function expiryOf(role: TufRole, now: Date): string {
  const ahead = Math.floor((now.getTime() + VALID_FOR_MS[role]) / 1_000) * 1_000;
  return new Date(ahead).toISOString().replace('.000Z', 'Z');
}

export function delegatedTargets(role: DelegatedRole, version: number, now: Date, targets: readonly Target[]): Signed {
  const empty = new Targets({ version, specVersion: SPEC_VERSION, expires: expiryOf(role, now) }).toJSON();
  const files = targets.map(({ path, bytes, sha256 }) => [path, new TargetFile({ path, length: bytes.length, hashes: { sha256 } }).toJSON()] as const);
  return { ...empty, targets: Object.fromEntries(files) } as unknown as Signed;
}

export type SnapshotPart = 'localities' | 'consumers' | 'stops' | 'targets';

export function snapshot(version: number, now: Date, parts: Readonly<Record<SnapshotPart, MetadataEntry>>): Signed {
  const meta = Object.fromEntries(Object.entries(parts).map(([role, part]) => [`${role}.json`, metaFileOf(part)]));
  return new Snapshot({ version, specVersion: SPEC_VERSION, expires: expiryOf('snapshot', now), meta }).toJSON() as unknown as Signed;
}

export function timestamp(version: number, now: Date, of: MetadataEntry): Signed {
  const expires = expiryOf('timestamp', now);
  return new Timestamp({ version, specVersion: SPEC_VERSION, expires, snapshotMeta: metaFileOf(of) }).toJSON() as unknown as Signed;
}

export function issued(role: TufRole, signed: Signed, signatures: readonly Signature[]): IssuedMetadata {
  const bytes = Buffer.from(canonicalJson({ signatures, signed }));
  return { role, version: signed.version, bytes, length: bytes.length, sha256: sha256Hex(bytes), expiresAt: new Date(signed.expires) };
}

/** Whether a delegated signature has used up half its life and is due. */
export function isDue(metadata: MetadataEntry, now: Date): boolean {
  return metadata.expiresAt.getTime() - now.getTime() < VALID_FOR_MS[metadata.role] / 2;
}

/** The same list of targets under a new version and expiry: a signature is renewed, nothing is published. */
export function renewed(role: DelegatedRole, version: number, now: Date, bytes: Buffer): Signed {
  const before = JSON.parse(bytes.toString()) as { readonly signed: Signed };
  return { ...before.signed, version, expires: expiryOf(role, now) };
}

/** Path to hash, as a delegated role's metadata lists them. */
export function hashesIn(bytes: Buffer): Map<string, string> {
  const { signed } = JSON.parse(bytes.toString()) as { readonly signed: { readonly targets: Readonly<Record<string, { readonly hashes: { readonly sha256: string } }>> } };
  return new Map(Object.entries(signed.targets).map(([path, file]) => [path, file.hashes.sha256]));
}

function metaFileOf({ version, length, sha256 }: MetadataEntry): MetaFile {
  return new MetaFile({ version, length, hashes: { sha256 } });
}
