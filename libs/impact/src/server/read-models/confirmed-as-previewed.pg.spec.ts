import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ActivationWorld } from '@accord/activations/testing';
import type { ActOnAccess, AgreementId } from '@accord/agreements';
import type { AgreementWorld } from '@accord/agreements/testing';
import type { Actor } from '@accord/kernel';
import { sql } from '@accord/kernel/server';
import { flippedBy } from '../../contract/index.js';
import { PreviewWorld } from '../../testing/preview-world.js';
import { requestsOfPairs } from './requests-of-pairs.js';

let stage: PreviewWorld;
let world: ActivationWorld;
let agreements: AgreementWorld;
let agreement: AgreementId;
let practices: readonly string[];
let viewers: readonly string[];

beforeAll(async () => {
  stage = await PreviewWorld.open();
  ({ world, agreements } = stage);
}, 60_000);
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.newOrganisations(3);
  ({ agreement, practices, viewers } = stage);
}, 60_000);

const refused = (code: string): unknown => expect.objectContaining({ code });
const partyOf: PreviewWorld['partyOf'] = (code) => stage.partyOf(code);
const somebody: PreviewWorld['somebody'] = (duty, odsCode) => stage.somebody(duty, odsCode);
const preview: PreviewWorld['preview'] = (actor, asked) => stage.preview(actor, asked);

describe('a confirmation', () => {
  it('that widens is refused where nobody looked, and where the world has moved since', async () => {
    const activation = await world.submitted(agreement);
    const form = { id: activation.id, expectedVersion: 1, contentHash: activation.contentHash };
    await expect(world.deciding.approve(agreements.approver, form)).rejects.toEqual(refused('IMPACT_NOT_SEEN'));
    await expect(world.deciding.approve(agreements.approver, { ...form, impactHash: 'a'.repeat(64) })).rejects.toEqual(refused('IMPACT_CHANGED'));
    await world.deciding.approve(agreements.approver, { ...form, impactHash: (await preview(agreements.approver, { act: 'approve', id: activation.id })).hash });
    const shown = await preview(agreements.officer, { act: 'goLive', id: activation.id });
    const lead = await somebody('viewer-governance-lead', viewers[0]!);
    await agreements.stopping.suspend(lead, { scope: { kind: 'consumer', consumerOdsCode: viewers[0]! }, reason: 'A worry' });
    await expect(world.going.execute(agreements.officer, { activationId: activation.id, impactHash: shown.hash })).rejects.toEqual(refused('IMPACT_CHANGED'));
    expect((await partyOf(practices[0]!)).state).toBe('approved');
    expect((await agreements.attempts('activation.go-live', activation.id))[0]).toBe('IMPACT_CHANGED');
    const { localityId } = await world.activation(activation.id);
    await expect(world.going.locality(agreements.officer, { localityId })).rejects.toEqual(refused('IMPACT_NOT_SEEN'));
  }, 120_000);

  it('of two who widen side by side: one goes through, the other looks again, and no pair is lost between them', async () => {
    const going = [await stage.approved([practices[0]!]), await stage.approved([viewers[0]!])];
    const take = async (id: string, impactHash: string): Promise<number> => (await world.going.execute(agreements.officer, { activationId: id, impactHash })).pairsGained;
    const shown = await Promise.all(going.map(async (id) => (await preview(agreements.officer, { act: 'goLive', id })).hash));
    const both = await Promise.allSettled(going.map((id, which) => take(id, shown[which]!)));
    expect(both.map((each) => (each.status === 'fulfilled' ? each.value : (each.reason as { code: string }).code)).sort()).toEqual([0, 'IMPACT_CHANGED']);
    const again = going[both.findIndex(({ status }) => status === 'rejected')]!;
    expect(await take(again, (await preview(agreements.officer, { act: 'goLive', id: again })).hash)).toBe(1);
  }, 120_000);

  it('that narrows is never held up: what was seen and what was found are on record, and whoever did it is told', async () => {
    await stage.live();
    const { id, version } = await partyOf(practices[0]!);
    const [signatory, lead] = [await somebody('signatory', practices[0]!), await somebody('viewer-governance-lead', viewers[0]!)];
    const shown = await preview(signatory, { act: 'withdraw', id });
    await agreements.narrowing.suspend(lead, { side: 'consumer', id: (await partyOf(viewers[0]!)).id, expectedVersion: 1, reason: 'A worry' });
    const found = await preview(signatory, { act: 'withdraw', id });
    const { impactMoved } = await agreements.narrowing.withdraw(signatory, { id, expectedVersion: version, impactHash: shown.hash });
    expect([impactMoved, shown.hash === found.hash, (await partyOf(practices[0]!)).state]).toEqual([true, false, 'withdrawn']);
    const { rows: [record] } = await agreements.database.owner.query<{ details: Record<string, unknown> }>(`SELECT details FROM change_record WHERE type = 'participation.withdrawn' AND subject = $1`, [id]);
    expect(record!.details).toMatchObject({ impactSeen: shown.hash, impactFound: found.hash, impactMoved: true });
  }, 120_000);

  it('that narrows goes through unseen, and with words that are no hash', async () => {
    await stage.live();
    const lead = await somebody('practice-governance-lead', practices[0]!);
    for (const impactHash of [undefined, 'not a hash, 9990000018']) {
      const { id, version } = await partyOf(practices[0]!);
      expect((await agreements.narrowing.suspend(lead, { side: 'provider', id, expectedVersion: version, reason: 'A worry', impactHash })).impactMoved).toBe(false);
    }
    const { rows } = await agreements.database.owner.query<{ details: { impactSeen: string | null } }>(`SELECT details FROM change_record WHERE type = 'participation.suspended' AND subject = $1`, [(await partyOf(practices[0]!)).id]);
    expect(rows.map(({ details }) => details.impactSeen)).toEqual([null, null]);
  }, 120_000);
});

describe('real requests', () => {
  const asked = async (provider: string, consumer: string, views: readonly string[], decision: string, reason: string, daysAgo: number): Promise<void> => {
    const at = new Date(agreements.clock.now().getTime() - daysAgo * 86_400_000);
    await agreements.database.owner.query('SELECT access_event_month($1::date)', [at]);
    await agreements.database.owner.query(`INSERT INTO access_event (id, occurred_at, received_at, gateway_id, boot_id, sequence, service_code, provider_ods_code, consumer_ods_code, user_id, views, permitted_views, decision, reason, freshness, leaf_hash)
      VALUES (gen_random_uuid(), $1, $1, gen_random_uuid(), gen_random_uuid(), 1, 'DCR', $2, $3, 'somebody', $4, $5, $6, $7, 'fresh', decode(repeat('00', 32), 'hex'))`,
    [at, provider, consumer, views, decision === 'permit' ? views : [], decision, reason]);
  };

  it('that would have been decided the other way are counted for staff, who may not read the log, and for nobody of other pairs', async () => {
    await stage.live();
    const [one, two, viewer] = [practices[0]!, practices[1]!, viewers[0]!];
    for (const daysAgo of [1, 2, 29]) await asked(one, viewer, ['medication'], 'permit', 'PERMITTED', daysAgo);
    await asked(one, viewer, ['medication'], 'permit', 'PERMITTED', 31);
    await asked(one, viewer, ['events'], 'refuse', 'VIEW_NOT_AGREED', 1);
    await asked(two, viewer, ['summary'], 'permit', 'PERMITTED', 1);
    const { id } = await partyOf(one);
    const counted = (actor: Actor, act: ActOnAccess) => agreements.transactions.read(actor, async (tx) => {
      const { pairs } = await stage.impacts.of(tx, act);
      return flippedBy(pairs, (await requestsOfPairs(tx, pairs)).asked);
    });
    const suspending: ActOnAccess = { kind: 'stop', reach: { participationId: id } };
    for (const actor of [agreements.officer, await somebody('signatory', one), await somebody('viewer-governance-lead', viewer)]) {
      expect(await counted(actor, suspending)).toMatchObject({ wouldBeRefused: 3, wouldBePermitted: 0, byConsumer: [{ odsCode: viewer, wouldBeRefused: 3 }] });
    }
    expect(await counted(agreements.officer, { kind: 'end', agreementId: agreement })).toMatchObject({ wouldBeRefused: 4 });
    expect(await agreements.transactions.read(agreements.officer, (tx) => sql(tx, 'SELECT 1 FROM access_event'))).toEqual([]);
    // Asked by name for pairs that are not theirs, past the preview.
    const byName = (actor: Actor) => agreements.transactions.read(actor, (tx) => requestsOfPairs(tx, [{ service: 'DCR', provider: one, consumer: viewer, gained: [], lost: ['medication'], seen: [], from: null, until: null }]));
    expect((await byName(agreements.officer)).asked).not.toEqual([]);
    for (const actor of [agreements.farOfficer, await somebody('signatory', two), await somebody('viewer-governance-lead', viewers[1]!)]) expect((await byName(actor)).asked).toEqual([]);
  }, 120_000);
});

describe('across the fence', () => {
  const act = (): ActOnAccess => ({ kind: 'end', agreementId: agreement });

  it('nobody is shown what an act would change between others', async () => {
    await stage.live();
    const shown = async (actor: Actor): Promise<string[]> => (await agreements.transactions.read(actor, (tx) => stage.impacts.of(tx, act()))).pairs.map(({ provider, consumer }) => `${provider} ${consumer}`);
    expect(await shown(await somebody('signatory', practices[0]!))).toEqual(viewers.map((viewer) => `${practices[0]!} ${viewer}`));
    expect(await shown(await somebody('viewer-governance-lead', viewers[1]!))).toEqual(practices.map((practice) => `${practice} ${viewers[1]!}`));
    expect(await shown(agreements.officer)).toHaveLength(6);
    expect(await shown(agreements.farOfficer)).toEqual([]);
    expect(await shown(await somebody('signatory', agreements.practice()))).toEqual([]);
  }, 120_000);

  it('and the functions that look past it answer nobody else either, also straight in SQL', async () => {
    await stage.live();
    const client = await agreements.database.clientAs('api');
    const as = async (actor: Actor, text: string, params: unknown[]): Promise<number> => {
      await client.query('BEGIN');
      await client.query(`SELECT set_config('accord.duty', $1, true), set_config('accord.ods', $2, true), set_config('accord.localities', $3, true), set_config('accord.at', $4, true)`,
        [actor.duty, actor.odsCode ?? '', `{${actor.localities.join(',')}}`, agreements.clock.now().toISOString()]);
      const { rows } = await client.query(text, params);
      await client.query('ROLLBACK');
      return rows.length;
    };
    const lead = await somebody('viewer-governance-lead', viewers[0]!);
    await agreements.stopping.suspend(lead, { scope: { kind: 'consumer', consumerOdsCode: viewers[0]! }, reason: 'A worry' });
    const [mine, stranger] = [await somebody('signatory', practices[0]!), await somebody('signatory', agreements.practice())];
    const gates = (actor: Actor): Promise<number> => as(actor, 'SELECT * FROM impact_gates($1, $2)', [[practices[0], viewers[0]], agreements.clock.now()]);
    const stops = (actor: Actor): Promise<number> => as(actor, 'SELECT * FROM impact_stops($1)', [[agreement]]);
    expect([await gates(mine), await gates(agreements.officer), await gates(stranger), await gates(agreements.farOfficer)]).toEqual([2, 2, 0, 0]);
    expect([await stops(mine), await stops(agreements.officer), await stops(stranger), await stops(agreements.farOfficer)]).toEqual([1, 1, 0, 0]);
    const heldBy = (actor: Actor): Promise<number> => as(actor, 'SELECT FROM impact_held_by($1, $2) WHERE agreements <> $3 OR pairs <> $4', [[practices[0], viewers[0]], agreements.clock.now(), [], '[]']);
    expect([await heldBy(await agreements.places.somebody('Adam Administrator', 'system-administrator')), await heldBy(mine), await heldBy(agreements.officer), await heldBy(agreements.auditor)]).toEqual([1, 0, 0, 0]);
    for (const role of ['feed', 'publisher', 'audit_reader', 'worker'] as const) await expect((await agreements.database.clientAs(role)).query('SELECT impact_held_by($1, $2)', [[practices[0]], agreements.clock.now()])).rejects.toEqual(refused('42501'));
    for (const role of ['feed', 'publisher', 'audit_reader'] as const) {
      const other = await agreements.database.clientAs(role);
      await expect(other.query('SELECT * FROM impact_gates($1, $2)', [[practices[0]], agreements.clock.now()])).rejects.toEqual(refused('42501'));
      await expect(other.query('SELECT * FROM impact_requests($1, $1, $1, $2, $2)', [['DCR'], agreements.clock.now()])).rejects.toEqual(refused('42501'));
    }
  }, 120_000);
});
