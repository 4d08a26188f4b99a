import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor, Duty, LocalityId, OdsCode, PersonId } from '@accord/kernel';
import { mayEver, Transactions } from '@accord/kernel/server';
import { confirmedGateway, PublishedSharing } from '../../testing/index.js';
import '../abilities.js';
import { HeldResolver } from '../graphql/held.resolver.js';

const PERSON = '00000000-0000-7000-8000-0000000000ab';
const acting = (duty: Duty, odsCode: string | null, localities: readonly string[] = []): Actor => ({
  kind: 'person', personId: PERSON as PersonId, name: 'Ann', duty, odsCode: odsCode as OdsCode | null, localities: localities as readonly LocalityId[], acr: null, authenticatedAt: null, origin: 'spec',
});
const controller = acting('signatory', 'TSTP00000');

/**
 * Locality 0 has TSTP00000 and TSTP00002, seen by TSTV00000 and TSTV00002. Publication 2 stops TSTP00000 with TSTV00002 altogether, 3 takes TSTP00002 out.
 * north has applied 3, west is silent since 2, east since 1 and past its limit, late never said anything, south serves another locality.
 */
describe('what gateways hold in the name of a practice', () => {
  let sharing: PublishedSharing;
  let transactions: Transactions;
  let resolver: HeldResolver;
  let ids: Readonly<Record<string, string>>;
  const ask = (actor: Actor, provider: string, after: string | null = null, first = 50) => transactions.read(actor, (tx) => resolver.heldInName(actor, Promise.resolve(tx), provider, after, first));

  beforeAll(async () => {
    sharing = await PublishedSharing.open({ localities: 2, providers: 4, consumers: 4 });
    transactions = new Transactions(await sharing.database.dataSourceAs('api'), sharing.clock);
    resolver = new HeldResolver(sharing.clock);
    ids = Object.fromEntries((await sharing.database.owner.query<{ code: string; id: string }>('SELECT code, id FROM locality')).rows.map(({ code, id }) => [code, id]));
    await sharing.publish();
    await sharing.behindTheirBack(`INSERT INTO stop (id, kind, scope_kind, agreement_id, provider_ods_code, consumer_ods_code, locality_id, from_at, reason, imposed_by, imposed_side, imposed_duty, imposed_at)
      SELECT gen_random_uuid(), 'suspension', 'pair', agreement_id, provider_ods_code, 'TSTV00002', locality_id, '2026-03-02T08:00:00Z', 'A worry', submitted_by, 'controller', 'signatory', '2026-03-02T08:00:00Z'
      FROM participation WHERE provider_ods_code = 'TSTP00000'`);
    await sharing.publish();
    await sharing.behindTheirBack(`UPDATE participation SET state = 'withdrawn' WHERE provider_ods_code = 'TSTP00002'`, `UPDATE pair SET held_during = 'empty' WHERE provider_ods_code = 'TSTP00002'`);
    await sharing.publish();
    const gateway = (code: string, locality: string, seenAt: string | null, receipted: readonly number[]): string[] => [
      confirmedGateway(code, { sha256: createHash('sha256').update(code).digest('hex'), pem: 'p' }, locality),
      ...(seenAt === null ? [] : [`INSERT INTO gateway_contact VALUES (md5('${code}')::uuid, '${seenAt}')`]),
      `INSERT INTO receipt SELECT md5('${code}')::uuid, number, stop_list_number, hash, '2026-03-01T09:00:00Z', '2026-03-01T09:00:00Z', '' FROM publication WHERE number IN (${[0, ...receipted].join()})`,
    ];
    await sharing.behindTheirBack(
      ...gateway('north', 'TSTL00000', '2026-03-02T08:59:30Z', [1, 2, 3]), ...gateway('west', 'TSTL00000', '2026-03-02T08:00:00Z', [1, 2]),
      ...gateway('east', 'TSTL00000', '2026-03-01T08:00:00Z', [1]), ...gateway('late', 'TSTL00000', null, []), ...gateway('south', 'TSTL00001', '2026-03-02T08:59:30Z', [3]));
  });
  afterAll(() => sharing.close());

  it('names each gateway with what it applied, how it stands and from when it refuses by itself, and none that serves others', async () => {
    const { gateways } = await ask(controller, 'TSTP00000');
    expect(gateways.map(({ code, publication, behindBy, pairs, standing, refusesAt, hasRefused }) => [code, publication, behindBy, pairs, standing.kind, refusesAt?.toISOString() ?? null, hasRefused])).toEqual([
      ['east', 1, 2, 2, 'refusing', '2026-03-02T08:00:00.000Z', true],
      ['late', null, 3, 0, 'never', null, false],
      ['north', 3, 0, 2, 'current', '2026-03-03T08:59:30.000Z', false],
      ['west', 2, 1, 2, 'stale', '2026-03-03T08:00:00.000Z', false],
    ]);
  });

  it('says which views whom until when, by which agreement and signed page, and what the stop list they hold takes away', async () => {
    const { pairs, total } = await ask(controller, 'TSTP00000');
    expect([total, pairs.map(({ consumer, gateways, stoppedViews, views }) => [consumer.odsCode, gateways, stoppedViews.length === views.length])]).toEqual([3, [
      ['TSTV00000', ['east', 'north', 'west'], false], ['TSTV00002', ['east'], false], ['TSTV00002', ['north', 'west'], true],
    ]]);
    expect(pairs[0]).toMatchObject({ agreement: 'DCR-TSTL00000-0001', version: 1, agreementId: expect.any(String), until: new Date('2036-01-01'), consumer: { name: 'Viewer 0' }, signedPage: { evidenceId: expect.any(String), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  });

  it('goes on telling of a practice that has left, as long as a gateway has not let go of it', async () => {
    const { gateways, pairs } = await ask(acting('practice-governance-lead', 'TSTP00002'), 'TSTP00002');
    expect([gateways.map(({ code, pairs: held }) => [code, held]), pairs.map(({ gateways: holding }) => holding)]).toEqual([[['east', 2], ['west', 2]], [['east', 'west'], ['east', 'west']]]);
  });

  it('shows records to nobody whose sharing the stop list of the same gateway takes away', async () => {
    const { gateways } = await ask(controller, 'TSTP00000');
    expect(gateways.map(({ code, pairs: held, viewers }) => [code, held, viewers])).toEqual([['east', 2, 2], ['late', 0, 0], ['north', 2, 1], ['west', 2, 1]]);
  });

  it('says of one that names a stop list which nobody issued that what it shows is not known, and lists no pair by it', async () => {
    const { owner } = sharing.database;
    await sharing.behindTheirBack(`INSERT INTO receipt SELECT gateway_id, publication_number, 2147483647, hash, applied_at, received_at, signature FROM receipt WHERE gateway_id = md5('west')::uuid AND publication_number = 2`);
    const { gateways, pairs } = await ask(controller, 'TSTP00000');
    expect(gateways.map(({ code, pairs: held, viewers }) => [code, held, viewers])).toEqual([['east', 2, 2], ['late', 0, 0], ['north', 2, 1], ['west', null, null]]);
    expect(pairs.map(({ consumer, gateways: holding }) => [consumer.odsCode, holding])).toEqual([['TSTV00000', ['east', 'north']], ['TSTV00002', ['east']], ['TSTV00002', ['north']]]);
    await owner.query('BEGIN; SET LOCAL session_replication_role = replica; DELETE FROM receipt WHERE stop_list_number = 2147483647; COMMIT');
  });

  it('comes page after page', async () => {
    const first = await ask(controller, 'TSTP00000', null, 2);
    const second = await ask(controller, 'TSTP00000', first.endCursor, 2);
    expect([first.pairs.length, first.total, second.pairs.length, second.endCursor]).toEqual([2, 3, 1, null]);
  });

  it('holds nothing of any other practice, though they stand in the same summary', async () => {
    for (const actor of [controller, acting('practice-governance-lead', 'TSTP00000')]) {
      const answer = JSON.stringify(await ask(actor, 'TSTP00000'));
      for (const other of ['TSTP00001', 'TSTP00002', 'TSTP00003', 'TSTV00001', 'TSTV00003', 'south', 'TSTL00001']) expect([other, answer.includes(other)]).toEqual([other, false]);
    }
  });

  it.each<[string, () => Actor, string]>([
    ['a controller asking for another practice of the same agreement', () => controller, 'TSTP00002'],
    ['a controller asking for another practice elsewhere', () => controller, 'TSTP00001'],
    ['a practice lead asking for another', () => acting('practice-governance-lead', 'TSTP00001'), 'TSTP00000'],
    ['a controller asking for what does not exist', () => controller, 'TSTP99999'],
    ['an officer of another locality', () => acting('activation-officer', null, [ids['TSTL00001']!]), 'TSTP00000'],
    ['an approver of no locality', () => acting('approver', null, []), 'TSTP00000'],
  ])('refuses %s', async (_who, actor, provider) => expect(ask(actor(), provider)).rejects.toMatchObject({ code: 'NOT_PERMITTED' }));

  it('is told to staff of its locality and to the national auditor as to its controller', async () => {
    const own = await ask(controller, 'TSTP00000');
    for (const actor of [acting('activation-officer', null, [ids['TSTL00000']!]), acting('approver', null, [ids['TSTL00000']!]), acting('auditor-national', null)]) {
      const answer = await ask(actor, 'TSTP00000');
      expect(answer.gateways).toEqual(own.gateways);
      expect(answer.pairs.map((each) => ({ ...each, signedPage: null }))).toEqual(own.pairs.map((each) => ({ ...each, signedPage: null })));
    }
  });

  it.each<[Duty, boolean]>([
    ['signatory', true], ['practice-governance-lead', true], ['activation-officer', true], ['approver', true], ['auditor-national', true],
    ['viewer-governance-lead', false], ['privacy-officer', false], ['auditor-organisation', false], ['system-administrator', false], ['support', false],
  ])('may be asked by %s: %s', (duty, expected) => expect(mayEver(acting(duty, 'TSTP00000', [ids['TSTL00000']!]), 'read', 'HeldSummary')).toBe(expected));
});
