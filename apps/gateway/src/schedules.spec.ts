import * as crypto from 'node:crypto';

import type { Book, CarriedFiles, Decision } from '@accord/enforcement';
import type { MemoryStore as Disk } from '@accord/enforcement/testing';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';

import type { Journal } from './journal.js';

// Of the same key, bytes and signature Ed25519 always says the same: each is verified once here, not a million times.
const said = new Map<crypto.KeyObject, { readonly bytes: Uint8Array; readonly signature: Uint8Array; readonly answer: boolean }[]>();
jest.unstable_mockModule('node:crypto', () => ({
  ...crypto,
  verify: (algorithm: null, bytes: Uint8Array, key: crypto.KeyObject, signature: Uint8Array): boolean => {
    const ofKey = said.get(key) ?? [];
    said.set(key, ofKey);
    const before = ofKey.find((each) => Buffer.compare(each.signature, signature) === 0 && Buffer.compare(each.bytes, bytes) === 0);
    if (before !== undefined) return before.answer;
    const answer = crypto.verify(algorithm, bytes, key, signature);
    if (ofKey.length < 200) ofKey.push({ bytes, signature, answer });
    return answer;
  },
}));
const { Verifier, decide } = await import('@accord/enforcement');
const { FINGERPRINT, MemoryStore, TestFeed, aLocality, randomFrom, testKey } = await import('@accord/enforcement/testing');
const { Synchroniser } = await import('./synchroniser.js');

const T0 = Date.UTC(2026, 2, 1, 9);
const MINUTE = 60_000;
const SCHEDULES = 10_000;

/** What the feed serves at one time, and what its event carried. */
interface Moment {
  readonly served: ReadonlyMap<string, Uint8Array>;
  readonly event: CarriedFiles;
  readonly publication: number;
  readonly stopList: number;
  readonly at: number;
}

/** Publications, stops, timestamps signed again, and in the middle new keys for timestamp and snapshot. */
function moments(): { readonly root: Uint8Array; readonly all: readonly Moment[] } {
  const feed = new TestFeed(T0);
  const all: Moment[] = [];
  let roots = 1;
  const kinds = ['publish', 'resign', 'publish', 'stop', 'publish', 'resign', 'rotate', 'publish', 'stop', 'resign', 'publish', 'publish'] as const;
  kinds.forEach((kind, nth) => {
    const at = T0 + nth * MINUTE;
    if (kind === 'publish') feed.publish(at, { localities: [aLocality({ reference: `DCR-TST1-${nth}`, views: nth % 2 === 0 ? ['summary'] : ['summary', 'medication'] })] });
    if (kind === 'resign') feed.refresh(at);
    if (kind === 'stop') feed.stop(at, nth > 5 ? [] : [{ id: `stop-${nth}`, from: new Date(at).toISOString(), scope: { provider: 'TSTP01', views: ['medication'] } }]);
    if (kind === 'rotate') {
      feed.keys.timestamp = [testKey()];
      feed.keys.snapshot = [testKey()];
      feed.issueRoot(at);
      roots += 1;
      feed.refresh(at);
    }
    const before = all.at(-1)?.served;
    const files = new Map([...feed.files].filter(([path, bytes]) => before?.get(path) !== bytes && !path.includes('root')));
    all.push({ served: new Map(feed.files), event: { root: roots, localities: ['TST1'], files }, publication: feed.number, stopList: feed.stopList, at });
  });
  return { root: feed.pinnedRoot, all };
}

const { root, all } = moments();
const newest = all.length - 1;
const spoiled = (event: CarriedFiles, random: () => number): CarriedFiles => {
  const files = [...event.files];
  const [path, bytes] = files[Math.floor(random() * files.length)] as [string, Uint8Array];
  const changed = Uint8Array.from(bytes);
  const at = Math.floor(random() * changed.length);
  changed[at] = (changed[at] as number) ^ 1;
  return { ...event, files: new Map(files).set(path, changed) };
};
const partly = (event: CarriedFiles, random: () => number): CarriedFiles => ({ ...event, files: new Map([...event.files].filter(() => random() < 0.6)) });

const PROBE = { certificate: FINGERPRINT, service: 'DCR', provider: 'TSTP01', views: ['summary', 'medication'] };
const ANSWERS = new Map<string, string>();
const essence = ({ decision, reason, views, agreement }: Decision): string => `${decision} ${reason} ${views.join('+')} ${agreement ?? ''}`;

/** One gateway's life, as far as the feed can tell: it restarts, loses power, is locked out, hears late or never. */
class Life {
  moment = 0;
  faults: string[] = [];
  readonly seen = new Set<string>();
  private reach: 'well' | 'fails' | 'locked out' | 'behind' | 'mixed' = 'well';
  private behind = 0;
  private most = { publication: 0, stopList: 0 };
  private synchroniser!: InstanceType<typeof Synchroniser>;
  private verifier!: Awaited<ReturnType<typeof Verifier.open>>;
  private store: Disk = new MemoryStore();

  constructor(private readonly random: () => number) {}

  async start(): Promise<void> {
    this.verifier = await Verifier.open(this.store, root);
    if (this.verifier.damage !== undefined) this.faults.push(`holds nothing after a restart: ${this.verifier.damage.message}`);
    const journal: Journal = { write: () => undefined };
    const feed = { fetch: async (path: string) => this.served(path), localities: async () => ['TST1'] };
    this.synchroniser = new Synchroniser(this.verifier, feed, [], (book) => { this.look(book); }, { now: () => (all[this.moment] as Moment).at + 1_000 }, journal, new AbortController().signal);
    if (this.verifier.held === undefined && this.most.publication > 0) this.faults.push('forgot what it held');
  }

  async step(): Promise<void> {
    const { random } = this;
    this.moment = Math.min(newest, this.moment + Math.floor(random() * 3));
    this.reach = random() < 0.65 ? 'well' : (['fails', 'locked out', 'behind', 'mixed'] as const)[Math.floor(random() * 4)] as 'fails';
    this.behind = Math.floor(random() * (this.moment + 1));
    const kind = (['poll', 'newest', 'late', 'twice', 'partly', 'spoiled', 'lost', 'restart', 'power'] as const)[Math.floor(random() * 9)] as string;
    this.seen.add(kind).add(this.reach);
    const now = (all[this.moment] as Moment).event;
    const late = (all[Math.floor(random() * (this.moment + 1))] as Moment).event;
    if (kind === 'lost') return;
    if (kind === 'restart') {
      await this.start();
      return;
    }
    if (kind === 'power') (this.store as InstanceType<typeof MemoryStore>).failAfter(Math.floor(random() * 10));
    const event = kind === 'newest' || kind === 'twice' ? now : kind === 'late' ? late : kind === 'partly' ? partly(now, random) : kind === 'spoiled' ? spoiled(now, random) : undefined;
    await this.hear(event);
    if (kind === 'twice') await this.hear(event);
    if (kind === 'power') {
      this.store = (this.store as InstanceType<typeof MemoryStore>).copy();
      await this.start();
    }
  }

  /** Everything is well again: one poll, as there is one every fifteen seconds. */
  async settle(): Promise<string> {
    this.moment = newest;
    this.reach = 'well';
    await this.hear();
    const { book } = this.synchroniser;
    return `${book?.publication ?? 0} ${book?.stopList ?? 0} ${book?.verified.timestampVersion ?? 0}`;
  }

  private async hear(event?: CarriedFiles): Promise<void> {
    this.synchroniser.wake(event);
    await this.synchroniser.round();
    const { book } = this.synchroniser;
    if (book !== undefined) this.look(book);
    const { held } = this.verifier;
    if (held !== book?.verified) this.faults.push(`enforces timestamp ${book?.verified.timestampVersion ?? 0} and holds ${held?.timestampVersion ?? 0}`);
    if (book !== undefined && this.verifier.floors.publication < book.publication) this.faults.push('its floor is below what it enforces');
  }

  private look(book: Book): void {
    const { publication, stopList } = book;
    if (publication < this.most.publication) this.faults.push(`went from publication ${this.most.publication} back to ${publication}`);
    if (stopList < this.most.stopList) this.faults.push(`went from stop list ${this.most.stopList} back to ${stopList}`);
    this.most = { publication: Math.max(publication, this.most.publication), stopList: Math.max(stopList, this.most.stopList) };
    const expected = ANSWERS.get(`${publication} ${stopList}`);
    const answer = essence(decide(PROBE, book, book.signedAt));
    if (answer !== expected) this.faults.push(`answers ${answer} by publication ${publication} and stop list ${stopList}, not ${expected ?? 'anything'}`);
  }

  private served(path: string): Uint8Array | undefined {
    if (this.reach === 'fails') throw new TypeError('the cable is cut');
    if (this.reach === 'locked out') throw new TypeError('403: in quarantine');
    const old = (all[this.behind] as Moment).served;
    const now = (all[this.moment] as Moment).served;
    if (this.reach === 'behind') return old.get(path);
    if (this.reach === 'mixed') return path === 'metadata/timestamp.json' || this.random() < 0.5 ? now.get(path) : old.get(path);
    return now.get(path);
  }
}

describe('a gateway that hears late, twice, in disorder or not at all', () => {
  beforeAll(async () => {
    // What each publication answers under each stop list, asked of a gateway that took every one in its turn.
    const verifier = await Verifier.open(new MemoryStore(), root);
    const { loadBook } = await import('@accord/enforcement');
    for (const { served, at, publication, stopList } of all) {
      const book = loadBook(await verifier.verify({ fetch: async (path) => served.get(path) }, ['TST1'], at));
      ANSWERS.set(`${publication} ${stopList}`, essence(decide(PROBE, book, book.signedAt)));
    }
  });

  it(`comes to the newest publication and stop list in each of ${SCHEDULES} random schedules, and never goes back on the way`, async () => {
    const { publication, stopList } = all[newest] as Moment;
    const timestamp = all.length;
    const met = new Set<string>();
    const wrong: string[] = [];
    for (let seed = 1; seed <= SCHEDULES; seed += 1) {
      const life = new Life(randomFrom(seed));
      await life.start();
      const steps = 1 + (seed % 4);
      for (let step = 0; step < steps; step += 1) await life.step();
      const end = await life.settle();
      if (end !== `${publication} ${stopList} ${timestamp}`) wrong.push(`seed ${seed} ends at ${end}`);
      wrong.push(...life.faults.map((fault) => `seed ${seed} ${fault}`));
      for (const each of life.seen) met.add(each);
    }
    expect(wrong.slice(0, 20)).toEqual([]);
    expect([...met].sort()).toEqual(['behind', 'fails', 'late', 'locked out', 'lost', 'mixed', 'newest', 'partly', 'poll', 'power', 'restart', 'spoiled', 'twice', 'well']);
  }, 900_000);
});
