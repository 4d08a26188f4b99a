import { UpdateRefused } from '../refusals.js';
import { Verifier } from '../verifier.js';
import { aLocality } from './a-locality.js';
import { MemoryStore } from './memory-store.js';
import { type Files, TestFeed } from './test-feed.js';

export const MINUTE = 60_000;
/** 1 March 2026, nine in the morning in London. */
export const T0 = Date.UTC(2026, 2, 1, 9);
export const WANTED: readonly string[] = ['TST1'];

export async function aGateway(feed: TestFeed, store = new MemoryStore()): Promise<{ store: MemoryStore; verifier: Verifier }> {
  return { store, verifier: await Verifier.open(store, feed.pinnedRoot) };
}

/** A feed with two publications, of which a gateway holds the first. */
export async function holdingTheFirst(): Promise<{ feed: TestFeed; store: MemoryStore; verifier: Verifier; first: Files; now: number }> {
  const feed = new TestFeed(T0);
  feed.publish(T0, { localities: [aLocality()] });
  const { store, verifier } = await aGateway(feed);
  await verifier.verify(feed.source(), WANTED, T0);
  const first: Files = new Map(feed.files);
  feed.publish(T0 + MINUTE, { localities: [aLocality({ views: ['summary'] })] });
  return { feed, store, verifier, first, now: T0 + MINUTE };
}

/** The code of the refusal that some work ends with, or 'accepted'. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'accepted';
  } catch (error) {
    return error instanceof UpdateRefused ? error.code : String(error);
  }
}
