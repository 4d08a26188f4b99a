import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as ask, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { canonicalBytes, FileStore, localityPath, parsePushed, PUBLICATION_PATH, PushedSource, Verifier, type Source } from '@accord/enforcement';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { FoundRepository, PUBLISHER, PublishingModule, PublishSummaries, SealKey } from '@accord/publication/server';
import { arrangeSharing, foundTrust, keyRing, KeyRingSigner, TestAuthority, type TestCertificate } from '@accord/publication/testing';
import { KernelModule } from '@accord/kernel/server';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { startFeed, type RunningFeed } from './feed.js';

jest.setTimeout(60_000);

interface Answer { readonly status: number; readonly headers: IncomingMessage['headers']; readonly bytes: Buffer; readonly json: Record<string, unknown> }

describe('the feed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'accord-feed-'));
  const now = new Date();
  const clock = new FixedClock(now);
  const machines = {} as Record<'feed' | 'publisher' | 'north' | 'south' | 'consumer' | 'stranger', TestCertificate>;
  let authority: TestAuthority;
  let database: TestDatabase;
  let feed: RunningFeed;
  let publishing: PublishSummaries;
  let root: Buffer;
  let closePublisher: () => Promise<void>;

  const optionsOf = (machine: TestCertificate | null, path: string): RequestOptions => ({
    host: '127.0.0.1', port: feed.port, path, ca: authority.pem, agent: false, ...(machine && { cert: machine.pem, key: machine.key }),
  });
  const send = (machine: TestCertificate | null, path: string, body?: string, type = 'application/json'): Promise<Answer> => new Promise((resolve, reject) => {
    const request = ask({ ...optionsOf(machine, path), method: body === undefined ? 'GET' : 'POST', headers: body === undefined ? {} : { 'content-type': type } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        const bytes = Buffer.concat(chunks);
        let json = {};
        try { json = JSON.parse(bytes.toString()) as Record<string, unknown>; } catch { /* not every answer is JSON */ }
        resolve({ status: response.statusCode!, headers: response.headers, bytes, json });
      });
    });
    request.on('error', reject).end(body);
  });
  const change = async (...statements: string[]): Promise<void> => {
    await database.owner.query('BEGIN');
    await database.owner.query('SET LOCAL session_replication_role = replica');
    for (const statement of statements) await database.owner.query(statement);
    await database.owner.query(`INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload) SELECT gen_random_uuid(), '2026-03-02T09:00:00Z', 'participation.withdrawn', 'x', array_agg(id), '{}' FROM locality`);
    await database.owner.query('COMMIT');
  };
  const hashOf = async (path: string): Promise<string> =>
    (await database.owner.query('SELECT sha256 FROM tuf_target WHERE path = $1 ORDER BY publication_number DESC LIMIT 1', [path])).rows[0].sha256;
  const fileOf = async (path: string): Promise<string> => {
    const cut = path.indexOf('/') + 1;
    return `/publication/targets/${path.slice(0, cut)}${await hashOf(path)}.${path.slice(cut)}`;
  };

  /** A stream held open, and what was said on it. */
  const listen = async (machine: TestCertificate) => {
    const events: string[] = [];
    let heard = (): void => undefined;
    let rest = '';
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => { end = resolve; });
    const stream = ask(optionsOf(machine, '/publication/events'), (response) => {
      response.setEncoding('utf8').on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop()!;
        events.push(...lines.filter((line) => line.startsWith('data: ')).map((line) => line.slice('data: '.length)));
        heard();
      }).on('close', end).on('error', () => undefined);
    });
    stream.on('error', () => undefined).end();
    const nth = async (count: number): Promise<string> => {
      while (events.length < count) await new Promise<void>((resolve) => { heard = resolve; });
      return events[count - 1]!;
    };
    return { events, nth, ended, close: () => stream.destroy() };
  };
  const contactOf = async (code: string): Promise<{ readonly asked?: Date; readonly handed?: Date | null }> =>
    (await database.owner.query('SELECT seen_at AS asked, handed_at AS handed FROM gateway_contact JOIN gateway ON gateway.id = gateway_id WHERE code = $1', [code])).rows[0] ?? {};

  /** What was refused past the door, of one act in the order of the attempts. */
  const attempts = async (act: string): Promise<object[]> => (await database.owner.query(`
    SELECT actor_name AS name, subject, ods_code AS ods, refusal_code AS code FROM change_record WHERE outcome = 'refused' AND type = $1 ORDER BY transaction_id`, [act])).rows;

  beforeAll(async () => {
    authority = await TestAuthority.make(now);
    for (const name of ['feed', 'publisher', 'north', 'south', 'consumer', 'stranger'] as const) machines[name] = await authority.issue(name, now);
    const write = (name: string, text: string | Buffer): string => { writeFileSync(join(folder, name), text); return join(folder, name); };
    const seal = generateKeyPairSync('x25519');
    write('seal.key', seal.privateKey.export({ format: 'pem', type: 'pkcs8' }));
    write('data.key', randomBytes(32).toString('hex'));
    write('index.key', randomBytes(32).toString('hex'));

    database = await testDatabase();
    await arrangeSharing(database.owner, { localities: 3, providers: 12, consumers: 7 });
    await change(
      `UPDATE system_certificate SET sha256 = '${machines.consumer.sha256}' WHERE consumer_ods_code = 'TSTV00000'`,
      ...(['north', 'south'] as const).flatMap((name, at) => [
        `INSERT INTO gateway (id, code, name, registered_by, registered_at, confirmed_by, confirmed_at) VALUES (md5('${name}')::uuid, '${name}', '${name}', md5('a')::uuid, '2026-01-01', md5('b')::uuid, '2026-01-01')`,
        `INSERT INTO gateway_certificate (id, gateway_id, sha256, pem, valid_during, recorded_at) VALUES (md5('c${name}')::uuid, md5('${name}')::uuid, '${machines[name].sha256}', '${machines[name].pem}', '[2026-01-01,2036-01-01)', '2026-01-01')`,
        `INSERT INTO gateway_locality (gateway_id, locality_id, during, recorded_at) SELECT md5('${name}')::uuid, id, '[2026-01-01,)', '2026-01-01' FROM locality WHERE code = 'TSTL0000${at}'`,
      ]),
    );
    const keys = keyRing();
    const trust = foundTrust(keys, now);
    root = trust.root.bytes;
    const dataSource = await database.dataSourceAs('publisher');
    @Module({ imports: [KernelModule.forRoot(dataSource, clock), PublishingModule.forRoot(new KeyRingSigner(keys), new SealKey(randomBytes(32).toString('base64')))] })
    class PublisherOfSpec {}
    const app = await NestFactory.createApplicationContext(PublisherOfSpec, { logger: false, abortOnError: false });
    closePublisher = () => app.close();
    await app.get(FoundRepository).execute(PUBLISHER, root, trust.targets.bytes);
    publishing = app.get(PublishSummaries);
    await publishing.execute(PUBLISHER);
    feed = await startFeed({
      DATABASE_URL: database.urlAs('feed'), ACCORD_FEED_PORT: 0, ACCORD_TRUSTED_PROXIES: [], ACCORD_FEED_CERT: write('feed.pem', machines.feed.pem), ACCORD_FEED_KEY: write('feed.key', machines.feed.key),
      ACCORD_FEED_CA: write('ca.pem', authority.pem), ACCORD_FEED_PUBLISHER: write('publisher.pem', machines.publisher.pem), ACCORD_AUDIT_KEYS: folder,
    }, clock);
  });
  afterAll(async () => {
    await feed?.stop();
    await closePublisher?.();
    await database?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('ends the handshake of a caller without a certificate, or with one of another authority', async () => {
    const other = await (await TestAuthority.make(now)).issue('north', now);
    await expect(send(null, '/publication/metadata/timestamp.json')).rejects.toThrow();
    await expect(send(other, '/publication/metadata/timestamp.json')).rejects.toThrow();
  });

  it.each(['/publication/metadata/timestamp.json', '/publication/localities', '/publication/events', '/nowhere'])('says NOT_REGISTERED at %s to a certificate that nobody registered', async (path) => {
    const { status, json } = await send(machines.stranger, path);
    expect({ status, code: json.code, sentence: typeof json.message }).toEqual({ status: 403, code: 'NOT_REGISTERED', sentence: 'string' });
  });

  it.each(['timestamp', '1.root', '1.targets', '1.snapshot', '1.localities', '1.consumers', '1.stops'])('serves %s.json to every registered certificate', async (name) => {
    for (const machine of [machines.north, machines.consumer, machines.publisher]) {
      const { status, headers } = await send(machine, `/publication/metadata/${name}.json`);
      expect([status, headers['cache-control']]).toEqual([200, name === 'timestamp' ? 'no-store' : 'private, max-age=31536000, immutable']);
    }
  });

  it.each<[string, string, readonly string[]]>([
    ['a locality', 'localities/TSTL00000.json', ['north', 'publisher']],
    ['another locality', 'localities/TSTL00001.json', ['south', 'publisher']],
    ['a locality that no gateway serves', 'localities/TSTL00002.json', ['publisher']],
    ['the publication', 'localities/publication.json', ['north', 'south', 'publisher']],
    ['the stop list', 'stops/stops.json', ['north', 'south', 'publisher']],
    ['the configuration of a consumer', 'consumers/TSTV00000.json', ['consumer', 'publisher']],
    ['the configuration of another', 'consumers/TSTV00001.json', ['publisher']],
  ])('serves %s only to whom it concerns, and is silent to others', async (_what, path, readers) => {
    const absent = await send(machines.north, `/publication/targets/localities/${'0'.repeat(64)}.TSTL00000.json`);
    for (const name of ['north', 'south', 'consumer', 'publisher'] as const) {
      const { status, bytes } = await send(machines[name], await fileOf(path));
      expect([name, status]).toEqual([name, readers.includes(name) ? 200 : 404]);
      if (status === 404) expect(bytes).toEqual(absent.bytes);
    }
  });

  it.each([
    '/publication/metadata/2.root.json', '/publication/metadata/0.snapshot.json', '/publication/metadata/1.timestamp.json', '/publication/metadata/..%2f..%2fetc%2fpasswd',
    '/publication/targets/localities/publication.json', '/publication/targets/..%2fstops/x.json', `/publication/targets/localities/${'a'.repeat(64)}.TSTL00000.json`, '/', '/graphql',
  ])('has nothing at %s', async (path) => {
    expect(await send(machines.publisher, path)).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } });
  });

  it('does not give the bytes of one path under the name of another', async () => {
    const hash = await hashOf('localities/TSTL00001.json');
    expect((await send(machines.north, `/publication/targets/localities/${hash}.TSTL00000.json`)).status).toBe(404);
  });

  it('tells a gateway its localities and a consumer its own configuration', async () => {
    expect((await send(machines.north, '/publication/localities')).json).toEqual({ localities: ['TSTL00000'] });
    expect(await send(machines.consumer, '/publication/localities')).toMatchObject({ status: 403, json: { code: 'GATEWAYS_ONLY' } });
    expect((await send(machines.consumer, '/publication/consumer')).json).toMatchObject({ format: 'accord-consumer/2', consumer: 'TSTV00000' });
    expect((await send(machines.north, '/publication/consumer')).status).toBe(404);
  });

  it('keeps on record who asks across the fence, once a minute for each certificate', async () => {
    const [before, other] = [await attempts('publication.fetch'), await fileOf('localities/TSTL00001.json')];
    clock.set(new Date(now.getTime() + 120_000));
    for (let times = 0; times < 3; times += 1) expect((await send(machines.north, other)).status).toBe(404);
    expect((await send(machines.consumer, await fileOf('consumers/TSTV00001.json'))).status).toBe(404);
    expect((await send(machines.consumer, '/publication/localities')).status).toBe(403);
    expect((await send(machines.north, '/publication/consumer')).status).toBe(404); // the same act and code within the minute
    expect((await send(machines.north, `/publication/targets/localities/${'a'.repeat(64)}.TSTL00000.json`)).status).toBe(404); // its own, and absent
    clock.set(now);
    const system = expect.stringMatching(/^system /);
    expect((await attempts('publication.fetch')).slice(before.length)).toEqual([
      { name: 'north', subject: 'localities/TSTL00001.json', ods: null, code: 'NOT_FOUND' },
      { name: system, subject: 'consumers/TSTV00001.json', ods: 'TSTV00000', code: 'NOT_FOUND' },
      { name: system, subject: 'localities', ods: 'TSTV00000', code: 'GATEWAYS_ONLY' },
    ]);
  });

  it('is followed by the client that gateways embed', async () => {
    const verifier = await Verifier.open(await FileStore.open(join(folder, 'held')), root);
    const source: Source = {
      fetch: async (path) => {
        const { status, bytes } = await send(machines.north, `/publication/${path}`);
        return status === 404 ? undefined : new Uint8Array(bytes);
      },
    };
    const verified = await verifier.verify(source, ['TSTL00000'], now.getTime());
    expect(verified.publication.number).toBe(1);
    expect(verified.localities.get('TSTL00000')!.index.providers).toContain('TSTP00003');
    expect([PUBLICATION_PATH, localityPath('TSTL00000')]).toHaveLength(2);
  });

  it('tells the current number at once, and the next within half a second with all that a gateway needs of it', async () => {
    const [north, south, consumer] = await Promise.all([listen(machines.north), listen(machines.south), listen(machines.consumer)]);
    for (const heard of [north, south, consumer]) expect(await heard.nth(1)).toBe('{"number":1,"stopList":1}');
    const before = await contactOf('north');
    clock.set(new Date(now.getTime() + 1_000));
    await change(`UPDATE participation SET state = 'withdrawn' WHERE provider_ods_code = 'TSTP00003'`);
    await publishing.execute(PUBLISHER);
    const started = performance.now();
    const [toNorth, toSouth] = await Promise.all([north.nth(2), south.nth(2)]);
    expect(performance.now() - started).toBeLessThan(500);
    expect(await consumer.nth(2)).toBe('{"number":2,"stopList":1}');

    const carriedTo = (data: string) => { const { carried, publication } = parsePushed(data)!; return { publication, localities: carried!.localities, paths: [...carried!.files.keys()].map((path) => path.replace(/[0-9a-f]{64}\./, '')).sort() }; };
    const metadata = ['metadata/1.stops.json', 'metadata/2.localities.json', 'metadata/2.snapshot.json', 'metadata/timestamp.json'];
    expect(carriedTo(toNorth)).toEqual({ publication: 2, localities: ['TSTL00000'], paths: [...metadata, 'targets/localities/TSTL00000.json', 'targets/localities/publication.json'] });
    expect(carriedTo(toSouth)).toEqual({ publication: 2, localities: ['TSTL00001'], paths: [...metadata, 'targets/localities/publication.json'] });
    // Handed a timestamp it may answer longer, which the feed noted before it gave it; that says nothing of whether it still runs.
    const after = await contactOf('north');
    expect([after.asked, after.handed!.getTime() > (before.handed?.getTime() ?? 0)]).toEqual([before.asked, true]);

    const verifier = await Verifier.open(await FileStore.open(join(folder, 'pushed')), root);
    const asked: string[] = [];
    const rest: Source = { fetch: async (path) => { asked.push(path); const { status, bytes } = await send(machines.north, `/publication/${path}`); return status === 404 ? undefined : new Uint8Array(bytes); } };
    const verified = await verifier.verify(new PushedSource(parsePushed(toNorth)!.carried!, rest), ['TSTL00000'], clock.now().getTime());
    expect([verified.publication.number, verified.localities.get('TSTL00000')!.index.providers.includes('TSTP00003')]).toEqual([2, false]);
    expect(asked.filter((path) => !path.includes('callers') && !path.includes('stops/') && path !== 'metadata/1.targets.json')).toEqual([]);
    for (const heard of [north, south, consumer]) heard.close();
  });

  describe('receipts', () => {
    const receipt = async (by: TestCertificate, changes: Record<string, unknown> = {}): Promise<string> => {
      const content = { gateway: 'north', publication: 1, stopList: 1, hash: (await database.owner.query('SELECT hash FROM publication WHERE number = 1')).rows[0].hash, appliedAt: now.toISOString(), ...changes };
      return JSON.stringify({ ...content, signature: sign('sha256', canonicalBytes(content), by.key).toString('base64') });
    };

    it('are kept once, however often they are sent', async () => {
      const body = await receipt(machines.north);
      expect(await send(machines.north, '/publication/receipts', body)).toMatchObject({ status: 200, json: { taken: true } });
      expect(await send(machines.north, '/publication/receipts', body)).toMatchObject({ status: 200, json: { taken: false } });
    });

    it.each<[string, () => Promise<string>, string]>([
      ['signed with another key', () => receipt(machines.south), 'RECEIPT_NOT_SIGNED'],
      ['of another gateway', () => receipt(machines.north, { gateway: 'south' }), 'RECEIPT_OF_ANOTHER'],
      ['with another hash', () => receipt(machines.north, { hash: 'a'.repeat(64) }), 'RECEIPT_UNKNOWN_PUBLICATION'],
      ['of a number that was never issued', () => receipt(machines.north, { publication: 99 }), 'RECEIPT_UNKNOWN_PUBLICATION'],
      ['altered afterwards', async () => (await receipt(machines.north)).replace('"stopList":1', '"stopList":0'), 'RECEIPT_NOT_SIGNED'],
      ['with a further member', async () => (await receipt(machines.north)).replace('{', '{"more":1,'), 'INVALID_INPUT'],
      ['that is no object', async () => '[]', 'INVALID_INPUT'],
      ['that is no JSON', async () => '{"gateway":', 'MALFORMED'],
    ])('are refused when %s', async (_what, body, code) => {
      const { status, json } = await send(machines.north, '/publication/receipts', await body());
      expect([status >= 400 && status < 500, json.code]).toEqual([true, code]);
    });

    it('are nobody else\'s to give', async () => {
      expect(await send(machines.consumer, '/publication/receipts', await receipt(machines.consumer))).toMatchObject({ status: 403, json: { code: 'GATEWAYS_ONLY' } });
      expect((await attempts('receipt.take')).at(-1)).toMatchObject({ ods: 'TSTV00000', code: 'GATEWAYS_ONLY' });
    });
  });

  it('takes access events from gateways alone', async () => {
    const body = JSON.stringify({ boot: '0190a000-0000-4000-8000-000000000001', events: [] });
    expect(await send(machines.north, '/access-events', body)).toMatchObject({ status: 200, json: { acknowledged: 0, rejected: [] } });
    expect((await send(machines.consumer, '/access-events', body)).status).toBe(403);
    expect(await attempts('access-event.ingest')).toMatchObject([{ ods: 'TSTV00000', code: 'GATEWAYS_ONLY' }]);
    expect((await send(machines.north, '/access-events', '{"boot":1}')).status).toBe(400);
    expect(await send(machines.north, '/access-events', 'x'.repeat(9 * 1024 * 1024)).catch(() => ({ status: 413 }))).toMatchObject({ status: 413 });
  });

  it('lets a revoked gateway in no more, from its next request, and ends its stream without another word', async () => {
    const heard = await listen(machines.south);
    await heard.nth(1);
    await change(`UPDATE gateway SET revoked_at = '2026-01-02', revoked_by = registered_by, revoked_reason = 'stolen' WHERE code = 'south'`);
    expect(await send(machines.south, '/publication/metadata/timestamp.json')).toMatchObject({ status: 403, json: { code: 'CERTIFICATE_REVOKED' } });
    await change(`UPDATE participation SET state = 'withdrawn' WHERE provider_ods_code = 'TSTP00004'`);
    await publishing.execute(PUBLISHER);
    await heard.ended;
    expect(heard.events).toHaveLength(1);
  });
});
