import { createHash, sign, type KeyObject } from 'node:crypto';

import type { Source } from '@accord/enforcement';
import { OnlineSigner, publicationTarget, RepositoryIssue, stopsTarget, type Facts, type OnlineRole, type Signature, type SignedText, type Summaries, type Target } from '@accord/publication/server';
import { foundTrust, keyIdsUnder, keyRing, MemoryRepository, type TrustKeys } from '@accord/publication/testing';

/** Signs in this process, under the key id it is told, as the signer does. */
class OwnSigner extends OnlineSigner {
  private readonly keys: ReadonlyMap<OnlineRole, KeyObject>;

  constructor(keys: TrustKeys) {
    super();
    this.keys = new Map(Object.entries(keys.online) as [OnlineRole, KeyObject][]);
  }

  sign(role: OnlineRole, keyid: string, { text }: SignedText): Promise<readonly Signature[]> {
    const key = this.keys.get(role) as KeyObject;
    return Promise.resolve([{ keyid, sig: sign(null, Buffer.from(text), key).toString('hex') }]);
  }
}

/** A seeded world, published as the publisher publishes but into memory, so that it can be fetched and measured without a database. */
export class PublishedWorld {
  private readonly repository = new MemoryRepository();
  private readonly signer: OwnSigner;
  private keyIds!: ReturnType<typeof keyIdsUnder>;
  private number = 0;
  private previous = '';

  private constructor(readonly summaries: Summaries, private readonly keys: TrustKeys) {
    this.signer = new OwnSigner(keys);
  }

  static async of(summaries: Summaries, at: Date): Promise<PublishedWorld> {
    const world = new PublishedWorld(summaries, keyRing());
    const trust = foundTrust(world.keys, at);
    world.keyIds = keyIdsUnder(trust);
    world.repository.addMetadata(trust.root, trust.targets);
    await world.issue(at, [summaries.callersTarget, ...summaries.localityTargets, ...summaries.consumerTargets]);
    return world;
  }

  get pinnedRoot(): Uint8Array {
    return this.repository.files.get('metadata/1.root.json') as Uint8Array;
  }

  /** Takes facts that changed, and publishes what they change: compiled, listed, signed. */
  async publish(facts: Facts, at: Date): Promise<readonly Target[]> {
    const changed = this.summaries.take(facts);
    await this.issue(at, changed);
    return changed;
  }

  source(): Source {
    return { fetch: (path) => Promise.resolve(this.repository.files.get(path)) };
  }

  private async issue(at: Date, changed: readonly Target[]): Promise<void> {
    const { summaries } = this;
    this.number += 1;
    const publication = publicationTarget(this.number, this.previous, at, 1, {
      localities: summaries.localities, callers: summaries.callersTarget.sha256, consumersDigest: summaries.consumersDigest, sealKey: Buffer.alloc(32).toString('base64'),
    });
    this.previous = createHash('sha256').update(publication.bytes).digest('hex');
    const issue = new RepositoryIssue(this.signer, this.repository.latest, this.keyIds, at);
    await issue.list('localities', [publication, summaries.callersTarget, ...summaries.localityTargets]);
    if (this.number === 1 || changed.some(({ path }) => path.startsWith('consumers/'))) await issue.list('consumers', summaries.consumerTargets);
    const stops = this.number === 1 ? [stopsTarget(1, at, [])] : [];
    if (this.number === 1) await issue.list('stops', stops);
    await issue.seal();
    this.repository.addTargets(publication, ...stops, ...changed);
    this.repository.addMetadata(...issue.files);
  }
}
