import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Actor, Duty, OdsCode, PersonId } from '@accord/kernel';
import { Changes, PageCursors, Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import type { AccessEventPage } from '../../contract/index.js';
import { aSentEvent, registerGateway, sealedText, someAuditKeys } from '../../testing/index.js';
import '../abilities.js';
import { PatientVault } from '../domain/patient-vault.js';
import { TakeIn } from '../domain/take-in.js';
import { AccessEvents } from '../read-models/access-events.js';
import { AccessEventIntake } from '../storage/access-event-intake.js';
import { IngestAccessEvents } from './ingest-access-events.js';
import { NamePatient } from './name-patient.js';
import { SearchAccessLog, type SearchAsked } from './search-access-log.js';

const GATEWAYS = { 'north-1': '0190a000-0000-7000-8000-000000000001', 'south-1': '0190a000-0000-7000-8000-000000000002' };
const NOW = '2026-03-02T09:00:00Z';
const PATIENTS = ['9990000018', '9990000026', '9990000034'] as const;
const { keys, sealTo } = someAuditKeys();
const clock = new FixedClock(NOW);
const vault = new PatientVault(keys);
const gatewayActor: Actor = {
  kind: 'machine', personId: null, name: 'north-1', duty: 'gateway', odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: '127.0.0.1',
};
function acting(duty: Duty, ods: string | null, person = '0190a000-0000-7000-8000-0000000000a1', acr: string | null = 'AAL3_ANY'): Actor {
  return { kind: 'person', personId: person as PersonId, name: 'Invented', duty, odsCode: ods as OdsCode | null, localities: [], acr, authenticatedAt: clock.now(), origin: '127.0.0.1' };
}
const national = acting('auditor-national', null);
const reason = 'Complaint 12';

interface Seeded { id: string; at: Date; [part: string]: unknown }
let database: TestDatabase;
let transactions: Transactions;
let searching: SearchAccessLog;
let naming: NamePatient;
const events = new AccessEvents();
let seeded: Seeded[];
const search = (actor: Actor, asked: SearchAsked): Promise<AccessEventPage> => searching.execute(actor, asked, (tx, recorded) => events.find(tx, recorded));
const records = async (where: string): Promise<Record<string, never>[]> => (await database.owner.query(`SELECT * FROM change_record WHERE ${where} ORDER BY recorded_at, id`)).rows;

/** A small world in which every part of a filter meets something: all parts vary at their own pace. */
function anEvent(index: number): ReturnType<typeof aSentEvent> {
  const refused = index % 4 === 0;
  return aSentEvent({
    occurredAt: new Date(Date.parse(NOW) - (index % 90) * 36_000_000).toISOString(), provider: `TSTP0${index % 3}`, consumer: `TSTV0${index % 2}`,
    views: index % 5 === 0 ? ['summary'] : ['summary', 'medication'], permittedViews: refused ? [] : index % 5 === 0 ? ['summary'] : ['summary', 'medication'],
    user: { id: `u-${index % 7}`, name: null, jobRole: null }, patient: PATIENTS[index % 3], messageId: `m-${index % 11}`, ...(index % 2 === 0 && { prescriptionId: `rx-${index % 6}` }),
    decision: refused ? 'refuse' : 'permit', reason: refused ? (index % 8 === 0 ? 'NOT_AGREED' : 'STOPPED') : 'PERMITTED',
  });
}

beforeAll(async () => {
  database = await testDatabase();
  for (const [code, id] of Object.entries(GATEWAYS)) await registerGateway(database.owner, id, code);
  const feed = new Transactions(await database.dataSourceAs('feed'), clock);
  const ingest = new IngestAccessEvents(feed, new AccessEventIntake(), new Changes(), new TakeIn(keys.sealKey, vault));
  for (const [nth, id] of Object.values(GATEWAYS).entries()) {
    await ingest.execute(gatewayActor, id, { boot: randomUUID(), events: Array.from({ length: 200 }, (_, index) => ({ sequence: index + 1, sealed: sealedText(sealTo, anEvent(index * 2 + nth)) })) });
  }
  transactions = new Transactions(await database.dataSourceAs('api'), clock);
  searching = new SearchAccessLog(transactions, new Changes(), vault, new PageCursors(keys.indexKey));
  naming = new NamePatient(transactions, new Changes(), vault);
  seeded = (await database.owner.query('SELECT *, occurred_at AS at FROM access_event')).rows;
});
afterAll(async () => database.close());

describe('Searching the access log', () => {
  // Mostly left out, so that most searches find something; the instants are those of events, so that an edge is met.
  const maybe = <Value>(...values: Value[]): fc.Arbitrary<Value | undefined> => fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom(...values) });
  const filters = fc.record({
    userId: maybe('u-0', 'u-3', 'u-6', 'u-99'), messageId: maybe('m-0', 'm-5', 'm-10'), prescriptionId: maybe('rx-0', 'rx-2'),
    from: maybe('2026-02-01', '2026-03-01T13:00:00Z', '2026-03-01'), until: maybe('2026-03-02T00:00:00+01:00', '2026-03-02', '2026-03-01T13:00:00Z'),
    consumerOdsCode: maybe('TSTV00', 'tstv01'), providerOdsCode: maybe('TSTP00', 'TSTP01'), decision: maybe('permit', 'refuse'), reason: maybe('PERMITTED', 'STOPPED', 'NOT_AGREED'),
    view: maybe('summary', 'medication', 'events'), patient: maybe(...PATIENTS), gateway: maybe<keyof typeof GATEWAYS | 'nowhere'>('north-1', 'south-1', 'nowhere'),
  });
  const readers = fc.constantFrom(
    national, acting('signatory', 'TSTP00'), acting('practice-governance-lead', 'TSTP01'), acting('viewer-governance-lead', 'TSTV00'),
    acting('auditor-organisation', 'TSTV01'), acting('privacy-officer', 'TSTP02'), acting('auditor-organisation', 'TSTX99'),
  );
  const instant = (text: string, end: boolean): number => Date.parse(text.length === 10 ? `${text}T00:00:00Z` : text) + (end && text.length === 10 ? 86_400_000 : 0);

  it('finds exactly what a plain walk over every event finds, for every combination and duty, page after page', async () => {
    await fc.assert(fc.asyncProperty(filters, readers, fc.integer({ min: 20, max: 100 }), async ({ patient, ...filter }, reader, first) => {
      const byPatient = patient !== undefined && ['practice-governance-lead', 'auditor-organisation', 'privacy-officer'].includes(reader.duty!);
      const patientToken = byPatient ? (await naming.execute(reader, { nhsNumber: patient, reason })).token : undefined;
      const mine = (event: Seeded): boolean => reader.duty === 'auditor-national'
        || (reader.duty !== 'viewer-governance-lead' && event['provider_ods_code'] === reader.odsCode)
        || event['consumer_ods_code'] === reader.odsCode;
      const expected = seeded.filter((event) => mine(event)
        && (!filter.userId || event['user_id'] === filter.userId) && (!filter.messageId || event['message_id'] === filter.messageId)
        && (!filter.prescriptionId || event['prescription_id'] === filter.prescriptionId)
        && (!filter.from || event.at.getTime() >= instant(filter.from, false)) && (!filter.until || event.at.getTime() < instant(filter.until, true))
        && (!filter.consumerOdsCode || event['consumer_ods_code'] === filter.consumerOdsCode.toUpperCase()) && (!filter.providerOdsCode || event['provider_ods_code'] === filter.providerOdsCode)
        && (!filter.decision || event['decision'] === filter.decision) && (!filter.reason || event['reason'] === filter.reason)
        && (!filter.view || (event['views'] as string[]).includes(filter.view))
        && (!filter.gateway || event['gateway_id'] === (GATEWAYS as Readonly<Record<string, string>>)[filter.gateway])
        && (!byPatient || Buffer.from(vault.indexOf(patient)).equals(event['patient_index'] as Buffer)))
        .sort((one, other) => other.at.getTime() - one.at.getTime() || (one.id < other.id ? 1 : -1)).map(({ id }) => id);
      if (filter.from && filter.until && instant(filter.until, true) <= instant(filter.from, false)) return;
      const found: string[] = [];
      let after: string | null = null;
      do {
        const page: AccessEventPage = await search(reader, { filter: { ...filter, patientToken }, reason, first, after });
        expect(page.total).toBe(expected.length);
        found.push(...page.events.map(({ id }) => id));
        after = page.hasMore ? page.endCursor : null;
      } while (after !== null);
      expect(found).toEqual(expected);
    }), { numRuns: 100, seed: 20260302 });
  }, 120_000);

  it('shows no more of a patient than the last four digits', async () => {
    const page = await search(national, { filter: { userId: 'u-0' }, reason });
    expect(new Set(page.events.map(({ patient }) => patient))).toEqual(new Set(['*** *** 0018', '*** *** 0026', '*** *** 0034']));
    for (const patient of PATIENTS) expect(JSON.stringify(page)).not.toContain(patient);
  });

  it('is itself on record, with purpose and filter, before anything found is read', async () => {
    let recordedBefore = -1;
    await searching.execute(national, { filter: { userId: 'u-1', from: '2026-02-01' }, reason: 'Complaint about 999 000 0018' }, async (tx, recorded) => {
      recordedBefore = (await records(`type = 'access-log.searched' AND reason LIKE 'Complaint about%'`)).length;
      return events.find(tx, recorded);
    });
    expect(recordedBefore).toBe(1);
    const [record] = await records(`type = 'access-log.searched' AND reason LIKE 'Complaint about%'`);
    expect(record).toMatchObject({
      outcome: 'done', duty: 'auditor-national', reason: 'Complaint about *** *** 0018',
      details: { filter: { userId: 'u-1', from: '2026-02-01T00:00:00.000Z' }, byPatient: false, first: 25, furtherPage: false },
    });
  });

  it('answers nothing when the record cannot be kept', async () => {
    const broken = new Changes();
    broken.record = () => Promise.reject(new RangeError('disk full'));
    let asked = false;
    const careless = new SearchAccessLog(transactions, broken, vault, new PageCursors(keys.indexKey));
    await expect(careless.execute(national, { filter: {}, reason }, () => { asked = true; return Promise.resolve({ rows: [], counted: 0 }); })).rejects.toThrow('disk full');
    expect(asked).toBe(false);
  });

  it.each<[string, Actor, SearchAsked, string]>([
    ['a national auditor without a purpose', national, { filter: {} }, 'REASON_NEEDED'],
    ['an auditor whose purpose is only spaces', acting('auditor-organisation', 'TSTP00'), { filter: {}, reason: ' \n ' }, 'REASON_NEEDED'],
    ['a privacy officer without a purpose', acting('privacy-officer', 'TSTP00'), { filter: {} }, 'REASON_NEEDED'],
    ['an activation officer', acting('activation-officer', null), { filter: {}, reason }, 'NOT_PERMITTED'], ['an approver', acting('approver', null), { filter: {}, reason }, 'NOT_PERMITTED'],
    ['an administrator', acting('system-administrator', null), { filter: {}, reason }, 'NOT_PERMITTED'], ['support', acting('support', null), { filter: {}, reason }, 'NOT_PERMITTED'],
    ['a signatory without an organisation', acting('signatory', null), { filter: {}, reason }, 'NOT_PERMITTED'], ['a gateway', gatewayActor, { filter: {}, reason }, 'NOT_PERMITTED'],
    ['an NHS number as a user', national, { filter: { userId: '999 000 0018' }, reason }, 'NHS_NUMBER_MISPLACED'], ['an NHS number as a message', national, { filter: { messageId: '9990000026' }, reason }, 'NHS_NUMBER_MISPLACED'],
    ['a page of none', national, { filter: {}, reason, first: 0 }, 'INVALID_INPUT'], ['a page of 101', national, { filter: {}, reason, first: 101 }, 'INVALID_INPUT'], ['a page of 10^9', national, { filter: {}, reason, first: 1e9 }, 'INVALID_INPUT'],
    ['a made-up cursor', national, { filter: {}, reason, after: 'AAAAAAAAAAAAAAAAAAAAAAAA' }, 'INVALID_INPUT'], ['an unknown decision', national, { filter: { decision: 'maybe' }, reason }, 'INVALID_INPUT'],
    ['an unknown reason', national, { filter: { reason: "x' OR 1=1 --" }, reason }, 'INVALID_INPUT'], ['a code of no organisation', national, { filter: { consumerOdsCode: 'a b' }, reason }, 'INVALID_INPUT'],
    ['an impossible day', national, { filter: { from: '2026-02-30' }, reason }, 'INVALID_INPUT'], ['an instant without a zone', national, { filter: { from: '2026-03-02T09:00' }, reason }, 'INVALID_INPUT'],
    ['an end before its beginning', national, { filter: { from: '2026-03-02', until: '2026-03-01' }, reason }, 'INVALID_INPUT'], ['a NUL in a user', national, { filter: { userId: 'u\u0000' }, reason }, 'INVALID_INPUT'],
    ['a user of 10 MB', national, { filter: { userId: 'u'.repeat(10_000_000) }, reason }, 'INVALID_INPUT'], ['a made-up patient token', acting('privacy-officer', 'TSTP00'), { filter: { patientToken: 'A'.repeat(80) }, reason }, 'PATIENT_TOKEN_UNKNOWN'],
  ])('refuses %s, and records the attempt', async (_who, reader, asked, code) => {
    const attempts = async (): Promise<number> => (await records(`type = 'access-log.search' AND refusal_code = '${code}'`)).length;
    const before = await attempts();
    await expect(search(reader, asked)).rejects.toMatchObject({ code });
    expect(await attempts()).toBe(before + 1);
  });

  it('goes on only for the person, the duty and the filter a cursor was given for', async () => {
    const first = await search(national, { filter: { decision: 'permit' }, reason, first: 5 });
    const after = first.endCursor;
    expect(first).toMatchObject({ hasMore: true, total: 300, totalIsExact: true });
    await expect(search(national, { filter: { decision: 'refuse' }, reason, after })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(search(acting('auditor-national', null, '0190a000-0000-7000-8000-0000000000a2'), { filter: { decision: 'permit' }, reason, after })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(search(acting('auditor-organisation', 'TSTP00'), { filter: { decision: 'permit' }, reason, after })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('searches by patient for those the matrix names, freshly signed in, and only with a token of their own', async () => {
    const lead = acting('practice-governance-lead', 'TSTP00');
    const { token, masked } = await naming.execute(lead, { nhsNumber: '999 000 0018', reason });
    expect(masked).toBe('*** *** 0018');
    expect((await search(lead, { filter: { patientToken: token }, reason })).total).toBe(134);
    const refused: [Actor, string][] = [
      [acting('practice-governance-lead', 'TSTP00', lead.personId!, 'AAL1_USERPASS'), 'STEP_UP_NEEDED'], [{ ...lead, authenticatedAt: new Date(clock.now().getTime() - 301_000) }, 'STEP_UP_NEEDED'],
      [acting('auditor-organisation', 'TSTP00', undefined, null), 'STEP_UP_NEEDED'], [national, 'SECOND_PERSON_NEEDED'], [acting('signatory', 'TSTP00'), 'NOT_PERMITTED'],
      [acting('viewer-governance-lead', 'TSTV00'), 'NOT_PERMITTED'], [acting('practice-governance-lead', 'TSTP00', '0190a000-0000-7000-8000-0000000000a2'), 'PATIENT_TOKEN_UNKNOWN'],
    ];
    for (const [reader, code] of refused) {
      await expect(search(reader, { filter: { patientToken: token }, reason })).rejects.toMatchObject({ code });
      if (code !== 'PATIENT_TOKEN_UNKNOWN') await expect(naming.execute(reader, { nhsNumber: '9990000018', reason })).rejects.toMatchObject({ code });
    }
    await expect(naming.execute(lead, { nhsNumber: '9990000018' })).rejects.toMatchObject({ code: 'REASON_NEEDED' });
    await expect(naming.execute(lead, { nhsNumber: '9990000019', reason })).rejects.toMatchObject({ code: 'NOT_AN_NHS_NUMBER' });
    await expect(search(lead, { filter: { patientToken: token } })).rejects.toMatchObject({ code: 'REASON_NEEDED' });
    const kept = JSON.stringify([await records('true'), token]);
    for (const trace of ['9990000018', '999 000 0018', Buffer.from(vault.indexOf('9990000018')).toString('hex'), Buffer.from(vault.indexOf('9990000018')).toString('base64url')]) expect(kept).not.toContain(trace);
  });
});

describe('The fences of the access log, asked in SQL', () => {
  it('lets the feed add and nothing else', async () => {
    const feed = await database.clientAs('feed');
    for (const statement of ['SELECT id FROM access_event', 'SELECT id FROM access_event_2026_03', 'SELECT sealed FROM access_event_dead_letter', 'DELETE FROM access_event', 'DELETE FROM access_event_sender', 'CREATE TABLE mine ()', 'SELECT * FROM change_record']) {
      await expect(feed.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
  });

  it.each(['api', 'worker', 'publisher', 'feed', 'audit_reader'] as const)('lets nobody change or remove an event, not as %s', async (role) => {
    const client = await database.clientAs(role);
    for (const table of ['access_event', 'access_event_2026_03', 'access_event_sender', 'access_event_dead_letter']) {
      for (const statement of [`UPDATE ${table} SET gateway_id = gateway_id`, `DELETE FROM ${table}`, `TRUNCATE ${table}`, `ALTER TABLE ${table} DISABLE TRIGGER ALL`, `DROP TABLE ${table}`]) {
        await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
      }
    }
  });

  it('stops even the owner', async () => {
    await expect(database.owner.query('UPDATE access_event SET user_id = null')).rejects.toMatchObject({ constraint: 'append_only' });
    await expect(database.owner.query('DELETE FROM access_event')).rejects.toMatchObject({ constraint: 'append_only' });
    await expect(database.owner.query('DELETE FROM access_event_sender')).rejects.toMatchObject({ constraint: 'append_only' });
  });

  it.each([
    ['nobody', '', 0], ['support', '', 0], ['system-administrator', '', 0], ['activation-officer', '', 0], ['worker', '', 0], ['auditor-national', '', 400], ['signatory', 'TSTP00', 134],
    ['practice-governance-lead', 'TSTV00', 200], ['viewer-governance-lead', 'TSTV00', 200], ['viewer-governance-lead', 'TSTP00', 0], ['auditor-organisation', 'TSTV01', 200], ['privacy-officer', 'TSTP01', 133], ['auditor-organisation', '', 0],
  ])('shows %s of %s no more than its own', async (duty, ods, seen) => {
    for (const role of ['api', 'audit_reader'] as const) {
      const client = await database.clientAs(role);
      await client.query('BEGIN');
      await client.query(`SELECT set_config('accord.duty', $1, true), set_config('accord.ods', $2, true)`, [duty, ods]);
      expect((await client.query('SELECT id FROM access_event')).rowCount).toBe(seen);
      expect((await client.query('SELECT id FROM access_event WHERE patient_index IS NOT NULL')).rowCount).toBe(seen);
      await client.query('COMMIT');
      expect((await client.query('SELECT id FROM access_event')).rowCount).toBe(0);
    }
  });
});
