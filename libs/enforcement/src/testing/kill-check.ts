import { UpdateRefused } from '../refusals.js';
import type { Store } from '../store.js';
import { Verifier } from '../verifier.js';
import type { KillStage } from './kill-stage.js';
import type { DiskStep } from './killed-update.js';
import { MemoryStore } from './memory-store.js';
import { TAMPER_T0 } from './tamper-stage.js';
import { sha256 } from './test-feed.js';

/** What a gateway that starts again on such a disk does wrong; nothing where it holds the old publication or the new one, whole, and goes on. */
export async function faultsAfterKill(stage: KillStage, store: Store): Promise<string[]> {
  const faults: string[] = [];
  const [held, offered, next] = stage.numbers;
  let verifier: Verifier;
  try {
    verifier = await Verifier.open(store, stage.pinnedRoot);
  } catch (error) {
    return [`it does not start: ${String(error)}`];
  }
  if (verifier.damage !== undefined) faults.push(`it holds nothing: ${verifier.damage.message}`);
  const { number } = verifier.held?.publication ?? { number: 0 };
  if (number !== held && number !== offered) faults.push(`it holds ${number}`);
  if (verifier.floors.publication < number) faults.push(`its floor ${verifier.floors.publication} is below the ${number} it holds`);
  const back = await verifier.verify({ fetch: async (path) => stage.before.get(path) }, stage.served, TAMPER_T0 + 1_000).then(() => 'accepted', (error: unknown) => (error instanceof UpdateRefused ? error.code : String(error)));
  if (back === 'accepted') faults.push('it goes back to the first publication');
  const again = await verifier.verify({ fetch: async (path) => stage.offered.get(path) }, stage.served, stage.offeredAt).then((verified) => verified.publication.number, String);
  if (again !== offered) faults.push(`the same update again: ${again}`);
  const after = await verifier.verify({ fetch: async (path) => stage.next.get(path) }, stage.served, stage.nextAt).then((verified) => verified.publication.number, String);
  if (after !== next) faults.push(`the next update: ${after}`);
  const restarted = await Verifier.open(store, stage.pinnedRoot);
  if (restarted.held?.publication.number !== next || restarted.floors.publication !== next) faults.push(`after another restart it holds ${restarted.held?.publication.number ?? 'nothing'}`);
  const names = await store.names();
  const strange = names.filter((name) => !/^(held\.json|trust\.json|[0-9a-f]{64}\.target)$/.test(name));
  if (strange.length > 0 || names.length > 2 + 1 + stage.served.length) faults.push(`left behind: ${names.join()}`);
  return faults;
}

/** Disks as they may look after the first steps of an update: `kill -9` keeps what was written; a power cut may lose whatever was not synced. */
export function* disksAfter(store: MemoryStore, steps: readonly DiskStep[]): Generator<{ readonly what: string; readonly store: MemoryStore }> {
  for (let taken = 0; taken <= steps.length; taken += 1) {
    for (const losing of ['nothing', 'bytes', 'names'] as const) {
      const after = store.copy();
      /** Files by what they were before a rename that is not yet synced. */
      let unsynced: (() => void)[] = [];
      const synced = new Set<string>();
      for (const { call, name, given = '' } of steps.slice(0, taken)) {
        const before = after.files.get(name);
        if (call === 'create') after.files.set(name, new Uint8Array(0));
        if (call === 'write') after.files.set(name, Buffer.from(given, 'base64'));
        if (call === 'write' || call === 'create') synced.delete(name);
        if (call === 'sync') synced.add(name);
        if (call === 'rename' && before !== undefined) {
          const replaced = after.files.get(given);
          after.files.delete(name);
          after.files.set(given, before);
          if (synced.has(name)) synced.add(given);
          else synced.delete(given);
          unsynced.push(() => {
            if (replaced === undefined) after.files.delete(given);
            else after.files.set(given, replaced);
          });
        }
        if (call === 'remove') after.files.delete(name);
        if (call === 'sync folder') unsynced = [];
        if (call === 'rename' && losing === 'bytes' && !synced.has(given)) after.files.set(given, new Uint8Array(0));
      }
      if (losing === 'names') for (const undo of unsynced.reverse()) undo();
      for (const name of after.files.keys()) if (name.endsWith('.unfinished')) after.files.delete(name);
      yield { what: `after ${taken} of ${steps.length} steps, losing ${losing}: ${imageOf(after)}`, store: after };
    }
  }
}

function imageOf({ files }: MemoryStore): string {
  return sha256(Buffer.from([...files].map(([name, bytes]) => `${name} ${sha256(bytes)}`).sort().join('\n'))).slice(0, 12);
}
