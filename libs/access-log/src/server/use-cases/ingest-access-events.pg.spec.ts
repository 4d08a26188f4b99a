import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Actor } from '@accord/kernel';
import { Changes, Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import type { AccessEvent } from '../../contract/index.js';
import { aSentEvent, registerGateway, sealedText, someAuditKeys } from '../../testing/index.js';
import '../abilities.js';
import { leafHash } from '../domain/leaf-hash.js';
import { PatientVault } from '../domain/patient-vault.js';
import { TakeIn } from '../domain/take-in.js';
import { AccessEventIntake } from '../storage/access-event-intake.js';
import { IngestAccessEvents } from './ingest-access-events.js';

const GATEWAY = '0190a000-0000-7000-8000-000000000001';
const OTHER = '0190a000-0000-7000-8000-000000000002';
const gatewayActor: Actor = {
  kind: 'machine', personId: null, name: 'north-1', duty: 'gateway', odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: '127.0.0.1',
};
const { keys, sealTo } = someAuditKeys();
const vault = new PatientVault(keys);
const clock = new FixedClock('2026-03-02T09:00:00Z');

let database: TestDatabase;
let ingest: IngestAccessEvents;
let transactions: Transactions;
let boot: string;
const again = (): IngestAccessEvents => new IngestAccessEvents(transactions, new AccessEventIntake(), new Changes(), new TakeIn(keys.sealKey, vault));
const entry = (sequence: number, changes: Readonly<Record<string, unknown>> = {}): { sequence: number; sealed: string } => ({ sequence, sealed: sealedText(sealTo, aSentEvent(changes)) });
const send = (events: readonly unknown[], from = GATEWAY): ReturnType<IngestAccessEvents['execute']> => ingest.execute(gatewayActor, from, { boot, events });
const count = async (table: string): Promise<number> => Number((await database.owner.query(`SELECT count(*) FROM ${table} WHERE boot_id = $1`, [boot])).rows[0].count);
const letters = async (): Promise<string[]> => (await database.owner.query('SELECT code FROM access_event_dead_letter WHERE boot_id = $1 ORDER BY sequence, code', [boot])).rows.map((row) => row.code);

beforeAll(async () => {
  database = await testDatabase();
  await registerGateway(database.owner, GATEWAY, 'north-1');
  await registerGateway(database.owner, OTHER, 'south-1');
  transactions = new Transactions(await database.dataSourceAs('feed'), clock);
  ingest = again();
});
afterAll(async () => database.close());
beforeEach(() => { boot = randomUUID(); });

describe('Taking access events in', () => {
  it('keeps each event with its patient sealed, its flags and a leaf that can be computed again from the row', async () => {
    expect(await send([entry(1), entry(2, { patient: null, user: { id: null, name: null, jobRole: null }, decision: 'refuse', reason: 'INCOMPLETE_REQUEST', permittedViews: [] })]))
      .toEqual({ acknowledged: 2, rejected: [] });
    const { rows } = await database.owner.query('SELECT * FROM access_event WHERE boot_id = $1 ORDER BY sequence', [boot]);
    expect(rows[0]).toMatchObject({ user_id: 'u-100', provider_ods_code: 'TSTP01', consumer_ods_code: 'TSTV01', views: ['summary', 'medication'], decision: 'permit', flags: [], is_prescription: false });
    expect(Buffer.from(vault.open(rows[0].id, rows[0].patient_sealed)).toString()).toBe('9990000018');
    expect(rows[0].patient_index).toEqual(vault.indexOf('9990000018'));
    expect(rows[1]).toMatchObject({ user_id: null, patient_sealed: null, patient_index: null, reason: 'INCOMPLETE_REQUEST' });
    for (const row of rows) expect(Buffer.from(leafHash(eventOf(row), row.salt))).toEqual(row.leaf_hash);
    expect(Buffer.from(leafHash({ ...eventOf(rows[0]), userId: 'somebody-else' }, rows[0].salt))).not.toEqual(rows[0].leaf_hash);
  });

  it('keeps the attempt of a system that named another consumer, under the consumer it belongs to', async () => {
    expect(await send([entry(1, { decision: 'refuse', reason: 'WRONG_CALLER', permittedViews: [], agreement: null })])).toEqual({ acknowledged: 1, rejected: [] });
    const { rows } = await database.owner.query('SELECT consumer_ods_code, decision, reason, flags FROM access_event WHERE boot_id = $1', [boot]);
    expect(rows).toEqual([{ consumer_ods_code: 'TSTV01', decision: 'refuse', reason: 'WRONG_CALLER', flags: [] }]);
  });

  it('has exactly one effect however often, in whatever order and in whatever company a batch is sent', async () => {
    const events = [1, 2, 3, 4, 5].map((sequence) => entry(sequence, { messageId: `replay-${sequence}` }));
    expect(await send([events[4], events[2], events[0]])).toEqual({ acknowledged: 1, rejected: [] });
    expect(await send([events[2], events[2], events[1]])).toEqual({ acknowledged: 3, rejected: [] });
    for (let round = 0; round < 3; round += 1) expect(await send([...events].reverse())).toEqual({ acknowledged: 5, rejected: [] });
    await Promise.all([1, 2, 3, 4].map((_) => send([...events, entry(6, { messageId: 'race' })])));
    expect(await count('access_event')).toBe(6);
    expect(await count('access_event_sender')).toBe(6);
    // Another process, which remembers nothing.
    ingest = again();
    expect((await send(events)).acknowledged).toBe(6);
  });

  it('takes two batches of one boot at once without a deadlock and without loss', async () => {
    const events = Array.from({ length: 60 }, (_, index) => entry(index + 1));
    await Promise.all([send(events.slice(0, 40)), send(events.slice(20).reverse()), send(events.slice(10, 50))]);
    expect(await count('access_event')).toBe(60);
    expect((await send([])).acknowledged).toBe(60);
  });

  it('rejects other bytes under a used sequence, keeps them, records it once, and lets the gateway go on', async () => {
    await send([entry(1)]);
    const forged = entry(1, { user: { id: 'forged', name: null, jobRole: null } });
    for (let round = 0; round < 2; round += 1) {
      expect(await send([forged, entry(2)])).toEqual({ acknowledged: 2, rejected: [{ sequence: 1, code: 'SEQUENCE_REUSED' }, ...(round === 0 ? [] : [{ sequence: 2, code: 'SEQUENCE_REUSED' }])] });
    }
    expect((await database.owner.query('SELECT user_id FROM access_event WHERE boot_id = $1 AND sequence = 1', [boot])).rows[0].user_id).toBe('u-100');
    expect(await letters()).toEqual(['SEQUENCE_REUSED', 'SEQUENCE_REUSED']);
    const { rows } = await database.owner.query(`SELECT details FROM change_record WHERE type = 'access-event.set-aside' AND details->>'boot' = $1 ORDER BY id`, [boot]);
    expect(rows).toHaveLength(2);
    const twice = await send([entry(9, { messageId: 'a' }), entry(9, { messageId: 'b' })]);
    expect(twice.rejected).toEqual([{ sequence: 9, code: 'SEQUENCE_REUSED' }]);
  });

  it('keeps the sequences of one gateway apart from those of another, and knows no gateway that is not registered', async () => {
    const mine = entry(1);
    await send([mine]);
    expect(await send([mine], OTHER)).toEqual({ acknowledged: 1, rejected: [] });
    await expect(send([entry(1)], randomUUID())).rejects.toMatchObject({ code: 'UNKNOWN_GATEWAY' });
    await expect(ingest.execute({ ...gatewayActor, duty: 'publisher' }, GATEWAY, { boot, events: [entry(3)] })).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    expect((await database.owner.query(`SELECT outcome FROM change_record WHERE refusal_code = 'NOT_PERMITTED' AND type = 'access-event.ingest'`)).rows).toHaveLength(1);
  });

  it('keeps a question that could not be read, and of no other one without its service and provider', async () => {
    const unread = { service: null, provider: null, views: [], user: { id: null, name: null, jobRole: null }, patient: null, messageId: null, relationship: undefined, consent: undefined, agreement: null, permittedViews: [], decision: 'refuse' };
    expect(await send([entry(1, { ...unread, reason: 'MALFORMED' }), entry(2, { ...unread, reason: 'INCOMPLETE_REQUEST' }), entry(3, { reason: 'MALFORMED', decision: 'refuse', permittedViews: [] })]))
      .toEqual({ acknowledged: 3, rejected: [{ sequence: 2, code: 'MEMBER_MALFORMED' }] });
    const { rows } = await database.owner.query('SELECT * FROM access_event WHERE boot_id = $1 ORDER BY sequence', [boot]);
    expect(rows.map((row) => [row.service_code, row.provider_ods_code, row.consumer_ods_code, row.reason, row.flags])).toEqual([
      [null, null, 'TSTV01', 'MALFORMED', []], ['DCR', 'TSTP01', 'TSTV01', 'MALFORMED', []],
    ]);
    expect(Buffer.from(leafHash(eventOf(rows[0]), rows[0].salt))).toEqual(rows[0].leaf_hash);
  });

  it('is held to that by the database: no event without service and provider but a malformed one, and none moved to another time than its receipt', async () => {
    await send([entry(1)]);
    const copied = `id, occurred_at, received_at, stated_at, gateway_id, boot_id, sequence, service_code, provider_ods_code, views, permitted_views, decision, reason, freshness, leaf_hash`;
    const copy = (changes: Readonly<Record<string, string>>): Promise<unknown> => database.owner.query(
      `INSERT INTO access_event (${copied}) SELECT ${copied.split(', ').map((column) => changes[column] ?? column).join(', ')} FROM access_event WHERE boot_id = $1 AND sequence = 1`, [boot],
    );
    const id = `'0190a000-0000-7000-8000-0000000000ee'`;
    for (const column of ['service_code', 'provider_ods_code']) await expect(copy({ id, [column]: 'NULL' })).rejects.toMatchObject({ constraint: 'access_event_of_something' });
    await expect(copy({ id, stated_at: `'2027-01-01'` })).rejects.toMatchObject({ constraint: 'access_event_moved_to_receipt' });
    await copy({ id, provider_ods_code: 'NULL', reason: `'MALFORMED'` });
  });

  it('makes the months it needs, and keeps what lies outside sane time under the time it came, flagged', async () => {
    const answer = await send([
      entry(1, { occurredAt: '2025-03-01T00:00:00.000Z' }), entry(2, { occurredAt: '2026-03-03T08:00:00.000Z' }),
      entry(3, { occurredAt: '2025-01-31T00:00:00.000Z' }), entry(4, { occurredAt: '2026-03-03T09:00:00.001Z' }), entry(5, { occurredAt: '9999-12-31T23:59:59.999Z' }),
      entry(6, { occurredAt: '2025-12-31T23:59:59.999Z' }), entry(7, { occurredAt: '0001-01-01T00:00:00Z' }), entry(8, { occurredAt: '0000-01-01T00:00:00Z' }),
    ]);
    expect(answer).toEqual({ acknowledged: 8, rejected: [] });
    expect(await count('access_event_2025_12')).toBe(1);
    expect(await letters()).toEqual([]);
    const { rows } = await database.owner.query('SELECT * FROM access_event WHERE boot_id = $1 ORDER BY sequence', [boot]);
    const moved = rows.filter((row) => row.flags.includes('TIME_OUT_OF_RANGE'));
    expect(moved.map((row) => [row.sequence, row.stated_at.toISOString()])).toEqual([
      ['3', '2025-01-31T00:00:00.000Z'], ['4', '2026-03-03T09:00:00.001Z'], ['5', '9999-12-31T23:59:59.999Z'], ['7', '0001-01-01T00:00:00.000Z'], ['8', '0000-01-01T00:00:00.000Z'],
    ]);
    for (const row of rows) {
      expect(row.stated_at === null).toBe(!moved.includes(row));
      if (row.stated_at !== null) expect([row.occurred_at, row.received_at]).toEqual([clock.now(), clock.now()]);
      expect(Buffer.from(leafHash(eventOf(row), row.salt))).toEqual(row.leaf_hash);
    }
    const { rows: months } = await database.owner.query(`SELECT inhrelid::regclass::text AS month FROM pg_inherits WHERE inhparent = 'access_event'::regclass ORDER BY 1`);
    expect(months.map(({ month }) => month)).toEqual(['access_event_2025_03', 'access_event_2025_12', 'access_event_2026_03']);
  });

  it('spends well under half a millisecond of its own work on each of a thousand events', async () => {
    const spent: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const events = Array.from({ length: 1_000 }, (_, index) => entry(round * 1_000 + index + 1));
      const before = process.cpuUsage();
      expect((await send(events)).acknowledged).toBe((round + 1) * 1_000);
      const { user, system } = process.cpuUsage(before);
      spent.push((user + system) / 1_000);
    }
    // Work and not time: machines that run specs do other things meanwhile. Twice the promise, so that only a real loss turns it red.
    expect(Math.min(...spent)).toBeLessThan(1_000);
  }, 180_000);
});

/** A stored row, column by column, as the event it was. */
function eventOf(row: Readonly<Record<string, unknown>>): AccessEvent {
  const event: Readonly<Record<keyof AccessEvent, unknown>> = {
    id: row['id'], occurredAt: row['occurred_at'], receivedAt: row['received_at'], statedAt: row['stated_at'], gatewayId: row['gateway_id'], bootId: row['boot_id'], sequence: Number(row['sequence']),
    serviceCode: row['service_code'], providerOdsCode: row['provider_ods_code'], consumerOdsCode: row['consumer_ods_code'], systemId: row['system_id'],
    userId: row['user_id'], userName: row['user_name'], userJobRole: row['user_job_role'], views: row['views'], permittedViews: row['permitted_views'],
    decision: row['decision'], reason: row['reason'], agreementReference: row['agreement_reference'], publicationNumber: row['publication_number'],
    stopListNumber: row['stop_list_number'], freshness: row['freshness'], patientSealed: row['patient_sealed'], patientIndex: row['patient_index'],
    messageId: row['message_id'], prescriptionId: row['prescription_id'], relationship: row['relationship'], emergencyReason: row['emergency_reason'],
    consentGiven: row['consent_given'], consentRecordedAt: row['consent_recorded_at'], flags: row['flags'],
  };
  return event as AccessEvent;
}
