import { sign, verify, createPublicKey, type KeyObject } from 'node:crypto';
import { canonicalBytes, canonicalJson, NotCanonical, parseCanonical } from '@accord/enforcement';
import { CeremonyRefused } from './ceremony-refused.js';
import { shown } from './key-names.js';
import { publicKeyOf, readRoot, readTargets, type PublicKey, type RootTrust, type TargetsTrust } from './trust-parts.js';
import type { Signed } from './tuf-metadata.js';

export const CEREMONY_FORMAT = 'accord-keys/1';
export const CEREMONY_BYTES_MOST = 1_048_576;
const REASON = /^[^\p{C}]{3,500}$/u;

/** A metadata file as it stands: signatures and what they are over. */
export interface SignedFile {
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
  readonly signed: Signed;
}

/** What is to be trusted next, before anybody signed. Without `before` a repository is founded. */
export interface Proposal {
  readonly format: typeof CEREMONY_FORMAT;
  readonly reason: string;
  readonly before?: { readonly root: SignedFile; readonly targets: SignedFile };
  readonly root?: Signed;
  readonly targets?: Signed;
}

/** What one key holder gave: over the whole proposal, so that two people stand behind every change, and over each file their key speaks for. */
export interface HolderSignature {
  readonly key: PublicKey;
  readonly approval: string;
  readonly root?: string;
  readonly targets?: string;
}

/** One file that travels from hand to hand. */
export interface Ceremony extends Proposal {
  readonly signatures: readonly HolderSignature[];
}

/** The trust before and after, as it is written in the proposal itself. */
export interface TrustChange {
  readonly before: { readonly root: RootTrust; readonly targets: TargetsTrust } | null;
  readonly after: { readonly root: RootTrust; readonly targets: TargetsTrust };
}

export function ceremonyFile(ceremony: Ceremony): string {
  return canonicalJson(ceremony);
}

/** Reads a ceremony from a file of anybody's making: its form, not yet its signatures. */
export function readCeremony(bytes: Uint8Array): Ceremony {
  const ceremony = shapeOf(bytes);
  if (ceremony.reason.trim() !== ceremony.reason || !REASON.test(ceremony.reason)) throw new CeremonyRefused('KEYS_REASON');
  changeOf(ceremony);
  return ceremony;
}

export function changeOf({ before, root, targets }: Proposal): TrustChange {
  const was = before === undefined ? null : { root: readRoot(before.root.signed), targets: readTargets(before.targets.signed) };
  const next = { root: root === undefined ? was?.root : readRoot(root), targets: targets === undefined ? was?.targets : readTargets(targets) };
  if ((root ?? targets) === undefined || next.root === undefined || next.targets === undefined) throw new CeremonyRefused('KEYS_CHANGE_NOTHING');
  return { before: was, after: { root: next.root, targets: next.targets } };
}

/** Keys that speak for a file: of root the ones before and the ones after, of the targets those that root names. */
export function holdersOf({ before, after }: TrustChange): { readonly root: readonly PublicKey[]; readonly targets: readonly PublicKey[]; readonly approving: readonly PublicKey[] } {
  const offline = before ?? after;
  return { root: [...new Set([...(before?.root.root ?? []), ...after.root.root])], targets: after.root.targets, approving: [...offline.root.root, ...offline.root.targets] };
}

/** Adds what the holder of this key gives. Signing again changes nothing. */
export function signedWith(ceremony: Ceremony, key: KeyObject): Ceremony {
  const own = publicKeyOf(key);
  const holders = holdersOf(changeOf(ceremony));
  const mayRoot = ceremony.root !== undefined && holders.root.includes(own);
  const mayTargets = ceremony.targets !== undefined && holders.targets.includes(own);
  if (!mayRoot && !mayTargets && !holders.approving.includes(own)) throw new CeremonyRefused('KEY_HAS_NO_PART', { key: shown(own) });
  const over = (content: unknown): string => sign(null, canonicalBytes(content), key).toString('hex');
  const given: HolderSignature = {
    key: own, approval: over(proposalOf(ceremony)), ...(mayRoot && { root: over(ceremony.root) }), ...(mayTargets && { targets: over(ceremony.targets) }),
  };
  return together([ceremony, { ...ceremony, signatures: [given] }]);
}

/** Copies that several holders signed, as one. */
export function together(copies: readonly Ceremony[]): Ceremony {
  const [first] = copies as readonly [Ceremony, ...Ceremony[]];
  const proposal = canonicalJson(proposalOf(first));
  if (copies.some((copy) => canonicalJson(proposalOf(copy)) !== proposal)) throw new CeremonyRefused('KEYS_DIFFERENT_PROPOSALS');
  const byKey = new Map(copies.flatMap(({ signatures }) => signatures).map((signature) => [signature.key, signature]));
  return { ...proposalOf(first), signatures: [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1)) };
}

/** Whether this content is that proposal, whoever signed either; false where it cannot be read. */
export function isProposedIn(content: Uint8Array, ceremony: Ceremony): boolean {
  try {
    return canonicalJson(proposalOf(readCeremony(content))) === canonicalJson(proposalOf(ceremony));
  } catch (error) {
    if (error instanceof CeremonyRefused) return false;
    throw error;
  }
}

/** Whether a signature is this key's over this content. */
export function isSignedBy(key: PublicKey, content: unknown, signature: string): boolean {
  const object = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key, 'hex').toString('base64url') }, format: 'jwk' });
  return verify(null, canonicalBytes(content), object, Buffer.from(signature, 'hex'));
}

export function proposalOf({ signatures: _signatures, ...proposal }: Ceremony): Proposal {
  return proposal;
}

const HEX64 = /^[0-9a-f]{64}$/;
const HEX128 = /^[0-9a-f]{128}$/;
const MEMBERS = ['before', 'format', 'reason', 'root', 'signatures', 'targets'];

function shapeOf(bytes: Uint8Array): Ceremony {
  if (bytes.length > CEREMONY_BYTES_MOST) throw new CeremonyRefused('KEYS_NOT_READ');
  let value: unknown;
  try {
    value = parseCanonical(bytes);
  } catch (error) {
    if (error instanceof NotCanonical) throw new CeremonyRefused('KEYS_NOT_READ');
    throw error;
  }
  if (!isCeremony(value)) throw new CeremonyRefused('KEYS_NOT_READ');
  return value;
}

function isCeremony(value: unknown): value is Ceremony {
  if (!isRecord(value) || Object.keys(value).some((name) => !MEMBERS.includes(name))) return false;
  const { format, reason, before, signatures } = value;
  return format === CEREMONY_FORMAT && typeof reason === 'string' && (before === undefined || (isRecord(before) && isFile(before.root) && isFile(before.targets) && Object.keys(before).length === 2))
    && Array.isArray(signatures) && signatures.length <= 64 && signatures.every(isSignature) && new Set(signatures.map(({ key }: HolderSignature) => key)).size === signatures.length;
}

function isSignature(value: unknown): value is HolderSignature {
  if (!isRecord(value) || typeof value.key !== 'string' || !HEX64.test(value.key)) return false;
  return Object.entries(value).every(([name, given]) => name === 'key' || (['approval', 'root', 'targets'].includes(name) && typeof given === 'string' && HEX128.test(given))) && value.approval !== undefined;
}

function isFile(value: unknown): value is SignedFile {
  return isRecord(value) && Array.isArray(value.signatures) && isRecord(value.signed) && Object.keys(value).length === 2;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
