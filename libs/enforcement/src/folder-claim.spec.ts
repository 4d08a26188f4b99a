import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { claimFolder } from './folder-claim.js';

let folder = '';
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'accord-claim-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = () => join(folder, 'in-use.7');
const codeOf = (claim: Promise<unknown>) => claim.then(() => 'claimed', (error: { readonly code?: string }) => error.code);
const beganAt = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[19]!;

async function anotherProcess(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000); process.stdout.write("up")'], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout!, 'data');
  return child;
}

describe('a folder', () => {
  it('is claimed by one process at a time, and by the next once it is released', async () => {
    const claim = await claimFolder(folder);
    expect(await codeOf(claimFolder(folder))).toBe('FOLDER_IN_USE');
    await claim.release();
    expect([await codeOf(claimFolder(folder)), readdirSync(folder)]).toEqual(['claimed', ['in-use.2']]);
  });

  it('is refused while another process holds it, and taken over once that was killed', async () => {
    const child = await anotherProcess();
    writeFileSync(path(), `${child.pid} ${beganAt(child.pid!)} theirs`);
    await expect(claimFolder(folder)).rejects.toThrow(`Process ${child.pid} works in ${folder}`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await codeOf(claimFolder(folder))).toBe('claimed');
  });

  it('is taken over from a process that was killed, although nobody has asked how it ended', async () => {
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [pid] = (await once(parent.stdout!, 'data') as [Buffer]).map(Number) as [number];
    try {
      writeFileSync(path(), `${pid} ${beganAt(pid)} theirs`);
      expect(await codeOf(claimFolder(folder))).toBe('FOLDER_IN_USE');
      process.kill(pid, 'SIGKILL');
      while (!readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')) await new Promise((resolve) => { setTimeout(resolve, 5); });
      expect(await codeOf(claimFolder(folder))).toBe('claimed');
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it('is taken over from a process whose number another one has now, and from a claim that says nothing', async () => {
    for (const left of [`${process.pid} 1 theirs`, '']) {
      for (const name of readdirSync(folder)) rmSync(join(folder, name));
      writeFileSync(path(), left);
      expect([await codeOf(claimFolder(folder)), readdirSync(folder)]).toEqual(['claimed', ['in-use.8']]);
    }
  });

  it('goes to one of many who find the same claim left behind', async () => {
    for (let time = 0; time < 50; time += 1) {
      for (const name of readdirSync(folder)) rmSync(join(folder, name));
      writeFileSync(path(), '999999999 1 theirs');
      const outcomes = await Promise.all(Array.from({ length: 8 }, () => codeOf(claimFolder(folder))));
      expect(outcomes.filter((each) => each === 'claimed')).toHaveLength(1);
    }
  });

  it('is not released by whoever does not hold it any more', async () => {
    const claim = await claimFolder(folder);
    writeFileSync(join(folder, 'in-use.1'), '1 1 theirs');
    await claim.release();
    expect(readFileSync(join(folder, 'in-use.1'), 'utf8')).toBe('1 1 theirs');
  });
});
