import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { LaunchFault } from '../launch-fault.js';
import type { Home } from './home.js';
import { PUBLIC, replaced, writtenOnce } from './written-once.js';

const lockShape = z.object({ pid: z.number().int(), born: z.string() });
type Holder = z.infer<typeof lockShape>;

/** Two launchers on one home would stop each other's database. One that died without a word leaves its lock behind; it is taken over. */
export class LauncherLock {
  private constructor(private readonly home: Home, private readonly holder: Holder, /** The last launcher did not end cleanly. */ readonly tookOver: boolean) {}

  static async take(home: Home): Promise<LauncherLock> {
    const mine: Holder = { pid: process.pid, born: bornAt(process.pid) ?? '' };
    for (let tries = 0; tries < 5; tries += 1) {
      const found = parse(await writtenOnce(home.launcher, PUBLIC, () => JSON.stringify(mine)));
      if (found !== null && found.pid === mine.pid && found.born === mine.born) return new LauncherLock(home, mine, tries > 0);
      if (found !== null && isRunning(found)) {
        throw new LaunchFault(`Accord already runs on ${home.folder} (process ${found.pid}): stop it first, or start another with --home.`);
      }
      rmSync(home.launcher, { force: true });
      await pause(10 * tries);
    }
    replaced(home.launcher, JSON.stringify(mine), PUBLIC);
    return new LauncherLock(home, mine, true);
  }

  static isHeld(home: Home): boolean {
    const holder = parse(readOrNothing(home.launcher));
    return holder !== null && holder.pid !== process.pid && isRunning(holder);
  }

  release(): void {
    if (parse(readOrNothing(this.home.launcher))?.pid === this.holder.pid) rmSync(this.home.launcher, { force: true });
  }
}

function parse(text: string): Holder | null {
  try {
    return lockShape.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function isRunning({ pid, born }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const bornThen = bornAt(pid);
  return bornThen === null || bornThen === born; // process numbers are used again; moments of birth are not
}

/** When a process began, in the kernel's ticks since boot; null where there is no /proc. A dead one not yet collected has no birth. */
function bornAt(pid: number): string | null {
  const stat = readOrNothing(`/proc/${pid}/stat`);
  if (stat === '') return readOrNothing('/proc/self/stat') === '' ? null : 'gone';
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? 'gone' : (fields[19] ?? null);
}
