import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { PublishedSharing } from '../../testing/published-sharing.js';
import { WatchedFeed } from '../../testing/watched-feed.js';
import type { Reconcile } from './reconcile.js';

jest.setTimeout(60_000);

const NOW = '2026-03-02T09:00:00Z';
const announce = (recordedAt = NOW): string => `INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload)
  SELECT gen_random_uuid(), '${recordedAt}', 'participation.withdrawn', 'x', array_agg(id), '{}' FROM locality`;
const stop = (scope: string, columns: string, values: string): string => `INSERT INTO stop (id, kind, scope_kind, from_at, reason, imposed_by, imposed_side, imposed_duty, imposed_at, ${columns})
  SELECT gen_random_uuid(), 'suspension', '${scope}', '${NOW}', 'asked', md5('a')::uuid, 'staff', 'activation-officer', '${NOW}', ${values}`;

describe('the reconciler', () => {
  let sharing: PublishedSharing;
  let feed: WatchedFeed;
  let reconcile: Reconcile;
  const found = async () => (await reconcile.execute()).findings.map(({ kind, count, examples }) => ({ kind, count, example: examples[0] }));

  beforeEach(async () => {
    feed = await WatchedFeed.open();
    ({ sharing } = feed);
    reconcile = await feed.reconcile();
  });
  afterEach(() => sharing.close());

  it('finds nothing where the feed says what the database says, and keeps that it looked', async () => {
    expect(await reconcile.execute()).toEqual({ lookedAt: new Date(NOW), publication: 1, stopList: 1, pairs: 12, findings: [] });
    expect((await sharing.database.owner.query('SELECT publication_number, pairs, findings FROM reconciliation')).rows).toEqual([{ publication_number: 1, pairs: 12, findings: [] }]);
  });

  it('finds a change of which no row of the outbox tells', async () => {
    await sharing.behindTheirBack(`UPDATE participation SET state = 'withdrawn' WHERE provider_ods_code = 'TSTP00000'`);
    expect(await found()).toEqual([{ kind: 'pair-unlawful', count: 2, example: 'DCR TSTP00000 TSTV00000' }, { kind: 'configuration-differs', count: 2, example: 'TSTV00000 DCR TSTP00000' }]);
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
    // A stop of a certificate, and the name of an agreement, are no part of a consumer's own configuration.
    expect((await found()).map((each) => each.kind)).toEqual([kind, ...(['agreement-differs', 'certificate-unlawful'].includes(kind) ? [] : ['configuration-differs'])]);
    await sharing.publish();
    expect(await found()).toEqual([]);
  });

  it('asks in the place of each gateway: one that is not served its localities, or served another\'s, is found', async () => {
    const lawful = feed.mayFetch;
    for (const lost of ['localities/TSTL00000.json', 'stops/stops.json', 'localities/callers.json']) {
      feed.mayFetch = (caller, path) => lawful(caller, path) && path !== lost;
      const [only, ...others] = await found();
      expect([only?.kind, only?.count, others, only?.example]).toEqual(['not-served', 1, [], expect.stringContaining(lost.slice(lost.indexOf('/') + 1))]);
    }
    feed.mayFetch = (caller, path) => lawful(caller, path) || (caller.gateway === 'north' && path.startsWith('localities/'));
    expect(await found()).toEqual([{ kind: 'served-to-others', count: 1, example: 'north localities/TSTL00001.json' }]);
  });

  it('asks what a gateway is told to serve: by the database, and no more', async () => {
    const told = async () => Buffer.from(JSON.stringify({ localities: ['TSTL00001'] }));
    reconcile = await feed.reconcile({ fetch: (path) => feed.fetch(path), inPlaceOf: (sha256) => ({ ...feed.inPlaceOf(sha256), fetch: (path, most) => (path === 'localities' ? told() : feed.inPlaceOf(sha256).fetch(path, most)) }) });
    expect(await found()).toEqual([{ kind: 'served-to-others', count: 1, example: 'north localities/TSTL00001.json' }, { kind: 'not-served', count: 1, example: 'north localities/TSTL00000.json' }]);
  });

  it('asks every gateway for what was verified, byte for byte', async () => {
    const other = async (path: string): Promise<Uint8Array | undefined> => (path.endsWith('.snapshot.json') ? Buffer.from('{}') : undefined);
    reconcile = await feed.reconcile({ fetch: (path) => feed.fetch(path), inPlaceOf: (sha256) => ({ ...feed.inPlaceOf(sha256), fetch: async (path, most) => await other(path) ?? feed.inPlaceOf(sha256).fetch(path, most) }) });
    expect((await found()).map(({ kind, count, example }) => [kind, count, example?.replace(/\d+/, 'N')])).toEqual([['not-served', 1, 'north metadata/N.snapshot.json']]);
  });

  it('asks in the place of each consumer: for its own configuration, and for another\'s in vain', async () => {
    const lawful = feed.mayFetch;
    feed.mayFetch = (caller, path) => lawful(caller, path) && path !== 'consumers/TSTV00001.json';
    expect(await found()).toEqual([{ kind: 'not-served', count: 1, example: 'TSTV00001 consumers/TSTV00001.json' }]);
    feed.mayFetch = (caller, path) => lawful(caller, path) || (caller.consumer !== undefined && path.startsWith('consumers/'));
    expect(await found()).toEqual([{ kind: 'served-to-others', count: 1, example: expect.stringMatching(/^(TSTV\d{5}) consumers\/(?!\1)TSTV\d{5}\.json$/) }]);
  });

  it('compares each consumer\'s own configuration with the tables, also where gateways refuse anyway', async () => {
    await sharing.behindTheirBack(stop('provider', 'provider_ods_code', `'TSTP00000'`), announce());
    await sharing.publish();
    expect(await found()).toEqual([]);
    await sharing.behindTheirBack(`UPDATE participation SET state = 'withdrawn' WHERE provider_ods_code = 'TSTP00000'`);
    expect(await found()).toEqual([{ kind: 'configuration-differs', count: 2, example: 'TSTV00000 DCR TSTP00000' }]);
    await sharing.publish();
    expect(await found()).toEqual([]);
  });

  it('believes no list of configurations but the one that the publication names', async () => {
    const altered = async (path: string): Promise<Uint8Array | undefined> => Buffer.from(Buffer.from(await feed.file(path) ?? '').toString().replace(/(TSTV00001.json":\{"hashes":\{"sha256":")[0-9a-f]{4}/, '$10000'));
    reconcile = await feed.reconcile({ fetch: (path) => (path.endsWith('consumers.json') ? altered(path) : feed.file(path)), inPlaceOf: (sha256) => feed.inPlaceOf(sha256) });
    expect(await found()).toEqual([{ kind: 'feed-refused', count: 1, example: 'HASH_MISMATCH consumers' }]);
  });

  it('does not take for a difference what is being published while it looks', async () => {
    await sharing.behindTheirBack(`UPDATE participation SET state = 'withdrawn' WHERE provider_ods_code = 'TSTP00000'`);
    feed.pauses = [() => sharing.publish()];
    expect(await reconcile.execute()).toMatchObject({ publication: 2, findings: [] });
  });

  it('says so where the feed cannot be reached', async () => {
    reconcile = await feed.reconcile({ fetch: () => Promise.reject(new Error('connection refused')), inPlaceOf: (sha256) => feed.inPlaceOf(sha256) });
    expect(await reconcile.execute()).toMatchObject({ publication: null, pairs: 12, findings: [{ kind: 'feed-unreachable', count: 1, examples: ['connection refused'] }] });
  });
});
