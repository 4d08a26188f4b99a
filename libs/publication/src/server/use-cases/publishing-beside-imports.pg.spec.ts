import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { summaryIn, type LocalityTarget, type StopsTarget } from '@accord/enforcement';
import { LiveSharing, type LiveShare } from '@accord/directory';
import { aFile, aRow, directoryImporting, directoryImportMappings } from '@accord/directory/testing';
import { operatorActor } from '@accord/kernel';
import { Changes, Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { arrangeSharing, foundTrust, keyRing, KeyRingSigner } from '../../testing/index.js';
import { SealKey } from '../domain/seal-key.js';
import { PUBLISHER } from '../jobs/publishing-loop.js';
import { FactsStore } from '../storage/facts-store.js';
import { KeyCeremonies } from '../storage/key-ceremonies.js';
import { RepositoryStore } from '../storage/repository-store.js';
import { FoundRepository } from './found-repository.js';
import { PublishSummaries } from './publish-summaries.js';

/** Holds an import's transaction open at the moment it asks who shares. */
class HeldSharing extends LiveSharing {
  release: () => void = () => undefined;
  asked: Promise<void> = Promise.resolve();
  private tell: () => void = () => undefined;
  private held: Promise<void> = Promise.resolve();

  hold(): void {
    this.asked = new Promise((resolve) => { this.tell = resolve; });
    this.held = new Promise((resolve) => { this.release = resolve; });
  }

  async of(): Promise<readonly LiveShare[]> {
    this.tell();
    await this.held;
    return [];
  }
}

describe('publishing beside imports of the directory', () => {
  const clock = new FixedClock('2026-03-02T09:00:00Z');
  const sharing = new HeldSharing();
  const operator = operatorActor('Olive Operator');
  let database: TestDatabase;
  let publishing: PublishSummaries;
  let importing: ReturnType<typeof directoryImporting>;

  const published = async <T>(path: string): Promise<T> => {
    const { rows: [row] } = await database.owner.query('SELECT content FROM tuf_target WHERE path = $1 ORDER BY publication_number DESC LIMIT 1', [path]);
    return JSON.parse((row as { content: Buffer }).content.toString()) as T;
  };
  const closing = (odsCode: string) => importing.execute(operator, {
    bytes: aFile(aRow(odsCode, { 12: '20260301', 13: 'C', 26: '10' })), isDryRun: false, isExtract: true,
  });

  beforeAll(async () => {
    database = await testDatabase();
    const keys = keyRing();
    const [repository, signer] = [new RepositoryStore(), new KeyRingSigner(keys)];
    const transactions = new Transactions(await database.dataSourceAs('publisher'), clock);
    importing = directoryImporting(new Transactions(await database.dataSourceAs('api', directoryImportMappings), clock), sharing);
    await arrangeSharing(database.owner, { localities: 2, providers: 4, consumers: 4 });
    const { root, targets } = foundTrust(keys, clock.now());
    await new FoundRepository(transactions, clock, new Changes(), repository).execute(PUBLISHER, root.bytes, targets.bytes);
    publishing = new PublishSummaries(transactions, clock, new Changes(), signer, new SealKey('c2VhbA=='), new FactsStore(), repository, new KeyCeremonies());
    await publishing.execute(PUBLISHER);
  });
  afterAll(() => database.close());

  it('publishes a suspension while an import is under way', async () => {
    sharing.hold();
    const importDone = closing('TSTP00002');
    await sharing.asked;
    await database.owner.query(`
      BEGIN; SET LOCAL session_replication_role = replica;
      UPDATE participation SET state = 'suspended' WHERE provider_ods_code = 'TSTP00000';
      INSERT INTO stop (id, kind, scope_kind, agreement_id, participation_id, provider_ods_code, locality_id, from_at, reason, imposed_by, imposed_side, imposed_duty, imposed_at)
        SELECT gen_random_uuid(), 'suspension', 'participation', agreement_id, id, provider_ods_code, locality_id, '2026-03-02T09:00:00Z', 'asked', submitted_by, 'controller', 'signatory', '2026-03-02T09:00:00Z'
        FROM participation WHERE provider_ods_code = 'TSTP00000';
      INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload)
        SELECT gen_random_uuid(), '2026-03-02T09:00:00Z', 'participation.suspended', id::text, ARRAY[locality_id], '{}' FROM participation WHERE provider_ods_code = 'TSTP00000';
      COMMIT`);
    const publication = publishing.execute(PUBLISHER);
    const first = await Promise.race([publication.then(() => 'published'), importDone.then(() => 'imported'), pause(3_000, 'neither', { ref: false })]);
    sharing.release();
    expect(await importDone).toMatchObject({ outcome: 'committed' });
    await publication;
    expect(first).toBe('published');
    expect((await published<StopsTarget>('stops/stops.json')).entries).toMatchObject([{ scope: { provider: 'TSTP00000' } }]);
  });

  const held = async () => summaryIn(await published<LocalityTarget>('localities/TSTL00001.json'));

  it.each([['provider', 'TSTP00001'], ['consumer', 'TSTV00001']])('publishes the closing of a %s as soon as it is imported', async (_side, odsCode) => {
    await publishing.execute(PUBLISHER);
    expect(JSON.stringify(await held())).toContain('2036-01-01');
    expect(await closing(odsCode)).toMatchObject({ outcome: 'committed', verdicts: [{ odsCode, verdict: 'closed' }] });
    expect(await publishing.execute(PUBLISHER)).toMatchObject({ issued: true });
    const until = (await held()).agreements.flatMap(({ blocks }) => blocks.flatMap((block) => [...block.providers, ...block.consumers.map(({ consumer }) => consumer)].map((code) => [code, block.until])));
    expect(until).toContainEqual([odsCode, '2026-03-02T00:00:00.000Z']);
  });
});
