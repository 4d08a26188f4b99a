import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor, type OdsCode } from '@accord/kernel';
import { ActivationWorld } from '@accord/activations/testing';
import { decide, loadBook, LocalityIndex, parseCallers, parseConsumer, parseLocality, type Book, type StopsTarget, type Verified } from '@accord/enforcement';
import { stopsTarget } from '../domain/publication-content.js';
import { Summaries } from '../domain/summaries.js';
import { FactsStore } from '../storage/facts-store.js';

// Services and views are data: a service that nobody thought of when this was written, with seventeen views, is rows and nothing else.
const VIEWS = Array.from({ length: 17 }, (_, index) => `page-${String.fromCharCode(97 + index)}`);
const AGREED = ['page-a', 'page-c', 'page-k', 'page-q'];
const PRACTICE = 'TSTP01' as OdsCode;
const VIEWER = 'TSTV01' as OdsCode;
let world: ActivationWorld;
let certificate: string;

beforeAll(async () => {
  world = await ActivationWorld.open();
  const { owner } = world.agreements.database;
  await owner.query(`INSERT INTO service (code, name, content_model, recorded_at) VALUES ('MHR', 'Maternity Held Record', 'mhr-1', $1)`, [world.agreements.clock.now()]);
  await owner.query(`INSERT INTO service_view (service_code, position, code, name) SELECT 'MHR', place, code, upper(code) FROM unnest($1::text[]) WITH ORDINALITY AS listed (code, place)`, [VIEWS]);
  await world.live({ reference: 'MHR-TST-0001', serviceCode: 'MHR', providers: [PRACTICE], consumers: [{ odsCode: VIEWER, views: [...AGREED].reverse() }] });
  // The same two share another service under another agreement, with another view set.
  await world.live({ reference: 'DCR-TST-0001', providers: [PRACTICE], consumers: [{ odsCode: VIEWER, views: ['summary'] }] });
  certificate = (await owner.query<{ sha256: string }>('SELECT sha256 FROM system_certificate WHERE consumer_ods_code = $1', [VIEWER])).rows[0]!.sha256;
});
afterAll(() => world.close());

/** As a gateway holds it that has just verified what is compiled from the database now. */
async function book(): Promise<Book> {
  const now = world.agreements.clock.now();
  const { facts, stops } = await world.agreements.transactions.read(systemActor('spec'), (tx) => new FactsStore().read(tx, true));
  const summaries = Summaries.of(facts);
  for (const target of summaries.consumerTargets) parseConsumer(target.bytes);
  const localities = new Map(summaries.localityTargets.map((target) => {
    const parsed = parseLocality(target.bytes);
    return [parsed.locality, { sha256: target.sha256, index: new LocalityIndex(parsed) }];
  }));
  const stopList = JSON.parse(stopsTarget(1, now, stops).bytes.toString()) as StopsTarget;
  return loadBook({
    publication: { number: 1, sealKey: '', localities: summaries.localities }, publicationHash: '', stops: stopList, callers: parseCallers(summaries.callersTarget.bytes), localities,
    signedAt: now.getTime(), timestampExpires: now.getTime() + 15 * 60_000, stopsExpires: now.getTime() + 5 * 60_000,
  } as unknown as Verified);
}

const ask = (loaded: Book, views: readonly string[], service = 'MHR') => decide({ certificate, service, provider: PRACTICE, views }, loaded, world.agreements.clock.now().getTime() + 1);

describe('a second service of seventeen views, added as data', () => {
  it('permits each view agreed and no other, under its own agreement', async () => {
    const loaded = await book();
    expect(VIEWS.filter((view) => ask(loaded, [view]).decision === 'permit')).toEqual(AGREED);
    expect(ask(loaded, AGREED)).toMatchObject({ decision: 'permit', agreement: 'MHR-TST-0001', views: AGREED });
    expect(ask(loaded, ['page-a', 'page-b'])).toMatchObject({ decision: 'refuse', reason: 'VIEW_NOT_AGREED', views: ['page-a'] });
  });

  it('keeps apart from the first service: neither knows the views of the other', async () => {
    const loaded = await book();
    expect(ask(loaded, ['summary'], 'DCR')).toMatchObject({ decision: 'permit', agreement: 'DCR-TST-0001' });
    expect([ask(loaded, ['summary'], 'MHR').reason, ask(loaded, ['page-a'], 'DCR').reason]).toEqual(['UNKNOWN_VIEW', 'UNKNOWN_VIEW']);
    expect(ask(loaded, ['page-a'], 'XYZ').reason).toBe('UNKNOWN_SERVICE');
  });

  it('has a view set of its own per consumer, and refuses another like any service', async () => {
    await expect(world.agreements.drafting.execute(world.agreements.officer, world.agreements.aDraft({ serviceCode: 'MHR', providers: ['TSTP02'], consumers: [{ odsCode: VIEWER, views: ['page-a'] }] })))
      .rejects.toMatchObject({ code: 'VIEW_SET_DIFFERS', params: { reference: 'MHR-TST-0001' } });
  });

  it('stops with the part that is suspended, and leaves the first service alone', async () => {
    const { agreements } = world;
    const { rows: [part] } = await agreements.database.owner.query<{ id: string; version: number }>(
      `SELECT participation.id, participation.version FROM participation JOIN sharing_agreement a ON a.id = agreement_id WHERE reference = 'MHR-TST-0001'`);
    await agreements.narrowing.suspend(agreements.officer, { side: 'provider', id: part!.id, expectedVersion: part!.version, reason: 'A reason' });
    const loaded = await book();
    expect(ask(loaded, ['page-a'])).toMatchObject({ decision: 'refuse', reason: 'STOPPED', agreement: 'MHR-TST-0001' });
    expect(ask(loaded, ['summary'], 'DCR').decision).toBe('permit');
  });
});
