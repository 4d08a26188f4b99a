import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { newId, operatorActor } from '@accord/kernel';
import { Changes, Transactions } from '@accord/kernel/server';
import { attemptAsEvery, FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import '../abilities.js';
import { arrangeSharing, EVERY_ONLINE_ROLE, foundTrust, KeyHolders, keyRing, KeyRingSigner, newKey } from '../../testing/index.js';
import { ceremonyFile, type Ceremony } from '../domain/key-ceremony.js';
import { SignerRefused } from '../domain/online-signer.js';
import { PublisherOvertaken } from '../domain/publisher-overtaken.js';
import { SealKey } from '../domain/seal-key.js';
import { publicKeyOf } from '../domain/trust-parts.js';
import { PUBLISHER } from '../jobs/publishing-loop.js';
import { freshness } from '../read-models/publications.js';
import { FactsStore } from '../storage/facts-store.js';
import { KeyCeremonies } from '../storage/key-ceremonies.js';
import { RepositoryStore } from '../storage/repository-store.js';
import { FoundRepository } from './found-repository.js';
import { HandInKeys } from './hand-in-keys.js';
import { PublishSummaries } from './publish-summaries.js';

const clock = new FixedClock('2026-03-02T09:00:00Z');
const keys = keyRing();
const holders = new KeyHolders(keys);
const signer = new KeyRingSigner(keys);
const operator = operatorActor('Orla Fenwick');
let database: TestDatabase;
let transactions: Transactions;
let publishing: PublishSummaries;

const rows = async <Row>(text: string, ...params: unknown[]): Promise<Row[]> => (await database.owner.query(text, params)).rows as Row[];
const standing = async () => (await transactions.read(PUBLISHER, (tx) => new KeyCeremonies().standing(tx)))!;
const handIn = (ceremony: Ceremony, actor = operator, isEmergency = false) => HandInKeys.with(transactions, clock).execute(actor, Buffer.from(ceremonyFile(ceremony)), { isEmergency });
const emergency = (ceremony: Ceremony) => handIn(ceremony, operator, true);
const outcome = (id: string) => transactions.read(PUBLISHER, (tx) => new KeyCeremonies().outcome(tx, id));
const versions = async () => Object.fromEntries((await rows<{ role: string; version: number }>('SELECT role, max(version) AS version FROM tuf_metadata GROUP BY role')).map(({ role, version }) => [role, version]));
const refusal = (code: string) => expect.objectContaining({ code });

beforeAll(async () => {
  database = await testDatabase();
  transactions = new Transactions(await database.dataSourceAs('publisher'), clock);
  await arrangeSharing(database.owner, { localities: 2, providers: 4, consumers: 3 });
  const { root, targets } = foundTrust(keys, clock.now());
  await new FoundRepository(transactions, clock, new Changes(), new RepositoryStore()).execute(PUBLISHER, root.bytes, targets.bytes);
  publishing = new PublishSummaries(transactions, clock, new Changes(), signer, new SealKey('c2VhbA=='), new FactsStore(), new RepositoryStore(), new KeyCeremonies());
  await publishing.execute(PUBLISHER);
});
afterAll(() => database.close());

describe('a change of keys that is handed in', () => {
  it('is refused when one holder stands behind it, and the attempt is recorded', async () => {
    await expect(handIn(holders.sign(holders.propose(await standing(), {}, clock.now()), keys.root[0]!))).rejects.toEqual(refusal('KEYS_SEEN_BY_ONE'));
    expect(await rows(`SELECT outcome, refusal_code, actor_name FROM change_record WHERE type = 'key.hand-in'`)).toEqual([{ outcome: 'refused', refusal_code: 'KEYS_SEEN_BY_ONE', actor_name: 'Orla Fenwick' }]);
  });

  it('is carried in by whoever has the machine, and by no person or publisher over the network', async () => {
    const signed = holders.sign(holders.propose(await standing(), {}, clock.now()), keys.root[0]!, keys.root[1]!, keys.targets);
    await expect(handIn(signed, PUBLISHER)).rejects.toEqual(refusal('NOT_PERMITTED'));
  });

  it('is adopted with a publication of its own, in which every role signs with its new key, and the record names the holders', async () => {
    const before = await versions();
    const ceremony = holders.sign(holders.withOnline(await standing(), signer, EVERY_ONLINE_ROLE, clock.now()), keys.root[0]!, keys.root[2]!, keys.targets);
    const { id } = await handIn(ceremony);
    expect(await outcome(id)).toEqual({ publication: null, fault: null, superseded: null });
    // Given once more it waits on; another one does not take its place.
    expect(await handIn(ceremony)).toEqual({ id, superseded: null });
    await expect(handIn(holders.sign(holders.propose(await standing(), {}, clock.now()), keys.root[0]!, keys.root[1]!, keys.targets))).rejects.toEqual(refusal('KEYS_WAITING'));
    expect(await publishing.execute(PUBLISHER)).toMatchObject({ issued: true, number: 2, stopList: 1 });
    expect(await outcome(id)).toEqual({ publication: 2, fault: null, superseded: null });
    const after = await versions();
    for (const role of ['root', 'targets', ...EVERY_ONLINE_ROLE]) expect([role, after[role]! - before[role]!]).toEqual([role, 1]);
    const [record] = await rows<{ details: { holders: string[]; rotated: string[] }; reason: string }>(`SELECT details, reason FROM change_record WHERE type = 'key.rotated' AND outcome = 'done'`);
    expect([record!.reason, record!.details.rotated.length, record!.details.holders.length]).toEqual(['a rotation that was planned', 5, 3]);
    expect(await publishing.execute(PUBLISHER)).toMatchObject({ issued: false, number: 2 });
  });

  it('does not fit a second time, nor does one that was proposed before another was adopted', async () => {
    const late = holders.sign(holders.propose(await standing(), {}, clock.now()), keys.root[0]!, keys.root[1]!, keys.targets);
    await handIn(holders.sign(holders.withOnline(await standing(), signer, ['timestamp'], clock.now()), keys.root[0]!, keys.root[1]!));
    // It says nothing else than the publication before it, so the comparison of everything has nothing to say of it.
    const { issued, alarms } = await publishing.execute(PUBLISHER, true);
    expect([issued, alarms]).toEqual([true, undefined]);
    await expect(handIn(late)).rejects.toEqual(refusal('KEYS_MOVED_ON'));
  });

  it('is given up when the signer does not hold the new key, and everything goes on under the keys before', async () => {
    const before = await versions();
    const [{ number }] = await rows<{ number: number }>('SELECT max(number) AS number FROM publication') as [{ number: number }];
    const ceremony = holders.propose(await standing(), { online: { stops: publicKeyOf(newKey()) } }, clock.now());
    const { id } = await handIn(holders.sign(ceremony, keys.root[1]!, keys.targets));
    const told = await publishing.execute(PUBLISHER);
    expect(told).toMatchObject({ issued: false, number });
    expect(told.alarms?.[0]).toContain('UNKNOWN_KEY');
    expect(await outcome(id)).toEqual({ publication: null, fault: 'The signer would not sign stops: UNKNOWN_KEY.', superseded: null });
    expect(await versions()).toEqual(before);
    expect(await rows(`SELECT subject FROM change_record WHERE type = 'key.not-adopted'`)).toEqual([{ subject: id }]);
  });

  it('waits on while the signer refuses what may pass, such as an expiry by a clock that is off, and is adopted then', async () => {
    const { id } = await handIn(holders.sign(holders.withOnline(await standing(), signer, ['stops'], clock.now()), keys.root[0]!, keys.targets));
    for (const code of ['EXPIRED', 'EXPIRY_TOO_FAR', 'TOO_FAR_AHEAD']) {
      const refusing = jest.spyOn(signer, 'sign').mockRejectedValueOnce(new SignerRefused('stops', code));
      await expect(publishing.execute(PUBLISHER)).rejects.toThrow(code);
      refusing.mockRestore();
      expect(await outcome(id)).toEqual({ publication: null, fault: null, superseded: null });
    }
    const { number } = await publishing.execute(PUBLISHER);
    expect(await outcome(id)).toEqual({ publication: number, fault: null, superseded: null });
  });

  it('is not given up by a publisher that was overtaken, and nobody gives it up a second time', async () => {
    const { id } = await handIn(holders.sign(holders.propose(await standing(), { online: { stops: publicKeyOf(newKey()) } }, clock.now()), keys.root[1]!, keys.targets));
    const notAdopted = async () => (await rows(`SELECT FROM change_record WHERE type = 'key.not-adopted' AND subject = $1`, id)).length;
    const repository = new RepositoryStore();
    const overtaken = new PublishSummaries(transactions, clock, new Changes(), signer, new SealKey('c2VhbA=='), new FactsStore(), repository, new KeyCeremonies());
    // Between the turn that failed and the settling of it.
    jest.spyOn(repository, 'takeTurn').mockResolvedValueOnce(undefined).mockRejectedValue(new PublisherOvertaken(1, 2));
    await expect(overtaken.execute(PUBLISHER)).rejects.toThrow('Another publisher has taken over');
    expect([await outcome(id), await notAdopted()]).toEqual([{ publication: null, fault: null, superseded: null }, 0]);

    const late = new KeyCeremonies();
    const waiting = await transactions.read(PUBLISHER, (tx) => late.waiting(tx));
    expect(waiting).toMatchObject({ id, handedInBy: 'Orla Fenwick', handedInAt: clock.now() });
    expect((await publishing.execute(PUBLISHER)).alarms?.[0]).toContain('UNKNOWN_KEY');
    jest.spyOn(late, 'waiting').mockResolvedValueOnce(waiting);
    const second = new PublishSummaries(transactions, clock, new Changes(), signer, new SealKey('c2VhbA=='), new FactsStore(), new RepositoryStore(), late);
    expect((await second.execute(PUBLISHER)).alarms).toBeUndefined();
    expect(await notAdopted()).toBe(1);
  });

  it('is superseded by an emergency, which the publisher adopts instead; both stay on record with their reasons', async () => {
    const planned = holders.sign(holders.withOnline(await standing(), signer, ['timestamp'], clock.now()), keys.root[0]!, keys.root[1]!, keys.targets);
    const { id } = await handIn(planned);
    const stolen = { ...holders.withOnline(await standing(), signer, EVERY_ONLINE_ROLE, clock.now()), reason: 'the server was stolen' };

    await expect(emergency(holders.sign(stolen, keys.root[0]!))).rejects.toEqual(refusal('KEYS_SEEN_BY_ONE'));
    expect(await outcome(id)).toEqual({ publication: null, fault: null, superseded: null });
    const signed = holders.sign(stolen, keys.root[0]!, keys.root[2]!, keys.targets);
    await expect(handIn(signed)).rejects.toEqual(refusal('KEYS_WAITING'));

    const taken = await emergency(signed);
    expect(taken.superseded).toBe('a rotation that was planned');
    expect(await outcome(id)).toEqual({ publication: null, fault: null, superseded: 'the server was stolen' });
    expect(await rows(`SELECT reason, actor_name AS name, details FROM change_record WHERE type = 'key.superseded' AND subject = $1`, id))
      .toEqual([{ reason: 'the server was stolen', name: 'Orla Fenwick', details: { by: taken.id, planned: 'a rotation that was planned' } }]);
    // Given once more it waits on; a planned one takes nobody's place.
    expect(await emergency(signed)).toEqual({ id: taken.id, superseded: null });
    await expect(handIn(planned)).rejects.toEqual(refusal('KEYS_WAITING'));

    const { number } = await publishing.execute(PUBLISHER);
    expect([await outcome(id), await outcome(taken.id)]).toEqual([{ publication: null, fault: null, superseded: 'the server was stolen' }, { publication: number, fault: null, superseded: null }]);
    expect(await publishing.execute(PUBLISHER)).toMatchObject({ issued: false, number });
    await expect(handIn(planned)).rejects.toEqual(refusal('KEYS_MOVED_ON'));
  });

  it('is superseded also where the signer refuses it for what may pass, and so never settles it', async () => {
    const { id } = await handIn(holders.sign(holders.withOnline(await standing(), signer, ['stops'], clock.now()), keys.root[0]!, keys.targets));
    const refusing = jest.spyOn(signer, 'sign').mockRejectedValue(new SignerRefused('stops', 'EXPIRED'));
    await expect(publishing.execute(PUBLISHER)).rejects.toThrow('EXPIRED');
    refusing.mockRestore();
    await emergency(holders.sign({ ...holders.withOnline(await standing(), signer, EVERY_ONLINE_ROLE, clock.now()), reason: 'stolen' }, keys.root[1]!, keys.root[2]!, keys.targets));
    expect(await publishing.execute(PUBLISHER)).toMatchObject({ issued: true });
    expect(await outcome(id)).toEqual({ publication: null, fault: null, superseded: 'stolen' });
  });

  describe('and that cannot be read any more', () => {
    const damage = (id: string) => rows('UPDATE key_ceremony SET content = substring(content FROM 1 FOR length(content) - 10) WHERE id = $1', id);
    const waits = async () => {
      const { id } = await handIn(holders.sign(holders.withOnline(await standing(), signer, ['stops'], clock.now()), keys.root[0]!, keys.targets));
      await damage(id);
      return id;
    };

    it('is given up, and publishing goes on under the keys before', async () => {
      const [id, before] = [await waits(), await versions()];
      const refused = async () => (await rows(`SELECT FROM change_record WHERE type = 'publication.issue' AND outcome = 'refused'`)).length;
      const refusedBefore = await refused();
      expect((await publishing.execute(PUBLISHER)).alarms?.[0]).toContain('This is not a change of keys');
      expect(await outcome(id)).toEqual({ publication: null, fault: 'This is not a change of keys as accord keys propose writes it.', superseded: null });
      expect([await versions(), await refused()]).toEqual([before, refusedBefore]);
      expect(await rows(`SELECT type FROM change_record WHERE subject = $1 ORDER BY type`, id)).toEqual([{ type: 'key.handed-in' }, { type: 'key.not-adopted' }]);
      expect(await publishing.execute(PUBLISHER)).toMatchObject({ issued: false });
    });

    it('is superseded by an emergency like any other, and a planned one is told why it waited', async () => {
      const id = await waits();
      const stolen = holders.sign({ ...holders.withOnline(await standing(), signer, EVERY_ONLINE_ROLE, clock.now()), reason: 'the disk too' }, keys.root[0]!, keys.root[2]!, keys.targets);
      await expect(handIn(stolen)).rejects.toEqual(expect.objectContaining({ code: 'KEYS_WAITING', message: expect.stringContaining('(a rotation that was planned)') as unknown }));
      expect(await emergency(stolen)).toMatchObject({ superseded: 'a rotation that was planned' });
      expect(await outcome(id)).toEqual({ publication: null, fault: null, superseded: 'the disk too' });
      expect(await publishing.execute(PUBLISHER)).toMatchObject({ issued: true });
    });
  });

  it('keeps the root that the repository was founded on: another one is not taken for it', async () => {
    const { root, targets } = foundTrust(keyRing(), clock.now());
    await expect(new FoundRepository(transactions, clock, new Changes(), new RepositoryStore()).execute(PUBLISHER, root.bytes, targets.bytes)).rejects.toEqual(refusal('KEYS_OF_ANOTHER_REPOSITORY'));
  });
});

describe('keys that run out', () => {
  const told = async (at: string) => {
    clock.set(new Date(at));
    const now = (await transactions.read(PUBLISHER, freshness))!;
    return [now.areKeysDue, now.keysUntil.toISOString()];
  };

  it('are due sixty days before the first of root and targets does, and no more once both are renewed', async () => {
    expect(await told('2027-01-01T09:00:00Z')).toEqual([false, '2027-03-02T09:00:00.000Z']);
    expect(await told('2027-01-01T09:00:01Z')).toEqual([true, '2027-03-02T09:00:00.000Z']);
    await handIn(holders.sign(holders.propose(await standing(), {}, clock.now()), keys.root[1]!, keys.root[2]!, keys.targets));
    await publishing.execute(PUBLISHER);
    expect(await told('2027-01-01T09:00:02Z')).toEqual([false, '2028-01-01T09:00:01.000Z']);
  });
});

describe('what the database keeps by itself', () => {
  const insert = `INSERT INTO key_ceremony (id, reason, content, root_sha256, first_holder, second_holder, handed_in_by, handed_in_at)
    VALUES (gen_random_uuid(), 'r', '', repeat('a', 64), $1, $2, 'x', '2026-03-02T09:00:00Z')`;
  const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];

  it.each<[string, 'api' | 'worker' | 'feed' | 'publisher', string, readonly unknown[], string]>([
    ['a later root that nobody handed in', 'publisher', `INSERT INTO tuf_metadata (role, version, content, signed_at, expires_at) VALUES ('root', 90, '\\x7b7d', '2026-03-02', '2027-03-02')`, [], 'only by a change of keys'],
    ['later targets that nobody handed in', 'publisher', `INSERT INTO tuf_metadata (role, version, content, signed_at, expires_at) VALUES ('targets', 90, '\\x7b7d', '2026-03-02', '2027-03-02')`, [], 'only by a change of keys'],
    ['one holder in both places', 'publisher', insert, [a, a], 'key_ceremony_seen_by_two'],
    ['the holders in another order, as the same two twice could be', 'publisher', insert, [b, a], 'key_ceremony_seen_by_two'],
    ['a change by the api', 'api', insert, [a, b], 'permission denied'], ['a change by the worker', 'worker', insert, [a, b], 'permission denied'], ['a change by the feed', 'feed', insert, [a, b], 'permission denied'],
    ['another reason for one that is settled', 'publisher', `UPDATE key_ceremony SET reason = 'other'`, [], 'permission denied'],
    ['a change that is taken away', 'publisher', 'DELETE FROM key_ceremony', [], 'permission denied'],
  ])('refuses %s, written by %s', async (_what, role, statement, params, because) => {
    const client = await database.clientAs(role);
    await client.query(`SET accord.duty = 'operator'`);
    await expect(client.query(statement, [...params])).rejects.toThrow(because);
  });

  it('lets nobody settle again what is settled', async () => {
    const client = await database.clientAs('publisher');
    await client.query(`SET accord.duty = 'publisher'`);
    const { rowCount } = await client.query(`UPDATE key_ceremony SET fault = 'other', failed_at = '2026-03-03'`);
    expect(rowCount).toBe(0);
  });

  it('lets one that waits be superseded by what is handed in at that instant alone, and by nobody but who carries it in', async () => {
    const at = '2026-03-02T09:00:00Z';
    const [waits, comes] = [newId(clock.now()), newId(clock.now())];
    const given = (id: string) => ({ text: insert.replace('gen_random_uuid()', `'${id}'`), params: [a, b] });
    const superseded = (by: string, when = at) => ({ text: `UPDATE key_ceremony SET superseded_by = $2, superseded_at = $3 WHERE id = $1`, params: [waits, by, when] });
    const asOperator = (...statements: { text: string; params: string[] }[]) => attemptAsEvery(database, { duty: 'operator' }, clock.now(), statements);
    const [settled] = await rows<{ id: string }>('SELECT id FROM key_ceremony WHERE adopted_at IS NOT NULL LIMIT 1');
    for (const [by, when] of [[newId(clock.now()), at], [settled!.id, '2027-01-01'], [waits, at]] as const) {
      expect((await asOperator(given(waits), superseded(by, when))).publisher).toMatch(/^key_ceremony_superseded_/);
    }
    const client = await database.clientAs('publisher');
    const inDuty = (duty: string) => client.query(`SELECT set_config('accord.duty', $1, true)`, [duty]);
    await client.query('BEGIN');
    await inDuty('operator');
    await client.query(given(waits).text, given(waits).params);
    await inDuty('publisher');
    await expect(client.query(superseded(comes).text, superseded(comes).params)).rejects.toThrow('row-level security');
    await client.query('ROLLBACK');
    await client.query('BEGIN');
    await inDuty('operator');
    for (const statement of [given(waits), superseded(comes), given(comes)]) expect((await client.query(statement.text, statement.params)).rowCount).toBe(1);
    // Neither written over by another, nor settled after all.
    expect((await client.query(superseded(comes).text, superseded(comes).params)).rowCount).toBe(0);
    await inDuty('publisher');
    expect((await client.query(`UPDATE key_ceremony SET fault = 'x', failed_at = '2026-03-03' WHERE id = '${waits}'`)).rowCount).toBe(0);
    await client.query('SET CONSTRAINTS ALL IMMEDIATE');
    await client.query('ROLLBACK');
  });

  it('takes no second change while one waits', async () => {
    const client = await database.clientAs('publisher');
    await client.query(`SET accord.duty = 'publisher'`);
    await expect(client.query(insert, [a, b])).rejects.toThrow('row-level security');
    await client.query(`SET accord.duty = 'operator'`);
    await client.query('BEGIN');
    await client.query(insert, [a, b]);
    await expect(client.query(insert, [a, b])).rejects.toThrow('key_ceremony_one_waits');
    await client.query('ROLLBACK');
  });
});
