import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { aQuestion, decide, type Decision } from '../chain/cast.js';
import { runningProduct, type RunningProduct } from './running-product.js';

jest.setTimeout(300_000);

const COMMAND = join(import.meta.dirname, '../../apps/accord/dist/main.js');
let product: RunningProduct;
beforeAll(async () => { product = await runningProduct(); }, 240_000);
afterAll(() => product?.stop(), 60_000);

interface Said { readonly code: number; readonly lines: readonly string[] }

/** What one key holder gives on the installation, as the page about keys tells it. */
function keys(...words: string[]): Promise<Said> {
  return holder(...words, '--home', product.installation.facts.home.folder);
}

/** What a key holder gives elsewhere. */
function holder(...words: string[]): Promise<Said> {
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, 'keys', ...words], (fault, stdout, stderr) => {
      resolve({ code: fault === null ? 0 : Number(fault.code), lines: `${stdout}${stderr}`.split('\n').filter((line) => line !== '') });
    });
  });
}

const offline = (name: string): string => join(product.installation.facts.home.offlineKeys, `${name}.pem`);
const online = (): string[] => readdirSync(product.installation.facts.home.onlineKeys).filter((name) => name.endsWith('.pem')).sort();
/** What the gateway answers by; a refusal says it as well as a permit. */
const answeredBy = async (): Promise<Decision['body']> => (await decide(product.installation, aQuestion())).body;
/** Those that stand; what waits is told below them. */
const trusted = async (): Promise<Map<string, string>> => {
  const { lines } = await keys('show');
  const waiting = lines.findIndex((line) => line.startsWith('Waiting for'));
  return new Map((waiting < 0 ? lines : lines.slice(0, waiting)).flatMap((line) => [...line.matchAll(/^ {2}(\S+) +(\S.*)$/g)].map(([, name, key]) => [name!, key!] as const)).filter(([name]) => !name.includes('recovered')));
};

describe('an emergency, when the online keys may be stolen', () => {
  it('takes the same command from each key holder, and the last one ends with the gateways that recovered', async () => {
    const [before, answered, files] = [await trusted(), await answeredBy(), online()];
    expect([...before.keys()]).toEqual(expect.arrayContaining(['localities', 'consumers', 'stops', 'snapshot', 'timestamp']));

    const first = await keys('emergency', '--key', offline('root-1'), '--reason', 'the signer was found open');
    expect(first).toMatchObject({ code: 0 });
    expect(first.lines.join('\n')).toMatch(/Each of the others gives this same command/);
    // One alone changes nothing: the gateway goes on by the keys before, and whoever asks is told who is missing.
    expect(await trusted()).toEqual(before);
    expect((await keys('show')).lines.join('\n')).toMatch(/^Waiting for key holders, last signed .*the signer was found open/ms);
    expect((await keys('emergency', '--key', offline('targets'))).lines.join('\n')).toMatch(/1 more of the root keys that are trusted now/);
    expect(await trusted()).toEqual(before);

    const last = await keys('emergency', '--key', offline('root-2'));
    expect(last).toMatchObject({ code: 0, lines: expect.arrayContaining([expect.stringMatching(/^Recovered by their own receipts: 1 of 1 gateways\.$/), expect.stringMatching(/^ {2}recovered /), expect.stringMatching(/^Trusted no more, to be removed: /)]) as unknown });
    const after = await trusted();
    for (const role of ['localities', 'consumers', 'stops', 'snapshot', 'timestamp']) expect(after.get(role)).not.toBe(before.get(role));
    for (const role of ['root-1', 'root-2', 'root-3', 'targets']) expect(after.get(role)).toBe(before.get(role));
    expect(online().length).toBe(files.length * 2);
    const now = await answeredBy();
    expect(now).toMatchObject({ decision: answered.decision, reason: answered.reason, freshness: 'fresh' });
    expect(now.publication).toBeGreaterThan(answered.publication!);
    expect(existsSync(join(product.installation.facts.home.folder, 'keys', 'emergency.json'))).toBe(false);
  });

  it('is refused to whoever holds no key of this trust, and nothing has changed', async () => {
    const [before, files] = [await trusted(), online()];
    const stranger = join(product.installation.facts.home.folder, 'stranger.pem');
    expect(await holder('make', stranger)).toMatchObject({ code: 0 });
    // Who comes after the last begins no other by mistake.
    const late = await keys('emergency', '--key', offline('root-3'));
    expect([late.code, late.lines.at(-1)]).toEqual([1, expect.stringMatching(/was finished .*\(the signer was found open\), signed by .*--anew/)]);
    const refused = await keys('emergency', '--anew', '--key', stranger);
    expect(refused.code).not.toBe(0);
    expect(refused.lines.join('\n')).toMatch(/has no part/i);
    expect([await trusted(), online()]).toEqual([before, files]);
  });

  it('signs nothing that somebody has left there to take the trust itself, says what it is, and is had all the same', async () => {
    const before = await trusted();
    const [left, thief] = [join(product.installation.facts.home.folder, 'keys', 'emergency.json'), join(product.installation.facts.home.folder, 'thief.pem')];
    expect(await holder('make', thief)).toMatchObject({ code: 0 });
    expect(await keys('propose', left, '--reason', 'the signer was found open', '--replace', `root-3=${thief.replace('.pem', '.pub')}`, '--online', 'all')).toMatchObject({ code: 0 });
    const refused = await keys('emergency', '--key', offline('root-1'), '--reason', 'the signer was found open');
    expect(refused).toMatchObject({ code: 1, lines: expect.arrayContaining([expect.stringMatching(/^ {2}root-3: key [0-9a-f]{16} goes/), expect.stringMatching(/^EMERGENCY_CHANGES_MORE: .*--anew/)]) as unknown });
    expect((await holder('read', left)).lines).toContain('Nobody has signed it yet.');
    expect((await keys('show')).lines.join('\n')).toContain('Nothing is signed.');

    expect((await keys('emergency', '--anew', '--key', offline('root-1'), '--key', offline('root-2'))).lines.join('\n')).toMatch(/is set aside: .*emergency\.set-aside-1\.json/);
    expect(await keys('emergency', '--key', offline('targets'))).toMatchObject({ code: 0, lines: expect.arrayContaining(['Recovered by their own receipts: 1 of 1 gateways.']) as unknown });
    const after = await trusted();
    for (const role of ['root-1', 'root-2', 'root-3', 'targets']) expect(after.get(role)).toBe(before.get(role));
    expect(after.get('stops')).not.toBe(before.get('stops'));
  });
});
