import type { UpdateRefusalCode } from '../refusals.js';
import type { Json, JsonObject, SignedName } from './tamper-draft.js';
import { canonical } from './test-feed.js';

type Shape = (value: Json) => boolean;
type Verdict = UpdateRefusalCode | 'accepted';

const textual = (pattern: RegExp): Shape => (value) => typeof value === 'string' && pattern.test(value);
const count = (least: number, most = Number.MAX_SAFE_INTEGER): Shape => (value) => typeof value === 'number' && value >= least && value <= most;
const just = (wanted: Json): Shape => (value) => value === wanted;
const all = (each: Shape, least: number, most: number): Shape => (value) => Array.isArray(value) && value.length >= least && value.length <= most && value.every(each);
const entries = (name: Shape, each: Shape): Shape => (value) => isObject(value) && Object.entries(value).every(([key, item]) => name(key) && each(item));
const having = (shapes: Readonly<Record<string, Shape>>): Shape => (value) => isObject(value) && Object.entries(shapes).every(([key, shape]) => Object.hasOwn(value, key) && shape(value[key] as Json));

const hex64 = textual(/^[0-9a-f]{64}$/);
const keyid = textual(/^[0-9a-f]{1,128}$/);
const instant: Shape = (value) => {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/.test(value) || value < '1000') return false;
  const date = new Date(value);
  return !Number.isNaN(date.getTime()) && date.toISOString() === (value.length === 24 ? value : value.replace('Z', '.000Z'));
};
const head = { version: count(1, 2_147_483_647), expires: instant };
const meta = having({ version: head.version, length: count(1), hashes: having({ sha256: hex64 }) });
const key = having({ keytype: textual(/^.{1,40}$/), scheme: textual(/^.{1,60}$/), keyval: having({ public: textual(/^[\s\S]{1,4096}$/) }) });
const roleKeys = { keyids: all(keyid, 1, 32), threshold: count(1, 32) };
const anyRole = having(roleKeys);
const targets = having({ ...head, targets: entries(textual(/^[A-Za-z0-9._/-]{1,200}$/), having({ length: count(0), hashes: having({ sha256: hex64 }) })) });
const delegations = having({
  keys: entries(keyid, key),
  roles: all(having({ ...roleKeys, name: textual(/^[a-z][a-z0-9-]{0,39}$/), terminating: just(true), paths: all(textual(/^\S{1,200}$/), 1, 100) }), 0, 100),
});

const SHAPES: Readonly<Record<'root' | SignedName, Shape>> = {
  root: having({ ...head, consistent_snapshot: just(true), keys: entries(keyid, key), roles: having({ root: anyRole, timestamp: anyRole, snapshot: anyRole, targets: anyRole }) }),
  timestamp: having({ ...head, meta: having({ 'snapshot.json': meta }) }),
  snapshot: having({ ...head, meta: entries(textual(/^[a-z][a-z0-9-]{0,39}\.json$/), meta) }),
  targets: (value) => targets(value) && (!Object.hasOwn(value as JsonObject, 'delegations') || delegations((value as JsonObject).delegations as Json)),
  localities: targets,
  stops: targets,
};

/**
 * What a metadata file with any byte changed must be refused with, said by rules written apart from the verifier's. `genuine` is the
 * file it was, all of whose signers speak for the role.
 */
export function verdictOn(bytes: Uint8Array, genuine: Uint8Array, role: 'root' | SignedName): Verdict {
  let text: string;
  let file: Json;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    file = JSON.parse(text) as Json;
  } catch {
    return 'NOT_CANONICAL';
  }
  if (!isWhole(file) || text !== Buffer.from(canonical(file)).toString('utf8')) return 'NOT_CANONICAL';
  if (!isObject(file) || Object.keys(file).sort().join() !== 'signatures,signed' || !isObject(file.signed as Json)) return 'MALFORMED';
  const signed = file.signed as JsonObject;
  if (signed._type !== (role === 'localities' || role === 'stops' ? 'targets' : role)) return 'WRONG_TYPE';
  if (!textual(/^1\.\d+(\.\d+)?$/)(signed.spec_version ?? null)) return 'UNSUPPORTED_SPEC';
  const signature: Shape = (each) => isObject(each) && Object.keys(each).sort().join() === 'keyid,sig' && keyid(each.keyid as Json) && textual(/^[0-9a-f]{128}$/)(each.sig as Json);
  if (!all(signature, 1, 64)(file.signatures as Json)) return 'MALFORMED';
  const signatures = file.signatures as JsonObject[];
  if (new Set(signatures.map((each) => each.keyid)).size < signatures.length || !SHAPES[role](signed)) return 'MALFORMED';
  const before = JSON.parse(Buffer.from(genuine).toString('utf8')) as { signatures: { keyid: string; sig: string }[]; signed: JsonObject };
  const isSame = Buffer.compare(canonical(before.signed), canonical(signed)) === 0;
  for (const { keyid: id, sig } of signatures) {
    const known = before.signatures.find((each) => each.keyid === id);
    if (known === undefined) return 'UNKNOWN_KEY';
    if (!isSame || known.sig !== sig) return 'BAD_SIGNATURE';
  }
  return signatures.length < before.signatures.length ? 'THRESHOLD_NOT_MET' : 'accepted';
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWhole(value: Json): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  return typeof value !== 'object' || value === null || Object.values(value).every((each) => isWhole(each));
}
