import fs, { type PathLike, type PathOrFileDescriptor, writeSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';

import { FileStore } from '../store.js';
import { Verifier } from '../verifier.js';
import { aLocality } from './a-locality.js';
import { killStage } from './kill-stage.js';
import { SERVED, TAMPER_T0 } from './tamper-stage.js';
import { TestFeed, seededKeys } from './test-feed.js';

/** One step of persisting, as the kernel sees it. */
export interface DiskStep {
  readonly call: 'create' | 'write' | 'sync' | 'close' | 'rename' | 'sync folder' | 'remove';
  readonly name: string;
  /** Of a write what was written, of a rename the new name; bytes in base64. */
  readonly given?: string;
}

/**
 * Run as a process of its own: takes one update on a real disk and reports every step; before step `killAt` it kills itself as `kill -9`
 * does, having written half of what it was about to write.
 */
export async function takeUpdate(kind: 'update' | 'rotation', folder: string, killAt: number): Promise<void> {
  const stage = await killStage(kind);
  const store = await FileStore.open(folder);
  // What may wait does, as at a gateway; left to the library it is the same steps in one go.
  const verifier = await Verifier.open(store, stage.pinnedRoot, true);
  watchDisk(killAt);
  await verifier.verify({ fetch: async (path) => stage.offered.get(path) }, stage.served, stage.offeredAt);
  await verifier.tidy();
  writeSync(1, '"done"\n');
}

function watchDisk(killAt: number): void {
  let steps = 0;
  const step = (taken: DiskStep, beforeDying?: () => void): void => {
    if (steps === killAt) {
      beforeDying?.();
      process.kill(process.pid, 'SIGKILL');
    }
    steps += 1;
    writeSync(1, `${JSON.stringify(taken)}\n`);
  };
  const { openSync, writeFileSync, fsync, closeSync, renameSync, unlinkSync } = fs;
  const files = new Map<number, { readonly name: string; readonly isFolder: boolean }>();
  fs.openSync = (path: PathLike, flags, mode) => {
    const file = { name: basename(String(path)), isFolder: flags === 'r' };
    if (!file.isFolder) step({ call: 'create', name: file.name });
    const handle = openSync(path, flags, mode);
    files.set(handle, file);
    return handle;
  };
  fs.writeFileSync = (handle: PathOrFileDescriptor, data) => {
    const bytes = Buffer.from(data as Uint8Array);
    const { name } = files.get(handle as number)!;
    step({ call: 'write', name, given: bytes.toString('base64') }, () => { writeFileSync(handle, bytes.subarray(0, bytes.length / 2)); });
    writeFileSync(handle, bytes);
  };
  fs.fsync = Object.assign((handle: number, done: fs.NoParamCallback) => {
    const { name, isFolder } = files.get(handle)!;
    step({ call: isFolder ? 'sync folder' : 'sync', name });
    fsync(handle, done);
  }, { __promisify__: fsync.__promisify__ });
  fs.closeSync = (handle) => {
    const { name, isFolder } = files.get(handle)!;
    if (!isFolder) step({ call: 'close', name });
    closeSync(handle);
  };
  fs.renameSync = (from, to) => {
    step({ call: 'rename', name: basename(String(from)), given: basename(String(to)) });
    renameSync(from, to);
  };
  fs.unlinkSync = (path) => {
    step({ call: 'remove', name: basename(String(path)) });
    unlinkSync(path);
  };
  syncBuiltinESMExports();
}

/** Run likewise: takes one publication after the other and says the number of each once it is held. */
export async function takeManyUpdates(folder: string, last: number): Promise<void> {
  const { feed, publish } = endlessFeed();
  const verifier = await Verifier.open(await FileStore.open(folder), feed.pinnedRoot, true);
  for (let number = 1; number <= last; number += 1) {
    const at = publish(number);
    if (number <= (verifier.held?.publication.number ?? 0)) continue;
    await verifier.verify(feed.source(), SERVED, at);
    writeSync(1, `${number}\n`);
    if (number % 5 === 0) await verifier.tidy();
  }
}

/** What a gateway would enforce that begins on this disk; nothing where it does not verify. */
export async function heldIn(folder: string): Promise<number> {
  const verifier = await Verifier.open(await FileStore.open(folder), endlessFeed().feed.pinnedRoot);
  return verifier.damage === undefined ? verifier.held?.publication.number ?? 0 : -1;
}

function endlessFeed(): { readonly feed: TestFeed; publish(number: number): number } {
  const feed = new TestFeed(TAMPER_T0, seededKeys('endless'));
  return {
    feed,
    publish: (number) => {
      feed.publish(TAMPER_T0 + number * 1_000, { localities: [aLocality({ reference: `DCR-TST1-${number}` })] });
      return TAMPER_T0 + number * 1_000;
    },
  };
}
