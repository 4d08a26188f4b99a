import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { systemActor } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import type { PublishedSharing } from '../../testing/published-sharing.js';
import { WatchedFeed } from '../../testing/watched-feed.js';
import { LookBrokenOff, LookOverdue } from '../domain/feed-seen.js';
import type { TrueLocality } from '../domain/truth.js';
import { trueLocality } from '../storage/true-locality.js';
import type { Reconcile } from './reconcile.js';

jest.setTimeout(60_000);

const NOW = '2026-03-02T09:00:00Z';

describe('the reconciler, minute after minute', () => {
  let sharing: PublishedSharing;
  let feed: WatchedFeed;
  let reconcile: Reconcile;
  const found = async () => (await reconcile.execute()).findings.map(({ kind, count, examples }) => ({ kind, count, example: examples[0] }));

  beforeEach(async () => {
    feed = await WatchedFeed.open();
    ({ sharing } = feed);
    reconcile = await feed.reconcile();
  });
  afterEach(() => sharing.close());

  const servedEdited = async (like: string): Promise<void> => sharing.behindTheirBack('ALTER TABLE tuf_target DROP CONSTRAINT tuf_target_hash_is_of_content',
    `UPDATE tuf_target SET content = set_byte(content, length(content) - 2, get_byte(content, length(content) - 2) # 1) WHERE path LIKE '${like}'`);
  it.each([
    ['localities/publication.json', [{ kind: 'feed-refused', count: 1, example: 'HASH_MISMATCH localities/publication.json' }]],
    ['localities/callers.json', [{ kind: 'feed-refused', count: 1, example: 'HASH_MISMATCH localities/callers.json' }]],
    ['stops/stops.json', [{ kind: 'feed-refused', count: 1, example: 'HASH_MISMATCH stops/stops.json' }]],
    ['localities/TSTL%', [{ kind: 'feed-refused', count: 2, example: 'HASH_MISMATCH localities/TSTL00000.json' }]],
    ['consumers/TSTV00001.json', [{ kind: 'not-served', count: 1, example: 'TSTV00001 consumers/TSTV00001.json' }]],
  ])('finds one bit that changed in %s after it was verified, as long as it is so', async (path, expected) => {
    expect([await found(), await found()]).toEqual([[], []]);
    await servedEdited(path);
    expect(await found()).toEqual(expected);
    expect(await found()).toEqual(expected);
  });

  it('finds a file that is gone, of metadata and of a consumer, after it was verified', async () => {
    expect(await found()).toEqual([]);
    await sharing.behindTheirBack(`DELETE FROM tuf_target WHERE path = 'consumers/TSTV00002.json'`);
    expect(await found()).toEqual([{ kind: 'not-served', count: 1, example: 'TSTV00002 consumers/TSTV00002.json' }]);
    await sharing.behindTheirBack(`DELETE FROM tuf_metadata WHERE role = 'localities'`);
    expect((await found()).map(({ kind, example }) => [kind, example?.replace(/metadata\/\d+/, 'metadata/N')])).toEqual([['not-served', 'TSTV00002 consumers/TSTV00002.json'], ['feed-refused', 'MISSING localities']]);
  });

  it('finds another view of a gateway after rounds that found nothing: fewer localities, more of them, a timestamp of before', async () => {
    expect([await found(), await found()]).toEqual([[], []]);
    const lawful = feed.mayFetch;
    feed.mayFetch = (caller, path) => lawful(caller, path) && (caller.gateway === undefined || path !== 'localities/TSTL00000.json');
    expect(await found()).toEqual([{ kind: 'not-served', count: 1, example: expect.stringMatching(/^north targets\/localities\/[0-9a-f]{64}\.TSTL00000\.json$/) }]);
    feed.mayFetch = (caller, path) => lawful(caller, path) || caller.gateway !== undefined;
    expect(await found()).toEqual([{ kind: 'served-to-others', count: 1, example: 'north localities/TSTL00001.json' }]);
    feed.mayFetch = lawful;
    const old = await feed.file('metadata/timestamp.json');
    await sharing.behindTheirBack(`UPDATE participation SET state = 'withdrawn' WHERE provider_ods_code = 'TSTP00000'`);
    await sharing.publish();
    expect(await found()).toEqual([]);
    feed.standsStill = { 'metadata/timestamp.json': old! };
    expect(await found()).toEqual([{ kind: 'not-served', count: 1, example: 'north metadata/timestamp.json' }]);
  });

  it('reads each file again each minute, whatever it verified before', async () => {
    const readIn = async (): Promise<readonly string[]> => {
      feed.asked = [];
      expect(await found()).toEqual([]);
      return [...new Set(feed.asked)].sort();
    };
    const first = await readIn();
    // What is asked in vain is another's, and another one each minute.
    const own = (paths: readonly string[]): readonly string[] => paths.filter((path) => !/^HEAD TSTV\d+ |^HEAD north .*TSTL00001/.test(path));
    expect(own(await readIn())).toEqual(own(first));
    const { rows: targets } = await sharing.database.owner.query<{ path: string }>('SELECT path FROM tuf_target');
    for (const { path } of targets) expect([path, first.some((each) => each.startsWith('GET') && each.endsWith(path.replace(/^.*\//, '.')))]).toEqual([path, true]);
  });

  it('looks a second time only where the first look found something', async () => {
    await found();
    await servedEdited('consumers/TSTV00001.json');
    let [first, second] = [0, 0];
    feed.pauses = [async () => {
      first = feed.asked.length;
      feed.asked = [];
    }];
    feed.asked = [];
    expect((await found()).map(({ count }) => count)).toEqual([1]);
    second = feed.asked.length;
    expect(feed.asked.filter((each) => each.includes('consumers/'))).toEqual([expect.stringContaining('TSTV00001'), expect.stringMatching(/^HEAD/)]);
    expect([first > 20, second < 8, feed.asked.some((each) => /^GET north|localities\//.test(each))]).toEqual([true, true, false]);
  });

  it('has the database say a locality again only where something of it has changed', async () => {
    const transactions = new Transactions(await sharing.database.dataSourceAs('worker'), sharing.clock);
    const read = (code: string, before?: TrueLocality): Promise<TrueLocality> => transactions.read(systemActor('worker'), (tx) => trueLocality(tx, code, before));
    const [one, other] = [await read('TSTL00000'), await read('TSTL00001')];
    expect([one.pairs, one.rows.length, await read('TSTL00000', one) === one, await read('TSTL00001', other) === other]).toEqual([6, 3, true, true]);
    await sharing.behindTheirBack(`INSERT INTO stop (id, kind, scope_kind, from_at, reason, imposed_by, imposed_side, imposed_duty, imposed_at, consumer_ods_code)
      VALUES (gen_random_uuid(), 'suspension', 'consumer', '${NOW}', 'asked', md5('a')::uuid, 'staff', 'activation-officer', '${NOW}', 'TSTV00000')`);
    const stopped = await read('TSTL00000', one);
    expect([stopped.pairs, stopped.rows.length, await read('TSTL00001', other) === other]).toEqual([3, 3, true]);
    expect((await read('TSTL99999')).rows).toEqual([]);
  });

  it('is broken off where nobody wants to know any more, and has then found nothing at all', async () => {
    feed.turns = [async () => undefined, () => Promise.reject(new LookBrokenOff())];
    await expect(reconcile.execute()).rejects.toThrow(LookBrokenOff);
    expect((await sharing.database.owner.query('SELECT FROM reconciliation')).rows).toEqual([]);
  });

  it('says so where the feed is too slow to be looked at whole, wherever the time ran out', async () => {
    for (const after of [1, 6, 14, 22]) {
      feed.turns = [...Array.from({ length: after }, () => async () => undefined), () => Promise.reject(new LookOverdue())];
      expect(await found()).toEqual([{ kind: 'feed-unreachable', count: 1, example: 'The feed answers too slowly to be looked at whole.' }]);
    }
  });

  it('tells what it found all the same where the time ran out, in the first look or in the second', async () => {
    const unreachable = ['feed-unreachable', 1];
    await sharing.behindTheirBack(`UPDATE participation SET state = 'withdrawn' WHERE provider_ods_code = 'TSTP00000'`);
    let turns = 0;
    const counted = (most: number) => Array.from({ length: most }, () => async () => { turns += 1; });
    let first = 0;
    feed.turns = counted(500);
    feed.pauses = [async () => { first = turns; }];
    expect((await found()).map(({ kind, count }) => [kind, count])).toEqual([['pair-unlawful', 2], ['configuration-differs', 2]]);
    const all = turns;
    const runsOutAfter = async (most: number) => {
      feed.turns = [...counted(most), () => Promise.reject(new LookOverdue())];
      feed.pauses = [async () => { if (most < first) feed.turns = []; }];
      return (await found()).map(({ kind, count }) => [kind, count]);
    };
    expect(all - first).toBeGreaterThan(3);
    expect(await runsOutAfter(3)).toEqual([unreachable]);
    expect(await runsOutAfter(first - 10)).toEqual([['pair-unlawful', 2], unreachable]);
    for (let most = first; most < all; most += 1) expect([most, await runsOutAfter(most)]).toEqual([most, [['pair-unlawful', 2], ['configuration-differs', 2], unreachable]]);
    // What is no longer so where it was looked at again is not told.
    feed.turns = [...counted(first + 4), () => Promise.reject(new LookOverdue())];
    feed.pauses = [() => sharing.publish()];
    expect((await found()).map(({ kind }) => kind)).toEqual(['configuration-differs', 'feed-unreachable']);
  });

  it('asks only whether it is still so where nothing could be believed at first', async () => {
    await found();
    let isAway = true;
    reconcile = await feed.reconcile({ fetch: (path) => (isAway ? Promise.reject(new Error('connection refused')) : feed.fetch(path)), inPlaceOf: (sha256) => feed.inPlaceOf(sha256) });
    feed.pauses = [async () => { isAway = false; }];
    feed.asked = [];
    expect(await found()).toEqual([]);
    expect(feed.asked.filter((each) => /^GET (?!itself)/.test(each))).toEqual([]);
    expect((await found()).length).toBe(0);
    expect(feed.asked.some((each) => each.startsWith('GET north'))).toBe(true);
  });

  it('says so where the feed is lost while it is being looked at', async () => {
    expect(await found()).toEqual([]);
    reconcile = await feed.reconcile({ fetch: (path) => (path.endsWith('.consumers.json') ? Promise.reject(new Error('connection reset')) : feed.fetch(path)), inPlaceOf: (sha256) => feed.inPlaceOf(sha256) });
    expect(await found()).toEqual([{ kind: 'feed-unreachable', count: 1, example: 'connection reset' }]);
  });
});
