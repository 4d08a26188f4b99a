import { once } from 'node:events';
import type { RequestOptions } from 'node:https';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ReverseProxy } from '@accord/enforcement/testing';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { arrangeSharing, confirmedGateway, TestAuthority, type TestCertificate } from '@accord/publication/testing';
import { TestFeed } from './testing/test-feed.js';

jest.setTimeout(20_000);

const HOUR = 3_600_000;
const ASKED = '/publication/metadata/timestamp.json';
/** The proxy's own address; whoever else is on this machine comes from 127.0.0.1. */
const PROXY = '127.0.0.2';

describe('who the feed takes a caller for', () => {
  const now = new Date();
  const clock = new FixedClock(now);
  const feed = new TestFeed('gateway', 'waiting', 'other', 'consumer', 'stranger');
  const { machines } = feed;
  let database: TestDatabase;
  let proxy: ReverseProxy;

  const send = async (machine: TestCertificate | null, more: RequestOptions = {}): Promise<{ status: number; code: unknown }> => {
    const { status, json } = await feed.ask(machine, ASKED, more);
    return { status, code: json.code ?? null };
  };
  const refused = (code: string, status = 403) => ({ status, code });
  /** In this repository nothing is published: who is let in finds nothing. */
  const LET_IN = { status: 404, code: 'NOT_FOUND' };
  const headerOf = (machine: TestCertificate): string => `:${machine.pem.replace(/-----[A-Z ]+-----|\s/g, '')}:`;
  const said = (value: string | string[], more: RequestOptions = {}) => send(null, { localAddress: PROXY, headers: { 'client-cert': value }, ...more });

  const listen = async (machine: TestCertificate, more: RequestOptions = {}): Promise<{ ended: Promise<void> }> => {
    const stream = await feed.listen(machine, more);
    expect(stream.status).toBe(200);
    return stream;
  };
  /** As whoever changes it would: with a record and a word in the outbox, triggers and all. */
  const change = async (statement: string): Promise<void> => {
    await database.owner.query('BEGIN');
    await database.owner.query(`INSERT INTO change_record (id, recorded_at, type, subject, outcome, actor_kind, actor_name, details, origin) VALUES (gen_random_uuid(), '2026-03-02', 'x.y', 'x', 'done', 'system', 'spec', '{}', 'spec')`);
    await database.owner.query(`INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload) VALUES (gen_random_uuid(), '2026-03-02', 'x.y', 'x', '{}', '{}')`);
    await database.owner.query(statement);
    await database.owner.query('COMMIT');
  };
  const records = async (code: string): Promise<object[]> =>
    (await database.owner.query(`SELECT actor_name AS name, subject, ods_code AS ods, origin FROM change_record WHERE outcome = 'refused' AND type = 'certificate.present' AND refusal_code = $1`, [code])).rows;
  /** What is revoked stays so: past the rules, for the next case. */
  const takeBack = (statement: string): Promise<unknown> => database.owner.query(`SET session_replication_role = replica; ${statement}; SET session_replication_role = DEFAULT`);
  const REVOKE = `revoked_at = '${now.toISOString()}', revoked_by = registered_by, revoked_reason = 'stolen'`;
  const RENEWED = 'revoked_at = NULL, revoked_by = NULL, revoked_reason = NULL';

  beforeAll(async () => {
    await feed.issue(await TestAuthority.make(now), now);
    database = await testDatabase();
    await arrangeSharing(database.owner, { localities: 1, providers: 1, consumers: 1 });
    const until = new Date(now.getTime() + 2 * HOUR).toISOString();
    await database.owner.query('SET session_replication_role = replica');
    await database.owner.query(`INSERT INTO person (id, name, recorded_at) VALUES (md5('a')::uuid, 'Ann', '2026-01-01'), (md5('b')::uuid, 'Bob', '2026-01-01')`);
    await database.owner.query(`UPDATE system_certificate SET sha256 = '${machines.consumer.sha256}', registered_by = md5('a')::uuid, confirmed_by = md5('b')::uuid, valid_during = '[2026-01-01,${until})'`);
    for (const name of ['gateway', 'waiting', 'other'] as const) await database.owner.query(confirmedGateway(name, machines[name]));
    await database.owner.query(`UPDATE gateway_certificate SET valid_during = '[2026-01-01,${until})'; UPDATE gateway SET confirmed_by = NULL, confirmed_at = NULL WHERE code = 'waiting'`);
    await database.owner.query('SET session_replication_role = DEFAULT');
    await feed.start(database.urlAs('feed'), clock, { ACCORD_TRUSTED_PROXIES: [PROXY] });
    proxy = await ReverseProxy.start({ certificate: machines.feed.pem, key: machines.feed.key, authority: feed.authority.pem, behind: feed.port, from: PROXY });
  });
  beforeEach(() => clock.set(now));
  afterAll(async () => {
    await proxy?.stop();
    await feed.stop();
    await database?.close();
  });

  it('notes what it runs with, so that somebody is warned before it ends', async () => {
    const noted = async () => (await database.owner.query(`SELECT purpose, sha256, upper(valid_during) AS until, seen_at AS seen FROM feed_certificate ORDER BY purpose`)).rows;
    const until = Math.floor((now.getTime() + 365 * 24 * HOUR) / 1_000) * 1_000;
    expect((await noted()).map((row) => [row.purpose, row.until.getTime(), row.seen.getTime()])).toEqual(['authority', 'publisher', 'server'].map((purpose) => [purpose, until, now.getTime()]));
    expect((await noted()).slice(1).map(({ sha256 }) => sha256)).toEqual([machines.publisher.sha256, machines.feed.sha256]);
  });

  it('says of each certificate that does not count why, and lets in those that do', async () => {
    for (const name of ['publisher', 'gateway', 'consumer'] as const) expect(await send(machines[name])).toEqual(LET_IN);
    expect(await send(machines.stranger)).toEqual(refused('NOT_REGISTERED'));
    expect(await send(machines.waiting)).toEqual(refused('CERTIFICATE_NOT_CONFIRMED'));
    clock.set(new Date(now.getTime() + 2 * HOUR));
    for (const name of ['gateway', 'consumer'] as const) expect(await send(machines[name])).toEqual(refused('CERTIFICATE_NOT_CURRENT'));
    clock.set(new Date('2025-12-31T23:59:59Z'));
    for (const name of ['publisher', 'gateway', 'consumer'] as const) expect(await send(machines[name])).toEqual(refused('CERTIFICATE_NOT_CURRENT'));
  });

  it('puts on record whom it turned away, of one that tries again and again once a minute', async () => {
    await change(`UPDATE gateway SET ${REVOKE} WHERE code = 'other'`);
    for (let tries = 0; tries < 3; tries += 1) expect(await send(machines.other)).toEqual(refused('CERTIFICATE_REVOKED'));
    expect(await records('CERTIFICATE_REVOKED')).toEqual([{ name: 'other', subject: machines.other.sha256, ods: null, origin: '127.0.0.1' }]);
    clock.set(new Date(now.getTime() + 60_000));
    expect(await send(machines.other)).toEqual(refused('CERTIFICATE_REVOKED'));
    expect(await records('CERTIFICATE_REVOKED')).toHaveLength(2);
    await takeBack(`UPDATE gateway SET ${RENEWED} WHERE code = 'other'`);
    expect(await send(machines.other)).toEqual(LET_IN);
  });

  it.each([
    ['a gateway', 'gateway', `UPDATE gateway SET set WHERE code = 'gateway'`],
    ['one certificate of a gateway', 'other', `UPDATE gateway_certificate SET set WHERE gateway_id = md5('other')::uuid`],
    ['a consumer\'s certificate', 'consumer', 'UPDATE system_certificate SET set'],
  ] as const)('ends the open streams of %s that is revoked, directly and behind the proxy, and refuses its next request; the feed is told at COMMIT', async (_what, name, statement) => {
    const wakes = await database.clientAs('feed');
    await wakes.query('LISTEN accord_revocation');
    const told = once(wakes, 'notification');
    const [direct, behind] = await Promise.all([listen(machines[name]), listen(machines[name], { port: proxy.port })]);
    await change(statement.replace('set', REVOKE).replace('set', REVOKE));
    await Promise.all([told, direct.ended, behind.ended]);
    expect(await send(machines[name])).toEqual(refused('CERTIFICATE_REVOKED'));
    expect(await send(machines[name], { port: proxy.port })).toEqual(refused('CERTIFICATE_REVOKED'));
    await takeBack(statement.replace(' set', ` ${RENEWED}`));
  });

  it('counts a revocation at once, though the clock of whoever revoked is ahead', async () => {
    await change(`UPDATE gateway SET ${REVOKE.replace(now.toISOString(), new Date(now.getTime() + HOUR).toISOString())} WHERE code = 'gateway'`);
    expect(await send(machines.gateway)).toEqual(refused('CERTIFICATE_REVOKED'));
    await takeBack(`UPDATE gateway SET ${RENEWED} WHERE code = 'gateway'`);
  });

  it('ends the stream of every certificate at the instant it expires', async () => {
    const open = await Promise.all([listen(machines.gateway), listen(machines.consumer), listen(machines.gateway, { port: proxy.port })]);
    const publisher = await listen(machines.publisher);
    clock.set(new Date(now.getTime() + 2 * HOUR));
    await Promise.all(open.map(({ ended }) => ended));
    expect(await send(machines.gateway)).toEqual(refused('CERTIFICATE_NOT_CURRENT'));
    clock.set(new Date(now.getTime() + 366 * 24 * HOUR));
    await publisher.ended;
    expect(await send(machines.publisher)).toEqual(refused('CERTIFICATE_NOT_CURRENT'));
  });

  describe('behind a reverse proxy', () => {
    it('takes each caller for whom the proxy saw, on one connection after another', async () => {
      for (const name of ['gateway', 'consumer', 'publisher', 'gateway'] as const) expect(await send(machines[name], { port: proxy.port })).toEqual(LET_IN);
      expect(await send(machines.stranger, { port: proxy.port })).toEqual(refused('NOT_REGISTERED'));
      expect(await send(machines.consumer, { port: proxy.port, path: '/publication/localities' })).toEqual(refused('GATEWAYS_ONLY'));
      // The proxy says who calls; what the caller says of itself goes no further.
      expect(await send(machines.consumer, { port: proxy.port, path: '/publication/localities', headers: { 'client-cert': headerOf(machines.gateway) } })).toEqual(refused('GATEWAYS_ONLY'));
    });

    it('ends a connection without a certificate, or with one of another authority, that no trusted proxy made', async () => {
      const other = await (await TestAuthority.make(now)).issue('gateway', now);
      for (const machine of [null, other]) await expect(send(machine, { headers: { 'client-cert': headerOf(machines.gateway) } })).rejects.toThrow();
    });

    it('believes the header of nobody else, whoever they are', async () => {
      for (const name of ['gateway', 'publisher', 'stranger'] as const) {
        expect(await send(machines[name], { headers: { 'client-cert': headerOf(machines.gateway) } })).toEqual(refused('CLIENT_CERT_FROM_ELSEWHERE'));
      }
      expect(await send(machines.gateway, { headers: { 'client-cert-chain': headerOf(machines.gateway) } })).toEqual(refused('CLIENT_CERT_FROM_ELSEWHERE'));
      expect(await records('CLIENT_CERT_FROM_ELSEWHERE')).toEqual([{ name: 'unknown machine', subject: '', ods: null, origin: '127.0.0.1' }]);
    });

    it('puts on record where a caller came from, as the proxy says, and the proxy; nobody else is believed', async () => {
      clock.set(new Date(now.getTime() + 10 * 60_000));
      const before = await records('NOT_REGISTERED');
      expect(await send(machines.stranger, { port: proxy.port, headers: { forwarded: 'for=198.51.100.9' } })).toEqual(refused('NOT_REGISTERED'));
      clock.set(new Date(now.getTime() + 12 * 60_000));
      expect(await send(machines.stranger, { headers: { forwarded: 'for=198.51.100.9' } })).toEqual(refused('NOT_REGISTERED'));
      clock.set(new Date(now.getTime() + 14 * 60_000));
      expect(await send(machines.consumer, { port: proxy.port, path: '/publication/localities' })).toEqual(refused('GATEWAYS_ONLY'));
      expect((await records('NOT_REGISTERED')).slice(before.length).map((each) => (each as { origin: string }).origin)).toEqual([`127.0.0.1 via ${PROXY}`, '127.0.0.1']);
      expect((await database.owner.query(`SELECT origin FROM change_record WHERE refusal_code = 'GATEWAYS_ONLY' ORDER BY recorded_at DESC LIMIT 1`)).rows).toEqual([{ origin: `127.0.0.1 via ${PROXY}` }]);
    });

    it('does not guess between a certificate of the connection and one in the header', async () => {
      expect(await send(machines.gateway, { localAddress: PROXY, headers: { 'client-cert': headerOf(machines.gateway) } })).toEqual(refused('CLIENT_CERT_TWO_WAYS'));
    });

    it('refuses what the proxy may not say, each with a code of its own', async () => {
      const good = headerOf(machines.gateway);
      expect(await said(good)).toEqual(LET_IN);
      expect(await send(null, { localAddress: PROXY })).toEqual(refused('CLIENT_CERT_MISSING'));
      expect(await said([good, good])).toEqual(refused('CLIENT_CERT_REPEATED', 400));
      expect(await said(`:${'A'.repeat(8_200)}:`)).toEqual(refused('CLIENT_CERT_TOO_LARGE', 400));
      expect(await said(good.replaceAll(':', ''))).toEqual(refused('CLIENT_CERT_MALFORMED', 400));
      expect(await said(headerOf(await feed.authority.issue('gateway', new Date(now.getTime() - 730 * 24 * HOUR))))).toEqual(refused('CLIENT_CERT_NOT_CURRENT'));
      expect(await said(headerOf(await (await TestAuthority.make(now)).issue('gateway', now)))).toEqual(refused('CLIENT_CERT_UNKNOWN_AUTHORITY'));
      clock.set(new Date(now.getTime() + 366 * 24 * HOUR));
      expect(await said(good)).toEqual(refused('CLIENT_CERT_NOT_CURRENT'));
    });
  });
});
