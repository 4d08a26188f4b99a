import { loadBook, LocalityIndex, parseCallers, parseLocality, type Book, type PublicationTarget, type StopsTarget, type Verified } from '@accord/enforcement';
import { Changes, Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { SealKey } from '../server/domain/seal-key.js';
import { PUBLISHER } from '../server/jobs/publishing-loop.js';
import { FactsStore } from '../server/storage/facts-store.js';
import { KeyCeremonies } from '../server/storage/key-ceremonies.js';
import { RepositoryStore } from '../server/storage/repository-store.js';
import { FoundRepository } from '../server/use-cases/found-repository.js';
import { PublishSummaries, type Published } from '../server/use-cases/publish-summaries.js';
import { arrangeSharing } from './arranged-sharing.js';
import { foundTrust } from './found-trust.js';
import { KeyRingSigner, keyRing } from './key-ring.js';
import type { NationSize } from './national-facts.js';

/** Live sharing in a real database, published as the publisher does, for specs of what others read of it. */
export class PublishedSharing {
  /** @param root the first one, which gateways are given by hand */
  private constructor(readonly database: TestDatabase, readonly clock: FixedClock, readonly root: Buffer, private readonly publishing: PublishSummaries) {}

  static async open(size: NationSize, at = '2026-03-02T09:00:00Z'): Promise<PublishedSharing> {
    const [database, clock] = [await testDatabase(), new FixedClock(at)];
    await arrangeSharing(database.owner, size);
    return PublishedSharing.of(database, clock);
  }

  /** Of a world that arranged its sharing itself. */
  static async of(database: TestDatabase, clock: FixedClock): Promise<PublishedSharing> {
    const [keys, repository] = [keyRing(), new RepositoryStore()];
    const transactions = new Transactions(await database.dataSourceAs('publisher'), clock);
    const { root, targets } = foundTrust(keys, clock.now());
    await new FoundRepository(transactions, clock, new Changes(), repository).execute(PUBLISHER, root.bytes, targets.bytes);
    return new PublishedSharing(database, clock, root.bytes, new PublishSummaries(transactions, clock, new Changes(), new KeyRingSigner(keys), new SealKey(Buffer.alloc(32, 7).toString('base64')), new FactsStore(), repository, new KeyCeremonies()));
  }

  /** Changes rows past every rule, as a migration could. */
  async behindTheirBack(...statements: readonly string[]): Promise<void> {
    await this.database.owner.query('BEGIN');
    await this.database.owner.query('SET LOCAL session_replication_role = replica');
    for (const statement of statements) await this.database.owner.query(statement);
    await this.database.owner.query('COMMIT');
  }

  /** Compares everything with what is published. */
  publish(): Promise<Published> {
    return this.publishing.execute(PUBLISHER, true);
  }

  /** What a gateway holds that has just verified the newest publication. */
  async book(): Promise<Book> {
    const now = this.clock.now().getTime();
    const newest = async (path: string): Promise<Buffer> => (await this.database.owner.query<{ content: Buffer }>('SELECT content FROM tuf_target WHERE path = $1 ORDER BY publication_number DESC LIMIT 1', [path])).rows[0]!.content;
    const publication = JSON.parse((await newest('localities/publication.json')).toString()) as PublicationTarget;
    const listed = await this.database.owner.query<{ sha256: string; content: Buffer }>('SELECT sha256, content FROM tuf_target WHERE sha256 = ANY ($1)', [Object.values(publication.localities)]);
    const callers = parseCallers((await this.database.owner.query<{ content: Buffer }>('SELECT content FROM tuf_target WHERE sha256 = $1', [publication.callers])).rows[0]!.content);
    const localities = new Map(listed.rows.map(({ sha256, content }) => {
      const target = parseLocality(content);
      return [target.locality, { sha256, index: new LocalityIndex(target) }];
    }));
    const stops = JSON.parse((await newest('stops/stops.json')).toString()) as StopsTarget;
    return loadBook({ publication, publicationHash: '', stops, callers, localities, signedAt: now, timestampExpires: now + 15 * 60_000, stopsExpires: now + 5 * 60_000 } as unknown as Verified);
  }

  /** Where the feed has the newest file of this path. */
  async addressOf(path: string): Promise<string> {
    const { rows: [row] } = await this.database.owner.query<{ sha256: string }>('SELECT sha256 FROM publication_target WHERE path = $1 ORDER BY publication_number DESC LIMIT 1', [path]);
    return `/publication/targets/${path.replace('/', `/${row!.sha256}.`)}`;
  }

  close(): Promise<void> {
    return this.database.close();
  }
}
