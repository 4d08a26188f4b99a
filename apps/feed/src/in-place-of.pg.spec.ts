import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { confirmedGateway, PublishedSharing, TestAuthority, type TestCertificate } from '@accord/publication/testing';
import { TestFeed } from './testing/test-feed.js';

jest.setTimeout(120_000);

const [FIRST, SECOND] = ['TSTV00000', 'TSTV00001'] as const;

describe('the reconciler, in the place of another', () => {
  const now = new Date();
  const feed = new TestFeed('reconciler', 'gateway', 'first', 'second');
  const { machines } = feed;
  let sharing: PublishedSharing;

  const send = async (machine: TestCertificate, path: string, inPlaceOf?: TestCertificate, method = 'GET'): Promise<{ readonly status: number; readonly text: string }> => {
    const { status, bytes } = await feed.ask(machine, path, { method, headers: inPlaceOf === undefined ? {} : { 'accord-in-place-of': inPlaceOf.sha256 } });
    return { status, text: bytes.toString() };
  };
  const rows = async <Row>(text: string): Promise<Row[]> => (await sharing.database.owner.query(text)).rows as Row[];

  beforeAll(async () => {
    await feed.issue(await TestAuthority.make(now), now);
    sharing = await PublishedSharing.open({ localities: 2, providers: 4, consumers: 2 }, now.toISOString());
    await sharing.behindTheirBack(
      ...([[FIRST, 'first'], [SECOND, 'second']] as const).map(([code, name]) => `UPDATE system_certificate SET sha256 = '${machines[name].sha256}' WHERE consumer_ods_code = '${code}'`),
      confirmedGateway('north', machines.gateway, 'TSTL00000'));
    await sharing.publish();
    await feed.start(sharing.database.urlAs('feed'), sharing.clock, { ACCORD_FEED_RECONCILER: feed.write('reconciler.pem', machines.reconciler.pem) });
  });
  afterAll(async () => {
    await feed.stop();
    await sharing?.close();
  });

  it('is answered as that machine is: a gateway of its localities, a consumer of its own configuration', async () => {
    const { reconciler, gateway, first, second } = machines;
    const [own, foreign] = [await sharing.addressOf('localities/TSTL00000.json'), await sharing.addressOf('localities/TSTL00001.json')];
    const [mine, theirs] = [await sharing.addressOf(`consumers/${FIRST}.json`), await sharing.addressOf(`consumers/${SECOND}.json`)];
    for (const [as, path] of [[gateway, own], [gateway, foreign], [gateway, mine], [gateway, '/publication/localities'], [gateway, '/publication/metadata/timestamp.json'],
      [first, mine], [first, theirs], [second, theirs], [first, own], [first, '/publication/consumer'], [first, '/publication/localities']] as const) {
      expect([path, await send(reconciler, path, as)]).toEqual([path, await send(as, path)]);
      expect([path, await send(reconciler, path, as, 'HEAD')]).toEqual([path, await send(as, path, undefined, 'HEAD')]);
    }
    expect([(await send(reconciler, own, gateway, 'HEAD')).status, (await send(reconciler, foreign, gateway, 'HEAD')).status]).toEqual([200, 404]);
    expect((await send(reconciler, foreign)).status).toBe(200);
  });

  it('leaves no trace in its name: neither a contact nor a refusal', async () => {
    await rows('TRUNCATE gateway_contact');
    const before = await rows('SELECT count(*) FROM change_record');
    expect((await send(machines.reconciler, '/publication/metadata/timestamp.json', machines.gateway)).status).toBe(200);
    expect((await send(machines.reconciler, await sharing.addressOf('localities/TSTL00001.json'), machines.gateway)).status).toBe(404);
    expect([await rows('SELECT FROM gateway_contact'), await rows('SELECT count(*) FROM change_record')]).toEqual([[], before]);
    await send(machines.gateway, '/publication/metadata/timestamp.json');
    expect(await rows('SELECT FROM gateway_contact')).toHaveLength(1);
  });

  it('only reads', async () => {
    for (const [path, method] of [['/publication/events', 'GET'], ['/publication/receipts', 'POST'], ['/access-events', 'POST']] as const) {
      const { status, text } = await send(machines.reconciler, path, machines.gateway, method);
      expect([path, status, JSON.parse(text)]).toMatchObject([path, 403, { code: 'RECONCILER_ONLY' }]);
    }
  });

  it('is nobody whom it does not know', async () => {
    const unknown = { ...machines.gateway, sha256: '0'.repeat(64) };
    expect(JSON.parse((await send(machines.reconciler, '/publication/localities', unknown)).text)).toMatchObject({ code: 'NOT_REGISTERED' });
  });

  it('is the only one who may: another that tries is refused, and on record', async () => {
    for (const name of ['publisher', 'gateway', 'first'] as const) {
      const { status, text } = await send(machines[name], '/publication/localities', machines.gateway);
      expect([name, status, JSON.parse(text)]).toMatchObject([name, 403, { code: 'RECONCILER_ONLY' }]);
    }
    // The reconciler's own attempts to do more than read, and these three.
    expect(await rows(`SELECT DISTINCT subject FROM change_record WHERE refusal_code = 'RECONCILER_ONLY'`)).toHaveLength(4);
  });
});
