import { describe, expect, it } from '@jest/globals';

import { loadBook } from './book.js';
import { decide } from './decide.js';
import { MINUTE, T0, WANTED, codeOf } from './testing/a-gateway.js';
import { FINGERPRINT, aLocality } from './testing/a-locality.js';
import { MemoryStore } from './testing/memory-store.js';
import { TestFeed, testKey } from './testing/test-feed.js';
import { Verifier } from './verifier.js';

/** By so much this machine's clock is ahead: more than a stop list is good for, less than a timestamp is. */
const AHEAD = 10 * MINUTE;
const STOP = { id: 'stop-1', from: new Date(T0 + MINUTE).toISOString(), scope: { provider: 'TSTP01' } };
const ask = { certificate: FINGERPRINT, service: 'DCR', provider: 'TSTP01', views: ['summary'] };

async function holding() {
  const feed = new TestFeed(T0);
  feed.publish(T0, { localities: [aLocality()] });
  const store = new MemoryStore();
  const verifier = await Verifier.open(store, feed.pinnedRoot);
  await verifier.verify(feed.source(), WANTED, T0);
  const decided = (at: number): string => decide(ask, loadBook(verifier.held!), at).reason;
  const refused = (at: number, source = feed.source()): Promise<string> => codeOf(verifier.verify(source, WANTED, at));
  return { feed, store, verifier, decided, refused };
}

describe('a clock that is ahead', () => {
  it('refuses what has expired by it and keeps nothing of it, but stops what the feed has stopped', async () => {
    const { feed, store, verifier, decided, refused } = await holding();
    feed.stop(T0 + MINUTE, [STOP]);
    const held = store.files.get('held.json');
    expect([decided(T0 + MINUTE + AHEAD), await refused(T0 + MINUTE + AHEAD), decided(T0 + MINUTE + AHEAD)]).toEqual(['PERMITTED', 'EXPIRED', 'STOPPED']);
    expect([verifier.held!.stops.number, store.files.get('held.json')]).toEqual([1, held]);
    expect(verifier.lateOffer).toMatchObject({ timestampVersion: 2, signedAt: T0 + MINUTE });
  });

  it('takes no stop back that is believed, and one that came late only by what is later still', async () => {
    const { feed, verifier, decided, refused } = await holding();
    const late = async (at: number): Promise<string> => `${await refused(at + AHEAD)} ${decided(at + AHEAD)}`;
    feed.stop(T0 + MINUTE, [STOP]);
    const first = await late(T0 + MINUTE);
    feed.stop(T0 + 2 * MINUTE, []);
    expect([first, await late(T0 + 2 * MINUTE)]).toEqual(['EXPIRED STOPPED', 'EXPIRED PERMITTED']);
    feed.stop(T0 + 3 * MINUTE, [STOP]);
    await verifier.verify(feed.source(), WANTED, T0 + 3 * MINUTE);
    feed.stop(T0 + 4 * MINUTE, []);
    expect(await late(T0 + 4 * MINUTE)).toBe('EXPIRED STOPPED');
  });

  it('enforces what it believes once the clock is right, also where the disk takes the floors no more', async () => {
    const { feed, store, verifier, decided, refused } = await holding();
    feed.stop(T0 + MINUTE, []);
    await refused(T0 + MINUTE + AHEAD);
    feed.stop(T0 + 2 * MINUTE, [STOP]);
    store.failAfter(1);
    expect([await refused(T0 + 2 * MINUTE), verifier.lateOffer, decided(T0 + 2 * MINUTE)]).toEqual([expect.stringContaining('PowerLost'), undefined, 'STOPPED']);
  });

  it('goes on stopping what it was told of late, until what is believed is as new', async () => {
    const { feed, verifier, decided, refused } = await holding();
    const before = new Map(feed.files);
    feed.stop(T0 + MINUTE, [STOP]);
    await refused(T0 + MINUTE + AHEAD);
    // Set right again, and served what was current before the stop.
    const older = { fetch: async (path: string) => before.get(path) };
    await refused(T0 + MINUTE, older);
    expect(decided(T0 + MINUTE)).toBe('STOPPED');
    await verifier.verify(feed.source(), WANTED, T0 + MINUTE);
    expect([verifier.lateOffer, verifier.held!.stops.number, decided(T0 + MINUTE)]).toEqual([undefined, 2, 'STOPPED']);
  });

  it.each(['stops', 'timestamp', 'snapshot'] as const)('believes nobody else’s stops (%s)', async (role) => {
    const { feed, verifier, decided, refused } = await holding();
    feed.keys[role] = [testKey()];
    feed.stop(T0 + MINUTE, [STOP]);
    await refused(T0 + MINUTE + AHEAD);
    expect([verifier.lateOffer, decided(T0 + MINUTE + AHEAD)]).toEqual([undefined, 'PERMITTED']);
  });

  it('holds nothing of it after a restart, and stops again with the next round', async () => {
    const { feed, store, refused } = await holding();
    feed.stop(T0 + MINUTE, [STOP]);
    await refused(T0 + MINUTE + AHEAD);
    const again = await Verifier.open(store, feed.pinnedRoot);
    expect(again.held!.lateStops).toBeUndefined();
    await codeOf(again.verify(feed.source(), WANTED, T0 + MINUTE + AHEAD));
    expect(again.held!.lateStops!.entries).toHaveLength(1);
  });
});
