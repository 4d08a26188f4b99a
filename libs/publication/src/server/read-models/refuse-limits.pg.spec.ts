import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Tx } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { confirmedGateway, PublishedSharing } from '../../testing/index.js';
import { PUBLISHER } from '../jobs/publishing-loop.js';
import { heldInName } from './held-in-name.js';
import { appliedBy, gatewayStates } from './publications.js';

const [GIVEN, TOMORROW] = ['2026-03-02T08:59:00Z', new Date('2026-03-03T08:59:00Z')];

/** Locality 1 is published from publication 2 on. north and west have signed for publication 1 alone, south for nothing; north and south have been given something since. */
describe('a gateway whose newest receipt is of a publication that knew nothing of its localities', () => {
  let sharing: PublishedSharing;
  let read: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  const at = (): Date => sharing.clock.now();

  beforeAll(async () => {
    sharing = await PublishedSharing.open({ localities: 2, providers: 2, consumers: 2 });
    const transactions = new Transactions(await sharing.database.dataSourceAs('worker'), sharing.clock);
    read = (work) => transactions.read({ ...PUBLISHER, duty: null }, work);
    const { rows: [later] } = await sharing.database.owner.query<{ id: string }>(`SELECT id FROM locality WHERE code = 'TSTL00001'`);
    await sharing.behindTheirBack(`DELETE FROM locality WHERE code = 'TSTL00001'`);
    await sharing.publish();
    const signed = (code: string): string => `INSERT INTO receipt SELECT md5('${code}')::uuid, number, stop_list_number, hash, '2026-03-01T09:00:00Z', '2026-03-01T09:00:00Z', '' FROM publication`;
    const given = (code: string): string => `INSERT INTO gateway_contact (gateway_id, seen_at) VALUES (md5('${code}')::uuid, '${GIVEN}')`;
    await sharing.behindTheirBack(
      `INSERT INTO locality (id, code, name, recorded_at) VALUES ('${later!.id}', 'TSTL00001', 'Locality 1', '2026-01-01')`,
      ...['north', 'west', 'south'].map((code, place) => confirmedGateway(code, { sha256: String(place).repeat(64), pem: 'p' }, 'TSTL00001')),
      signed('north'), signed('west'), given('north'), given('south'));
    await sharing.publish();
  });
  afterAll(() => sharing.close());

  it('refuses by what it may have been given since; one that was never given anything has nothing to refuse', async () => {
    const { waiting, complete } = (await read((tx) => appliedBy(tx, { publication: 2 }, at())))!;
    expect([complete, waiting.map(({ code, refusesAt }) => [code, refusesAt])]).toEqual([false, [['north', TOMORROW], ['south', TOMORROW], ['west', null]]]);
    expect((await read((tx) => appliedBy(tx, { publication: 2 }, TOMORROW)))!.waiting.filter(({ refusesAt }) => refusesAt !== null && refusesAt <= TOMORROW)).toHaveLength(2);
  });

  it('is said to refuse from then on wherever it is told of', async () => {
    const held = await read((tx) => heldInName(tx, 'TSTP00001', TOMORROW, null, { after: null, first: 10 }));
    expect(held.gateways.map(({ code, refusesAt, hasRefused }) => [code, refusesAt, hasRefused])).toEqual([['north', TOMORROW, true], ['south', TOMORROW, true], ['west', null, false]]);
    expect((await read((tx) => gatewayStates(tx, TOMORROW))).map(({ code, standing: { kind, refusesAt } }) => [code, kind, refusesAt])).toEqual([['north', 'refusing', TOMORROW], ['south', 'refusing', TOMORROW], ['west', 'never', null]]);
  });
});
