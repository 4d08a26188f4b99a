import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor, Duty, LocalityId, PersonId } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { PublishedSharing } from '../../testing/index.js';
import { changesBetween } from './publication-changes.js';
import { freshness, publicationNumbered, receiptsOf, receiptsOfGateway } from './publications.js';

const staff: Actor = {
  kind: 'person', personId: '00000000-0000-7000-8000-0000000000ab' as PersonId, name: 'Odile', duty: 'auditor-national', odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: 'spec',
};

describe('what changed between publications', () => {
  let sharing: PublishedSharing;
  let transactions: Transactions;
  let ids: Readonly<Record<string, string>>;
  const acting = (duty: Duty, localities: readonly string[] = []): Actor => ({ ...staff, duty, localities: localities as readonly LocalityId[] });
  const changes = async (from: number | null, to: number, actor = staff, reach: readonly string[] | null = null) =>
    (await transactions.read(actor, (tx) => changesBetween(tx, from, to, reach))).map(({ kind, locality, organisations, count }) => [kind, locality, organisations.map((each) => each.odsCode), count]);

  beforeAll(async () => {
    sharing = await PublishedSharing.open({ localities: 2, providers: 4, consumers: 2 });
    transactions = new Transactions(await sharing.database.dataSourceAs('api'), sharing.clock);
    ids = Object.fromEntries((await sharing.database.owner.query<{ code: string; id: string }>('SELECT code, id FROM locality')).rows.map(({ code, id }) => [code, id]));
    await sharing.publish();
    await sharing.behindTheirBack(`UPDATE participation SET state = 'withdrawn' WHERE provider_ods_code = 'TSTP00000'`, `UPDATE pair SET held_during = 'empty' WHERE provider_ods_code = 'TSTP00000'`, `
      INSERT INTO stop (id, kind, scope_kind, agreement_id, participation_id, provider_ods_code, locality_id, from_at, reason, imposed_by, imposed_side, imposed_duty, imposed_at)
      SELECT gen_random_uuid(), 'withdrawal', 'participation', agreement_id, id, provider_ods_code, locality_id, '2026-03-02T08:00:00Z', 'A worry', submitted_by, 'controller', 'signatory', '2026-03-02T08:00:00Z'
      FROM participation WHERE provider_ods_code = 'TSTP00000'`);
    await sharing.publish();
    await sharing.behindTheirBack(`UPDATE system_certificate SET revoked_at = '2026-03-02T08:00:00Z', revoked_by = registered_by, revoked_reason = 'lost' WHERE consumer_ods_code = 'TSTV00001'`);
    await sharing.publish();
  });
  afterAll(() => sharing.close());

  it('says what one publication changed, and names those it concerns', async () => {
    expect(await changes(1, 2)).toEqual([['providers-gone', 'TSTL00000', ['TSTP00000'], 1], ['pairs-lost', 'TSTL00000', [], 1], ['stops-added', null, ['TSTP00000'], 1]]);
    expect((await changes(2, 3)).map(([kind, locality, who]) => [kind, locality, who])).toEqual([['certificates-added', null, ['TSTV00001']], ['certificates-removed', null, ['TSTV00001']]]);
  });

  it('compares any two, in either direction, and the first with nothing', async () => {
    expect((await changes(1, 3)).map(([kind]) => kind)).toEqual(['providers-gone', 'pairs-lost', 'certificates-added', 'certificates-removed', 'stops-added']);
    expect((await changes(3, 1)).map(([kind]) => kind)).toEqual(['providers-live', 'pairs-gained', 'certificates-added', 'certificates-removed', 'stops-removed']);
    expect((await changes(null, 1)).filter(([kind]) => kind === 'providers-live').map(([, locality, , count]) => [locality, count])).toEqual([['TSTL00000', 2], ['TSTL00001', 2]]);
  });

  it('compares many localities a few at a time, each of them once, and counts what is left', async () => {
    const many = await PublishedSharing.open({ localities: 60, providers: 60, consumers: 60 });
    try {
      await many.publish();
      const asked = new Transactions(await many.database.dataSourceAs('api'), many.clock);
      const page = (after: string | null, reach: readonly string[] | null = null) => asked.read(staff, (tx) => changesBetween(tx, null, 1, reach, after));
      const [seen, left, kinds] = [[] as (string | null)[], [] as (number | null)[], [] as string[]];
      for (let after: string | null = null, isLast = false; !isLast;) {
        const rows = await page(after);
        const rest = rows.find(({ continueAfter }) => continueAfter !== null);
        seen.push(...rows.filter(({ kind }) => kind === 'providers-live').map(({ locality }) => locality));
        kinds.push(rows.filter(({ locality }) => locality === null).map(({ kind }) => kind).join());
        left.push(rest?.count ?? null);
        after = rest?.continueAfter ?? null;
        isLast = after === null;
      }
      expect(seen).toEqual(Array.from({ length: 60 }, (_none, at) => `TSTL${String(at).padStart(5, '0')}`));
      expect([left, kinds]).toEqual([[36, 12, null], ['certificates-added,summary-changed', 'summary-changed', '']]);
      expect([await page('TSTL00059'), await page('zzz'), (await page(null, [])).map(({ kind }) => kind)]).toEqual([[], [], ['certificates-added']]);
    } finally {
      await many.close();
    }
  });

  it('shows staff what concerns their localities and no other, stops included', async () => {
    const of = (code: string) => changes(1, 3, acting('activation-officer', [ids[code]!]), [ids[code]!]);
    expect((await of('TSTL00000')).map(([kind]) => kind)).toEqual(['providers-gone', 'pairs-lost', 'stops-added']);
    expect((await of('TSTL00001')).map(([kind]) => kind)).toEqual(['certificates-added', 'certificates-removed']);
    expect(await changes(1, 3, acting('approver'), [])).toEqual([]);
  });

  it('knows each by its number', async () => {
    const [two, none] = await transactions.read(staff, async (tx) => [await publicationNumbered(tx, 2), await publicationNumbered(tx, 9)] as const);
    expect(two).toMatchObject({ number: 2, localities: ['TSTL00000'], stopsChanged: true });
    expect(none).toBeNull();
  });

  it('says until when gateways count as up to date as they do: by the stop list or the timestamp, whichever expires first', async () => {
    const fresh = async () => {
      const row = await transactions.read(staff, freshness);
      return [(row!.freshUntil.getTime() - row!.signedAt.getTime()) / 60_000, row!.isFresh];
    };
    const signed = sharing.clock.now();
    expect(await fresh()).toEqual([5, true]);
    sharing.clock.advance(5 * 60_000);
    expect(await fresh()).toEqual([5, false]);
    sharing.clock.set(signed);
    await sharing.behindTheirBack(`UPDATE tuf_metadata SET expires_at = signed_at + interval '3 minutes' WHERE role = 'timestamp' AND version = (SELECT max(version) FROM tuf_metadata WHERE role = 'timestamp')`);
    expect(await fresh()).toEqual([3, true]);
  });

  it('counts a later receipt as having applied an earlier publication, and asks only gateways within reach', async () => {
    await sharing.behindTheirBack(
      `INSERT INTO gateway (id, code, name, registered_by, registered_at, confirmed_by, confirmed_at) VALUES (md5('north')::uuid, 'north', 'North', '${staff.personId}', '2026-01-01', md5('b')::uuid, '2026-01-01')`,
      `INSERT INTO gateway_locality VALUES (md5('north')::uuid, '${ids['TSTL00000']}', '[2026-01-01,)', '2026-01-01')`,
      `INSERT INTO receipt SELECT md5('north')::uuid, number, stop_list_number, hash, '2026-03-02T09:00:01Z', '2026-03-02T09:00:01Z', '' FROM publication WHERE number IN (1, 3)`);
    const at = sharing.clock.now();
    const [second, elsewhere, own] = await transactions.read(staff, async (tx) => [
      await receiptsOf(tx, 2, at), await receiptsOf(tx, 2, at, [ids['TSTL00001']!]), await receiptsOfGateway(tx, (await receiptsOf(tx, 1, at))[0]!.gatewayId, 10)] as const);
    expect(second).toMatchObject([{ code: 'north', number: 3, appliedAt: new Date('2026-03-02T09:00:01Z') }]);
    expect(elsewhere).toEqual([]);
    expect(own.map(({ publication }) => publication)).toEqual([3, 1]);
  });

  it('is not told of a gateway confirmed only after the next had been published, but where it signed for it', async () => {
    const { rows: [third] } = await sharing.database.owner.query<{ at: Date }>('SELECT published_at AS at FROM publication WHERE number = 3');
    await sharing.behindTheirBack(
      `INSERT INTO gateway (id, code, name, registered_by, registered_at, confirmed_by, confirmed_at) VALUES (md5('young')::uuid, 'young', 'Young', '${staff.personId}', '2026-01-01', md5('b')::uuid, '${third!.at.toISOString()}')`);
    const told = async () => transactions.read(staff, async (tx) => (await Promise.all([2, 3].map((number) => receiptsOf(tx, number, sharing.clock.now())))).map((rows) => rows.map(({ code }) => code)));
    expect(await told()).toEqual([['north'], ['north', 'young']]);
    await sharing.behindTheirBack(`INSERT INTO receipt SELECT md5('young')::uuid, number, stop_list_number, hash, '2026-03-02T09:00:01Z', '2026-03-02T09:00:01Z', '' FROM publication WHERE number = 2`);
    expect(await told()).toEqual([['north', 'young'], ['north', 'young']]);
  });
});
