import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalJson, type CallersTarget, type ConsumerTarget, type LocalityTarget, type PublicationTarget, type StopsTarget } from '@accord/enforcement';
import type { Actor } from '@accord/kernel';
import { Changes, Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { arrangeSharing, foundTrust, keyRing, KeyRingSigner } from '../../testing/index.js';
import { SealKey } from '../domain/seal-key.js';
import { FactsStore } from '../storage/facts-store.js';
import { KeyCeremonies } from '../storage/key-ceremonies.js';
import { RepositoryStore } from '../storage/repository-store.js';
import { FoundRepository } from './found-repository.js';
import { PublishSummaries } from './publish-summaries.js';
import { RefreshFreshness } from './refresh-freshness.js';

const publisher: Actor = {
  kind: 'machine', personId: null, name: 'publisher', duty: 'publisher', odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: 'publisher',
};

describe('publishing', () => {
  const clock = new FixedClock('2026-03-02T09:00:00Z');
  const keys = keyRing();
  const signer = new KeyRingSigner(keys);
  const repository = new RepositoryStore();
  let database: TestDatabase;
  let transactions: Transactions;
  let publishing: PublishSummaries;

  const publisherOf = () => new PublishSummaries(transactions, clock, new Changes(), signer, new SealKey('c2VhbA=='), new FactsStore(), repository, new KeyCeremonies());
  const rows = async <Row>(text: string, ...params: unknown[]): Promise<Row[]> => (await database.owner.query(text, params)).rows as Row[];
  const published = async <T>(path: string): Promise<T> => {
    const [row] = await rows<{ content: Buffer }>('SELECT content FROM tuf_target WHERE path = $1 ORDER BY publication_number DESC LIMIT 1', path);
    return JSON.parse(row!.content.toString()) as T;
  };
  const behindTheirBack = async (...statements: string[]): Promise<void> => {
    await database.owner.query('BEGIN');
    await database.owner.query('SET LOCAL session_replication_role = replica');
    for (const statement of statements) await database.owner.query(statement);
    await database.owner.query('COMMIT');
  };
  /** A change of access, announced as the use-cases would. */
  const change = (localityCode: string, ...statements: string[]) => behindTheirBack(...statements, `
    INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload)
    SELECT gen_random_uuid(), '2026-03-02T09:00:00Z', 'participation.withdrawn', 'x', array_agg(id), '{}' FROM locality WHERE code = '${localityCode}'`);
  /** An announcement that names no locality. */
  const announce = (type: string, payload = '{}') => database.owner.query(`INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload) VALUES (gen_random_uuid(), '2026-03-02T09:00:00Z', $1, 'x', '{}', $2)`, [type, payload]);
  const stop = (provider: string) => `INSERT INTO stop (id, kind, scope_kind, agreement_id, participation_id, provider_ods_code, locality_id, from_at, reason, imposed_by, imposed_side, imposed_duty, imposed_at)
    SELECT gen_random_uuid(), 'withdrawal', 'participation', agreement_id, id, provider_ods_code, locality_id, '2026-03-02T09:00:00Z', 'asked', submitted_by, 'controller', 'signatory', '2026-03-02T09:00:00Z'
    FROM participation WHERE provider_ods_code = '${provider}'`;
  const withdraw = (provider: string) => change(`TSTL0000${Number(provider.slice(-1)) % 3}`, `UPDATE participation SET state = 'withdrawn' WHERE provider_ods_code = '${provider}'`, stop(provider));

  beforeAll(async () => {
    database = await testDatabase();
    transactions = new Transactions(await database.dataSourceAs('publisher'), clock);
    await arrangeSharing(database.owner, { localities: 3, providers: 12, consumers: 7 });
    publishing = publisherOf();
  });
  afterAll(() => database.close());

  it('does not begin before the offline keys have founded the repository', async () => {
    await expect(publishing.execute(publisher)).rejects.toThrow('Found the repository first');
    expect(await rows('SELECT 1 FROM publication')).toEqual([]);
  });

  it('is not founded on metadata that too few or other keys have signed', async () => {
    const founding = new FoundRepository(transactions, clock, new Changes(), repository);
    const { root, targets } = foundTrust(keys, clock.now());
    const other = foundTrust(keyRing(), clock.now());
    const halfSigned = Buffer.from(canonicalJson({ ...JSON.parse(root.bytes.toString()), signatures: JSON.parse(root.bytes.toString()).signatures.slice(0, 1) }));
    await expect(founding.execute(publisher, halfSigned, targets.bytes)).rejects.toThrow('root was signed by 1/2 keys');
    await expect(founding.execute(publisher, root.bytes, other.targets.bytes)).rejects.toThrow('targets was signed by 0/1 keys');
    expect(await rows('SELECT 1 FROM tuf_metadata')).toEqual([]);
  });

  it('issues number 1 with everything that is live', async () => {
    const offline = foundTrust(keys, clock.now());
    await new FoundRepository(transactions, clock, new Changes(), repository).execute(publisher, offline.root.bytes, offline.targets.bytes);
    expect(await publishing.execute(publisher)).toEqual({ issued: true, number: 1, stopList: 1 });
    const publication = await published<PublicationTarget>('localities/publication.json');
    expect(publication).toMatchObject({ number: 1, previous: '', stopList: 1 });
    expect(Object.keys(publication.localities)).toEqual(['TSTL00000', 'TSTL00001', 'TSTL00002']);
    const locality = await published<LocalityTarget>('localities/TSTL00000.json');
    expect(locality.providers).toEqual(['TSTP00000', 'TSTP00003', 'TSTP00006', 'TSTP00009']);
    expect(locality.blocks.providers).toEqual([[0, 1, 1, 1]]);
    expect((await published<CallersTarget>('localities/callers.json')).consumers[0]!.systems[0]!.certificates).toHaveLength(1);
    expect((await published<ConsumerTarget>('consumers/TSTV00000.json')).services[0]!.shares.flatMap(({ providers }) => providers)).toHaveLength(4);
  });

  it('makes no publication when nothing changed, however it is asked', async () => {
    expect(await publishing.execute(publisher)).toMatchObject({ issued: false, number: 1 });
    expect(await publishing.execute(publisher, true)).toMatchObject({ issued: false, number: 1 });
    expect(await publisherOf().execute(publisher)).toMatchObject({ issued: false, number: 1 });
  });

  it('publishes a withdrawal as a stop and takes the provider out, names the predecessor, and marks what it heard', async () => {
    await withdraw('TSTP00003');
    const listener = await database.clientAs('feed');
    await listener.query('LISTEN accord_publication');
    const heard = new Promise((resolve) => listener.once('notification', (note) => resolve(note.payload)));
    expect(await publishing.execute(publisher)).toEqual({ issued: true, number: 2, stopList: 2 });
    expect(await heard).toBe('{"number":2,"stopList":2}');
    const [first] = await rows<{ hash: string }>('SELECT hash FROM publication WHERE number = 1');
    expect(await published<PublicationTarget>('localities/publication.json')).toMatchObject({ number: 2, previous: first!.hash, stopList: 2 });
    expect((await published<StopsTarget>('stops/stops.json')).entries).toMatchObject([{ scope: { agreement: 'DCR-TSTL00000-0001', provider: 'TSTP00003' } }]);
    expect((await published<LocalityTarget>('localities/TSTL00000.json')).providers).not.toContain('TSTP00003');
    expect(await rows('SELECT DISTINCT published_in FROM outbox')).toEqual([{ published_in: 2 }]);
    const [row] = await rows<{ summary: { localities: string[]; consumers: string[] } }>('SELECT summary FROM publication WHERE number = 2');
    expect(row!.summary).toMatchObject({ localities: ['TSTL00000'], consumers: ['TSTV00000', 'TSTV00003', 'TSTV00006'], stopsChanged: true });
  });

  it('keeps a suspended participation listed and stops it, so that the refusal can name the agreement', async () => {
    await change('TSTL00001', `UPDATE participation SET state = 'suspended' WHERE provider_ods_code = 'TSTP00004'`, stop('TSTP00004').replace('withdrawal', 'suspension'));
    expect(await publishing.execute(publisher)).toMatchObject({ issued: true, stopList: 3 });
    expect((await published<LocalityTarget>('localities/TSTL00001.json')).providers).toContain('TSTP00004');
    await change('TSTL00001', `UPDATE participation SET state = 'live' WHERE provider_ods_code = 'TSTP00004'`, `UPDATE stop SET lifted_at = '2026-03-02T09:00:00Z', lifted_by = gen_random_uuid(), resume_asked_by = gen_random_uuid() WHERE provider_ods_code = 'TSTP00004'`);
    expect(await publishing.execute(publisher)).toMatchObject({ issued: true, stopList: 4 });
    expect((await published<StopsTarget>('stops/stops.json')).entries).toHaveLength(1);
  });

  it('marks announcements that change nothing, and compiles the callers anew when a certificate changed', async () => {
    await announce('person.invited');
    expect(await publishing.execute(publisher)).toMatchObject({ issued: false });
    await behindTheirBack(`UPDATE system_certificate SET revoked_at = '2026-03-02T09:00:00Z', revoked_by = registered_by, revoked_reason = 'lost' WHERE consumer_ods_code = 'TSTV00005'`);
    await announce('certificate.revoked', '{"consumerOdsCode":"TSTV00005"}');
    expect(await publishing.execute(publisher)).toMatchObject({ issued: true });
    const consumer = (await published<CallersTarget>('localities/callers.json')).consumers.find((each) => each.code === 'TSTV00005');
    expect(consumer!.systems[0]!.certificates[0]!.until).toBe('2026-03-02T09:00:00.000Z');
    expect(await rows('SELECT 1 FROM outbox WHERE published_in IS NULL')).toEqual([]);
  });

  it('keeps a locality whose facts contradict each other as it was, says so once, and goes on with stops and the others', async () => {
    const views = await rows<{ id: string; views: string[] }>(`SELECT s.id, s.views FROM view_set s JOIN consumer_part c ON c.view_set_id = s.id WHERE c.consumer_ods_code = 'TSTV00001'`);
    const before = await published<PublicationTarget>('localities/publication.json');
    const consumer = await published<ConsumerTarget>('consumers/TSTV00001.json');
    await change('TSTL00001', `UPDATE view_set SET views = '{unknown}' WHERE id = '${views[0]!.id}'`);
    await withdraw('TSTP00007');
    await withdraw('TSTP00006');
    const alarms = ['locality TSTL00001 stays as it was published: The service DCR has no view unknown.'];
    expect(await publishing.execute(publisher)).toMatchObject({ issued: true, alarms });
    const after = await published<PublicationTarget>('localities/publication.json');
    expect(after.localities['TSTL00001']).toBe(before.localities['TSTL00001']);
    expect(after.localities['TSTL00000']).not.toBe(before.localities['TSTL00000']);
    expect((await published<StopsTarget>('stops/stops.json')).entries.map(({ scope }) => scope.provider)).toEqual(expect.arrayContaining(['TSTP00006', 'TSTP00007']));
    // What names the locality waits on, and nobody is told that its summary shows it.
    expect(await rows('SELECT count(*)::int AS waiting FROM outbox WHERE published_in IS NULL')).toEqual([{ waiting: 2 }]);
    expect((await publishing.execute(publisher)).alarms).toBeUndefined();
    // A publisher that starts holds nothing, and goes on with what gateways have.
    expect(await publisherOf().execute(publisher)).toMatchObject({ issued: false, number: after.number, alarms });
    expect(await published<ConsumerTarget>('consumers/TSTV00001.json')).toEqual(consumer);
    await behindTheirBack(`UPDATE view_set SET views = '{${views[0]!.views.join(',')}}' WHERE id = '${views[0]!.id}'`);
    expect(await publishing.execute(publisher)).toEqual({ issued: true, number: after.number + 1, stopList: after.stopList });
    expect((await published<LocalityTarget>('localities/TSTL00001.json')).providers).not.toContain('TSTP00007');
    expect(await rows('SELECT 1 FROM outbox WHERE published_in IS NULL')).toEqual([]);
  });

  it('says loudly when the comparison of everything finds what nobody announced', async () => {
    await behindTheirBack(`UPDATE participation SET state = 'withdrawn' WHERE provider_ods_code = 'TSTP00010'`);
    expect(await publishing.execute(publisher)).toMatchObject({ issued: false });
    expect(await publishing.execute(publisher, true)).toMatchObject({ issued: true, alarms: ['the comparison of everything found changes that nobody announced: TSTL00001'] });
    await withdraw('TSTP00009');
    expect((await publishing.execute(publisher, true)).alarms).toBeUndefined();
  });

  it.each<[string, string, string, boolean]>([
    ['a gateway', 'gateway.confirmed', '{}', true], ['an invitation', 'person.invited', '{}', true], ['a resumption that was asked for', 'stop.resume-asked', '{}', true],
    ['a service', 'service.described', '{}', false], ['the certificate of a consumer', 'certificate.revoked', '{"consumerOdsCode":"TSTV00005"}', false],
    ['a stop that reaches no locality', 'stop.imposed', '{"stop":"x"}', false], ['one that is lifted', 'stop.lifted', '{}', false],
  ])('says so as well beside an announcement about %s (%s), unless that may have led there', async (_what, type, payload, isSaid) => {
    await behindTheirBack(`UPDATE pair SET held_during = 'empty' WHERE ctid = (SELECT ctid FROM pair WHERE NOT isempty(held_during) AND locality_id = (SELECT id FROM locality WHERE code = 'TSTL00002') LIMIT 1)`);
    await announce(type, payload);
    const { issued, alarms } = await publishing.execute(publisher, true);
    expect([issued, alarms]).toEqual([true, isSaid ? ['the comparison of everything found changes that nobody announced: TSTL00002'] : undefined]);
  });

  it('says so of a stop that nobody announced, whatever is announced of gateways beside it', async () => {
    await behindTheirBack(stop('TSTP00011'));
    await announce('gateway.revoked');
    expect((await publishing.execute(publisher, true)).alarms).toEqual(['the comparison of everything found stops or consumers changed that nobody announced']);
  });

  it('re-signs freshness without making a publication, and only when it is due', async () => {
    const refreshing = new RefreshFreshness(transactions, clock, signer, repository, new KeyCeremonies());
    const before = await rows('SELECT number FROM publication');
    expect(await refreshing.execute(publisher, 60_000)).toEqual({ refreshed: false });
    clock.advance(61_000);
    expect(await refreshing.execute(publisher, 60_000)).toEqual({ refreshed: true });
    expect(await rows('SELECT number FROM publication')).toEqual(before);
    const [timestamp] = await rows<{ expires_at: Date }>(`SELECT expires_at FROM tuf_metadata WHERE role = 'timestamp' ORDER BY version DESC LIMIT 1`);
    expect(timestamp!.expires_at.getTime() - clock.now().getTime()).toBe(15 * 60_000);
  });

  it('numbers without gaps when four publishers race', async () => {
    const [{ last }] = await rows<{ last: number }>('SELECT max(number) AS last FROM publication') as [{ last: number }];
    const copies = [publishing, publisherOf(), publisherOf(), publisherOf()];
    for (const provider of ['TSTP00000', 'TSTP00001', 'TSTP00002', 'TSTP00005']) {
      await withdraw(provider);
      await Promise.all(copies.map((copy) => copy.execute(publisher)));
    }
    const numbers = await rows<{ number: number; previous_number: number | null }>('SELECT number, previous_number FROM publication ORDER BY number');
    expect(numbers.map((row) => row.number)).toEqual(Array.from({ length: last + 4 }, (_, at) => at + 1));
  });

  it('rolls back whole when the signer fails, and goes on above what was signed', async () => {
    await withdraw('TSTP00008');
    const sign = signer.sign.bind(signer);
    let asked = 0;
    signer.sign = async (role, keyid, signed) => {
      if (role === 'timestamp' && asked++ === 0) throw new Error('connection lost');
      return sign(role, keyid, signed);
    };
    const before = await rows('SELECT number FROM publication');
    await expect(publishing.execute(publisher)).rejects.toThrow('connection lost');
    expect(await rows('SELECT number FROM publication')).toEqual(before);
    expect(await rows('SELECT 1 FROM outbox WHERE published_in IS NULL')).toHaveLength(1);
    expect(await publishing.execute(publisher)).toMatchObject({ issued: true, number: before.length + 1 });
  });

  it.each([
    ['change a publication', `UPDATE publication SET content = '' WHERE number = 1`],
    ['delete a publication', 'DELETE FROM publication WHERE number = 1'],
    ['empty the publications', 'TRUNCATE publication CASCADE'],
    ['skip a number', `INSERT INTO publication SELECT number + 2, encode(sha256('x'), 'hex'), number + 1, hash, stop_list_number, 'x', published_at, summary FROM publication ORDER BY number DESC LIMIT 1`],
    ['misstate a hash', `INSERT INTO publication SELECT number + 1, repeat('a', 64), number, hash, stop_list_number, 'x', published_at, summary FROM publication ORDER BY number DESC LIMIT 1`],
    ['follow another predecessor', `INSERT INTO publication SELECT number + 1, encode(sha256('x'), 'hex'), number, repeat('a', 64), stop_list_number, 'x', published_at, summary FROM publication ORDER BY number DESC LIMIT 1`],
    ['change a target', `UPDATE tuf_target SET content = 'x'`],
    ['change metadata', `UPDATE tuf_metadata SET content = 'x'`],
    ['issue metadata of an older version', `INSERT INTO tuf_metadata SELECT role, version - 1, content, signed_at, expires_at, NULL FROM tuf_metadata WHERE role = 'timestamp' ORDER BY version LIMIT 1`],
    ['write a receipt', `INSERT INTO receipt SELECT gen_random_uuid(), number, 1, hash, published_at, published_at, '' FROM publication`],
    ['change an agreement', `UPDATE participation SET state = 'live'`],
  ])('cannot %s as the publisher', async (_what, statement) => {
    const client = await database.clientAs('publisher');
    await expect(client.query(statement)).rejects.toThrow();
  });
});
