import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Transactions } from '@accord/kernel/server';
import { FixedClock } from '@accord/kernel/testing';
import { Home } from '../../state/home.js';
import { makeLocalState } from '../../state/local-state.js';
import { begunLines } from './begun-emergency.js';
import { carryIn, carryInFoundation, gatewaysRecovered, nameRetiredKeys } from './carrying-in.js';
import { finishedFile, finishedLine, isRecent } from './finished-change.js';
import { handedInCeremony, handedInLines } from './handed-in.js';
import { makeHolderKey, readHolderFile, signHolderFile } from './holder-commands.js';
import { readCeremonyFile, readPrivateKey, readPublicKey, writeCeremonyFile } from './key-files.js';
import { proposeChange, proposeFirst } from './proposing.js';
import { showKeys } from './run-keys.js';
import { readSettings } from '../../config.js';
import { ceremonyFile, keyIdOf, keysIn, publicKeyOf, signedWith, together, type Ceremony, type StandingTrust } from '@accord/publication/server';

const now = new Date('2026-03-02T09:00:00Z');
const said: string[] = [];
const say = (line: string): void => void said.push(line);
let folder: string;
let home: Home;
const at = (name: string): string => join(folder, name);
const trustedIn = (standing: StandingTrust): ReadonlySet<string> => new Set(Object.values(keysIn(standing)));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'accord-keys-'));
  home = new Home(at('.accord'));
  mkdirSync(home.folder);
  for (const name of ['ann', 'bea', 'cas', 'tom']) await makeHolderKey(at(`${name}.pem`), {}, say);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a key holder', () => {
  it('makes a key that nobody else may read, and never over another', async () => {
    expect(statSync(at('ann.pem')).mode & 0o777).toBe(0o600);
    expect(readFileSync(at('ann.pub'), 'utf8')).toContain('PUBLIC KEY');
    await expect(makeHolderKey(at('ann.pem'), {}, say)).rejects.toThrow('is there already');
    await expect(makeHolderKey(at('nowhere/ann.pem'), {}, say)).rejects.toThrow('cannot be written: ENOENT');
  });

  it('is told the id that everybody else is shown, and where both files lie', async () => {
    said.length = 0;
    await makeHolderKey(at('fay.pem'), {}, say);
    const id = keyIdOf(readPublicKey(at('fay.pub')));
    expect(said).toEqual([`${at('fay.pem')} is the key: it stays with its holder.`, `${at('fay.pub')} is its public half, to be handed on.`, `Key id ${id.slice(0, 16)}, in full ${id}.`]);
    await makeHolderKey(relative(process.cwd(), at('gus.pem')), {}, say);
    expect(said[3]).toBe(`${at('gus.pem')} is the key: it stays with its holder.`);
  });

  it.each([['nothing', ''], ['white space', ' \t\r\n']])('makes no key under a passphrase of %s', async (_what, words) => {
    writeFileSync(at('no-words'), words);
    await expect(makeHolderKey(at('open.pem'), { passphraseFile: at('no-words') }, say)).rejects.toThrow(`${at('no-words')} is empty`);
    expect(existsSync(at('open.pem'))).toBe(false);
  });

  it('reads which signature is not over what stands there, and does not sign beside it', async () => {
    const proposal = await proposeFirst(new Home(at('fourth')), { root: ['ann', 'bea', 'cas'].map((name) => at(`${name}.pub`)), targets: at('tom.pub') }, now);
    await writeCeremonyFile(at('sound.json'), signedWith(proposal, readPrivateKey(at('ann.pem'))));
    expect(readHolderFile(at('sound.json'), say)).toBe(0);
    writeFileSync(at('altered.json'), readFileSync(at('sound.json'), 'utf8').replace('the first keys of this installation', 'some other keys'));
    const altered = readFileSync(at('altered.json'), 'utf8');
    said.length = 0;
    expect(readHolderFile(at('altered.json'), say)).toBe(1);
    const ann = `root-1 (${keyIdOf(readPublicKey(at('ann.pub'))).slice(0, 16)})`;
    expect(said.slice(-3)).toEqual(['Nobody has signed it.', `A signature does not hold, and it cannot be published so: What ${ann} signed is not what stands in this file.`, 'Missing: 2 more of the new root keys; 1 more of the targets keys.']);
    await expect(signHolderFile(at('altered.json'), { key: [at('bea.pem')] }, say)).rejects.toThrow(`What ${ann} signed is not what stands in this file.`);
    expect(readFileSync(at('altered.json'), 'utf8')).toBe(altered);
    // Whoever signed before may sign what stands there now.
    expect(await signHolderFile(at('altered.json'), { key: [at('ann.pem')] }, say)).toBe(0);
  });

  it('opens a key that has a passphrase with it alone', async () => {
    writeFileSync(at('words'), 'several words that nobody guesses\n');
    writeFileSync(at('other'), 'other words\n');
    await makeHolderKey(at('dot.pem'), { passphraseFile: at('words') }, say);
    expect(readFileSync(at('dot.pem'), 'utf8')).toContain('ENCRYPTED');
    const proposal = await proposeFirst(new Home(at('elsewhere')), { root: [at('dot.pub'), at('bea.pub'), at('cas.pub')], targets: at('tom.pub') }, now);
    await writeCeremonyFile(at('closed.json'), proposal);
    await expect(signHolderFile(at('closed.json'), { key: [at('dot.pem')] }, say)).rejects.toThrow('passphrase');
    await expect(signHolderFile(at('closed.json'), { key: [at('dot.pem')], passphraseFile: at('other') }, say)).rejects.toThrow('passphrase');
    expect(await signHolderFile(at('closed.json'), { key: [at('dot.pem')], passphraseFile: at('words') }, say)).toBe(0);
  });

  it('is asked for the public half where the private one was named', async () => {
    await expect(proposeFirst(new Home(at('third')), { root: [at('ann.pem'), at('bea.pub'), at('cas.pub')], targets: at('tom.pub') }, now)).rejects.toThrow('never leaves its holder');
  });
});

describe('an installation of one\'s own', () => {
  it.each<[string, string[], string, string]>([
    ['one key for two roots', ['ann', 'ann', 'cas'], 'tom', 'root-1 and root-2 would be one key'], ['two roots', ['ann', 'bea'], 'tom', 'Root needs three keys or more'],
    ['the key of a root for the targets', ['ann', 'bea', 'cas'], 'cas', 'root-3 and targets would be one key'],
  ])('is not founded on %s: no holder is asked, and nothing is made', async (_what, root, targets, why) => {
    await expect(proposeFirst(new Home(at('refused')), { root: root.map((name) => at(`${name}.pub`)), targets: at(`${targets}.pub`) }, now)).rejects.toThrow(why);
    expect(existsSync(at('refused'))).toBe(false);
  });

  it('is founded on four roots, if there are four holders', async () => {
    const proposal = await proposeFirst(new Home(at('four')), { root: ['ann', 'bea', 'cas', 'tom'].map((name) => at(`${name}.pub`)), targets: at('fay.pub') }, now);
    const signed = ['cas', 'tom', 'fay'].map((name) => readPrivateKey(at(`${name}.pem`))).reduce(signedWith, proposal);
    expect(await carryInFoundation(new Home(at('four')), signed, say, new FixedClock(now))).toBe(0);
    const shown = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    expect(await showKeys(readSettings({ home: at('four') }))).toBe(0);
    expect(shown.mock.calls.flat()).toEqual(expect.arrayContaining([expect.stringMatching(/^ {2}root-4 +[0-9a-f]{16}$/), `Signed, and founded upon by nothing yet: accord start makes the installation in ${at('four')} on them.`]));
    shown.mockRestore();
    await expect(showKeys(readSettings({ home: at('five') }))).rejects.toThrow('There is no installation');
  });

  it('does not start without keys, says which, and does not make any', async () => {
    await expect(makeLocalState(home, now, 'demand')).rejects.toThrow(/1\.root\.json is missing: .*starts only with keys made for it/);
    await expect(makeLocalState(home, now, 'demand')).rejects.toThrow(/1\.root\.json is missing/);
  });

  it('starts on the keys that its holders signed on copies, each on their own machine', async () => {
    await writeCeremonyFile(at('first.json'), await proposeFirst(home, { root: [at('ann.pub'), at('bea.pub'), at('cas.pub')], targets: at('tom.pub') }, now));
    for (const name of ['ann', 'cas', 'tom']) {
      copyFileSync(at('first.json'), at(`first-${name}.json`));
      await signHolderFile(at(`first-${name}.json`), { key: [at(`${name}.pem`)] }, say);
    }
    const signed = together(['ann', 'cas', 'tom'].map((name) => readCeremonyFile(at(`first-${name}.json`))));
    expect(await carryInFoundation(home, signed, say, new FixedClock(now))).toBe(0);
    await makeLocalState(home, now, 'demand');
    await expect(proposeFirst(home, { root: [at('ann.pub'), at('bea.pub'), at('cas.pub')], targets: at('tom.pub') }, now)).rejects.toThrow('has its keys');
  });

  it('goes on when a later key has taken the place of the first and that was removed, and not when a role has none', async () => {
    const first = join(home.onlineKeys, 'stops.pem');
    copyFileSync(first, join(home.onlineKeys, 'stops.0a1b2c3d.pem'));
    rmSync(first);
    await makeLocalState(home, now, 'demand');
    await makeLocalState(home, now, 'develop');
    rmSync(join(home.onlineKeys, 'stops.0a1b2c3d.pem'));
    for (const way of ['demand', 'develop'] as const) await expect(makeLocalState(home, now, way)).rejects.toThrow(/stops\.pem is missing, but 1\.root\.json/);
  });

  it('keeps what its holders signed until it is adopted, and no longer', async () => {
    const standing = { root: readFileSync(join(home.metadata, '1.root.json')), targets: readFileSync(join(home.metadata, '1.targets.json')) };
    const ceremony = await proposeChange(home, standing, { reason: 'the online keys are no longer trusted', online: ['stops'] }, now);
    await writeCeremonyFile(at('emergency.json'), ceremony);
    const carriedIn = (...answers: readonly unknown[]) => {
      const left = [...answers];
      const transactions = { run: () => Promise.resolve({ id: 'x' }), read: () => Promise.resolve(left.shift()) } as unknown as Transactions;
      return carryIn({ home, transactions, operator: 'Ola', isEmergency: false, waitMs: 0, say }, ceremony, at('emergency.json'));
    };
    expect(await carriedIn({ publication: null, fault: 'The signer would not sign stops: UNKNOWN_KEY.' })).toBe(1);
    expect(readCeremonyFile(at('emergency.json'))).toEqual(ceremony);
    said.length = 0;
    expect(await carriedIn({ publication: 2, fault: null }, [], [], [standing, trustedIn(standing)])).toBe(0);
    expect(existsSync(at('emergency.json'))).toBe(false);
    expect(readCeremonyFile(finishedFile(at('emergency.json')))).toEqual(ceremony);
    // The key of this proposal was never trusted.
    expect(said.filter((line) => line.includes('rusted'))).toEqual([expect.stringMatching(/^Never trusted, made for a change that is not published.*stops\.[0-9a-f]{8}\.pem$/)]);
    const [own, files] = [trustedIn(standing), readdirSync(home.onlineKeys).filter((name) => /^stops\..*\.pem$/.test(name) && name !== 'stops.pem')];
    said.length = 0;
    const everTrusted = new Set([...own, ...files.map((name) => keyIdOf(publicKeyOf(readPrivateKey(join(home.onlineKeys, name)))))]);
    await carriedIn({ publication: 2, fault: null }, [], [], [standing, everTrusted]);
    expect(said.filter((line) => line.includes('rusted'))).toEqual([expect.stringMatching(/^Trusted no more, to be removed: /)]);
    // A change that is known to wait needs its keys.
    said.length = 0;
    const transactions = { read: () => Promise.resolve([standing, own]) } as unknown as Transactions;
    await nameRetiredKeys({ home, transactions, operator: 'Ola', isEmergency: false, waitMs: 0, say }, [ceremony]);
    expect(said).toEqual([]);
  });

  it('tells a revoked gateway that may go on by the keys before, and has not recovered as long as it may', async () => {
    const answers = [[{ gatewayId: 'a', code: 'south', name: 'South', revoked: true, appliedAt: null, number: null }], [{ code: 'south', name: 'South', refusesAt: new Date('2026-03-03T08:00:00Z') }]];
    const transactions = { read: () => Promise.resolve(answers.shift()) } as unknown as Transactions;
    said.length = 0;
    expect(await gatewaysRecovered({ home, transactions, operator: 'Ola', isEmergency: true, waitMs: 0, say }, 2)).toBe(false);
    expect(said).toEqual(['Recovered by their own receipts: 0 of 0 gateways.', '  revoked        South (south), may go on by the keys before until 2026-03-03T08:00:00.000Z']);
  });

  it('tells who comes after the last that it is done, for a day', () => {
    const standing = { root: readFileSync(join(home.metadata, '1.root.json')), targets: readFileSync(join(home.metadata, '1.targets.json')) };
    const last = { publication: 22, adoptedAt: now, reason: 'The signer machine was stolen', handedInBy: 'Orla Fenwick', holders: [readPublicKey(at('ann.pub')), readPublicKey(at('cas.pub'))], content: Buffer.from('') };
    expect(finishedLine(last, standing)).toMatch(
      /^This emergency was finished 2026-03-02T09:00:00\.000Z with publication 22 \(The signer machine was stolen\), signed by root-1 \([0-9a-f]{16}\) and root-3 \([0-9a-f]{16}\), handed in by Orla Fenwick\. .*--anew\.$/);
    expect(['2026-03-03T09:00:00Z', '2026-03-03T09:00:01Z'].map((at) => isRecent(last, new Date(at)))).toEqual([true, false]);
  });

  it('names a change that waits: what it is, who has signed, who is missing, and who handed it in', async () => {
    const standing = { root: readFileSync(join(home.metadata, '1.root.json')), targets: readFileSync(join(home.metadata, '1.targets.json')) };
    const begun = (name: string, on: StandingTrust = standing) => begunLines({ home, path: at(name), standing: on, everTrusted: new Set(), now });
    expect([handedInLines(null), begun('nothing.json')]).toEqual([[], []]);
    const open = await proposeChange(home, standing, { reason: 'The signer machine was stolen', online: ['stops'] }, now);
    const [one, all] = [['ann'], ['ann', 'tom']].map((names) => names.map((name) => readPrivateKey(at(`${name}.pem`))).reduce(signedWith, open)) as [Ceremony, Ceremony];
    await writeCeremonyFile(at('begun.json'), one);
    const handedIn = (content: Buffer) => ({ id: 'x', reason: all.reason, content, handedInBy: 'Orla Fenwick', handedInAt: now });
    expect(begun('begun.json').join('\n')).toMatch(new RegExp(['^', `Waiting for key holders, last signed \\d{4}-.*Z \\(${at('begun.json')}\\):`, 'Changes keys: The signer machine was stolen', ' {2}stops: key [0-9a-f]{16} goes, .*',
      ' {2}targets version 2, .*', '.*', 'Signed by root-1 \\([0-9a-f]{16}\\)\\.', 'Missing: 1 more of the targets keys\\.', 'Each of the others gives accord keys emergency with their own key\\.$'].join('\n')));
    expect(handedInLines(handedIn(Buffer.from(ceremonyFile(all)))).join('\n')).toMatch(
      /^\nWaiting for the publisher since 2026-03-02T09:00:00\.000Z, handed in by Orla Fenwick:\nChanges keys: The signer machine was stolen\n[^]*\nSigned by (?:(?:root-1|targets) \([0-9a-f]{16}\)(?:, )?){2}\.\nIt is adopted/);

    // Named once where it is handed in already, and as finished where it is.
    const place = { home, path: at('begun.json'), standing, everTrusted: new Set<string>(), now };
    expect(begunLines(place, null, handedIn(Buffer.from(ceremonyFile(all))))).toEqual([]);
    const last = { publication: 22, adoptedAt: now, reason: all.reason, handedInBy: 'Orla Fenwick', holders: [], content: Buffer.from(ceremonyFile(all)) };
    expect(begunLines(place, last)).toEqual(['', `${at('begun.json')} holds the change that was finished with publication 22: The signer machine was stolen. Nothing of it is left to do, and the file may be removed.`]);
    expect([handedInCeremony(null), handedInCeremony(handedIn(Buffer.from('{'))), handedInCeremony(handedIn(Buffer.from(ceremonyFile(all))))]).toEqual([null, null, all]);

    expect(handedInLines(handedIn(Buffer.from('{')))).toEqual(['', expect.any(String), 'Changes keys: The signer machine was stolen', expect.stringContaining('cannot be read and is not adopted: This is not')]);

    const later = { root: standing.root, targets: Buffer.from(standing.targets.toString().replace('"version":1', '"version":2')) };
    expect(begun('begun.json', later)).toEqual(['', expect.stringContaining('begun from keys that no longer stand: The signer machine was stolen.')]);
    writeFileSync(at('begun.json'), readFileSync(at('begun.json'), 'utf8').slice(0, -10));
    expect(begun('begun.json')).toEqual(['', expect.stringContaining('holds no change of keys that could be signed: ')]);
  });

  it('reads to a holder, in words, what they would sign', async () => {
    const standing = { root: readFileSync(join(home.metadata, '1.root.json')), targets: readFileSync(join(home.metadata, '1.targets.json')) };
    await makeHolderKey(at('eve.pem'), {}, say);
    await writeCeremonyFile(at('next.json'), await proposeChange(home, standing, { reason: 'Bea lost her key', replace: [`root-2=${at('eve.pub')}`], online: ['stops'] }, now));
    said.length = 0;
    readHolderFile(at('next.json'), say);
    expect(said.join('\n')).toMatch(/Changes keys: Bea lost her key\n {2}root-2: key [0-9a-f]{16} goes, key [0-9a-f]{16} comes in its place\n {2}stops: key .*\n {2}root version 2, good until .*\n {2}targets version 2, good until .*\n.*\nNobody has signed it yet\.\nMissing: 2 more of the root keys that are trusted now; 2 more of the new root keys; 1 more of the targets keys\.$/);
    await expect(proposeChange(home, standing, { reason: 'no such key', replace: [`root-9=${at('eve.pub')}`] }, now)).rejects.toThrow('There is no key root-9');
    await expect(proposeChange(home, standing, { reason: 'no such role', online: ['root'] }, now)).rejects.toThrow('There is no online role root');
  });

  it.each<[string, string[], string, string?]>([
    ['a root by another root', ['root-2=ann'], 'root-1 and root-2 would be one key'], ['the targets key by a root', ['targets=cas'], 'root-3 and targets would be one key'],
    ['two roots by one key', ['root-1=eve', 'root-2=eve'], 'root-1 and root-2 would be one key'], ['a root twice', ['root-1=eve', 'root-1=fay'], 'root-1 is replaced twice'],
    ['a root by itself', ['root-2=bea'], 'is root-2 itself'], ['a key of the signer', ['timestamp=eve'], '--online timestamp gives it another'], ['anything without a reason', ['root-2=eve'], 'Give a reason', ' \t '],
  ])('proposes to no holder what would be refused when all have signed: replacing %s', async (_what, replace, why, reason = 'a reason') => {
    const standing = { root: readFileSync(join(home.metadata, '1.root.json')), targets: readFileSync(join(home.metadata, '1.targets.json')) };
    const held = readdirSync(home.onlineKeys);
    const asked = { reason, online: ['stops'], replace: replace.map((each) => `${each.split('=')[0]}=${at(`${each.split('=')[1]}.pub`)}`) };
    await expect(proposeChange(home, standing, asked, now)).rejects.toThrow(why);
    expect(readdirSync(home.onlineKeys)).toEqual(held);
    expect((await proposeChange(home, standing, { reason: ' Bea leaves ', replace: [`root-2=${at('eve.pub')}`] }, now)).reason).toBe('Bea leaves');
  });
});
