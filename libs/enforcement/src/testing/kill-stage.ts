import { Verifier } from '../verifier.js';
import { aLocality } from './a-locality.js';
import { MemoryStore } from './memory-store.js';
import { SERVED, TAMPER_T0, tamperStage } from './tamper-stage.js';
import { type Files, TestFeed, seededKeys } from './test-feed.js';

/** A gateway that holds one publication, is killed while it takes the next, and is given another afterwards. */
export interface KillStage {
  readonly pinnedRoot: Uint8Array;
  readonly store: MemoryStore;
  readonly served: readonly string[];
  readonly before: Files;
  readonly offered: Files;
  readonly next: Files;
  /** Publication numbers held before, offered, and next. */
  readonly numbers: readonly [held: number, offered: number, next: number];
  readonly offeredAt: number;
  readonly nextAt: number;
}

const MINUTE = 60_000;

/** `rotation`: a new root replaces the keys of timestamp and snapshot, and new top targets those of localities and stops, in the same update. */
export async function killStage(kind: 'update' | 'rotation'): Promise<KillStage> {
  if (kind === 'update') {
    const { pinnedRoot, store, generations: [before, , offered, next], offeredAt, nextAt } = await tamperStage();
    return { pinnedRoot, store, served: SERVED, before, offered, next, numbers: [2, 3, 4], offeredAt, nextAt };
  }
  const makeKey = seededKeys('rotation');
  const feed = new TestFeed(TAMPER_T0, makeKey);
  feed.publish(TAMPER_T0, { localities: [aLocality()] });
  const before = new Map(feed.files);
  feed.publish(TAMPER_T0 + MINUTE, { localities: [aLocality({ views: ['summary'] })] });
  const store = new MemoryStore();
  await (await Verifier.open(store, feed.pinnedRoot)).verify(feed.source(), SERVED, TAMPER_T0 + MINUTE);
  for (const role of ['timestamp', 'snapshot', 'localities', 'stops'] as const) feed.keys[role] = [makeKey()];
  feed.issueRoot(TAMPER_T0 + MINUTE, feed.keys.root.slice(0, 2));
  feed.issueTargets(TAMPER_T0 + MINUTE);
  feed.publish(TAMPER_T0 + 2 * MINUTE, { localities: [aLocality({ views: ['problems'] })] });
  const offered = new Map(feed.files);
  feed.publish(TAMPER_T0 + 3 * MINUTE, { localities: [aLocality({ views: ['medication'] })] });
  return {
    pinnedRoot: feed.pinnedRoot, store, served: SERVED, before, offered, next: new Map(feed.files), numbers: [2, 3, 4],
    offeredAt: TAMPER_T0 + 2 * MINUTE + 1_000, nextAt: TAMPER_T0 + 3 * MINUTE + 1_000,
  };
}
