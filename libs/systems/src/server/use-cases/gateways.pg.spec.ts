import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { aCertificate, CertificateWorld } from '../../testing/index.js';

// Keys are made for each case, and the machine may be busy.
jest.setTimeout(60_000);

const world = new CertificateWorld();
const { ann, bob, olaf, oda, vera, registerOf, shown, as } = world;
let acts: CertificateWorld['acts'];

beforeAll(async () => {
  await world.open();
  acts = world.acts;
});
beforeEach(() => world.forget());
afterAll(() => world.close());

const look = async (text: string): Promise<unknown[]> => (await world.database.owner.query(text)).rows;
const refused = (code: string) => expect.objectContaining({ code });

describe('a gateway', () => {
  const input = async () => ({ code: 'gateway-one', name: 'Gateway One', pem: await aCertificate(), localityCodes: ['TSTL1', 'tstl1'] });

  it('counts once a second administrator has confirmed it, until it is quarantined', async () => {
    const { id } = await acts.registering.execute(ann, await input());
    expect(await shown(id)).toMatchObject({ state: 'registered', localityCodes: ['TSTL1'], certificates: [{ state: 'registered' }] });
    await expect(acts.confirming.execute(ann, { id, expectedVersion: 1 })).rejects.toEqual(refused('SAME_PERSON'));
    await acts.confirming.execute(bob, { id, expectedVersion: 1 });
    expect(await shown(id)).toMatchObject({ state: 'confirmed', certificates: [{ state: 'confirmed' }] });

    await expect(acts.revoking.execute(oda, { id, reason: 'stolen' })).rejects.toEqual(refused('NOT_PERMITTED'));
    await expect(acts.revoking.execute(olaf, { id, reason: '' })).rejects.toEqual(refused('REASON_NEEDED'));
    await acts.revoking.execute(olaf, { id, reason: 'stolen' });
    expect(await shown(id)).toMatchObject({ state: 'revoked', revokedReason: 'stolen', certificates: [{ state: 'revoked' }] });
  });

  it('alters no summary by whatever is done with it: nobody is asked to compile the localities that it serves', async () => {
    const { id } = await acts.registering.execute(ann, await input());
    await acts.confirming.execute(bob, { id, expectedVersion: 1 });
    await world.confirm(await world.next(id));
    await acts.revokingCertificate.execute(bob, { id: (await shown(id)).certificates[0]!.id, reason: 'Lost' });
    await acts.revoking.execute(bob, { id, reason: 'Stolen' });
    expect(await look('SELECT type, locality_ids AS localities FROM outbox ORDER BY transaction_id')).toEqual(
      ['registered', 'confirmed', 'certificate-registered', 'certificate-confirmed', 'certificate-revoked', 'revoked'].map((act) => ({ type: `gateway.${act}`, localities: [] })));
  });

  it.each<[string, object, string]>([
    ['with an unknown locality', { localityCodes: ['TSTL9'] }, 'UNKNOWN_LOCALITY'],
    ['with no locality', { localityCodes: [] }, 'GATEWAY_SERVES_NOTHING'],
    ['under a code of another shape', { code: 'Gateway One' }, 'GATEWAY_CODE_SHAPE'],
    ['without a name', { name: ' ' }, 'INVALID_INPUT'],
    ['with something else than a certificate', { pem: 'x' }, 'CERTIFICATE_UNREADABLE'],
  ])('is not registered %s', async (_what, wrong, code) => {
    await expect(acts.registering.execute(ann, { ...await input(), ...wrong })).rejects.toEqual(refused(code));
    expect(await look('SELECT 1 FROM gateway')).toEqual([]);
    expect(await look('SELECT outcome, refusal_code FROM change_record')).toEqual([{ outcome: 'refused', refusal_code: code }]);
  });

  it('is not registered twice', async () => {
    const one = await input();
    await acts.registering.execute(ann, one);
    await expect(acts.registering.execute(ann, await input())).rejects.toEqual(refused('GATEWAY_CODE_TAKEN'));
    await expect(acts.registering.execute(ann, { ...one, code: 'gateway-two' })).rejects.toEqual(refused('CERTIFICATE_KNOWN'));
  });
});

describe('kept by the database, whichever role asks', () => {
  const administrator = { duty: 'system-administrator', person: ann.personId! };

  it('nobody confirms what they registered (R3), or deletes it', async () => {
    const gateway = await acts.registering.execute(ann, { code: 'gateway-one', name: 'One', pem: await aCertificate(), localityCodes: ['TSTL1'] });
    await expect(as('worker', administrator, `UPDATE gateway SET confirmed_by = registered_by, confirmed_at = '2026-03-02' WHERE id = '${gateway.id}'`)).rejects.toMatchObject({ constraint: 'gateway_four_eyes' });
    for (const role of ['api', 'worker'] as const) await expect(as(role, administrator, 'DELETE FROM gateway')).rejects.toMatchObject({ code: '42501' });
  });

  it('gateways are written by administrators alone, as far as they are not confirmed, and taken out of trust by officers of their localities', async () => {
    const { id } = await acts.registering.execute(ann, { code: 'gateway-one', name: 'One', pem: await aCertificate(), localityCodes: ['TSTL1'] });
    const added = (table: string) => table === 'gateway'
      ? `INSERT INTO gateway (id, code, name, registered_by, registered_at) VALUES (gen_random_uuid(), 'another', 'Another', '${olaf.personId}', '2026-03-02')`
      : table === 'gateway_certificate'
        ? `INSERT INTO gateway_certificate (id, gateway_id, sha256, pem, valid_during, registered_by, recorded_at) VALUES (gen_random_uuid(), '${id}', repeat('b', 64), 'p', '[2026-01-01,2027-01-01)', '${olaf.personId}', '2026-03-02')`
        : `INSERT INTO gateway_locality (gateway_id, locality_id, during, recorded_at) SELECT '${id}', id, '[2027-01-01,)', '2026-03-02' FROM locality`;
    const tables = ['gateway', 'gateway_certificate', 'gateway_locality'];
    const forbidden = { code: '42501' };
    const localities = (await world.database.owner.query<{ ids: string }>(`SELECT array_agg(id)::text AS ids FROM locality WHERE code = 'TSTL1'`)).rows[0]!.ids;
    const officer = { duty: 'activation-officer', person: olaf.personId!, localities };
    for (const who of [officer, { duty: 'signatory', person: vera.personId!, ods: 'TSTV01' }, {} as Record<string, string>]) {
      for (const table of tables) await expect(as('api', who, added(table))).rejects.toMatchObject(forbidden);
      await expect(as('api', who, `UPDATE gateway SET confirmed_by = '${bob.personId}', confirmed_at = '2026-03-02'`)).rejects.toMatchObject(forbidden);
    }
    // Not even in the name of another administrator.
    await expect(as('api', administrator, added('gateway'))).rejects.toMatchObject(forbidden);
    for (const text of [`UPDATE gateway SET code = 'other'`, `UPDATE gateway SET name = 'other'`, `UPDATE gateway SET registered_by = '${bob.personId}'`, `UPDATE gateway_locality SET during = '(,)'`, `UPDATE gateway_certificate SET pem = 'x'`]) {
      await expect(as('api', administrator, text)).rejects.toMatchObject(forbidden);
    }
    await acts.confirming.execute(bob, { id, expectedVersion: 1 });
    await expect(as('api', administrator, added('gateway_locality'))).rejects.toMatchObject({ constraint: 'gateway_as_confirmed' });
    await expect(as('api', { ...officer, localities: '{}' }, `UPDATE gateway SET revoked_by = '${olaf.personId}', revoked_at = '2026-03-02', revoked_reason = 'stolen'`)).rejects.toMatchObject(forbidden);
    await expect(as('api', officer, `UPDATE gateway SET revoked_by = '${olaf.personId}', revoked_at = '2026-03-02', revoked_reason = 'stolen'`)).rejects.toMatchObject({ constraint: 'change_needs_a_record' });
  });

  it('publisher and feed may read and never write', async () => {
    await registerOf(vera);
    for (const role of ['publisher', 'feed'] as const) {
      const client = await world.database.clientAs(role);
      expect((await client.query('SELECT 1 FROM system_certificate')).rowCount).toBe(1);
      for (const table of ['system_certificate', 'consumer_system', 'gateway', 'gateway_certificate', 'gateway_locality']) {
        await expect(client.query(`DELETE FROM ${table}`)).rejects.toMatchObject({ code: '42501' });
        await expect(client.query(`INSERT INTO ${table} SELECT * FROM ${table}`)).rejects.toMatchObject({ code: '42501' });
      }
    }
  });
});
