import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as ask } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FileStore, parseConsumer, Verifier, type Source } from '@accord/enforcement';
import { PublishedSharing, TestAuthority, type TestCertificate } from '@accord/publication/testing';
import { startFeed, type RunningFeed } from './feed.js';

jest.setTimeout(120_000);

const NAMES = ['feed', 'publisher', 'gateway', 'first', 'second', 'unshared'] as const;
/** Two consumers of one locality, which share every practice, and one that nobody shares with. */
const [FIRST, SECOND, UNSHARED] = ['TSTV00000', 'TSTV00001', 'TSTV00002'] as const;

describe('a consumer\'s own configuration', () => {
  const folder = mkdtempSync(join(tmpdir(), 'accord-consumer-'));
  const now = new Date();
  const machines = {} as Record<(typeof NAMES)[number], TestCertificate>;
  let authority: TestAuthority;
  let sharing: PublishedSharing;
  let feed: RunningFeed;
  let root: Buffer;

  const send = (machine: TestCertificate, path: string, headers: Readonly<Record<string, string>> = {}): Promise<{ readonly status: number; readonly bytes: Buffer; readonly code: unknown }> => new Promise((resolve, reject) => {
    ask({ host: '127.0.0.1', port: feed.port, path, ca: authority.pem, agent: false, cert: machine.pem, key: machine.key, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('error', reject).on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({ status: response.statusCode!, bytes, code: response.statusCode === 200 ? null : (JSON.parse(bytes.toString()) as { code: unknown }).code });
      });
    }).on('error', reject).end();
  });
  const sourceOf = (machine: TestCertificate): Source => ({
    fetch: async (path) => {
      const { status, bytes } = await send(machine, `/publication/${path}`);
      return status === 404 ? undefined : new Uint8Array(bytes);
    },
  });
  const verifierIn = async (name: string): Promise<Verifier> => Verifier.open(await FileStore.open(join(folder, name)), root);
  const addressOf = async (consumer: string): Promise<string> => {
    const { rows: [row] } = await sharing.database.owner.query<{ sha256: string }>('SELECT sha256 FROM publication_target WHERE path = $1 ORDER BY publication_number DESC LIMIT 1', [`consumers/${consumer}.json`]);
    return `/publication/targets/consumers/${row!.sha256}.${consumer}.json`;
  };

  beforeAll(async () => {
    authority = await TestAuthority.make(now);
    for (const name of NAMES) machines[name] = await authority.issue(name, now);
    const write = (name: string, text: string): string => { writeFileSync(join(folder, name), text); return join(folder, name); };
    write('seal.key', generateKeyPairSync('x25519', { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } }).privateKey);
    for (const name of ['data.key', 'index.key']) write(name, randomBytes(32).toString('hex'));
    sharing = await PublishedSharing.open({ localities: 1, providers: 3, consumers: 3 }, now.toISOString());
    await sharing.behindTheirBack(
      ...([[FIRST, 'first'], [SECOND, 'second'], [UNSHARED, 'unshared']] as const).map(([code, name]) => `UPDATE system_certificate SET sha256 = '${machines[name].sha256}' WHERE consumer_ods_code = '${code}'`),
      `UPDATE consumer_part SET state = 'left' WHERE consumer_ods_code = '${UNSHARED}'`, `UPDATE pair SET held_during = 'empty' WHERE consumer_ods_code = '${UNSHARED}'`,
      `UPDATE pair SET held_during = '[2026-01-01T00:00:00Z,2031-04-01T00:00:00Z)' WHERE provider_ods_code = 'TSTP00001' AND consumer_ods_code = '${FIRST}'`,
      `INSERT INTO gateway (id, code, name, registered_by, registered_at, confirmed_by, confirmed_at) VALUES (md5('north')::uuid, 'north', 'north', md5('a')::uuid, '2026-01-01', md5('b')::uuid, '2026-01-01')`,
      `INSERT INTO gateway_certificate (id, gateway_id, sha256, pem, valid_during, recorded_at) VALUES (md5('cnorth')::uuid, md5('north')::uuid, '${machines.gateway.sha256}', '${machines.gateway.pem}', '[2026-01-01,2036-01-01)', '2026-01-01')`,
      `INSERT INTO gateway_locality (gateway_id, locality_id, during, recorded_at) SELECT md5('north')::uuid, id, '[2026-01-01,)', '2026-01-01' FROM locality`);
    await sharing.publish();
    root = (await sharing.database.owner.query<{ content: Buffer }>(`SELECT content FROM tuf_metadata WHERE role = 'root' AND version = 1`)).rows[0]!.content;
    feed = await startFeed({
      DATABASE_URL: sharing.database.urlAs('feed'), ACCORD_FEED_PORT: 0, ACCORD_TRUSTED_PROXIES: [], ACCORD_FEED_CERT: write('feed.pem', machines.feed.pem), ACCORD_FEED_KEY: write('feed.key', machines.feed.key),
      ACCORD_FEED_CA: write('ca.pem', authority.pem), ACCORD_FEED_PUBLISHER: write('publisher.pem', machines.publisher.pem), ACCORD_AUDIT_KEYS: folder,
    }, sharing.clock);
  });
  afterAll(async () => {
    await feed?.stop();
    await sharing?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('says which practices it may ask, for which views, from and until when', async () => {
    const { status, bytes } = await send(machines.first, '/publication/consumer');
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
      expect(target).toEqual(parseConsumer((await send(machines[name], '/publication/consumer')).bytes));
    }
  });

  it('is another one for each of two, though they see the same practices', async () => {
    const [one, other] = await Promise.all([send(machines.first, '/publication/consumer'), send(machines.second, '/publication/consumer')]);
    expect(parseConsumer(other.bytes)).toMatchObject({ consumer: SECOND });
    expect([one.bytes.includes(SECOND), other.bytes.includes(FIRST), other.bytes.includes('2031-04-01')]).toEqual([false, false, false]);
  });

  it('is nobody else\'s, and reads as if it were not there', async () => {
    const absent = await send(machines.second, `/publication/targets/consumers/${'0'.repeat(64)}.${FIRST}.json`);
    expect([absent.status, absent.code]).toEqual([404, 'NOT_FOUND']);
    for (const name of ['second', 'unshared', 'gateway'] as const) {
      const { status, bytes } = await send(machines[name], await addressOf(FIRST));
      expect([name, status, bytes]).toEqual([name, 404, absent.bytes]);
      await expect((await verifierIn(`${name}-of-another`)).verifyConsumer(sourceOf(machines[name]), FIRST, now.getTime())).rejects.toMatchObject({ code: 'MISSING' });
    }
    expect((await send(machines.publisher, await addressOf(FIRST))).status).toBe(200);
  });

  it.each<[string, string, Readonly<Record<string, string>>]>([
    ['a parameter', `/publication/consumer?consumer=${FIRST}`, {}], ['a header', '/publication/consumer', { 'x-consumer': FIRST }],
  ])('is not asked for by naming another in %s', async (_how, path, headers) => {
    const { status, bytes, code } = await send(machines.second, path, headers);
    expect(status === 200 ? parseConsumer(bytes).consumer : code).toBe(SECOND);
  });

  it('is refused to gateways and to whom nobody shares with', async () => {
    for (const name of ['gateway', 'unshared'] as const) expect(await send(machines[name], '/publication/consumer')).toMatchObject({ status: 404, code: 'NOT_FOUND' });
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
    const before = await send(machines.second, '/publication/consumer');
    await sharing.behindTheirBack(`UPDATE pair SET held_during = 'empty' WHERE provider_ods_code = 'TSTP00000' AND consumer_ods_code = '${FIRST}'`);
    await sharing.publish();
    const own = parseConsumer((await send(machines.first, '/publication/consumer')).bytes);
    expect(own.services[0]!.shares.flatMap(({ providers }) => providers).sort()).toEqual(['TSTP00001', 'TSTP00002']);
    expect((await send(machines.second, '/publication/consumer')).bytes).toEqual(before.bytes);
    await sharing.behindTheirBack(`UPDATE system_certificate SET revoked_at = '2026-01-02', revoked_by = registered_by, revoked_reason = 'lost' WHERE consumer_ods_code = '${FIRST}'`);
    expect(await send(machines.first, '/publication/consumer')).toMatchObject({ status: 403, code: expect.stringMatching(/^CERTIFICATE_|^NOT_REGISTERED$/) });
    expect((await send(machines.second, '/publication/consumer')).status).toBe(200);
  });
});
