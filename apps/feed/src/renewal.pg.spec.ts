import { createPublicKey, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { aSentEvent, sealedText } from '@accord/access-log/testing';
import { canonicalBytes, parsePushed } from '@accord/enforcement';
import { newId, type Actor, type PersonId } from '@accord/kernel';
import { Changes, Outbox, Transactions } from '@accord/kernel/server';
import { PublishedSharing, TestAuthority, type TestCertificate } from '@accord/publication/testing';
import { gatewayActs } from '@accord/systems/testing';
import { TestFeed } from './testing/test-feed.js';

jest.setTimeout(120_000);

const BOOT = '0190a000-0000-4000-8000-000000000001';
const TIMESTAMP = '/publication/metadata/timestamp.json';

describe('a gateway that renews its certificate', () => {
  const now = new Date();
  const feed = new TestFeed('old', 'next', 'later');
  const { machines } = feed;
  const person = (name: string): Actor => ({ kind: 'person', personId: newId<PersonId>(now), name, duty: 'system-administrator', odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: 'spec' });
  const [ann, bob] = [person('Ann Administrator'), person('Bob Administrator')];
  let sharing: PublishedSharing;
  let acts: ReturnType<typeof gatewayActs>;
  let gatewayId: string;

  const send = (machine: TestCertificate, path: string, body?: object) => feed.ask(machine, path, body && { body: JSON.stringify(body) });
  const told = (events: readonly string[]): (number | undefined)[] => events.map((data) => parsePushed(data)?.publication);
  const rows = async <Row>(text: string): Promise<Row[]> => (await sharing.database.owner.query(text)).rows as Row[];
  const certificateOf = async ({ sha256 }: TestCertificate): Promise<{ id: string; version: number }> => (await rows<{ id: string; version: number }>(`SELECT id, version FROM gateway_certificate WHERE sha256 = '${sha256}'`))[0]!;
  const confirm = async (machine: TestCertificate): Promise<unknown> => {
    const { id, version } = await certificateOf(machine);
    return acts.confirmingCertificate.execute(bob, { id, expectedVersion: version });
  };
  const revoke = async (machine: TestCertificate): Promise<unknown> => acts.revokingCertificate.execute(bob, { id: (await certificateOf(machine)).id, reason: 'The next one is in use' });
  const receipt = async (by: TestCertificate, publication: number): Promise<object> => {
    const [issued] = await rows<{ hash: string; stops: number }>(`SELECT hash, stop_list_number AS stops FROM publication WHERE number = ${publication}`);
    const content = { gateway: 'north', publication, stopList: issued!.stops, hash: issued!.hash, appliedAt: now.toISOString() };
    return { ...content, signature: sign('sha256', canonicalBytes(content), by.key).toString('base64') };
  };
  const sealed = [0, 1, 2, 3].map((sequence) => sealedText(createPublicKey(feed.seal.publicKey), aSentEvent({ messageId: `message-${sequence}`, occurredAt: now.toISOString() })));
  const batch = (...sequences: number[]): object => ({ boot: BOOT, events: sequences.map((sequence) => ({ sequence, sealed: sealed[sequence]! })) });
  /** Something is published that was not before. */
  const publishMore = async (): Promise<number> => {
    await sharing.behindTheirBack(`UPDATE pair SET held_during = 'empty' WHERE ctid = (SELECT ctid FROM pair WHERE NOT isempty(held_during) LIMIT 1)`);
    await sharing.publish();
    return (await rows<{ number: number }>('SELECT max(number) AS number FROM publication'))[0]!.number;
  };

  beforeAll(async () => {
    await feed.issue(await TestAuthority.make(now), now);
    sharing = await PublishedSharing.open({ localities: 2, providers: 4, consumers: 2 }, now.toISOString());
    for (const { personId, name } of [ann, bob]) await sharing.database.owner.query(`INSERT INTO person (id, name, recorded_at) VALUES ($1, $2, '2026-01-01')`, [personId, name]);
    acts = gatewayActs(new Transactions(await sharing.database.dataSourceAs('api'), sharing.clock), new Changes(), new Outbox());
    const gateway = await acts.registering.execute(ann, { code: 'north', name: 'North', pem: machines.old.pem, localityCodes: ['TSTL00000'] });
    await acts.confirming.execute(bob, { id: gateway.id, expectedVersion: 1 });
    gatewayId = gateway.id;
    await sharing.publish();
    await feed.start(sharing.database.urlAs('feed'), sharing.clock);
  });
  afterAll(async () => {
    await feed.stop();
    await sharing?.close();
  });

  it('is the same gateway by either from the commit that confirms the next, and by the next alone once the old one is revoked', async () => {
    const { old, next } = machines;
    expect((await send(old, TIMESTAMP)).status).toBe(200);
    expect(await send(next, TIMESTAMP)).toMatchObject({ status: 403, json: { code: 'NOT_REGISTERED' } });
    await acts.registeringCertificate.execute(ann, { gatewayId, pem: next.pem });
    expect(await send(next, TIMESTAMP)).toMatchObject({ status: 403, json: { code: 'CERTIFICATE_NOT_CONFIRMED' } });
    expect((await send(old, '/access-events', batch(1, 2))).json).toEqual({ acknowledged: 2, rejected: [] });
    expect((await send(old, '/publication/receipts', await receipt(old, 1))).json).toEqual({ taken: true });
    const before = await feed.listen(old);
    await before.nth(1);

    await confirm(next);
    const presented = async () => (await rows<{ presented: string }>('SELECT presented FROM gateway_contact'))[0]!.presented;
    expect(await presented()).toBe(old.sha256);
    expect((await send(next, TIMESTAMP)).status).toBe(200);
    expect(await presented()).toBe(next.sha256);
    const after = await feed.listen(next);
    await after.nth(1);
    const second = await publishMore();
    await Promise.all([before.nth(2), after.nth(2)]);
    expect((await send(next, '/publication/localities')).json).toEqual((await send(old, '/publication/localities')).json);

    // Its place: what it sent with the old one is not sent anew, and its word counts with the key it is given with.
    expect((await send(next, '/access-events', batch(2, 3))).json).toEqual({ acknowledged: 3, rejected: [] });
    expect(await send(next, '/publication/receipts', await receipt(old, second))).toMatchObject({ status: 400, json: { code: 'RECEIPT_NOT_SIGNED' } });
    expect((await send(next, '/publication/receipts', await receipt(next, 1))).json).toEqual({ taken: false });
    expect((await send(next, '/publication/receipts', await receipt(next, second))).json).toEqual({ taken: true });

    await revoke(old);
    await before.ended;
    expect(await send(old, TIMESTAMP)).toMatchObject({ status: 403, json: { code: 'CERTIFICATE_REVOKED' } });
    const third = await publishMore();
    await after.nth(3);
    expect([told(before.events), told(after.events)]).toEqual([[1, second], [1, second, third]]);
    after.close();
    expect(await rows('SELECT count(*)::int AS gateways, (SELECT count(*)::int FROM gateway_contact) AS contacts, (SELECT count(*)::int FROM receipt) AS receipts, (SELECT count(*)::int FROM access_event) AS events FROM gateway'))
      .toEqual([{ gateways: 1, contacts: 1, receipts: 2, events: 3 }]);
  });

  it('is cut off altogether when the gateway is revoked, whatever it presents', async () => {
    const { old, next, later } = machines;
    await acts.registeringCertificate.execute(ann, { gatewayId, pem: later.pem });
    const open = await feed.listen(next);
    expect(told([await open.nth(1)])).toEqual([1 + 2]);
    await acts.revoking.execute(bob, { id: gatewayId, reason: 'Stolen' });
    await open.ended;
    for (const machine of [old, next, later]) expect(await send(machine, TIMESTAMP)).toMatchObject({ status: 403, json: { code: 'CERTIFICATE_REVOKED' } });
  });
});
