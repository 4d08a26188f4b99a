import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hostedDuring, type GateFact } from '@accord/activations';
import { newId, systemActor, type Actor, type PersonId } from '@accord/kernel';
import { sql, Transactions } from '@accord/kernel/server';
import { Dice, FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { arrangeSharing } from '../../testing/index.js';
import { PUBLISHER } from '../jobs/publishing-loop.js';
import { FactsStore } from './facts-store.js';
import { trueLocality } from './true-locality.js';
import { truthNow } from './truth-now.js';

const HOUR = 3_600_000;
const NOON = Date.parse('2026-06-15T12:00:00Z');
const PROVIDERS = 300;
const HOURS = 12;
/** Everything shared ends by then. */
const END = new Date('2036-01-01T00:00:00Z');

interface Said extends GateFact { readonly confirmedAt: Date | null; readonly endedAt: Date | null }

/** What people might have recorded, confirmed and ended of one provider until noon: few hours, so that much falls together. */
function history(dice: Dice): readonly Said[] {
  const hour = (from: number, until: number): Date => new Date(NOON + (from + dice.below(until - from + 1)) * HOUR);
  return Array.from({ length: dice.below(7) }, () => {
    const from = hour(-HOURS, HOURS);
    const recordedAt = hour(-HOURS, -2);
    const confirmedAt = dice.chance(6) ? null : new Date(Math.min(recordedAt.getTime() + dice.below(5) * HOUR, NOON));
    return {
      kind: 'hosting', value: dice.one(['hosted-centrally', 'streaming', 'local', 'local']), from, until: dice.chance(3) ? null : new Date(from.getTime() + (1 + dice.below(HOURS)) * HOUR),
      recordedAt, confirmedAt, endedAt: dice.chance(3) ? new Date(Math.min(recordedAt.getTime() + dice.below(10) * HOUR, NOON)) : null,
    };
  });
}

/** As facts that count: what was confirmed until an instant, for as long as nobody had ended it by then. */
const known = (facts: readonly Said[], at: Date): readonly GateFact[] => facts.filter(({ confirmedAt }) => confirmedAt !== null && confirmedAt <= at).map((fact) => {
  const ended = fact.endedAt !== null && fact.endedAt <= at ? fact.endedAt : null;
  return { ...fact, until: fact.until === null || (ended !== null && ended < fact.until) ? ended : fact.until };
}).filter(({ from, until }) => until === null || from < until);

const runs = (facts: readonly Said[], at: Date): readonly string[] => hostedDuring(known(facts, at)).map(({ from, until }) => `${from.toISOString()} ${until?.toISOString() ?? ''}`);
const covers = (facts: readonly Said[], at: Date): boolean => hostedDuring(known(facts, at)).some(({ from, until }) => from <= at && (until === null || at < until));
/** As the publisher asks: the end of the run that holds noon, else of the one before it. */
const until = (facts: readonly Said[]): Date | null => {
  const last = hostedDuring(known(facts, new Date(NOON))).filter(({ from }) => from.getTime() <= NOON).at(-1);
  return last === undefined ? null : last.until ?? END;
};

describe('when a provider is hosted is said alike by the facts, to the publisher, in previews, of past days and to the reconciler', () => {
  const clock = new FixedClock(new Date(NOON).toISOString());
  const everybody: Actor = systemActor('worker');
  const said = new Map<string, readonly Said[]>();
  let database: TestDatabase;
  let [publishing, asking]: Transactions[] = [];

  const byProvider = <Row extends { readonly code: string }, Value>(rows: readonly Row[], value: (row: Row) => Value): ReadonlyMap<string, Value> => new Map(rows.map((row) => [row.code, value(row)]));
  const expected = <Value>(value: (facts: readonly Said[]) => Value, counts: (value: Value) => boolean = () => true): ReadonlyMap<string, Value> =>
    new Map([...said].map(([code, facts]) => [code, value(facts)] as const).filter(([, each]) => counts(each)));

  beforeAll(async () => {
    database = await testDatabase();
    publishing = new Transactions(await database.dataSourceAs('publisher'), clock);
    asking = new Transactions(await database.dataSourceAs('worker'), clock);
    await arrangeSharing(database.owner, { localities: 1, providers: PROVIDERS, consumers: 1 });
    const dice = new Dice(35);
    const { rows } = await database.owner.query<{ code: string }>('SELECT provider_ods_code AS code FROM participation ORDER BY 1');
    for (const { code } of rows) said.set(code, history(dice));
    const [one, other]: PersonId[] = [newId(clock.now()) as PersonId, newId(clock.now()) as PersonId];
    const facts = [...said].flatMap(([code, each]) => each.map((fact) => ({ ...fact, id: newId(clock.now()), code })));
    await database.owner.query('SET session_replication_role = replica');
    await database.owner.query('DELETE FROM gate_fact');
    await database.owner.query(`
      INSERT INTO gate_fact (id, ods_code, kind, value, source, valid_during, recorded_by, recorded_at, confirmed_by, confirmed_at, ended_by, ended_at)
      SELECT id, code, 'hosting', value, 'A letter', tstzrange("from", "until"), $2, "recordedAt", CASE WHEN "confirmedAt" IS NOT NULL THEN $3::uuid END, "confirmedAt", CASE WHEN "endedAt" IS NOT NULL THEN $2::uuid END, "endedAt"
      FROM jsonb_to_recordset($1) AS fact (id uuid, code text, value text, "from" timestamptz, "until" timestamptz, "recordedAt" timestamptz, "confirmedAt" timestamptz, "endedAt" timestamptz)`, [JSON.stringify(facts), one, other]);
    await database.owner.query('SET session_replication_role = origin');
  }, 60_000);
  afterAll(() => database.close());

  it('by histories that say something: hosted and not, with gaps, later words and ended ones', () => {
    const all = [...said.values()];
    expect(all.filter((facts) => covers(facts, clock.now())).length).toBeGreaterThan(PROVIDERS / 10);
    expect(all.filter((facts) => hostedDuring(known(facts, clock.now())).length > 1).length).toBeGreaterThan(PROVIDERS / 20);
    expect(all.filter((facts) => runs(facts.map((fact) => ({ ...fact, recordedAt: new Date(NOON) })), clock.now()).join() !== runs(facts, clock.now()).join()).length).toBeGreaterThan(PROVIDERS / 10);
  });

  it('of past days, by what was known at each hour', async () => {
    for (let hour = -HOURS; hour <= 0; hour += 1) {
      const at = new Date(NOON + hour * HOUR);
      const found = await asking!.read(everybody, (tx) => sql<{ code: string; runs: string[] }>(tx, `
        SELECT ods_code AS code, array_agg(concat_ws(' ', from_at, until_at) ORDER BY from_at) AS runs FROM (SELECT ods_code, ${ISO('from_at')} AS from_at, coalesce(${ISO('until_at')}, '') AS until_at
        FROM hosting_as_known($1, $2)) run GROUP BY ods_code`, [[...said.keys()], at]));
      expect(byProvider(found, (row) => row.runs)).toEqual(expected((facts) => runs(facts, at), (each) => each.length > 0));
    }
  });

  it('in previews', async () => {
    const found = await asking!.read(everybody, (tx) => sql<{ code: string; until: Date | number }>(tx, 'SELECT ods_code AS code, hosted_until AS until FROM impact_gates($1, $2)', [[...said.keys()], clock.now()]));
    expect(byProvider(found, (row) => (row.until instanceof Date ? row.until : row.until > 0 ? END : null))).toEqual(expected(until));
  });

  it('to the publisher', async () => {
    const { facts: { providers } } = await publishing!.run(PUBLISHER, { act: 'spec.read' }, (tx) => new FactsStore().read(tx, true) as never) as Awaited<ReturnType<FactsStore['read']>>;
    expect(new Map(providers.map((row) => [row.provider, row.until]))).toEqual(expected((facts) => until(facts)?.toISOString() ?? null, (each) => each !== null));
  });

  it('to the reconciler, at each hour to come', async () => {
    for (let hour = 0; hour <= HOURS; hour += 1) {
      const rows = await publishing!.read(PUBLISHER, async (tx) => {
        const { localities } = await truthNow(tx);
        return (await Promise.all(localities.map((code) => trueLocality(tx, code)))).flatMap((each) => each.rows);
      });
      expect(new Set(rows.map(({ provider }) => provider))).toEqual(new Set(expected((facts) => covers(facts, clock.now()), Boolean).keys()));
      clock.advance(HOUR);
    }
  });
});

const ISO = (instant: string): string => `to_char(${instant} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
