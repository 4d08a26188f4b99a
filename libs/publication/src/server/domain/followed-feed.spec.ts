import { describe, expect, it } from '@jest/globals';
import { aLocality, T0, TestFeed } from '@accord/enforcement/testing';
import { FollowedFeed } from './followed-feed.js';
import { lookAtShared } from './look-at-files.js';

describe('the roots that a feed has been followed through', () => {
  function followed() {
    const feed = new TestFeed(T0);
    feed.publish(T0, { localities: [aLocality()] });
    return { feed, following: new FollowedFeed(feed.pinnedRoot) };
  }
  const rootsIn = (metadata: ReadonlyMap<string, Uint8Array>): readonly string[] => [...metadata.keys()].filter((path) => path.endsWith('.root.json'));

  it('are looked at each, not the newest alone', async () => {
    const { feed, following } = followed();
    feed.issueRoot(T0);
    feed.issueRoot(T0);
    const seen = await following.next(feed.source(), T0);
    expect(rootsIn(seen.metadata)).toEqual(['metadata/2.root.json', 'metadata/3.root.json']);
    expect(await lookAtShared(seen, feed.source())).toEqual([]);
    feed.files.delete('metadata/2.root.json');
    expect(await lookAtShared(await following.next(feed.source(), T0), feed.source())).toEqual([{ kind: 'feed-refused', subject: 'MISSING root' }]);
  });

  it('are known also where the rest of that round was refused, and none that was refused itself', async () => {
    const { feed, following } = followed();
    feed.issueRoot(T0);
    const timestamp = feed.files.get('metadata/timestamp.json')!;
    feed.files.delete('metadata/timestamp.json');
    await expect(following.next(feed.source(), T0)).rejects.toMatchObject({ code: 'MISSING' });
    feed.files.set('metadata/timestamp.json', timestamp);
    feed.issueRoot(T0, feed.keys.root.slice(0, 1));
    await expect(following.next(feed.source(), T0)).rejects.toMatchObject({ code: 'THRESHOLD_NOT_MET' });
    feed.files.delete('metadata/3.root.json');
    expect(rootsIn((await following.next(feed.source(), T0)).metadata)).toEqual(['metadata/2.root.json']);
  });
});
