import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, systemActor, type Actor, type OdsCode, type Tx } from '@accord/kernel';
import { Outbox, Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import type { Reserved, ServiceCode, WantedViews } from '@accord/views';
import { viewAnswers } from '../../testing/index.js';

let database: TestDatabase;
let transactions: Transactions;
const clock = new FixedClock();
const DCR = 'DCR' as ServiceCode;
const worker: Actor = systemActor('spec');
const { services, viewSets, reserving } = viewAnswers();
const agreements: { readonly id: string; readonly reference: string }[] = [];

beforeAll(async () => {
  database = await testDatabase();
  transactions = new Transactions(await database.dataSourceAs('api'), clock);
  await database.owner.query('SET session_replication_role = replica');
  for (const code of ['TSTV01', 'TSTV02', 'TSTV03', 'TSTV04', 'TSTV05', 'TSTV06']) await database.owner.query(`INSERT INTO organisation (ods_code, name, status, recorded_at) VALUES ($1, $1, 'A', $2)`, [code, clock.now()]);
  const locality = newId(clock.now());
  await database.owner.query(`INSERT INTO locality (id, code, name, recorded_at) VALUES ($1, 'TSTL01', 'Aldermoor', $2)`, [locality, clock.now()]);
  for (const reference of ['DCR-ONE', 'DCR-TWO']) {
    agreements.push({ id: newId(clock.now()), reference });
    await database.owner.query(`INSERT INTO sharing_agreement (id, reference, service_code, locality_id, state, drafted_by, drafted_at) VALUES ($1, $2, 'DCR', $4, 'draft', $1, $3)`, [agreements.at(-1)!.id, reference, clock.now(), locality]);
  }
  await database.owner.query('SET session_replication_role = origin');
});
afterAll(() => database.close());

const wanted = (odsCode: string, ...views: string[]): WantedViews => ({ consumerOdsCode: odsCode as OdsCode, views });
const opening = (agreement: number, work: (tx: Tx) => Promise<ReadonlyMap<OdsCode, Reserved>>): Promise<[string, Reserved][]> => transactions.run(worker, { act: 'agreement.open' }, async (tx) => {
  await new Outbox().append(tx, { type: 'agreement.opened', subject: agreements[agreement]!.id });
  return [...await work(tx)];
});
const reserve = (agreement: number, ...sets: WantedViews[]): Promise<[string, Reserved][]> => opening(agreement, (tx) => reserving.reserve(tx, DCR, agreements[agreement]!, sets));

function signal(): { readonly given: Promise<void>; give(): void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => { give = resolve; });
  return { given, give: () => give() };
}

/** Until a transaction of this database waits for an advisory lock. */
async function somebodyWaits(): Promise<void> {
  while ((await database.owner.query(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`)).rowCount === 0) await new Promise((resolve) => { setTimeout(resolve, 10); });
}

describe('services', () => {
  it('ships the ten views of the Detailed Care Record in their fixed order', async () => {
    const service = await transactions.read(worker, (tx) => services.byCode(tx, 'DCR'));
    expect(service.views.map((view) => view.code)).toEqual(['summary', 'problems', 'diagnosis', 'medication', 'risks-and-warnings', 'procedures', 'investigations', 'examinations', 'events', 'demographics']);
  });

  it('says which service there is not', async () => {
    await expect(transactions.read(worker, (tx) => services.byCode(tx, 'XYZ'))).rejects.toMatchObject({ code: 'UNKNOWN_SERVICE' });
  });
});

describe('a view set', () => {
  it('is reserved by the first agreement that names the consumer, and taken by the next', async () => {
    const first = await reserve(0, wanted('TSTV01', 'summary', 'events'), wanted('TSTV02', 'summary'));
    const second = await reserve(1, wanted('TSTV01', 'summary', 'events'));
    expect(second).toEqual([first[0]]);
    const current = await transactions.read(worker, (tx) => viewSets.currentOf(tx, DCR, ['TSTV01', 'TSTV02', 'TSTV03'] as OdsCode[], clock.now()));
    expect([...current].map(([code, set]) => [code, set.views, set.reservedByReference, set.currentUntil])).toEqual([['TSTV01', ['summary', 'events'], 'DCR-ONE', null], ['TSTV02', ['summary'], 'DCR-ONE', null]]);
  });

  it.each([['fewer', ['summary']], ['more', ['summary', 'medication', 'events']], ['other', ['medication']]])('refuses %s views than agreed, names the agreement, and reserves nothing beside', async (_which, views) => {
    await expect(reserve(1, wanted('TSTV03', 'summary'), wanted('TSTV01', ...views))).rejects.toMatchObject({ code: 'VIEW_SET_DIFFERS', params: { consumer: 'TSTV01', reference: 'DCR-ONE', views: 'summary, events' } });
    expect((await database.owner.query(`SELECT 1 FROM viewing_organisation_member WHERE ods_code = 'TSTV03'`)).rowCount).toBe(0);
  });

  it('does not begin before the instant it was reserved', async () => {
    await reserve(0, wanted('TSTV04', 'summary'));
    const at = (offset: number) => transactions.read(worker, (tx) => viewSets.currentOf(tx, DCR, ['TSTV04'] as OdsCode[], new Date(clock.now().getTime() + offset)));
    expect([(await at(-1)).size, (await at(0)).size]).toEqual([0, 1]);
  });

  it.each<[string, string, readonly string[], string]>([['the same set', 'TSTV05', ['summary', 'events'], 'taken'], ['another set', 'TSTV06', ['medication'], 'VIEW_SET_DIFFERS']])(
    'reserved by whoever began later and had its turn first is the one agreed, to who wants %s', async (_what, consumer, views, outcome) => {
      const [begun, reserved] = [signal(), signal()];
      const earlier = opening(0, async (tx) => {
        begun.give();
        await reserved.given;
        return reserving.reserve(tx, DCR, agreements[0]!, [wanted(consumer, ...views)]);
      });
      await begun.given;
      clock.advance(1_000);
      const later = opening(1, async (tx) => {
        const sets = await reserving.reserve(tx, DCR, agreements[1]!, [wanted(consumer, 'summary', 'events')]);
        reserved.give();
        await somebodyWaits();
        return sets;
      });
      const [told, first] = await Promise.all([earlier.then((sets) => ({ sets, code: 'taken' }), ({ code }: { code: string }) => ({ sets: [] as [string, Reserved][], code })), later]);
      expect(told).toEqual({ sets: outcome === 'taken' ? first : [], code: outcome });
    });
});
