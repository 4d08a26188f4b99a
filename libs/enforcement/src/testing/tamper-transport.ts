import { gzipSync } from 'node:zlib';

import { MOST_BYTES } from '../source.js';
import { type TamperCase, flipped, samplePositions } from './tamper-case.js';
import { CONTENT, type LayerName, SIGNED, type SignedName, type TamperDraft } from './tamper-draft.js';
import { verdictOn } from './tamper-verdict.js';
import { TestFeed, seededKeys, signed } from './test-feed.js';
import { TAMPER_T0 } from './tamper-stage.js';

const LISTED: readonly LayerName[] = ['snapshot', 'targets', 'localities', 'stops', ...CONTENT];

/** What a hostile store or cable can do to a file that others list by length and hash: nothing that is not seen at once. */
export function* listedInTransit(draft: TamperDraft): Generator<TamperCase> {
  for (const name of LISTED) {
    const [path, genuine] = [draft.pathIn(name), draft.bytesOf(name)];
    const offer = (family: string, what: string, bytes: Uint8Array | undefined): TamperCase => {
      const files = new Map(draft.good);
      if (bytes === undefined) files.delete(path);
      else files.set(path, bytes);
      const code = bytes === undefined ? 'MISSING' : bytes.length === genuine.length ? 'HASH_MISMATCH' : 'LENGTH_MISMATCH';
      return { family, role: name, what, draft, files, code, believed: 'timestamp' };
    };
    for (const at of samplePositions(genuine.length, 40, genuine.length)) yield offer('a byte changed in transit', `byte ${at}`, flipped(genuine, at, 1 << (at % 8)));
    for (let part = 0; part < 16; part += 1) yield offer('cut short in transit', `after ${part}/16`, genuine.subarray(0, Math.floor((genuine.length * part) / 16)));
    for (const [what, more] of EXTRAS) yield offer('more in transit than was listed', what, Buffer.concat([genuine, more]));
    yield offer('more in transit than was listed', 'twice', Buffer.concat([genuine, genuine]));
    yield offer('withheld', 'not served', undefined);
    yield offer('other content in transit', 'zeros', Buffer.alloc(genuine.length));
    yield offer('other content in transit', 'spaces', Buffer.alloc(genuine.length, 0x20));
    yield offer('other content in transit', 'compressed', gzipSync(genuine));
    for (const other of LISTED) if (other !== name) yield offer('another file in its place', other, draft.bytesOf(other));
  }
}

const EXTRAS: readonly [string, Uint8Array][] = [
  ['a space', Buffer.from(' ')], ['a null byte', Buffer.alloc(1)], ['a list', Buffer.from('[]')], ['a hundred kilobytes', Buffer.alloc(102_400, 0x20)],
];

/** The timestamp is listed by nobody: only its signature and its own limits hold it. */
export function* timestampInTransit(draft: TamperDraft): Generator<TamperCase> {
  const genuine = draft.bytesOf('timestamp');
  const path = draft.pathOf('timestamp');
  const offer = (family: string, what: string, bytes: Uint8Array, code: TamperCase['code']): TamperCase => (
    { family, role: 'timestamp', what, draft, files: new Map(draft.good).set(path, bytes), code, believed: 'nothing' });
  for (const mask of [0x01, 0x04, 0x20]) {
    for (let at = 0; at < genuine.length; at += 1) {
      const bytes = flipped(genuine, at, mask);
      const code = verdictOn(bytes, genuine, 'timestamp');
      if (code !== 'accepted') yield offer('a byte of the timestamp changed', `byte ${at} by ${mask}`, bytes, code);
    }
  }
  for (let part = 1; part < 64; part += 1) yield offer('the timestamp cut short', `after ${part}/64`, genuine.subarray(0, Math.floor((genuine.length * part) / 64)), 'NOT_CANONICAL');
  for (const [what, more] of EXTRAS) yield offer('more than the timestamp', what, Buffer.concat([genuine, more]), more.length > MOST_BYTES.timestamp ? 'TOO_LARGE' : 'NOT_CANONICAL');
  for (const more of [1, 2, 1_000, 1_000_000]) yield offer('a timestamp without end', `${more} bytes past the limit`, Buffer.alloc(MOST_BYTES.timestamp + more, 0x7b), 'TOO_LARGE');
  for (const name of LISTED) yield offer('another file in the place of the timestamp', name, draft.bytesOf(name), name.includes('/') ? 'MALFORMED' : 'WRONG_TYPE');
  yield offer('another file in the place of the timestamp', 'root', draft.good.get('metadata/2.root.json') as Uint8Array, 'WRONG_TYPE');
  const without = new Map(draft.good);
  without.delete(path);
  yield { family: 'withheld', role: 'timestamp', what: 'not served', draft, files: without, code: 'MISSING', believed: 'nothing' };
}

/** A third root, made well and then spoiled: offered where the next root would be. */
export function* rootInTransit(draft: TamperDraft): Generator<TamperCase> {
  const { keys } = draft.stage;
  const before = JSON.parse(Buffer.from(draft.good.get('metadata/2.root.json') as Uint8Array).toString('utf8')) as { signed: Record<string, unknown> };
  const genuine = signed({ ...before.signed, version: 3 }, keys.root.slice(0, 2));
  const offer = (family: string, what: string, bytes: Uint8Array, code: TamperCase['code']): TamperCase => (
    { family, role: 'root', what, draft, files: new Map(draft.good).set('metadata/3.root.json', bytes), code, believed: 'nothing' });
  for (let part = 1; part < 16; part += 1) yield offer('the next root cut short', `after ${part}/16`, genuine.subarray(0, Math.floor((genuine.length * part) / 16)), 'NOT_CANONICAL');
  for (const [what, more] of EXTRAS) yield offer('more than the next root', what, Buffer.concat([genuine, more]), more.length > MOST_BYTES.root ? 'TOO_LARGE' : 'NOT_CANONICAL');
  for (const more of [1, 2, 1_000]) yield offer('a root without end', `${more} bytes past the limit`, Buffer.alloc(MOST_BYTES.root + more, 0x7b), 'TOO_LARGE');
  for (const name of [...LISTED, 'timestamp'] as const) yield offer('another file in the place of the next root', name, draft.bytesOf(name), name.includes('/') ? 'MALFORMED' : 'WRONG_TYPE');
  for (const version of [1, 2]) yield offer('an older root again', `root ${version}`, draft.good.get(`metadata/${version}.root.json`) as Uint8Array, 'ROLLBACK');
  for (const at of samplePositions(genuine.length, 320, 3)) {
    const bytes = flipped(genuine, at, 1 << (at % 3));
    const code = verdictOn(bytes, genuine, 'root');
    if (code !== 'accepted') yield offer('a byte of the next root changed', `byte ${at}`, bytes, code);
  }
}

/** Bytes of signed files changed by somebody who then had the files above list them: only the file's own signature is left. */
export function* listedAfterChange(draft: TamperDraft): Generator<TamperCase> {
  for (const name of SIGNED) {
    if (name === 'timestamp') continue;
    const genuine = draft.bytesOf(name);
    for (const at of samplePositions(genuine.length, 70, 70 + genuine.length)) {
      const bytes = flipped(genuine, at, 1 << (at % 3));
      const code = verdictOn(bytes, genuine, name);
      if (code === 'accepted') continue;
      yield { family: 'a byte changed and listed so', role: name, what: `byte ${at}`, draft, files: draft.make({ [name]: { bytes: () => bytes } }), code, believed: 'timestamp' };
    }
  }
}

/** Another environment's feed, whole and in parts. */
export function* anotherEnvironment(draft: TamperDraft): Generator<TamperCase> {
  const other = new TestFeed(TAMPER_T0, seededKeys('another environment'));
  const stand: SignedName[] = ['snapshot', 'targets', 'localities', 'stops'];
  for (let number = 1; number <= 3; number += 1) other.publish(draft.stage.offeredAt, {});
  const whole = new Map([...draft.good, ...other.files]);
  yield { family: 'another environment', role: 'timestamp', what: 'the whole feed', draft, files: whole, code: 'UNKNOWN_KEY', believed: 'nothing' };
  other.versions.root = 2;
  const root = other.issueRoot(draft.stage.offeredAt);
  yield { family: 'another environment', role: 'root', what: 'its next root', draft, files: new Map(draft.good).set('metadata/3.root.json', root), code: 'THRESHOLD_NOT_MET', believed: 'nothing' };
  for (const name of stand) {
    const foreign = other.files.get(`metadata/${other.versions[name as 'snapshot']}.${name}.json`) as Uint8Array;
    yield { family: 'another environment', role: name, what: 'its file, listed here', draft, files: draft.make({ [name]: { bytes: () => foreign } }), code: 'UNKNOWN_KEY', believed: 'timestamp' };
  }
}

