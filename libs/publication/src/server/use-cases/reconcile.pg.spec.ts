import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Transactions } from '@accord/kernel/server';
import type { FeedSeen } from '../domain/feed-seen.js';
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

  /** The repository as the feed serves it, by rules that a spec may break. */
  let mayFetch: (caller: { readonly gateway?: string; readonly localities: readonly string[]; readonly consumer?: string }, path: string) => boolean;
  const rows = async <Row>(text: string, ...params: unknown[]): Promise<Row[]> => (await sharing.database.owner.query(text, params)).rows as Row[];
  const file = async (path: string): Promise<Uint8Array | undefined> => {
    const [, sha256, target] = /^targets\/\w+\/([0-9a-f]{64})\.(.+)$/.exec(path) ?? [];
    const [, version, role] = /^metadata\/(?:(\d+)\.)?(\w+)\.json$/.exec(path) ?? [];
    const [row] = target === undefined
      ? await rows<{ content: Buffer }>('SELECT content FROM tuf_metadata WHERE role = $1 AND ($2::integer IS NULL OR version = $2) ORDER BY version DESC LIMIT 1', role, version ?? null)
      : await rows<{ content: Buffer }>('SELECT content FROM tuf_target WHERE sha256 = $1', sha256);
    return row?.content;
  };
  const inPlaceOf = (sha256: string): ReturnType<FeedSeen['inPlaceOf']> => {
    const served = async (path: string): Promise<Uint8Array | undefined> => {
      const [gateway] = await rows<{ gateway: string; localities: string[] }>(`SELECT code AS gateway, ARRAY(SELECT locality.code FROM gateway_locality s JOIN locality ON locality.id = s.locality_id WHERE s.gateway_id = gateway.id) AS localities
        FROM gateway JOIN gateway_certificate c ON c.gateway_id = gateway.id WHERE c.sha256 = $1`, sha256);
      const [system] = await rows<{ consumer: string }>('SELECT consumer_ods_code AS consumer FROM system_certificate WHERE sha256 = $1', sha256);
      const caller = gateway ?? { localities: [], ...system };
      if (path === 'localities') return Buffer.from(JSON.stringify({ localities: caller.localities }));
      return path.startsWith('metadata/') || mayFetch(caller, path.replace(/^targets\/|[0-9a-f]{64}\./g, '')) ? file(path) : undefined;
    };
    return { fetch: served, isServed: async (path) => (await served(path)) !== undefined };
  };
  const feed: FeedSeen = { fetch: file, inPlaceOf };
  const northServes = (...codes: readonly string[]): Promise<void> => sharing.behindTheirBack('DELETE FROM gateway_locality', ...codes.map((code) => `INSERT INTO gateway_locality (gateway_id, locality_id, during, recorded_at)
    SELECT md5('north')::uuid, id, '[2026-01-01,)', '2026-01-01' FROM locality WHERE code = '${code}'`));
  const found = async () => (await reconcile.execute()).findings.map(({ kind, count, examples }) => ({ kind, count, example: examples[0] }));

  beforeEach(async () => {
    sharing = await PublishedSharing.open({ localities: 2, providers: 6, consumers: 4 });
    await sharing.publish();
    const { rows: [root] } = await sharing.database.owner.query<{ content: Buffer }>(`SELECT content FROM tuf_metadata WHERE role = 'root'`);
    await sharing.behindTheirBack(
      `INSERT INTO gateway (id, code, name, registered_by, registered_at, confirmed_by, confirmed_at) VALUES (md5('north')::uuid, 'north', 'north', md5('a')::uuid, '2026-01-01', md5('b')::uuid, '2026-01-01')`,
      `INSERT INTO gateway_certificate (id, gateway_id, sha256, pem, valid_during, recorded_at) VALUES (md5('cnorth')::uuid, md5('north')::uuid, repeat('e', 64), 'p', '[2026-01-01,2046-01-01)', '2026-01-01')`);
    await northServes('TSTL00000');
    mayFetch = ({ gateway, localities, consumer }, path) => (gateway !== undefined && !/^(?:consumers\/|localities\/TSTL)/.test(path)) || localities.some((code) => path === `localities/${code}.json`) || path === `consumers/${consumer}.json`;
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
    const lawful = mayFetch;
    for (const lost of ['localities/TSTL00000.json', 'stops/stops.json', 'localities/callers.json']) {
      mayFetch = (caller, path) => lawful(caller, path) && path !== lost;
      const [only, ...others] = await found();
      expect([only?.kind, only?.count, others, only?.example]).toEqual(['not-served', 1, [], expect.stringContaining(lost.slice(lost.indexOf('/') + 1))]);
    }
    mayFetch = (caller, path) => lawful(caller, path) || (caller.gateway === 'north' && path.startsWith('localities/'));
    expect(await found()).toEqual([{ kind: 'served-to-others', count: 1, example: 'north localities/TSTL00001.json' }]);
  });

  it('asks what a gateway is told to serve: by the database, and no more', async () => {
    const told = async () => Buffer.from(JSON.stringify({ localities: ['TSTL00001'] }));
    reconcile = new Reconcile(new Transactions(await sharing.database.dataSourceAs('worker'), sharing.clock), sharing.clock, new ReconciliationStore(),
      { ...feed, inPlaceOf: (sha256) => ({ ...inPlaceOf(sha256), fetch: (path, most) => (path === 'localities' ? told() : inPlaceOf(sha256).fetch(path, most)) }) }, (await file('metadata/1.root.json'))!, async () => undefined);
    expect(await found()).toEqual([{ kind: 'served-to-others', count: 1, example: 'north localities/TSTL00001.json' }, { kind: 'not-served', count: 1, example: 'north localities/TSTL00000.json' }]);
  });

  it('asks every gateway for what was verified, byte for byte', async () => {
    const other = async (path: string): Promise<Uint8Array | undefined> => (path.endsWith('.snapshot.json') ? Buffer.from('{}') : undefined);
    reconcile = new Reconcile(new Transactions(await sharing.database.dataSourceAs('worker'), sharing.clock), sharing.clock, new ReconciliationStore(),
      { ...feed, inPlaceOf: (sha256) => ({ ...inPlaceOf(sha256), fetch: async (path, most) => await other(path) ?? inPlaceOf(sha256).fetch(path, most) }) }, (await file('metadata/1.root.json'))!, async () => undefined);
    expect((await found()).map(({ kind, count, example }) => [kind, count, example?.replace(/\d+/, 'N')])).toEqual([['not-served', 1, 'north metadata/N.snapshot.json']]);
  });

  it('asks in the place of each consumer: for its own configuration, and for another\'s in vain', async () => {
    const lawful = mayFetch;
    mayFetch = (caller, path) => lawful(caller, path) && path !== 'consumers/TSTV00001.json';
    expect(await found()).toEqual([{ kind: 'not-served', count: 1, example: 'TSTV00001 consumers/TSTV00001.json' }]);
    mayFetch = (caller, path) => lawful(caller, path) || (caller.consumer !== undefined && path.startsWith('consumers/'));
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
    const altered = async (path: string): Promise<Uint8Array | undefined> => Buffer.from(Buffer.from(await file(path) ?? '').toString().replace(/(TSTV00001.json":\{"hashes":\{"sha256":")[0-9a-f]{4}/, '$10000'));
    reconcile = new Reconcile(new Transactions(await sharing.database.dataSourceAs('worker'), sharing.clock), sharing.clock, new ReconciliationStore(),
      { fetch: (path) => (path.endsWith('consumers.json') ? altered(path) : file(path)), inPlaceOf }, (await file('metadata/1.root.json'))!, async () => undefined);
    expect(await found()).toEqual([{ kind: 'feed-refused', count: 1, example: 'HASH_MISMATCH consumers' }]);
  });

  it('does not take for a difference what is being published while it looks', async () => {
    await sharing.behindTheirBack(`UPDATE participation SET state = 'withdrawn' WHERE provider_ods_code = 'TSTP00000'`);
    pauses = [() => sharing.publish()];
    expect(await reconcile.execute()).toMatchObject({ publication: 2, findings: [] });
  });

  it('says so where the feed cannot be reached', async () => {
    reconcile = new Reconcile(new Transactions(await sharing.database.dataSourceAs('worker'), sharing.clock), sharing.clock, new ReconciliationStore(),
      { fetch: () => Promise.reject(new Error('connection refused')), inPlaceOf }, (await feed.fetch('metadata/1.root.json', 65_536))!, async () => undefined);
    expect(await reconcile.execute()).toMatchObject({ publication: null, findings: [{ kind: 'feed-unreachable', count: 1, examples: ['connection refused'] }] });
  });
});
