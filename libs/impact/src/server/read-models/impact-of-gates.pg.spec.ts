import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ActivationWorld } from '@accord/activations/testing';
import type { AgreementId } from '@accord/agreements';
import type { AgreementWorld } from '@accord/agreements/testing';
import { aFile, aRow, directoryApproving, directoryImporting, directoryImportMappings } from '@accord/directory/testing';
import type { Actor } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { PreviewWorld, triples } from '../../testing/preview-world.js';
import { SharingTold } from '../../testing/sharing-told.js';
import { SlowToAct } from '../../testing/slow-to-act.js';
import { OpeningPreviewed } from './impact-of-registers.js';
import { SharingWorldReader } from './sharing-world-reader.js';

const DAY = 86_400_000;

const impacts = new SlowToAct(new SharingWorldReader());

let stage: PreviewWorld;
let world: ActivationWorld;
let agreements: AgreementWorld;
let importing: ReturnType<typeof directoryImporting>;
let approving: ReturnType<typeof directoryApproving>;
let agreement: AgreementId;
let practices: readonly string[];
let viewers: readonly string[];

beforeAll(async () => {
  stage = await PreviewWorld.open(impacts);
  ({ world, agreements } = stage);
  const transactions = new Transactions(await agreements.database.dataSourceAs('api', directoryImportMappings), agreements.clock);
  importing = directoryImporting(transactions, new SharingTold());
  approving = directoryApproving(transactions, new SharingTold(), new OpeningPreviewed(impacts));
}, 60_000);
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.newOrganisations(2);
  await stage.live();
  ({ agreement, practices, viewers } = stage);
}, 60_000);

const refused = (code: string): unknown => expect.objectContaining({ code });
const preview: PreviewWorld['preview'] = (actor, asked) => stage.preview(actor, asked);
const asPreviewed = (actor: Actor, asked: Parameters<PreviewWorld['preview']>[1], act: (impactHash: string) => Promise<unknown>, days = 0) => stage.asPreviewedFor(days, actor, asked, act);

type Said = readonly [odsCode: string, kind: string, value: string, days?: number];
/** Recorded by one officer, from today or a day to come. */
async function recorded(...facts: readonly Said[]): Promise<readonly string[]> {
  agreements.clock.advance(1_000);
  const fromOn = (days = 0): string => new Date(agreements.clock.now().getTime() + days * DAY).toISOString().slice(0, 10);
  return (await world.facts.record(agreements.officer, { facts: facts.map(([odsCode, kind, value, days]) => ({ odsCode, kind, value, source: 'A letter', fromOn: fromOn(days) })) })).ids;
}
const confirming = async (by: Actor, ids: readonly string[], days = 0) => asPreviewed(by, { act: 'confirmFacts', ids }, (impactHash) => world.facts.confirm(by, { ids, impactHash }), days);

describe('confirming facts that gates rest on changes what was previewed', () => {
  it('when hosting is said to be lost, and when it is said to be there again', async () => {
    const { secondOfficer } = agreements;
    expect(await confirming(secondOfficer, await recorded([practices[0]!, 'hosting', 'local']))).toEqual({ gained: 0, lost: 4 });
    expect(await confirming(secondOfficer, await recorded([practices[0]!, 'hosting', 'streaming']))).toEqual({ gained: 4, lost: 0 });
    const lead = await agreements.places.somebody('Lee Lead', 'practice-governance-lead', { odsCode: practices[0]! });
    expect(await confirming(lead, await recorded([practices[0]!, 'hosting', 'local']))).toEqual({ gained: 0, lost: 4 });
    // Said once more, it takes nothing from anybody; nor does what is asked of a viewing organisation before it goes live.
    expect(await confirming(secondOfficer, await recorded([practices[0]!, 'hosting', 'local'], [viewers[0]!, 'role-profiles', 'incomplete']))).toEqual({ gained: 0, lost: 0 });
  }, 120_000);

  it('when many are confirmed at once, of whom one loses, one gains, and one fact says the opposite of another', async () => {
    const [one, two] = [practices[0]!, practices[1]!];
    await world.confirmed(agreements.secondOfficer, await recorded([two, 'hosting', 'local']));
    expect(await confirming(agreements.secondOfficer, await recorded([one, 'hosting', 'local'], [two, 'hosting', 'hosted-centrally'], [viewers[0]!, 'role-profiles', 'complete']))).toEqual({ gained: 4, lost: 4 });
    expect(await confirming(agreements.secondOfficer, await recorded([one, 'hosting', 'streaming'], [one, 'hosting', 'local']))).toEqual({ gained: 0, lost: 0 });
  }, 120_000);

  it('from a day to come, and nothing before it', async () => {
    const { secondOfficer } = agreements;
    expect(await confirming(secondOfficer, await recorded([practices[0]!, 'hosting', 'local', 3]), 3)).toEqual({ gained: 0, lost: 4 });
    expect(await confirming(secondOfficer, await recorded([practices[0]!, 'hosting', 'streaming', 2]), 2)).toEqual({ gained: 4, lost: 0 });
  }, 120_000);

  it('and is refused where nobody looked, and where the world has moved since, for one and all of them', async () => {
    const { secondOfficer } = agreements;
    const lead = await agreements.places.somebody('Vee Lead', 'viewer-governance-lead', { odsCode: viewers[0]! });
    const moves: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['local', async () => agreements.stopping.suspend(lead, { scope: { kind: 'consumer', consumerOdsCode: viewers[0]! }, reason: 'A worry' })],
      ['streaming', async () => agreements.stopping.suspend(agreements.officer, { scope: { kind: 'provider', providerOdsCode: practices[0]! }, reason: 'A worry' })],
    ];
    for (const [value, move] of moves) {
      const ids = await recorded([practices[0]!, 'hosting', value], [viewers[1]!, 'role-profiles', 'complete']);
      const { hash, pairs } = await preview(secondOfficer, { act: 'confirmFacts', ids });
      expect(pairs.length).toBeGreaterThan(0);
      await expect(world.facts.confirm(secondOfficer, { ids })).rejects.toEqual(refused('IMPACT_NOT_SEEN'));
      await move();
      await expect(world.facts.confirm(secondOfficer, { ids, impactHash: hash })).rejects.toEqual(refused('IMPACT_CHANGED'));
      const { rows } = await agreements.database.owner.query<{ confirmed_at: Date | null }>('SELECT confirmed_at FROM gate_fact WHERE id = ANY ($1::uuid[])', [ids]);
      expect([rows.map(({ confirmed_at: at }) => at), (await agreements.attempts('gate-fact.confirm'))[0]]).toEqual([[null, null], 'IMPACT_CHANGED']);
      expect((await confirming(secondOfficer, ids))[value === 'local' ? 'lost' : 'gained']).toBe(value === 'local' ? 2 : 0);
    }
  }, 120_000);

  it('and two who confirm what contradicts each other, side by side: one goes through, the other looks again', async () => {
    const { officer, secondOfficer } = agreements;
    const [local] = await recorded([practices[0]!, 'hosting', 'local']);
    const third = await agreements.places.somebody('Third Officer', 'activation-officer', { localities: [agreements.places.here] });
    const [later] = await recorded([practices[0]!, 'hosting', 'streaming']);
    const both = await Promise.allSettled(await Promise.all(([[secondOfficer, local!], [third, later!]] as const).map(async ([by, id]) => {
      const { hash } = await preview(by, { act: 'confirmFacts', ids: [id] });
      return () => world.facts.confirm(by, { ids: [id], impactHash: hash });
    })).then((ready) => ready.map((go) => go())));
    expect(both.map((each) => (each.status === 'fulfilled' ? 'done' : (each.reason as { code: string }).code)).sort()).toEqual(['IMPACT_CHANGED', 'done']);
    const shown = await preview(officer, { act: 'suspend', id: (await agreements.party(agreement, practices[0]!)).id });
    expect(shown.pairs).toHaveLength(both[1]!.status === 'fulfilled' ? 2 : 0);
  }, 120_000);

  it('and beside whoever lifts a stop, each of which gives nothing alone: the second looks once the first is done, and is refused', async () => {
    const { officer, secondOfficer, approver, database } = agreements;
    await world.confirmed(secondOfficer, await recorded([practices[0]!, 'hosting', 'local']));
    const { stopId } = await agreements.stopping.suspend(officer, { scope: { kind: 'provider', providerOdsCode: practices[0]! }, reason: 'A worry' });
    await agreements.resuming.ask(officer, { stopId, expectedVersion: 1 });
    const ids = await recorded([practices[0]!, 'hosting', 'streaming']);
    const lifting = { ...approver, authenticatedAt: agreements.clock.now() };
    const [confirmed, lifted] = [await preview(secondOfficer, { act: 'confirmFacts', ids }), await preview(lifting, { act: 'resume', id: stopId })];
    expect([confirmed.pairs, lifted.pairs]).toEqual([[], []]);
    const slow = impacts.slow();
    const first = world.facts.confirm(secondOfficer, { ids, impactHash: confirmed.hash });
    await slow.looking;
    const came: string[] = [];
    const second = agreements.resuming.confirm(lifting, { stopId, expectedVersion: 2, impactHash: lifted.hash }).then(() => { came.push('done'); }, (error: unknown) => { came.push((error as { code: string }).code); });
    while (came.length === 0 && (await database.owner.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)).rowCount === 0) await new Promise((resolve) => { setTimeout(resolve, 10); });
    expect(came).toEqual([]);
    // Whoever narrows waits for neither.
    await agreements.stopping.suspend(officer, { scope: { kind: 'consumer', consumerOdsCode: viewers[0]! }, reason: 'A worry' });
    slow.end();
    await Promise.all([first, second]);
    expect(came).toEqual(['IMPACT_CHANGED']);
  }, 120_000);

  it('and is previewed by whoever may confirm, of all that is asked, and by nobody else', async () => {
    const ids = await recorded([practices[0]!, 'hosting', 'local'], [practices[1]!, 'hosting', 'local']);
    const lead = await agreements.places.somebody('Lee Lead', 'practice-governance-lead', { odsCode: practices[0]! });
    expect(triples(await preview(lead, { act: 'confirmFacts', ids: [ids[0]!] }), 'lost')).toHaveLength(4);
    await expect(preview(lead, { act: 'confirmFacts', ids })).rejects.toEqual(refused('NOT_FOUND'));
    for (const actor of [agreements.farOfficer, agreements.approver]) await expect(preview(actor, { act: 'confirmFacts', ids })).rejects.toEqual(refused('NOT_PERMITTED'));
    await expect(preview(agreements.secondOfficer, { act: 'confirmFacts', ids: [] })).rejects.toEqual(refused('NOT_FOUND'));
    await world.confirmed(agreements.secondOfficer, ids);
    await expect(preview(agreements.secondOfficer, { act: 'confirmFacts', ids })).rejects.toEqual(refused('FACT_SETTLED'));
  }, 120_000);
});

describe('an import of the directory changes what was previewed', () => {
  const HOME = { 15: 'TSTL01', 24: 'TSTL01' } as const;
  const today = (days = 0): string => new Date(agreements.clock.now().getTime() + days * DAY).toISOString().slice(0, 10);
  const inFile = (day: string): string => day.replaceAll('-', '');
  const administrators = async (): Promise<readonly [Actor, Actor]> => [await agreements.places.somebody('Adam Administrator', 'system-administrator'), await agreements.places.somebody('Bea Administrator', 'system-administrator')];

  /** Handed in by one administrator; it waits for the other. */
  async function waiting(code: string, columns: Readonly<Partial<Record<number, string>>>): Promise<{ readonly id: string; readonly planHash: string; readonly by: Actor }> {
    const [first, by] = await administrators();
    agreements.clock.advance(1_000);
    const report = await importing.execute(first, { bytes: aFile(aRow(code, { ...HOME, 2: `SURGERY ${code}`, ...columns })), isDryRun: false, isExtract: true, editionOn: today() });
    expect(report).toMatchObject({ outcome: 'awaiting-approval' });
    return { id: report.importId!, planHash: report.planHash, by };
  }
  async function importingAsPreviewed(code: string, columns: Readonly<Partial<Record<number, string>>>, days = 0) {
    const { id, planHash, by } = await waiting(code, columns);
    return asPreviewed(by, { act: 'approveImport', id }, (impactHash) => approving.execute(by, { id, expectedVersion: 1, planHash, impactHash }), days);
  }

  it('when a practice, or a viewing organisation, closes and is open again', async () => {
    for (const code of [practices[0]!, viewers[1]!]) {
      expect(await importingAsPreviewed(code, { 12: inFile(today(-3)), 13: 'C' })).toEqual({ gained: 0, lost: 4 });
      expect(await importingAsPreviewed(code, {})).toEqual({ gained: 4, lost: 0 });
    }
  }, 120_000);

  it('when a closing day to come is named, and taken back: from the day after it', async () => {
    expect(await importingAsPreviewed(practices[0]!, { 12: inFile(today(2)) }, 3)).toEqual({ gained: 0, lost: 4 });
    expect(await importingAsPreviewed(practices[0]!, {})).toEqual({ gained: 4, lost: 0 });
  }, 120_000);

  it('and nothing at once when a closing day is taken back before it has come: what would have stopped goes on', async () => {
    const { id, planHash, by } = await waiting(practices[0]!, { 12: inFile(today(2)) });
    await approving.execute(by, { id, expectedVersion: 1, planHash, impactHash: (await preview(by, { act: 'approveImport', id })).hash });
    const back = await waiting(practices[0]!, {});
    const shown = await preview(back.by, { act: 'approveImport', id: back.id });
    expect([triples(shown, 'gained').length, triples(shown, 'lost'), new Set(shown.pairs.map(({ from }) => from?.slice(0, 10)))]).toEqual([4, [], new Set([today(3)])]);
    const before = await stage.seen(practices);
    await approving.execute(back.by, { id: back.id, expectedVersion: 1, planHash: back.planHash, impactHash: shown.hash });
    agreements.clock.advance(3 * DAY);
    expect(await stage.seen(practices)).toEqual(before);
  }, 120_000);

  it('when hosting stops and begins again before the closing day: what is lost is the second stretch, and no day of it is passed over', async () => {
    for (const said of [['local', 1], ['streaming', 2]] as const) await world.confirmed(agreements.secondOfficer, await recorded([practices[0]!, 'hosting', ...said]));
    expect(await importingAsPreviewed(practices[0]!, { 12: inFile(today(2)) }, 3)).toEqual({ gained: 0, lost: 4 });
    expect(await importingAsPreviewed(practices[0]!, {})).toEqual({ gained: 4, lost: 0 });
  }, 120_000);

  it('and is refused where nobody looked, and where the world has moved since', async () => {
    await importingAsPreviewed(practices[0]!, { 12: inFile(today(-3)), 13: 'C' });
    const { id, planHash, by } = await waiting(practices[0]!, {});
    const form = { id, expectedVersion: 1, planHash };
    const { hash } = await preview(by, { act: 'approveImport', id });
    await expect(approving.execute(by, form)).rejects.toEqual(refused('IMPACT_NOT_SEEN'));
    await agreements.stopping.suspend(agreements.officer, { scope: { kind: 'pair', agreementId: agreement, providerOdsCode: practices[0]!, consumerOdsCode: viewers[0]! }, reason: 'A worry' });
    await expect(approving.execute(by, { ...form, impactHash: hash })).rejects.toEqual(refused('IMPACT_CHANGED'));
    expect(await asPreviewed(by, { act: 'approveImport', id }, (impactHash) => approving.execute(by, { ...form, impactHash }))).toEqual({ gained: 2, lost: 0 });
  }, 120_000);
});
