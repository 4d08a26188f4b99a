import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Source } from '@accord/enforcement';
import { Transactions } from '@accord/kernel/server';
import { PublishedSharing } from '../../testing/published-sharing.js';
import { ReconciliationStore } from '../storage/reconciliation-store.js';
import { Reconcile } from './reconcile.js';

jest.setTimeout(60_000);

const NOW = '2026-03-02T09:00:00Z';
const announce = (recordedAt = NOW): string => `INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload)
  SELECT gen_random_uuid(), '${recordedAt}', 'participation.withdrawn', 'x', array_agg(id), '{}' FROM locality`;
const stop = (scope: string, columns: string, values: string): string => `INSERT INTO stop (id, kind, scope_kind, from_at, reason, imposed_by, imposed_side, imposed_duty, imposed_at, ${columns})
  SELECT gen_random_uuid(), 'suspension', '${scope}', '${NOW}', 'asked', md5('a')::uuid, 'staff', 'activation-officer', '${NOW}', ${values}`;

describe('the reconciler', () => {
  let sharing: PublishedSharing;
  let pauses: (() => Promise<unknown>)[] = [];
  let reconcile: Reconcile;

  /** The repository as the feed serves it. */
  const feed: Source = {
    fetch: async (path) => {
      const [, sha256, target] = /^targets\/\w+\/([0-9a-f]{64})\.(.+)$/.exec(path) ?? [];
      const [, version, role] = /^metadata\/(?:(\d+)\.)?(\w+)\.json$/.exec(path) ?? [];
      const { rows } = target === undefined
        ? await sharing.database.owner.query<{ content: Buffer }>('SELECT content FROM tuf_metadata WHERE role = $1 AND ($2::integer IS NULL OR version = $2) ORDER BY version DESC LIMIT 1', [role, version ?? null])
        : await sharing.database.owner.query<{ content: Buffer }>('SELECT content FROM tuf_target WHERE sha256 = $1', [sha256]);
      return rows[0]?.content;
    },
  };
  const found = async () => (await reconcile.execute()).findings.map(({ kind, count, examples }) => ({ kind, count, example: examples[0] }));

  beforeEach(async () => {
    sharing = await PublishedSharing.open({ localities: 2, providers: 6, consumers: 4 });
    await sharing.publish();
    const { rows: [root] } = await sharing.database.owner.query<{ content: Buffer }>(`SELECT content FROM tuf_metadata WHERE role = 'root'`);
    pauses = [];
    reconcile = new Reconcile(new Transactions(await sharing.database.dataSourceAs('worker'), sharing.clock), sharing.clock, new ReconciliationStore(), feed, root!.content, async () => pauses.shift()?.());
  });
  afterEach(() => sharing.close());

  it('finds nothing where the feed says what the database says, and keeps that it looked', async () => {
    expect(await reconcile.execute()).toEqual({ lookedAt: new Date(NOW), publication: 1, stopList: 1, pairs: 12, findings: [] });
    expect((await sharing.database.owner.query('SELECT publication_number, pairs, findings FROM reconciliation')).rows).toEqual([{ publication_number: 1, pairs: 12, findings: [] }]);
  });

  it('finds a change of which no row of the outbox tells', async () => {
    await sharing.behindTheirBack(`UPDATE participation SET state = 'withdrawn' WHERE provider_ods_code = 'TSTP00000'`);
    expect(await found()).toEqual([{ kind: 'pair-unlawful', count: 2, example: 'DCR TSTP00000 TSTV00000' }]);
  });

  it('finds a publisher that stopped, before and after the last timestamp has run out', async () => {
    sharing.clock.advance(151_000);
    expect(await found()).toEqual([{ kind: 'publisher-silent', count: 1, example: '1' }]);
    sharing.clock.advance(15 * 60_000);
    expect(await found()).toEqual([{ kind: 'publisher-silent', count: 1, example: 'timestamp' }]);
  });

  it('tells silence from a file that has run out although it is not signed every minute', async () => {
    sharing.clock.advance(6 * 60_000);
    expect(await found()).toEqual([{ kind: 'publisher-silent', count: 1, example: 'stops' }]);
    sharing.clock.advance(10 * 366 * 86_400_000);
    expect(await found()).toEqual([{ kind: 'feed-refused', count: 1, example: 'EXPIRED root' }]);
  });

  it('finds an edited target, also where it believed the right one a minute before', async () => {
    expect(await found()).toEqual([]);
    await sharing.behindTheirBack('ALTER TABLE tuf_target DROP CONSTRAINT tuf_target_hash_is_of_content',
      `UPDATE tuf_target SET content = convert_to(replace(convert_from(content, 'UTF8'), 'TSTP00002', 'TSTP00099'), 'UTF8') WHERE path = 'localities/TSTL00000.json'`);
    expect(await found()).toEqual([{ kind: 'feed-refused', count: 1, example: 'HASH_MISMATCH localities/TSTL00000.json' }]);
  });

  it('finds what no gateway could believe otherwise: an older publication served again', async () => {
    await sharing.behindTheirBack(`UPDATE participation SET state = 'withdrawn' WHERE provider_ods_code = 'TSTP00000'`);
    await sharing.publish();
    expect(await found()).toEqual([]);
    await sharing.behindTheirBack(`DELETE FROM tuf_metadata WHERE publication_number = 2`);
    expect(await found()).toEqual([{ kind: 'feed-refused', count: 1, example: 'ROLLBACK timestamp' }]);
  });

  it.each<[string, string, string, number]>([
    ['of a practice', stop('provider', 'provider_ods_code', `'TSTP00000'`), 'pair-unlawful', 2],
    ['of a viewing organisation', stop('consumer', 'consumer_ods_code', `'TSTV00001'`), 'pair-unlawful', 3],
    ['of a locality', stop('locality', 'locality_id', `id FROM locality WHERE code = 'TSTL00001'`), 'pair-unlawful', 6],
    ['of an agreement', stop('agreement', 'agreement_id', `id FROM sharing_agreement ORDER BY reference LIMIT 1`), 'pair-unlawful', 6],
    ['of one pair', stop('pair', 'agreement_id, provider_ods_code, consumer_ods_code', `agreement_id, provider_ods_code, consumer_ods_code FROM pair WHERE provider_ods_code = 'TSTP00003' AND consumer_ods_code = 'TSTV00001'`), 'pair-unlawful', 1],
    ['of one system', stop('system', 'system_id, consumer_ods_code', `id, consumer_ods_code FROM consumer_system WHERE consumer_ods_code = 'TSTV00001'`), 'certificate-unlawful', 1],
    ['of one view', stop('view', 'consumer_ods_code, service_code, views', `consumer_ods_code, 'DCR', views[1:1] FROM consumer_part JOIN view_set ON view_set.id = view_set_id WHERE consumer_ods_code = 'TSTV00001'`), 'views-differ', 3],
  ])('finds a stop %s that is not published, and that it waits', async (_what, statement, kind, count) => {
    await sharing.behindTheirBack(statement, announce('2026-03-02T08:59:00Z'));
    expect((await found()).map((each) => [each.kind, each.count])).toEqual([[kind, count], ['announcement-waits', 1]]);
    await sharing.publish();
    expect(await found()).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['a practice that went live', `UPDATE participation SET state = 'live' WHERE provider_ods_code = 'TSTP00000'`, 'pair-withheld'],
    ['lost hosting', `UPDATE gate_fact SET ended_at = '${NOW}', ended_by = recorded_by WHERE ods_code = 'TSTP00001'`, 'pair-unlawful'],
    ['a closed practice', `UPDATE organisation SET status = 'C', closed_on = '2026-02-01' WHERE ods_code = 'TSTP00001'`, 'pair-unlawful'],
    ['a pair that was let go', `UPDATE pair SET held_during = tstzrange(lower(held_during), '${NOW}') WHERE provider_ods_code = 'TSTP00001'`, 'pair-unlawful'],
    ['other views', `UPDATE view_set SET views = views[2:] WHERE cardinality(views) > 1`, 'views-differ'],
    ['another agreement', `UPDATE sharing_agreement SET reference = reference || '-X'`, 'agreement-differs'],
    ['a revoked certificate', `UPDATE system_certificate SET revoked_at = '${NOW}', revoked_by = registered_by, revoked_reason = 'stolen' WHERE consumer_ods_code = 'TSTV00001'`, 'certificate-unlawful'],
  ])('finds %s that gateways have not heard of', async (_what, statement, kind) => {
    if (kind === 'pair-withheld') {
      await sharing.behindTheirBack(`UPDATE participation SET state = 'approved' WHERE provider_ods_code = 'TSTP00000'`);
      await sharing.publish();
    }
    expect(await found()).toEqual([]);
    await sharing.behindTheirBack(statement);
    expect((await found()).map((each) => each.kind)).toEqual([kind]);
    await sharing.publish();
    expect(await found()).toEqual([]);
  });

  it('does not take for a difference what is being published while it looks', async () => {
    await sharing.behindTheirBack(`UPDATE participation SET state = 'withdrawn' WHERE provider_ods_code = 'TSTP00000'`);
    pauses = [() => sharing.publish()];
    expect(await reconcile.execute()).toMatchObject({ publication: 2, findings: [] });
  });

  it('says so where the feed cannot be reached', async () => {
    reconcile = new Reconcile(new Transactions(await sharing.database.dataSourceAs('worker'), sharing.clock), sharing.clock, new ReconciliationStore(),
      { fetch: () => Promise.reject(new Error('connection refused')) }, (await feed.fetch('metadata/1.root.json', 65_536))!, async () => undefined);
    expect(await reconcile.execute()).toMatchObject({ publication: null, findings: [{ kind: 'feed-unreachable', count: 1, examples: ['connection refused'] }] });
  });
});
