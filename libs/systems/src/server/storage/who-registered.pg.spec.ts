import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EarlierDatabase } from '../../testing/earlier-database.js';

jest.setTimeout(60_000);

describe('what the operator registered before anybody was named', () => {
  let database: EarlierDatabase;

  beforeAll(async () => {
    database = await EarlierDatabase.before('0032');
    await database.arrange(`
      INSERT INTO change_record (id, recorded_at, type, subject, outcome, actor_kind, actor_name, details, origin) VALUES
        (gen_random_uuid(), '2026-01-01', 'gateway.registered', md5('north')::uuid::text, 'done', 'operator', 'Ola Operator', '{}', 'cli'),
        (gen_random_uuid(), '2026-01-01', 'certificate.registered', md5('c')::uuid::text, 'done', 'operator', 'Olive Operator', '{}', 'cli');
      INSERT INTO gateway (id, code, name, registered_by, registered_at) VALUES (md5('north')::uuid, 'north', 'North', NULL, '2026-01-01'), (md5('south')::uuid, 'south', 'South', NULL, '2026-01-01'),
        (md5('east')::uuid, 'east', 'East', md5('ann')::uuid, '2026-01-01');
      INSERT INTO person (id, name, recorded_at) SELECT md5(name)::uuid, name, '2026-01-01' FROM unnest(ARRAY['ann', 'bob', 'olaf']) AS name;
      UPDATE gateway SET confirmed_by = md5('bob')::uuid, confirmed_at = '2026-01-02' WHERE code IN ('east', 'south');
      UPDATE gateway SET revoked_by = md5('olaf')::uuid, revoked_at = '2026-01-03', revoked_reason = 'Stolen' WHERE code = 'south';
      INSERT INTO gateway_certificate (id, gateway_id, sha256, pem, valid_during, recorded_at, revoked_at)
        SELECT md5('c' || code)::uuid, id, repeat(substr(md5(code), 1, 1), 64), 'p', '[2026-01-01,2027-01-01)', '2026-01-01', revoked_at FROM gateway;
      INSERT INTO system_certificate (id, system_id, consumer_ods_code, sha256, pem, subject, valid_during, registered_by, registered_at)
        VALUES (md5('c')::uuid, md5('s')::uuid, 'TSTV01', repeat('c', 64), 'p', 's', '[2026-01-01,2027-01-01)', NULL, '2026-01-01')`);
  });
  afterAll(() => database.close());

  it('is the operator\'s of the record from then on, or of nobody known by name; a person\'s stays theirs', async () => {
    await database.migrate();
    expect((await database.client.query(`SELECT code, registered_by IS NULL AS "isOperators", registered_by_operator AS name FROM gateway ORDER BY code`)).rows).toEqual([
      { code: 'east', isOperators: false, name: null }, { code: 'north', isOperators: true, name: 'Ola Operator' }, { code: 'south', isOperators: true, name: 'operator' },
    ]);
    // Each certificate of a gateway was registered, confirmed and revoked with it.
    expect((await database.client.query(`SELECT code, held.registered_by = md5('ann')::uuid AS "isAnns", held.registered_by_operator AS name, held.confirmed_by = md5('bob')::uuid AS "isBobs", held.confirmed_at::date::text AS confirmed,
      held.revoked_by = md5('olaf')::uuid AS "isOlafs", held.revoked_reason AS reason, held.version FROM gateway_certificate held JOIN gateway ON gateway.id = gateway_id ORDER BY code`)).rows).toEqual([
      { code: 'east', isAnns: true, name: null, isBobs: true, confirmed: '2026-01-02', isOlafs: null, reason: null, version: 1 },
      { code: 'north', isAnns: null, name: 'Ola Operator', isBobs: null, confirmed: null, isOlafs: null, reason: null, version: 1 },
      { code: 'south', isAnns: null, name: 'operator', isBobs: true, confirmed: '2026-01-02', isOlafs: true, reason: 'Stolen', version: 1 },
    ]);
    expect((await database.client.query('SELECT registered_by_operator AS name, version FROM system_certificate')).rows).toEqual([{ name: 'Olive Operator', version: 1 }]);
  });
});
