import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Foundation } from '../foundation.js';
import { LaunchFault } from '../launch-fault.js';
import { makeHomeFolder } from './make-home-folder.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'accord-home-'));
  writeFileSync(join(folder, 'file'), '');
  symlinkSync('circle', join(folder, 'circle'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the home folder', () => {
  it('is made with what leads to it, and nothing is left in it', () => {
    const home = join(folder, 'one', 'two');
    for (let times = 0; times < 2; times += 1) makeHomeFolder(home);
    expect([statSync(home).isDirectory(), readdirSync(home)]).toEqual([true, []]);
  });

  it.each([
    ['a file', () => join(folder, 'file'), 'it is a file'], ['below a file', () => join(folder, 'file', 'home'), 'a part of its path is a file'],
    ['a link to itself', () => join(folder, 'circle', 'home'), 'its path leads round in a circle'], ['too long', () => join(folder, 'x'.repeat(300)), 'its path is too long'],
    ...(existsSync('/proc/self') ? [['where nobody can make a folder', () => '/proc/accord', 'no folder can be made there'] as const] : []),
  ] as const)('is refused in one sentence when it is %s, before anything is started', async (_what, home, because) => {
    await expect(Foundation.lay({ home: home() })).rejects.toThrow(LaunchFault);
    await expect(Foundation.lay({ home: home() })).rejects.toThrow(`The home folder ${home()} cannot be used: ${because}. Name another with ACCORD_HOME or --home.`);
  });

  it('is refused likewise when it is there and takes nothing', () => {
    // Who may do everything is stopped by no right; a folder of the system takes nothing from anybody.
    const home = existsSync('/proc/self') ? '/proc/self' : folder;
    if (home === folder) spawnSync('chmod', ['0500', folder]);
    expect(() => makeHomeFolder(home)).toThrow(LaunchFault);
    if (home === folder) spawnSync('chmod', ['0700', folder]);
  });
});
