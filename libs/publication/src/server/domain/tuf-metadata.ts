import { MetaFile, Snapshot, Timestamp } from '@tufjs/models';
import { canonicalJson, STOPS_LIFE_SECONDS, TIMESTAMP_LIFE_SECONDS } from '@accord/enforcement';
import { sha256Hex } from '@accord/kernel';
import { compare } from './order.js';
import type { Target } from './target.js';

export const ONLINE_ROLES = ['localities', 'consumers', 'stops', 'snapshot', 'timestamp'] as const;
export type OnlineRole = (typeof ONLINE_ROLES)[number];
export type DelegatedRole = 'localities' | 'consumers' | 'stops';
export type TufRole = OnlineRole | 'root' | 'targets';

const DAY = 86_400_000;

/** How long each signature is good for (design §6): of the two that freshness rests on, as gateways reckon. The signer refuses anything longer. */
export const VALID_FOR_MS: Readonly<Record<TufRole, number>> = {
  timestamp: TIMESTAMP_LIFE_SECONDS * 1000, stops: STOPS_LIFE_SECONDS * 1000, snapshot: DAY, localities: 7 * DAY, consumers: 7 * DAY, targets: 365 * DAY, root: 365 * DAY,
};

export const SPEC_VERSION = '1.0.31';

export interface Signature {
  readonly keyid: string;
  readonly sig: string;
}

/** The signed part of a metadata file, before signatures. */
export type Signed = Readonly<Record<string, unknown>> & { readonly version: number; readonly expires: string };

/** A signed part as its canonical text: what is signed, and what the file holds, so that it is written once. */
export interface SignedText {
  readonly version: number;
  readonly expires: string;
  readonly text: string;
}

export function textOf(signed: Signed): SignedText {
  return { version: signed.version, expires: signed.expires, text: canonicalJson(signed) };
}

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

/** Written as text at once: a country has thousands of consumers, and each publication lists them all. */
export function delegatedTargets(role: DelegatedRole, version: number, now: Date, targets: readonly Target[]): SignedText {
  const expires = expiryOf(role, now);
  const files = inOrder(targets).map(lineOf);
  return { version, expires, text: `{"_type":"targets","expires":"${expires}","spec_version":"${SPEC_VERSION}","targets":{${files.join()}},"version":${version}}` };
}

const lines = new WeakMap<Target, string>();

/** How a target is listed; made once for each, since nearly all of them are listed again by the next publication. */
function lineOf(target: Target): string {
  let line = lines.get(target);
  if (line === undefined) {
    // Joined, because thousands of concatenated ones would have to be walked piece by piece each time.
    line = [canonicalJson(target.path), ':{"hashes":{"sha256":"', target.sha256, '"},"length":', target.bytes.length, '}'].join('');
    lines.set(target, line);
  }
  return line;
}

function inOrder(targets: readonly Target[]): readonly Target[] {
  const isInOrder = targets.every(({ path }, at) => at === 0 || targets[at - 1]!.path < path);
  return isInOrder ? targets : [...targets].sort((one, other) => compare(one.path, other.path));
}

export type SnapshotPart = 'localities' | 'consumers' | 'stops' | 'targets';

export function snapshot(version: number, now: Date, parts: Readonly<Record<SnapshotPart, MetadataEntry>>): SignedText {
  const meta = Object.fromEntries(Object.entries(parts).map(([role, part]) => [`${role}.json`, metaFileOf(part)]));
  return textOf(new Snapshot({ version, specVersion: SPEC_VERSION, expires: expiryOf('snapshot', now), meta }).toJSON() as unknown as Signed);
}

export function timestamp(version: number, now: Date, of: MetadataEntry): SignedText {
  const expires = expiryOf('timestamp', now);
  return textOf(new Timestamp({ version, specVersion: SPEC_VERSION, expires, snapshotMeta: metaFileOf(of) }).toJSON() as unknown as Signed);
}

export function issued(role: TufRole, { version, expires, text }: SignedText, signatures: readonly Signature[]): IssuedMetadata {
  const bytes = Buffer.from(`{"signatures":${canonicalJson(signatures)},"signed":${text}}`);
  return { role, version, bytes, length: bytes.length, sha256: sha256Hex(bytes), expiresAt: new Date(expires) };
}

/** Whether a delegated signature has used up half its life and is due. */
export function isDue(metadata: MetadataEntry, now: Date): boolean {
  return metadata.expiresAt.getTime() - now.getTime() < VALID_FOR_MS[metadata.role] / 2;
}

/** The same list of targets under a new version and expiry: a signature is renewed, nothing is published. */
export function renewed(role: DelegatedRole, version: number, now: Date, bytes: Buffer): SignedText {
  const before = JSON.parse(bytes.toString()) as { readonly signed: Signed };
  return textOf({ ...before.signed, version, expires: expiryOf(role, now) });
}

/** Path to hash, as a delegated role's metadata lists them. */
export function hashesIn(bytes: Buffer): Map<string, string> {
  const { signed } = JSON.parse(bytes.toString()) as { readonly signed: { readonly targets: Readonly<Record<string, { readonly hashes: { readonly sha256: string } }>> } };
  return new Map(Object.entries(signed.targets).map(([path, file]) => [path, file.hashes.sha256]));
}

function metaFileOf({ version, length, sha256 }: MetadataEntry): MetaFile {
  return new MetaFile({ version, length, hashes: { sha256 } });
}
