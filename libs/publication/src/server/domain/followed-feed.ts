import { Verifier, type Source, type Verified } from '@accord/enforcement';
import { ForgetfulStore } from './forgetful-store.js';

const METADATA = /^metadata\/(?:\d+\.)?(\w+)\.json$/;

/** What is verified of the feed, and the metadata that it rests on, by path: the newest of each role, and every root after the pinned one. */
export interface Followed {
  readonly verified: Verified;
  readonly metadata: ReadonlyMap<string, Uint8Array>;
}

/** Follows the feed with the library that gateways embed, so that what was verified once is neither fetched nor verified by it again. */
export class FollowedFeed {
  private readonly store = new ForgetfulStore();
  private readonly roots = new Map<string, Uint8Array>();
  private readonly byRole = new Map<string, readonly [path: string, bytes: Uint8Array]>();
  private verifier: Verifier | undefined;

  constructor(private readonly pinnedRoot: Uint8Array) {}

  /** The newest, believed or refused as by a gateway. */
  async next(source: Source, now: number): Promise<Followed> {
    this.verifier ??= await Verifier.open(this.store, this.pinnedRoot);
    const fetched = new Map<string, readonly [path: string, bytes: Uint8Array]>();
    let offered: readonly [path: string, bytes: Uint8Array] | undefined;
    const noting: Source = {
      fetch: async (path, maxBytes) => {
        // Whoever asks for more has believed the root before it, and goes on from there even where the rest is refused.
        if (offered !== undefined) this.roots.set(...offered);
        offered = undefined;
        const bytes = await source.fetch(path, maxBytes);
        const role = METADATA.exec(path)?.[1];
        if (bytes === undefined || role === undefined) return bytes;
        if (role === 'root') offered = [path, bytes];
        else fetched.set(role, [path, bytes]);
        return bytes;
      },
    };
    const verified = await this.verifier.verify(noting, (publication) => Promise.resolve(Object.keys(publication.localities)), now);
    for (const [role, file] of fetched) this.byRole.set(role, file);
    return { verified, metadata: new Map([...this.roots, ...this.byRole.values()]) };
  }
}
