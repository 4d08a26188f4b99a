import { generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalBytes } from '@accord/enforcement';
import type { Actor } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { confirmedGateway, PublishedSharing, TestAuthority, type TestCertificate } from '../../testing/index.js';
import { ReceiptStore } from '../storage/receipt-store.js';
import { TakeReceipt } from './take-receipt.js';

const NORTH: Actor = { kind: 'machine', personId: null, name: 'north', duty: 'gateway', odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: 'spec' };

/** Publications 1 and 2 are compiled with stop list 1, publication 3 with stop list 2. */
describe('a receipt', () => {
  let sharing: PublishedSharing;
  let taking: TakeReceipt;
  let north: TestCertificate;
  let hashes: ReadonlyMap<number, string>;

  const handIn = (publication: number, stopList: number, key = north.key) => {
    const content = { gateway: 'north', publication, stopList, hash: hashes.get(publication) ?? 'a'.repeat(64), appliedAt: '2026-03-02T09:00:00Z' };
    const receipt = { ...content, signature: sign('sha256', canonicalBytes(content), key).toString('base64') };
    return { actor: NORTH, gateway: { id: gatewayId, code: 'north', certificatePem: north.pem }, receipt };
  };
  let gatewayId: string;
  const told = (answers: readonly PromiseSettledResult<unknown>[]): unknown[] => answers.map((each) => (each.status === 'fulfilled' ? each.value : (each.reason as { code: string }).code));
  const kept = async (): Promise<unknown[]> => (await sharing.database.owner.query('SELECT publication_number AS publication, stop_list_number AS "stopList" FROM receipt ORDER BY 1, 2')).rows;

  beforeAll(async () => {
    sharing = await PublishedSharing.open({ localities: 1, providers: 3, consumers: 1 });
    north = await (await TestAuthority.make(sharing.clock.now())).issue('north', sharing.clock.now());
    await sharing.behindTheirBack(confirmedGateway('north', north, 'TSTL00000'));
    gatewayId = (await sharing.database.owner.query<{ id: string }>('SELECT id FROM gateway')).rows[0]!.id;
    await sharing.publish();
    await sharing.behindTheirBack(`UPDATE participation SET state = 'withdrawn' WHERE provider_ods_code = 'TSTP00001'`);
    await sharing.publish();
    await sharing.behindTheirBack(`INSERT INTO stop (id, kind, scope_kind, provider_ods_code, locality_id, from_at, reason, imposed_by, imposed_side, imposed_duty, imposed_at)
      SELECT gen_random_uuid(), 'suspension', 'provider', provider_ods_code, locality_id, '2026-03-02T08:00:00Z', 'A worry', submitted_by, 'controller', 'signatory', '2026-03-02T08:00:00Z' FROM participation WHERE provider_ods_code = 'TSTP00000'`);
    await sharing.publish();
    const { rows } = await sharing.database.owner.query<{ number: number; hash: string; list: number }>('SELECT number, hash, stop_list_number AS list FROM publication ORDER BY number');
    expect(rows.map(({ list }) => list)).toEqual([1, 1, 2]);
    hashes = new Map(rows.map(({ number, hash }) => [number, hash]));
    taking = new TakeReceipt(new Transactions(await sharing.database.dataSourceAs('feed'), sharing.clock), sharing.clock, new ReceiptStore());
  });
  afterAll(() => sharing.close());

  it('is kept of every stop list that was issued and that its publication can be enforced with', async () => {
    expect(told(await taking.together([handIn(1, 1), handIn(2, 1), handIn(2, 2), handIn(3, 2), handIn(3, 2)]))).toEqual([...Array(4).fill({ taken: true }), { taken: false }]);
    expect(await kept()).toEqual([[1, 1], [2, 1], [2, 2], [3, 2]].map(([publication, stopList]) => ({ publication, stopList })));
  });

  it('is kept of no other, so that what was never issued does not stand for the newest', async () => {
    const before = await kept();
    expect(told(await taking.together([handIn(3, 3), handIn(3, 2_147_483_647), handIn(3, 1), handIn(1, 0), handIn(2, 3)]))).toEqual(Array(5).fill('RECEIPT_UNKNOWN_STOP_LIST'));
    expect(await kept()).toEqual(before);
  });

  it('is refused for itself, and keeps none that came with it from being taken', async () => {
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256', privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } }).privateKey;
    expect(told(await taking.together([handIn(1, 2), handIn(1, 1, stranger), handIn(4, 2)]))).toEqual([{ taken: true }, 'RECEIPT_NOT_SIGNED', 'RECEIPT_UNKNOWN_PUBLICATION']);
  });
});
