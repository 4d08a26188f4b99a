import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { transformSync } from '@swc/core';

import { FileStore } from './store.js';
import { disksAfter, faultsAfterKill } from './testing/kill-check.js';
import { type KillStage, killStage } from './testing/kill-stage.js';
import type { DiskStep } from './testing/killed-update.js';
import { CARELESS, MUTANTS, type Mutant } from './testing/mutants.js';

const SOURCE = fileURLToPath(new URL('.', import.meta.url));
const KINDS = ['update', 'rotation'] as const;
let root = '';
let whole = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'accord-tamper-'));
  whole = join(root, 'whole');
  for (const folder of ['', 'testing']) {
    mkdirSync(join(whole, folder), { recursive: true });
    for (const name of readdirSync(join(SOURCE, folder))) {
      if (!name.endsWith('.ts') || name.endsWith('.spec.ts')) continue;
      const { code } = transformSync(readFileSync(join(SOURCE, folder, name), 'utf8'), { filename: name, swcrc: false, module: { type: 'es6' }, jsc: { target: 'es2022', parser: { syntax: 'typescript' } } });
      writeFileSync(join(whole, folder, name.replace(/\.ts$/, '.js')), code);
    }
  }
  writeFileSync(join(whole, 'package.json'), '{"type":"module"}');
});
afterAll(() => { rmSync(root, { recursive: true, force: true }); });

/** A copy of the library with one check switched off. No such copy is ever shipped, and nothing in the library switches one off. */
function copyWith({ file, from, to }: Mutant, at: number): string {
  const folder = join(root, `mutant-${at}`);
  cpSync(whole, folder, { recursive: true });
  const path = join(folder, `${file}.js`);
  const text = readFileSync(path, 'utf8');
  expect([from, text.split(from).length - 1]).toEqual([from, 1]);
  writeFileSync(path, text.replace(from, () => to));
  return folder;
}

function run(program: string): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

describe('the checker of the tamper corpus', () => {
  it('sees each check that is switched off, and nothing in the library as it is', () => {
    const trials = MUTANTS.map((each, at) => ({ what: each.what, folder: copyWith(each, at), seenBy: each.seenBy }));
    const families = [...new Set(MUTANTS.flatMap(({ seenBy }) => seenBy))];
    const answers = JSON.parse(run(`
      const found = {};
      for (const { what, folder, seenBy } of ${JSON.stringify(trials)}) found[what] = await (await import(folder + '/testing/first-fault.js')).firstFault(seenBy, 1000) ?? 'not seen';
      found['nothing is switched off'] = await (await import(${JSON.stringify(whole)} + '/testing/first-fault.js')).firstFault(${JSON.stringify(families)}, 12) ?? 'not seen';
      console.log(JSON.stringify(found));
    `)) as Record<string, string>;
    expect(Object.entries(answers).filter(([, answer]) => answer === 'not seen').map(([what]) => what)).toEqual(['nothing is switched off']);
  }, 240_000);
});

/** Steps of one update on a real disk; killed before the one given. */
function update(library: string, kind: (typeof KINDS)[number], folder: string, killAt = -1): { readonly steps: readonly DiskStep[]; readonly signal: NodeJS.Signals | null } {
  const program = `const { takeUpdate } = await import(${JSON.stringify(`${library}/testing/killed-update.js`)}); await takeUpdate(${JSON.stringify(kind)}, ${JSON.stringify(folder)}, ${killAt});`;
  const { stdout, stderr, signal } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  expect(stderr).toBe('');
  const lines = stdout.trim().split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as DiskStep | 'done');
  return { steps: lines.filter((line): line is DiskStep => line !== 'done'), signal };
}

async function diskOf(stage: KillStage, name: string): Promise<string> {
  const folder = join(root, name);
  const store = await FileStore.open(folder);
  for (const [file, bytes] of stage.store.files) await store.write(file, bytes);
  return folder;
}

async function faultsAtEveryStep(stage: KillStage, steps: readonly DiskStep[]): Promise<string[]> {
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const { what, store } of disksAfter(stage.store, steps)) {
    const image = what.slice(what.lastIndexOf(' '));
    if (!seen.has(image)) faults.push(...(await faultsAfterKill(stage, store)).map((fault) => `${what}: ${fault}`));
    seen.add(image);
  }
  return faults;
}

describe('a gateway that is killed while it persists', () => {
  it.each(KINDS)('holds the old publication or the new one, whole, after every step of an update on disk, and after a power cut there (%s)', async (kind) => {
    const stage = await killStage(kind);
    const { steps } = update(whole, kind, await diskOf(stage, `steps-${kind}`));
    expect(steps.length).toBeGreaterThan(20);
    expect(await faultsAtEveryStep(stage, steps)).toEqual([]);
  }, 120_000);

  it.each(KINDS)('does so when it is truly killed, at steps spread over the whole update (%s)', async (kind) => {
    const stage = await killStage(kind);
    const { length } = update(whole, kind, await diskOf(stage, `count-${kind}`)).steps;
    for (let killAt = kind.length % 4; killAt < length; killAt += 4) {
      const folder = await diskOf(stage, `kill-${kind}-${killAt}`);
      expect(update(whole, kind, folder, killAt).signal).toBe('SIGKILL');
      expect([killAt, await faultsAfterKill(stage, await FileStore.open(folder))]).toEqual([killAt, []]);
    }
  }, 240_000);

  it('never holds less than it has said it holds, killed at random', async () => {
    const folder = join(root, 'random');
    let acknowledged = 0;
    for (let round = 0; round < 6; round += 1) {
      const program = `const { takeManyUpdates } = await import(${JSON.stringify(`${whole}/testing/killed-update.js`)}); await takeManyUpdates(${JSON.stringify(folder)}, ${acknowledged + 400});`;
      const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
      let said = '';
      const enough = acknowledged + 5 + 7 * round;
      await new Promise<void>((resolve) => {
        child.stdout?.on('data', (chunk: Buffer) => {
          said += chunk.toString('utf8');
          if (lastNumber(said) >= enough) child.kill('SIGKILL');
        });
        child.once('close', () => { resolve(); });
      });
      acknowledged = lastNumber(said);
      expect(child.signalCode).toBe('SIGKILL');
      const held = Number(run(`const { heldIn } = await import(${JSON.stringify(`${whole}/testing/killed-update.js`)}); console.log(await heldIn(${JSON.stringify(folder)}));`));
      expect([held === acknowledged || held === acknowledged + 1, acknowledged >= enough]).toEqual([true, true]);
    }
  }, 240_000);

  it('would be seen to lose what it holds, if it wrote with less care', async () => {
    for (const [at, careless] of CARELESS.entries()) {
      const kind = careless.seenBy[0] as (typeof KINDS)[number];
      const stage = await killStage(kind);
      const library = copyWith(careless, 1_000 + at);
      const { steps } = update(library, kind, await diskOf(stage, `careless-${at}`));
      // The copy is careless in what it writes; what it reads back with is careless only where the fault is in reading.
      const faults = careless.what.includes('believed') ? await inCopy(library, kind, steps) : await faultsAtEveryStep(stage, steps);
      expect([careless.what, faults.length]).not.toEqual([careless.what, 0]);
    }
  }, 240_000);
});

async function inCopy(library: string, kind: string, steps: readonly DiskStep[]): Promise<string[]> {
  const listed = join(root, 'steps.json');
  writeFileSync(listed, JSON.stringify(steps));
  return Promise.resolve(JSON.parse(run(`
    import { readFileSync } from 'node:fs';
    const { disksAfter, faultsAfterKill } = await import(${JSON.stringify(`${library}/testing/kill-check.js`)});
    const { killStage } = await import(${JSON.stringify(`${library}/testing/kill-stage.js`)});
    const stage = await killStage(${JSON.stringify(kind)});
    const faults = [];
    for (const { store } of disksAfter(stage.store, JSON.parse(readFileSync(${JSON.stringify(listed)}, 'utf8')))) faults.push(...await faultsAfterKill(stage, store));
    console.log(JSON.stringify(faults));
  `)) as string[]);
}

function lastNumber(said: string): number {
  return Number(said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1) ?? 0);
}
