import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Changes, Transactions } from '@accord/kernel/server';
import { attempt, attemptAsEvery, clientOf, FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { arrangeSharing, foundTrust, keyRing, KeyRingSigner } from '../../testing/index.js';
import { SealKey } from '../domain/seal-key.js';
import { PUBLISHER, PublishingLoop, type Pace } from '../jobs/publishing-loop.js';
import { FactsStore } from '../storage/facts-store.js';
import { KeyCeremonies } from '../storage/key-ceremonies.js';
import { RepositoryStore } from '../storage/repository-store.js';
import { BeginTerm } from './begin-term.js';
import { FoundRepository } from './found-repository.js';
import { PublishSummaries } from './publish-summaries.js';
import { RefreshFreshness } from './refresh-freshness.js';

const AT = new Date('2026-03-02T09:00:00Z');

describe('two publishers of one database', () => {
  const clock = new FixedClock(AT);
  const keys = keyRing();
  const signer = new KeyRingSigner(keys);
  let database: TestDatabase;
  let transactions: Transactions;

  /** A publisher as a process has it: its own stores, its own clock of turns. */
  class Publisher {
    readonly alarms: string[] = [];
    readonly repository = new RepositoryStore();
    readonly pace: Pace & { at: number } = { at: 0, milliseconds() { return this.at; }, sleep: async () => undefined };
    readonly beginning = new BeginTerm(transactions, clock, new Changes(), this.repository);
    readonly publishing = new PublishSummaries(transactions, clock, new Changes(), signer, new SealKey(Buffer.alloc(32, 7).toString('base64')), new FactsStore(), this.repository, new KeyCeremonies());
    readonly loop: PublishingLoop;

    constructor(name: string) {
      this.loop = new PublishingLoop(this.beginning, name, this.publishing, new RefreshFreshness(transactions, clock, signer, this.repository, new KeyCeremonies()), this.pace, () => undefined, (line) => this.alarms.push(line));
    }
  }

  const rows = async (text: string): Promise<unknown[]> => (await database.owner.query<unknown[]>({ text, rowMode: 'array' })).rows.flat();
  const withdraw = async (provider: string): Promise<void> => {
    await database.owner.query('BEGIN');
    await database.owner.query('SET LOCAL session_replication_role = replica');
    await database.owner.query(`UPDATE participation SET state = 'withdrawn' WHERE provider_ods_code = $1`, [provider]);
    await database.owner.query(`INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload) SELECT gen_random_uuid(), $1, 'participation.withdrawn', 'x', array_agg(id), '{}' FROM locality`, [AT]);
    await database.owner.query('COMMIT');
  };

  beforeAll(async () => {
    database = await testDatabase();
    transactions = new Transactions(await database.dataSourceAs('publisher'), clock);
    await arrangeSharing(database.owner, { localities: 2, providers: 8, consumers: 4 });
    const { root, targets } = foundTrust(keys, AT);
    await new FoundRepository(transactions, clock, new Changes(), new RepositoryStore()).execute(PUBLISHER, root.bytes, targets.bytes);
  });
  afterAll(() => database.close());

  it('never both write: whoever was overtaken is refused before it compiles, and stands by', async () => {
    const [first, second] = [new Publisher('first'), new Publisher('second')];
    await first.loop.turn();
    expect(await rows('SELECT term FROM publication ORDER BY number')).toEqual([1]);
    await second.loop.turn();
    await withdraw('TSTP00000');
    await first.loop.turn();
    expect(first.alarms).toEqual(['Another publisher has taken over: its term 2 came after term 1. This one writes nothing more and stands by.']);
    expect(await rows('SELECT term FROM publication ORDER BY number')).toEqual([1]);
    await second.loop.turn();
    expect(await rows('SELECT term FROM publication ORDER BY number')).toEqual([1, 2]);

    // Nothing tempts it back while the other signs; silence does, and then the other learns of it.
    first.pace.at += 60_000;
    await first.loop.turn();
    expect(await rows('SELECT max(number) FROM publisher_term')).toEqual([2]);
    clock.advance(151_000);
    first.pace.at += 60_000;
    await withdraw('TSTP00001');
    await first.loop.turn();
    expect(await rows('SELECT term FROM publication ORDER BY number')).toEqual([1, 2, 3]);
    expect(first.alarms.at(-1)).toBe('the other publisher fell silent: this one publishes again');
    await second.loop.turn();
    expect(second.alarms).toHaveLength(1);
  });

  it('cannot both write even where one does not look: the database takes rows of the newest term alone', async () => {
    const row = (role: string, version: number) => ({ text: `INSERT INTO tuf_metadata (role, version, content, signed_at, expires_at) VALUES ('${role}', ${version}, '\\x00', $1, $1)`, params: [AT] });
    const term = (number: number | '') => ({ text: `SELECT set_config('accord.publisher_term', $1, true)`, params: [String(number)] });
    for (const told of ['', 1, 2, 99] as const) {
      expect(await attemptAsEvery(database, { duty: 'publisher' }, AT, [term(told), row('timestamp', 1_000)])).toMatchObject({ publisher: 'written_in_the_newest_term', owner: 'written_in_the_newest_term', feed: 'forbidden', api: 'forbidden' });
    }
  });

  it('cannot both settle a change of keys: whoever was overtaken neither adopts one nor gives it up', async () => {
    await database.owner.query(`INSERT INTO key_ceremony (id, reason, content, root_sha256, first_holder, second_holder, handed_in_by, handed_in_at)
      VALUES (md5('k')::uuid, 'a rotation', '', repeat('a', 64), repeat('a', 64), repeat('b', 64), 'Orla Fenwick', $1)`, [AT]);
    const term = (number: number | '') => ({ text: `SELECT set_config('accord.publisher_term', $1, true)`, params: [String(number)] });
    const failed = { text: `UPDATE key_ceremony SET fault = 'x', failed_at = $1`, params: [AT] };
    const adopted = { text: 'UPDATE key_ceremony SET publication_number = 1, adopted_at = $1', params: [AT] };
    for (const settled of [failed, adopted]) {
      for (const told of ['', 1, 2, 99] as const) {
        expect(await attemptAsEvery(database, { duty: 'publisher' }, AT, [term(told), settled])).toMatchObject({ publisher: 'written_in_the_newest_term', owner: 'written_in_the_newest_term', feed: 'forbidden', worker: 'forbidden', api: 'forbidden' });
      }
    }
    expect(await attempt(await clientOf(database, 'publisher'), { duty: 'operator' }, AT, [term(3), failed])).toBe('forbidden');
    expect(await attemptAsEvery(database, { duty: 'publisher' }, AT, [term(3), failed])).toMatchObject({ publisher: 'done', feed: 'forbidden', api: 'forbidden' });
    expect(await rows('SELECT term FROM key_ceremony')).toEqual([3]);
  });

  it('begin terms one after the other, and none is taken back', async () => {
    const begin = (number: number) => ({ text: 'INSERT INTO publisher_term (number, begun_at, holder) VALUES ($1, $2, $3)', params: [number, AT, 'x'] });
    expect(await attemptAsEvery(database, { duty: 'publisher' }, AT, [begin(3)])).toMatchObject({ publisher: 'publisher_term_follows', worker: 'forbidden', feed: 'forbidden' });
    expect(await attemptAsEvery(database, { duty: 'publisher' }, AT, [begin(5)])).toMatchObject({ publisher: 'publisher_term_follows' });
    for (const text of ['UPDATE publisher_term SET number = 99', 'DELETE FROM publisher_term', 'TRUNCATE publisher_term CASCADE']) {
      expect(await attemptAsEvery(database, { duty: 'publisher' }, AT, [{ text, params: [] }])).toMatchObject({ publisher: 'forbidden', worker: 'forbidden', api: 'forbidden', owner: 'append_only' });
    }
  });
});
