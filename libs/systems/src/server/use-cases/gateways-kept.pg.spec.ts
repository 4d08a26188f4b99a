import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Actor } from '@accord/kernel';
import { attemptAsEvery, keptFromAll } from '@accord/kernel/testing';
import { GatewayWorld, UNTIL_SUMMER } from '../../testing/index.js';

// Keys are made for each case, and the machine may be busy.
jest.setTimeout(60_000);

const world = new GatewayWorld();
const { clock, ann, bob, olaf, oda, operator, registered, inForce, next, confirm, shown } = world;

beforeAll(() => world.open());
beforeEach(() => world.forget());
afterAll(() => world.close());

describe('a gateway and its certificates, kept by the database, whichever role asks', () => {
  const asEvery = (who: Partial<Actor>, text: string) => attemptAsEvery(world.database, who, clock.now(), [{ text }]);
  const confirmed = (id: string, by: Actor) => `UPDATE gateway_certificate SET confirmed_by = '${by.personId}', confirmed_at = '2026-03-02' WHERE id = '${id}'`;
  const inserted = (gatewayId: string, by: string, more = ['', '']) => `INSERT INTO gateway_certificate (id, gateway_id, sha256, pem, valid_during, registered_by, registered_by_operator, recorded_at${more[0]})
    VALUES (gen_random_uuid(), '${gatewayId}', repeat('b', 64), 'p', '[2026-01-01,2027-01-01)', ${by}, '2026-03-02'${more[1]})`;
  const [annHerself, theOperator] = [`'${ann.personId}', NULL`, `NULL, 'Ola Operator'`];

  it('somebody else confirms, in person and once (R3)', async () => {
    const waiting = await next(await inForce());
    expect(await asEvery(ann, confirmed(waiting.id, ann))).toEqual(keptFromAll('gateway_certificate_four_eyes'));
    expect(await asEvery(ann, confirmed(waiting.id, bob))).toEqual(keptFromAll('confirmed_in_person'));
    await confirm(waiting);
    for (const who of [ann, bob]) expect(await asEvery(who, confirmed(waiting.id, who))).toEqual(keptFromAll(who === ann ? 'gateway_certificate_four_eyes' : 'confirmed_in_person'));
    expect(await asEvery(bob, `UPDATE gateway_certificate SET confirmed_by = NULL, confirmed_at = NULL WHERE id = '${waiting.id}'`)).toEqual(keptFromAll('confirmed_in_person'));
  });

  it('who registers does so in their own name, and nothing that is confirmed already', async () => {
    const gatewayId = await inForce();
    for (const by of [`'${bob.personId}', NULL`, theOperator, 'NULL, NULL']) expect(await asEvery(ann, inserted(gatewayId, by))).toMatchObject({ api: 'forbidden', worker: 'forbidden', publisher: 'forbidden', feed: 'forbidden', audit_reader: 'forbidden' });
    expect(await asEvery(ann, inserted(gatewayId, annHerself, [', confirmed_by, confirmed_at', `, '${bob.personId}', '2026-03-02'`]))).toMatchObject({ api: 'forbidden', worker: 'forbidden' });
  });

  it('one waits at a time, and none is for a gateway that is revoked', async () => {
    const gatewayId = await inForce();
    await next(gatewayId);
    expect(await asEvery(ann, inserted(gatewayId, annHerself))).toEqual(keptFromAll('gateway_certificate_one_waits'));
    await world.acts.revoking.execute(bob, { id: gatewayId, reason: 'Stolen' });
    expect(await asEvery(ann, inserted(gatewayId, annHerself))).toEqual(keptFromAll('gateway_takes_certificate'));
    const waiting = (await shown(await registered(UNTIL_SUMMER, 'waiting'))).certificates[0]!;
    expect(await asEvery(bob, confirmed(waiting.id, bob))).toEqual(keptFromAll('gateway_takes_certificate'));
  });

  it('what is revoked stays revoked, with its reason; what is registered stays as it was, and stays there', async () => {
    const gatewayId = await inForce();
    const [first] = (await shown(gatewayId)).certificates;
    for (const text of [`sha256 = repeat('0', 64)`, `pem = 'x'`, `valid_during = '(,)'`, `registered_by = '${bob.personId}'`, `gateway_id = gen_random_uuid()`]) {
      expect(await asEvery(ann, `UPDATE gateway_certificate SET ${text} WHERE false`)).toMatchObject({ api: 'forbidden', worker: 'forbidden', publisher: 'forbidden', feed: 'forbidden', audit_reader: 'forbidden' });
    }
    for (const role of ['api', 'worker', 'publisher', 'feed', 'audit_reader'] as const) await expect((await world.database.clientAs(role)).query('DELETE FROM gateway_certificate')).rejects.toMatchObject({ code: '42501' });
    expect(await asEvery(bob, `UPDATE gateway_certificate SET revoked_by = '${bob.personId}', revoked_at = '2026-03-02' WHERE id = '${first!.id}'`)).toEqual(keptFromAll('gateway_certificate_revoked_with_reason'));
    await world.acts.revokingCertificate.execute(bob, { id: first!.id, reason: 'Lost' });
    expect(await asEvery(bob, `UPDATE gateway_certificate SET revoked_by = NULL, revoked_at = NULL, revoked_reason = NULL WHERE id = '${first!.id}'`)).toMatchObject({ api: 'nothing', worker: 'nothing', publisher: 'forbidden', feed: 'forbidden', audit_reader: 'forbidden' });
  });

  it('what is revoked stays revoked, as it was: a gateway, and a certificate of a system', async () => {
    const id = await inForce();
    const { owner } = world.database;
    await owner.query(`SET session_replication_role = replica;
      INSERT INTO system_certificate (id, system_id, consumer_ods_code, sha256, pem, subject, valid_during, registered_by, registered_at, confirmed_by, confirmed_at, revoked_by, revoked_at, revoked_reason)
        VALUES (gen_random_uuid(), gen_random_uuid(), 'TSTV01', repeat('d', 64), 'p', 's', '[2026-01-01,2027-01-01)', '${ann.personId}', '2026-02-01', '${bob.personId}', '2026-02-01', '${bob.personId}', '2026-02-02', 'Lost');
      SET session_replication_role = origin`);
    await world.acts.revoking.execute(bob, { id, reason: 'Stolen' });
    for (const table of ['gateway', 'system_certificate']) {
      for (const text of ['revoked_by = NULL, revoked_at = NULL, revoked_reason = NULL', `revoked_at = '2026-12-31'`, `revoked_reason = 'Another'`]) {
        expect({ table, text, ...await asEvery(bob, `UPDATE ${table} SET ${text}`) }).toEqual({ table, text, ...keptFromAll('revoked_stays') });
      }
    }
    // Whoever revokes it once more is told that it is revoked.
    await expect(world.acts.revoking.execute(bob, { id, reason: 'Stolen' })).rejects.toMatchObject({ code: 'NOT_READY' });
  });

  it('an officer ends one that serves their localities in their own name, and does nothing else with it', async () => {
    const waiting = await next(await inForce());
    const ended = (by: Actor) => `UPDATE gateway_certificate SET revoked_by = '${by.personId}', revoked_at = '2026-03-02', revoked_reason = 'x' WHERE id = '${waiting.id}'`;
    for (const [who, text] of [[olaf, confirmed(waiting.id, olaf)], [olaf, ended(bob)], [oda, ended(oda)], [operator, ended(bob)], [{ ...bob, duty: 'support' }, ended(bob)]] as const) {
      expect(await attemptAsEvery(world.database, who, clock.now(), [{ text }], false)).toMatchObject({ api: 'forbidden', publisher: 'forbidden', feed: 'forbidden' });
    }
    await expect(world.database.owner.query(`SELECT FROM gateway_certificate WHERE id = '${waiting.id}' AND revoked_at IS NULL`)).resolves.toMatchObject({ rowCount: 1 });
    expect(await attemptAsEvery(world.database, olaf, clock.now(), [{ text: ended(olaf) }])).toMatchObject({ api: 'done' });
  });

  it('no change is without a record and a word to the feed (R8)', async () => {
    const waiting = await next(await inForce());
    expect(await attemptAsEvery(world.database, bob, clock.now(), [{ text: confirmed(waiting.id, bob) }], false)).toMatchObject({ api: expect.stringMatching(/^change_needs_/), worker: expect.stringMatching(/^change_needs_/) });
  });
});

