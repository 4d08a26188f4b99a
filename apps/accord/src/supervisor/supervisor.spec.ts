import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Patience, Program } from './supervised-process.js';
import { Supervisor } from './supervisor.js';

const QUICK: Patience = { ready: 5_000, drain: 1_500, firstPause: 20, longestPause: 100, healthy: 60_000 };

/** A program that serves, says what happens to it in a diary, and drains when it is told to. */
const GOOD = `
import { appendFileSync } from 'node:fs';
const note = (line) => appendFileSync(process.env.DIARY, process.env.NAME + ' ' + line + '\\n');
process.on('SIGINT', () => note('interrupted'));
process.on('disconnect', () => { note('left alone'); process.exit(0); });
process.on('message', (message) => { if (message.type === 'stop') setTimeout(() => { note('drained'); process.exit(0); }, 30); });
setTimeout(() => { note('serving'); process.send({ type: 'ready' }); }, 30);
`;

let folder: string;
let lines: string[];
let supervisor: Supervisor;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'accord-supervisor-'));
  lines = [];
});
afterEach(async () => {
  await supervisor.end();
  rmSync(folder, { recursive: true, force: true });
});

function program(name: string, source = GOOD, more: Partial<Program> = {}): Program {
  const entry = join(folder, `${name}.mjs`);
  writeFileSync(entry, source);
  return { name, entry, environment: { NAME: name, DIARY: join(folder, 'diary') }, ...more };
}

function supervise(...programs: Program[]): Supervisor {
  supervisor = new Supervisor(programs, (line) => lines.push(line), QUICK);
  return supervisor;
}

const diary = (): string[] => (existsSync(join(folder, 'diary')) ? readFileSync(join(folder, 'diary'), 'utf8').trim().split('\n') : []);
const pidOf = (name: string): number => supervisor.report().find((each) => each.name === name)!.pid!;

describe('the supervisor', () => {
  it('starts a program after those it needs, and stops it before them', async () => {
    const slowToDrain = GOOD.replace("note('drained'); process.exit(0); }, 30)", "note('drained'); process.exit(0); }, 300)");
    await supervise(program('gateway', slowToDrain, { after: ['feed'] }), program('feed')).start();
    await supervisor.end();
    expect(diary()).toEqual(['feed serving', 'gateway serving', 'gateway drained', 'feed drained']);
  });

  it('starts a program again that died, as often as it dies', async () => {
    await supervise(program('api')).start();
    for (const restarts of [1, 2]) {
      const before = pidOf('api');
      await supervisor.kill('api');
      await supervisor.whenReady('api');
      expect(pidOf('api')).not.toBe(before);
      expect(supervisor.report()[0]).toMatchObject({ state: 'ready', restarts });
    }
    expect(lines).toEqual([
      'api died (SIGKILL); starting it again in 0.02 s', 'api serves again', 'api died (SIGKILL); starting it again in 0.04 s', 'api serves again',
    ]);
  });

  it('says in its own last words why a program did not start, without waiting for the others', async () => {
    const slow = program('slow', 'setInterval(() => {}, 1000);');
    const broken = program('broken', `console.error('SIGNER_TOKEN is missing'); process.exit(1);`);
    await expect(supervise(slow, broken).start()).rejects.toThrow('broken did not start: SIGNER_TOKEN is missing');
  });

  it('does not wait for ever for a program that never says it serves', async () => {
    supervisor = new Supervisor([program('mute', 'setInterval(() => {}, 1000);')], (line) => lines.push(line), { ...QUICK, ready: 200 });
    await expect(supervisor.start()).rejects.toThrow('mute did not start: not ready after 0.2 s');
  });

  it('kills a program that does not drain', async () => {
    await supervise(program('deaf', `setInterval(() => {}, 1000); process.send({ type: 'ready' });`)).start();
    await supervisor.end();
    expect(lines).toContain('deaf did not drain in 1.5 s and is killed');
    expect(supervisor.report()[0]).toMatchObject({ state: 'stopped', pid: null });
  });

  it('stops and starts one program and leaves the others alone', async () => {
    await supervise(program('api'), program('feed')).start();
    const feed = pidOf('feed');
    await supervisor.restart('api');
    expect(diary().sort()).toEqual(['api drained', 'api serving', 'api serving', 'feed serving']);
    expect(pidOf('feed')).toBe(feed);
  });

  it('keeps an interrupt from the keyboard away from the programs: they lead process groups of their own', async () => {
    await supervise(program('api')).start();
    const stat = readFileSync(`/proc/${pidOf('api')}/stat`, 'utf8');
    expect(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]).toBe(String(pidOf('api')));
  });

  it('hands on what a program says, under its name', async () => {
    await supervise(program('api', `console.log('hello'); ${GOOD}`)).start();
    expect(lines).toEqual(['api | hello']);
  });

  it('gives a program its own environment and nothing else', async () => {
    const told = program('api', `console.log(Object.keys(process.env).sort().join()); ${GOOD}`);
    await supervise(told).start();
    expect(lines[0]).toMatch(/^api \| DIARY,NAME$/);
  });
});
