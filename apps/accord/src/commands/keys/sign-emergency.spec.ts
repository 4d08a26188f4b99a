import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyObject } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { canonicalJson } from '@accord/kernel';
import { ceremonyFile, keyIdOf, keysIn, missingIn, ONLINE_ROLES, publicKeyOf, signedWith, type Ceremony, type FinishedChange, type OnlineRole, type PublicKey } from '@accord/publication/server';
import { EVERY_ONLINE_ROLE, foundTrust, KeyHolders, keyRing, newKey } from '@accord/publication/testing';
import { Home } from '../../state/home.js';
import { begunLines } from './begun-emergency.js';
import { EmergencyFinished, finishedFile } from './finished-change.js';
import { proposeChange } from './proposing.js';
import { signedInPlace, type EmergencyStep } from './sign-emergency.js';

const now = new Date('2026-03-02T09:00:00Z');
const keys = keyRing();
const [ann, bea] = keys.root as [KeyObject, KeyObject];
const holders = new KeyHolders(keys);
const { root, targets } = foundTrust(keys, now);
const standing = { root: root.bytes, targets: targets.bytes };
const everTrusted = new Set(Object.values(keysIn(standing)));
const refused = (code: string, message = '') => expect.objectContaining({ code, message: expect.stringContaining(message) as unknown });

describe('one holder\'s step in an emergency', () => {
  let folder: string;
  let home: Home;
  let path: string;
  let said: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'accord-emergency-'));
    home = new Home(folder);
    mkdirSync(home.onlineKeys, { recursive: true });
    path = join(folder, 'keys', 'emergency.json');
    said = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const step = (holder: KeyObject, asked: Partial<EmergencyStep> = {}, at = now) => signedInPlace({ home, path, standing, everTrusted, now: at }, null, { holders: [holder], say: (line) => said.push(line), ...asked });
  const lies = (): string => readFileSync(path, 'utf8');
  const leave = (ceremony: Ceremony): void => writeFileSync(path, ceremonyFile(ceremony));
  const begun = (options: { online?: readonly string[]; reason?: string } = {}) => proposeChange(home, standing, { reason: 'stolen', online: ['all'], ...options }, now);
  /** The signer would hold these: whoever got at the server could have put them there. */
  const heldOnline = (keyOf: (role: OnlineRole) => KeyObject = newKey): Partial<Record<OnlineRole, PublicKey>> => Object.fromEntries(ONLINE_ROLES.map((role) => {
    const key = keyOf(role);
    writeFileSync(join(home.onlineKeys, `${role}.${keyIdOf(publicKeyOf(key)).slice(0, 8)}.pem`), key.export({ type: 'pkcs8', format: 'pem' }));
    return [role, publicKeyOf(key)];
  }));
  const thieves = [newKey(), newKey(), newKey()];
  const aRootOfTheirOwn = (): Ceremony => {
    const another = newKey();
    const replace = new Map([...keys.root.map((key, at) => [publicKeyOf(key), publicKeyOf(thieves[at]!)] as const), [publicKeyOf(keys.targets), publicKeyOf(another)] as const]);
    return [...thieves, another].reduce(signedWith, holders.propose(standing, { reason: 'stolen', replace, online: heldOnline() }, now));
  };
  const altered = (ceremony: Ceremony, part: 'root' | 'targets', change: object): Ceremony => ({ ...ceremony, [part]: { ...ceremony[part]!, ...change } });
  const lowThreshold = (ceremony: Ceremony): Ceremony => {
    const { roles } = ceremony.root as unknown as { roles: Record<'root', object> };
    return altered(ceremony, 'root', { roles: { ...roles, root: { ...roles.root, threshold: 1 } } });
  };

  it('goes on with what the one before began, also where that was asked in more words, until nothing is missing', async () => {
    await step(ann, { reason: 'stolen', online: ['stops', 'timestamp'] });
    await step(bea, { reason: 'stolen', online: ['timestamp', 'stops'] }, new Date('2026-03-05T09:00:00Z'));
    const last = await step(keys.targets);
    expect([missingIn(last), last.signatures.length, last.reason]).toEqual([[], 3, 'stolen']);
    expect(lies()).toBe(ceremonyFile(last));
  });

  it('shows what is signed before it is signed, whether it is begun or gone on with', async () => {
    for (const holder of [ann, bea]) {
      const shown: boolean[] = [];
      const before = existsSync(path) ? lies() : null;
      await step(holder, { say: (line) => { if (/^ {2}stops: key [0-9a-f]{16} goes|^ {2}2 of 3 root keys speak for root: (?:[0-9a-f]{16}, ){2}/.test(line)) shown.push((existsSync(path) ? lies() : null) === before); } });
      expect(shown).toEqual([true, true]);
    }
    const stranger = newKey();
    said = [];
    await expect(step(stranger)).rejects.toEqual(refused('KEY_HAS_NO_PART'));
    expect(said).toContainEqual('Changes keys: emergency: the online keys are no longer trusted');
  });

  it.each<[string, string, () => Ceremony | Promise<Ceremony>]>([
    ['puts others in the place of every holder, signed by these', 'EMERGENCY_CHANGES_MORE', aRootOfTheirOwn],
    ['puts another in the place of one holder', 'EMERGENCY_CHANGES_MORE', () => holders.propose(standing, { reason: 'stolen', replace: new Map([[publicKeyOf(bea), publicKeyOf(thieves[0]!)]]), online: heldOnline() }, now)],
    ['lets one root key speak for all', 'EMERGENCY_CHANGES_MORE', async () => lowThreshold(await begun())],
    ['asks for a root that nothing changes in as well', 'EMERGENCY_CHANGES_MORE', async () => ({ ...await begun({ online: ['stops'] }), root: holders.propose(standing, {}, now).root! })],
    ['changes no key at all', 'EMERGENCY_CHANGES_MORE', () => holders.propose(standing, { reason: 'stolen' }, now)],
    ['hands the keys that are trusted now round', 'EMERGENCY_CHANGES_MORE', () => holders.propose(standing, { reason: 'stolen', online: heldOnline((role) => keys.online[ONLINE_ROLES[(ONLINE_ROLES.indexOf(role) + 1) % 5]!]) }, now)],
    ['skips a version', 'EMERGENCY_CHANGES_MORE', async () => altered(await begun(), 'root', { version: 3 })],
    ['is good for longer than a year', 'EMERGENCY_NOT_SOUND', async () => altered(await begun(), 'root', { expires: '2028-03-02T09:00:00Z' })],
    ['gives two roles one key', 'EMERGENCY_NOT_SOUND', () => holders.propose(standing, { reason: 'stolen', online: { ...heldOnline(), stops: publicKeyOf(ann) } }, now)],
    ['has a signature that is none', 'EMERGENCY_NOT_SOUND', async () => ({ ...await begun(), signatures: [{ key: publicKeyOf(bea), approval: 'ab'.repeat(64) }] })],
    ['names keys that the signer does not hold', 'EMERGENCY_KEYS_ELSEWHERE', () => holders.propose(standing, { reason: 'stolen', online: Object.fromEntries(EVERY_ONLINE_ROLE.map((role) => [role, publicKeyOf(newKey())])) }, now)],
  ])('signs nothing that lies there and %s: it says what that is, and --anew puts it away', async (_what, code, planted) => {
    leave(await planted());
    const [before, held] = [lies(), readdirSync(home.onlineKeys)];
    for (const asked of [{}, { reason: 'stolen' }]) await expect(step(ann, asked)).rejects.toEqual(refused(code, '--anew sets the file aside'));
    expect([lies(), readdirSync(join(folder, 'keys')).sort(), readdirSync(home.onlineKeys)]).toEqual([before, ['emergency.json', 'online'], held]);
    expect(said.slice(0, 2)).toEqual([expect.stringMatching(/^Changes keys: /), expect.stringMatching(/^ {2}/)]);
    expect(begunLines({ home, path, standing, everTrusted, now }).join('\n')).toContain('Nothing is signed.');

    await step(ann, { anew: true });
    expect(readFileSync(join(folder, 'keys', 'emergency.set-aside-1.json'), 'utf8')).toBe(before);
    await step(bea);
    expect(missingIn(await step(keys.targets))).toEqual([]);
  });

  it('does not go on with another reason, or other online roles, than are asked', async () => {
    await step(ann, { reason: 'stolen', online: ['stops'] });
    const before = lies();
    for (const asked of [{ reason: 'another' }, { online: ['all'] }, { online: ['timestamp'] }, { reason: 'stolen', online: ['stops', 'snapshot'] }]) {
      await expect(step(bea, asked)).rejects.toEqual(refused('EMERGENCY_ASKED_OTHERWISE'));
    }
    expect(lies()).toBe(before);
  });

  it.each([['cut off', '{"format"'], ['too large', ' '.repeat(1_048_577)], ['of another form', canonicalJson({ format: 'accord-keys/1' })]])('is not kept from an emergency by a file that cannot be read: %s', async (_what, content) => {
    writeFileSync(path, content);
    await expect(step(ann)).rejects.toEqual(refused('EMERGENCY_NOT_SOUND', path));
    expect(lies()).toBe(content);
    await step(ann, { anew: true });
    await step(bea, { anew: true });
    expect(readdirSync(join(folder, 'keys')).sort()).toEqual(['emergency.json', 'emergency.set-aside-1.json', 'emergency.set-aside-2.json', 'online']);
    expect(readFileSync(join(folder, 'keys', 'emergency.set-aside-1.json'), 'utf8')).toBe(content);
    expect(missingIn(await step(keys.targets))).toEqual(['1 more of the root keys that are trusted now']);
  });

  it('leaves what lies there where the key has no part, with --anew too', async () => {
    writeFileSync(path, 'anything');
    await expect(step(newKey(), { anew: true })).rejects.toEqual(refused('KEY_HAS_NO_PART'));
    expect([lies(), readdirSync(join(folder, 'keys')).sort(), readdirSync(home.onlineKeys)]).toEqual(['anything', ['emergency.json', 'online'], []]);
  });

  describe('after a change of keys was finished', () => {
    const finished = (ceremony: Ceremony): FinishedChange => ({ publication: 2, adoptedAt: now, reason: ceremony.reason, handedInBy: 'Orla Fenwick', holders: [], content: Buffer.from(ceremonyFile(ceremony)) });
    const after = (last: FinishedChange, asked: Partial<EmergencyStep> = {}, at = now) => signedInPlace({ home, path, standing, everTrusted, now: at }, last, { holders: [ann], say: () => undefined, ...asked });
    const earlier = foundTrust(keys, new Date('2026-03-01T09:00:00Z'));
    const before = { root: earlier.root.bytes, targets: earlier.targets.bytes };
    const stolen = () => proposeChange(home, before, { reason: 'stolen', online: ['all'] }, now);

    it('begins one where that was a planned one: a renewal, or online keys that were due', async () => {
      for (const planned of [holders.propose(before, { reason: 'yearly' }, now), await stolen()]) {
        rmSync(path, { force: true });
        expect((await after(finished(planned))).reason).toBe('emergency: the online keys are no longer trusted');
      }
    });

    it.each([['was kept', () => finishedFile(path)], ['was left where it was gathered', () => path]])('begins none where it was this very one, whose file %s, until a day is over or another is asked', async (_what, where) => {
      const ceremony = await stolen();
      writeFileSync(where(), ceremonyFile(ceremony));
      for (const asked of [{}, { reason: 'stolen' }, { online: ['all'] }]) await expect(after(finished(ceremony), asked)).rejects.toThrow(EmergencyFinished);
      expect(readFileSync(where(), 'utf8')).toBe(ceremonyFile(ceremony));
      for (const [asked, at] of [[{}, new Date('2026-03-03T09:00:01Z')], [{ reason: 'stolen again' }, now], [{ online: ['stops'] }, now], [{ anew: true }, now]] as const) {
        for (const each of [path, finishedFile(path)]) rmSync(each, { force: true });
        writeFileSync(where(), ceremonyFile(ceremony));
        expect((await after(finished(ceremony), asked, at)).signatures.length).toBe(1);
      }
    });

    it('is not kept from beginning by a kept file that cannot be read', async () => {
      writeFileSync(finishedFile(path), '{');
      expect((await after(finished(await stolen()))).signatures.length).toBe(1);
    });
  });

  it('is not stopped by a file among the keys of the signer that is no key', async () => {
    await step(ann);
    writeFileSync(join(home.onlineKeys, 'stops.00000000.pem'), 'no key');
    expect((await step(bea)).signatures.length).toBe(2);
  });
});
