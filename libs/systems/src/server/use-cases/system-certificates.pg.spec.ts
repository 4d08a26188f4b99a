import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newId } from '@accord/kernel';
import { aCertificate, CertificateWorld } from '../../testing/index.js';
import { systemCertificates } from '../read-models/registers.js';

// Keys are made for each case, and the machine may be busy.
jest.setTimeout(60_000);

const world = new CertificateWorld();
const { clock, ann, bob, olaf, vera, viktor, wilma, registerOf, confirmOf, as } = world;

beforeAll(() => world.open());
beforeEach(() => world.forget());
afterAll(() => world.close());

const look = async (text: string): Promise<unknown[]> => (await world.database.owner.query(text)).rows;
const refused = (code: string) => expect.objectContaining({ code });
/** Those that the register shows as counting now. */
const current = async (): Promise<string[]> => {
  const { items } = await world.transactions.read(ann, (tx) => systemCertificates(tx, { consumer: null }, { page: 1, perPage: 100 }));
  return items.filter(({ isCurrent }) => isCurrent).map(({ sha256 }) => sha256).sort();
};

describe('a consumer system’s certificate', () => {
  it('counts once a second person of the organisation has confirmed it, inside its dates, until it is revoked', async () => {
    const certificate = await registerOf(vera);
    expect(await current()).toEqual([]);
    await expect(confirmOf(vera, certificate)).rejects.toEqual(refused('SAME_PERSON'));
    await confirmOf(viktor, certificate);
    expect(await current()).toEqual([certificate.sha256]);
    await expect(confirmOf(viktor, certificate)).rejects.toEqual(refused('NOT_READY'));
    clock.set('2027-01-01T00:00:00Z');
    expect(await current()).toEqual([]);

    clock.set('2026-03-02T09:01:00Z');
    await expect(world.certificates.revoking.execute(vera, { id: certificate.id, reason: ' ' })).rejects.toEqual(refused('REASON_NEEDED'));
    await world.certificates.revoking.execute(vera, { id: certificate.id, reason: 'The laptop was lost.', impactHash: 'shown' });
    expect(world.foundImpact.asked).toEqual([expect.objectContaining({ consumerOdsCode: 'TSTV01', until: new Date('2027-01-01T00:00:00Z') })]);
    expect(await look(`SELECT details -> 'impactSeen' AS seen, details -> 'impactFound' AS found, details -> 'impactMoved' AS moved FROM change_record WHERE type = 'certificate.revoked'`))
      .toEqual([{ seen: 'shown', found: 'found', moved: true }]);
    expect(await current()).toEqual([]);
    expect(await look(`SELECT type, ods_code, reason FROM change_record WHERE outcome = 'done' ORDER BY transaction_id`)).toEqual([
      { type: 'certificate.registered', ods_code: 'TSTV01', reason: null }, { type: 'certificate.confirmed', ods_code: 'TSTV01', reason: null },
      { type: 'certificate.revoked', ods_code: 'TSTV01', reason: 'The laptop was lost.' },
    ]);
    expect(await look(`SELECT type, payload ->> 'consumerOdsCode' AS consumer FROM outbox ORDER BY transaction_id LIMIT 1`)).toEqual([{ type: 'certificate.registered', consumer: 'TSTV01' }]);
  });

  it('is not confirmed once it has ended, and can still be withdrawn', async () => {
    const [certificate, beside] = [await registerOf(vera, 'TSTV01', { until: '2026-03-10T00:00:00Z' }), await registerOf(vera)];
    const of = `WHERE type = 'certificate.confirm' OR type = 'certificate.confirmed'`;
    clock.set('2026-03-10T00:00:00Z');
    await expect(world.certificates.confirming.execute(viktor, { certificates: [certificate, beside].map(({ id, version }) => ({ id, expectedVersion: version })), impactHash: 'shown' })).rejects.toEqual(refused('CERTIFICATE_EXPIRED'));
    expect([await current(), await look(`SELECT outcome, refusal_code FROM change_record ${of}`)]).toEqual([[], [{ outcome: 'refused', refusal_code: 'CERTIFICATE_EXPIRED' }]]);
    await world.certificates.revoking.execute(viktor, { id: certificate.id, reason: 'It ended before anybody confirmed it.' });
  });

  it('is confirmed by whoever saw what comes of it, of all that are confirmed together, and by nobody else', async () => {
    const { id, version } = await registerOf(vera);
    const [renewal] = await world.certificates.registering.execute(vera, { certificates: [{ consumerOdsCode: 'TSTV01', systemName: 'Other', pem: await aCertificate() }] });
    const certificates = [{ id, expectedVersion: version }, { id: renewal!.id, expectedVersion: 1 }];
    await expect(world.certificates.confirming.execute(viktor, { certificates })).rejects.toEqual(refused('IMPACT_NOT_SEEN'));
    await expect(world.certificates.confirming.execute(viktor, { certificates, impactHash: 'of another day' })).rejects.toEqual(refused('IMPACT_CHANGED'));
    expect(await current()).toEqual([]);
    await world.certificates.confirming.execute(viktor, { certificates, impactHash: 'shown' });
    expect(await current()).toHaveLength(2);
    expect(world.shownImpact.asked.at(-1)!.map(({ systemId, until }) => [systemId, until])).toEqual(expect.arrayContaining([[renewal!.systemId, new Date('2027-01-01T00:00:00Z')]]));
    expect(await look(`SELECT details ->> 'impact' AS impact FROM change_record WHERE type = 'certificate.confirmed' AND outcome = 'done'`)).toEqual([{ impact: 'shown' }, { impact: 'shown' }]);
  });

  it('may be one of several of the same system, which overlap while renewing', async () => {
    const first = await registerOf(vera);
    const [second] = await world.certificates.registering.execute(vera, { certificates: [{ consumerOdsCode: 'TSTV01', systemId: first.systemId, pem: await aCertificate() }] });
    await world.certificates.confirming.execute(bob, { certificates: [{ id: first.id, expectedVersion: 1 }, { id: second!.id, expectedVersion: 1 }], impactHash: 'shown' });
    expect(await current()).toEqual([first.sha256, second!.sha256].sort());
    expect(second!.systemId).toBe(first.systemId);
  });

  it('belongs to one system for ever: registered again, by whomever, it is refused alike', async () => {
    const pem = await aCertificate();
    await world.certificates.registering.execute(vera, { certificates: [{ consumerOdsCode: 'TSTV01', systemName: 'Viewer', pem }] });
    const told = [];
    for (const [by, code] of [[vera, 'TSTV01'], [wilma, 'TSTV02'], [ann, 'TSTV02']] as const) {
      const asked = world.certificates.registering.execute(by, { certificates: [{ consumerOdsCode: code, systemName: 'Other', pem }] });
      told.push(await asked.catch((error: Error) => error.message));
      await expect(asked).rejects.toEqual(refused('CERTIFICATE_KNOWN'));
    }
    expect(new Set(told).size).toBe(1);
    expect(await look('SELECT name FROM consumer_system')).toEqual([{ name: 'Viewer' }]);
  });

  it('is registered with more than a thousand others in one act, or none of them is', async () => {
    const pem = await Promise.all(Array.from({ length: 40 }, () => aCertificate()));
    const list = pem.map((each, at) => ({ consumerOdsCode: at % 2 ? 'TSTV01' : 'TSTV02', systemName: 'Viewer', pem: each }));
    await expect(world.certificates.registering.execute(ann, { certificates: [...list, { ...list[0]! }] })).rejects.toEqual(refused('CERTIFICATE_TWICE'));
    await expect(world.certificates.registering.execute(ann, { certificates: [...list, { ...list[0]!, pem: 'x' }] })).rejects.toEqual(refused('CERTIFICATE_UNREADABLE'));
    await expect(world.certificates.registering.execute(ann, { certificates: [...list, { ...list[0]!, consumerOdsCode: 'TSTV03' }] })).rejects.toEqual(refused('NOT_AN_OPEN_ORGANISATION'));
    await expect(world.certificates.registering.execute(ann, { certificates: [] })).rejects.toEqual(refused('LIST_EMPTY'));
    expect(await look('SELECT 1 FROM consumer_system UNION ALL SELECT 1 FROM system_certificate')).toEqual([]);
    const registered = await world.certificates.registering.execute(ann, { certificates: list });
    expect(new Set(registered.map((each) => each.systemId)).size).toBe(2);
    await world.certificates.confirming.execute(bob, { certificates: registered.map(({ id, version }) => ({ id, expectedVersion: version })), impactHash: 'shown' });
    expect(await current()).toHaveLength(40);
  });

  it('answers a repeated request as the first time, and refuses its key for another', async () => {
    const certificates = [{ consumerOdsCode: 'TSTV01', systemName: 'Viewer', pem: await aCertificate() }];
    const idempotencyKey = 'register-once-1';
    const first = await world.certificates.registering.execute(vera, { certificates, idempotencyKey });
    expect(await world.certificates.registering.execute(vera, { certificates, idempotencyKey })).toEqual(first);
    await expect(world.certificates.registering.execute(vera, { certificates: [{ ...certificates[0]!, systemName: 'Other' }], idempotencyKey })).rejects.toEqual(refused('IDEMPOTENCY_KEY_REUSED'));
    expect(await look('SELECT count(*)::int AS n FROM system_certificate')).toEqual([{ n: 1 }]);
  });

  it('is out of reach across the fence, as if it did not exist', async () => {
    const certificate = await registerOf(vera);
    const told = [];
    for (const id of [certificate.id, newId(clock.now())]) {
      for (const asked of [confirmOf(wilma, { id, version: 1 }), world.certificates.revoking.execute(wilma, { id, reason: 'x' })]) {
        told.push(await asked.then(() => 'done', (error: { code: string; message: string }) => `${error.code} ${error.message}`));
      }
    }
    expect(new Set(told)).toEqual(new Set(['NOT_FOUND There is no such certificate, or it is not yours to see.']));
    await expect(world.certificates.registering.execute(wilma, { certificates: [{ consumerOdsCode: 'TSTV02', systemId: certificate.systemId, pem: await aCertificate() }] })).rejects.toEqual(refused('NOT_FOUND'));
    expect((await world.transactions.read(wilma, (tx) => systemCertificates(tx, { consumer: null }, { page: 1, perPage: 10 }))).total).toBe(0);
    expect((await world.transactions.read(vera, (tx) => systemCertificates(tx, { consumer: null }, { page: 1, perPage: 10 }))).items).toMatchObject([{ id: certificate.id, isCurrent: false, state: 'registered' }]);
  });

  it.each(['signatory', 'approver', 'activation-officer', 'auditor-national', 'privacy-officer', 'support'] as const)('is not registered by a person acting as %s', async (duty) => {
    await expect(registerOf({ ...vera, duty })).rejects.toEqual(refused('NOT_PERMITTED'));
  });

  it('is not registered for another organisation', async () => {
    await expect(registerOf(vera, 'TSTV02')).rejects.toEqual(refused('NOT_PERMITTED'));
  });
});

describe('kept by the database, whichever role asks', () => {
  const administrator = { duty: 'system-administrator', person: ann.personId! };

  it('nobody confirms what they registered (R3)', async () => {
    const { id } = await registerOf(vera);
    await expect(as('api', administrator, `UPDATE system_certificate SET confirmed_by = registered_by, confirmed_at = '2026-03-02' WHERE id = '${id}'`)).rejects.toMatchObject({ constraint: 'system_certificate_four_eyes' });
  });

  it('nobody takes back who registered a certificate, what it is, or deletes it', async () => {
    await registerOf(vera);
    for (const text of [`UPDATE system_certificate SET registered_by = '${bob.personId}'`, `UPDATE system_certificate SET sha256 = repeat('0', 64)`, 'DELETE FROM system_certificate']) {
      for (const role of ['api', 'worker'] as const) await expect(as(role, administrator, text)).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('nothing is revoked without a reason, or changed without a record (R8)', async () => {
    const { id } = await registerOf(vera);
    await expect(as('api', administrator, `UPDATE system_certificate SET revoked_at = '2026-03-02', revoked_by = '${bob.personId}' WHERE id = '${id}'`)).rejects.toMatchObject({ constraint: 'system_certificate_revoked_with_reason' });
    await expect(as('api', administrator, `UPDATE system_certificate SET confirmed_at = '2026-03-02', confirmed_by = '${ann.personId}' WHERE id = '${id}'`)).rejects.toMatchObject({ constraint: expect.stringMatching(/^change_needs_(a_record|announcing)$/) });
  });

  it('another viewing organisation sees, alters and adds nothing (R9)', async () => {
    const { id, systemId } = await registerOf(vera);
    const fence = { duty: 'viewer-governance-lead', person: wilma.personId!, ods: 'TSTV02' };
    expect((await as('api', fence, 'SELECT 1 FROM system_certificate')).rowCount).toBe(0);
    expect((await as('api', fence, `UPDATE system_certificate SET version = 9 WHERE id = '${id}'`)).rowCount).toBe(0);
    expect((await as('api', {}, 'SELECT 1 FROM consumer_system')).rowCount).toBe(0);
    await expect(as('api', fence, `INSERT INTO system_certificate (id, system_id, consumer_ods_code, sha256, pem, subject, valid_during, registered_by, registered_at)
      VALUES (gen_random_uuid(), '${systemId}', 'TSTV01', repeat('a', 64), 'p', 's', '[2026-01-01,2027-01-01)', '${wilma.personId}', '2026-03-02')`)).rejects.toMatchObject({ code: '42501' });
  });

  it('a duty that only reads the registers does not write them', async () => {
    const { id } = await registerOf(vera);
    const officer = { duty: 'activation-officer', person: olaf.personId! };
    await expect(as('api', officer, `UPDATE system_certificate SET version = 9 WHERE id = '${id}'`)).rejects.toMatchObject({ code: '42501' });
  });
});
