import type { StopEntry } from '../format.js';
import { localityTarget } from '../locality-summary.js';
import { Verifier } from '../verifier.js';
import { aCaller, aLocality, aSummary, DCR_VIEWS } from './a-locality.js';
import { MemoryStore } from './memory-store.js';
import { type Files, type Role, TestFeed, type TestKey, seededKeys, sha256 } from './test-feed.js';

export const TAMPER_T0 = Date.UTC(2026, 2, 1, 9);
const MINUTE = 60_000;
export const SERVED: readonly string[] = ['TST1', 'TST2'];

/** What every case begins from: a gateway that holds the second publication, is offered the third, and is given the fourth afterwards. */
export interface TamperStage {
  readonly pinnedRoot: Uint8Array;
  /** The disk of the gateway while it held the first, and now. */
  readonly firstStore: MemoryStore;
  readonly store: MemoryStore;
  readonly generations: readonly [first: Files, second: Files, third: Files, fourth: Files];
  readonly versions: Readonly<Record<Role, number>>;
  readonly keys: Readonly<Record<Role, readonly TestKey[]>>;
  readonly strangers: readonly TestKey[];
  /** When the third is offered, and when the fourth is. */
  readonly offeredAt: number;
  readonly nextAt: number;
}

/**
 * The same bytes for the same choices, always. `threshold`: of every role but root, which needs two of three. `isFrugal`: the third
 * publication changes one locality and the stops, and leaves top targets, callers and the other locality as they were.
 */
export async function tamperStage(threshold = 1, isFrugal = false): Promise<TamperStage> {
  const makeKey = seededKeys(`tamper ${threshold}`);
  const feed = new TestFeed(TAMPER_T0, makeKey);
  for (const role of ['targets', 'localities', 'consumers', 'stops', 'snapshot', 'timestamp'] as const) {
    feed.thresholds[role] = threshold;
    while (feed.keys[role].length < threshold) feed.keys[role].push(makeKey());
  }
  const reissueAll = (at: number): void => {
    feed.issueTargets(at);
    feed.issue('consumers', at, { targets: {} });
  };
  feed.versions.root = 0;
  feed.issueRoot(TAMPER_T0, feed.keys.root.slice(0, 2));
  reissueAll(TAMPER_T0);
  const generations: Files[] = [];
  const publish = (at: number, views: readonly string[]): void => {
    const changed = isFrugal && generations.length > 1 ? 1 : generations.length;
    const callers = [aCaller(), { ...aCaller({ sha256: sha256(Buffer.from(`certificate ${changed}`)) }), code: 'TSTV02' }];
    const second = aLocality({ locality: 'TST2', provider: 'TSTP09', from: `2026-01-0${changed + 1}T00:00:00.000Z` });
    feed.publish(at, { localities: [aRichLocality(views), second], callers, stops: stopsAt(generations.length) });
    generations.push(new Map(feed.files));
  };
  publish(TAMPER_T0, ['summary', 'medication']);
  const store = new MemoryStore();
  const verifier = await Verifier.open(store, feed.pinnedRoot);
  await verifier.verify(feed.source(), SERVED, TAMPER_T0);
  const firstStore = store.copy();

  // A root of the same keys: the chain on disk then has a link.
  feed.issueRoot(TAMPER_T0 + MINUTE, feed.keys.root.slice(0, 2));
  reissueAll(TAMPER_T0 + MINUTE);
  publish(TAMPER_T0 + MINUTE, ['summary', 'problems']);
  await verifier.verify(feed.source(), SERVED, TAMPER_T0 + MINUTE);
  if (!isFrugal) reissueAll(TAMPER_T0 + 2 * MINUTE);
  publish(TAMPER_T0 + 2 * MINUTE, ['summary', 'investigations']);
  const versions = { ...feed.versions };
  reissueAll(TAMPER_T0 + 3 * MINUTE);
  publish(TAMPER_T0 + 3 * MINUTE, ['summary']);
  return {
    pinnedRoot: feed.pinnedRoot, firstStore, store, generations: generations as unknown as TamperStage['generations'], versions, keys: feed.keys,
    strangers: [makeKey(), makeKey()], offeredAt: TAMPER_T0 + 2 * MINUTE + 1_000, nextAt: TAMPER_T0 + 3 * MINUTE + 1_000,
  };
}

/** Two services, versions, several blocks: each column of the format has something to be spoiled. */
function aRichLocality(views: readonly string[]): ReturnType<typeof aLocality> {
  const [agreement] = aSummary({ views }).agreements;
  if (agreement === undefined) throw new TypeError('no agreement');
  const during = { from: '2026-01-01T00:00:00.000Z', until: '2027-03-31T23:00:00.000Z' };
  const both = [{ consumer: 'TSTV01', views }, { consumer: 'TSTV02', views: ['summary', 'medication'] }];
  return localityTarget({
    locality: 'TST1', refuseAfterSeconds: 86_400, services: { DCR: DCR_VIEWS, XRS: ['page-a', 'page-b'] },
    agreements: [
      { ...agreement, blocks: [{ ...during, providers: ['TSTP01', 'TSTP04'], consumers: both }, { ...during, providers: ['TSTP02'], consumers: both.slice(1) }] },
      { ...agreement, version: 2, blocks: [{ ...during, providers: ['TSTP03'], consumers: both.slice(0, 1) }] },
      { ...agreement, reference: 'XRS-TST1-0002', service: 'XRS', blocks: [{ ...during, providers: ['TSTP02'], consumers: [{ consumer: 'TSTV01', views: ['page-b'] }] }] },
    ],
  });
}

function stopsAt(generation: number): readonly StopEntry[] {
  const from = new Date(TAMPER_T0 - MINUTE).toISOString();
  return [
    { id: 'stop-1', from, scope: { agreement: 'DCR-TST1-0001', provider: 'TSTP04' } },
    { id: `stop-${2 + generation}`, from, scope: { consumer: 'TSTV01', service: 'XRS', views: ['page-a'], system: 'system-1', locality: 'TST1' } },
  ];
}
