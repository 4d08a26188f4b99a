import { Metadata, MetadataKind } from '@tufjs/models';
import { canonicalJson } from '@accord/enforcement';
import { sha256Hex } from '@accord/kernel';
import { asIssued } from './offline-metadata.js';
import { ceremonyFile, changeOf, holdersOf, isSignedBy, proposalOf, readCeremony, type Ceremony, type HolderSignature, type SignedFile, type TrustChange } from './key-ceremony.js';
import { CeremonyRefused } from './ceremony-refused.js';
import { namedKeys, nameOf } from './key-names.js';
import { keyIdOf, onlineKeyIds, type OnlineKeyIds, type PublicKey, type RootTrust } from './trust-parts.js';
import { VALID_FOR_MS, type IssuedMetadata, type OnlineRole } from './tuf-metadata.js';

/** Root stands for the others with two keys at least, of three at least: one may be lost, and one alone is nobody. */
const FEWEST_HOLDERS = 3;
const LOWEST_THRESHOLD = 2;
/** A change of keys is prepared a while before it is handed in. */
const DAYS_OF_PREPARATION_MS = 30 * 86_400_000;

/** The offline files that stand now. */
export interface StandingTrust {
  readonly root: Buffer;
  readonly targets: Buffer;
}

/** What a ceremony leads to once everything about it holds. */
export interface NewTrust {
  /** Root before targets, where both are new. */
  readonly files: readonly IssuedMetadata[];
  readonly online: OnlineKeyIds;
  /** Online roles that have to sign with another key from now on. */
  readonly rotated: readonly OnlineRole[];
  /** Public keys of the holders that stand behind it; two of them at least. */
  readonly approvedBy: readonly PublicKey[];
  readonly change: TrustChange;
}

/**
 * Everything that must be true of a change of keys: it follows on what stands, is of the one form there is, and is signed by as many holders
 * before and after as root demands, of whom two stand behind the whole of it (R3). `standing` is null where a repository is founded.
 */
export function newTrust(ceremony: Ceremony, standing: StandingTrust | null, now: Date): NewTrust {
  const change = demandSignable(ceremony, standing, now);
  const approvedBy = demandSeenByTwo(ceremony, change);
  const [root, targets] = [fileOf(ceremony, 'root'), fileOf(ceremony, 'targets')];
  const files = [
    ...(root === null ? [] : [asIssued('root', Buffer.from(canonicalJson(root)))]), ...(targets === null ? [] : [asIssued('targets', Buffer.from(canonicalJson(targets)))]),
  ];
  demandStands(standing, root, targets, ceremony);
  const online = onlineKeyIds(change.after.root, change.after.targets);
  const was = change.before === null ? null : onlineKeyIds(change.before.root, change.before.targets);
  return { files, online, rotated: (Object.keys(online) as OnlineRole[]).filter((name) => online[name] !== was?.[name]), approvedBy, change };
}

/** What must be true before a proposal is written down for others to sign: all that is asked when it is handed in, but their signatures. */
export function demandProposed(proposal: Ceremony, standing: StandingTrust | null, now: Date): void {
  demandSignable(readCeremony(Buffer.from(ceremonyFile(proposal))), standing, now);
}

/** What must be true before anybody signs: it follows on what stands, is of the one form there is, and who signed it already signed this. */
export function demandSignable(ceremony: Ceremony, standing: StandingTrust | null, now: Date): TrustChange {
  const change = changeOf(ceremony);
  demandFollows(ceremony, standing);
  demandRules(ceremony, change, now);
  const [fault] = signaturesIn(ceremony).faults;
  if (fault !== undefined) throw fault;
  return change;
}

/** The signatures that hold, and what is wrong with the others: known from the file alone. */
export function signaturesIn(ceremony: Ceremony): { readonly holding: readonly HolderSignature[]; readonly faults: readonly CeremonyRefused[] } {
  const change = changeOf(ceremony);
  const judged = ceremony.signatures.map((given) => ({ given, fault: faultOf(given, ceremony, change) }));
  return { holding: judged.filter(({ fault }) => fault === null).map(({ given }) => given), faults: judged.flatMap(({ fault }) => fault ?? []) };
}

/** What is missing still, in words; nothing where it can be published. */
export function missingIn(ceremony: Ceremony): readonly string[] {
  const change = changeOf(ceremony);
  const have = (part: 'root' | 'targets', of: readonly PublicKey[]): number => ceremony.signatures.filter((each) => each[part] !== undefined && of.includes(each.key)).length;
  const missing: string[] = [];
  const demandOf = (what: string, number: number, need: number): void => { if (number < need) missing.push(`${need - number} more of ${what}`); };
  if (ceremony.root !== undefined) {
    if (change.before !== null) demandOf('the root keys that are trusted now', have('root', change.before.root.root), change.before.root.threshold);
    if (change.before === null || !sameKeys(change.before.root.root, change.after.root.root)) demandOf('the new root keys', have('root', change.after.root.root), change.after.root.threshold);
  }
  if (ceremony.targets !== undefined) demandOf('the targets keys', have('targets', change.after.root.targets), 1);
  // Where root changes, two of its holders stand behind the whole of it anyway; where only the targets do, one of them has to as well.
  if (ceremony.root === undefined) demandOf('the root keys that are trusted now', ceremony.signatures.filter(({ key }) => change.after.root.root.includes(key)).length, 1);
  return missing;
}

function demandFollows({ before }: Ceremony, standing: StandingTrust | null): void {
  if ((before === undefined) !== (standing === null)) throw new CeremonyRefused('KEYS_MOVED_ON');
  if (before === undefined || standing === null) return;
  for (const name of ['root', 'targets'] as const) if (sha256Hex(canonicalJson(before[name])) !== sha256Hex(standing[name])) throw new CeremonyRefused('KEYS_MOVED_ON');
}

function demandRules({ root, targets }: Ceremony, { before, after }: TrustChange, now: Date): void {
  for (const [name, part] of [['root', root], ['targets', targets]] as const) {
    if (part === undefined) continue;
    if (part.version !== (before?.[name].version ?? 0) + 1) throw new CeremonyRefused('KEYS_VERSION', { role: name, version: (before?.[name].version ?? 0) + 1 });
    const ahead = instantOf(part.expires) - now.getTime();
    if (!(ahead > DAYS_OF_PREPARATION_MS && ahead <= VALID_FOR_MS[name])) throw new CeremonyRefused('KEYS_EXPIRY', { role: name });
  }
  const { root: holders, threshold } = after.root;
  if (holders.length < FEWEST_HOLDERS || threshold < LOWEST_THRESHOLD || threshold > holders.length || after.root.targets.length === 0) throw new CeremonyRefused('KEYS_TOO_FEW_HOLDERS');
  const all = [...namedKeys(after.root, after.targets)];
  const shared = all.find(([name, key]) => all.some(([other, same]) => other !== name && same === key));
  if (shared !== undefined) throw new CeremonyRefused('KEYS_SHARED', { names: all.filter(([, key]) => key === shared[1]).map(([name]) => name).join(' and ') });
}

function instantOf(text: string): number {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text) ? Date.parse(text) : Number.NaN;
}

function faultOf(given: HolderSignature, ceremony: Ceremony, change: TrustChange): CeremonyRefused | null {
  const { approving, root, targets } = holdersOf(change);
  const [key, named] = [given.key, { key: nameOf(given.key, change) }];
  if (![...approving, ...root, ...targets].includes(key)) return new CeremonyRefused('KEY_UNKNOWN', named);
  if (!isSignedBy(key, proposalOf(ceremony), given.approval)) return new CeremonyRefused('KEYS_BAD_SIGNATURE', named);
  for (const [name, speaking] of [['root', root], ['targets', targets]] as const) {
    const [part, signature] = [ceremony[name], given[name]];
    if (part !== undefined && signature !== undefined && !(speaking.includes(key) && isSignedBy(key, part, signature))) return new CeremonyRefused('KEYS_BAD_SIGNATURE', named);
  }
  return null;
}

/** Four eyes, proven: the holders of two offline keys that are trusted now, one of them of root, signed the proposal as a whole. */
function demandSeenByTwo(ceremony: Ceremony, change: TrustChange): readonly PublicKey[] {
  const { approving } = holdersOf(change);
  const approvedBy = ceremony.signatures.map(({ key }) => key).filter((key) => approving.includes(key)).sort();
  const roots = (change.before ?? change.after).root.root;
  if (approvedBy.length < 2 || !approvedBy.some((key) => roots.includes(key))) throw new CeremonyRefused('KEYS_SEEN_BY_ONE');
  return approvedBy;
}

/** The metadata file with the signatures of those that speak for it, as demanded above, and no other: gateways accept no signature that does not count. */
function fileOf(ceremony: Ceremony, name: 'root' | 'targets'): SignedFile | null {
  const signed = ceremony[name];
  if (signed === undefined) return null;
  const given = ceremony.signatures.filter((each): each is HolderSignature & Record<typeof name, string> => each[name] !== undefined);
  return { signatures: given.map((each) => ({ keyid: keyIdOf(each.key), sig: each[name] })), signed };
}

/** The rule of the specification, by another author's code: root by the keys before and by its own, the targets by what root is now. */
function demandStands(standing: StandingTrust | null, root: SignedFile | null, targets: SignedFile | null, { before }: Ceremony): void {
  const rootOf = (file: SignedFile) => Metadata.fromJSON(MetadataKind.Root, file as never);
  const next = rootOf(root ?? before!.root);
  const top = Metadata.fromJSON(MetadataKind.Targets, (targets ?? before!.targets) as never);
  const demand = (role: string, by: RootTrust['version'], verify: () => void): void => {
    try {
      verify();
    } catch {
      throw new CeremonyRefused('KEYS_TOO_FEW_SIGNED', { role, by });
    }
  };
  if (root !== null) {
    if (standing !== null) demand('root', next.signed.version - 1, () => rootOf(before!.root).verifyDelegate(MetadataKind.Root, next));
    demand('root', next.signed.version, () => next.verifyDelegate(MetadataKind.Root, next));
  }
  try {
    next.verifyDelegate(MetadataKind.Targets, top);
  } catch {
    throw targets === null ? new CeremonyRefused('KEYS_TARGETS_LEFT_BEHIND') : new CeremonyRefused('KEYS_TOO_FEW_SIGNED', { role: 'targets', by: next.signed.version });
  }
}

function sameKeys(one: readonly PublicKey[], other: readonly PublicKey[]): boolean {
  return one.length === other.length && one.every((key) => other.includes(key));
}
