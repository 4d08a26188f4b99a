import { sign } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { canonicalBytes, FileStore, localityPath, parsePushed, PUBLICATION_PATH, PushedSource, Verifier, type Source } from '@accord/enforcement';
import { confirmedGateway, PublishedSharing, TestAuthority, type TestCertificate } from '@accord/publication/testing';
import { TestFeed } from './testing/test-feed.js';

jest.setTimeout(60_000);

describe('the feed', () => {
  const now = new Date();
  const feed = new TestFeed('north', 'south', 'consumer', 'stranger');
  const { machines } = feed;
  let sharing: PublishedSharing;

  const contactOf = async (code: string): Promise<{ readonly asked?: Date; readonly handed?: Date | null }> =>
    (await sharing.database.owner.query('SELECT seen_at AS asked, handed_at AS handed FROM gateway_contact JOIN gateway ON gateway.id = gateway_id WHERE code = $1', [code])).rows[0] ?? {};

  /** What was refused past the door, of one act in the order of the attempts. */
  const attempts = async (act: string): Promise<{ readonly code: string }[]> => (await sharing.database.owner.query(`
    SELECT actor_name AS name, subject, ods_code AS ods, refusal_code AS code FROM change_record WHERE outcome = 'refused' AND type = $1 ORDER BY transaction_id`, [act])).rows;

  beforeAll(async () => {
    await feed.issue(await TestAuthority.make(now), now);
    sharing = await PublishedSharing.open({ localities: 3, providers: 12, consumers: 7 }, now.toISOString());
    await sharing.behindTheirBack(
      `UPDATE system_certificate SET sha256 = '${machines.consumer.sha256}' WHERE consumer_ods_code = 'TSTV00000'`,
      confirmedGateway('north', machines.north, 'TSTL00000'), confirmedGateway('south', machines.south, 'TSTL00001'));
    await sharing.publish();
    await feed.start(sharing.database.urlAs('feed'), sharing.clock);
  });
  afterAll(async () => {
    await feed.stop();
    await sharing?.close();
  });

  it('ends the handshake of a caller without a certificate, or with one of another authority', async () => {
    const other = await (await TestAuthority.make(now)).issue('north', now);
    await expect(feed.ask(null, '/publication/metadata/timestamp.json')).rejects.toThrow();
    await expect(feed.ask(other, '/publication/metadata/timestamp.json')).rejects.toThrow();
  });

  it.each(['/publication/metadata/timestamp.json', '/publication/localities', '/publication/events', '/nowhere'])('says NOT_REGISTERED at %s to a certificate that nobody registered', async (path) => {
    const { status, json } = await feed.ask(machines.stranger, path);
    expect({ status, code: json.code, sentence: typeof json.message }).toEqual({ status: 403, code: 'NOT_REGISTERED', sentence: 'string' });
  });

  it.each(['timestamp', '1.root', '1.targets', '1.snapshot', '1.localities', '1.consumers', '1.stops'])('serves %s.json to every registered certificate', async (name) => {
    for (const machine of [machines.north, machines.consumer, machines.publisher]) {
      const { status, headers } = await feed.ask(machine, `/publication/metadata/${name}.json`);
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
    const absent = await feed.ask(machines.north, `/publication/targets/localities/${'0'.repeat(64)}.TSTL00000.json`);
    for (const name of ['north', 'south', 'consumer', 'publisher'] as const) {
      const { status, bytes } = await feed.ask(machines[name], await sharing.addressOf(path));
      expect([name, status]).toEqual([name, readers.includes(name) ? 200 : 404]);
      if (status === 404) expect(bytes).toEqual(absent.bytes);
    }
  });

  it.each([
    '/publication/metadata/2.root.json', '/publication/metadata/0.snapshot.json', '/publication/metadata/1.timestamp.json', '/publication/metadata/..%2f..%2fetc%2fpasswd',
    '/publication/targets/localities/publication.json', '/publication/targets/..%2fstops/x.json', `/publication/targets/localities/${'a'.repeat(64)}.TSTL00000.json`, '/', '/graphql',
  ])('has nothing at %s', async (path) => {
    expect(await feed.ask(machines.publisher, path)).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } });
  });

  it('does not give the bytes of one path under the name of another', async () => {
    const path = await sharing.addressOf('localities/TSTL00001.json');
    expect((await feed.ask(machines.north, path.replace('TSTL00001', 'TSTL00000'))).status).toBe(404);
  });

  it('tells a gateway its localities and a consumer its own configuration', async () => {
    expect((await feed.ask(machines.north, '/publication/localities')).json).toEqual({ localities: ['TSTL00000'] });
    expect(await feed.ask(machines.consumer, '/publication/localities')).toMatchObject({ status: 403, json: { code: 'GATEWAYS_ONLY' } });
    expect((await feed.ask(machines.consumer, '/publication/consumer')).json).toMatchObject({ format: 'accord-consumer/2', consumer: 'TSTV00000' });
    expect((await feed.ask(machines.north, '/publication/consumer')).status).toBe(404);
  });

  it('keeps on record who asks across the fence, once a minute for each certificate', async () => {
    const [before, other] = [await attempts('publication.fetch'), await sharing.addressOf('localities/TSTL00001.json')];
    sharing.clock.set(new Date(now.getTime() + 120_000));
    for (let times = 0; times < 3; times += 1) expect((await feed.ask(machines.north, other)).status).toBe(404);
    expect((await feed.ask(machines.consumer, await sharing.addressOf('consumers/TSTV00001.json'))).status).toBe(404);
    expect((await feed.ask(machines.consumer, '/publication/localities')).status).toBe(403);
    expect((await feed.ask(machines.north, '/publication/consumer')).status).toBe(404); // the same act and code within the minute
    expect((await feed.ask(machines.north, `/publication/targets/localities/${'a'.repeat(64)}.TSTL00000.json`)).status).toBe(404); // its own, and absent
    sharing.clock.set(now);
    const system = expect.stringMatching(/^system /);
    expect((await attempts('publication.fetch')).slice(before.length)).toEqual([
      { name: 'north', subject: 'localities/TSTL00001.json', ods: null, code: 'NOT_FOUND' },
      { name: system, subject: 'consumers/TSTV00001.json', ods: 'TSTV00000', code: 'NOT_FOUND' },
      { name: system, subject: 'localities', ods: 'TSTV00000', code: 'GATEWAYS_ONLY' },
    ]);
  });

  it('is followed by the client that gateways embed', async () => {
    const verifier = await Verifier.open(await FileStore.open(join(feed.folder, 'held')), sharing.root);
    const source: Source = {
      fetch: async (path) => {
        const { status, bytes } = await feed.ask(machines.north, `/publication/${path}`);
        return status === 404 ? undefined : new Uint8Array(bytes);
      },
    };
    const verified = await verifier.verify(source, ['TSTL00000'], now.getTime());
    expect(verified.publication.number).toBe(1);
    expect(verified.localities.get('TSTL00000')!.index.providers).toContain('TSTP00003');
    expect([PUBLICATION_PATH, localityPath('TSTL00000')]).toHaveLength(2);
  });

  it('tells the current number at once, and the next within half a second with all that a gateway needs of it', async () => {
    const [north, south, consumer] = await Promise.all([feed.listen(machines.north), feed.listen(machines.south), feed.listen(machines.consumer)]);
    for (const heard of [north, south, consumer]) expect(await heard.nth(1)).toBe('{"number":1,"stopList":1}');
    // Whoever was never given anything is told the number alone.
    await feed.ask(machines.south, '/publication/metadata/timestamp.json');
    const before = await contactOf('north');
    sharing.clock.set(new Date(now.getTime() + 1_000));
    await sharing.behindTheirBack(`UPDATE participation SET state = 'withdrawn' WHERE provider_ods_code = 'TSTP00003'`);
    await sharing.publish();
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

    const verifier = await Verifier.open(await FileStore.open(join(feed.folder, 'pushed')), sharing.root);
    const asked: string[] = [];
    const rest: Source = { fetch: async (path) => { asked.push(path); const { status, bytes } = await feed.ask(machines.north, `/publication/${path}`); return status === 404 ? undefined : new Uint8Array(bytes); } };
    const verified = await verifier.verify(new PushedSource(parsePushed(toNorth)!.carried!, rest), ['TSTL00000'], sharing.clock.now().getTime());
    expect([verified.publication.number, verified.localities.get('TSTL00000')!.index.providers.includes('TSTP00003')]).toEqual([2, false]);
    expect(asked.filter((path) => !path.includes('callers') && !path.includes('stops/') && path !== 'metadata/1.targets.json')).toEqual([]);
    for (const heard of [north, south, consumer]) heard.close();
  });

  it('holds eight streams of one certificate, and has on record who asks for more', async () => {
    const open = await Promise.all(Array.from({ length: 8 }, () => feed.listen(machines.south)));
    for (let times = 0; times < 3; times += 1) expect(await feed.ask(machines.south, '/publication/events')).toMatchObject({ status: 409, json: { code: 'TOO_MANY_STREAMS' } });
    expect(await attempts('publication.follow')).toEqual([{ name: 'south', subject: '', ods: null, code: 'TOO_MANY_STREAMS' }]);
    for (const each of open) each.close();
  });

  describe('receipts', () => {
    const receipt = async (by: TestCertificate, changes: Record<string, unknown> = {}): Promise<string> => {
      const content = { gateway: 'north', publication: 1, stopList: 1, hash: (await sharing.database.owner.query('SELECT hash FROM publication WHERE number = 1')).rows[0].hash, appliedAt: now.toISOString(), ...changes };
      return JSON.stringify({ ...content, signature: sign('sha256', canonicalBytes(content), by.key).toString('base64') });
    };

    it('are kept once, however often they are sent', async () => {
      const body = await receipt(machines.north);
      expect(await feed.ask(machines.north, '/publication/receipts', { body })).toMatchObject({ status: 200, json: { taken: true } });
      expect(await feed.ask(machines.north, '/publication/receipts', { body })).toMatchObject({ status: 200, json: { taken: false } });
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
      ['of a stop list that was never issued', () => receipt(machines.north, { stopList: 2_147_483_647 }), 'RECEIPT_UNKNOWN_STOP_LIST'],
      ['of an older stop list than its publication came with', () => receipt(machines.north, { stopList: 0 }), 'RECEIPT_UNKNOWN_STOP_LIST'],
    ])('are refused when %s', async (_what, body, code) => {
      const { status, json } = await feed.ask(machines.north, '/publication/receipts', { body: await body() });
      expect([status >= 400 && status < 500, json.code]).toEqual([true, code]);
    });

    it('are on record when refused, whatever is wrong with them: of one certificate that tries again and again once a minute', async () => {
      sharing.clock.set(new Date(now.getTime() + 600_000));
      const before = (await attempts('receipt.take')).length;
      const wrong = [await receipt(machines.south), await receipt(machines.north, { gateway: 'south' }), await receipt(machines.north, { hash: 'a'.repeat(64) }), await receipt(machines.north, { stopList: 9 }), '[]', '{"gateway":'];
      const codes = ['INVALID_INPUT', 'MALFORMED', 'RECEIPT_NOT_SIGNED', 'RECEIPT_OF_ANOTHER', 'RECEIPT_UNKNOWN_PUBLICATION', 'RECEIPT_UNKNOWN_STOP_LIST'];
      // What cannot be read is answered before it is on record.
      const recorded = async (count: number): Promise<string[]> => {
        for (;;) {
          const told = (await attempts('receipt.take')).slice(before).map(({ code }) => code);
          if (told.length >= count) return told.sort();
        }
      };
      for (let times = 0; times < 3; times += 1) for (const body of wrong) await feed.ask(machines.north, '/publication/receipts', { body });
      await Promise.all(wrong.map((body) => feed.ask(machines.north, '/publication/receipts', { body })));
      expect(await recorded(6)).toEqual(codes);
      sharing.clock.set(new Date(now.getTime() + 661_000));
      for (const body of wrong) await feed.ask(machines.north, '/publication/receipts', { body });
      expect(await recorded(12)).toEqual([...codes, ...codes].sort());
      sharing.clock.set(now);
    });

    it('are nobody else\'s to give', async () => {
      expect(await feed.ask(machines.consumer, '/publication/receipts', { body: await receipt(machines.consumer) })).toMatchObject({ status: 403, json: { code: 'GATEWAYS_ONLY' } });
      expect((await attempts('receipt.take')).at(-1)).toMatchObject({ ods: 'TSTV00000', code: 'GATEWAYS_ONLY' });
    });
  });

  it('takes access events from gateways alone', async () => {
    const body = JSON.stringify({ boot: '0190a000-0000-4000-8000-000000000001', events: [] });
    expect(await feed.ask(machines.north, '/access-events', { body })).toMatchObject({ status: 200, json: { acknowledged: 0, rejected: [] } });
    expect((await feed.ask(machines.consumer, '/access-events', { body })).status).toBe(403);
    expect(await attempts('access-event.ingest')).toMatchObject([{ ods: 'TSTV00000', code: 'GATEWAYS_ONLY' }]);
    expect((await feed.ask(machines.north, '/access-events', { body: '{"boot":1}' })).status).toBe(400);
    expect(await feed.ask(machines.north, '/access-events', { body: 'x'.repeat(9 * 1024 * 1024) }).catch(() => ({ status: 413 }))).toMatchObject({ status: 413 });
  });

  it('lets a revoked gateway in no more, from its next request, and ends its stream without another word', async () => {
    const heard = await feed.listen(machines.south);
    await heard.nth(1);
    await sharing.behindTheirBack(`UPDATE gateway SET revoked_at = '2026-01-02', revoked_by = registered_by, revoked_reason = 'stolen' WHERE code = 'south'`);
    expect(await feed.ask(machines.south, '/publication/metadata/timestamp.json')).toMatchObject({ status: 403, json: { code: 'CERTIFICATE_REVOKED' } });
    await sharing.behindTheirBack(`UPDATE participation SET state = 'withdrawn' WHERE provider_ods_code = 'TSTP00004'`);
    await sharing.publish();
    await heard.ended;
    expect(heard.events).toHaveLength(1);
  });
});
