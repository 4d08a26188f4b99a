import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newId, type Actor, type Duty, type LocalityId, type OdsCode, type PersonId, type Tx } from '@accord/kernel';
import { Changes, Outbox, Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { OrganisationDirectory, type DirectoryEntry } from '@accord/directory';
import { ImpactOfConfirming, ImpactOfRevoking, type RevokedCertificate, type WaitingCertificate } from '../../contract/index.js';
import { aCertificate, type CertificateWish } from '../../testing/index.js';
import '../abilities.js';
import { ConsumerCertificatesInSql, GatewaysInSql } from '../read-models/answered-questions.js';
import { gateways, systemCertificates } from '../read-models/registers.js';
import { CertificateRegister } from '../storage/certificate-register.js';
import { GatewayRegister } from '../storage/gateway-register.js';
import { ConfirmGateway } from './confirm-gateway.js';
import { ConfirmSystemCertificates } from './confirm-system-certificates.js';
import { RegisterGateway } from './register-gateway.js';
import { RegisterSystemCertificates } from './register-system-certificates.js';
import { RevokeGateway } from './revoke-gateway.js';
import { RevokeSystemCertificate } from './revoke-system-certificate.js';

// Keys are made for each case, and the machine may be busy.
jest.setTimeout(60_000);

/** TSTV01 and TSTV02 are open; nothing else is. */
class Directory extends OrganisationDirectory {
  async byCode(): Promise<ReadonlyMap<OdsCode, DirectoryEntry>> { return new Map(); }
  async openAt(_tx: Tx, codes: readonly OdsCode[]): Promise<ReadonlySet<OdsCode>> {
    return new Set(codes.filter((code) => ['TSTV01', 'TSTV02'].includes(code)));
  }
}

/** What was shown of it goes on record beside what is found. */
class Impact extends ImpactOfRevoking {
  asked: (RevokedCertificate | null)[] = [];
  async compared(_tx: Tx, revoked: RevokedCertificate | null, seen: string | null | undefined) {
    this.asked.push(revoked);
    return { impactSeen: seen ?? null, impactFound: 'found', impactMoved: seen !== 'found' };
  }
}

/** What is shown of any certificate is "shown"; anything else is refused. */
class Shown extends ImpactOfConfirming {
  asked: (readonly WaitingCertificate[])[] = [];
  inTurn(): Promise<void> { return Promise.resolve(); }
  demandUnchanged(_tx: Tx, certificates: readonly WaitingCertificate[], seen: string | null | undefined): Promise<void> {
    this.asked.push(certificates);
    return seen === 'shown' ? Promise.resolve() : Promise.reject(Object.assign(new Error('Look first'), { code: seen ? 'IMPACT_CHANGED' : 'IMPACT_NOT_SEEN' }));
  }
}

const impact = new Impact();
const shown = new Shown();
const clock = new FixedClock('2026-03-02T09:00:00Z');
const HERE = newId<LocalityId>(clock.now());
const ELSEWHERE = newId<LocalityId>(clock.now());
const actor = (name: string, duty: Duty, ods: string | null = null, localities: readonly LocalityId[] = []): Actor => ({
  kind: 'person', personId: newId<PersonId>(clock.now()), name, duty, odsCode: ods as OdsCode | null, localities, acr: null, authenticatedAt: null, origin: 'spec',
});
const ann = actor('Ann Administrator', 'system-administrator');
const bob = actor('Bob Administrator', 'system-administrator');
const vera = actor('Vera Viewer', 'viewer-governance-lead', 'TSTV01');
const viktor = actor('Viktor Viewer', 'viewer-governance-lead', 'TSTV01');
const wilma = actor('Wilma Viewer', 'viewer-governance-lead', 'TSTV02');
const olaf = actor('Olaf Officer', 'activation-officer', null, [HERE]);
const oda = actor('Oda Officer', 'activation-officer', null, [ELSEWHERE]);

let database: TestDatabase;
let transactions: Transactions;
let registering: RegisterSystemCertificates;
let confirming: ConfirmSystemCertificates;
let revoking: RevokeSystemCertificate;
let registeringGateway: RegisterGateway;
let confirmingGateway: ConfirmGateway;
let revokingGateway: RevokeGateway;

beforeAll(async () => {
  database = await testDatabase();
  transactions = new Transactions(await database.dataSourceAs('api'), clock);
  const [certificates, gatewayRegister, changes, outbox] = [new CertificateRegister(), new GatewayRegister(), new Changes(), new Outbox()];
  registering = new RegisterSystemCertificates(transactions, certificates, new Directory(), changes, outbox);
  confirming = new ConfirmSystemCertificates(transactions, certificates, changes, outbox, shown);
  revoking = new RevokeSystemCertificate(transactions, certificates, changes, outbox, impact);
  registeringGateway = new RegisterGateway(transactions, gatewayRegister, changes, outbox);
  confirmingGateway = new ConfirmGateway(transactions, gatewayRegister, changes, outbox);
  revokingGateway = new RevokeGateway(transactions, gatewayRegister, changes, outbox);
  const { owner } = database;
  for (const code of ['TSTV01', 'TSTV02', 'TSTV03']) {
    await owner.query(`INSERT INTO organisation (ods_code, name, status, recorded_at) VALUES ($1, $1, 'A', '2026-01-01')`, [code]);
  }
  for (const [id, code] of [[HERE, 'TSTL1'], [ELSEWHERE, 'TSTL2']]) await owner.query(`INSERT INTO locality VALUES ($1, $2, $2, '2026-01-01')`, [id, code]);
  for (const { personId, name } of [ann, bob, vera, viktor, wilma, olaf, oda]) {
    await owner.query(`INSERT INTO person (id, name, recorded_at) VALUES ($1, $2, '2026-01-01')`, [personId, name]);
  }
});

afterAll(() => database.close());

beforeEach(async () => {
  clock.set('2026-03-02T09:00:00Z');
  await database.owner.query(`SET session_replication_role = replica;
    TRUNCATE system_certificate, consumer_system, gateway_locality, gateway_certificate, gateway, change_record, outbox CASCADE;
    SET session_replication_role = origin`);
});

const register = async (by: Actor, consumerOdsCode = 'TSTV01', wish: CertificateWish = {}) => {
  const [registered] = await registering.execute(by, { certificates: [{ consumerOdsCode, systemName: 'Viewer', pem: await aCertificate(wish) }] });
  return registered!;
};
const confirm = (by: Actor, { id, version }: { id: string; version: number }) => confirming.execute(by, { certificates: [{ id, expectedVersion: version }], impactHash: 'shown' });
const read = <T>(as: Actor, work: (tx: Tx) => Promise<T>): Promise<T> => transactions.read(as, work);
const current = async (at = clock.now()) => (await read(ann, (tx) => new ConsumerCertificatesInSql().currentAt(tx, ['TSTV01', 'TSTV02'] as OdsCode[], at))).map((each) => each.sha256);
const look = async (text: string): Promise<unknown[]> => (await database.owner.query(text)).rows;
const refused = (code: string) => expect.objectContaining({ code });

describe('a consumer system’s certificate', () => {
  it('counts once a second person of the organisation has confirmed it, inside its dates, until it is revoked', async () => {
    const certificate = await register(vera);
    expect(await current()).toEqual([]);
    await expect(confirm(vera, certificate)).rejects.toEqual(refused('SAME_PERSON'));
    await confirm(viktor, certificate);
    expect(await current()).toEqual([certificate.sha256]);
    expect(await current(new Date('2027-01-01T00:00:00Z'))).toEqual([]);
    await expect(confirm(viktor, certificate)).rejects.toEqual(refused('NOT_READY'));

    clock.advance(60_000);
    await expect(revoking.execute(vera, { id: certificate.id, reason: ' ' })).rejects.toEqual(refused('REASON_NEEDED'));
    await revoking.execute(vera, { id: certificate.id, reason: 'The laptop was lost.', impactHash: 'shown' });
    expect(impact.asked).toEqual([expect.objectContaining({ consumerOdsCode: 'TSTV01', until: new Date('2027-01-01T00:00:00Z') })]);
    expect(await look(`SELECT details -> 'impactSeen' AS seen, details -> 'impactFound' AS found, details -> 'impactMoved' AS moved FROM change_record WHERE type = 'certificate.revoked'`))
      .toEqual([{ seen: 'shown', found: 'found', moved: true }]);
    expect(await current()).toEqual([]);
    expect(await current(new Date(clock.now().getTime() - 1))).toEqual([certificate.sha256]);
    expect(await look(`SELECT type, ods_code, reason FROM change_record WHERE outcome = 'done' ORDER BY transaction_id`)).toEqual([
      { type: 'certificate.registered', ods_code: 'TSTV01', reason: null }, { type: 'certificate.confirmed', ods_code: 'TSTV01', reason: null },
      { type: 'certificate.revoked', ods_code: 'TSTV01', reason: 'The laptop was lost.' },
    ]);
    expect(await look(`SELECT type, payload ->> 'consumerOdsCode' AS consumer FROM outbox ORDER BY transaction_id LIMIT 1`)).toEqual([{ type: 'certificate.registered', consumer: 'TSTV01' }]);
  });

  it('is not confirmed once it has ended, and can still be withdrawn', async () => {
    const [certificate, beside] = [await register(vera, 'TSTV01', { until: '2026-03-10T00:00:00Z' }), await register(vera)];
    const of = `WHERE type = 'certificate.confirm' OR type = 'certificate.confirmed'`;
    clock.set('2026-03-10T00:00:00Z');
    await expect(confirming.execute(viktor, { certificates: [certificate, beside].map(({ id, version }) => ({ id, expectedVersion: version })), impactHash: 'shown' })).rejects.toEqual(refused('CERTIFICATE_EXPIRED'));
    expect([await current(), await look(`SELECT outcome, refusal_code FROM change_record ${of}`)]).toEqual([[], [{ outcome: 'refused', refusal_code: 'CERTIFICATE_EXPIRED' }]]);
    await revoking.execute(viktor, { id: certificate.id, reason: 'It ended before anybody confirmed it.' });
  });

  it('is confirmed by whoever saw what comes of it, of all that are confirmed together, and by nobody else', async () => {
    const { id, version } = await register(vera);
    const [renewal] = await registering.execute(vera, { certificates: [{ consumerOdsCode: 'TSTV01', systemName: 'Other', pem: await aCertificate() }] });
    const certificates = [{ id, expectedVersion: version }, { id: renewal!.id, expectedVersion: 1 }];
    await expect(confirming.execute(viktor, { certificates })).rejects.toEqual(refused('IMPACT_NOT_SEEN'));
    await expect(confirming.execute(viktor, { certificates, impactHash: 'of another day' })).rejects.toEqual(refused('IMPACT_CHANGED'));
    expect(await current()).toEqual([]);
    await confirming.execute(viktor, { certificates, impactHash: 'shown' });
    expect(await current()).toHaveLength(2);
    expect(shown.asked.at(-1)!.map(({ systemId, until }) => [systemId, until])).toEqual(expect.arrayContaining([[renewal!.systemId, new Date('2027-01-01T00:00:00Z')]]));
    expect(await look(`SELECT details ->> 'impact' AS impact FROM change_record WHERE type = 'certificate.confirmed' AND outcome = 'done'`)).toEqual([{ impact: 'shown' }, { impact: 'shown' }]);
  });

  it('may be one of several of the same system, which overlap while renewing', async () => {
    const first = await register(vera);
    const [second] = await registering.execute(vera, { certificates: [{ consumerOdsCode: 'TSTV01', systemId: first.systemId, pem: await aCertificate() }] });
    await confirming.execute(bob, { certificates: [{ id: first.id, expectedVersion: 1 }, { id: second!.id, expectedVersion: 1 }], impactHash: 'shown' });
    expect(await current()).toEqual([first.sha256, second!.sha256].sort());
    expect(second!.systemId).toBe(first.systemId);
  });

  it('belongs to one system for ever: registered again, by whomever, it is refused alike', async () => {
    const pem = await aCertificate();
    await registering.execute(vera, { certificates: [{ consumerOdsCode: 'TSTV01', systemName: 'Viewer', pem }] });
    const told = [];
    for (const [by, code] of [[vera, 'TSTV01'], [wilma, 'TSTV02'], [ann, 'TSTV02']] as const) {
      const asked = registering.execute(by, { certificates: [{ consumerOdsCode: code, systemName: 'Other', pem }] });
      told.push(await asked.catch((error: Error) => error.message));
      await expect(asked).rejects.toEqual(refused('CERTIFICATE_KNOWN'));
    }
    expect(new Set(told).size).toBe(1);
    expect(await look('SELECT name FROM consumer_system')).toEqual([{ name: 'Viewer' }]);
  });

  it('is registered with more than a thousand others in one act, or none of them is', async () => {
    const pem = await Promise.all(Array.from({ length: 40 }, () => aCertificate()));
    const list = pem.map((each, at) => ({ consumerOdsCode: at % 2 ? 'TSTV01' : 'TSTV02', systemName: 'Viewer', pem: each }));
    await expect(registering.execute(ann, { certificates: [...list, { ...list[0]! }] })).rejects.toEqual(refused('CERTIFICATE_TWICE'));
    await expect(registering.execute(ann, { certificates: [...list, { ...list[0]!, pem: 'x' }] })).rejects.toEqual(refused('CERTIFICATE_UNREADABLE'));
    await expect(registering.execute(ann, { certificates: [...list, { ...list[0]!, consumerOdsCode: 'TSTV03' }] })).rejects.toEqual(refused('NOT_AN_OPEN_ORGANISATION'));
    await expect(registering.execute(ann, { certificates: [] })).rejects.toEqual(refused('LIST_EMPTY'));
    expect(await look('SELECT 1 FROM consumer_system UNION ALL SELECT 1 FROM system_certificate')).toEqual([]);
    const registered = await registering.execute(ann, { certificates: list });
    expect(new Set(registered.map((each) => each.systemId)).size).toBe(2);
    await confirming.execute(bob, { certificates: registered.map(({ id, version }) => ({ id, expectedVersion: version })), impactHash: 'shown' });
    expect(await current()).toHaveLength(40);
  });

  it('answers a repeated request as the first time, and refuses its key for another', async () => {
    const certificates = [{ consumerOdsCode: 'TSTV01', systemName: 'Viewer', pem: await aCertificate() }];
    const idempotencyKey = 'register-once-1';
    const first = await registering.execute(vera, { certificates, idempotencyKey });
    expect(await registering.execute(vera, { certificates, idempotencyKey })).toEqual(first);
    await expect(registering.execute(vera, { certificates: [{ ...certificates[0]!, systemName: 'Other' }], idempotencyKey })).rejects.toEqual(refused('IDEMPOTENCY_KEY_REUSED'));
    expect(await look('SELECT count(*)::int AS n FROM system_certificate')).toEqual([{ n: 1 }]);
  });

  it('is out of reach across the fence, as if it did not exist', async () => {
    const certificate = await register(vera);
    const told = [];
    for (const id of [certificate.id, newId(clock.now())]) {
      for (const asked of [confirm(wilma, { id, version: 1 }), revoking.execute(wilma, { id, reason: 'x' })]) {
        told.push(await asked.then(() => 'done', (error: { code: string; message: string }) => `${error.code} ${error.message}`));
      }
    }
    expect(new Set(told)).toEqual(new Set(['NOT_FOUND There is no such certificate, or it is not yours to see.']));
    await expect(registering.execute(wilma, { certificates: [{ consumerOdsCode: 'TSTV02', systemId: certificate.systemId, pem: await aCertificate() }] })).rejects.toEqual(refused('NOT_FOUND'));
    expect((await read(wilma, (tx) => systemCertificates(tx, { consumer: null }, { page: 1, perPage: 10 }))).total).toBe(0);
    expect((await read(vera, (tx) => systemCertificates(tx, { consumer: null }, { page: 1, perPage: 10 }))).items).toMatchObject([{ id: certificate.id, isCurrent: false, state: 'registered' }]);
  });

  it.each(['signatory', 'approver', 'activation-officer', 'auditor-national', 'privacy-officer', 'support'] as const)('is not registered by a person acting as %s', async (duty) => {
    await expect(register({ ...vera, duty })).rejects.toEqual(refused('NOT_PERMITTED'));
  });

  it('is not registered for another organisation', async () => {
    await expect(register(vera, 'TSTV02')).rejects.toEqual(refused('NOT_PERMITTED'));
  });
});

describe('a gateway', () => {
  const input = async () => ({ code: 'gateway-one', name: 'Gateway One', pem: await aCertificate(), localityCodes: ['TSTL1', 'tstl1'] });
  const serving = (localityIds: readonly LocalityId[] | null) => read(ann, (tx) => new GatewaysInSql().serving(tx, localityIds, clock.now()));

  it('serves its localities once a second administrator has confirmed it, until it is quarantined', async () => {
    const gateway = await registeringGateway.execute(ann, await input());
    expect(await serving(null)).toEqual([]);
    await expect(confirmingGateway.execute(ann, { id: gateway.id, expectedVersion: 1 })).rejects.toEqual(refused('SAME_PERSON'));
    await confirmingGateway.execute(bob, { id: gateway.id, expectedVersion: 1 });
    expect(await serving([HERE])).toMatchObject([{ code: 'gateway-one', localityIds: [HERE] }]);
    expect(await serving([ELSEWHERE])).toEqual([]);
    const { items } = await read(ann, (tx) => gateways(tx, { page: 1, perPage: 10 }));
    const questions = new GatewaysInSql();
    expect(await read(ann, (tx) => questions.byFingerprint(tx, items[0]!.fingerprints[0]!, clock.now()))).toMatchObject({ id: gateway.id });
    expect(await read(ann, (tx) => questions.certificatesOf(tx, gateway.id, clock.now()))).toMatchObject([{ pem: expect.stringContaining('BEGIN CERTIFICATE') }]);

    await expect(revokingGateway.execute(oda, { id: gateway.id, reason: 'stolen' })).rejects.toEqual(refused('NOT_PERMITTED'));
    await expect(revokingGateway.execute(olaf, { id: gateway.id, reason: '' })).rejects.toEqual(refused('REASON_NEEDED'));
    await revokingGateway.execute(olaf, { id: gateway.id, reason: 'stolen' });
    expect(await serving(null)).toEqual([]);
    expect(await read(ann, (tx) => questions.byFingerprint(tx, items[0]!.fingerprints[0]!, clock.now()))).toBeNull();
    expect(await look('SELECT type, cardinality(locality_ids) AS localities FROM outbox ORDER BY transaction_id')).toEqual([
      { type: 'gateway.registered', localities: 1 }, { type: 'gateway.confirmed', localities: 1 }, { type: 'gateway.revoked', localities: 1 },
    ]);
  });

  it.each<[string, object, string]>([
    ['with an unknown locality', { localityCodes: ['TSTL9'] }, 'UNKNOWN_LOCALITY'],
    ['with no locality', { localityCodes: [] }, 'GATEWAY_SERVES_NOTHING'],
    ['under a code of another shape', { code: 'Gateway One' }, 'GATEWAY_CODE_SHAPE'],
    ['without a name', { name: ' ' }, 'INVALID_INPUT'],
    ['with something else than a certificate', { pem: 'x' }, 'CERTIFICATE_UNREADABLE'],
  ])('is not registered %s', async (_what, wrong, code) => {
    await expect(registeringGateway.execute(ann, { ...await input(), ...wrong })).rejects.toEqual(refused(code));
    expect(await look('SELECT 1 FROM gateway')).toEqual([]);
    expect(await look('SELECT outcome, refusal_code FROM change_record')).toEqual([{ outcome: 'refused', refusal_code: code }]);
  });

  it('is not registered twice, nor with the certificate of a consumer system, nor the other way round', async () => {
    const one = await input();
    await registeringGateway.execute(ann, one);
    await expect(registeringGateway.execute(ann, await input())).rejects.toEqual(refused('GATEWAY_CODE_TAKEN'));
    await expect(registeringGateway.execute(ann, { ...one, code: 'gateway-two' })).rejects.toEqual(refused('CERTIFICATE_KNOWN'));
    await expect(registering.execute(vera, { certificates: [{ consumerOdsCode: 'TSTV01', systemName: 'Viewer', pem: one.pem }] })).rejects.toEqual(refused('CERTIFICATE_KNOWN'));
    const pem = await aCertificate();
    await registering.execute(vera, { certificates: [{ consumerOdsCode: 'TSTV01', systemName: 'Viewer', pem }] });
    await expect(registeringGateway.execute(ann, { ...one, code: 'gateway-two', pem })).rejects.toEqual(refused('CERTIFICATE_KNOWN'));
  });
});

describe('kept by the database, whichever role asks', () => {
  const as = async (role: 'api' | 'worker', settings: Record<string, string>, text: string) => {
    const client = await database.clientAs(role);
    await client.query('BEGIN');
    for (const [name, value] of Object.entries(settings)) await client.query('SELECT set_config($1, $2, true)', [`accord.${name}`, value]);
    const result = await client.query(text);
    await client.query('COMMIT');
    return result;
  };
  const administrator = { duty: 'system-administrator', person: ann.personId! };

  it('nobody confirms what they registered (R3)', async () => {
    const { id } = await register(vera);
    await expect(as('api', administrator, `UPDATE system_certificate SET confirmed_by = registered_by, confirmed_at = '2026-03-02' WHERE id = '${id}'`)).rejects.toMatchObject({ constraint: 'system_certificate_four_eyes' });
    const gateway = await registeringGateway.execute(ann, { code: 'gateway-one', name: 'One', pem: await aCertificate(), localityCodes: ['TSTL1'] });
    await expect(as('worker', administrator, `UPDATE gateway SET confirmed_by = registered_by, confirmed_at = '2026-03-02' WHERE id = '${gateway.id}'`)).rejects.toMatchObject({ constraint: 'gateway_four_eyes' });
  });

  it('nobody takes back who registered a certificate, what it is, or deletes it', async () => {
    await register(vera);
    for (const text of [`UPDATE system_certificate SET registered_by = '${bob.personId}'`, `UPDATE system_certificate SET sha256 = repeat('0', 64)`, 'DELETE FROM system_certificate', 'DELETE FROM gateway']) {
      for (const role of ['api', 'worker'] as const) await expect(as(role, administrator, text)).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('nothing is revoked without a reason, or changed without a record (R8)', async () => {
    const { id } = await register(vera);
    await expect(as('api', administrator, `UPDATE system_certificate SET revoked_at = '2026-03-02', revoked_by = '${bob.personId}' WHERE id = '${id}'`)).rejects.toMatchObject({ constraint: 'system_certificate_revoked_with_reason' });
    await expect(as('api', administrator, `UPDATE system_certificate SET confirmed_at = '2026-03-02', confirmed_by = '${ann.personId}' WHERE id = '${id}'`)).rejects.toMatchObject({ constraint: expect.stringMatching(/^change_needs_(a_record|announcing)$/) });
  });

  it('another viewing organisation sees, alters and adds nothing (R9)', async () => {
    const { id, systemId } = await register(vera);
    const fence = { duty: 'viewer-governance-lead', person: wilma.personId!, ods: 'TSTV02' };
    expect((await as('api', fence, 'SELECT 1 FROM system_certificate')).rowCount).toBe(0);
    expect((await as('api', fence, `UPDATE system_certificate SET version = 9 WHERE id = '${id}'`)).rowCount).toBe(0);
    expect((await as('api', {}, 'SELECT 1 FROM consumer_system')).rowCount).toBe(0);
    await expect(as('api', fence, `INSERT INTO system_certificate (id, system_id, consumer_ods_code, sha256, pem, subject, valid_during, registered_by, registered_at)
      VALUES (gen_random_uuid(), '${systemId}', 'TSTV01', repeat('a', 64), 'p', 's', '[2026-01-01,2027-01-01)', '${wilma.personId}', '2026-03-02')`)).rejects.toMatchObject({ code: '42501' });
  });

  it('a duty that only reads the registers does not write them', async () => {
    const { id } = await register(vera);
    const officer = { duty: 'activation-officer', person: olaf.personId! };
    await expect(as('api', officer, `UPDATE system_certificate SET version = 9 WHERE id = '${id}'`)).rejects.toMatchObject({ code: '42501' });
  });

  it('gateways are written by administrators alone, as far as they are not confirmed, and taken out of trust by officers of their localities', async () => {
    const { id } = await registeringGateway.execute(ann, { code: 'gateway-one', name: 'One', pem: await aCertificate(), localityCodes: ['TSTL1'] });
    const added = (table: string) => table === 'gateway'
      ? `INSERT INTO gateway (id, code, name, registered_by, registered_at) VALUES (gen_random_uuid(), 'another', 'Another', '${olaf.personId}', '2026-03-02')`
      : table === 'gateway_certificate'
        ? `INSERT INTO gateway_certificate (id, gateway_id, sha256, pem, valid_during, registered_by, recorded_at) VALUES (gen_random_uuid(), '${id}', repeat('b', 64), 'p', '[2026-01-01,2027-01-01)', '${olaf.personId}', '2026-03-02')`
        : `INSERT INTO gateway_locality (gateway_id, locality_id, during, recorded_at) SELECT '${id}', id, '[2027-01-01,)', '2026-03-02' FROM locality`;
    const tables = ['gateway', 'gateway_certificate', 'gateway_locality'];
    const forbidden = { code: '42501' };
    const localities = (await database.owner.query<{ ids: string }>(`SELECT array_agg(id)::text AS ids FROM locality WHERE code = 'TSTL1'`)).rows[0]!.ids;
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
    await confirmingGateway.execute(bob, { id, expectedVersion: 1 });
    await expect(as('api', administrator, added('gateway_locality'))).rejects.toMatchObject({ constraint: 'gateway_as_confirmed' });
    await expect(as('api', { ...officer, localities: '{}' }, `UPDATE gateway SET revoked_by = '${olaf.personId}', revoked_at = '2026-03-02', revoked_reason = 'stolen'`)).rejects.toMatchObject(forbidden);
    await expect(as('api', officer, `UPDATE gateway SET revoked_by = '${olaf.personId}', revoked_at = '2026-03-02', revoked_reason = 'stolen'`)).rejects.toMatchObject({ constraint: 'change_needs_a_record' });
  });

  it('publisher and feed may read and never write', async () => {
    await register(vera);
    for (const role of ['publisher', 'feed'] as const) {
      const client = await database.clientAs(role);
      expect((await client.query('SELECT 1 FROM system_certificate')).rowCount).toBe(1);
      for (const table of ['system_certificate', 'consumer_system', 'gateway', 'gateway_certificate', 'gateway_locality']) {
        await expect(client.query(`DELETE FROM ${table}`)).rejects.toMatchObject({ code: '42501' });
        await expect(client.query(`INSERT INTO ${table} SELECT * FROM ${table}`)).rejects.toMatchObject({ code: '42501' });
      }
    }
  });
});
