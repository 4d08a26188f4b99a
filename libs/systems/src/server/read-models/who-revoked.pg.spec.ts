import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor, PersonId } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { gatewayById, systemCertificateById } from './registers.js';

const idOf = (name: string): string => createHash('md5').update(name).digest('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
const administrator: Actor = {
  kind: 'person', personId: idOf('ada') as PersonId, name: 'Ada', duty: 'system-administrator', odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: 'spec',
};

describe('who revoked', () => {
  let database: TestDatabase;
  let transactions: Transactions;
  beforeAll(async () => {
    database = await testDatabase();
    transactions = new Transactions(await database.dataSourceAs('api'), new FixedClock('2026-03-02T09:00:00Z'));
    await database.owner.query(`
      BEGIN; SET LOCAL session_replication_role = replica;
      INSERT INTO person (id, name, recorded_at) SELECT md5(lower(name))::uuid, name, '2026-01-01' FROM unnest(ARRAY['Ada', 'Bram', 'Olaf']) AS name;
      INSERT INTO organisation (ods_code, name, status, recorded_at) VALUES ('TSTV01', 'Viewer', 'A', '2026-01-01');
      INSERT INTO consumer_system (id, consumer_ods_code, name, recorded_at) VALUES (md5('s')::uuid, 'TSTV01', 'Desk', '2026-01-01');
      INSERT INTO gateway (id, code, name, registered_by, registered_at, confirmed_by, confirmed_at, revoked_by, revoked_at, revoked_reason)
        VALUES (md5('bus')::uuid, 'bus', 'Bus', md5('ada')::uuid, '2026-01-01', md5('bram')::uuid, '2026-01-02', md5('olaf')::uuid, '2026-01-03', 'Stolen'),
          (md5('north')::uuid, 'north', 'North', md5('ada')::uuid, '2026-01-01', md5('bram')::uuid, '2026-01-02', NULL, NULL, NULL);
      INSERT INTO system_certificate (id, system_id, consumer_ods_code, sha256, pem, subject, valid_during, registered_by, registered_at, revoked_by, revoked_at, revoked_reason)
        VALUES (md5('c')::uuid, md5('s')::uuid, 'TSTV01', repeat('c', 64), 'p', 's', '[2026-01-01,2027-01-01)', md5('ada')::uuid, '2026-01-01', md5('olaf')::uuid, '2026-01-03', 'Lost');
      COMMIT`);
  });
  afterAll(() => database.close());

  it('is said of a gateway and of a certificate, as who registered and confirmed it is', async () => {
    const [bus, north, certificate] = await transactions.read(administrator, async (tx) => [await gatewayById(tx, idOf('bus')), await gatewayById(tx, idOf('north')), await systemCertificateById(tx, idOf('c'))] as const);
    expect([bus, north, certificate]).toMatchObject([
      { registeredByName: 'Ada', confirmedByName: 'Bram', revokedByName: 'Olaf' }, { confirmedByName: 'Bram', revokedByName: null }, { registeredByName: 'Ada', revokedByName: 'Olaf' },
    ]);
  });
});
