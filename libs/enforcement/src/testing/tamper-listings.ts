import { MOST_BYTES } from '../source.js';
import type { TamperCase } from './tamper-case.js';
import { CONTENT, type Changes, type Json, type JsonObject, type LayerName, type TamperDraft, isContent } from './tamper-draft.js';
import { sha256 } from './test-feed.js';

type Code = TamperCase['code'];

/** Who lists what: the timestamp the snapshot, the snapshot the roles, two of those their targets. */
const LISTINGS: readonly (readonly [by: 'timestamp' | 'snapshot' | 'localities' | 'stops', file: string, listed: LayerName])[] = [
  ['timestamp', 'snapshot.json', 'snapshot'], ['snapshot', 'targets.json', 'targets'], ['snapshot', 'localities.json', 'localities'], ['snapshot', 'stops.json', 'stops'],
  ...CONTENT.map((name) => [name.startsWith('stops') ? 'stops' : 'localities', name, name] as const),
];

/** Listings that do not describe what they list, signed by the role that lists. */
export function* falseListings(draft: TamperDraft): Generator<TamperCase> {
  for (const [by, file, listed] of LISTINGS) {
    const key = by === 'timestamp' || by === 'snapshot' ? 'meta' : 'targets';
    const { length } = draft.bytesOf(listed);
    const hash = sha256(draft.bytesOf(listed));
    const cap = listed === 'snapshot' ? MOST_BYTES.snapshot : listed === 'targets' ? MOST_BYTES.targets : isContent(listed) ? MOST_BYTES.target : MOST_BYTES.delegated;
    const offer = (what: string, code: Code, change: JsonObject): TamperCase => {
      const isMalformed = code === 'MALFORMED' || code === 'NOT_CANONICAL' || code === 'ROLLBACK' || code === 'VERSION_LEAP';
      const believed = by === 'timestamp' && isMalformed ? 'nothing' : 'timestamp';
      const files = draft.make({ [by]: { value: (value: JsonObject) => {
        const entry = (value[key] as JsonObject)[file] as JsonObject;
        Object.assign(entry, change);
        return value;
      } } });
      return { family: 'a listing that is not true', role: listed, what, draft, files, code, believed };
    };
    for (const other of [length - 1, length + 1, 2 * length, Math.floor(length / 2)]) yield offer(`a length of ${other}`, 'LENGTH_MISMATCH', { length: other });
    for (const other of [cap + 1, 2 ** 40, Number.MAX_SAFE_INTEGER]) yield offer(`a length of ${other}`, 'TOO_LARGE', { length: other });
    if (isContent(listed)) yield offer('a length of nothing', 'LENGTH_MISMATCH', { length: 0 });
    else yield offer('a length of nothing', 'MALFORMED', { length: 0 });
    for (const other of [0, 21, 42, 63]) {
      const changed = hash.slice(0, other) + (hash[other] === 'f' ? 'e' : 'f') + hash.slice(other + 1);
      // What publication.json names has its own word on hashes.
      const code = listed.startsWith('localities/') && listed !== 'localities/publication.json' ? 'MIX_AND_MATCH' : 'HASH_MISMATCH';
      yield offer(`digit ${other} of the hash changed`, code, { hashes: { sha256: changed } });
    }
    for (const [what, wrong] of [['in capitals', 'AB'.repeat(32)], ['cut short', hash.slice(1)], ['too long', `${hash}0`], ['empty', '']] as const) yield offer(`a hash ${what}`, 'MALFORMED', { hashes: { sha256: wrong } });
    yield offer('a hash of another kind', 'MALFORMED', { hashes: { sha512: 'ab'.repeat(64) } });
    yield offer('the name of a hash without one', 'MALFORMED', { hashes: { sha256: {} } });
    if (key !== 'meta') continue;
    const own = draft.stage.versions[listed as 'snapshot'];
    yield offer('the next version', 'VERSION_MISMATCH', { version: own + 1 });
    // Whoever served the first two knows them already.
    for (let version = 1; version < own - 1; version += 1) yield offer(`version ${version}`, 'ROLLBACK', { version });
    yield offer('a version far ahead', 'VERSION_LEAP', { version: own + 1_000_001 });
    for (const version of [0, -3, 2_147_483_648]) yield offer(`version ${version}`, 'MALFORMED', { version });
    for (const version of [2 ** 53 + 4, 1.25]) yield offer(`version ${version}`, 'NOT_CANONICAL', { version });
  }
}

/** What has not changed is not fetched again; a listing of it that is not true would only show after a restart. */
export function* falseListingsOfWhatIsHeld(draft: TamperDraft): Generator<TamperCase> {
  for (const [by, file, listed] of LISTINGS) {
    if (listed !== 'targets' && listed !== 'localities/TST2.json' && listed !== 'localities/callers.json') continue;
    const { length } = draft.bytesOf(listed);
    for (const other of [1, length - 1, length + 1, length + 1_000]) {
      const files = draft.make({ [by]: { value: (value: JsonObject) => {
        Object.assign((value[by === 'snapshot' ? 'meta' : 'targets'] as JsonObject)[file] as JsonObject, { length: other });
        return value;
      } } });
      yield { family: 'a listing that is not true of what is held', role: listed, what: `a length of ${other}`, draft, files, code: 'LENGTH_MISMATCH', believed: 'timestamp' };
    }
  }
}

/** What is not listed, or listed as something else. */
export function* brokenListings(draft: TamperDraft): Generator<TamperCase> {
  const offer = (family: string, role: string, what: string, code: Code, changes: Changes): TamperCase => ({ family, role, what, draft, files: draft.make(changes), code, believed: 'timestamp' });
  const without = (key: 'meta' | 'targets', file: string) => (value: JsonObject): Json => {
    const { [file]: _left, ...rest } = value[key] as JsonObject;
    return { ...value, [key]: rest };
  };
  for (const role of ['targets', 'localities', 'consumers', 'stops']) yield offer('not listed', role, 'left out of the snapshot', 'ROLLBACK', { snapshot: { value: without('meta', `${role}.json`) } });
  for (const name of CONTENT) {
    const by = name.startsWith('stops') ? 'stops' : 'localities';
    yield offer('not listed', name, 'left out by its role', name === 'localities/publication.json' ? 'NOTHING_PUBLISHED' : 'NOT_LISTED', { [by]: { value: without('targets', name) } });
  }
  for (const path of ['../trust.json ', 'localities/TST1.json\u0000', 'localities\\TST1.json', 'C:/TST1.json', 'localities/%2e%2e', 'localities/TST 1.json', 'a'.repeat(201)]) {
    for (const by of ['localities', 'stops'] as const) {
      const code = /\p{Cc}/u.test(path) ? 'NOT_CANONICAL' : 'MALFORMED';
      yield offer('a path that may not be', by, path, code, { [by]: { value: (value: JsonObject) => ({ ...value, targets: { ...value.targets as JsonObject, [path]: { length: 1, hashes: { sha256: 'ab'.repeat(32) } } } }) } });
    }
  }
  for (const name of ['../root.json', 'Root.json', 'root', '.json', '1.json', 'a b.json', `${'a'.repeat(50)}.json`]) {
    yield offer('a path that may not be', 'snapshot', name, 'MALFORMED', { snapshot: { value: (value) => ({ ...value, meta: { ...value.meta as JsonObject, [name]: { version: 1, length: 1, hashes: { sha256: 'ab'.repeat(32) } } } }) } });
  }
}

/** Top targets that hand the names out otherwise than to the three fixed roles and their own keys. */
export function* wrongDelegations(draft: TamperDraft): Generator<TamperCase> {
  const offer = (what: string, code: Code, change: (role: JsonObject, delegations: JsonObject) => void, role = 'localities'): TamperCase => {
    const files = draft.make({ targets: { value: (value) => {
      const delegations = value.delegations as JsonObject;
      change((delegations.roles as JsonObject[]).find((each) => each.name === role) as JsonObject, delegations);
      return value;
    } } });
    return { family: 'delegated otherwise', role, what, draft, files, code, believed: 'timestamp' };
  };
  const { strangers } = draft.stage;
  for (const role of ['localities', 'stops'] as const) {
    const own = draft.stage.keys[role][0]?.id as string;
    yield offer('to nobody', 'NOT_LISTED', (given, delegations) => { delegations.roles = (delegations.roles as JsonObject[]).filter((each) => each !== given); }, role);
    yield offer('for other paths', 'NOT_LISTED', (given) => { given.paths = ['elsewhere/*']; }, role);
    yield offer('for paths one level deeper', 'NOT_LISTED', (given) => { given.paths = [`${role}/*/*`]; }, role);
    yield offer('under another name', 'NOT_LISTED', (given) => { given.name = 'others'; }, role);
    yield offer('to another role first', 'NOT_LISTED', (given, delegations) => { delegations.roles = [{ ...given, name: 'first' }, ...delegations.roles as JsonObject[]]; }, role);
    yield offer('with a pattern for everything first', 'NOT_LISTED', (given, delegations) => { delegations.roles = [{ ...given, name: 'first', paths: ['*/*'] }, ...delegations.roles as JsonObject[]]; }, role);
    yield offer('not terminating', 'MALFORMED', (given) => { given.terminating = false; }, role);
    yield offer('by a threshold of none', 'MALFORMED', (given) => { given.threshold = 0; }, role);
    yield offer('by a threshold below none', 'MALFORMED', (given) => { given.threshold = -1; }, role);
    yield offer('by a threshold nobody reaches', 'THRESHOLD_NOT_MET', (given) => { given.threshold = 2; }, role);
    yield offer('by a threshold past all keys', 'MALFORMED', (given) => { given.threshold = 33; }, role);
    yield offer('to no key', 'MALFORMED', (given) => { given.keyids = []; }, role);
    yield offer('to a stranger', 'UNKNOWN_KEY', (given, delegations) => {
      const [key] = strangers;
      if (key === undefined) throw new TypeError('no stranger');
      (delegations.keys as JsonObject)[key.id] = { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: key.public } };
      given.keyids = [key.id];
    }, role);
    yield offer('to a key that is not given', 'UNKNOWN_KEY', (_given, delegations) => { delete (delegations.keys as JsonObject)[own]; }, role);
    yield offer('to another key under the same id', 'BAD_SIGNATURE', (_given, delegations) => { (delegations.keys as JsonObject)[own] = { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: strangers[0]?.public as string } }; }, role);
    yield offer('to the key of another role', 'UNKNOWN_KEY', (given, delegations) => { given.keyids = (delegations.roles as JsonObject[]).find((each) => each.name !== role)?.keyids as Json; }, role);
    for (const [what, change] of OTHER_KEYS) yield offer(`to a key ${what}`, 'UNSUPPORTED_KEY', (_given, delegations) => { Object.assign((delegations.keys as JsonObject)[own] as JsonObject, change); }, role);
    yield offer('one key twice, for a threshold of two', 'THRESHOLD_NOT_MET', (given) => { given.keyids = [own, own]; given.threshold = 2; }, role);
    yield offer('with no list of paths', 'MALFORMED', (given) => { delete given.paths; given.path_hash_prefixes = ['00']; }, role);
    yield offer('with a space in a path', 'MALFORMED', (given) => { given.paths = [`${role}/* `]; }, role);
  }
  yield { family: 'delegated otherwise', role: 'targets', what: 'no delegations at all', draft, files: draft.make({ targets: { value: ({ delegations: _left, ...rest }) => rest } }), code: 'NOT_LISTED', believed: 'timestamp' };
}

const OTHER_KEYS: readonly [string, JsonObject][] = [
  ['of another type', { keytype: 'rsa' }], ['of another scheme', { scheme: 'rsassa-pss-sha256' }], ['of no scheme', { scheme: 'none' }], ['of a curve of its own', { keytype: 'ecdsa', scheme: 'ecdsa-sha2-nistp256' }],
  ['cut short', { keyval: { public: 'ab'.repeat(31) } }], ['too long', { keyval: { public: 'ab'.repeat(33) } }], ['in capitals', { keyval: { public: 'AB'.repeat(32) } }],
  ['in PEM', { keyval: { public: '-----BEGIN PUBLIC KEY-----' } }], ['of Ed448', { keytype: 'ed448', scheme: 'ed448' }], ['hashed before signing', { scheme: 'ed25519ph' }],
];

/** Every mixture of files of two generations under the names that the newer gives them, and every older file listed anew. */
export function* mixtures(draft: TamperDraft): Generator<TamperCase> {
  const [, second, third] = draft.stage.generations;
  const before = (role: string): Uint8Array => {
    const version = draft.stage.versions[role as 'snapshot'] - 1;
    return second.get(role === 'timestamp' ? 'metadata/timestamp.json' : `metadata/${version}.${role}.json`) as Uint8Array;
  };
  const names = ['snapshot', 'targets', 'localities', 'stops'] as const;
  for (let mask = 1; mask < 16; mask += 1) {
    const files = new Map(third);
    const older = names.filter((_name, bit) => (mask & (1 << bit)) !== 0);
    for (const name of older) files.set(draft.pathOf(name), before(name));
    const [first] = older as [LayerName];
    const code = before(first).length === draft.bytesOf(first).length ? 'HASH_MISMATCH' : 'LENGTH_MISMATCH';
    yield { family: 'files of two publications', role: first, what: `${older.join(', ')} of the one before`, draft, files, code, believed: 'timestamp' };
  }
  const [first] = draft.stage.generations;
  for (const name of ['targets', 'localities', 'stops'] as const) {
    for (let version = 1; version < draft.stage.versions[name] - 1; version += 1) {
      const older = (first.get(`metadata/${version}.${name}.json`) ?? second.get(`metadata/${version}.${name}.json`)) as Uint8Array;
      const listed = { version, length: older.length, hashes: { sha256: sha256(older) } };
      const files = draft.make({ snapshot: { value: (value) => ({ ...value, meta: { ...value.meta as JsonObject, [`${name}.json`]: listed } }) } });
      files.set(`metadata/${version}.${name}.json`, older);
      yield { family: 'an older version', role: name, what: `version ${version}, listed anew`, draft, files, code: 'ROLLBACK', believed: 'timestamp' };
    }
  }
  yield { family: 'an older version', role: 'timestamp', what: 'the first publication, whole', draft, files: first, code: 'ROLLBACK', believed: 'nothing' };
  for (const version of [1]) {
    const older = first.get(`metadata/${version}.snapshot.json`) as Uint8Array;
    const files = draft.make({ timestamp: { value: (value) => ({ ...value, meta: { 'snapshot.json': { version, length: older.length, hashes: { sha256: sha256(older) } } } }) } });
    yield { family: 'an older version', role: 'snapshot', what: `version ${version}, listed anew`, draft, files, code: 'ROLLBACK', believed: 'nothing' };
  }
  for (const name of CONTENT) {
    const role = name.startsWith('stops') ? 'stops' : 'localities';
    for (const generation of [first, second]) {
      const path = targetIn(generation, role, name);
      const older = generation.get(path) as Uint8Array;
      if (Buffer.compare(older, draft.bytesOf(name)) === 0) continue; // the callers are those of always
      const entry = { length: older.length, hashes: { sha256: sha256(older) } };
      const files = draft.make({ [role]: { value: (value: JsonObject) => ({ ...value, targets: { ...value.targets as JsonObject, [name]: entry } }) } });
      files.set(path, older);
      const isNumbered = name === 'localities/publication.json' || name === 'stops/stops.json';
      const code = !isNumbered ? 'MIX_AND_MATCH' : generation === first ? 'ROLLBACK' : 'MIX_AND_MATCH';
      yield { family: 'content of an older publication', role: name, what: generation === first ? 'of the first' : 'of the second', draft, files, code, believed: 'timestamp' };
    }
  }
}

function targetIn(generation: ReadonlyMap<string, Uint8Array>, role: 'localities' | 'stops', name: string): string {
  const path = [...generation.keys()].filter((each) => each.endsWith(`.${role}.json`)).sort((one, other) => Number(one.split(/[/.]/)[1]) - Number(other.split(/[/.]/)[1])).at(-1) as string;
  const { signed } = JSON.parse(Buffer.from(generation.get(path) as Uint8Array).toString('utf8')) as { signed: { targets: Record<string, { hashes: { sha256: string } }> } };
  const slash = name.lastIndexOf('/') + 1;
  return `targets/${name.slice(0, slash)}${signed.targets[name]?.hashes.sha256 ?? ''}.${name.slice(slash)}`;
}
