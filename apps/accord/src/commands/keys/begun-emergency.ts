import { existsSync, statSync } from 'node:fs';
import { canonicalJson, Refusal, sha256Hex } from '@accord/kernel';
import { changeOf, demandSignable, isProposedIn, keyIdOf, ONLINE_ROLES, proposalOf, proposeKeys, type Ceremony, type FinishedChange, type OnlineRole, type PublicKey, type StandingTrust, type TrustChange, type WaitingCeremony } from '@accord/publication/server';
import { LaunchFault } from '../../launch-fault.js';
import type { Home } from '../../state/home.js';
import { ceremonyLines, signedLines } from './ceremony-lines.js';
import { EmergencyRefused } from './emergency-refused.js';
import { finishedFile, hasFinished } from './finished-change.js';
import { onlineKeysHeld, readCeremonyFile } from './key-files.js';
import { rolesOf } from './proposing.js';

export interface AskedEmergency {
  readonly reason?: string;
  readonly online?: readonly string[];
}

export interface EmergencyPlace {
  readonly home: Home;
  /** Where it is gathered, from holder to holder. */
  readonly path: string;
  readonly standing: StandingTrust;
  /** Ids of all online keys that were ever trusted: whoever stole one must not have it trusted again. */
  readonly everTrusted: ReadonlySet<string>;
  readonly now: Date;
}

/** Whether a change was proposed from the root and top targets that stand. */
export function followsOn({ before }: Ceremony, standing: StandingTrust): boolean {
  return before !== undefined && sha256Hex(canonicalJson(before.root)) === sha256Hex(standing.root) && sha256Hex(canonicalJson(before.targets)) === sha256Hex(standing.targets);
}

/** What lies there, whatever it is; null where nothing does. */
export function readBegun(path: string): Ceremony | null {
  if (!existsSync(path)) return null;
  try {
    return readCeremonyFile(path);
  } catch (error) {
    throw error instanceof LaunchFault || error instanceof Refusal ? new EmergencyRefused('EMERGENCY_NOT_SOUND', { path, why: error.message }) : error;
  }
}

/** Says that a holder would sign no more than by beginning it: new online keys that the signer holds, and nothing besides. */
export function demandBegunAsAsked(begun: Ceremony, { home, path, standing, everTrusted, now }: EmergencyPlace, asked: AskedEmergency): void {
  const online = onlineChanges(changeOf(begun));
  const roles = ONLINE_ROLES.filter((role) => online[role] !== undefined);
  const areNew = roles.length > 0 && roles.every((role) => !everTrusted.has(keyIdOf(online[role]!)));
  if (!areNew || canonicalJson(proposalOf(begun)) !== canonicalJson(proposedLike(begun, online, now))) throw new EmergencyRefused('EMERGENCY_CHANGES_MORE', { path });
  try {
    demandSignable(begun, standing, now);
  } catch (error) {
    throw error instanceof Refusal ? new EmergencyRefused('EMERGENCY_NOT_SOUND', { path, why: error.message }) : error;
  }
  if (!isAsked(begun, asked)) throw new EmergencyRefused('EMERGENCY_ASKED_OTHERWISE', { path });
  const held = new Set(onlineKeysHeld(home).map(({ id }) => id));
  const elsewhere = roles.filter((role) => !held.has(keyIdOf(online[role]!)));
  if (elsewhere.length > 0) throw new EmergencyRefused('EMERGENCY_KEYS_ELSEWHERE', { path, roles: elsewhere.join(', ') });
}

/** Whether it is for the reason and the roles that are asked, where any are. */
export function isAsked(begun: Ceremony, { reason, online }: AskedEmergency): boolean {
  const changed = onlineChanges(changeOf(begun));
  return (reason?.trim() ?? begun.reason) === begun.reason && (online === undefined || rolesOf(online).join() === ONLINE_ROLES.filter((role) => changed[role] !== undefined).join());
}

/** The emergency that was gathered in this place and is the newest change that was finished; null where another one is, or none. */
export function finishedHere(path: string, last: FinishedChange | null): Ceremony | null {
  return [path, finishedFile(path)].map(readOrNull).find((gathered) => hasFinished(last, gathered)) ?? null;
}

/** An emergency that some holder has begun here and that not enough of them have signed, or why nobody signs what lies there. */
export function begunLines(place: EmergencyPlace, last: FinishedChange | null = null, waiting: WaitingCeremony | null = null): string[] {
  const { path, standing } = place;
  try {
    const begun = readBegun(path);
    if (begun === null || (waiting !== null && isProposedIn(waiting.content, begun))) return [];
    if (hasFinished(last, begun)) return ['', `${path} holds the change that was finished with publication ${last.publication}: ${last.reason}. Nothing of it is left to do, and the file may be removed.`];
    if (!followsOn(begun, standing)) return ['', `${path} holds a change that was begun from keys that no longer stand: ${begun.reason}. Nobody can sign it any more; accord keys emergency begins another.`];
    demandBegunAsAsked(begun, place, {});
    return ['', `Waiting for key holders, last signed ${statSync(path).mtime.toISOString()} (${path}):`, ...ceremonyLines(begun), ...signedLines(begun), 'Each of the others gives accord keys emergency with their own key.'];
  } catch (error) {
    if (error instanceof EmergencyRefused) return ['', error.message];
    throw error;
  }
}

/** The same; null also where it cannot be read. */
export function readOrNull(path: string): Ceremony | null {
  try {
    return readBegun(path);
  } catch (error) {
    if (error instanceof EmergencyRefused) return null;
    throw error;
  }
}

type OnlineChanges = Partial<Readonly<Record<OnlineRole, PublicKey>>>;

function onlineChanges({ before, after }: TrustChange): OnlineChanges {
  const keyOf = (role: OnlineRole, { root, targets }: TrustChange['after']): PublicKey => (role === 'snapshot' || role === 'timestamp' ? root[role] : targets[role]);
  return Object.fromEntries(ONLINE_ROLES.filter((role) => before !== null && keyOf(role, before) !== keyOf(role, after)).map((role) => [role, keyOf(role, after)]));
}

/** What proposing these online keys says; until when it is good was settled when it was begun. */
function proposedLike({ before, reason, root, targets }: Ceremony, online: OnlineChanges, now: Date): unknown {
  const like = proposalOf(proposeKeys(before!, { reason, replace: new Map(), online }, now));
  return { ...like, ...(like.root && { root: { ...like.root, expires: root?.expires } }), ...(like.targets && { targets: { ...like.targets, expires: targets?.expires } }) };
}
