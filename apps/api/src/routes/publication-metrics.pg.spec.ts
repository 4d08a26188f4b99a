import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { Registry } from 'prom-client';
import { publicationMetrics } from './publication-metrics.js';

const HOUR = 3_600;

describe('how long the certificates of gateways still count', () => {
  let database: TestDatabase;
  beforeAll(async () => { database = await testDatabase(); });
  afterAll(() => database.close());

  it('is told of each that is confirmed and not revoked: below 0 once it is over, 0 where none counts', async () => {
    const told = (code: string, during: string, more = ['', ''], gateway = ['', '']): string => `
      INSERT INTO gateway (id, code, name, registered_by, registered_at, confirmed_by, confirmed_at${gateway[0]}) VALUES (md5('${code}')::uuid, '${code}', '${code}', md5('a')::uuid, '2026-01-01', md5('b')::uuid, '2026-01-01'${gateway[1]});
      INSERT INTO gateway_certificate (id, gateway_id, sha256, pem, valid_during, registered_by, recorded_at, confirmed_by, confirmed_at${more[0]})
        VALUES (md5('c${code}')::uuid, md5('${code}')::uuid, md5('${code}') || md5('${code}'), 'p', '${during}', md5('a')::uuid, '2026-01-01', md5('b')::uuid, '2026-01-01'${more[1]});`;
    const revoked = [', revoked_at, revoked_by, revoked_reason', `, '2026-02-01', md5('a')::uuid, 'stolen'`];
    await database.owner.query(`SET session_replication_role = replica;
      ${told('north', '[2026-01-01,2026-03-02T10:00:00Z)')} ${told('over', '[2026-01-01,2026-03-02T08:00:00Z)')} ${told('bare', '[2026-01-01,2027-01-01)', revoked)}
      ${told('later', '[2026-04-01,2027-01-01)')} ${told('gone', '[2026-01-01,2027-01-01)', revoked, revoked)}
      SET session_replication_role = origin`);
    const register = new Registry();
    await publicationMetrics(register, new Transactions(await database.dataSourceAs('api'), new FixedClock('2026-03-02T09:00:00Z')))();
    const { values } = (await register.getMetricsAsJSON()).find(({ name }) => name === 'accord_gateway_certificate_left_seconds')!;
    expect(Object.fromEntries(values.map(({ labels, value }) => [labels['gateway'], value]))).toEqual({ north: HOUR, over: -HOUR, bare: 0, later: 0 });
  });
});
