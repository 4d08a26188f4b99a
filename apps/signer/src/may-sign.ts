import { canonicalJson, NotCanonical } from '@accord/enforcement';
import { sha256Hex } from '@accord/kernel';
import { isOnlineRole, ROLE_RULES, type OnlineRole, type RoleRule } from './online-role.js';
import { SigningRefusal } from './signing-refusal.js';

/** The highest version signed for a role with its present key, the digest of what was signed, and the versions it listed. */
export interface Floor {
  readonly version: number;
  readonly sha256: string;
  readonly parts: Readonly<Record<string, number>>;
}

/** What was signed with one key of a role, and the highest version that any key of a role has signed. */
export interface Signed {
  floorOf(role: OnlineRole, keyid: string): Floor | undefined;
  highestOf(role: OnlineRole): number;
  holds(role: OnlineRole, keyid: string): boolean;
}

export interface Permitted {
  readonly role: OnlineRole;
  readonly keyid: string;
  readonly bytes: Buffer;
  readonly floor: Floor;
}

/** No version may run ahead further than this: a stolen publisher could otherwise use up all numbers, and no repair would be newer. */
const MAX_STEP = 1_000;
const MAX_VERSION = 2 ** 31;
const SECOND = 1_000;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const SHA256 = /^[0-9a-f]{64}$/;

type Members = Readonly<Record<string, unknown>>;

/** Decides whether to sign, from the request's own text, the time and the floors alone. Throws a SigningRefusal otherwise. */
export function maySign(text: string, now: Date, before: Signed): Permitted {
  const request = parse(text);
  exactly(request, ['keyid', 'role', 'signed'], 'the request');
  const { keyid, role, signed } = request;
  if (!isOnlineRole(role)) throw new SigningRefusal('UNKNOWN_ROLE', 'There is no online key for this role.');
  if (typeof keyid !== 'string' || !SHA256.test(keyid) || !before.holds(role, keyid)) throw new SigningRefusal('UNKNOWN_KEY', `This is no key held here for the role ${role}.`);
  if (!isMembers(signed)) throw new SigningRefusal('MALFORMED', 'The signed part is not an object.');
  const rule = ROLE_RULES[role];
  demandExpiry(signed, rule, now);
  const version = demandVersion(signed);
  if (signed._type !== rule.type || signed.spec_version !== '1.0.31') {
    throw new SigningRefusal('WRONG_TYPE', `The role ${role} signs ${rule.type} metadata of specification 1.0.31.`);
  }
  const parts = rule.path ? demandTargets(signed, rule.path) : demandParts(signed, rule.parts ?? [], before.floorOf(role, keyid), before);

  const bytes = Buffer.from(canonicalJson(signed));
  const sha256 = sha256Hex(bytes);
  demandRising(version, sha256, before.floorOf(role, keyid), before.highestOf(role));
  return { role, keyid, bytes, floor: { version, sha256, parts } };
}

/** Comparing with the rewritten form refuses white space, repeated members and every other second spelling at once. */
function parse(text: string): Members {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SigningRefusal('MALFORMED', 'The request is not JSON.');
  }
  if (!isMembers(value)) throw new SigningRefusal('MALFORMED', 'The request is not a JSON object.');
  let rewritten: string | undefined;
  try {
    rewritten = canonicalJson(value);
  } catch (error) {
    if (!(error instanceof NotCanonical)) throw error;
  }
  if (rewritten !== text) throw new SigningRefusal('NOT_CANONICAL', 'The request is not canonical JSON.');
  return value;
}

function demandRising(version: number, sha256: string, floor: Floor | undefined, highest: number): void {
  if (!floor) {
    // A new key begins again, also below the one before; only where no key of the role has signed anything is there nothing to measure by.
    if (highest > 0 && version > highest + MAX_STEP) throw new SigningRefusal('TOO_FAR_AHEAD', `The last version signed with another key is ${highest}.`, highest);
    return;
  }
  if (version === floor.version && sha256 === floor.sha256) return; // a crash between signing and committing asks twice
  if (version <= floor.version) throw new SigningRefusal('NOT_RISING', `Version ${floor.version} was signed before.`, floor.version);
  if (version > floor.version + MAX_STEP) throw new SigningRefusal('TOO_FAR_AHEAD', `The last version signed is ${floor.version}.`, floor.version);
}

function demandVersion(signed: Members): number {
  const version = signed.version;
  if (!isVersion(version)) throw new SigningRefusal('MALFORMED', 'The version is not a whole number from 1.');
  return version;
}

function demandExpiry(signed: Members, rule: RoleRule, now: Date): void {
  const expires = signed.expires;
  const at = typeof expires === 'string' && INSTANT.test(expires) ? Date.parse(expires) : Number.NaN;
  if (Number.isNaN(at)) throw new SigningRefusal('MALFORMED', 'The expiry is not written as 2026-01-31T12:00:00Z.');
  if (at <= now.getTime()) throw new SigningRefusal('EXPIRED', 'The expiry is in the past.');
  if (at > now.getTime() + rule.validForSeconds * SECOND) {
    throw new SigningRefusal('EXPIRY_TOO_FAR', `The expiry is more than ${rule.validForSeconds} seconds ahead.`);
  }
}

function demandTargets(signed: Members, path: RegExp): Record<string, number> {
  exactly(signed, ['_type', 'expires', 'spec_version', 'targets', 'version'], 'the signed part');
  if (!isMembers(signed.targets)) throw new SigningRefusal('MALFORMED', 'The targets are not an object.');
  for (const [name, file] of Object.entries(signed.targets)) {
    if (!path.test(name)) throw new SigningRefusal('FOREIGN_PATH', `The path ${name} is outside this delegation.`);
    demandFile(file, ['hashes', 'length']);
  }
  return {};
}

function demandParts(signed: Members, names: readonly string[], floor: Floor | undefined, known: Signed): Record<string, number> {
  exactly(signed, ['_type', 'expires', 'meta', 'spec_version', 'version'], 'the signed part');
  if (!isMembers(signed.meta)) throw new SigningRefusal('MALFORMED', 'The list of files is not an object.');
  exactly(signed.meta, names, 'the list of files');
  const before = floor?.parts ?? {};
  const listed: Record<string, number> = {};
  for (const name of names) {
    const version = demandFile(signed.meta[name], ['hashes', 'length', 'version']).version;
    if (!isVersion(version)) throw new SigningRefusal('MALFORMED', `The version of ${name} is not a whole number from 1.`);
    if (version < (before[name] ?? 0)) throw new SigningRefusal('ROLLED_BACK_PART', `${name} was listed before in version ${before[name]}.`);
    const part = name.slice(0, -'.json'.length);
    if (isOnlineRole(part) && version > known.highestOf(part)) {
      throw new SigningRefusal('UNSIGNED_PART', `Version ${version} of ${name} was never signed here.`);
    }
    listed[name] = version;
  }
  return listed;
}

function demandFile(file: unknown, members: readonly string[]): Members {
  if (!isMembers(file)) throw new SigningRefusal('MALFORMED', 'A file entry is not an object.');
  exactly(file, members, 'a file entry');
  const hashes = file.hashes;
  if (!isMembers(hashes)) throw new SigningRefusal('MALFORMED', 'A file entry has no hashes.');
  exactly(hashes, ['sha256'], 'the hashes');
  if (typeof hashes.sha256 !== 'string' || !SHA256.test(hashes.sha256)) throw new SigningRefusal('MALFORMED', 'A hash is not SHA-256 in hex.');
  if (!Number.isSafeInteger(file.length) || (file.length as number) < 0) throw new SigningRefusal('MALFORMED', 'A length is not a whole number.');
  return file;
}

function exactly(value: Members, members: readonly string[], where: string): void {
  const found = Object.keys(value).sort();
  const wanted = [...members].sort();
  const stranger = found.find((name) => !wanted.includes(name));
  if (stranger !== undefined) throw new SigningRefusal('UNKNOWN_MEMBER', `${where} may not hold ${JSON.stringify(stranger)}.`);
  const absent = wanted.find((name) => !found.includes(name));
  if (absent !== undefined) throw new SigningRefusal('MALFORMED', `${where} lacks ${absent}.`);
}

function isVersion(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MAX_VERSION;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
