import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FileStore, parseConsumer, Verifier, type Source } from '@accord/enforcement';
import { confirmedGateway, PublishedSharing, TestAuthority, type TestCertificate } from '@accord/publication/testing';
import { TestFeed } from './testing/test-feed.js';

jest.setTimeout(120_000);

/** Two consumers of one locality, which share every practice, and one that nobody shares with. */
const [FIRST, SECOND, UNSHARED] = ['TSTV00000', 'TSTV00001', 'TSTV00002'] as const;

describe('a consumer\'s own configuration', () => {
  const now = new Date();
  const feed = new TestFeed('gateway', 'first', 'second', 'unshared');
  const { machines } = feed;
  let sharing: PublishedSharing;

  const sourceOf = (machine: TestCertificate): Source => ({
    fetch: async (path) => {
      const { status, bytes } = await feed.ask(machine, `/publication/${path}`);
      return status === 404 ? undefined : new Uint8Array(bytes);
    },
  });
  const verifierIn = async (name: string): Promise<Verifier> => Verifier.open(await FileStore.open(join(feed.folder, name)), sharing.root);
  const addressOf = (consumer: string): Promise<string> => sharing.addressOf(`consumers/${consumer}.json`);

  beforeAll(async () => {
    await feed.issue(await TestAuthority.make(now), now);
    sharing = await PublishedSharing.open({ localities: 1, providers: 3, consumers: 3 }, now.toISOString());
    await sharing.behindTheirBack(
      ...([[FIRST, 'first'], [SECOND, 'second'], [UNSHARED, 'unshared']] as const).map(([code, name]) => `UPDATE system_certificate SET sha256 = '${machines[name].sha256}' WHERE consumer_ods_code = '${code}'`),
      `UPDATE consumer_part SET state = 'left' WHERE consumer_ods_code = '${UNSHARED}'`, `UPDATE pair SET held_during = 'empty' WHERE consumer_ods_code = '${UNSHARED}'`,
      `UPDATE pair SET held_during = '[2026-01-01T00:00:00Z,2031-04-01T00:00:00Z)' WHERE provider_ods_code = 'TSTP00001' AND consumer_ods_code = '${FIRST}'`,
      confirmedGateway('north', machines.gateway, 'TSTL00000'));
    await sharing.publish();
    await feed.start(sharing.database.urlAs('feed'), sharing.clock);
  });
  afterAll(async () => {
    await feed.stop();
    await sharing?.close();
  });

  it('says which practices it may ask, for which views, from and until when', async () => {
    const { status, bytes } = await feed.ask(machines.first, '/publication/consumer');
    const { consumer, services } = parseConsumer(bytes);
    expect([status, consumer, services.map(({ service }) => service)]).toEqual([200, FIRST, ['DCR']]);
    expect(services[0]!.shares.map(({ from, until, providers }) => [from, until, providers])).toEqual([
      ['2026-01-01T00:00:00.000Z', '2031-04-01T00:00:00.000Z', ['TSTP00001']], ['2026-01-01T00:00:00.000Z', '2036-01-01T00:00:00.000Z', ['TSTP00000', 'TSTP00002']],
    ]);
    expect(services[0]!.shares.every(({ views }) => views.length > 0)).toBe(true);
  });

  it('is what its own verifier finds listed and signed', async () => {
    for (const [name, code] of [['first', FIRST], ['second', SECOND]] as const) {
      const target = await (await verifierIn(name)).verifyConsumer(sourceOf(machines[name]), code, now.getTime());
      expect(target).toEqual(parseConsumer((await feed.ask(machines[name], '/publication/consumer')).bytes));
    }
  });

  it('is another one for each of two, though they see the same practices', async () => {
    const [one, other] = await Promise.all([feed.ask(machines.first, '/publication/consumer'), feed.ask(machines.second, '/publication/consumer')]);
    expect(parseConsumer(other.bytes)).toMatchObject({ consumer: SECOND });
    expect([one.bytes.includes(SECOND), other.bytes.includes(FIRST), other.bytes.includes('2031-04-01')]).toEqual([false, false, false]);
  });

  it('is nobody else\'s, and reads as if it were not there', async () => {
    const absent = await feed.ask(machines.second, `/publication/targets/consumers/${'0'.repeat(64)}.${FIRST}.json`);
    expect([absent.status, absent.json.code]).toEqual([404, 'NOT_FOUND']);
    for (const name of ['second', 'unshared', 'gateway'] as const) {
      const { status, bytes } = await feed.ask(machines[name], await addressOf(FIRST));
      expect([name, status, bytes]).toEqual([name, 404, absent.bytes]);
      await expect((await verifierIn(`${name}-of-another`)).verifyConsumer(sourceOf(machines[name]), FIRST, now.getTime())).rejects.toMatchObject({ code: 'MISSING' });
    }
    expect((await feed.ask(machines.publisher, await addressOf(FIRST))).status).toBe(200);
  });

  it.each<[string, string, Readonly<Record<string, string>>]>([
    ['a parameter', `/publication/consumer?consumer=${FIRST}`, {}], ['a header', '/publication/consumer', { 'x-consumer': FIRST }],
  ])('is not asked for by naming another in %s', async (_how, path, headers) => {
    const { status, bytes, json } = await feed.ask(machines.second, path, { headers });
    expect(status === 200 ? parseConsumer(bytes).consumer : json.code).toBe(SECOND);
  });

  it('is refused to gateways and to whom nobody shares with', async () => {
    for (const name of ['gateway', 'unshared'] as const) expect(await feed.ask(machines[name], '/publication/consumer')).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } });
  });

  it('is kept from others by the database too, whatever the feed would ask', async () => {
    const paths = async (role: 'feed' | 'api' | 'worker' | 'audit_reader' | 'publisher', settings: Readonly<Record<string, string>>): Promise<string[]> => {
      const client = await sharing.database.clientAs(role);
      try {
        for (const [name, value] of Object.entries(settings)) await client.query('SELECT set_config($1, $2, false)', [`accord.${name}`, value]);
        return (await client.query<{ path: string }>(`SELECT DISTINCT path FROM tuf_target WHERE path LIKE 'consumers/%' ORDER BY path`)).rows.map(({ path }) => path);
      } finally {
        await client.end();
      }
    };
    const all = [`consumers/${FIRST}.json`, `consumers/${SECOND}.json`];
    expect(await paths('feed', { ods: SECOND })).toEqual([all[1]]);
    expect([await paths('feed', {}), await paths('feed', { ods: UNSHARED }), await paths('feed', { duty: 'gateway' })]).toEqual([[], [], []]);
    for (const role of ['api', 'worker', 'audit_reader'] as const) for (const settings of [{}, { ods: FIRST, duty: 'viewer-governance-lead' }, { duty: 'publisher' }, { duty: 'worker' }] as readonly Readonly<Record<string, string>>[]) expect([role, await paths(role, settings)]).toEqual([role, []]);
    expect([await paths('feed', { duty: 'publisher' }), await paths('publisher', {})]).toEqual([all, all]);
  });

  it('changes with what is agreed, for the one whom it concerns alone, and ends with the certificate', async () => {
    const before = await feed.ask(machines.second, '/publication/consumer');
    await sharing.behindTheirBack(`UPDATE pair SET held_during = 'empty' WHERE provider_ods_code = 'TSTP00000' AND consumer_ods_code = '${FIRST}'`);
    await sharing.publish();
    const own = parseConsumer((await feed.ask(machines.first, '/publication/consumer')).bytes);
    expect(own.services[0]!.shares.flatMap(({ providers }) => providers).sort()).toEqual(['TSTP00001', 'TSTP00002']);
    expect((await feed.ask(machines.second, '/publication/consumer')).bytes).toEqual(before.bytes);
    await sharing.behindTheirBack(`UPDATE system_certificate SET revoked_at = '2026-01-02', revoked_by = registered_by, revoked_reason = 'lost' WHERE consumer_ods_code = '${FIRST}'`);
    expect(await feed.ask(machines.first, '/publication/consumer')).toMatchObject({ status: 403, json: { code: expect.stringMatching(/^CERTIFICATE_|^NOT_REGISTERED$/) } });
    expect((await feed.ask(machines.second, '/publication/consumer')).status).toBe(200);
  });
});
