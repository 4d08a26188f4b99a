import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { operatorActor } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { PublishedSharing } from '../../testing/index.js';
import { keysIn } from '../domain/trust-parts.js';
import { revokedWithout } from '../read-models/revoked-without.js';
import { KeyCeremonies } from './key-ceremonies.js';
import { lastFinishedChange, onlineKeysEverTrusted } from './keys-told.js';

const PERSON = '00000000-0000-7000-8000-0000000000ab';
const operator = operatorActor('Orla Fenwick');

describe('what key holders are told', () => {
  let sharing: PublishedSharing;
  let transactions: Transactions;

  beforeAll(async () => {
    sharing = await PublishedSharing.open({ localities: 1, providers: 2, consumers: 2 });
    transactions = new Transactions(await sharing.database.dataSourceAs('publisher'), sharing.clock);
    await sharing.publish();
    await sharing.behindTheirBack(`UPDATE pair SET held_during = 'empty' WHERE provider_ods_code = 'TSTP00000'`);
    await sharing.publish();
  });
  afterAll(() => sharing.close());

  it('the last change of keys that was adopted, and not one that waits or failed', async () => {
    const last = () => transactions.read(operator, lastFinishedChange);
    expect(await last()).toBeNull();
    const ceremony = (id: string, settled: string) => `
      INSERT INTO key_ceremony (id, reason, content, root_sha256, first_holder, second_holder, handed_in_by, handed_in_at, publication_number, adopted_at, fault, failed_at)
      VALUES (md5('${id}')::uuid, '${id}', 'as it was', repeat('a', 64), repeat('b', 64), repeat('c', 64), 'Orla Fenwick', '2026-03-02T08:00:00Z', ${settled})`;
    await sharing.behindTheirBack(ceremony('stolen', `2, '2026-03-02T08:00:01Z', NULL, NULL`), ceremony('failed', `NULL, NULL, 'no', '2026-03-02T08:00:02Z'`), ceremony('waits', 'NULL, NULL, NULL, NULL'));
    expect(await last()).toEqual({ publication: 2, adoptedAt: new Date('2026-03-02T08:00:01Z'), reason: 'stolen', handedInBy: 'Orla Fenwick', holders: ['b'.repeat(64), 'c'.repeat(64)], content: Buffer.from('as it was') });
  });

  it('which online keys were ever trusted', async () => {
    const [ever, standing] = await transactions.read(operator, async (tx) => [await onlineKeysEverTrusted(tx), await new KeyCeremonies().standing(tx)] as const);
    expect([...ever].sort()).toEqual(Object.values(keysIn(standing!)).sort());
  });

  it('which revoked gateways may go on without a publication, and until when', async () => {
    const gateway = (code: string, contact: string | null, receipted: number | null) => [
      `INSERT INTO gateway (id, code, name, registered_by, registered_at, confirmed_by, confirmed_at, revoked_by, revoked_at, revoked_reason)
        VALUES (md5('${code}')::uuid, '${code}', '${code}', '${PERSON}', '2026-01-01', md5('b')::uuid, '2026-01-01', '${PERSON}', '2026-03-02T08:30:00Z', 'stolen')`,
      `INSERT INTO gateway_locality SELECT md5('${code}')::uuid, id, '[2026-01-01,)', '2026-01-01' FROM locality`,
      ...(contact === null ? [] : [`INSERT INTO gateway_contact VALUES (md5('${code}')::uuid, '${contact}')`]),
      ...(receipted === null ? [] : [`INSERT INTO receipt SELECT md5('${code}')::uuid, number, stop_list_number, hash, '2026-03-02T09:00:01Z', '2026-03-02T09:00:01Z', '' FROM publication WHERE number = ${receipted}`]),
    ];
    await sharing.behindTheirBack(...gateway('behind', '2026-03-02T08:29:00Z', 1), ...gateway('recovered', '2026-03-02T08:29:00Z', 2), ...gateway('never', null, null), ...gateway('passed', '2026-02-27T08:00:00Z', 1));
    const told = (at: string) => transactions.read(operator, (tx) => revokedWithout(tx, 2, new Date(at)));
    expect(await told('2026-03-02T09:00:00Z')).toEqual([{ code: 'behind', name: 'behind', refusesAt: new Date('2026-03-03T08:29:00Z') }]);
    expect(await told('2026-03-03T08:29:00Z')).toEqual([]);
  });
});
