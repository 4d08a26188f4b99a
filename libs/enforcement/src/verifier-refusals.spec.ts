import { describe, expect, it } from '@jest/globals';

import { MINUTE, T0, WANTED, aGateway, codeOf, holdingTheFirst } from './testing/a-gateway.js';
import { aLocality } from './testing/a-locality.js';
import { MemoryStore } from './testing/memory-store.js';
import { TestFeed, sha256, signed, testKey } from './testing/test-feed.js';
import { Verifier } from './verifier.js';

describe('what a gateway refuses', () => {
  it('refuses a timestamp with any byte changed, and holds what it held', async () => {
    const { feed, store, verifier, now } = await holdingTheFirst();
    const genuine = feed.files.get('metadata/timestamp.json') as Uint8Array;
    const before = store.image();
    const codes = new Set<string>();
    for (let at = 0; at < genuine.length; at += 1) {
      for (const flip of [0x01, 0x20, 0xff]) {
        const bytes = Uint8Array.from(genuine);
        bytes[at] = (bytes[at] as number) ^ flip;
        codes.add(await codeOf(verifier.verify(feed.source(new Map(feed.files).set('metadata/timestamp.json', bytes)), WANTED, now)));
      }
    }
    expect([...codes].filter((code) => !/^(NOT_CANONICAL|MALFORMED|WRONG_TYPE|UNSUPPORTED_SPEC|UNKNOWN_KEY|BAD_SIGNATURE|ROLLBACK|EXPIRED)$/.test(code))).toEqual([]);
    expect(store.image()).toBe(before);
    expect((await verifier.verify(feed.source(), WANTED, now)).publication.number).toBe(2);
  }, 60_000);

  it('refuses sampled changes of every other file, and goes on enforcing the first publication', async () => {
    const { feed, store, verifier, first, now } = await holdingTheFirst();
    const held = verifier.held;
    const before = store.image(['trust.json']);
    for (const [path, genuine] of feed.files) {
      if (first.has(path) || path === 'metadata/timestamp.json') continue;
      for (let sample = 0; sample < 40; sample += 1) {
        const bytes = Uint8Array.from(genuine);
        const at = Math.floor((sample / 40) * bytes.length);
        bytes[at] = (bytes[at] as number) ^ (1 << (sample % 8));
        const code = await codeOf(verifier.verify(feed.source(new Map(feed.files).set(path, bytes)), WANTED, now));
        expect([path, code]).toEqual([path, 'HASH_MISMATCH']);
      }
      expect(await codeOf(verifier.verify(feed.source(new Map(feed.files).set(path, genuine.subarray(0, -1))), WANTED, now))).toBe('LENGTH_MISMATCH');
      const without = new Map(feed.files);
      without.delete(path);
      expect(await codeOf(verifier.verify(feed.source(without), WANTED, now))).toBe('MISSING');
    }
    expect(verifier.held).toBe(held);
    expect(store.image(['trust.json'])).toBe(before);
  });

  it('refuses every mixture of two generations, before and after a restart', async () => {
    const { feed, store, first } = await holdingTheFirst();
    const roles = ['timestamp', 'snapshot', 'targets', 'localities', 'stops'] as const;
    feed.issueTargets(T0 + MINUTE);
    feed.publish(T0 + MINUTE, { localities: [aLocality({ views: ['summary'] })] });
    const path = (role: string, of: 'old' | 'new') => (role === 'timestamp' ? 'metadata/timestamp.json' : `metadata/${of === 'old' ? 1 : feed.versions[role as 'snapshot']}.${role}.json`);
    for (let mask = 1; mask < 31; mask += 1) {
      const mixed = new Map(feed.files);
      roles.forEach((role, bit) => {
        // An old file is offered under the name that the newer generation gives it.
        if ((mask & (1 << bit)) !== 0) mixed.set(path(role, 'new'), first.get(path(role, 'old')) as Uint8Array);
      });
      const verifier = await Verifier.open(store.copy(), feed.pinnedRoot);
      const code = await codeOf(verifier.verify(feed.source(mixed), WANTED, T0 + MINUTE));
      // With the old timestamp everything below it that is named is old too: that is the generation already held.
      if ((mask & 1) !== 0) expect([mask, verifier.held?.publication.number]).toEqual([mask, 1]);
      else expect([mask, code]).toEqual([mask, expect.stringMatching(/^(HASH|LENGTH|VERSION)_MISMATCH$/)]);
      expect(verifier.held?.publication.number).toBe(1);
    }
  });

  it('refuses an older publication once it holds a newer one, also after a restart', async () => {
    const { feed, store, verifier, first, now } = await holdingTheFirst();
    await verifier.verify(feed.source(), WANTED, now);
    expect(await codeOf(verifier.verify(feed.source(first), WANTED, now))).toBe('ROLLBACK');
    const again = await Verifier.open(store, feed.pinnedRoot);
    expect(await codeOf(again.verify(feed.source(first), WANTED, now))).toBe('ROLLBACK');
    expect(again.held?.publication.number).toBe(2);
  });

  it('remembers the floor even where nothing else was kept', async () => {
    const { feed, store, verifier, first, now } = await holdingTheFirst();
    await verifier.verify(feed.source(), WANTED, now);
    store.files.delete('held.json');
    const again = await Verifier.open(store, feed.pinnedRoot);
    expect(again.held).toBeUndefined();
    expect(await codeOf(again.verify(feed.source(first), WANTED, now))).toBe('ROLLBACK');
    expect((await again.verify(feed.source(), WANTED, now)).publication.number).toBe(2);
  });

  it.each(['targets', 'localities', 'consumers', 'stops'] as const)('refuses a snapshot that goes back on %s', async (role) => {
    const { feed, verifier, now } = await holdingTheFirst();
    feed.issueTargets(now);
    feed.issue('consumers', now, { targets: {} });
    feed.publish(now);
    await verifier.verify(feed.source(), WANTED, now);
    const older = feed.files.get(`metadata/1.${role}.json`) as Uint8Array;
    feed.issueSnapshot(now, (meta) => ({ ...meta, [`${role}.json`]: { version: 1, length: older.length, hashes: { sha256: sha256(older) } } }));
    feed.issueTimestamp(now);
    expect(await codeOf(verifier.verify(feed.source(), WANTED, now))).toBe('ROLLBACK');
  });

  it.each(['targets', 'localities', 'consumers', 'stops'] as const)('refuses a snapshot that no longer lists %s', async (role) => {
    const { feed, verifier, now } = await holdingTheFirst();
    feed.issueSnapshot(now, (meta) => Object.fromEntries(Object.entries(meta).filter(([name]) => name !== `${role}.json`)));
    feed.issueTimestamp(now);
    expect(await codeOf(verifier.verify(feed.source(), WANTED, now))).toBe('ROLLBACK');
  });

  it('refuses a snapshot version below the one that a timestamp already named', async () => {
    const { feed, verifier, now } = await holdingTheFirst();
    // The same roles at the same versions, listed twice: only the snapshot's own number can tell which is older.
    feed.issueSnapshot(now);
    feed.issueTimestamp(now);
    await verifier.verify(feed.source(), WANTED, now);
    const older = feed.files.get('metadata/2.snapshot.json') as Uint8Array;
    feed.issueTimestamp(now, { meta: { 'snapshot.json': { version: 2, length: older.length, hashes: { sha256: sha256(older) } } } });
    expect(await codeOf(verifier.verify(feed.source(), WANTED, now))).toBe('ROLLBACK');
  });

  it.each([
    ['one second before it expires', -1000, 'accepted'],
    ['at the instant it expires', 0, 'EXPIRED'],
    ['one second after it expired', 1000, 'EXPIRED'],
  ])('judges a frozen timestamp %s', async (_when, offset, code) => {
    const feed = new TestFeed(T0);
    feed.publish(T0, { localities: [aLocality()] });
    feed.issue('stops', T0 + 30 * MINUTE, { targets: {} });
    feed.refresh(T0 + 12 * MINUTE);
    feed.issueTimestamp(T0);
    const { verifier } = await aGateway(feed);
    expect(await codeOf(verifier.verify(feed.source(), WANTED, T0 + 15 * MINUTE + offset))).toBe(code);
  });

  it('refuses a stop list that has expired under a timestamp that has not', async () => {
    const feed = new TestFeed(T0);
    feed.publish(T0, { localities: [aLocality()] });
    const { verifier } = await aGateway(feed);
    expect(await codeOf(verifier.verify(feed.source(), WANTED, T0 + 5 * MINUTE))).toBe('EXPIRED');
  });

  it.each(['snapshot', 'localities'] as const)('refuses a %s that calls itself another version than it is listed under', async (role) => {
    const { feed, verifier, now } = await holdingTheFirst();
    const bytes = feed.files.get(`metadata/2.${role}.json`) as Uint8Array;
    const listed = { version: 9, length: bytes.length, hashes: { sha256: sha256(bytes) } };
    feed.files.set(`metadata/9.${role}.json`, bytes);
    if (role === 'localities') feed.issueSnapshot(now, (meta) => ({ ...meta, 'localities.json': listed }));
    feed.issueTimestamp(now, role === 'snapshot' ? { meta: { 'snapshot.json': listed } } : {});
    await expect(verifier.verify(feed.source(), WANTED, now)).rejects.toMatchObject({ code: 'VERSION_MISMATCH', subject: role });
  });

  it('refuses a snapshot that has expired under a timestamp that has not', async () => {
    const feed = new TestFeed(T0);
    feed.publish(T0, { localities: [aLocality()] });
    const later = T0 + 24 * 60 * MINUTE;
    feed.refresh(later);
    feed.issueSnapshot(T0);
    feed.issueTimestamp(later);
    const { verifier } = await aGateway(feed);
    await expect(verifier.verify(feed.source(), WANTED, later)).rejects.toMatchObject({ code: 'EXPIRED', subject: 'snapshot' });
  });

  it.each([
    ['version 0', { version: 0 }, 'MALFORMED'],
    ['a version below zero', { version: -1 }, 'MALFORMED'],
    ['a version far ahead', { version: 1_000_003 }, 'VERSION_LEAP'],
    ['a version no number can follow', { version: 2 ** 53 }, 'NOT_CANONICAL'],
    ['a fraction of a version', { version: 2.5 }, 'NOT_CANONICAL'],
    ['metadata of another role', { _type: 'snapshot' }, 'WRONG_TYPE'],
    ['another specification', { spec_version: '2.0.0' }, 'UNSUPPORTED_SPEC'],
    ['an expiry that does not exist', { expires: '2026-02-30T00:00:00Z' }, 'MALFORMED'],
    ['no expiry', { expires: undefined }, 'MALFORMED'],
    ['a snapshot without a hash', { meta: { 'snapshot.json': { version: 2, length: 10 } } }, 'MALFORMED'],
    ['no snapshot', { meta: {} }, 'MALFORMED'],
  ])('refuses a timestamp with %s, although it is signed', async (_what, change, code) => {
    const { feed, store, verifier, now } = await holdingTheFirst();
    feed.issueTimestamp(now, change);
    const before = store.image();
    expect(await codeOf(verifier.verify(feed.source(), WANTED, now))).toBe(code);
    expect(store.image()).toBe(before);
  });

  it('refuses other spellings of a signed timestamp', async () => {
    const { feed, verifier, now } = await holdingTheFirst();
    const genuine = Buffer.from(feed.files.get('metadata/timestamp.json') as Uint8Array).toString('utf8');
    const spellings = [
      `${genuine}\n`, `\ufeff${genuine}`, genuine.replace('"version":', '"version": '), genuine.replace('"_type"', '"\\u005ftype"'),
      genuine.replace('"version":', '"version":1,"version":'), JSON.stringify(JSON.parse(genuine), null, 2), `${genuine}{}`, '', 'null', '[]', '{"signed":1}',
    ];
    for (const spelling of spellings) {
      const files = new Map(feed.files).set('metadata/timestamp.json', Buffer.from(spelling, 'utf8'));
      expect([spelling.slice(0, 20), await codeOf(verifier.verify(feed.source(files), WANTED, now))]).toEqual([spelling.slice(0, 20), expect.stringMatching(/^(NOT_CANONICAL|MALFORMED)$/)]);
    }
  });

  it('refuses a timestamp by a stranger, by another role, by nobody, and by its own key signing something else', async () => {
    const { feed, verifier, now } = await holdingTheFirst();
    const offer = async (by: Parameters<typeof signed>[1], spoil = false) => {
      feed.versions.timestamp -= 1;
      const bytes = feed.issueTimestamp(now, {}, by);
      const text = Buffer.from(bytes).toString('utf8');
      const spoiled = spoil ? text.replace(/"sig":"../, (sig) => `${sig.slice(0, -2)}${sig.endsWith('00') ? '11' : '00'}`) : text;
      return codeOf(verifier.verify(feed.source(new Map(feed.files).set('metadata/timestamp.json', Buffer.from(spoiled))), WANTED, now));
    };
    expect(await offer([testKey()])).toBe('UNKNOWN_KEY');
    expect(await offer(feed.keys.snapshot)).toBe('UNKNOWN_KEY');
    expect(await offer([])).toBe('MALFORMED');
    expect(await offer(feed.keys.timestamp, true)).toBe('BAD_SIGNATURE');
    expect(await offer([{ ...testKey(), id: feed.keys.timestamp[0]?.id as string }])).toBe('BAD_SIGNATURE');
    expect(await offer([...feed.keys.timestamp, testKey()])).toBe('UNKNOWN_KEY');
    expect(await offer([...feed.keys.timestamp, ...feed.keys.timestamp])).toBe('MALFORMED');
  });

  it('refuses a second content under the version it holds', async () => {
    const { feed, verifier, now } = await holdingTheFirst();
    await verifier.verify(feed.source(), WANTED, now);
    feed.versions.timestamp -= 1;
    feed.issueTimestamp(now + MINUTE);
    expect(await codeOf(verifier.verify(feed.source(), WANTED, now))).toBe('MIX_AND_MATCH');
  });

  it('refuses files larger than their kind may be', async () => {
    const { feed, verifier, now } = await holdingTheFirst();
    const files = new Map(feed.files).set('metadata/timestamp.json', new Uint8Array(16_385).fill(0x20));
    expect(await codeOf(verifier.verify(feed.source(files), WANTED, now))).toBe('TOO_LARGE');
    feed.issueTimestamp(now, { meta: { 'snapshot.json': { version: 2, length: 1_000_000_000, hashes: { sha256: '0'.repeat(64) } } } });
    expect(await codeOf(verifier.verify(feed.source(), WANTED, now))).toBe('TOO_LARGE');
  });

  it('refuses another environment’s feed, and state built on another root', async () => {
    const { feed, store, verifier, now } = await holdingTheFirst();
    const other = new TestFeed(T0);
    other.publish(T0, { localities: [aLocality()] });
    other.publish(now, { localities: [aLocality()] });
    expect(await codeOf(verifier.verify(other.source(), WANTED, now))).toBe('UNKNOWN_KEY');
    expect(await codeOf(Verifier.open(store, other.pinnedRoot))).toBe('ROOT_CHANGED');
    expect(feed.pinnedRoot).not.toEqual(other.pinnedRoot);
  });

  it('refuses to start from a root that its own keys do not sign', async () => {
    const feed = new TestFeed(T0);
    const alone = feed.issueRoot(T0, feed.keys.root.slice(0, 1));
    expect(await codeOf(Verifier.open(new MemoryStore(), alone))).toBe('THRESHOLD_NOT_MET');
    expect(await codeOf(Verifier.open(new MemoryStore(), Buffer.from('')))).toBe('NOT_CANONICAL');
  });

  it('counts one key under two ids once', async () => {
    const feed = new TestFeed(T0);
    const [only] = feed.keys.timestamp;
    if (only === undefined) throw new TypeError('no key');
    feed.keys.timestamp = [only, { ...only, id: 'ab'.repeat(32) }];
    feed.thresholds.timestamp = 2;
    feed.issueRoot(T0);
    feed.publish(T0, { localities: [aLocality()] });
    const { verifier } = await aGateway(feed);
    expect(await codeOf(verifier.verify(feed.source(), WANTED, T0))).toBe('THRESHOLD_NOT_MET');
    feed.keys.timestamp = [only, testKey()];
    feed.issueRoot(T0);
    feed.issueTimestamp(T0);
    expect(await codeOf(verifier.verify(feed.source(), WANTED, T0))).toBe('accepted');
  });

  it('refuses keys that are not Ed25519', async () => {
    const feed = new TestFeed(T0);
    feed.publish(T0, { localities: [aLocality()] });
    const root = JSON.parse(Buffer.from(feed.pinnedRoot).toString('utf8')) as { signed: { keys: Record<string, { scheme: string }>; version: number } };
    const id = feed.keys.timestamp[0]?.id as string;
    (root.signed.keys[id] as { scheme: string }).scheme = 'rsassa-pss-sha256';
    root.signed.version = 2;
    feed.files.set('metadata/2.root.json', signed(root.signed, feed.keys.root));
    const { verifier } = await aGateway(feed);
    expect(await codeOf(verifier.verify(feed.source(), WANTED, T0))).toBe('UNSUPPORTED_KEY');
  });
});
