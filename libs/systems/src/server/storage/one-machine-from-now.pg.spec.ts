import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { migrate } from '@accord/kernel/server';
import { testDatabase, type TestDatabase } from '@accord/kernel/testing';
import pg from 'pg';

jest.setTimeout(60_000);

const FOLDER = join(import.meta.dirname, '../../../../../migrations');
const AT = new Date('2026-01-01T00:00:00Z');
const NAME = `spec_before_0037_${process.pid}`;

describe('certificates that were registered before the database kept each to one machine', () => {
  let beside: TestDatabase;
  let url: string;
  let database: pg.Client;
  const earlier = mkdtempSync(join(tmpdir(), 'accord-migrations-'));
  const arrange = (text: string): Promise<unknown> => database.query(`BEGIN; SET LOCAL session_replication_role = replica; ${text}; COMMIT`);

  beforeAll(async () => {
    beside = await testDatabase();
    await beside.owner.query(`CREATE DATABASE ${NAME} TEMPLATE template0 ENCODING 'UTF8'`);
    const address = new URL(process.env['ACCORD_TEST_DATABASE_URL']!);
    address.pathname = `/${NAME}`;
    url = address.toString();
    for (const file of readdirSync(FOLDER)) if (file < '0037') cpSync(join(FOLDER, file), join(earlier, file));
    await migrate(url, earlier, AT);
    database = new pg.Client({ connectionString: url });
    await database.connect();
    await arrange(`
      INSERT INTO gateway (id, code, name, registered_by, registered_at) VALUES (md5('north')::uuid, 'north', 'North', md5('ann')::uuid, '2026-01-01');
      INSERT INTO gateway_certificate (id, gateway_id, sha256, pem, valid_during, recorded_at, registered_by, confirmed_by, confirmed_at) SELECT md5(mark)::uuid, md5('north')::uuid, repeat(mark, 64), 'p', '[2026-01-01,2027-01-01)', '2026-01-01', md5('ann')::uuid, md5('bob')::uuid, '2026-01-01'
        FROM unnest(ARRAY['a', 'c']) AS mark;
      INSERT INTO system_certificate (id, system_id, consumer_ods_code, sha256, pem, subject, valid_during, registered_by, registered_at) SELECT md5(mark)::uuid, md5('s')::uuid, 'TSTV01', repeat(mark, 64), 'p', 's', '[2026-01-01,2027-01-01)', md5('ann')::uuid, '2026-01-01'
        FROM unnest(ARRAY['b', 'c']) AS mark`);
  });
  afterAll(async () => {
    await database.end();
    await beside.owner.query(`DROP DATABASE ${NAME} WITH (FORCE)`);
    await beside.close();
    rmSync(earlier, { recursive: true });
  });

  it('stop the upgrade where one speaks for two, with words that say which and what to do, and go on once it is revoked for one of them', async () => {
    await expect(migrate(url, FOLDER, AT)).rejects.toThrow(/certificate c{64} is registered for the gateway north and for a system of TSTV01 too\. .*revoke it for one of the two .*migrate again/);
    expect((await database.query(`SELECT to_regclass('certificate_fingerprint') AS made`)).rows).toEqual([{ made: null }]);
    await arrange(`UPDATE system_certificate SET revoked_by = md5('bob')::uuid, revoked_at = '2026-01-02', revoked_reason = 'A gateway has it' WHERE sha256 = repeat('c', 64)`);
    await migrate(url, FOLDER, AT);
    expect((await database.query('SELECT left(sha256, 1) AS mark FROM certificate_fingerprint ORDER BY 1')).rows).toEqual(['a', 'b', 'c'].map((mark) => ({ mark })));
  });
});
