import type { TamperCase } from './tamper-case.js';
import type { Changes, ContentName, Json, JsonObject, TamperDraft } from './tamper-draft.js';
import { canonical, sha256 } from './test-feed.js';

type Code = TamperCase['code'];
/** Reaches into content as loosely as somebody who spoils it. */
type Loose = any;
type Spoil = (value: Loose) => void;

const LOCALITY = 'localities/TST1.json';
const PUBLICATION = 'localities/publication.json';
const CALLERS = 'localities/callers.json';
const STOPS = 'stops/stops.json';

/** Authentic to the last byte, and wrong in what it says. */
export function* wrongContent(draft: TamperDraft): Generator<TamperCase> {
  const offer = (name: ContentName, what: string, spoil: Spoil, code: Code = 'MALFORMED'): TamperCase => {
    const files = draft.make({ [name]: { value: (value: JsonObject) => { spoil(value); return value; } } });
    return { family: 'content that contradicts itself', role: name, what, draft, files, code, believed: 'timestamp' };
  };
  for (const [what, spoil] of localityFaults()) yield offer(LOCALITY, what, spoil);
  for (const [what, spoil] of publicationFaults()) yield offer(PUBLICATION, what, spoil);
  for (const [what, spoil] of callersFaults()) yield offer(CALLERS, what, spoil);
  for (const [what, spoil] of stopsFaults()) yield offer(STOPS, what, spoil);
  for (const name of [LOCALITY, PUBLICATION, CALLERS, STOPS] as const) {
    for (const format of ['accord-locality/1', 'accord-locality/3', 'accord-publication/1', 'accord-publication/3', 'accord-stops/2', 'accord-callers/2', 'accord-consumer/1', '']) {
      yield offer(name, `the format ${format}`, (value) => { value.format = format; });
    }
  }
}

function* localityFaults(): Generator<readonly [string, Spoil]> {
  const columns = [['consumers', 'codes'], ['consumers', 'views'], ['agreements', 'references'], ['agreements', 'services'], ['agreements', 'versions'], ['agreements', 'evidence'], ['agreements', 'blocks'],
    ['blocks', 'from'], ['blocks', 'until'], ['blocks', 'providers'], ['blocks', 'consumers']] as const;
  for (const [table, column] of columns) {
    yield [`${table}.${column} a row short`, (value) => { value[table][column].pop(); }];
    yield [`${table}.${column} a row long`, (value) => { value[table][column].push(value[table][column].at(-1)); }];
    yield [`${table}.${column} empty`, (value) => { value[table][column] = []; }];
    yield [`${table}.${column} with a hole`, (value) => { value[table][column][0] = null; }];
  }
  yield ['providers out of order', (value) => { value.providers.reverse(); }];
  yield ['a provider twice', (value) => { value.providers.splice(1, 0, value.providers[0]); }];
  yield ['consumers out of order', (value) => { value.consumers.codes.reverse(); value.consumers.views.reverse(); }];
  yield ['a consumer with the same views twice', (value) => { value.consumers.codes[1] = value.consumers.codes[0]; value.consumers.views[1] = value.consumers.views[0]; }];
  yield ['agreements out of order', (value) => { value.agreements.references.reverse(); }];
  yield ['one version of an agreement twice', (value) => { value.agreements.versions[1] = value.agreements.versions[0]; }];
  yield ['versions of an agreement out of order', (value) => { value.agreements.versions[0] = 9; }];
  yield ['two services of one agreement', (value) => { value.agreements.services[1] = 1; }];
  for (const service of [2, 3, 999]) yield [`service ${service}, which is not listed`, (value) => { value.agreements.services[2] = service; }];
  for (const service of [1_000, 65_536, 2 ** 32, 2 ** 52]) yield [`service ${service}, which overflows`, (value) => { value.agreements.services[2] = service; }];
  for (const count of [0, 2, 3, 9, 65_535]) yield [`${count} blocks where there are others`, (value) => { value.agreements.blocks[2] = count; }];
  for (const count of [65_536, 2 ** 31, 2 ** 32 + 1, 2 ** 53 - 1]) yield [`${count} blocks, which overflows`, (value) => { value.agreements.blocks[0] = count; }];
  for (const step of [4, 9, 65_535]) {
    yield [`provider ${step}, which is not there`, (value) => { value.blocks.providers[0] = [step]; }];
    yield [`consumer ${step}, which is not there`, (value) => { value.blocks.consumers[0] = [step]; }];
    yield [`provider ${step} further on`, (value) => { value.blocks.providers[0] = [0, step]; }];
    yield [`consumer ${step} further on`, (value) => { value.blocks.consumers[0] = [0, step]; }];
  }
  for (const step of [65_536, 2 ** 31, 2 ** 32, 2 ** 53 - 1]) {
    yield [`provider ${step}, which overflows`, (value) => { value.blocks.providers[0] = [step]; }];
    yield [`consumer ${step}, which overflows`, (value) => { value.blocks.consumers[0] = [0, step]; }];
  }
  yield ['a provider twice in a block', (value) => { value.blocks.providers[0] = [0, 0]; }];
  yield ['a consumer twice in a block', (value) => { value.blocks.consumers[0] = [0, 0]; }];
  yield ['a step back', (value) => { value.blocks.providers[0] = [2, -1]; }];
  yield ['a block of no provider', (value) => { value.blocks.providers[0] = []; }];
  yield ['a block of no consumer', (value) => { value.blocks.consumers[0] = []; }];
  for (let block = 0; block < 4; block += 1) {
    yield [`block ${block} ends before it begins`, (value) => { [value.blocks.from[block], value.blocks.until[block]] = [value.blocks.until[block], value.blocks.from[block]]; }];
    yield [`block ${block} ends as it begins`, (value) => { value.blocks.until[block] = value.blocks.from[block]; }];
  }
  for (const instant of [-30_641_760_000_000, 253_402_300_800_000, 2 ** 53 - 1]) {
    yield [`from ${instant}`, (value) => { value.blocks.from[0] = instant; }];
    yield [`until ${instant}`, (value) => { value.blocks.until[0] = instant; }];
  }
  for (const mask of [2 ** 10, 2 ** 29]) yield [`views ${mask}, which its service does not have`, (value) => { value.consumers.views[value.consumers.views.length - 1] = mask; }];
  for (const mask of [2 ** 30, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 52]) yield [`views ${mask}, which overflows`, (value) => { value.consumers.views[0] = mask; }];
  yield ['a view twice in its service', (value) => { value.services.DCR[1] = value.services.DCR[0]; }];
  yield ['a service of no view', (value) => { value.services.XRS = []; }];
  yield ['a service of thirty-one views', (value) => { value.services.XRS = Array.from({ length: 31 }, (_each, at) => `page-${at}`); }];
  yield ['a service less', (value) => { delete value.services.XRS; }];
  for (const seconds of [0, -1, 366 * 86_400 + 1, 2 ** 31]) yield [`a refuse limit of ${seconds} s`, (value) => { value.refuseAfterSeconds = seconds; }];
  for (const code of BAD_CODES) {
    yield [`the locality ${JSON.stringify(code)}`, (value) => { value.locality = code; }];
    yield [`the provider ${JSON.stringify(code)}`, (value) => { value.providers[0] = code; }];
    yield [`the consumer ${JSON.stringify(code)}`, (value) => { value.consumers.codes[0] = code; }];
    yield [`the reference ${JSON.stringify(code)}`, (value) => { value.agreements.references[0] = code; }];
  }
  for (const evidence of ['', 'e0', 'E0'.repeat(32), 'e0'.repeat(33), 'zz'.repeat(32)]) yield [`evidence ${evidence.slice(0, 8)}`, (value) => { value.agreements.evidence[0] = evidence; }];
  for (const key of ['__proto__', 'a b', '../x', '', '.']) yield [`a service called ${JSON.stringify(key)}`, (value) => { value.services = JSON.parse(`{${JSON.stringify(key)}:["x"],"DCR":["summary"]}`); }];
}

const BAD_CODES = ['', ' ', '.', '..', '../TST1', 'TST1/..', 'TST 1', 'TST1\u00a0', 'ＴＳＴ１', 'TST1\u200b', 'TЅT1', 'x'.repeat(101), '%2e', 'TST1;', "TST1'--", '<TST1>'];

function* publicationFaults(): Generator<readonly [string, Spoil]> {
  for (const number of [0, -1, 2_147_483_648, 2 ** 52]) yield [`number ${number}`, (value) => { value.number = number; }];
  for (const stopList of [-1, 2_147_483_648]) yield [`stop list ${stopList}`, (value) => { value.stopList = stopList; }];
  yield ['number 1 with a predecessor', (value) => { value.number = 1; }];
  yield ['number 3 without a predecessor', (value) => { value.previous = ''; }];
  for (const previous of ['ab', 'AB'.repeat(32), 'ab'.repeat(33), ' ']) yield [`the predecessor ${previous.slice(0, 8)}`, (value) => { value.previous = previous; }];
  for (const sealKey of ['', 'CQ==', Buffer.alloc(31).toString('base64'), Buffer.alloc(33).toString('base64'), `${Buffer.alloc(32).toString('base64')}=`, Buffer.alloc(32).toString('hex'), 'B'.repeat(43) + '=']) {
    yield [`the seal key ${sealKey.slice(0, 12)}, ${sealKey.length}`, (value) => { value.sealKey = sealKey; }];
  }
  for (const at of ['2026-03-01T09:00:00Z', '2026-02-30T09:00:00.000Z', '2026-03-01', '0999-03-01T09:00:00.000Z', '2026-03-01T09:00:00.000+00:00']) yield [`published at ${at}`, (value) => { value.publishedAt = at; }];
  for (const code of BAD_CODES) yield [`the locality ${JSON.stringify(code)}`, (value) => { value.localities = { ...value.localities, [code]: 'ab'.repeat(32) }; }];
  for (const hash of ['', 'ab', 'AB'.repeat(32)]) {
    yield [`a locality’s hash ${hash.slice(0, 4)}`, (value) => { value.localities.TST1 = hash; }];
    yield [`the callers’ hash ${hash.slice(0, 4)}`, (value) => { value.callers = hash; }];
    yield [`the consumers’ digest ${hash.slice(0, 4)}`, (value) => { value.consumersDigest = hash; }];
  }
  yield ['ten thousand and one localities', (value) => { value.localities = Object.fromEntries(Array.from({ length: 10_001 }, (_each, at) => [`L${at}`, 'ab'.repeat(32)])); }];
}

function* callersFaults(): Generator<readonly [string, Spoil]> {
  yield ['consumers out of order', (value) => { value.consumers.reverse(); }];
  yield ['a consumer twice', (value) => { value.consumers.push(value.consumers[1]); }];
  for (const code of BAD_CODES) {
    yield [`the consumer ${JSON.stringify(code)}`, (value) => { value.consumers[0].code = code; }];
    yield [`the system ${JSON.stringify(code)}`, (value) => { value.consumers[0].systems[0].id = code; }];
  }
  for (const sha of ['', 'c0', 'C0'.repeat(32), 'c0'.repeat(33), 'c0:'.repeat(32)]) yield [`the fingerprint ${sha.slice(0, 6)}`, (value) => { value.consumers[0].systems[0].certificates[0].sha256 = sha; }];
  for (const from of ['2025-01-01', '2025-01-01T00:00:00Z', '2025-02-29T00:00:00.000Z', 'now']) yield [`a certificate from ${from}`, (value) => { value.consumers[0].systems[0].certificates[0].from = from; }];
}

function* stopsFaults(): Generator<readonly [string, Spoil]> {
  for (const number of [-1, 2_147_483_648, 2 ** 52]) yield [`number ${number}`, (value) => { value.number = number; }];
  yield ['a stop twice', (value) => { value.entries.push(value.entries[0]); }];
  yield ['two stops under one id', (value) => { value.entries[1].id = value.entries[0].id; }];
  yield ['a stop of no views', (value) => { value.entries[1].scope.views = []; }];
  yield ['a stop with a scope it cannot have', (value) => { value.entries[0].scope.patient = 'somebody'; }];
  yield ['a stop with a scope misspelt', (value) => { value.entries[0].scope.Provider = value.entries[0].scope.provider; delete value.entries[0].scope.provider; }];
  for (const code of BAD_CODES) {
    for (const field of ['agreement', 'provider'] as const) if (field === 'provider' || code !== 'TST1/..') yield [`the ${field} ${JSON.stringify(code)}`, (value) => { value.entries[0].scope[field] = code; }];
    for (const field of ['consumer', 'service', 'system', 'locality'] as const) yield [`the ${field} ${JSON.stringify(code)}`, (value) => { value.entries[1].scope[field] = code; }];
  }
  for (const from of ['2025-01-01', '2025-01-01T00:00:00Z', '2025-02-29T00:00:00.000Z', 'now']) yield [`a stop from ${from}`, (value) => { value.entries[0].from = from; }];
}

/** Whole files that do not fit each other or what was held, each authentic. */
export function* wrongOrder(draft: TamperDraft): Generator<TamperCase> {
  const offer = (role: string, what: string, code: Code, changes: Changes): TamperCase => ({ family: 'numbers that do not follow', role, what, draft, files: draft.make(changes), code, believed: 'timestamp' });
  const publication = (change: JsonObject): Changes => ({ [PUBLICATION]: { value: (value: JsonObject) => ({ ...value, ...change }) } });
  yield offer(PUBLICATION, 'the number held, with other content', 'MIX_AND_MATCH', publication({ number: 2 }));
  yield offer(PUBLICATION, 'the number before', 'ROLLBACK', publication({ number: 1, previous: '' }));
  for (const number of [1_000_003, 1_500_000, 2_147_483_647]) yield offer(PUBLICATION, `number ${number}`, 'VERSION_LEAP', publication({ number }));
  for (let at = 0; at < 64; at += 8) yield offer(PUBLICATION, `digit ${at} of the predecessor’s hash changed`, 'CHAIN_BROKEN', publication({ previous: flipDigit(String(draft.valueOf(PUBLICATION).previous), at) }));
  yield offer(PUBLICATION, 'itself as its predecessor', 'CHAIN_BROKEN', publication({ previous: sha256(draft.bytesOf(PUBLICATION)) }));
  for (const ahead of [4, 5, 100]) yield offer(STOPS, `publication.json was compiled with stop list ${ahead}`, 'MIX_AND_MATCH', publication({ stopList: ahead }));
  for (const number of [0, 1]) yield offer(STOPS, `stop list ${number}`, 'ROLLBACK', { [STOPS]: { value: (value) => ({ ...value, number }) }, ...publication({ stopList: 0 }) });
  yield offer(STOPS, 'the number held, with a stop less', 'MIX_AND_MATCH', { [STOPS]: { value: (value) => ({ ...value, number: 2, entries: (value.entries as Json[]).slice(1) }) }, ...publication({ stopList: 2 }) });
  yield offer(STOPS, 'the number held, with no stop', 'MIX_AND_MATCH', { [STOPS]: { value: (value) => ({ ...value, number: 2, entries: [] }) }, ...publication({ stopList: 2 }) });
  for (const number of [1_000_003, 2_147_483_647]) yield offer(STOPS, `stop list ${number}`, 'VERSION_LEAP', { [STOPS]: { value: (value) => ({ ...value, number }) } });
  for (const name of [LOCALITY, 'localities/TST2.json', CALLERS] as const) {
    const key = name === CALLERS ? 'callers' : name.slice(11, 15);
    for (let at = 0; at < 64; at += 16) {
      yield offer(name, `digit ${at} of the hash in publication.json changed`, 'MIX_AND_MATCH', { [PUBLICATION]: { value: (value) => {
        if (key === 'callers') return { ...value, callers: flipDigit(String(value.callers), at) };
        return { ...value, localities: { ...value.localities as JsonObject, [key]: flipDigit(String((value.localities as JsonObject)[key]), at) } };
      } } });
    }
  }
  for (const [name, other] of [[LOCALITY, 'TST2'], ['localities/TST2.json', 'TST1'], [LOCALITY, 'TST9']] as const) {
    yield offer(name, `the target of ${other}, named and listed`, 'MIX_AND_MATCH', { [name]: { value: (value: JsonObject) => ({ ...value, locality: other }) } });
    if (other !== 'TST9') yield offer(name, `the very target of ${other}`, 'MIX_AND_MATCH', { [name]: { bytes: () => draft.bytesOf(`localities/${other}.json`) } });
  }
  const wrong: readonly [ContentName, Uint8Array, string][] = [
    [PUBLICATION, draft.bytesOf(CALLERS), 'callers'], [STOPS, draft.bytesOf(PUBLICATION), 'publication'], [CALLERS, draft.bytesOf(STOPS), 'stops'], [LOCALITY, draft.bytesOf(CALLERS), 'callers'],
    [LOCALITY, canonical({ format: 'accord-locality/2' }), 'a locality of nothing'],
  ];
  for (const [name, bytes, what] of wrong) yield { ...offer(name, `${what} in its place, listed so`, 'MALFORMED', { [name]: { bytes: () => bytes } }), family: 'content of another kind' };
}

function flipDigit(hash: string, at: number): string {
  return hash.slice(0, at) + (hash[at] === 'f' ? 'e' : 'f') + hash.slice(at + 1);
}
