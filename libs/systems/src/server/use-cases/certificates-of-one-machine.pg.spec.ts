import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { attemptAsEvery } from '@accord/kernel/testing';
import '../systems.module.js'; // which says in words what the database refuses
import { aCertificate, CertificateWorld } from '../../testing/index.js';

// Keys are made for each case, and the machine may be busy.
jest.setTimeout(60_000);

const world = new CertificateWorld();
const { clock, ann, bob, vera, inForce, shown, registerOf } = world;

beforeAll(() => world.open());
beforeEach(() => world.forget());
afterAll(() => world.close());

const forGateway = (pem: string): Promise<unknown> => world.acts.registering.execute(ann, { code: 'south', name: 'South', pem, localityCodes: ['TSTL1'] });
const forSystem = (pem: string): Promise<unknown> => world.certificates.registering.execute(vera, { certificates: [{ consumerOdsCode: 'TSTV01', systemName: 'Viewer', pem }] });
const known = expect.objectContaining({ code: 'CERTIFICATE_KNOWN', message: 'This certificate is registered already. A certificate belongs to one system, or one gateway, for ever.' });
const registered = async (): Promise<number> => (await world.database.owner.query<{ count: number }>(`
  SELECT count(*)::int AS count FROM (SELECT sha256 FROM gateway_certificate UNION ALL SELECT sha256 FROM system_certificate) held`)).rows[0]!.count;

describe('a certificate of one machine', () => {
  it('is registered for no other, whichever of them came first', async () => {
    const [first, second] = [await aCertificate(), await aCertificate()];
    await forGateway(first);
    await expect(forSystem(first)).rejects.toEqual(known);
    await forSystem(second);
    await expect(world.acts.registering.execute(ann, { code: 'east', name: 'East', pem: second, localityCodes: ['TSTL1'] })).rejects.toEqual(known);
    await expect(world.acts.registeringCertificate.execute(ann, { gatewayId: await inForce(), pem: second })).rejects.toEqual(known);
  });

  it.each([1, 2, 3, 4])('is registered once where two come at once, and the other is told what whoever comes later is told (%i)', async () => {
    const gatewayId = await inForce();
    const before = await registered();
    const pem = await aCertificate();
    const renewal = world.acts.registeringCertificate.execute(ann, { gatewayId, pem });
    const outcomes = await Promise.allSettled([forGateway(pem), forSystem(pem), renewal]);
    expect(outcomes.map((each) => (each.status === 'fulfilled' ? 'done' : each.reason)).filter((each) => each !== 'done')).toEqual([known, known]);
    expect(await registered()).toBe(before + 1);
  });

  it('is refused to whoever waited for the other to commit, though nothing was to be seen when they looked', async () => {
    const [one, other] = [await world.database.clientAs('api'), await world.database.clientAs('api')];
    const { systemId } = await registerOf(vera);
    const gatewayId = await inForce();
    for (const client of [one, other]) await client.query(`BEGIN; SET LOCAL accord.duty = 'system-administrator'; SET LOCAL accord.person = '${ann.personId}'`);
    await one.query(asGateways(gatewayId, 'f'));
    const waiting = other.query(asSystems(systemId, 'f'));
    await one.query(`INSERT INTO change_record (id, recorded_at, type, subject, outcome, actor_kind, actor_name, person_id, details, origin) VALUES (gen_random_uuid(), '2026-03-02', 'x.y', 'x', 'done', 'person', 'Ann', '${ann.personId}', '{}', 'spec')`);
    await one.query(`INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload) VALUES (gen_random_uuid(), '2026-03-02', 'x.y', 'x', '{}', '{}')`);
    await Promise.all([one.query('COMMIT'), expect(waiting).rejects.toMatchObject({ code: '23505', constraint: 'certificate_of_one_machine' })]);
    await other.query('ROLLBACK');
  });

  it('is kept so by the database, whoever writes, revoked or not', async () => {
    const { systemId, sha256 } = await registerOf(vera);
    const gatewayId = await inForce();
    const [held] = (await shown(gatewayId)).certificates;
    const { owner } = world.database;
    const twice = { code: '23505', constraint: 'certificate_of_one_machine' };
    for (const text of [asGateways(gatewayId, sha256), asSystems(systemId, held!.sha256)]) {
      expect(await attemptAsEvery(world.database, ann, clock.now(), [{ text }])).toMatchObject({ api: 'certificate_of_one_machine', worker: 'certificate_of_one_machine', publisher: 'forbidden', feed: 'forbidden' });
    }
    await world.acts.revoking.execute(bob, { id: gatewayId, reason: 'Stolen' });
    for (const text of [asSystems(systemId, held!.sha256), `UPDATE system_certificate SET sha256 = '${held!.sha256}'`]) await expect(owner.query(text)).rejects.toMatchObject(twice);
    for (const role of ['api', 'worker', 'publisher', 'feed', 'audit_reader'] as const) {
      const client = await world.database.clientAs(role);
      for (const text of ['SELECT FROM certificate_fingerprint', 'DELETE FROM certificate_fingerprint', `INSERT INTO certificate_fingerprint VALUES (repeat('0', 64))`]) await expect(client.query(text)).rejects.toMatchObject({ code: '42501' });
    }
  });
});

const asGateways = (gatewayId: string, sha256: string): string => `INSERT INTO gateway_certificate (id, gateway_id, sha256, pem, valid_during, registered_by, recorded_at)
  VALUES (gen_random_uuid(), '${gatewayId}', '${sha256.padEnd(64, 'f')}', 'p', '[2026-01-01,2027-01-01)', '${ann.personId}', '2026-03-02')`;
const asSystems = (systemId: string, sha256: string): string => `INSERT INTO system_certificate (id, system_id, consumer_ods_code, sha256, pem, subject, valid_during, registered_by, registered_at)
  VALUES (gen_random_uuid(), '${systemId}', 'TSTV01', '${sha256.padEnd(64, 'f')}', 'p', 's', '[2026-01-01,2027-01-01)', '${ann.personId}', '2026-03-02')`;
