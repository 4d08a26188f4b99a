import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Home } from './home.js';
import { LauncherLock } from './launcher-lock.js';

let home: Home;
let other: ChildProcess;

beforeEach(() => {
  home = new Home(mkdtempSync(join(tmpdir(), 'accord-lock-')));
  other = spawn('sleep', ['60']);
});
afterEach(() => {
  other.kill('SIGKILL');
  rmSync(home.folder, { recursive: true, force: true });
});

const holdAs = (pid: number, born: string): void => writeFileSync(home.launcher, JSON.stringify({ pid, born }));

function birthOf(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]!;
}

describe('the lock on a home', () => {
  it('is given back', async () => {
    const lock = await LauncherLock.take(home);
    expect(lock.tookOver).toBe(false);
    lock.release();
    expect(existsSync(home.launcher)).toBe(false);
  });

  it('keeps a second launcher out, and says who holds it', async () => {
    holdAs(other.pid!, birthOf(other.pid!));
    expect(LauncherLock.isHeld(home)).toBe(true);
    await expect(LauncherLock.take(home)).rejects.toThrow(`Accord already runs on ${home.folder} (process ${other.pid})`);
  });

  it.each([
    ['is dead', () => holdAs(999_999_999, '1')],
    ['is dead and whose number another program has now', () => holdAs(other.pid!, '1')],
    ['wrote only half of it', () => writeFileSync(home.launcher, '{"pid":')],
  ])('is taken over from a launcher that %s', async (_how, leave) => {
    leave();
    expect(LauncherLock.isHeld(home)).toBe(false);
    const lock = await LauncherLock.take(home);
    expect(lock.tookOver).toBe(true);
    lock.release();
    expect(existsSync(home.launcher)).toBe(false);
  });
});
