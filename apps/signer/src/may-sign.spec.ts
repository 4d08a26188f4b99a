import { describe, expect, it } from '@jest/globals';
import { canonicalJson as written } from '@accord/kernel';
import { maySign, type Floor, type Signed } from './may-sign.js';
import type { OnlineRole } from './online-role.js';

const now = new Date('2026-03-02T09:00:00Z');
const file = { hashes: { sha256: 'a'.repeat(64) }, length: 10 };
const listed = (version: number) => ({ ...file, version });

const signedBy: Record<OnlineRole, Record<string, unknown>> = {
  localities: { _type: 'targets', expires: '2026-03-09T09:00:00Z', spec_version: '1.0.31', targets: { 'localities/16C.json': file }, version: 5 },
  consumers: { _type: 'targets', expires: '2026-03-09T09:00:00Z', spec_version: '1.0.31', targets: { 'consumers/TSTV01.json': file }, version: 5 },
  stops: { _type: 'targets', expires: '2026-03-02T09:05:00Z', spec_version: '1.0.31', targets: { 'stops/stops.json': file }, version: 5 },
  snapshot: {
    _type: 'snapshot', expires: '2026-03-03T09:00:00Z', spec_version: '1.0.31', version: 5,
    meta: { 'targets.json': listed(1), 'localities.json': listed(4), 'consumers.json': listed(4), 'stops.json': listed(4) },
  },
  timestamp: { _type: 'timestamp', expires: '2026-03-02T09:15:00Z', spec_version: '1.0.31', meta: { 'snapshot.json': listed(4) }, version: 5 },
};
const at4: Floor = { version: 4, sha256: 'b'.repeat(64), parts: { 'localities.json': 3, 'snapshot.json': 3 } };

const KEY = 'c'.repeat(64);
const having = (floor: Floor): Signed => ({ floorOf: () => floor, highestOf: () => floor.version, holds: (_role, keyid) => keyid === KEY });

function ask(role: string, change: Record<string, unknown> = {}, floor: Floor = at4) {
  const signed = { ...signedBy[role as OnlineRole], ...change };
  for (const name of Object.keys(signed)) if (signed[name] === undefined) delete signed[name];
  return maySign(written({ keyid: KEY, role, signed }), now, having(floor));
}
const refused = (code: string) => expect.objectContaining({ code });

describe('the signer', () => {
  it.each(Object.keys(signedBy) as OnlineRole[])('signs the next %s metadata with the longest life its rule allows', (role) => {
    const permitted = ask(role);
    expect(permitted.bytes.toString()).toBe(written(signedBy[role]));
    expect(permitted.floor.version).toBe(5);
  });

  it.each<[string, string, Record<string, unknown>, string]>([
    ['a stop list good for longer than five minutes', 'stops', { expires: '2026-03-02T09:05:01Z' }, 'EXPIRY_TOO_FAR'],
    ['a timestamp good for longer than fifteen minutes', 'timestamp', { expires: '2026-03-02T09:15:01Z' }, 'EXPIRY_TOO_FAR'],
    ['a snapshot good for longer than a day', 'snapshot', { expires: '2026-03-03T09:00:01Z' }, 'EXPIRY_TOO_FAR'],
    ['localities good for longer than a week', 'localities', { expires: '2026-03-09T09:00:01Z' }, 'EXPIRY_TOO_FAR'],
    ['an expiry in the past', 'timestamp', { expires: '2026-03-02T09:00:00Z' }, 'EXPIRED'],
    ['an expiry that is no instant', 'timestamp', { expires: 'tomorrow' }, 'MALFORMED'],
    ['a lower version', 'timestamp', { version: 3 }, 'NOT_RISING'],
    ['the same version with other content', 'timestamp', { version: 4 }, 'NOT_RISING'],
    ['a version far ahead', 'timestamp', { version: 1_005 }, 'TOO_FAR_AHEAD'],
    ['version zero', 'timestamp', { version: 0 }, 'MALFORMED'],
    ['a version beyond all use', 'timestamp', { version: 2 ** 53 - 1 }, 'MALFORMED'],
    ['a fraction as version', 'timestamp', { version: 4.5 }, 'NOT_CANONICAL'],
    ['another type under the role', 'timestamp', { _type: 'snapshot' }, 'WRONG_TYPE'],
    ['another specification', 'timestamp', { spec_version: '2.0.0' }, 'WRONG_TYPE'],
    ['a locality under the stop list', 'stops', { targets: { 'localities/16C.json': file } }, 'FOREIGN_PATH'],
    ['a consumer under the localities', 'localities', { targets: { 'consumers/TSTV01.json': file } }, 'FOREIGN_PATH'],
    ['a path that climbs', 'localities', { targets: { 'localities/../stops.json': file } }, 'FOREIGN_PATH'],
    ['delegations of its own', 'localities', { delegations: { keys: {}, roles: [] } }, 'UNKNOWN_MEMBER'],
    ['a target without a hash', 'localities', { targets: { 'localities/16C.json': { hashes: {}, length: 1 } } }, 'MALFORMED'],
    ['a target hashed with another algorithm', 'localities', { targets: { 'localities/16C.json': { hashes: { md5: 'x' }, length: 1 } } }, 'UNKNOWN_MEMBER'],
    ['a snapshot that leaves a role out', 'snapshot', { meta: { 'targets.json': listed(1) } }, 'MALFORMED'],
    ['a snapshot with a role of its own', 'snapshot', { meta: { ...(signedBy.snapshot.meta as object), 'more.json': listed(1) } }, 'UNKNOWN_MEMBER'],
    ['a snapshot that lists what was never signed', 'snapshot', { meta: { ...(signedBy.snapshot.meta as object), 'stops.json': listed(9) } }, 'UNSIGNED_PART'],
    ['a snapshot that goes back in one of its parts', 'snapshot', { meta: { ...(signedBy.snapshot.meta as object), 'localities.json': listed(2) } }, 'ROLLED_BACK_PART'],
    ['a timestamp of an older snapshot', 'timestamp', { meta: { 'snapshot.json': listed(2) } }, 'ROLLED_BACK_PART'],
    ['text outside ASCII', 'localities', { targets: { 'localities/\u00e9.json': file } }, 'FOREIGN_PATH'],
    ['the top targets', 'targets', { _type: 'targets' }, 'UNKNOWN_ROLE'],
    ['the root', 'root', { _type: 'root' }, 'UNKNOWN_ROLE'],
  ])('refuses %s', (_what, role, change, code) => {
    expect(() => ask(role, change)).toThrow(refused(code));
  });

  it('tells the floor with a version that does not rise, so that a publisher that crashed can go on above it', () => {
    expect(() => ask('timestamp', { version: 4 })).toThrow(expect.objectContaining({ floor: 4 }));
  });

  it('takes a first version with a new key from near the highest of its role, or from below it: a number that ran away is left behind', () => {
    const first = (version: number, highest: number) => () => maySign(
      written({ keyid: KEY, role: 'stops', signed: { ...signedBy.stops, version } }), now, { floorOf: () => undefined, highestOf: () => highest, holds: () => true });
    for (const version of [1, 4, 5, 1_004]) expect(first(version, 4)().floor.version).toBe(version);
    for (const version of [1_005, 2 ** 31]) expect(first(version, 4)).toThrow(refused('TOO_FAR_AHEAD'));
    // No key of the role has signed anything: a foundation, or a signer that was set up anew beside a repository that has been signed for years.
    for (const version of [1, 500_000]) expect(first(version, 0)().floor.version).toBe(version);
  });

  it('signs the same bytes again, because a crash between signing and committing asks twice', () => {
    const first = ask('timestamp');
    expect(ask('timestamp', {}, first.floor).bytes).toEqual(first.bytes);
  });

  it.each([
    ['spaces', `{ "keyid":"${KEY}","role":"stops","signed":${written(signedBy.stops)}}`, 'NOT_CANONICAL'],
    ['a member given twice', `{"keyid":"${KEY}","role":"stops","role":"stops","signed":${written(signedBy.stops)}}`, 'NOT_CANONICAL'],
    ['members in another order', `{"role":"stops","keyid":"${KEY}","signed":${written(signedBy.stops)}}`, 'NOT_CANONICAL'],
    ['a further member', written({ keyid: KEY, role: 'stops', signed: signedBy.stops, again: true }), 'UNKNOWN_MEMBER'],
    ['a key that is not held', written({ keyid: 'd'.repeat(64), role: 'stops', signed: signedBy.stops }), 'UNKNOWN_KEY'],
    ['no key', written({ role: 'stops', signed: signedBy.stops }), 'MALFORMED'],
    ['no object', '[]', 'MALFORMED'],
    ['no JSON', 'sign this', 'MALFORMED'],
    ['nothing', '', 'MALFORMED'],
  ])('refuses a request with %s', (_what, text, code) => {
    expect(() => maySign(text, now, having(at4))).toThrow(refused(code));
  });
});
