import { CEREMONY_FORMAT, type Ceremony, type SignedFile } from './key-ceremony.js';
import { CeremonyRefused } from './ceremony-refused.js';
import { nameOf } from './key-names.js';
import { readRoot, readTargets, rootPart, targetsPart, type PublicKey, type RootTrust, type TargetsTrust } from './trust-parts.js';
import { expiryOf, ONLINE_ROLES, type OnlineRole } from './tuf-metadata.js';

export interface AskedChange {
  readonly reason: string;
  /** Offline keys, by the public key that goes and the one that comes in its place. */
  readonly replace: ReadonlyMap<PublicKey, PublicKey>;
  /** Online roles that get this key. */
  readonly online: Partial<Readonly<Record<OnlineRole, PublicKey>>>;
}

/**
 * The next root and top targets, unsigned: with other keys, or, where none is named, the same for another year. A file that nothing changes
 * in is left out, so that nobody is asked to sign it.
 */
export function proposeKeys(standing: { readonly root: SignedFile; readonly targets: SignedFile }, { reason, replace, online }: AskedChange, now: Date): Ceremony {
  const [root, targets] = [readRoot(standing.root.signed), readTargets(standing.targets.signed)];
  const offline = [...root.root, ...root.targets];
  for (const gone of replace.keys()) if (!offline.includes(gone)) throw new CeremonyRefused('KEY_UNKNOWN', { key: nameOf(gone, { before: null, after: { root, targets } }) });
  const renews = replace.size === 0 && Object.keys(online).length === 0;
  const instead = (key: PublicKey): PublicKey => replace.get(key) ?? key;
  const touchesRoot = renews || replace.size > 0 || online.snapshot !== undefined || online.timestamp !== undefined;
  const touchesTargets = renews || root.targets.some((key) => replace.has(key)) || ONLINE_ROLES.some((role) => role !== 'snapshot' && role !== 'timestamp' && online[role] !== undefined);
  const nextRoot: RootTrust = {
    version: root.version + 1, expires: expiryOf('root', now), root: root.root.map(instead), threshold: root.threshold, targets: root.targets.map(instead),
    snapshot: online.snapshot ?? root.snapshot, timestamp: online.timestamp ?? root.timestamp,
  };
  const nextTargets: TargetsTrust = {
    version: targets.version + 1, expires: expiryOf('targets', now),
    localities: online.localities ?? targets.localities, consumers: online.consumers ?? targets.consumers, stops: online.stops ?? targets.stops,
  };
  return {
    format: CEREMONY_FORMAT, reason, before: standing, ...(touchesRoot && { root: rootPart(nextRoot) }), ...(touchesTargets && { targets: targetsPart(nextTargets) }), signatures: [],
  };
}

/** Version 1 of both, for a repository that does not exist yet. */
export function proposeFoundation(reason: string, holders: readonly PublicKey[], targets: PublicKey, online: Readonly<Record<OnlineRole, PublicKey>>, now: Date): Ceremony {
  return {
    format: CEREMONY_FORMAT, reason,
    root: rootPart({ version: 1, expires: expiryOf('root', now), root: holders, threshold: 2, targets: [targets], snapshot: online.snapshot, timestamp: online.timestamp }),
    targets: targetsPart({ version: 1, expires: expiryOf('targets', now), localities: online.localities, consumers: online.consumers, stops: online.stops }),
    signatures: [],
  };
}
