import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor, Duty, LocalityId, OdsCode } from '@accord/kernel';
import { clientOf, introduce } from '@accord/kernel/testing';
import type { AgreementWorld } from '@accord/agreements/testing';
import { ActivationWorld } from '../../testing/index.js';

// R9, straight in SQL: what each person sees of agreements, evidence and activations, and what they could write, by row-level security alone.
let world: ActivationWorld;
let agreements: AgreementWorld;
let here: LocalityId;
let elsewhere: LocalityId;
const [MINE, NEIGHBOUR, FOREIGN, VIEWER, FOREIGN_VIEWER] = ['TSTP01', 'TSTP02', 'TSTP09', 'TSTV01', 'TSTV02'] as readonly string[] as [OdsCode, OdsCode, OdsCode, OdsCode, OdsCode];

beforeAll(async () => {
  world = await ActivationWorld.open();
  agreements = world.agreements;
  ({ here, elsewhere } = agreements.places);
  const { agreementId } = await world.live({ providers: [MINE, NEIGHBOUR], consumers: [{ odsCode: VIEWER, views: ['summary'] }] });
  const { id, side, version } = await agreements.party(agreementId, NEIGHBOUR);
  await agreements.narrowing.suspend(agreements.officer, { id, side, expectedVersion: version, reason: 'A reason' });
});
afterAll(() => world.close());

const as = (duty: Duty, where: { readonly odsCode?: OdsCode; readonly localities?: readonly LocalityId[] } = {}): Partial<Actor> => ({ personId: agreements.officer.personId!, duty, odsCode: where.odsCode ?? null, localities: where.localities ?? [] });

const TABLES = ['sharing_agreement', 'agreement_version', 'agreement_version_provider', 'agreement_version_consumer', 'agreement_party', 'participation', 'consumer_part', 'participation_terms',
  'pair', 'stop', 'view_set', 'evidence', 'gate_fact', 'activation', 'activation_item'] as const;
type Table = (typeof TABLES)[number];
type Seen = Readonly<Record<Table, number>>;
const NOTHING = Object.fromEntries(TABLES.map((table) => [table, 0])) as Seen;
/** Two providers and one consumer in one agreement; one hosting fact each and five of the consumer's; one suspension. */
const ALL: Seen = {
  sharing_agreement: 1, agreement_version: 1, agreement_version_provider: 2, agreement_version_consumer: 1, agreement_party: 3, participation: 2, consumer_part: 1, participation_terms: 2,
  pair: 2, stop: 1, view_set: 1, evidence: 3, gate_fact: 7, activation: 1, activation_item: 3,
};

async function seen(role: 'api' | 'worker' | 'publisher' | 'feed' | 'audit_reader', actor: Partial<Actor>): Promise<Partial<Record<Table, number | 'forbidden'>>> {
  const client = await clientOf(agreements.database, role);
  const counts: Partial<Record<Table, number | 'forbidden'>> = {};
  for (const table of TABLES) {
    await client.query('BEGIN');
    try {
      await introduce(client, actor, agreements.clock.now());
      counts[table] = Number((await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`)).rows[0]!.n);
    } catch (error) {
      if ((error as { code?: string }).code !== '42501') throw error;
      counts[table] = 'forbidden';
    } finally {
      await client.query('ROLLBACK');
    }
  }
  return counts;
}

describe('row-level security shows', () => {
  it.each<[string, () => Partial<Actor>, Partial<Seen>]>([
    // An agreement reads whole to those who are party to it; evidence and facts are each organisation's own.
    ['a provider its agreement, its own evidence, pairs and facts', () => as('signatory', { odsCode: MINE }), { ...ALL, agreement_party: 1, pair: 1, evidence: 1, gate_fact: 1, activation: 0, activation_item: 0 }],
    ['a consumer its agreement and every pair it views through', () => as('viewer-governance-lead', { odsCode: VIEWER }), { ...ALL, agreement_party: 1, evidence: 1, gate_fact: 5, activation: 0, activation_item: 0 }],
    ['staff of the locality everything', () => as('activation-officer', { localities: [here] }), ALL],
    ['an approver of the locality everything', () => as('approver', { localities: [here, elsewhere] }), ALL],
    ['staff of another locality the sets to collide with and the facts of organisations', () => as('activation-officer', { localities: [elsewhere] }), { ...NOTHING, view_set: 1, gate_fact: 7 }],
    ['a practice of another agreement nothing', () => as('signatory', { odsCode: FOREIGN }), NOTHING],
    ['a viewing organisation of another agreement nothing', () => as('viewer-governance-lead', { odsCode: FOREIGN_VIEWER }), NOTHING],
    ["an organisation's auditor its own alone", () => as('auditor-organisation', { odsCode: FOREIGN }), NOTHING],
    ['a national auditor the nation', () => as('auditor-national'), ALL],
    ['a system administrator no agreement and no evidence', () => as('system-administrator'), { ...NOTHING, gate_fact: 7 }],
    ['staff without a locality no agreement', () => as('activation-officer'), { ...NOTHING, view_set: 1, gate_fact: 7 }],
    ['nobody nothing', () => ({}), NOTHING],
    ['an organisation that does not exist nothing', () => as('signatory', { odsCode: 'TSTX99' as OdsCode }), NOTHING],
  ])('%s', async (_what, actor, expected) => {
    expect(await seen('api', actor())).toEqual({ ...NOTHING, ...expected });
  });

  it('nothing at all where no settings were made, to any role that judges by them', async () => {
    for (const role of ['api', 'worker'] as const) {
      const client = await agreements.database.clientAs(role);
      for (const table of TABLES) expect([role, table, (await client.query(`SELECT 1 FROM ${table}`)).rowCount]).toEqual([role, table, 0]);
    }
  });

  it('nothing of the settings of the transaction before', async () => {
    const client = await clientOf(agreements.database, 'api');
    await client.query('BEGIN');
    await introduce(client, as('auditor-national'), agreements.clock.now());
    await client.query('COMMIT');
    expect((await client.query('SELECT 1 FROM participation')).rowCount).toBe(0);
  });

  it('the feed none of it, the publisher what it publishes, and the audit reader what its actor may see', async () => {
    expect(Object.values(await seen('feed', as('auditor-national')))).toEqual(TABLES.map(() => 'forbidden'));
    expect(await seen('publisher', {})).toMatchObject({ participation: 2, consumer_part: 1, pair: 2, stop: 1, evidence: 3 });
    expect(await seen('audit_reader', {})).toMatchObject({ participation: 0, consumer_part: 0, pair: 0, stop: 0 });
  });
});

const WRITES: readonly (readonly [string, string])[] = [
  ['sharing_agreement', `UPDATE sharing_agreement SET state = 'ended'`],
  ['participation', `UPDATE participation SET version = version + 1 WHERE provider_ods_code = 'TSTP01'`],
  ['consumer_part', `UPDATE consumer_part SET version = version + 1`],
  ['pair', `UPDATE pair SET held_during = 'empty' WHERE provider_ods_code = 'TSTP01'`],
  ['stop', 'UPDATE stop SET version = version + 1'],
  ['participation_terms', `DELETE FROM participation_terms WHERE participation_id IN (SELECT id FROM participation WHERE provider_ods_code = 'TSTP01')`],
  ['evidence', `UPDATE evidence SET findings = '[]' WHERE ods_code = 'TSTP01'`],
  ['gate_fact', `UPDATE gate_fact SET version = version + 1 WHERE ods_code = 'TSTP01'`],
  ['activation', 'UPDATE activation SET version = version + 1'],
  ['view_set', `INSERT INTO view_set SELECT gen_random_uuid(), service_code, viewing_organisation_id, views, '[2000-01-01,2000-01-02)', reserved_by_agreement_id, reserved_by_reference, recorded_at, 1 FROM view_set`],
  ['authority', `INSERT INTO authority (id, ods_code, person_id, role_title, during, recorded_by, recorded_at) SELECT gen_random_uuid(), 'TSTP01', min(id::text)::uuid, 'Partner', '[2026-01-01,)', max(id::text)::uuid, '2026-03-02' FROM person`],
];

describe('row-level security lets write', () => {
  it.each<[string, () => Partial<Actor>, readonly string[]]>([
    ['a national auditor nothing', () => as('auditor-national'), []],
    ['support nothing', () => as('support'), []],
    ['a system administrator nothing', () => as('system-administrator'), []],
    ["an organisation's auditor nothing", () => as('auditor-organisation', { odsCode: MINE }), []],
    ['nobody nothing', () => ({}), []],
    ['a neighbour in the same agreement nothing of mine', () => as('signatory', { odsCode: NEIGHBOUR }), []],
    ['a practice elsewhere nothing', () => as('signatory', { odsCode: FOREIGN }), []],
    ['staff of another locality nothing', () => as('activation-officer', { localities: [elsewhere] }), ['view_set']],
    ['an approver of another locality nothing', () => as('approver', { localities: [elsewhere] }), []],
    ['a signatory its own part', () => as('signatory', { odsCode: MINE }), ['participation', 'pair', 'participation_terms', 'evidence']],
    ['a governance lead its own part and facts', () => as('practice-governance-lead', { odsCode: MINE }), ['participation', 'pair', 'participation_terms', 'evidence', 'gate_fact', 'authority']],
    ['an approver what is approved and stopped', () => as('approver', { localities: [here] }), ['participation', 'consumer_part', 'pair', 'stop', 'activation']],
    ['staff of the locality what staff do there', () => as('activation-officer', { localities: [here] }), WRITES.map(([table]) => table)],
  ])('%s', async (_what, actor, expected) => {
    const client = await clientOf(agreements.database, 'api');
    const may: string[] = [];
    for (const [table, text] of WRITES) if (await letsWrite(client, actor(), text)) may.push(table);
    expect(may).toEqual(WRITES.map(([table]) => table).filter((table) => expected.includes(table)));
  });
});

/** Whether the fence opens; a constraint that refuses behind it has been reached. Nothing is kept. */
async function letsWrite(client: Parameters<typeof introduce>[0], actor: Partial<Actor>, text: string): Promise<boolean> {
  await client.query('BEGIN');
  try {
    await introduce(client, actor, agreements.clock.now());
    return ((await client.query(text)).rowCount ?? 0) > 0;
  } catch (error) {
    return (error as { code?: string }).code !== '42501';
  } finally {
    await client.query('ROLLBACK');
  }
}
