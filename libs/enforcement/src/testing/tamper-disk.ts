import type { UpdateRefusalCode } from '../refusals.js';
import { flipped, samplePositions } from './tamper-case.js';
import { MemoryStore } from './memory-store.js';
import type { Json, JsonObject, SignedName } from './tamper-draft.js';
import { verdictOn } from './tamper-verdict.js';
import { SERVED, TAMPER_T0, type TamperStage } from './tamper-stage.js';
import { TestFeed, canonical, seededKeys, sha256, signed } from './test-feed.js';
import { Verifier } from '../verifier.js';

/** A disk that was changed while the gateway was down. */
export interface DiskCase {
  readonly family: string;
  readonly role: string;
  readonly what: string;
  readonly store: MemoryStore;
  /** `opens`: what was put back is authentic, and must not make the gateway forget. Else the code found beneath HELD_STATE_DAMAGED, or ROOT_CHANGED. */
  readonly code: UpdateRefusalCode | 'opens';
  /** Whether the gateway starts all the same, with nothing held. */
  readonly starts?: true;
}

const PARTS = ['timestamp', 'snapshot', 'targets', 'localities', 'stops'] as const;
/** Targets that stand in the file beside the metadata, and where they are listed. */
const CONTENT = { publication: ['localities', 'localities/publication.json'], stopList: ['stops', 'stops/stops.json'] } as const;
const TARGET_OF: Readonly<Record<string, string>> = { 'accord-locality/2': 'locality', 'accord-callers/1': 'callers' };

/** Every file that a gateway keeps, changed in every way that a disk, a clumsy hand or a thief changes files. */
export async function diskCases(stage: TamperStage): Promise<DiskCase[]> {
  const foreign = await anotherDisk();
  return [...bytesOnDisk(stage), ...partsOnDisk(stage), ...contentOnDisk(stage), ...formerOnDisk(stage), ...trustOnDisk(stage), ...filesPutBack(stage, foreign)];
}

function* bytesOnDisk(stage: TamperStage): Generator<DiskCase> {
  for (const [name, genuine] of stage.store.files) {
    const role = name.endsWith('.target') ? TARGET_OF[String((read(genuine) as JsonObject).format)] ?? name : name;
    const offer = (family: string, what: string, bytes: Uint8Array | undefined, code: DiskCase['code']): DiskCase => ({ family, role, what, store: withFile(stage.store, name, bytes), code });
    const isTarget = name.endsWith('.target');
    for (const at of samplePositions(genuine.length, name === 'held.json' ? 420 : name === 'trust.json' ? 160 : 40, genuine.length)) {
      const bytes = flipped(genuine, at, 1 << (at % 3));
      const code = isTarget ? 'HASH_MISMATCH' : name === 'held.json' ? verdictOnHeld(bytes, genuine) : verdictOnTrust(bytes, genuine);
      yield offer('a byte on disk changed', `byte ${at}`, bytes, code);
    }
    for (let part = 0; part < 16; part += 1) yield offer('cut short on disk', `after ${part}/16`, genuine.subarray(0, Math.floor((genuine.length * part) / 16)), isTarget ? 'LENGTH_MISMATCH' : 'NOT_CANONICAL');
    yield offer('more on disk', 'a line feed', Buffer.concat([genuine, Buffer.from('\n')]), isTarget ? 'LENGTH_MISMATCH' : 'NOT_CANONICAL');
    yield offer('more on disk', 'itself again', Buffer.concat([genuine, genuine]), isTarget ? 'LENGTH_MISMATCH' : 'NOT_CANONICAL');
    yield offer('lost on disk', 'zeros', Buffer.alloc(genuine.length), isTarget ? 'HASH_MISMATCH' : 'NOT_CANONICAL');
    if (isTarget) yield offer('lost on disk', 'no file', undefined, 'MISSING');
    if (name === 'trust.json') yield offer('lost on disk', 'no file', undefined, 'opens');
    for (const [other, bytes] of stage.store.files) {
      if (other === name) continue;
      yield offer('another file in its place on disk', other.slice(0, 12), bytes, isTarget ? bytes.length === genuine.length ? 'HASH_MISMATCH' : 'LENGTH_MISMATCH' : 'MALFORMED');
    }
  }
}

/** Metadata of two publications mixed, and signatures of single parts spoiled. */
function* partsOnDisk(stage: TamperStage): Generator<DiskCase> {
  const [older, newer] = [stage.firstStore, stage.store].map((store) => read(store.files.get('held.json') as Uint8Array) as JsonObject) as [JsonObject, JsonObject];
  const offer = (family: string, what: string, held: JsonObject, code: DiskCase['code']): DiskCase => {
    const store = withFile(stage.store, 'held.json', canonical(held));
    for (const [name, bytes] of stage.firstStore.files) if (name.endsWith('.target')) store.files.set(name, bytes);
    return { family, role: 'held.json', what, store, code };
  };
  for (let mask = 1; mask < 31; mask += 1) {
    const mixed = { ...newer };
    PARTS.forEach((part, bit) => { if ((mask & (1 << bit)) !== 0) mixed[part] = older[part] as Json; });
    yield offer('two publications mixed on disk', PARTS.filter((_part, bit) => (mask & (1 << bit)) !== 0).join(', '), mixed, firstMismatch(mixed));
  }
  for (const part of PARTS) {
    const { signatures, signed: content } = newer[part] as { signatures: { keyid: string; sig: string }[]; signed: JsonObject };
    const [own] = signatures as [{ keyid: string; sig: string }];
    for (let byte = 0; byte < 64; byte += 4) {
      const digit = (Number.parseInt(own.sig[2 * byte] as string, 16) ^ 1).toString(16);
      const sig = own.sig.slice(0, 2 * byte) + digit + own.sig.slice(2 * byte + 1);
      yield offer('a signature on disk spoiled', `${part}, byte ${byte}`, { ...newer, [part]: { signatures: [{ keyid: own.keyid, sig }, ...signatures.slice(1)], signed: content } }, 'BAD_SIGNATURE');
    }
    yield offer('a signature on disk spoiled', `${part}, none`, { ...newer, [part]: { signatures: [], signed: content } }, 'MALFORMED');
    const forged = (by: (typeof stage.strangers)) => ({ ...newer, [part]: JSON.parse(Buffer.from(signed(content, by)).toString('utf8')) as Json });
    yield offer('a signature on disk spoiled', `${part}, a stranger’s`, forged(stage.strangers), 'UNKNOWN_KEY');
    for (const other of PARTS) if (other !== part) yield offer('a signature on disk spoiled', `${part}, by the key of ${other}`, forged(stage.keys[other]), 'UNKNOWN_KEY');
    yield offer('a part on disk left out', part, Object.fromEntries(Object.entries(newer).filter(([name]) => name !== part)), 'MALFORMED');
    yield offer('a part on disk left out', `${part}, null`, { ...newer, [part]: null }, 'MALFORMED');
    for (const other of PARTS) {
      const isSameType = (name: SignedName): string => (name === 'localities' || name === 'stops' ? 'targets' : name);
      if (other === part || isSameType(other) === isSameType(part)) continue;
      yield offer('another part on disk in its place', `${part} by ${other}`, { ...newer, [part]: newer[other] as Json }, 'WRONG_TYPE');
    }
  }
  for (const codes of [['TST1', 'TST9'], ['TST9'], ['TST1', 'publication']]) yield offer('other localities on disk', codes.join(), { ...newer, localityCodes: codes }, 'NOT_LISTED');
  for (const codes of [['../TST1'], [7], 'TST1', null, ['']] as Json[]) yield offer('other localities on disk', JSON.stringify(codes), { ...newer, localityCodes: codes }, 'MALFORMED');
  for (const format of ['accord-held/1', 'accord-held/3', 'accord-trust/2', '']) yield offer('another format on disk', format, { ...newer, format }, 'MALFORMED');
}

/** The publication and the stop list that stand beside their metadata. */
function* contentOnDisk(stage: TamperStage): Generator<DiskCase> {
  const [older, newer] = [stage.firstStore, stage.store].map((store) => read(store.files.get('held.json') as Uint8Array) as JsonObject) as [JsonObject, JsonObject];
  const offer = (what: string, held: JsonObject, code: DiskCase['code']): DiskCase => ({ family: 'content in what is held on disk', role: 'held.json', what, store: withFile(stage.store, 'held.json', canonical(held)), code });
  for (const part of ['publication', 'stopList'] as const) {
    const mine = newer[part] as JsonObject;
    const spoiled = (change: JsonObject): JsonObject => ({ ...newer, [part]: { ...mine, ...change } });
    const listed = (held: JsonObject): UpdateRefusalCode => mismatch(held, part) ?? 'NOT_CANONICAL';
    for (const [what, held] of [['the older', { ...newer, [part]: older[part] as Json }], ['the other', { ...newer, [part]: newer[part === 'publication' ? 'stopList' : 'publication'] as Json }], ['nothing in it', { ...newer, [part]: {} }]] as const) yield offer(`${part}: ${what}`, held, listed(held));
    for (const [key, value] of Object.entries(mine)) {
      const { [key]: _left, ...rest } = mine;
      yield offer(`${part} without ${key}`, { ...newer, [part]: rest }, 'LENGTH_MISMATCH');
      if (typeof value === 'number') for (const other of [value + 1, value - 1]) yield offer(`${part}: ${key} ${other}`, spoiled({ [key]: other }), listed(spoiled({ [key]: other })));
    }
    yield offer(`${part} and more`, spoiled({ spare: true }), 'LENGTH_MISMATCH');
    for (const value of [null, [], 'publication', 7] as Json[]) yield offer(`${part}: ${JSON.stringify(value)}`, { ...newer, [part]: value }, 'MALFORMED');
    const { [part]: _gone, ...without } = newer;
    yield offer(`${part} left out`, without, 'MALFORMED');
    const allElseOlder = { ...older, [part]: newer[part] as Json };
    // An older publication that fits its listing is older than the floors, whatever the stop list beside it.
    yield offer(`all older but ${part}`, allElseOlder, part === 'publication' ? listed(allElseOlder) : 'ROLLBACK');
  }
}

/** A folder as the program before this one left it. */
function* formerOnDisk(stage: TamperStage): Generator<DiskCase> {
  const { publication, stopList, ...rest } = read(stage.store.files.get('held.json') as Uint8Array) as JsonObject;
  const targets = [publication, stopList].map((content) => canonical(content as Json));
  const former = (change: JsonObject = {}): MemoryStore => {
    const store = withFile(stage.store, 'held.json', canonical({ ...rest, format: 'accord-held/1', ...change }));
    for (const bytes of targets) store.files.set(`${sha256(bytes)}.target`, bytes);
    return store;
  };
  const offer = (what: string, store: MemoryStore, code: DiskCase['code']): DiskCase => ({ family: 'what a former program held', role: 'held.json', what, store, code });
  yield offer('as it was', former(), 'opens');
  for (const bytes of targets) {
    const name = `${sha256(bytes)}.target`;
    yield offer(`without ${name.slice(0, 12)}`, withFile(former(), name, undefined), 'MISSING');
    for (const at of samplePositions(bytes.length, 12, bytes.length)) yield offer(`${name.slice(0, 12)}, byte ${at}`, withFile(former(), name, flipped(bytes, at, 1)), 'HASH_MISMATCH');
  }
  yield offer('content within it all the same', former({ publication: publication as Json, stopList: stopList as Json }), 'MALFORMED');
}

/** Roots and floors, with a checksum that fits: what one key or none can sign must still not be believed. */
function* trustOnDisk(stage: TamperStage): Generator<DiskCase> {
  const trust = read(stage.store.files.get('trust.json') as Uint8Array) as JsonObject;
  const [last] = (trust.roots as { signed: JsonObject }[]).slice(-1) as [{ signed: JsonObject }];
  const offer = (what: string, change: JsonObject, code: DiskCase['code']): DiskCase => ({ family: 'whom to believe, rewritten on disk', role: 'trust.json', what, store: withFile(stage.store, 'trust.json', checked({ ...trust, ...change })), code });
  const root = (content: JsonObject, by: TamperStage['strangers']): Json => JSON.parse(Buffer.from(signed(content, by)).toString('utf8')) as Json;
  const stolen = { ...last.signed, version: 3, keys: keysOf(stage.strangers), roles: Object.fromEntries(['root', 'timestamp', 'snapshot', 'targets'].map((role) => [role, { keyids: stage.strangers.map(({ id }) => id), threshold: 1 }])) };
  yield offer('a root of strangers', { roots: [...trust.roots as Json[], root(stolen, stage.strangers)] }, 'THRESHOLD_NOT_MET');
  yield offer('a root of strangers in the place of the last', { roots: [root({ ...stolen, version: 2 }, stage.strangers)] }, 'THRESHOLD_NOT_MET');
  yield offer('a root of strangers, one true key beside', { roots: [...trust.roots as Json[], root(stolen, [...stage.strangers, ...stage.keys.root.slice(0, 1)])] }, 'THRESHOLD_NOT_MET');
  yield offer('a root that skips', { roots: [...trust.roots as Json[], root({ ...last.signed, version: 4 }, stage.keys.root)] }, 'VERSION_LEAP');
  yield offer('the last root twice', { roots: [...trust.roots as Json[], ...trust.roots as Json[]] }, 'ROLLBACK');
  yield offer('a timestamp for a root', { roots: [(read(stage.store.files.get('held.json') as Uint8Array) as JsonObject).timestamp as Json] }, 'WRONG_TYPE');
  yield offer('no roots', { roots: [] }, 'opens');
  yield offer('floors of nothing', { floors: { timestamp: 0, snapshot: 0, roles: {}, publication: 0, publicationHash: '', stopList: 0, stopListHash: '' } }, 'opens');
  yield offer('floors of the first', { floors: (read(stage.firstStore.files.get('trust.json') as Uint8Array) as JsonObject).floors as Json }, 'opens');
  for (const key of ['publication', 'stopList', 'timestamp', 'snapshot']) yield offer(`a floor below nothing: ${key}`, { floors: { ...trust.floors as JsonObject, [key]: -1 } }, 'MALFORMED');
  for (const key of Object.keys(trust)) {
    const { [key]: _left, ...rest } = trust;
    yield { family: 'whom to believe, rewritten on disk', role: 'trust.json', what: `without ${key}`, store: withFile(stage.store, 'trust.json', key === 'check' ? canonical(rest) : checked(rest)), code: 'MALFORMED' };
  }
  yield { ...offer('another hash under the number held', { floors: { ...trust.floors as JsonObject, publicationHash: 'ab'.repeat(32) } }, 'MIX_AND_MATCH'), starts: true };
  yield { ...offer('another stop list under the number held', { floors: { ...trust.floors as JsonObject, stopListHash: 'ab'.repeat(32) } }, 'MIX_AND_MATCH'), starts: true };
}

function* filesPutBack(stage: TamperStage, foreign: MemoryStore): Generator<DiskCase> {
  const family = 'older or foreign files on disk';
  const merged = stage.store.copy();
  for (const [name, bytes] of stage.firstStore.files) if (name.endsWith('.target')) merged.files.set(name, bytes);
  const first = (name: string): Uint8Array => stage.firstStore.files.get(name) as Uint8Array;
  yield { family, role: 'held.json', what: 'what was held before', store: withFile(merged, 'held.json', first('held.json')), code: 'ROLLBACK' };
  yield { family, role: 'held.json', what: 'what was held before, without its targets', store: withFile(stage.store, 'held.json', first('held.json')), code: 'ROLLBACK' };
  yield { family, role: 'trust.json', what: 'the floors of before', store: withFile(merged, 'trust.json', first('trust.json')), code: 'opens' };
  yield { family, role: 'held.json', what: 'what another environment held', store: withFile(stage.store, 'held.json', foreign.files.get('held.json')), code: 'UNKNOWN_KEY' };
  yield { family, role: 'trust.json', what: 'whom another environment believed', store: withFile(stage.store, 'trust.json', foreign.files.get('trust.json')), code: 'ROOT_CHANGED' };
  yield { family, role: 'trust.json', what: 'everything of another environment', store: foreign.copy(), code: 'ROOT_CHANGED' };
}

function firstMismatch(held: JsonObject): UpdateRefusalCode {
  const bytes = (part: string): Uint8Array => canonical(held[part] as Json);
  const check = (part: string, list: Json): UpdateRefusalCode | undefined => {
    const entry = (list as Record<string, { length: number; hashes: { sha256: string } }>)[`${part}.json`];
    if (entry?.length !== bytes(part).length) return 'LENGTH_MISMATCH';
    return entry.hashes.sha256 === sha256(bytes(part)) ? undefined : 'HASH_MISMATCH';
  };
  const metaOf = (part: string): Json => ((held[part] as JsonObject).signed as JsonObject).meta as Json;
  const found = check('snapshot', metaOf('timestamp')) ?? ['targets', 'localities', 'stops'].map((part) => check(part, metaOf('snapshot'))).find((each) => each !== undefined);
  if (found === undefined) throw new TypeError('nothing is mixed');
  return found;
}

function verdictOnHeld(bytes: Uint8Array, genuine: Uint8Array): UpdateRefusalCode {
  const [held, before] = [read(bytes), read(genuine) as JsonObject];
  if (held === null || Buffer.compare(canonical(held), bytes) !== 0) return 'NOT_CANONICAL';
  const file = held as JsonObject;
  if (Object.keys(file).sort().join() !== Object.keys(before).sort().join() || file.format !== before.format || !(file.localityCodes as Json[]).every((code) => /^[A-Za-z0-9-]{1,40}$/.test(String(code)))) return 'MALFORMED';
  for (const part of PARTS) {
    const code = verdictOn(canonical(file[part] as Json), canonical(before[part] as Json), part);
    if (code !== 'accepted') return code;
  }
  return mismatch(file, 'publication') ?? mismatch(file, 'stopList') ?? 'NOT_LISTED';
}

/** What is wrong with content by the listing beside it. */
function mismatch(held: JsonObject, part: keyof typeof CONTENT): UpdateRefusalCode | undefined {
  const [role, path] = CONTENT[part];
  const listed = (((held[role] as JsonObject).signed as JsonObject).targets as Record<string, { length: number; hashes: { sha256: string } }>)[path];
  const bytes = canonical(held[part] as Json);
  if (listed?.length !== bytes.length) return 'LENGTH_MISMATCH';
  return listed.hashes.sha256 === sha256(bytes) ? undefined : 'HASH_MISMATCH';
}

function verdictOnTrust(bytes: Uint8Array, genuine: Uint8Array): UpdateRefusalCode {
  const [trust, before] = [read(bytes), read(genuine) as JsonObject];
  if (trust === null || Buffer.compare(canonical(trust), bytes) !== 0 || /\d\.\d+[,}]/.test(Buffer.from(bytes).toString('utf8'))) return 'NOT_CANONICAL';
  const names = (value: Json): string => (typeof value === 'object' && value !== null ? Object.keys(value).join() : '');
  const file = trust as JsonObject;
  const hex = /^[0-9a-f]{64}$/;
  const { floors, authors } = file as { floors: JsonObject; authors: JsonObject };
  const isShaped = names(file) === names(before) && file.format === before.format && hex.test(String(file.pinned)) && hex.test(String(file.check)) && Number(file.heldBy) >= 1
    && names(floors) === names(before.floors as Json) && Object.keys(floors.roles as JsonObject).every((name) => /^[a-z][a-z0-9-]*$/.test(name))
    && hex.test(String(floors.publicationHash)) && hex.test(String(floors.stopListHash)) && names(authors) === names(before.authors as Json)
    && Object.values(authors).every((keys) => (keys as Json[]).every((key) => hex.test(String(key))));
  return isShaped ? 'HASH_MISMATCH' : 'MALFORMED';
}

async function anotherDisk(): Promise<MemoryStore> {
  const feed = new TestFeed(TAMPER_T0, seededKeys('another disk'));
  feed.publish(TAMPER_T0, {});
  const store = new MemoryStore();
  await (await Verifier.open(store, feed.pinnedRoot)).verify(feed.source(), SERVED, TAMPER_T0);
  return store;
}

/** With the checksum that whoever writes the file would write. */
export function checked({ check: _old, ...content }: JsonObject): Uint8Array {
  return canonical({ ...content, check: sha256(canonical(content)) });
}

function keysOf(keys: TamperStage['strangers']): JsonObject {
  return Object.fromEntries(keys.map((key) => [key.id, { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: key.public } }]));
}

function withFile(store: MemoryStore, name: string, bytes: Uint8Array | undefined): MemoryStore {
  const copy = store.copy();
  if (bytes === undefined) copy.files.delete(name);
  else copy.files.set(name, bytes);
  return copy;
}

function read(bytes: Uint8Array): Json {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Json;
  } catch {
    return null;
  }
}
