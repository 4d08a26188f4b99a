import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ChildPool, type ChildPoolOptions, type Work } from './child-pool.js';

/** A child that says back what the file says, a moment later. */
const ECHO = `
const frame = (text) => { const bytes = Buffer.from(text); const head = Buffer.alloc(4); head.writeUInt32BE(bytes.length); process.stdout.write(Buffer.concat([head, bytes])); };
let held = Buffer.alloc(0); let frames = 0;
process.stdin.on('data', (piece) => {
  held = Buffer.concat([held, piece]);
  while (held.length >= 4 && held.length >= 4 + held.readUInt32BE(0)) {
    const body = held.subarray(4, 4 + held.readUInt32BE(0)).toString(); held = held.subarray(4 + held.readUInt32BE(0)); frames += 1;
    if (frames % 2 === 0) setTimeout(() => frame(body), 20);
  }
});
frame('"ready"');
`;
let folder: string;
let program: string;
const pools: ChildPool[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'accord-children-'));
  program = join(folder, 'echo.mjs');
  writeFileSync(program, ECHO);
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => { for (const pool of pools.splice(0)) pool.close(); });

function aPool(options: ChildPoolOptions = {}): ChildPool {
  const pool = new ChildPool('none', { program, processes: 1, ...options });
  pools.push(pool);
  return pool;
}

let reads: string[] = [];
const work = (text: string, over: Partial<Work> = {}): Work => ({ request: {}, read: () => { reads.push(text); return Promise.resolve(Buffer.from(text)); }, ...over });
const said = async (answer: ReturnType<ChildPool['ask']>): Promise<string> => {
  const given = await answer;
  return 'said' in given ? given.said.toString() : given.ended;
};
const busy = expect.objectContaining({ code: 'CHECKER_BUSY' }) as unknown as Error;

describe('Files that wait for a child', () => {
  it('are fetched when their turn comes, and not before', async () => {
    reads = [];
    const pool = aPool();
    const first = pool.ask(work('a'));
    const second = pool.ask(work('b'));
    expect(reads).toEqual(['a']);
    await first;
    expect(await said(second)).toBe('b');
    expect(reads).toEqual(['a', 'b']);
  });

  it('fail alone when they cannot be fetched', async () => {
    const pool = aPool();
    const gone = pool.ask(work('a', { read: () => Promise.reject(new RangeError('gone')) }));
    const next = pool.ask(work('b'));
    await expect(gone).rejects.toThrow('gone');
    expect(await said(next)).toBe('b');
  });

  it('are read once for all who ask the same of them meanwhile, and again afterwards', async () => {
    reads = [];
    const pool = aPool();
    const same = () => said(pool.ask(work('a', { same: 'a 1' })));
    expect(await Promise.all([same(), same(), said(pool.ask(work('a', { same: 'a 2' }))), same()])).toEqual(['a', 'a', 'a', 'a']);
    expect(reads).toEqual(['a', 'a']);
    await same();
    expect(reads).toHaveLength(3);
  });

  it('are tried again by the next who asks when reading failed', async () => {
    const pool = aPool();
    await expect(pool.ask(work('a', { same: 'a', read: () => Promise.reject(new RangeError('gone')) }))).rejects.toThrow('gone');
    expect(await said(pool.ask(work('a', { same: 'a' })))).toBe('a');
  });

  it('of one person are only so many; another person still finds room', async () => {
    const pool = aPool({ waitingOfOne: 2 });
    const asked = ['a', 'b', 'c'].map((text) => pool.ask(work(text, { who: 'ann' })));
    await expect(pool.ask(work('d', { who: 'ann' }))).rejects.toThrow(busy);
    expect(await said(pool.ask(work('e', { who: 'bob' })))).toBe('e');
    await Promise.all(asked);
  });

  it('of somebody who has nothing in hand come before those of somebody who has', async () => {
    reads = [];
    const pool = aPool({ processes: 2 });
    const asked = ['a1', 'a2', 'a3', 'a4', 'b1'].map((text) => pool.ask(work(text, { who: text.slice(0, 1) })));
    await Promise.all(asked);
    expect(reads.slice(0, 3)).toEqual(['a1', 'a2', 'b1']);
  });

  it('are told to come back when the pool closes', async () => {
    const pool = aPool();
    const first = pool.ask(work('a'));
    const waiting = pool.ask(work('b'));
    pool.close();
    await expect(waiting).rejects.toThrow(busy);
    await first;
    await expect(pool.ask(work('c'))).rejects.toThrow(busy);
  });
});
