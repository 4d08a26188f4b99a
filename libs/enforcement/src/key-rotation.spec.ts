import { describe, expect, it } from '@jest/globals';

import { WANTED, codeOf, holdingTheFirst } from './testing/a-gateway.js';
import { aLocality } from './testing/a-locality.js';
import { iso, testKey } from './testing/test-feed.js';
import { Verifier } from './verifier.js';

describe('rotating keys', () => {
  it('follows roots one by one, and refuses one that skips, one signed only by itself, and one signed only by the last', async () => {
    const { feed, verifier, now } = await holdingTheFirst();
    const before = [...feed.keys.root];
    feed.keys.root = [testKey(), testKey(), testKey()];
    const offer = async (bytes: Uint8Array) => codeOf(verifier.verify(feed.source(new Map(feed.files).set('metadata/2.root.json', bytes)), WANTED, now));
    expect(await offer(feed.issueRoot(now, feed.keys.root))).toBe('THRESHOLD_NOT_MET');
    feed.versions.root = 1;
    expect(await offer(feed.issueRoot(now, before))).toBe('THRESHOLD_NOT_MET');
    feed.versions.root = 1;
    expect(await offer(feed.issueRoot(now, [...before.slice(0, 1), ...feed.keys.root.slice(0, 2)]))).toBe('THRESHOLD_NOT_MET');
    feed.versions.root = 2;
    expect(await offer(feed.issueRoot(now, [...before.slice(0, 2), ...feed.keys.root.slice(0, 2)]))).toBe('VERSION_LEAP');
    feed.files.delete('metadata/3.root.json');
    feed.versions.root = 1;
    expect(await offer(feed.issueRoot(now, [...before.slice(0, 2), ...feed.keys.root.slice(0, 2)]))).toBe('accepted');
  });

  it('begins with a newer root that it is given by hand, and with no older one after that', async () => {
    const { feed, store, verifier, now } = await holdingTheFirst();
    const [second, third] = [feed.issueRoot(now), feed.issueRoot(now)];
    await verifier.verify(feed.source(), WANTED, now);
    const onTheSecond = await Verifier.open(store.copy(), second).catch((error: { code: string }) => error.code);
    expect(onTheSecond).toBe('ROOT_CHANGED');
    const fourth = feed.issueRoot(now);
    const moved = await Verifier.open(store, fourth);
    expect(moved.held?.publication.number).toBe(2);
    await moved.verify(feed.source(), WANTED, now);
    feed.publish(now);
    await moved.verify(feed.source(), WANTED, now);
    await moved.tidy();
    for (const older of [feed.pinnedRoot, second, third]) expect(await codeOf(Verifier.open(store.copy(), older))).toBe('ROOT_CHANGED');
    expect((await Verifier.open(store, fourth)).held?.publication.number).toBe(3);
  });

  it('refuses a root that has expired', async () => {
    const { feed, verifier, now } = await holdingTheFirst();
    feed.issueRoot(now, feed.keys.root, { expires: iso(now - 1) });
    expect(await codeOf(verifier.verify(feed.source(), WANTED, now))).toBe('EXPIRED');
  });

  it('recovers from versions raised out of reach once the stolen key is replaced', async () => {
    const { feed, store, verifier, now } = await holdingTheFirst();
    const real = { ...feed.versions };
    feed.versions.timestamp = 900_000;
    feed.issueTimestamp(now);
    expect(await codeOf(verifier.verify(feed.source(), WANTED, now))).toBe('accepted');
    feed.versions.timestamp = real.timestamp;
    feed.publish(now);
    expect(await codeOf(verifier.verify(feed.source(), WANTED, now))).toBe('ROLLBACK');
    feed.keys.timestamp = [testKey()];
    feed.issueRoot(now);
    feed.issueTimestamp(now);
    expect(await codeOf(verifier.verify(feed.source(), WANTED, now))).toBe('accepted');
    expect((await Verifier.open(store, feed.pinnedRoot)).held?.publication.number).toBe(3);
  });

  it('refuses what the replaced key signs from then on', async () => {
    const { feed, verifier, now } = await holdingTheFirst();
    const stolen = feed.keys.timestamp;
    feed.keys.timestamp = [testKey()];
    feed.issueRoot(now);
    feed.issueTimestamp(now);
    await verifier.verify(feed.source(), WANTED, now);
    feed.issueTimestamp(now, {}, stolen);
    expect(await codeOf(verifier.verify(feed.source(), WANTED, now))).toBe('UNKNOWN_KEY');
  });

  it('lets numbers start afresh once the offline role has replaced every key that wrote them, and not before', async () => {
    const { feed, verifier, now } = await holdingTheFirst();
    const stolen = feed.keys.localities;
    feed.publish(now, { localities: [aLocality()], publication: { number: 900_000 } });
    expect(await codeOf(verifier.verify(feed.source(), WANTED, now))).toBe('accepted');
    feed.keys.localities = [...stolen, testKey()];
    feed.issueTargets(now);
    feed.publish(now, { localities: [aLocality()], publication: { number: 4 } });
    expect(await codeOf(verifier.verify(feed.source(), WANTED, now))).toBe('ROLLBACK');
    feed.keys.localities = [testKey()];
    feed.issueTargets(now);
    feed.publish(now, { localities: [aLocality()], publication: { number: 5 } });
    expect((await verifier.verify(feed.source(), WANTED, now)).publication.number).toBe(5);
    feed.publish(now, { localities: [aLocality()], publication: { number: 4 } });
    expect(await codeOf(verifier.verify(feed.source(), WANTED, now))).toBe('ROLLBACK');
  });

  it('still holds what the last keys signed where it was ended before it tidied up, and keys are replaced once more', async () => {
    const { feed, store, now } = await holdingTheFirst();
    const replaceTimestampKey = (): void => {
      feed.keys.timestamp = [testKey()];
      feed.issueRoot(now);
    };
    replaceTimestampKey();
    feed.issueTimestamp(now);
    await (await Verifier.open(store, feed.pinnedRoot, true)).verify(feed.source(), WANTED, now);
    const again = await Verifier.open(store, feed.pinnedRoot, true);
    replaceTimestampKey();
    expect(await codeOf(again.verify(feed.source(), WANTED, now))).toBe('UNKNOWN_KEY');
    const { damage, held } = await Verifier.open(store, feed.pinnedRoot);
    expect([damage, held?.publication.number]).toEqual([undefined, 2]);
  });
});
