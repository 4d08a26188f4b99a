import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EarlierDatabase } from '../../testing/earlier-database.js';

jest.setTimeout(60_000);

describe('certificates that were registered before the database kept each to one machine', () => {
  let database: EarlierDatabase;

  beforeAll(async () => {
    database = await EarlierDatabase.before('0037');
    await database.arrange(`
      INSERT INTO gateway (id, code, name, registered_by, registered_at) VALUES (md5('north')::uuid, 'north', 'North', md5('ann')::uuid, '2026-01-01');
      INSERT INTO gateway_certificate (id, gateway_id, sha256, pem, valid_during, recorded_at, registered_by, confirmed_by, confirmed_at) SELECT md5(mark)::uuid, md5('north')::uuid, repeat(mark, 64), 'p', '[2026-01-01,2027-01-01)', '2026-01-01', md5('ann')::uuid, md5('bob')::uuid, '2026-01-01'
        FROM unnest(ARRAY['a', 'c']) AS mark;
      INSERT INTO system_certificate (id, system_id, consumer_ods_code, sha256, pem, subject, valid_during, registered_by, registered_at) SELECT md5(mark)::uuid, md5('s')::uuid, 'TSTV01', repeat(mark, 64), 'p', 's', '[2026-01-01,2027-01-01)', md5('ann')::uuid, '2026-01-01'
        FROM unnest(ARRAY['b', 'c']) AS mark`);
  });
  afterAll(() => database.close());

  it('stop the upgrade where one speaks for two, with words that say which and what to do, and go on once it is revoked for one of them', async () => {
    await expect(database.migrate()).rejects.toThrow(/certificate c{64} is registered for the gateway north and for a system of TSTV01 too\. .*revoke it for one of the two .*migrate again/);
    expect((await database.client.query(`SELECT to_regclass('certificate_fingerprint') AS made`)).rows).toEqual([{ made: null }]);
    await database.arrange(`UPDATE system_certificate SET revoked_by = md5('bob')::uuid, revoked_at = '2026-01-02', revoked_reason = 'A gateway has it' WHERE sha256 = repeat('c', 64)`);
    await database.migrate();
    expect((await database.client.query('SELECT left(sha256, 1) AS mark FROM certificate_fingerprint ORDER BY 1')).rows).toEqual(['a', 'b', 'c'].map((mark) => ({ mark })));
  });
});
