import { describe, expect, it } from '@jest/globals';
import { Metadata, MetadataKind } from '@tufjs/models';

import { LocalityIndex } from './locality-index.js';
import { MINUTE, T0, WANTED, aGateway, codeOf, holdingTheFirst } from './testing/a-gateway.js';
import { aLocality } from './testing/a-locality.js';
import { TestFeed, canonical, sha256 } from './testing/test-feed.js';
import { Verifier } from './verifier.js';

describe('following a feed', () => {
  it('takes a first publication, and the next, and says nothing new when there is nothing new', async () => {
    const { feed, verifier, now } = await holdingTheFirst();
    const before = verifier.held;
    const after = await verifier.verify(feed.source(), WANTED, now);
    expect([before?.publication.number, after.publication.number]).toEqual([1, 2]);
    expect(after.publication.previous).toBe(before?.publicationHash);
    expect(await verifier.verify(feed.source(), WANTED, now + 15_000)).toBe(after);
  });

  it('serves what it held after a restart, without a feed and past every expiry', async () => {
    const { feed, store, verifier } = await holdingTheFirst();
    const again = await Verifier.open(store, feed.pinnedRoot);
    expect(again.held?.publicationHash).toBe(verifier.held?.publicationHash);
    expect(again.held?.localities.get('TST1')?.index).toEqual(new LocalityIndex(aLocality()));
  });

  it('takes new freshness without a new publication', async () => {
    const { feed, verifier, now } = await holdingTheFirst();
    const before = await verifier.verify(feed.source(), WANTED, now);
    feed.refresh(now + MINUTE);
    const after = await verifier.verify(feed.source(), WANTED, now + MINUTE);
    expect(after.timestampExpires).toBe(before.timestampExpires + MINUTE);
    expect(after.publication).toBe(before.publication);
  });

  it('takes only the localities it serves', async () => {
    const feed = new TestFeed(T0);
    feed.publish(T0, { localities: [aLocality(), aLocality({ locality: 'TST2' })] });
    const { verifier } = await aGateway(feed);
    const asked: string[][] = [];
    const verified = await verifier.verify(feed.source(), async ({ localities }) => { asked.push(Object.keys(localities)); return ['TST2', 'TST9']; }, T0);
    expect([...verified.localities.keys()]).toEqual(['TST2']);
    expect(asked).toEqual([['TST1', 'TST2']]);
  });

  it('agrees with an independent client on whose signatures count', async () => {
    const feed = new TestFeed(T0);
    feed.publish(T0, { localities: [aLocality()] });
    const read = (name: string) => JSON.parse(Buffer.from(feed.files.get(`metadata/${name}`) as Uint8Array).toString('utf8')) as never;
    const root = Metadata.fromJSON(MetadataKind.Root, read('1.root.json'));
    const targets = Metadata.fromJSON(MetadataKind.Targets, read('1.targets.json'));
    root.verifyDelegate('timestamp', Metadata.fromJSON(MetadataKind.Timestamp, read('timestamp.json')));
    root.verifyDelegate('snapshot', Metadata.fromJSON(MetadataKind.Snapshot, read('1.snapshot.json')));
    root.verifyDelegate('targets', targets);
    targets.verifyDelegate('localities', Metadata.fromJSON(MetadataKind.Targets, read('1.localities.json')));
    expect(() => targets.verifyDelegate('stops', Metadata.fromJSON(MetadataKind.Targets, read('1.localities.json')))).toThrow();
  });
});

describe('a consumer’s own configuration', () => {
  const target = { format: 'accord-consumer/2' as const, consumer: 'TSTV01', services: [{ service: 'DCR', shares: [{ from: '2026-01-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z', views: ['summary'], providers: ['TSTP01'] }] }] };

  it('is verified down its own delegation, and only under its own name', async () => {
    const { feed, verifier, now } = await holdingTheFirst();
    feed.issueConsumer(now, target);
    expect(await verifier.verifyConsumer(feed.source(), 'TSTV01', now)).toEqual(target);
    expect(await codeOf(verifier.verifyConsumer(feed.source(), 'TSTV02', now))).toBe('NOT_LISTED');
    feed.issue('consumers', now, { targets: {} }, feed.keys.localities);
    feed.issueSnapshot(now);
    feed.issueTimestamp(now);
    expect(await codeOf(verifier.verifyConsumer(feed.source(), 'TSTV01', now))).toBe('UNKNOWN_KEY');
  });

  it('is not taken from an older list than was seen before', async () => {
    const { feed, verifier, now } = await holdingTheFirst();
    feed.issueConsumer(now, target);
    await verifier.verifyConsumer(feed.source(), 'TSTV01', now);
    const older = feed.files.get('metadata/1.consumers.json') as Uint8Array;
    feed.issueSnapshot(now, (meta) => ({ ...meta, 'consumers.json': { version: 1, length: older.length, hashes: { sha256: sha256(older) } } }));
    feed.issueTimestamp(now);
    expect(await codeOf(verifier.verifyConsumer(feed.source(), 'TSTV01', now))).toBe('ROLLBACK');
  });
});

describe('publications only move forward', () => {
  it('refuses a second content under a number', async () => {
    const { feed, verifier, now } = await holdingTheFirst();
    feed.publish(now, { localities: [aLocality()], publication: { number: 1, previous: '' } });
    expect(await codeOf(verifier.verify(feed.source(), WANTED, now))).toBe('MIX_AND_MATCH');
  });

  it('refuses the next number when it does not carry the hash of the one held', async () => {
    const { feed, verifier, now } = await holdingTheFirst();
    feed.publish(now, { localities: [aLocality()], publication: { number: 2, previous: 'ab'.repeat(32) } });
    expect(await codeOf(verifier.verify(feed.source(), WANTED, now))).toBe('CHAIN_BROKEN');
  });

  it('takes a later number without the ones between, and refuses to go back', async () => {
    const { feed, verifier, now } = await holdingTheFirst();
    feed.publish(now, { localities: [aLocality()], publication: { number: 7 } });
    expect(await codeOf(verifier.verify(feed.source(), WANTED, now))).toBe('accepted');
    feed.publish(now, { localities: [aLocality()], publication: { number: 6 } });
    expect(await codeOf(verifier.verify(feed.source(), WANTED, now))).toBe('ROLLBACK');
    expect(verifier.held?.publication.number).toBe(7);
  });

  it('refuses a stop list that goes back, or is older than the publication says', async () => {
    const { feed, verifier, now } = await holdingTheFirst();
    await verifier.verify(feed.source(), WANTED, now);
    feed.publish(now, { localities: [aLocality()], stopsTarget: { number: 1 }, publication: { stopList: 1 } });
    expect(await codeOf(verifier.verify(feed.source(), WANTED, now))).toBe('ROLLBACK');
    feed.publish(now, { localities: [aLocality()], publication: { number: 3, previous: verifier.held?.publicationHash as string, stopList: 9 } });
    expect(await codeOf(verifier.verify(feed.source(), WANTED, now))).toBe('MIX_AND_MATCH');
  });

  it('refuses a locality that publication.json does not name so, and another locality in its place', async () => {
    const { feed, verifier, now } = await holdingTheFirst();
    feed.publish(now, { localities: [aLocality()], publication: { number: 2, previous: verifier.held?.publicationHash as string, localities: { TST1: 'ab'.repeat(32) } } });
    expect(await codeOf(verifier.verify(feed.source(), WANTED, now))).toBe('MIX_AND_MATCH');
    const foreign = canonical(aLocality({ locality: 'TST2' }));
    const entry = { length: foreign.length, hashes: { sha256: sha256(foreign) } };
    feed.number = 1;
    feed.publish(now, { localities: [aLocality({ locality: 'TST2' })], publication: { number: 2, previous: verifier.held?.publicationHash as string, localities: { TST1: sha256(foreign) } } });
    feed.files.set(`targets/localities/${sha256(foreign)}.TST1.json`, foreign);
    feed.reissueLocalities(now, (listed) => ({ ...listed, 'localities/TST1.json': entry }));
    expect(await codeOf(verifier.verify(feed.source(), WANTED, now))).toBe('MIX_AND_MATCH');
    expect(verifier.held?.publication.number).toBe(1);
  });

  it('says so when nothing is published yet', async () => {
    const feed = new TestFeed(T0);
    feed.issue('localities', T0, { targets: {} });
    feed.refresh(T0);
    const { verifier } = await aGateway(feed);
    expect(await codeOf(verifier.verify(feed.source(), WANTED, T0))).toBe('NOTHING_PUBLISHED');
  });
});

describe('losing power', () => {
  it('holds the old publication or the new one after a crash at any write, and can go on', async () => {
    for (let operations = 0; ; operations += 1) {
      const { feed, store, verifier, now } = await holdingTheFirst();
      store.failAfter(operations);
      const code = await codeOf(verifier.verify(feed.source(), WANTED, now));
      const left = store.copy();
      const again = await Verifier.open(left, feed.pinnedRoot);
      expect(again.damage).toBeUndefined();
      expect([1, 2]).toContain(again.held?.publication.number);
      expect((await again.verify(feed.source(), WANTED, now)).publication.number).toBe(2);
      expect([...left.files.keys()].sort()).toHaveLength(4);
      if (code === 'accepted') break;
      expect(code).toContain('PowerLost');
    }
  });

  it('leaves floors that what is held says as well, and targets nobody needs, until it is told to tidy up', async () => {
    const { feed, store, now } = await holdingTheFirst();
    feed.publish(now, { localities: [aLocality({ reference: 'DCR-TST1-0002' })] });
    const before = store.copy();
    const verifier = await Verifier.open(store, feed.pinnedRoot, true);
    await verifier.verify(feed.source(), WANTED, now);
    const [locality, ...others] = [...store.files.keys()].filter((name) => !before.files.has(name));
    expect([locality, others, [...before.files.keys()].filter((name) => store.files.get(name) !== before.files.get(name))]).toEqual([expect.stringMatching(/target$/), [], ['held.json']]);
    const again = await Verifier.open(store.copy(), feed.pinnedRoot);
    expect([again.held?.publication.number, again.floors]).toEqual([3, verifier.floors]);
    feed.refresh(now + MINUTE);
    const files = new Map(feed.files);
    files.delete(`metadata/${feed.versions.snapshot}.snapshot.json`);
    // The timestamp alone was believed: nothing on disk but the floors says so.
    expect(await codeOf(verifier.verify({ fetch: async (path) => files.get(path) }, WANTED, now + MINUTE))).toBe('MISSING');
    expect((await Verifier.open(store.copy(), feed.pinnedRoot)).floors).toEqual(verifier.floors);
    const untidy = [...store.files.keys()];
    await verifier.tidy();
    // Of the locality's two targets the one that is held is left.
    expect([untidy.length, store.files.size, store.files.has(locality!)]).toEqual([5, 4, true]);
  });

  it('enforces nothing from a disk that was tampered with, and says why', async () => {
    const { feed, store, now } = await holdingTheFirst();
    for (const [name, bytes] of store.files) {
      const spoiled = store.copy();
      const text = Buffer.from(bytes);
      text[Math.floor(text.length / 2)] = (text[Math.floor(text.length / 2)] as number) ^ 1;
      spoiled.files.set(name, text);
      if (name === 'trust.json') {
        expect(await codeOf(Verifier.open(spoiled, feed.pinnedRoot))).not.toBe('accepted');
        continue;
      }
      const verifier = await Verifier.open(spoiled, feed.pinnedRoot);
      expect(verifier.held).toBeUndefined();
      expect(verifier.damage?.code).toBe('HELD_STATE_DAMAGED');
      expect((await verifier.verify(feed.source(), WANTED, now)).publication.number).toBe(2);
    }
  });
});
