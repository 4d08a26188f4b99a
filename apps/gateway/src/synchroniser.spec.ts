import { type Book, type CarriedFiles, type Source, Verifier } from '@accord/enforcement';
import { MemoryStore, TestFeed, aLocality, randomFrom } from '@accord/enforcement/testing';
import { describe, expect, it } from '@jest/globals';

import type { Journal } from './journal.js';
import { Synchroniser } from './synchroniser.js';

const T0 = Date.UTC(2026, 2, 1, 9);
const MINUTE = 60_000;
const PUBLICATIONS = 6;

/** What was served, and what its event carried, after each of several publications. */
function generations(): { readonly root: Uint8Array; readonly served: readonly ReadonlyMap<string, Uint8Array>[]; readonly events: readonly CarriedFiles[] } {
  const feed = new TestFeed(T0);
  const served: Map<string, Uint8Array>[] = [];
  const events: CarriedFiles[] = [];
  for (let number = 1; number <= PUBLICATIONS; number += 1) {
    feed.publish(T0 + number * MINUTE, { localities: [aLocality({ reference: `DCR-TST1-000${number}` })] });
    const before = served.at(-1) ?? new Map<string, Uint8Array>();
    served.push(new Map(feed.files));
    events.push({ root: 1, localities: ['TST1'], files: new Map([...feed.files].filter(([path, bytes]) => before.get(path) !== bytes && !path.includes('root'))) });
  }
  return { root: feed.pinnedRoot, served, events };
}

const { root, served, events } = generations();

class Stage {
  now = 0;
  applied: number[] = [];
  alarms: string[] = [];
  fetches = 0;
  isCut = false;
  ahead = 0;
  readonly clock = { now: () => T0 + (this.now + 1) * MINUTE + this.ahead };
  readonly synchroniser: Synchroniser;

  constructor(verifier: Verifier, serving: readonly string[] = []) {
    const journal: Journal = { write: (level, message) => { if (level === 'alarm') this.alarms.push(message); } };
    const feed: Source & { localities(): Promise<readonly string[]> } = {
      fetch: async (path) => {
        this.fetches += 1;
        if (this.isCut) throw new TypeError('the cable is cut');
        return served[this.now]?.get(path);
      },
      localities: async () => ['TST1'],
    };
    this.synchroniser = new Synchroniser(verifier, feed, serving, (book: Book) => { this.applied.push(book.publication); }, this.clock, journal, new AbortController().signal);
  }

  static async open(): Promise<Stage> {
    return new Stage(await Verifier.open(new MemoryStore(), root));
  }

  async hear(event?: CarriedFiles): Promise<void> {
    this.synchroniser.wake(event);
    await this.synchroniser.round();
  }
}

describe('a gateway that hears of publications', () => {
  it('enforces what an event carried without asking the feed for anything', async () => {
    const stage = await Stage.open();
    await stage.hear();
    const before = stage.fetches;
    stage.now = 1;
    await stage.hear(events[1]);
    expect([stage.synchroniser.book?.publication, stage.fetches]).toEqual([2, before]);
  });

  it('says that its clock is ahead of a feed whose offers have expired by it alone, and begins nothing until they agree', async () => {
    const stage = await Stage.open();
    await stage.hear();
    [stage.now, stage.ahead] = [1, 10 * MINUTE];
    await stage.hear();
    expect([stage.synchroniser.lastRefusal, stage.synchroniser.book?.publication, stage.synchroniser.book?.suspicion]).toEqual(['EXPIRED', 1, { beginsBefore: T0 + 2 * MINUTE, endsBy: T0 + 2 * MINUTE }]);
    expect(stage.alarms).toEqual([expect.stringContaining('more than 30 seconds apart'), expect.stringContaining('EXPIRED')]);
    [stage.now, stage.ahead] = [2, 0];
    await stage.hear();
    expect([stage.synchroniser.book?.publication, stage.synchroniser.book?.suspicion]).toEqual([3, undefined]);
  });

  it('says which of the localities that it was told to serve is not published', async () => {
    const stage = new Stage(await Verifier.open(new MemoryStore(), root), ['TST1', 'TST9']);
    expect(stage.synchroniser.unpublished).toEqual([]);
    await stage.hear();
    stage.now = 1;
    await stage.hear();
    expect([stage.synchroniser.unpublished, stage.synchroniser.book?.localities.map(({ code }) => code)]).toEqual([['TST9'], ['TST1']]);
    expect(stage.alarms).toEqual(['Nothing is published of TST9, which this gateway was told to serve.']);
  });

  it('fetches what the event of a later publication lacks', async () => {
    const stage = await Stage.open();
    await stage.hear();
    stage.now = 3;
    await stage.hear(events[3]);
    expect(stage.synchroniser.book?.publication).toBe(4);
  });

  it('neither believes nor raises an alarm about an event that comes late', async () => {
    const stage = await Stage.open();
    stage.now = 3;
    await stage.hear();
    await stage.hear(events[1]);
    expect([stage.synchroniser.book?.publication, stage.synchroniser.lastRefusal, stage.alarms]).toEqual([4, undefined, []]);
  });

  it('enforces what an event carried late, though the feed cannot be asked afterwards', async () => {
    const stage = await Stage.open();
    await stage.hear();
    stage.now = 3;
    stage.isCut = true;
    await stage.hear(events[1]);
    expect([stage.synchroniser.book?.publication, stage.synchroniser.book?.suspicion, stage.applied]).toEqual([2, undefined, [1, 2]]);
  });

  it('reaches the newest publication, never a step back, however events are lost, doubled and mixed up', async () => {
    const schedules = 400;
    for (let seed = 1; seed <= schedules; seed += 1) {
      const random = randomFrom(seed);
      const stage = await Stage.open();
      for (let step = 0; step < 6; step += 1) {
        stage.now = Math.min(PUBLICATIONS - 1, stage.now + Math.floor(random() * 3));
        const told = Math.floor(random() * (stage.now + 1));
        await stage.hear(random() < 0.75 ? events[told] : undefined);
      }
      stage.now = PUBLICATIONS - 1;
      await stage.hear();
      const rises = stage.applied.every((number, at) => number >= (stage.applied[at - 1] ?? 0));
      expect([seed, stage.synchroniser.book?.publication, rises, stage.alarms]).toEqual([seed, PUBLICATIONS, true, []]);
    }
  });
});
