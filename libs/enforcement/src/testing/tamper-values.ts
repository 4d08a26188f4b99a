import type { TamperCase } from './tamper-case.js';
import { CONTENT, type Json, type JsonObject, type LayerName, SIGNED, type TamperDraft, isContent } from './tamper-draft.js';
import { canonical, iso, signed } from './test-feed.js';

type Code = TamperCase['code'];
type Path = readonly (string | number)[];

/** Where dictionaries lie, whose keys are data: taking one away, or adding one, says something else and is told elsewhere. */
const DICTIONARIES: readonly RegExp[] = [/^signed\/(keys|meta|targets)$/, /^signed\/delegations\/keys$/, /^(services|localities)$/];
/** What may be left out. */
const OPTIONAL = /^(entries\/\d+\/scope\/\w+|signed\/delegations)$/;
/** Instants in columns reach back to the year 1000. */
const MAY_BE_NEGATIVE = /^blocks\/(from|until)\/\d+$/;

/** Every value of every file, each replaced by every other kind of value: authentic, and not of the shape its place demands. */
export function* wrongShapes(draft: TamperDraft): Generator<TamperCase> {
  for (const name of [...SIGNED, ...CONTENT] as LayerName[]) {
    const root = isContent(name) ? '' : 'signed/';
    for (const path of pathsIn(draft.valueOf(name))) {
      const where = root + path.join('/');
      const isInMeta = /^signed\/meta\/(consumers|targets)\.json/.test(where) || /^signed\/targets\//.test(where);
      for (const [what, code, change] of mutationsOf(valueAt(draft.valueOf(name), path), where)) {
        if (isInMeta && !what.startsWith('a ')) continue; // one of several alike
        const files = draft.make({ [name]: { value: (value: JsonObject) => replaceAt(value, path, change) } });
        yield { family: 'a value of another kind', role: name, what: `${where}: ${what}`, draft, files, code: special(where, code), believed: name === 'timestamp' ? 'nothing' : 'timestamp' };
      }
    }
  }
}

/** The next root, likewise. */
export function* wrongShapesOfRoot(draft: TamperDraft): Generator<TamperCase> {
  const before = (JSON.parse(Buffer.from(draft.good.get('metadata/2.root.json') as Uint8Array).toString('utf8')) as { signed: JsonObject }).signed;
  const next: JsonObject = { ...before, version: 3 };
  for (const path of pathsIn(next)) {
    const where = `signed/${path.join('/')}`;
    for (const [what, code, change] of mutationsOf(valueAt(next, path), where)) {
      const bytes = signed(replaceAt(structuredClone(next), path, change) as JsonObject, draft.stage.keys.root.slice(0, 2));
      yield { family: 'a value of another kind', role: 'root', what: `${where}: ${what}`, draft, files: new Map(draft.good).set('metadata/3.root.json', bytes), code: special(where, code), believed: 'nothing' };
    }
  }
}

const REMOVED = Symbol('removed');
type Replacement = Json | typeof REMOVED;
type Mutation = readonly [what: string, code: Code, change: (value: Json) => Replacement];

function mutationsOf(value: Json, where: string): Mutation[] {
  const mutations: Mutation[] = [['null', 'MALFORMED', () => null]];
  const last = where.slice(where.lastIndexOf('/') + 1);
  const parent = where.slice(0, Math.max(0, where.lastIndexOf('/')));
  if (typeof value === 'number') {
    mutations.push(['a fraction', 'NOT_CANONICAL', (given) => Number(given) + 0.5], ['past what is counted exactly', 'NOT_CANONICAL', () => 2 ** 53], ['as text', 'MALFORMED', (given) => String(given)], ['a list', 'MALFORMED', () => []]);
    if (!MAY_BE_NEGATIVE.test(where)) mutations.push(['below zero', 'MALFORMED', () => -1]);
    else mutations.push(['before the year 1000', 'MALFORMED', () => Date.UTC(999, 11, 31)], ['after the year 9999', 'MALFORMED', () => Date.UTC(10_000, 0, 1)]);
  } else if (typeof value === 'string') {
    mutations.push(['a number', 'MALFORMED', () => 7], ['with a control character', 'NOT_CANONICAL', (given) => `${String(given)}\u0001`], ['with half a character', 'NOT_CANONICAL', (given) => `${String(given)}\ud800`], ['in a list', 'MALFORMED', (given) => [given]], ['with a space behind', 'MALFORMED', (given) => `${String(given)} `]);
    if (!/\/(keytype|scheme|public|spec_version)$/.test(`/${where}`)) mutations.push(['of ten thousand characters', 'MALFORMED', (given) => String(given).padEnd(10_000, 'a')]);
  } else if (typeof value === 'boolean') {
    mutations.push(['the contrary', 'MALFORMED', (given) => given !== true], ['as text', 'MALFORMED', (given) => String(given)]);
  } else if (Array.isArray(value)) {
    mutations.push(['an object', 'MALFORMED', () => ({})], ['text', 'MALFORMED', () => 'list'], ['nested too deep', 'NOT_CANONICAL', () => deep(20)]);
  } else if (value !== null) {
    mutations.push(['a list', 'MALFORMED', () => []], ['text', 'MALFORMED', () => 'object'], ['nested too deep', 'NOT_CANONICAL', () => deep(20)]);
    if (!where.startsWith('signed')) {
      mutations.push(['with a prototype', 'MALFORMED', (given) => withPrototype(given as JsonObject)], ['with a field more', 'MALFORMED', (given) => ({ ...given as JsonObject, '§': 1 })]);
    }
  }
  const isMember = !/^\d+$/.test(last) && !DICTIONARIES.some((each) => each.test(parent));
  if (isMember && !OPTIONAL.test(where)) mutations.push(['left out', 'MALFORMED', () => REMOVED]);
  return mutations.filter(([what]) => !(what === 'with a space behind' && /\/(keytype|scheme|public)$/.test(where)));
}

/** Two fields are looked at before all others, and each has its own code. */
function special(where: string, code: Code): Code {
  if (code === 'NOT_CANONICAL') return code;
  return where === 'signed/_type' ? 'WRONG_TYPE' : where === 'signed/spec_version' ? 'UNSUPPORTED_SPEC' : code;
}

/** Numbers, types, versions of the specification and instants that a role may not bear, each signed by its own key. */
export function* wrongHeads(draft: TamperDraft): Generator<TamperCase> {
  for (const name of SIGNED) {
    const believed = name === 'timestamp' ? 'nothing' : 'timestamp';
    const type = name === 'localities' || name === 'stops' ? 'targets' : name;
    const offer = (family: string, what: string, code: Code, change: JsonObject): TamperCase => (
      { family, role: name, what, draft, files: draft.make({ [name]: { value: (value: JsonObject) => ({ ...value, ...change }) } }), code, believed });
    for (const version of [0, -2, -2_147_483_648, 2_147_483_648, Number.MAX_SAFE_INTEGER]) yield offer('a version that cannot be', String(version), 'MALFORMED', { version });
    for (const version of [2 ** 53 + 2, 2 ** 64, 1e300, 1.5, 0.1]) yield offer('a version that cannot be', String(version), 'NOT_CANONICAL', { version });
    const own = draft.stage.versions[name];
    for (const version of [own + 1, own + 2, own + 1_000]) if (name !== 'timestamp') yield offer('another version than is listed', String(version), 'VERSION_MISMATCH', { version });
    for (let version = 1; version < own; version += 1) yield offer('another version than is listed', String(version), name === 'timestamp' && version < own - 1 ? 'ROLLBACK' : name === 'timestamp' ? 'MIX_AND_MATCH' : 'VERSION_MISMATCH', { version });
    if (name === 'timestamp') for (const version of [own + 1_000_001, own + 5_000_000, 2_147_483_647]) yield offer('a version far ahead', String(version), 'VERSION_LEAP', { version });
    for (const other of ['root', 'targets', 'snapshot', 'timestamp', 'mirrors', 'delegated-targets', 'TARGETS', '']) if (other !== type) yield offer('another role by its own word', other, 'WRONG_TYPE', { _type: other });
    for (const spec of ['2.0.0', '0.9.0', '1', '1.', '1.x', '01.0', '1.0.0.0', '', '1.0.31-beta', ' 1.0', '10.0.0']) yield offer('another specification', spec, 'UNSUPPORTED_SPEC', { spec_version: spec });
    for (const seconds of [0, 1, 60, 3_600, 86_400, 31_536_000]) yield offer('expired', `${seconds} s ago`, 'EXPIRED', { expires: iso(draft.stage.offeredAt - seconds * 1_000) });
    for (const expires of NO_INSTANTS) yield offer('an expiry that is no instant', expires, 'MALFORMED', { expires });
  }
}

const NO_INSTANTS = [
  '2027-02-30T00:00:00Z', '2027-02-29T00:00:00Z', '2027-13-01T00:00:00Z', '2027-00-01T00:00:00Z', '2027-01-00T00:00:00Z', '2027-01-32T00:00:00Z', '2027-04-31T00:00:00Z', '2027-01-01T24:00:00Z',
  '2027-01-01T23:60:00Z', '2027-01-01T23:59:60Z', '2027-01-01T00:00:00', '2027-01-01T00:00:00+01:00', '2027-01-01 00:00:00Z', '2027-01-01', '2027-01-01T00:00:00.5Z', '0999-01-01T00:00:00Z',
  '+010000-01-01T00:00:00Z', '2027-01-01t00:00:00z', 'never', '1893456000', '٢٠٢٧-01-01T00:00:00Z', '2027-1-1T0:0:0Z',
];

/** A timestamp dated ahead, by hours or years: what it lists has expired by then, whatever this clock says. */
export function* fromTheFuture(draft: TamperDraft): Generator<TamperCase> {
  for (const minutes of [21, 30, 60, 720, 1_440, 10_080, 525_600, 5_256_000]) {
    const files = draft.make({ timestamp: { value: (value) => ({ ...value, expires: iso(draft.stage.offeredAt + minutes * 60_000) }) } });
    yield { family: 'a timestamp from the future', role: 'timestamp', what: `${minutes} minutes`, draft, files, code: 'EXPIRED', believed: 'timestamp' };
  }
}

function* pathsIn(value: Json, path: Path = []): Generator<Path> {
  if (path.length > 0) yield path;
  if (Array.isArray(value)) for (const [at, item] of value.entries()) yield* pathsIn(item, [...path, at]);
  else if (typeof value === 'object' && value !== null) for (const [key, item] of Object.entries(value)) yield* pathsIn(item, [...path, key]);
}

function valueAt(value: Json, path: Path): Json {
  return path.reduce<Json>((found, step) => (found as JsonObject)[step as string] as Json, value);
}

function replaceAt(value: Json, path: Path, change: (value: Json) => Replacement): Json {
  const parent = valueAt(value, path.slice(0, -1)) as JsonObject;
  const last = path.at(-1) as string;
  const next = change(parent[last] as Json);
  if (next === REMOVED) delete parent[last];
  else parent[last] = next;
  return value;
}

function deep(levels: number): Json {
  let value: Json = [];
  for (let level = 1; level < levels; level += 1) value = [value];
  return value;
}

function withPrototype(value: JsonObject): JsonObject {
  return JSON.parse(`{"__proto__":{"spare":1},${Buffer.from(canonical(value)).toString('utf8').slice(1)}`.replace(/,}$/, '}')) as JsonObject;
}
