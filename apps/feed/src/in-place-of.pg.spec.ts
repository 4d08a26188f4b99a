import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as ask } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PublishedSharing, TestAuthority, type TestCertificate } from '@accord/publication/testing';
import { startFeed, type RunningFeed } from './feed.js';

jest.setTimeout(120_000);

const NAMES = ['feed', 'publisher', 'reconciler', 'gateway', 'first', 'second'] as const;
const [FIRST, SECOND] = ['TSTV00000', 'TSTV00001'] as const;

describe('the reconciler, in the place of another', () => {
  const folder = mkdtempSync(join(tmpdir(), 'accord-in-place-'));
  const now = new Date();
  const machines = {} as Record<(typeof NAMES)[number], TestCertificate>;
  let authority: TestAuthority;
  let sharing: PublishedSharing;
  let feed: RunningFeed;

  const send = (machine: TestCertificate, path: string, inPlaceOf?: TestCertificate, method = 'GET'): Promise<{ readonly status: number; readonly text: string }> => new Promise((resolve, reject) => {
    const headers = inPlaceOf === undefined ? {} : { 'accord-in-place-of': inPlaceOf.sha256 };
    ask({ host: '127.0.0.1', port: feed.port, path: `/${path}`, method, ca: authority.pem, agent: false, cert: machine.pem, key: machine.key, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('error', reject).on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve({ status: response.statusCode!, text: Buffer.concat(chunks).toString() }));
    }).on('error', reject).end();
  });
  const rows = async <Row>(text: string): Promise<Row[]> => (await sharing.database.owner.query(text)).rows as Row[];
  const pathOf = async (path: string): Promise<string> => {
    const [row] = await rows<{ sha256: string }>(`SELECT sha256 FROM publication_target WHERE path = '${path}' ORDER BY publication_number DESC LIMIT 1`);
    return `publication/targets/${path.replace('/', `/${row!.sha256}.`)}`;
  };

  beforeAll(async () => {
    authority = await TestAuthority.make(now);
    for (const name of NAMES) machines[name] = await authority.issue(name, now);
    const write = (name: string, text: string): string => { writeFileSync(join(folder, name), text); return join(folder, name); };
    write('seal.key', generateKeyPairSync('x25519', { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } }).privateKey);
    for (const name of ['data.key', 'index.key']) write(name, randomBytes(32).toString('hex'));
    sharing = await PublishedSharing.open({ localities: 2, providers: 4, consumers: 2 }, now.toISOString());
    await sharing.behindTheirBack(
      ...([[FIRST, 'first'], [SECOND, 'second']] as const).map(([code, name]) => `UPDATE system_certificate SET sha256 = '${machines[name].sha256}' WHERE consumer_ods_code = '${code}'`),
      `INSERT INTO gateway (id, code, name, registered_by, registered_at, confirmed_by, confirmed_at) VALUES (md5('north')::uuid, 'north', 'north', md5('a')::uuid, '2026-01-01', md5('b')::uuid, '2026-01-01')`,
      `INSERT INTO gateway_certificate (id, gateway_id, sha256, pem, valid_during, recorded_at) VALUES (md5('cnorth')::uuid, md5('north')::uuid, '${machines.gateway.sha256}', '${machines.gateway.pem}', '[2026-01-01,2036-01-01)', '2026-01-01')`,
      `INSERT INTO gateway_locality (gateway_id, locality_id, during, recorded_at) SELECT md5('north')::uuid, id, '[2026-01-01,)', '2026-01-01' FROM locality WHERE code = 'TSTL00000'`);
    await sharing.publish();
    feed = await startFeed({
      DATABASE_URL: sharing.database.urlAs('feed'), ACCORD_FEED_PORT: 0, ACCORD_TRUSTED_PROXIES: [], ACCORD_FEED_CERT: write('feed.pem', machines.feed.pem), ACCORD_FEED_KEY: write('feed.key', machines.feed.key),
      ACCORD_FEED_CA: write('ca.pem', authority.pem), ACCORD_FEED_PUBLISHER: write('publisher.pem', machines.publisher.pem), ACCORD_FEED_RECONCILER: write('reconciler.pem', machines.reconciler.pem), ACCORD_AUDIT_KEYS: folder,
    }, sharing.clock);
  });
  afterAll(async () => {
    await feed?.stop();
    await sharing?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is answered as that machine is: a gateway of its localities, a consumer of its own configuration', async () => {
    const { reconciler, gateway, first, second } = machines;
    const [own, foreign] = [await pathOf('localities/TSTL00000.json'), await pathOf('localities/TSTL00001.json')];
    const [mine, theirs] = [await pathOf(`consumers/${FIRST}.json`), await pathOf(`consumers/${SECOND}.json`)];
    for (const [as, path] of [[gateway, own], [gateway, foreign], [gateway, mine], [gateway, 'publication/localities'], [gateway, 'publication/metadata/timestamp.json'],
      [first, mine], [first, theirs], [second, theirs], [first, own], [first, 'publication/consumer'], [first, 'publication/localities']] as const) {
      expect([path, await send(reconciler, path, as)]).toEqual([path, await send(as, path)]);
      expect([path, await send(reconciler, path, as, 'HEAD')]).toEqual([path, await send(as, path, undefined, 'HEAD')]);
    }
    expect([(await send(reconciler, own, gateway, 'HEAD')).status, (await send(reconciler, foreign, gateway, 'HEAD')).status]).toEqual([200, 404]);
    expect((await send(reconciler, foreign)).status).toBe(200);
  });

  it('leaves no trace in its name: neither a contact nor a refusal', async () => {
    await rows('TRUNCATE gateway_contact');
    const before = await rows('SELECT count(*) FROM change_record');
    expect((await send(machines.reconciler, 'publication/metadata/timestamp.json', machines.gateway)).status).toBe(200);
    expect((await send(machines.reconciler, await pathOf('localities/TSTL00001.json'), machines.gateway)).status).toBe(404);
    expect([await rows('SELECT FROM gateway_contact'), await rows('SELECT count(*) FROM change_record')]).toEqual([[], before]);
    await send(machines.gateway, 'publication/metadata/timestamp.json');
    expect(await rows('SELECT FROM gateway_contact')).toHaveLength(1);
  });

  it('only reads', async () => {
    for (const [path, method] of [['publication/events', 'GET'], ['publication/receipts', 'POST'], ['access-events', 'POST']] as const) {
      const { status, text } = await send(machines.reconciler, path, machines.gateway, method);
      expect([path, status, JSON.parse(text)]).toMatchObject([path, 403, { code: 'RECONCILER_ONLY' }]);
    }
  });

  it('is nobody whom it does not know', async () => {
    const unknown = { ...machines.gateway, sha256: '0'.repeat(64) };
    expect(JSON.parse((await send(machines.reconciler, 'publication/localities', unknown)).text)).toMatchObject({ code: 'NOT_REGISTERED' });
  });

  it('is the only one who may: another that tries is refused, and on record', async () => {
    for (const name of ['publisher', 'gateway', 'first'] as const) {
      const { status, text } = await send(machines[name], 'publication/localities', machines.gateway);
      expect([name, status, JSON.parse(text)]).toMatchObject([name, 403, { code: 'RECONCILER_ONLY' }]);
    }
    // The reconciler's own attempts to do more than read, and these three.
    expect(await rows(`SELECT DISTINCT subject FROM change_record WHERE refusal_code = 'RECONCILER_ONLY'`)).toHaveLength(4);
  });
});
