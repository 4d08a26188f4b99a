import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor, Duty, LocalityId, OdsCode, PersonId } from '@accord/kernel';
import { Changes, mayEver, sql, Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { aSentEvent, registerGateway, sealedText, someAuditKeys } from '../../testing/index.js';
import '../abilities.js';
import { PatientVault } from '../domain/patient-vault.js';
import { TakeIn } from '../domain/take-in.js';
import { AccessEventIntake } from '../storage/access-event-intake.js';
import { IngestAccessEvents } from '../use-cases/ingest-access-events.js';
import { RefusalsOfGateways } from './gateway-refusals.js';

const uuid = (last: string): string => `0190a000-0000-7000-8000-00000000${last}`;
const [NORTH, SOUTH] = [uuid('0001'), uuid('0002')];
const [HERE, THERE] = [uuid('c001'), uuid('c002')];
const acting = (duty: Duty, localities: readonly string[] = [], odsCode: string | null = null): Actor => ({
  kind: 'person', personId: uuid('00a1') as PersonId, name: 'Invented', duty, odsCode: odsCode as OdsCode | null, localities: localities as readonly LocalityId[], acr: null, authenticatedAt: null, origin: '127.0.0.1',
});

describe('what gateways refused', () => {
  const clock = new FixedClock('2026-03-09T09:00:00Z');
  let database: TestDatabase;
  let api: Transactions;
  const counted = async (actor: Actor) => (await api.read(actor, (tx) => new RefusalsOfGateways().count(tx))).map(({ gatewayId, kind, reason, day, week }) => [gatewayId === NORTH ? 'north' : 'south', kind, reason, day, week]);

  beforeAll(async () => {
    database = await testDatabase();
    const { keys, sealTo } = someAuditKeys();
    for (const [id, code, locality] of [[NORTH, 'north', HERE], [SOUTH, 'south', THERE]] as const) {
      await registerGateway(database.owner, id, code);
      await database.owner.query(`SET session_replication_role = replica; INSERT INTO gateway_locality VALUES ('${id}', '${locality}', '[2026-01-01,)', '2026-01-01'); SET session_replication_role = DEFAULT`);
    }
    const intake = new IngestAccessEvents(new Transactions(await database.dataSourceAs('feed'), clock), new AccessEventIntake(), new Changes(), new TakeIn(keys.sealKey, new PatientVault(keys)));
    const gateway: Actor = { ...acting('support'), kind: 'machine', personId: null, duty: 'gateway' };
    const send = (id: string, events: readonly Readonly<Record<string, unknown>>[]) => intake.execute(gateway, id, { boot: randomUUID(), events: events.map((event, at) => ({ sequence: at + 1, sealed: sealedText(sealTo, event) })) });
    const refused = (reason: string, occurredAt: string) => ({ ...aSentEvent({ decision: 'refuse', reason, permittedViews: [], agreement: null, occurredAt }) });
    await send(NORTH, [
      refused('STOPPED', '2026-03-09T08:00:00.000Z'), refused('STOPPED', '2026-03-08T10:00:00.000Z'), refused('STOPPED', '2026-03-05T08:00:00.000Z'), refused('NOT_AGREED', '2026-03-03T08:00:00.000Z'),
      refused('STOPPED', '2026-03-01T08:00:00.000Z'), { ...aSentEvent({ occurredAt: '2026-03-09T08:00:00.000Z' }) }, { nonsense: true },
    ]);
    await send(SOUTH, [refused('OUT_OF_DATE', '2026-03-09T08:59:00.000Z')]);
    api = new Transactions(await database.dataSourceAs('api'), clock);
  });
  afterAll(() => database.close());

  const north = [['north', 'refused', 'STOPPED', 2, 3], ['north', 'refused', 'NOT_AGREED', 0, 1], ['north', 'set-aside', 'MEMBER_MISSING', 1, 1]];
  const south = [['south', 'refused', 'OUT_OF_DATE', 1, 1]];

  it('is counted by reason for a day and for seven, with what was set aside, and without what was permitted', async () => expect(await counted(acting('system-administrator'))).toEqual([...north, ...south]));

  it.each<[string, Actor, readonly unknown[]]>([
    ['staff of one locality', acting('activation-officer', [HERE]), north], ['an approver of another', acting('approver', [THERE]), south], ['staff of none', acting('activation-officer'), []],
    ['the national auditor', acting('auditor-national'), [...north, ...south]], ['support', acting('support'), [...north, ...south]],
    ['a signatory', acting('signatory', [], 'TSTP01'), []], ['a privacy officer', acting('privacy-officer', [HERE], 'TSTP01'), []], ['an auditor of one organisation', acting('auditor-organisation', [HERE], 'TSTP01'), []],
  ])('is told to %s as far as it is theirs, by the database itself', async (_who, actor, expected) => expect(await counted(actor)).toEqual(expected));

  it('opens no access log to those who look after gateways', async () => {
    for (const duty of ['system-administrator', 'support', 'activation-officer', 'approver'] as const) {
      const [row] = await api.read(acting(duty, [HERE]), (tx) => sql<{ count: number }>(tx, 'SELECT count(*)::int AS count FROM access_event'));
      expect([duty, row!.count, mayEver(acting(duty, [HERE]), 'search', 'AccessEvent')]).toEqual([duty, 0, false]);
    }
  });

  it.each<[string]>([['worker'], ['publisher'], ['feed'], ['audit_reader']])('cannot be asked as %s', async (role) => {
    const client = await database.clientAs(role as 'worker');
    await expect(client.query(`SELECT * FROM gateway_refusals('2026-03-09')`)).rejects.toThrow(/permission denied/);
    await client.end();
  });
});
