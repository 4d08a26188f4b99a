import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Actor, Duty, OdsCode, PersonId } from '@accord/kernel';
import { Changes, PageCursors, Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import type { AccessDashboard, AccessEventFacets, AccessEventHistogram } from '../../contract/index.js';
import { aSentEvent, registerGateway, sealedText, someAuditKeys } from '../../testing/index.js';
import '../abilities.js';
import { PatientVault } from '../domain/patient-vault.js';
import { TakeIn } from '../domain/take-in.js';
import { AccessEventIntake } from '../storage/access-event-intake.js';
import { IngestAccessEvents } from '../use-cases/ingest-access-events.js';
import { NamePatient } from '../use-cases/name-patient.js';
import { OpenAccessEvent } from '../use-cases/open-access-event.js';
import { ReadAccessDashboard, type DashboardAsked } from '../use-cases/read-access-dashboard.js';
import { SearchAccessLog, type SearchAsked } from '../use-cases/search-access-log.js';
import { AccessDashboards } from './access-dashboard.js';
import { AccessEventCounts } from './access-event-counts.js';
import { AccessEvents } from './access-events.js';

const GATEWAY = '0190a000-0000-7000-8000-000000000001';
const NOW = '2026-03-02T09:00:00Z';
const { keys, sealTo } = someAuditKeys();
const clock = new FixedClock(NOW);
const vault = new PatientVault(keys);
const gatewayActor: Actor = {
  kind: 'machine', personId: null, name: 'north-1', duty: 'gateway', odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: '127.0.0.1',
};
const acting = (duty: Duty, ods: string | null): Actor => ({
  kind: 'person', personId: '0190a000-0000-7000-8000-0000000000a1' as PersonId, name: 'Invented', duty, odsCode: ods as OdsCode | null, localities: [], acr: 'AAL3_ANY',
  authenticatedAt: clock.now(), origin: '127.0.0.1',
});
const national = acting('auditor-national', null);
const reason = 'Complaint 12';
const READERS: readonly [string, Actor][] = [
  ['the national auditor', national], ['an auditor of TSTP00', acting('auditor-organisation', 'TSTP00')], ['an auditor of TSTV01', acting('auditor-organisation', 'TSTV01')],
  ['a lead of the viewer TSTV00', acting('viewer-governance-lead', 'TSTV00')], ['a lead of the practice TSTP01', acting('practice-governance-lead', 'TSTP01')],
  ['a signatory of TSTP02', acting('signatory', 'TSTP02')], ['a privacy officer of TSTV00', acting('privacy-officer', 'TSTV00')], ['an auditor of an organisation nothing concerns', acting('auditor-organisation', 'TSTX99')],
];

interface Seeded { id: string; occurred_at: Date; provider_ods_code: string; consumer_ods_code: string; decision: string; reason: string; views: string[]; flags: string[] }
let database: TestDatabase;
let searching: SearchAccessLog;
let seeded: readonly Seeded[];
let transactions: Transactions;
const counts = new AccessEventCounts();
const events = new AccessEvents();
const histogram = (reader: Actor, asked: SearchAsked): Promise<AccessEventHistogram> => searching.histogram(reader, asked, { byDay: (tx, search) => counts.byDay(tx, search), byHour: (tx, search) => counts.byHour(tx, search) });
const facets = (reader: Actor, asked: SearchAsked): Promise<AccessEventFacets> => searching.facets(reader, asked, (tx, search) => counts.facets(tx, search));
const dashboard = (reader: Actor, asked: DashboardAsked = {}): Promise<AccessDashboard> => new ReadAccessDashboard(transactions, new Changes()).execute(reader, asked, (tx, period, reading) => new AccessDashboards().count(tx, period, reading));
const open = (reader: Actor, id: string, purpose: string | null = reason): Promise<unknown> => new OpenAccessEvent(transactions, new Changes(), vault).execute(reader, { id, reason: purpose }, (tx, reading) => events.one(tx, id, reading));
const mine = (reader: Actor): readonly Seeded[] => seeded.filter((event) => reader.duty === 'auditor-national' || event.consumer_ods_code === reader.odsCode || (reader.duty !== 'viewer-governance-lead' && event.provider_ods_code === reader.odsCode));
const records = async (type: string): Promise<{ outcome: string; reason: string | null; details: unknown; subject: string }[]> => (await database.owner.query('SELECT * FROM change_record WHERE type = $1 ORDER BY recorded_at, id', [type])).rows;
const tally = (values: readonly string[]): Record<string, number> => values.reduce<Record<string, number>>((sums, value) => ({ ...sums, [value]: (sums[value] ?? 0) + 1 }), {});
const asTally = (values: readonly { value: string; total: number }[]): Record<string, number> => Object.fromEntries(values.map(({ value, total }) => [value, total]));

beforeAll(async () => {
  database = await testDatabase();
  await registerGateway(database.owner, GATEWAY, 'north-1');
  await database.owner.query(`INSERT INTO organisation (ods_code, name, status, recorded_at) VALUES ('TSTV01', 'Invented Hospice', 'A', '2026-01-01')`);
  const feed = new Transactions(await database.dataSourceAs('feed'), clock);
  const ingest = new IngestAccessEvents(feed, new AccessEventIntake(), new Changes(), new TakeIn(keys.sealKey, vault));
  const anEvent = (index: number): unknown => {
    const refused = index % 4 === 0;
    return aSentEvent({
      occurredAt: new Date(Date.parse(NOW) - (index % 60) * 86_400_000 - (index % 7) * 3_600_000).toISOString(), provider: `TSTP0${index % 3}`, consumer: `TSTV0${index % 2}`,
      views: index % 5 === 0 ? ['summary', 'summary'] : ['summary', 'medication'], permittedViews: refused ? [] : index % 5 === 0 ? ['summary'] : ['summary', 'medication'],
      patient: index % 2 === 0 ? '9990000018' : '9990000026', messageId: `m-${index}`, decision: refused ? 'refuse' : 'permit', reason: refused ? (index % 8 === 0 ? 'NOT_AGREED' : 'STOPPED') : 'PERMITTED',
      ...(index % 10 === 0 && { emergencyReason: 'Unconscious on arrival' }), ...(index % 9 === 0 && { relationship: 'Self-claimed' }),
    });
  };
  await ingest.execute(gatewayActor, GATEWAY, { boot: randomUUID(), events: Array.from({ length: 300 }, (_, index) => ({ sequence: index + 1, sealed: sealedText(sealTo, anEvent(index)) })) });
  transactions = new Transactions(await database.dataSourceAs('api'), clock);
  searching = new SearchAccessLog(transactions, new Changes(), vault, new PageCursors(keys.indexKey));
  seeded = (await database.owner.query<Seeded>('SELECT * FROM access_event')).rows;
});
afterAll(async () => database.close());

describe('What a search finds, counted', () => {
  it.each(READERS)('counts for %s exactly what is theirs to see, over time and by everything it may be narrowed to', async (_who, reader) => {
    const own = mine(reader);
    const bars = await histogram(reader, { filter: {}, reason });
    expect(bars).toMatchObject({ total: own.length, isWhole: true });
    expect(bars.bars.reduce((sum, { permitted }) => sum + permitted, 0)).toBe(own.filter(({ decision }) => decision === 'permit').length);
    expect(bars.bars.reduce((sum, { refused }) => sum + refused, 0)).toBe(own.filter(({ decision }) => decision === 'refuse').length);
    const found = await facets(reader, { filter: {}, reason });
    expect(found.total).toBe(own.length);
    expect(asTally(found.facets.decision)).toEqual(tally(own.map(({ decision }) => decision)));
    expect(asTally(found.facets.reason)).toEqual(tally(own.map((event) => event.reason)));
    expect(asTally(found.facets.view)).toEqual(tally(own.flatMap(({ views }) => [...new Set(views)])));
    expect(asTally(found.facets.consumer)).toEqual(tally(own.map((event) => event.consumer_ods_code)));
    expect(asTally(found.facets.provider)).toEqual(tally(own.map((event) => event.provider_ods_code)));
  });

  it('finds, for each bar, exactly what the bar counts, by days and by hours', async () => {
    for (const filter of [{}, { from: '2026-02-01', until: '2026-02-02' }, { from: '2026-02-27T10:30:00Z' }]) {
      const { bars, unit } = await histogram(national, { filter, reason });
      expect(unit).toBe(filter.from === undefined ? 'day' : 'hour');
      for (const bar of bars.filter(({ permitted, refused }) => permitted + refused > 0).slice(0, 12)) {
        const page = await searching.execute(national, { filter: { from: bar.from, until: bar.until }, reason, first: 1 }, (tx, search) => events.find(tx, search));
        expect([bar.from, page.total]).toEqual([bar.from, bar.permitted + bar.refused]);
      }
    }
  });

  it('counts by flag and by patient, and names organisations', async () => {
    const lead = acting('privacy-officer', 'TSTV01');
    expect((await facets(national, { filter: { flag: 'SELF_CLAIMED' }, reason })).total).toBe(seeded.filter(({ flags }) => flags.includes('SELF_CLAIMED')).length);
    const { token } = await new NamePatient(transactions, new Changes(), vault).execute(lead, { nhsNumber: '9990000026', reason });
    const found = await facets(lead, { filter: { patientToken: token }, reason });
    expect(found.total).toBe(mine(lead).length);
    expect(found.facets.consumer).toEqual([{ value: 'TSTV01', name: 'Invented Hospice', total: 150 }]);
  });

  it('asks for the same duty and purpose as showing it, and is on record before anything is counted', async () => {
    await expect(histogram(national, { filter: {} })).rejects.toMatchObject({ code: 'REASON_NEEDED' });
    await expect(facets(acting('support', null), { filter: {}, reason })).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    await expect(facets(national, { filter: { flag: 'NICE' }, reason })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    let before = -1;
    await searching.facets(national, { filter: { userId: 'u-7' }, reason: 'A count' }, async (tx, search) => {
      before = (await records('access-log.searched')).filter((record) => record.reason === 'A count').length;
      return counts.facets(tx, search);
    });
    expect(before).toBe(1);
    expect((await records('access-log.searched')).find((record) => record.reason === 'A count')).toMatchObject({ details: { filter: { userId: 'u-7' }, shown: 'facets' } });
  });
});

describe('One event by its id', () => {
  it.each(READERS)('is shown to %s only if it is theirs to see', async (_who, reader) => {
    for (const event of seeded.slice(0, 12)) {
      const found = await open(reader, event.id);
      if (mine(reader).some(({ id }) => id === event.id)) expect(found).toMatchObject({ id: event.id, leafHash: expect.stringMatching(/^[0-9a-f]{64}$/), patient: expect.stringMatching(/^\*\*\* \*\*\* \d{4}$/) });
      else expect(found).toBeNull();
    }
  });

  it('is found however long before its receipt it happened, and opening it is on record, also where there is nothing', async () => {
    const oldest = [...seeded].sort((one, other) => one.occurred_at.getTime() - other.occurred_at.getTime())[0]!;
    expect(await open(national, oldest.id)).toMatchObject({ id: oldest.id });
    const nobody = '0190a000-0000-7000-8000-00000000dead';
    expect(await open(national, nobody, 'Looking for 999 000 0018')).toBeNull();
    expect(await records('access-log.event-opened')).toContainEqual(expect.objectContaining({ subject: nobody, reason: 'Looking for *** *** 0018' }));
  });

  it('is refused without duty, purpose or a true id', async () => {
    await expect(open(national, seeded[0]!.id, null)).rejects.toMatchObject({ code: 'REASON_NEEDED' });
    await expect(open(acting('activation-officer', null), seeded[0]!.id)).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    await expect(open(national, "x' OR true --")).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('The dashboard', () => {
  it.each(READERS)('counts for %s exactly what is theirs, in thirty days and in the thirty before', async (_who, reader) => {
    const day = (event: Seeded): string => event.occurred_at.toISOString().slice(0, 10);
    const now = mine(reader).filter((event) => day(event) >= '2026-02-01');
    const before = mine(reader).filter((event) => day(event) < '2026-02-01' && day(event) >= '2026-01-02');
    const both = (holds: (event: Seeded) => boolean): { now: number; before: number } => ({ now: now.filter(holds).length, before: before.filter(holds).length });
    const shown = await dashboard(reader);
    expect(shown).toMatchObject({ from: '2026-02-01', until: '2026-03-02', previousFrom: '2026-01-02', previousUntil: '2026-01-31', permitted: both(({ decision }) => decision === 'permit'), refused: both(({ decision }) => decision === 'refuse') });
    expect(shown.days).toHaveLength(30);
    expect(shown.days.reduce((sum, { permitted, refused }) => sum + permitted + refused, 0)).toBe(now.length);
    for (const { value, ...trend } of shown.reasons) expect(trend).toEqual({ name: null, ...both((event) => event.decision === 'refuse' && event.reason === value) });
    for (const flag of ['EMERGENCY', 'SELF_CLAIMED']) expect(shown.flags.find(({ value }) => value === flag) ?? { now: 0, before: 0 }).toMatchObject(both(({ flags }) => flags.includes(flag)));
    expect(shown.consumers.map(({ value, now: looks }) => [value, looks]).sort()).toEqual(Object.entries(tally(now.map((event) => event.consumer_ods_code))).sort());
  });

  it('asks for no purpose, refuses whoever may not search, and is on record', async () => {
    await expect(dashboard(acting('approver', null))).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    await expect(dashboard(acting('signatory', null))).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    await dashboard(national, { from: '2026-02-01', until: '2026-02-02' });
    expect(await records('access-log.counted')).toContainEqual(expect.objectContaining({ outcome: 'done', details: { from: '2026-02-01', until: '2026-02-02' } }));
  });

  it.each([['2026-02-30', undefined], ['2026-03-01', '2026-02-01'], ['2025-01-01', '2026-02-01'], ['yesterday', undefined]])('refuses the days %s to %s', async (from, until) => {
    await expect(dashboard(national, { from, until })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});
