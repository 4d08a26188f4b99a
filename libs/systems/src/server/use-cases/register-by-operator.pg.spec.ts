import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { newId, operatorActor, type Actor, type LocalityId, type OdsCode, type PersonId, type Tx } from '@accord/kernel';
import { Changes, Outbox, Transactions } from '@accord/kernel/server';
import { attemptAsEvery, FixedClock, keptFromAll, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { OrganisationDirectory, type DirectoryEntry } from '@accord/directory';
import { ImpactOfConfirming } from '../../contract/index.js';
import { aCertificate } from '../../testing/index.js';
import '../abilities.js';
import { gatewayById, systemCertificateById } from '../read-models/registers.js';
import { CertificateRegister } from '../storage/certificate-register.js';
import { GatewayRegister } from '../storage/gateway-register.js';
import { ConfirmGateway } from './confirm-gateway.js';
import { ConfirmSystemCertificates } from './confirm-system-certificates.js';
import { RegisterGateway } from './register-gateway.js';
import { RegisterSystemCertificates } from './register-system-certificates.js';

jest.setTimeout(60_000);

class Directory extends OrganisationDirectory {
  async byCode(): Promise<ReadonlyMap<OdsCode, DirectoryEntry>> { return new Map(); }
  async openAt(_tx: Tx, codes: readonly OdsCode[]): Promise<ReadonlySet<OdsCode>> { return new Set(codes); }
}

/** Nothing changes here by a certificate: nobody shares yet. */
class Shown extends ImpactOfConfirming {
  inTurn(): Promise<void> { return Promise.resolve(); }
  demandUnchanged(): Promise<void> { return Promise.resolve(); }
}

const clock = new FixedClock('2026-03-02T09:00:00Z');
const operator = operatorActor('Ola Operator');
const administrator: Actor = { kind: 'person', personId: newId<PersonId>(clock.now()), name: 'Ann', duty: 'system-administrator', odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: 'spec' };
const other = newId<PersonId>(clock.now());

let database: TestDatabase;
let transactions: Transactions;
let certificates: RegisterSystemCertificates;
let confirming: ConfirmSystemCertificates;
let gateways: RegisterGateway;
let confirmingGateway: ConfirmGateway;

beforeAll(async () => {
  database = await testDatabase();
  transactions = new Transactions(await database.dataSourceAs('api'), clock);
  const [register, gatewayRegister, changes, outbox] = [new CertificateRegister(), new GatewayRegister(), new Changes(), new Outbox()];
  certificates = new RegisterSystemCertificates(transactions, register, new Directory(), changes, outbox);
  confirming = new ConfirmSystemCertificates(transactions, register, changes, outbox, new Shown());
  gateways = new RegisterGateway(transactions, gatewayRegister, changes, outbox);
  confirmingGateway = new ConfirmGateway(transactions, gatewayRegister, changes, outbox);
  await database.owner.query(`INSERT INTO organisation (ods_code, name, status, recorded_at) VALUES ('TSTV01', 'Viewer', 'A', '2026-01-01'), ('TSTV02', 'Other viewer', 'A', '2026-01-01')`);
  await database.owner.query(`INSERT INTO locality VALUES ($1, 'TSTL1', 'Locality', '2026-01-01')`, [newId<LocalityId>(clock.now())]);
  for (const id of [administrator.personId, other]) await database.owner.query(`INSERT INTO person (id, name, recorded_at) VALUES ($1, 'Somebody', '2026-01-01')`, [id]);
});
afterAll(() => database.close());

const register = async () => (await certificates.execute(operator, { certificates: [{ consumerOdsCode: 'TSTV01', systemName: 'Viewer', pem: await aCertificate() }] }))[0]!;
const registerGateway = async (code: string) => gateways.execute(operator, { code, name: 'Gateway', pem: await aCertificate(), localityCodes: ['TSTL1'] });

/** As a running role, introduced as somebody; rolled back where it is refused. */
async function as(role: 'api' | 'worker' | 'publisher' | 'feed', who: { readonly duty?: string; readonly person?: string }, text: string): Promise<number> {
  const client = await database.clientAs(role);
  try {
    await client.query('BEGIN');
    await client.query(`SELECT set_config('accord.duty', $1, true), set_config('accord.person', $2, true)`, [who.duty ?? '', who.person ?? '']);
    const { rowCount } = await client.query(text);
    await client.query('COMMIT');
    return rowCount ?? 0;
  } finally {
    await client.query('ROLLBACK');
  }
}
const forbidden = { code: '42501' };

describe('what the operator registers at the command line', () => {
  it('names the operator as the records do, and counts once somebody who signs in has confirmed it', async () => {
    const certificate = await register();
    const gateway = await registerGateway('gateway-one');
    const shown = () => transactions.read(administrator, (tx) => Promise.all([systemCertificateById(tx, certificate.id), gatewayById(tx, gateway.id)]));
    for (const each of await shown()) expect(each).toMatchObject({ state: 'registered', registeredByName: 'Ola Operator', registeredByReader: false });
    await confirming.execute(administrator, { certificates: [{ id: certificate.id, expectedVersion: 1 }] });
    await confirmingGateway.execute(administrator, { id: gateway.id, expectedVersion: 1 });
    for (const each of await shown()) expect(each).toMatchObject({ state: 'confirmed', confirmedByName: 'Somebody' });
    const { rows } = await database.owner.query(`SELECT actor_kind, actor_name, person_id FROM change_record WHERE type IN ('certificate.registered', 'gateway.registered')`);
    expect(rows).toEqual(Array(2).fill({ actor_kind: 'operator', actor_name: 'Ola Operator', person_id: null }));
  });

  it('is a further certificate of the system of that name, of that organisation alone, or the first of a new one', async () => {
    const named = async (consumerOdsCode: string, systemName: string) => (await certificates.execute(operator, { certificates: [{ consumerOdsCode, systemName, pem: await aCertificate(), isFurther: true }] }))[0]!.systemId;
    const first = await named('TSTV01', 'Ward viewer');
    expect([await named('TSTV01', 'Ward viewer'), await named('TSTV01', ' Ward viewer ')]).toEqual([first, first]);
    expect(new Set([first, await named('TSTV01', 'Another'), await named('TSTV02', 'Ward viewer')]).size).toBe(3);
    await expect(named('TSTV01', ' ')).rejects.toMatchObject({ code: 'SYSTEM_NAME_MISSING' });
  });

  it('is not confirmed by the operator', async () => {
    const certificate = await register();
    const gateway = await registerGateway('gateway-two');
    await expect(confirming.execute(operator, { certificates: [{ id: certificate.id, expectedVersion: 1 }] })).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(confirmingGateway.execute(operator, { id: gateway.id, expectedVersion: 1 })).rejects.toMatchObject({ code: expect.stringMatching(/^NOT_(FOUND|PERMITTED)$/) });
    for (const role of ['api', 'worker'] as const) {
      await expect(as(role, { duty: 'operator' }, `UPDATE system_certificate SET confirmed_by = '${other}', confirmed_at = '2026-03-02' WHERE id = '${certificate.id}'`)).rejects.toMatchObject(forbidden);
      await expect(as(role, { duty: 'operator' }, `UPDATE system_certificate SET revoked_by = '${other}', revoked_at = '2026-03-02', revoked_reason = 'x' WHERE id = '${certificate.id}'`)).rejects.toMatchObject(forbidden);
      await expect(as(role, { duty: 'operator' }, `UPDATE gateway SET confirmed_by = '${other}', confirmed_at = '2026-03-02' WHERE id = '${gateway.id}'`)).rejects.toMatchObject(forbidden);
    }
  });

  it('stands in nobody else\'s name, and what a person registers in their own', async () => {
    const { systemId } = await register();
    const certificate = (by: string, more = ['', '']) => `INSERT INTO system_certificate (id, system_id, consumer_ods_code, sha256, pem, subject, valid_during, registered_by, registered_by_operator, registered_at${more[0]})
      VALUES (gen_random_uuid(), '${systemId}', 'TSTV01', repeat('b', 64), 'p', 's', '[2026-01-01,2027-01-01)', ${by}, '2026-03-02'${more[1]})`;
    const gateway = (by: string, more = ['', '']) => `INSERT INTO gateway (id, code, name, registered_by, registered_by_operator, registered_at${more[0]}) VALUES (gen_random_uuid(), 'another', 'Another', ${by}, '2026-03-02'${more[1]})`;
    const confirmed = [', confirmed_by, confirmed_at', `, '${other}', '2026-03-02'`];
    const ann = { duty: 'system-administrator', person: administrator.personId! };
    const [own, others, operators, both, nobodys] = [`'${ann.person}', NULL`, `'${other}', NULL`, `NULL, 'Ola Operator'`, `'${ann.person}', 'Ola Operator'`, 'NULL, NULL'];
    for (const role of ['api', 'worker'] as const) {
      for (const made of [certificate, gateway]) {
        for (const statement of [others, both, nobodys].map((by) => made(by))) await expect(as(role, { duty: 'operator' }, statement)).rejects.toMatchObject(forbidden);
        for (const statement of [others, operators, both, nobodys].map((by) => made(by))) await expect(as(role, ann, statement)).rejects.toMatchObject(forbidden);
        for (const [who, by] of [[{ duty: 'operator' }, operators], [ann, own], [{ ...ann, duty: 'worker' }, own]] as const) await expect(as(role, who, made(by, confirmed))).rejects.toMatchObject(forbidden);
        for (const by of [operators, nobodys]) await expect(as(role, { duty: 'worker' }, made(by))).rejects.toMatchObject(forbidden);
        // Lawful, but for the record that is missing.
        for (const [who, by] of [[{ duty: 'operator' }, operators], [ann, own]] as const) await expect(as(role, who, made(by))).rejects.toMatchObject({ constraint: expect.stringMatching(/^change_needs_/) });
      }
    }
    // The owner, whom no fence stops, meets the table itself.
    for (const [rule, made] of [['system_certificate_registered_by_one', certificate], ['gateway_registered_by_one', gateway]] as const) {
      for (const by of [both, nobodys]) await expect(database.owner.query(made(by))).rejects.toMatchObject({ constraint: rule });
    }
  });
});

describe('the second person, tried straight in SQL as every role', () => {
  const tables = ['gateway', 'system_certificate'] as const;
  const idOf = async (table: (typeof tables)[number]): Promise<string> => (table === 'gateway' ? await registerGateway(`gateway-${newId(clock.now())}`) : await register()).id;
  const confirmed = (table: string, id: string, by: string) => [{ text: `UPDATE ${table} SET confirmed_by = ${by}, confirmed_at = '2026-03-02' WHERE id = '${id}'` }];
  const asEvery = (who: Partial<Actor>, statements: { text: string }[]) => attemptAsEvery(database, who, clock.now(), statements);

  it.each(tables)('confirms a %s as themselves: not in another\'s name, and not as the operator', async (table) => {
    const id = await idOf(table);
    expect(await asEvery(administrator, confirmed(table, id, `'${other}'`))).toEqual(keptFromAll('confirmed_in_person'));
    expect(await asEvery(operator, confirmed(table, id, `'${other}'`))).toEqual({ ...keptFromAll('confirmed_in_person'), api: 'forbidden' });
    expect(await asEvery({ ...administrator, personId: other }, confirmed(table, id, `'${other}'`))).toMatchObject({ api: 'done', publisher: 'forbidden', feed: 'forbidden' });
  });

  it.each(tables)('confirms a %s once: nobody takes it back, or puts another in their place', async (table) => {
    const id = await idOf(table);
    await asEvery({ ...administrator, personId: other }, confirmed(table, id, `'${other}'`));
    expect(await asEvery(administrator, confirmed(table, id, `'${administrator.personId}'`))).toEqual(keptFromAll('confirmed_in_person'));
    expect(await asEvery(administrator, [{ text: `UPDATE ${table} SET confirmed_by = NULL, confirmed_at = NULL WHERE id = '${id}'` }])).toEqual(keptFromAll('confirmed_in_person'));
    expect(await asEvery(administrator, [{ text: `UPDATE ${table} SET registered_by_operator = 'Somebody' WHERE id = '${id}'` }])).toMatchObject({ api: 'forbidden', worker: 'forbidden', publisher: 'forbidden', feed: 'forbidden' });
  });

  it.each(tables)('of a %s is another than the person who registered it', async (table) => {
    const id = table === 'gateway' ? (await gateways.execute(administrator, { code: 'gateway-own', name: 'Own', pem: await aCertificate(), localityCodes: ['TSTL1'] })).id
      : (await certificates.execute(administrator, { certificates: [{ consumerOdsCode: 'TSTV01', systemName: 'Own', pem: await aCertificate() }] }))[0]!.id;
    expect(await asEvery(administrator, confirmed(table, id, `'${administrator.personId}'`))).toEqual(keptFromAll(`${table}_four_eyes`));
  });
});

describe('what a feed notes of its own certificates', () => {
  const note = `INSERT INTO feed_certificate VALUES ('server', repeat('a', 64), 'CN=feed', '[2026-01-01,2027-01-01)', '2026-03-02')`;

  it('is written by the feed alone, and only that it was seen changes', async () => {
    for (const role of ['api', 'worker', 'publisher'] as const) await expect(as(role, { duty: 'worker' }, note)).rejects.toMatchObject(forbidden);
    expect(await as('feed', {}, note)).toBe(1);
    expect(await as('feed', {}, `UPDATE feed_certificate SET seen_at = '2026-03-03'`)).toBe(1);
    await expect(as('feed', {}, `UPDATE feed_certificate SET valid_during = '[2026-01-01,2028-01-01)'`)).rejects.toMatchObject(forbidden);
    for (const role of ['api', 'worker', 'publisher', 'feed'] as const) await expect(as(role, { duty: 'worker' }, 'DELETE FROM feed_certificate')).rejects.toMatchObject(forbidden);
  });

  it('is read by those who read the registers', async () => {
    for (const duty of ['system-administrator', 'support', 'worker']) expect(await as('api', { duty }, 'SELECT FROM feed_certificate')).toBe(1);
    for (const duty of ['signatory', 'viewer-governance-lead', 'privacy-officer', '']) expect(await as('api', { duty }, 'SELECT FROM feed_certificate')).toBe(0);
    await expect(as('publisher', { duty: 'publisher' }, 'SELECT FROM feed_certificate')).rejects.toMatchObject(forbidden);
  });
});
