import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, afterAll, describe, expect, it } from '@jest/globals';
import { aPdf } from '../../../testing/index.js';
import { CheckerPool, type PoolOptions } from './checker-pool.js';
import { confinementHere } from './confinement.js';
import { DocumentChildDidNotStart } from './document-child.js';

const NOW = new Date('2026-03-02T10:00:00Z');
const pools: CheckerPool[] = [];
let folder: string;

/** A child that misbehaves on demand: what the file says, it does. */
const MISBEHAVING = `
import { createConnection } from 'node:net';
import { writeFileSync } from 'node:fs';
const frame = (text) => { const bytes = Buffer.from(text); const head = Buffer.alloc(4); head.writeUInt32BE(bytes.length); process.stdout.write(Buffer.concat([head, bytes])); };
let held = Buffer.alloc(0); let frames = 0; const hoard = [];
process.stdin.on('data', (piece) => {
  held = Buffer.concat([held, piece]);
  while (held.length >= 4 && held.length >= 4 + held.readUInt32BE(0)) {
    const body = held.subarray(4, 4 + held.readUInt32BE(0)).toString(); held = held.subarray(4 + held.readUInt32BE(0)); frames += 1;
    if (frames % 2 === 1) continue;
    if (body === 'hang') for (;;) ;
    else if (body === 'hoard') setInterval(() => { hoard.push(Buffer.alloc(32 * 1024 * 1024, 1)); }, 5);
    else if (body === 'die') process.exit(3);
    else if (body === 'babble') process.stdout.write(Buffer.alloc(64, 0xff));
    else if (body.startsWith('call ')) createConnection(Number(body.slice(5)), '127.0.0.1').on('connect', () => frame(JSON.stringify({ pages: 1, findings: [], signatures: [] }))).on('error', (error) => frame(JSON.stringify({ pages: null, findings: [{ code: 'MALFORMED', severity: 'fault', detail: error.code }], signatures: [] })));
    else if (body === 'write') { try { writeFileSync('/tmp/written-by-a-checker', 'x'); frame(JSON.stringify({ pages: 1, findings: [], signatures: [] })); } catch (error) { frame(JSON.stringify({ pages: null, findings: [{ code: 'MALFORMED', severity: 'fault', detail: error.code }], signatures: [] })); } }
    else frame(JSON.stringify({ pages: process.pid, findings: [], signatures: [] }));
  }
});
frame('"ready"');
`;
let misbehaving: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'accord-checker-'));
  misbehaving = join(folder, 'misbehaving.mjs');
  writeFileSync(misbehaving, MISBEHAVING);
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => { for (const pool of pools.splice(0)) pool.close(); });

function aPool(options: PoolOptions = {}): CheckerPool {
  const pool = new CheckerPool(options);
  pools.push(pool);
  return pool;
}

const ended = (detail: string): unknown => ({ pages: null, signatures: [], findings: [{ code: 'UNCHECKABLE', severity: 'fault', detail }] });
const ask = (pool: CheckerPool, what: string): ReturnType<CheckerPool['check']> => pool.check(() => Promise.resolve(Buffer.from(what)), NOW);

describe('The checker pool', () => {
  it('has a real child check a real file', async () => {
    const report = await aPool().check(() => Promise.resolve(aPdf({ catalog: '/OpenAction << /S /JavaScript /JS (x) >>' })), NOW);
    expect(report.pages).toBe(1);
    expect(report.findings.map((each) => each.code)).toContain('ACTIVE_CONTENT');
  });

  it.each([
    ['hangs', 'hang', 'time'],
    ['eats memory', 'hoard', 'memory'],
    ['dies', 'die', 'stopped'],
    ['answers nonsense', 'babble', 'stopped'],
  ])('kills a child that %s, refuses its file and serves the next', async (_what, file, detail) => {
    const pool = aPool({ program: misbehaving, processes: 1, wallMs: detail === 'time' ? 500 : 8_000 });
    const [bad, next] = await Promise.all([ask(pool, file), ask(pool, 'well')]);
    expect(bad).toEqual(ended(detail));
    expect(next.findings).toEqual([]);
    expect(isRunning(next.pages!)).toBe(true);
  });

  it('leaves no process behind that it killed', async () => {
    const pool = aPool({ program: misbehaving, processes: 1, wallMs: 500 });
    const { pages: pid } = await ask(pool, 'well');
    await ask(pool, 'hang');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(isRunning(pid!)).toBe(false);
  });

  it('uses one child for many files and then takes a fresh one', async () => {
    const pool = aPool({ program: misbehaving, processes: 1, filesPerProcess: 2 });
    const pids = [await ask(pool, 'a'), await ask(pool, 'b'), await ask(pool, 'c')].map((report) => report.pages);
    expect(pids[0]).toBe(pids[1]);
    expect(pids[2]).not.toBe(pids[0]);
  });

  it('lets only so many files wait', async () => {
    const pool = aPool({ program: misbehaving, processes: 1, waiting: 1 });
    const first = ask(pool, 'a');
    const second = ask(pool, 'b');
    await expect(ask(pool, 'c')).rejects.toThrow(expect.objectContaining({ code: 'CHECKER_BUSY' }));
    await Promise.all([first, second]);
  });

  it('says so when its children cannot start', async () => {
    await expect(ask(aPool({ program: join(folder, 'absent.mjs') }), 'a')).rejects.toBeInstanceOf(DocumentChildDidNotStart);
  });

  it('gives its children no way to write files', async () => {
    expect((await ask(aPool({ program: misbehaving }), 'write')).findings[0]?.detail).toBe('ERR_ACCESS_DENIED');
  });

  it('says at start whether its children have a network', async () => {
    const { networkClosed } = confinementHere();
    expect(aPool().describes).toContain(networkClosed ? 'without network' : 'WITH network');
    if (!networkClosed) return void process.stderr.write('skipped: this machine does not let the network be taken from a child, so nothing could be tried\n');
    const listening = createServer().listen(0, '127.0.0.1');
    try {
      await once(listening, 'listening');
      const { findings } = await ask(aPool({ program: misbehaving }), `call ${(listening.address() as AddressInfo).port}`);
      expect(findings[0]?.detail).toMatch(/^E(NETUNREACH|CONNREFUSED)$/);
    } finally {
      listening.close();
    }
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
