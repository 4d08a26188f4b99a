import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ActivationWorld } from '@accord/activations/testing';
import { viewsSeen, type CampaignId } from '@accord/agreements';
import { campaignActs, type AgreementWorld } from '@accord/agreements/testing';
import type { Actor } from '@accord/kernel';
import { PublishedSharing } from '@accord/publication/testing';
import '../abilities.js';
import { CampaignImpacts, type CampaignImpact } from './campaign-impacts.js';
import { PreviewedImpact } from './previewed-impact.js';
import { SharingWorldReader } from './sharing-world-reader.js';
import { sights } from './sights.js';

const previewed = new PreviewedImpact(new SharingWorldReader());
let world: ActivationWorld;
let agreements: AgreementWorld;
let publishing: PublishedSharing;
let acts: ReturnType<typeof campaignActs>;
let practices: string[];
let viewers: string[];
let id: CampaignId;
let number = 0;

beforeAll(async () => {
  world = await ActivationWorld.open();
  agreements = world.agreements;
  publishing = await PublishedSharing.of(agreements.database, agreements.clock);
  acts = campaignActs(agreements.transactions, previewed);
}, 60_000);
afterAll(() => agreements.close());
beforeEach(async () => {
  number += 1;
  practices = ['A', 'B', 'C'].map((letter) => `TSTQ${number}${letter}`);
  viewers = ['X', 'Y'].map((letter) => `TSTW${number}${letter}`);
  await agreements.places.beyondTheRules(async () => {
    for (const code of practices) await agreements.places.organisation(code, `Surgery ${code}`, agreements.places.here);
    for (const code of viewers) await agreements.places.organisation(code, `Hospice ${code}`, null);
  });
  await world.live({ providers: practices, consumers: [{ odsCode: viewers[0]!, views: ['summary', 'medication'] }, { odsCode: viewers[1]!, views: ['summary'] }] });
  ({ id } = await acts.drafting.execute(agreements.officer, { kind: 'withdrawal', title: 'Who stays', message: 'Please say.', answerBy: '2026-04-01', practices }));
}, 60_000);

const preview = (whom: 'everybody' | 'confirmed', actor: Actor = agreements.officer): Promise<CampaignImpact> => agreements.transactions.read(actor, (tx) => new CampaignImpacts(acts.withdrawals, previewed).of(tx, id, whom));
const confirm = async (code: string): Promise<void> => {
  const { actor } = await agreements.signatoryOf(code);
  const [row] = await agreements.transactions.read(actor, (tx) => acts.reader.agreementsOf(tx, id, code));
  await acts.answering.execute(actor, { id, answers: [{ participationId: row!.participationId, reply: 'withdraw' }] });
};
const asked = async (...codes: string[]): Promise<void> => {
  await acts.moving.ask(agreements.officer, { id, expectedVersion: 1 });
  for (const code of codes) await confirm(code);
};
/** "provider consumer view" of everything these practices share, as the pages of who sees what say. */
const seen = async (): Promise<string[]> => {
  await publishing.publish();
  return agreements.transactions.read(agreements.auditor, async (tx) => {
    const { rows } = await sights(tx, { service: 'DCR', provider: null, consumer: null });
    return rows.filter(({ providerOdsCode }) => practices.includes(providerOdsCode)).flatMap((row) => viewsSeen(row, agreements.clock.now()).map((view) => `${row.providerOdsCode} ${row.consumerOdsCode} ${view}`)).sort();
  });
};
const inShort = ({ practices: rows }: CampaignImpact): (string | number)[][] => rows.map(({ odsCode, agreements: of, pairs, views, wouldBeRefused }) => [odsCode, of, pairs, views, wouldBeRefused]);

describe('the preview of a campaign', () => {
  it('shows of a draft what would stop if everybody withdrew, and of one that is asked what those who confirmed would', async () => {
    expect(inShort(await preview('everybody'))).toEqual(practices.map((code) => [code, 1, 2, 3, 0]));
    expect(inShort(await preview('confirmed'))).toEqual([]);
    await asked(practices[1]!);
    expect(inShort(await preview('everybody'))).toEqual(practices.map((code) => [code, 1, 2, 3, 0]));
    expect(inShort(await preview('confirmed'))).toEqual([[practices[1], 1, 2, 3, 0]]);
  });

  it('is what is then seen no more, triple by triple, and carries out under its hash', async () => {
    await asked(practices[0]!, practices[2]!);
    const before = await seen();
    const { impact } = await preview('confirmed');
    expect(await acts.executing.execute(agreements.officer, { id, impactHash: impact.hash })).toMatchObject({ withdrawn: 2, practices: 2, others: 1, impactMoved: false });
    const after = await seen();
    expect(impact.pairs.flatMap((pair) => pair.lost.map((view) => `${pair.provider} ${pair.consumer} ${view}`)).sort()).toEqual(before.filter((each) => !after.includes(each)));
    expect(after).toEqual(before.filter((each) => each.startsWith(practices[1]!)));
    expect(inShort(await preview('confirmed'))).toEqual([]);
  });

  it('counts the permitted requests of the last thirty days of each practice', async () => {
    const { owner } = agreements.database;
    await owner.query(`SELECT access_event_month('2026-01-01'), access_event_month('2026-02-01'), access_event_month('2026-03-01')`);
    const look = (at: string, code: string, decision: string): Promise<unknown> => agreements.places.beyondTheRules(() => owner.query(
      `INSERT INTO access_event (id, occurred_at, received_at, gateway_id, boot_id, sequence, service_code, provider_ods_code, consumer_ods_code, views, permitted_views, decision, reason, freshness, leaf_hash)
       VALUES (gen_random_uuid(), $1, $1, gen_random_uuid(), gen_random_uuid(), 1, 'DCR', $2, $3, '{medication}', '{medication}', $4, 'PERMITTED', 'fresh', sha256('x'))`, [at, code, viewers[0], decision]));
    for (const at of ['2026-02-20T10:00:00Z', '2026-02-21T10:00:00Z']) await look(at, practices[0]!, 'permit');
    await look('2026-01-20T10:00:00Z', practices[0]!, 'permit');
    await look('2026-02-22T10:00:00Z', practices[0]!, 'refuse');
    await look('2026-02-22T10:00:00Z', practices[1]!, 'permit');
    const { wouldBeRefused, practices: rows } = await preview('everybody');
    expect([wouldBeRefused, rows.map((row) => row.wouldBeRefused)]).toEqual([3, [2, 1, 0]]);
  });

  it('moves when the world does, and blocks nothing: what was seen and found is kept', async () => {
    await asked(practices[0]!, practices[1]!);
    const { impact } = await preview('confirmed');
    const { rows: [party] } = await agreements.database.owner.query<{ id: string; version: number }>('SELECT id, version FROM participation WHERE provider_ods_code = $1', [practices[0]]);
    await agreements.narrowing.suspend(agreements.officer, { side: 'provider', id: party!.id, expectedVersion: party!.version, reason: 'A worry' });
    expect(await acts.executing.execute(agreements.officer, { id, impactHash: impact.hash })).toMatchObject({ withdrawn: 2, impactMoved: true });
    const [run] = await agreements.transactions.read(agreements.officer, (tx) => acts.reader.runs(tx, id));
    expect([run!.impactSeen === impact.hash, run!.impactFound === impact.hash, run!.impactFound === null]).toEqual([true, false, false]);
    expect(await seen()).toEqual(expect.not.arrayContaining([expect.stringMatching(new RegExp(`^(${practices[0]}|${practices[1]}) `))]));
  });

  it('is of no campaign across the fence', async () => { await expect(preview('everybody', agreements.farOfficer)).rejects.toMatchObject({ code: 'NOT_FOUND' }); });
});
