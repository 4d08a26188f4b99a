import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from '@accord/enforcement';
import { foundTrust, KeyHolders, keyRing, KeyRingSigner, newKey } from '../../testing/index.js';
import { ceremonyFile, readCeremony, signedWith, together, type Ceremony } from './key-ceremony.js';
import { missingIn, newTrust } from './new-trust.js';
import { proposeFoundation } from './propose-keys.js';
import { keyIdOf, publicKeyOf } from './trust-parts.js';
import { expiryOf, type Signed } from './tuf-metadata.js';

const now = new Date('2026-03-02T09:00:00Z');
const keys = keyRing();
const holders = new KeyHolders(keys);
const [one, two, three] = keys.root as [typeof keys.root[0], typeof keys.root[0], typeof keys.root[0]];
const trust = foundTrust(keys, now);
const standing = { root: trust.root.bytes, targets: trust.targets.bytes };
const signer = new KeyRingSigner(keys);
const stranger = newKey();

const online = (...roles: ('localities' | 'consumers' | 'stops' | 'snapshot' | 'timestamp')[]) => holders.withOnline(standing, signer, roles, now);
const renewal = (): Ceremony => holders.propose(standing, {}, now);
const judge = (ceremony: Ceremony, at = now) => newTrust(readCeremony(Buffer.from(ceremonyFile(ceremony))), standing, at);
const refused = (code: string) => expect.objectContaining({ code });
const altered = (ceremony: Ceremony, part: 'root' | 'targets', change: Record<string, unknown>): Ceremony => ({ ...ceremony, [part]: { ...ceremony[part], ...change } as Signed });

describe('a change of keys', () => {
  it('renews both offline files by two holders of root and the one of the targets', () => {
    const { files, rotated, approvedBy } = judge(holders.sign(renewal(), one, three, keys.targets));
    expect([files.map(({ role, version }) => `${role} ${version}`), rotated, approvedBy.length]).toEqual([['root 2', 'targets 2'], [], 3]);
  });

  it.each([
    ['timestamp', ['timestamp'], 'root 2', [one, two]], ['snapshot', ['snapshot'], 'root 2', [two, three]],
    ['localities', ['localities'], 'targets 2', [keys.targets, one]], ['consumers', ['consumers'], 'targets 2', [keys.targets, two]], ['stops', ['stops'], 'targets 2', [keys.targets, three]],
  ] as const)('gives %s another key by the file that names it, and leaves the other file alone', (_what, roles, file, by) => {
    const { files, rotated } = judge(holders.sign(online(...roles), ...by));
    expect([files.map(({ role, version }) => `${role} ${version}`), rotated]).toEqual([[file], roles]);
  });

  it('puts another root key in the place of a lost one, by two that are left', () => {
    const { ceremony, key } = holders.withAnother(standing, one, now);
    const { change } = judge(holders.sign(ceremony, two, three));
    expect(change.after.root.root).toEqual([publicKeyOf(key), publicKeyOf(two), publicKeyOf(three)]);
  });

  it('puts another targets key in the place of a lost one: root names it, and it signs the targets', () => {
    const { ceremony, key } = holders.withAnother(standing, keys.targets, now);
    expect(judge(holders.sign(ceremony, one, two, key)).files).toHaveLength(2);
    expect(() => judge(holders.sign(ceremony, one, two))).toThrow(refused('KEYS_TOO_FEW_SIGNED'));
  });

  it('is signed on copies, which come together in any order to the same file', () => {
    const proposal = renewal();
    const [a, b, c] = [one, two, keys.targets].map((key) => signedWith(proposal, key)) as [Ceremony, Ceremony, Ceremony];
    expect(ceremonyFile(together([a, b, c]))).toBe(ceremonyFile(holders.sign(proposal, keys.targets, two, one)));
    expect(() => together([a, signedWith(online('stops'), two)])).toThrow(refused('KEYS_DIFFERENT_PROPOSALS'));
  });

  it('says what is missing until nothing is', () => {
    const proposal = renewal();
    expect(missingIn(proposal)).toEqual(['2 more of the root keys that are trusted now', '1 more of the targets keys']);
    expect(missingIn(holders.sign(proposal, one, keys.targets))).toEqual(['1 more of the root keys that are trusted now']);
    expect(missingIn(holders.sign(proposal, one, two, keys.targets))).toEqual([]);
    expect(missingIn(holders.sign(online('stops'), keys.targets))).toEqual(['1 more of the root keys that are trusted now']);
    expect(missingIn(holders.sign(online('stops'), two, one))).toEqual(['1 more of the targets keys']);
    expect(missingIn(holders.sign(holders.withAnother(standing, one, now).ceremony, one, two))).toEqual(['1 more of the new root keys']);
  });

  it.each<[string, () => Ceremony, string]>([
    ['signed by nobody', () => renewal(), 'KEYS_SEEN_BY_ONE'],
    ['signed by one holder of root', () => holders.sign(renewal(), one), 'KEYS_SEEN_BY_ONE'],
    ['of the targets, signed by their holder alone', () => holders.sign(online('stops'), keys.targets), 'KEYS_SEEN_BY_ONE'],
    ['of the targets, signed by holders of root alone', () => holders.sign(online('stops'), one, two, three), 'KEYS_TOO_FEW_SIGNED'],
    ['of root, signed by one of its holders and the one of the targets', () => holders.sign(online('timestamp'), one, keys.targets), 'KEYS_TOO_FEW_SIGNED'],
    ['of root, signed by one holder before and one who is to come', () => { const { ceremony, key } = holders.withAnother(standing, one, now); return holders.sign(ceremony, two, key); }, 'KEYS_SEEN_BY_ONE'],
    ['whose reason was altered after it was signed', () => ({ ...holders.sign(renewal(), one, two, keys.targets), reason: 'another reason' }), 'KEYS_BAD_SIGNATURE'],
    ['whose root was altered after it was signed', () => altered(holders.sign(renewal(), one, two, keys.targets), 'root', { expires: expiryOf('root', new Date(now.getTime() - 86_400_000)) }), 'KEYS_BAD_SIGNATURE'],
    ['under which a signature of another proposal was put', () => ({ ...online('timestamp'), signatures: holders.sign(online('timestamp'), one, two).signatures }), 'KEYS_BAD_SIGNATURE'],
    ['under which somebody unknown signed as well', () => { const given = holders.sign(renewal(), one, two, keys.targets); return { ...given, signatures: [...given.signatures, { key: publicKeyOf(stranger), approval: 'ab'.repeat(64) }] }; }, 'KEY_UNKNOWN'],
    ['that skips a version', () => holders.sign(altered(renewal(), 'root', { version: 3 }), one, two, keys.targets), 'KEYS_VERSION'],
    ['that stays at its version', () => holders.sign(altered(renewal(), 'targets', { version: 1 }), one, two, keys.targets), 'KEYS_VERSION'],
    ['good for longer than a year', () => holders.sign(altered(renewal(), 'root', { expires: '2027-03-02T09:00:01Z' }), one, two, keys.targets), 'KEYS_EXPIRY'],
    ['good for less than a month', () => holders.sign(altered(renewal(), 'targets', { expires: '2026-03-20T09:00:00Z' }), one, two, keys.targets), 'KEYS_EXPIRY'],
    ['that gives two roles one key', () => holders.sign(holders.propose(standing, { online: { timestamp: publicKeyOf(one) } }, now), one, two), 'KEYS_SHARED'],
    ['that lets one root key speak for all', () => holders.sign(altered(renewal(), 'root', withThreshold(renewal().root!, 1)), one, two, keys.targets), 'KEYS_TOO_FEW_HOLDERS'],
    ['that delegates a path of another role', () => altered(renewal(), 'targets', withPaths(renewal().targets!)), 'KEYS_OF_ANOTHER_FORM'],
    ['that puts a target into the top role', () => altered(renewal(), 'targets', { targets: { 'stops/stops.json': {} } }), 'KEYS_OF_ANOTHER_FORM'],
    ['with a member that nobody is shown', () => altered(renewal(), 'root', { more: true }), 'KEYS_OF_ANOTHER_FORM'],
    ['that proposes nothing', () => { const { root: _root, targets: _targets, ...nothing } = renewal(); return nothing; }, 'KEYS_CHANGE_NOTHING'],
    ['without a reason', () => ({ ...renewal(), reason: ' ' }), 'KEYS_REASON'],
    ['proposed for another repository', () => new KeyHolders(keys).propose({ ...standing, root: foundTrust(keys, new Date(now.getTime() + 1_000)).root.bytes }, {}, now), 'KEYS_MOVED_ON'],
  ])('is refused when it is one %s', (_what, ceremony, code) => {
    expect(() => judge(ceremony())).toThrow(refused(code));
  });

  it('names whose keys and signatures are refused as people know them', () => {
    const [id, other] = [one, stranger].map((key) => keyIdOf(publicKeyOf(key)).slice(0, 16));
    const signed = holders.sign(renewal(), one);
    expect(() => judge({ ...signed, reason: 'another reason' })).toThrow(`What root-1 (${id}) signed is not what stands in this file.`);
    expect(() => judge({ ...signed, signatures: [{ key: publicKeyOf(stranger), approval: 'ab'.repeat(64) }] })).toThrow(new RegExp(`^${other} is not one of the keys concerned`));
    expect(() => signedWith(renewal(), stranger)).toThrow(`The key ${other} has no part`);
    expect(() => judge(holders.propose(standing, { online: { timestamp: publicKeyOf(one) } }, now))).toThrow('root-1 and timestamp would be one key');
  });

  it.each<[string, string]>([
    ['nothing', ''], ['no JSON', '{'], ['another spelling', ` ${ceremonyFile(renewal())}`], ['another format', ceremonyFile(renewal()).replace('accord-keys/1', 'accord-keys/2')],
    ['a further member', canonicalJson({ ...renewal(), further: 1 })], ['a holder who signs twice', canonicalJson({ ...renewal(), signatures: [holders.sign(renewal(), one).signatures[0], holders.sign(renewal(), one).signatures[0]] })],
    ['a signature of another length', canonicalJson({ ...renewal(), signatures: [{ key: publicKeyOf(one), approval: 'ab' }] })],
  ])('is not read from %s', (_what, text) => {
    expect(() => readCeremony(Buffer.from(text))).toThrow(refused('KEYS_NOT_READ'));
  });

  it('has no place for a key that is neither trusted nor proposed', () => {
    expect(() => signedWith(renewal(), stranger)).toThrow(refused('KEY_HAS_NO_PART'));
  });

  it('founds a repository by two of three new holders of root and the one of the targets', () => {
    const open = Object.fromEntries(Object.entries(keys.online).map(([role, key]) => [role, publicKeyOf(key)])) as Record<keyof typeof keys.online, string>;
    const first = proposeFoundation('the first keys', keys.root.map(publicKeyOf), publicKeyOf(keys.targets), open, now);
    expect(newTrust(holders.sign(first, one, three, keys.targets), null, now).files.map(({ role, version }) => `${role} ${version}`)).toEqual(['root 1', 'targets 1']);
    expect(() => newTrust(holders.sign(first, one, keys.targets), null, now)).toThrow(refused('KEYS_TOO_FEW_SIGNED'));
    expect(() => newTrust(holders.sign(first, one, three, keys.targets), standing, now)).toThrow(refused('KEYS_MOVED_ON'));
  });
});

function withThreshold(root: Signed, threshold: number): Record<string, unknown> {
  const { roles } = root as unknown as { roles: Record<string, object> };
  return { roles: { ...roles, root: { ...roles.root, threshold } } };
}

function withPaths(targets: Signed): Record<string, unknown> {
  const { delegations } = targets as unknown as { delegations: { roles: object[] } };
  return { delegations: { ...delegations, roles: delegations.roles.map((role) => ({ ...role, paths: ['localities/*'] })) } };
}
