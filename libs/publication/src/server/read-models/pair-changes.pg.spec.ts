import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor, LocalityId, PersonId } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { PublishedSharing } from '../../testing/index.js';
import { pairChangesBetween } from './pair-changes.js';
import { actsOf } from './publication-acts.js';
import { changesBetween } from './publication-changes.js';
import { publicationNumbered, publicationsBefore } from './publications.js';

const staff: Actor = {
  kind: 'person', personId: '00000000-0000-7000-8000-0000000000ab' as PersonId, name: 'Odile', duty: 'auditor-national', odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: 'spec',
};

describe('the pairs that differ between publications', () => {
  let sharing: PublishedSharing;
  let transactions: Transactions;
  let ids: Readonly<Record<string, string>>;
  const page = (from: number | null, to: number, { after = null as string | null, first = 100, reach = null as readonly string[] | null, actor = staff } = {}) =>
    transactions.read(actor, (tx) => pairChangesBetween(tx, from, to, reach, { after, first }));
  const said = async (...asked: Parameters<typeof page>) => (await page(...asked)).items.map(({ kind, locality, consumer, providers, count }) => [kind, locality, consumer.odsCode, providers.map(({ odsCode }) => odsCode), count]);

  beforeAll(async () => {
    sharing = await PublishedSharing.open({ localities: 3, providers: 132, consumers: 6 });
    transactions = new Transactions(await sharing.database.dataSourceAs('api'), sharing.clock);
    ids = Object.fromEntries((await sharing.database.owner.query<{ code: string; id: string }>('SELECT code, id FROM locality')).rows.map(({ code, id }) => [code, id]));
    await sharing.publish();
    await sharing.behindTheirBack(`UPDATE participation SET state = 'withdrawn' WHERE provider_ods_code = 'TSTP00000'`, `UPDATE pair SET held_during = 'empty' WHERE provider_ods_code = 'TSTP00000'`,
      `INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload, transaction_id) VALUES (gen_random_uuid(), '2026-03-02T08:00:00Z', 'participation.withdrawn', 'part', ARRAY['${ids['TSTL00000']!}'::uuid], '{}', '77')`,
      `INSERT INTO change_record (id, recorded_at, type, subject, outcome, person_id, actor_kind, actor_name, duty, ods_code, locality_id, details, origin, transaction_id)
        VALUES (gen_random_uuid(), '2026-03-02T08:00:00Z', 'participation.withdrawn', 'part', 'done', '${staff.personId!}', 'person', 'Ann Invented', 'signatory', 'TSTP00000', '${ids['TSTL00000']!}', '{}', 'spec', '77')`);
    await sharing.publish();
    await sharing.behindTheirBack(`UPDATE view_set SET views = ARRAY['summary', 'events'] WHERE id = (SELECT view_set_id FROM consumer_part WHERE consumer_ods_code = 'TSTV00001')`,
      `UPDATE pair SET held_during = '[2026-01-01T00:00:00Z,2027-01-01T00:00:00Z)' WHERE provider_ods_code = 'TSTP00002'`);
    await sharing.publish();
  });
  afterAll(() => sharing.close());

  it('are told by agreement and viewing organisation, with names, in both directions', async () => {
    expect(await said(1, 2)).toEqual([['pairs-lost', 'TSTL00000', 'TSTV00000', ['TSTP00000'], 1], ['pairs-lost', 'TSTL00000', 'TSTV00003', ['TSTP00000'], 1]]);
    expect((await said(2, 1)).map(([kind]) => kind)).toEqual(['pairs-gained', 'pairs-gained']);
    expect((await page(1, 2)).items[0]).toMatchObject({ agreement: 'DCR-TSTL00000-0001', agreementId: expect.any(String), localityName: 'Locality 0', consumer: { name: 'Viewer 0' }, is: [], was: [{ until: '2036-01-01T00:00:00.000Z' }] });
  });

  it('say which views and dates were and are, and count those who are too many to name', async () => {
    const { items } = await page(2, 3);
    const views = items.find(({ kind }) => kind === 'views-changed')!;
    expect([views.consumer.odsCode, views.is[0]!.views, views.providers.length, views.count]).toEqual(['TSTV00001', ['summary', 'events'], 40, 44]);
    expect(items.filter(({ kind }) => kind === 'dates-changed').map(({ providers, is }) => [providers[0]!.odsCode, is[0]!.until])).toEqual([['TSTP00002', '2027-01-01T00:00:00.000Z'], ['TSTP00002', '2027-01-01T00:00:00.000Z']]);
  });

  it('come page after page without a gap or a repetition, everything against nothing included', async () => {
    const whole = await page(null, 1);
    const paged: unknown[] = [];
    let after: string | null = null;
    let turns = 0;
    do {
      const { items, endCursor }: Awaited<ReturnType<typeof page>> = await page(null, 1, { after, first: 4 });
      paged.push(...items);
      after = endCursor;
      turns += 1;
    } while (after !== null && turns < 20);
    expect([paged, whole.endCursor, turns]).toEqual([whole.items, null, 2]);
    await expect(page(null, 1, { after: `x'; DROP TABLE publication` })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('are of localities within reach alone', async () => {
    const officer: Actor = { ...staff, duty: 'activation-officer', localities: [ids['TSTL00001'] as LocalityId] };
    expect((await said(null, 3, { reach: officer.localities, actor: officer })).every(([, locality]) => locality === 'TSTL00001')).toBe(true);
    expect(await said(1, 2, { reach: officer.localities, actor: officer })).toEqual([]);
  });

  it('name no act of after the publication, and list it to nobody for one', async () => {
    const own = [ids['TSTL00000']!];
    const seen = () => transactions.read(staff, async (tx) => [(await actsOf(tx, 3, null)).total, (await publicationsBefore(tx, null, 10, own)).map(({ number }) => number)]);
    const before = await seen();
    sharing.clock.advance(9 * 86_400_000);
    const at = sharing.clock.now().toISOString();
    await sharing.behindTheirBack(`INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload) VALUES (gen_random_uuid(), '${at}', 'gateway.confirmed', 'gateway', ARRAY['${own[0]!}'::uuid], '{}')`);
    expect(await sharing.publish()).toMatchObject({ issued: false, number: 3 });
    expect((await sharing.database.owner.query(`SELECT published_in FROM outbox WHERE type = 'gateway.confirmed'`)).rows).toEqual([{ published_in: 3 }]);
    expect([before, await seen()]).toEqual([[0, [2, 1]], [0, [2, 1]]]);
  });

  it('come from what was published, whatever the tables say today', async () => {
    await sharing.behindTheirBack(`UPDATE pair SET held_during = 'empty'`);
    expect(await said(1, 2)).toHaveLength(2);
  });

  it('name who did what the publication first told gateways of, to those who may know', async () => {
    const acts = (actor: Actor, reach: readonly string[] | null) => transactions.read(actor, (tx) => actsOf(tx, 2, reach));
    expect(await acts(staff, null)).toMatchObject({ total: 1, acts: [{ type: 'participation.withdrawn', count: 1, byName: 'Ann Invented', duty: 'signatory' }] });
    const officer: Actor = { ...staff, personId: '00000000-0000-7000-8000-0000000000ac' as PersonId, duty: 'activation-officer', localities: [ids['TSTL00001'] as LocalityId] };
    expect(await acts(officer, officer.localities)).toEqual({ acts: [], total: 0 });
    expect((await acts({ ...officer, duty: 'support' }, null)).acts).toMatchObject([{ byName: null, duty: null }]);
  });

  it('name the change of keys they came with and why, to those who may know', async () => {
    const ceremony = '00000000-0000-7000-8000-0000000000c1';
    await sharing.behindTheirBack(`
      INSERT INTO key_ceremony (id, reason, content, root_sha256, first_holder, second_holder, handed_in_by, handed_in_at, publication_number, adopted_at)
      VALUES ('${ceremony}', 'The signer machine was stolen', '', repeat('a', 64), repeat('b', 64), repeat('c', 64), 'Orla Fenwick', '2026-03-02T08:59:00Z', 3, '2026-03-02T09:00:00Z')`, `
      INSERT INTO change_record (id, recorded_at, type, subject, outcome, actor_kind, actor_name, duty, reason, details, origin, transaction_id)
      VALUES (gen_random_uuid(), '2026-03-02T08:59:00Z', 'key.handed-in', '${ceremony}', 'done', 'machine', 'Orla Fenwick', 'operator', 'The signer machine was stolen', '{}', 'spec', '78')`);
    const acts = async (actor: Actor, reach: readonly string[] | null) => (await transactions.read(actor, (tx) => actsOf(tx, 3, reach))).acts.map(({ type, byName, reason }) => [type, byName, reason]);
    expect(await acts(staff, null)).toEqual([['key.handed-in', 'Orla Fenwick', 'The signer machine was stolen']]);
    const officer: Actor = { ...staff, personId: '00000000-0000-7000-8000-0000000000ac' as PersonId, duty: 'activation-officer', localities: [ids['TSTL00001'] as LocalityId] };
    expect(await acts(officer, officer.localities)).toEqual([['key.handed-in', null, null]]);
    expect((await transactions.read(staff, (tx) => actsOf(tx, 2, null))).acts.map(({ type }) => type)).toEqual(['participation.withdrawn']);
  });

  it('say what the stop list took away and gave back, of stops that the reader may see', async () => {
    const own = await PublishedSharing.open({ localities: 2, providers: 4, consumers: 2 });
    try {
      const reading = new Transactions(await own.database.dataSourceAs('api'), own.clock);
      const { rows: [there] } = await own.database.owner.query<{ id: string }>(`SELECT id FROM locality WHERE code = 'TSTL00001'`);
      await own.publish();
      await own.behindTheirBack(`
        INSERT INTO stop (id, kind, scope_kind, agreement_id, participation_id, provider_ods_code, locality_id, from_at, reason, imposed_by, imposed_side, imposed_duty, imposed_at)
        SELECT gen_random_uuid(), 'suspension', 'participation', agreement_id, id, provider_ods_code, locality_id, '2026-03-02T08:00:00Z', 'A worry', submitted_by, 'controller', 'signatory', '2026-03-02T08:00:00Z'
        FROM participation WHERE provider_ods_code = 'TSTP00000'`);
      await own.publish();
      const pairs = (from: number, to: number, actor = staff, reach: readonly string[] | null = null) => reading.read(actor, async (tx) =>
        (await pairChangesBetween(tx, from, to, reach, { after: null, first: 10 })).items.map(({ kind, locality, consumer, providers, was, is }) => [kind, locality, consumer.odsCode, providers.map(({ odsCode }) => odsCode), was.length, is.length]));
      expect(await pairs(1, 2)).toEqual([['pairs-stopped', 'TSTL00000', 'TSTV00000', ['TSTP00000'], 1, 0]]);
      expect(await pairs(2, 1)).toEqual([['pairs-resumed', 'TSTL00000', 'TSTV00000', ['TSTP00000'], 0, 1]]);
      expect(await pairs(1, 2, { ...staff, duty: 'activation-officer', localities: [there!.id as LocalityId] }, [there!.id])).toEqual([]);
    } finally {
      await own.close();
    }
  });

  it('know how much each renewed for gateways, consumers\' own configurations left out', async () => {
    const two = (await transactions.read(staff, (tx) => publicationNumbered(tx, 2)))!;
    const { rows: [held] } = await sharing.database.owner.query<{ files: number; bytes: number }>(`SELECT count(*)::int AS files, sum(octet_length(content))::int AS bytes FROM tuf_target
      WHERE sha256 IN (SELECT sha256 FROM publication_target WHERE publication_number = 2 AND path NOT LIKE 'consumers/%')`);
    expect([two.files, two.bytes]).toEqual([held!.files, held!.bytes]);
    expect(two.files).toBe(2);
  });

  it.each<[string, string, (path: string) => string]>([
    ['is not kept any more', 'summary-not-kept', (path) => `DELETE FROM tuf_target WHERE path = '${path}' AND publication_number = 1`],
    ['was written in a form of before', 'summary-older-form', (path) => `UPDATE tuf_target SET content = '{"format":"accord-locality/1"}', sha256 = encode(sha256('{"format":"accord-locality/1"}'), 'hex') WHERE path = '${path}' AND publication_number = 1`],
  ])('are not guessed where what was published %s: that is said', async (_what, kind, statement) => {
    const own = await PublishedSharing.open({ localities: 2, providers: 4, consumers: 2 });
    try {
      const reading = new Transactions(await own.database.dataSourceAs('api'), own.clock);
      await own.publish();
      await own.behindTheirBack(`UPDATE pair SET held_during = 'empty' WHERE provider_ods_code = 'TSTP00000'`);
      await own.publish();
      await own.behindTheirBack(statement('localities/TSTL00000.json'));
      if (kind === 'summary-older-form') {
        // A publication of before names the hash of what was written then.
        const { rows: [first] } = await own.database.owner.query<{ content: Buffer }>('SELECT content FROM publication WHERE number = 1');
        const content = first!.content.toString().replace(/"TSTL00000":"[0-9a-f]{64}"/, `"TSTL00000":"${createHash('sha256').update('{"format":"accord-locality/1"}').digest('hex')}"`);
        await own.behindTheirBack('ALTER TABLE publication DROP CONSTRAINT publication_hash_is_of_content', `UPDATE publication SET content = convert_to('${content}', 'UTF8') WHERE number = 1`);
      }
      const [changes, pairs] = await reading.read(staff, async (tx) => [await changesBetween(tx, 1, 2, null), await pairChangesBetween(tx, 1, 2, null, { after: null, first: 10 })] as const);
      expect([changes.map((each) => [each.kind, each.locality]), pairs.items]).toEqual([[[kind, 'TSTL00000']], []]);
    } finally {
      await own.close();
    }
  });
});
