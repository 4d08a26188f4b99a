import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ActivationWorld } from '@accord/activations/testing';
import { viewsSeen, type AgreementId, type AskedScope } from '@accord/agreements';
import type { AgreementWorld } from '@accord/agreements/testing';
import { newId, type Actor } from '@accord/kernel';
import { PreviewWorld } from '../../testing/preview-world.js';
import { sharingsInTime, sightsAsItWas } from './time-travel.js';

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

async function resumed(stopId: string, asker: Actor): Promise<{ gained: number }> {
  await agreements.resuming.ask(asker, { stopId, expectedVersion: 1 });
  return stage.asPreviewed(agreements.approver, { act: 'resume', id: stopId }, (impactHash) => agreements.resuming.confirm(agreements.approver, { stopId, expectedVersion: 2, impactHash }));
}

describe('what is previewed is what is then seen', () => {
  it('when some go live, then the rest of the locality, and somebody resumes', async () => {
    const first = await stage.approved([practices[0]!, viewers[0]!]);
    await stage.approved([practices[1]!, practices[2]!, viewers[1]!]);
    expect(await stage.asPreviewed(agreements.officer, { act: 'goLive', id: first }, (impactHash) => world.going.execute(agreements.officer, { activationId: first, impactHash }))).toMatchObject({ gained: 2, lost: 0 });
    const { localityId } = (await world.activation(first));
    expect(await stage.asPreviewed(agreements.officer, { act: 'goLiveLocality', id: localityId }, (impactHash) => world.going.locality(agreements.officer, { localityId, impactHash }))).toMatchObject({ gained: 10 });
    const { id, version } = await partyOf(practices[0]!);
    const signatory = await somebody('signatory', practices[0]!);
    const { lost, done } = await stage.asPreviewed(signatory, { act: 'suspend', id }, (impactHash) => agreements.narrowing.suspend(signatory, { side: 'provider', id, expectedVersion: version, reason: 'A worry', impactHash }));
    expect([lost, done.impactMoved]).toEqual([4, false]);
    expect(await resumed(done.stopId!, signatory)).toMatchObject({ gained: 4 });
  }, 120_000);

  it('when somebody who had withdrawn from one viewer, was suspended, and then withdrew altogether, comes back', async () => {
    await stage.live();
    const signatory = await somebody('signatory', practices[0]!);
    const { id } = await partyOf(practices[0]!);
    await agreements.stopping.withdrawFrom(signatory, { id, consumerOdsCode: viewers[0]! });
    await agreements.narrowing.suspend(agreements.officer, { side: 'provider', id, expectedVersion: 1, reason: 'A worry' });
    await agreements.narrowing.withdraw(signatory, { id, expectedVersion: (await partyOf(practices[0]!)).version });
    agreements.clock.advance(1_000);
    await agreements.inviting.execute(agreements.officer, { id, side: 'provider', expectedVersion: (await partyOf(practices[0]!)).version });
    await agreements.verified(agreement, practices[0]!);
    const again = await stage.approved([practices[0]!]);
    expect(await stage.asPreviewed(agreements.officer, { act: 'goLive', id: again }, (impactHash) => world.going.execute(agreements.officer, { activationId: again, impactHash }))).toMatchObject({ gained: 4, lost: 0 });
    agreements.clock.advance(1_000);
    const now = agreements.clock.now();
    const asItWas = await agreements.transactions.read(agreements.auditor, async (tx) => sightsAsItWas(tx, await sharingsInTime(tx, { service: 'DCR', provider: practices[0]!, consumer: viewers[0]! }, now), now));
    expect(asItWas.map((row) => viewsSeen(row, now))).toEqual([['summary', 'medication']]);
    const drawn = await agreements.transactions.read(agreements.officer, async (tx) => world.coverage.of(tx, (await world.readiness.locality(tx, agreements.places.here))!, 'DCR'));
    const cell = drawn.rows.find(({ odsCode }) => odsCode === practices[0])!.cells[drawn.viewers.findIndex(({ odsCode }) => odsCode === viewers[0])]!;
    expect(drawn.kinds[cell]).toMatchObject({ standing: 'live', views: 2 });
    const back = await partyOf(practices[0]!);
    expect(await stage.asPreviewed(signatory, { act: 'suspend', id: back.id }, (impactHash) => agreements.narrowing.suspend(signatory, { side: 'provider', id: back.id, expectedVersion: back.version, reason: 'A worry', impactHash })))
      .toMatchObject({ lost: 4 });
  }, 120_000);

  it('when a fact that hosting rests on is ended: nothing while another says the same, then everything of the practice', async () => {
    await stage.live();
    const lead = await somebody('practice-governance-lead', practices[0]!);
    const { rows: [first] } = await agreements.database.owner.query<{ id: string }>(`SELECT id FROM gate_fact WHERE ods_code = $1 AND kind = 'hosting'`, [practices[0]]);
    agreements.clock.advance(1_000);
    const second = await world.fact(practices[0]!, 'hosting', 'hosted-centrally');
    const ending = (actor: Actor, id: string) => stage.asPreviewed(actor, { act: 'endFact', id }, (impactHash) => world.facts.end(actor, { id, expectedVersion: 2, reason: 'Streaming lost', impactHash }));
    expect(await ending(agreements.officer, first!.id)).toMatchObject({ gained: 0, lost: 0 });
    expect(await ending(lead, second)).toMatchObject({ gained: 0, lost: 4 });
    const { rows: [record] } = await agreements.database.owner.query<{ details: object }>(`SELECT details FROM change_record WHERE type = 'gate-fact.ended' AND subject = $1`, [second]);
    expect(record!.details).toMatchObject({ impactMoved: false, impactSeen: expect.stringMatching(/^[0-9a-f]{64}$/) });
  }, 120_000);

  it('when a certificate is revoked, for its organisation and for an administrator alike: nothing while its system has another, then everything', async () => {
    await stage.live();
    const { owner } = agreements.database;
    const lead = await somebody('viewer-governance-lead', viewers[0]!);
    const administrator = await agreements.places.somebody('Adam Administrator', 'system-administrator');
    const { rows: [first] } = await owner.query<{ id: string }>('SELECT id FROM system_certificate WHERE consumer_ods_code = $1', [viewers[0]]);
    const second = newId(agreements.clock.now());
    await agreements.places.beyondTheRules(() => owner.query(`INSERT INTO system_certificate SELECT (jsonb_populate_record(held, jsonb_build_object('id', $2::text, 'sha256', repeat('b', 64)))).* FROM system_certificate held WHERE id = $1`, [first!.id, second]));
    const revoking = (id: string): Promise<unknown> => agreements.places.beyondTheRules(() => owner.query(`UPDATE system_certificate SET revoked_at = $2, revoked_by = confirmed_by, revoked_reason = 'Lost' WHERE id = $1`, [id, agreements.clock.now()]));
    const before = await preview(administrator, { act: 'revokeCertificate', id: first!.id });
    expect(await stage.asPreviewed(lead, { act: 'revokeCertificate', id: first!.id }, () => revoking(first!.id))).toMatchObject({ gained: 0, lost: 0 });
    expect(await preview(lead, { act: 'revokeCertificate', id: second })).toEqual(await preview(administrator, { act: 'revokeCertificate', id: second }));
    expect(await stage.asPreviewed(administrator, { act: 'revokeCertificate', id: second }, () => revoking(second))).toMatchObject({ gained: 0, lost: 6 });
    expect(before.pairs).toEqual([]);
    await expect(preview(await somebody('viewer-governance-lead', viewers[1]!), { act: 'revokeCertificate', id: second })).rejects.toEqual(refused('NOT_FOUND'));
  }, 120_000);

  it('when an import says that a practice has closed, to the administrator who approves it, with the requests that would have been refused', async () => {
    await stage.live();
    const { owner } = agreements.database;
    const administrator = await agreements.places.somebody('Adam Administrator', 'system-administrator');
    const [imported, closedOn] = [newId(agreements.clock.now()), new Date(agreements.clock.now().getTime() - 3 * 86_400_000).toISOString().slice(0, 10)];
    const { rows: [closed] } = await owner.query<{ until: Date }>(`SELECT ($1::date + 1)::timestamp AT TIME ZONE 'Europe/London' AS until`, [closedOn]);
    await agreements.places.beyondTheRules(() => owner.query(`INSERT INTO directory_import (id, file_sha256, edition_on, row_count, state, plan_hash, counts, impact, submitted_as, submitted_at, content)
      VALUES ($1, 'h', '2026-01-01', 1, 'awaiting-approval', 'h', '{}', $2, 'x', '2026-01-01', 'x')`, [imported, JSON.stringify({ openings: [{ odsCode: practices[0], until: closed!.until.toISOString() }] })]));
    const asked = { act: 'approveImport', id: imported } as const;
    await stage.seen();
    expect(await stage.asPreviewed(administrator, asked, () => agreements.places.beyondTheRules(() => owner.query('UPDATE organisation SET closed_on = $2 WHERE ods_code = $1', [practices[0], closedOn])))).toMatchObject({ gained: 0, lost: 4 });
  }, 120_000);

  it('when sharing is suspended in each wider scope and lifted again', async () => {
    await stage.live();
    const { rows: [system] } = await agreements.database.owner.query<{ id: string }>('SELECT id FROM consumer_system WHERE consumer_ods_code = $1', [viewers[0]]);
    const scopes: readonly (readonly [AskedScope, number])[] = [
      [{ kind: 'pair', agreementId: agreement, providerOdsCode: practices[0]!, consumerOdsCode: viewers[0]! }, 2], [{ kind: 'provider', providerOdsCode: practices[0]! }, 4],
      [{ kind: 'view', consumerOdsCode: viewers[0]!, serviceCode: 'DCR', view: 'medication' }, 3], [{ kind: 'system', systemId: system!.id }, 6], [{ kind: 'consumer', consumerOdsCode: viewers[1]! }, 6],
      [{ kind: 'agreement', agreementId: agreement }, 12],
    ];
    for (const [scope, expected] of scopes) {
      const { lost, done } = await stage.asPreviewed(agreements.officer, { act: 'suspendSharing', scope }, (impactHash) => agreements.stopping.suspend(agreements.officer, { scope, reason: 'A worry', impactHash }));
      expect([scope.kind, lost]).toEqual([scope.kind, expected]);
      expect([scope.kind, (await resumed(done.stopId, agreements.officer)).gained]).toEqual([scope.kind, expected]);
    }
    // A locality is everybody in it, also whoever other specs took live there.
    const scope: AskedScope = { kind: 'locality', localityId: agreements.places.here };
    const { lost, done } = await stage.asPreviewed(agreements.officer, { act: 'suspendSharing', scope }, (impactHash) => agreements.stopping.suspend(agreements.officer, { scope, reason: 'A worry', impactHash }));
    expect([lost >= 12, (await stage.seen()).size, (await resumed(done.stopId, agreements.officer)).gained]).toEqual([true, 0, lost]);
  }, 180_000);

  it('when evidence that was verified is found to prove nothing, on either side', async () => {
    await stage.live();
    for (const [code, side, expected] of [[practices[0]!, 'provider', 4], [viewers[1]!, 'consumer', 4]] as const) {
      const { id, version } = await partyOf(code);
      const asked = { act: 'invalidate', id } as const;
      expect(await stage.asPreviewed(agreements.officer, asked, (impactHash) => agreements.narrowing.invalidateEvidence(agreements.officer, { side, id, expectedVersion: version, reason: 'A forged page', impactHash }))).toMatchObject({ gained: 0, lost: expected });
    }
  }, 120_000);

  it('when somebody withdraws from one, withdraws, leaves, and the agreement ends', async () => {
    await stage.live();
    const [first, second, viewer] = [await partyOf(practices[0]!), await partyOf(practices[1]!), await partyOf(viewers[1]!)];
    const [one, two, lead] = [await somebody('signatory', practices[0]!), await somebody('signatory', practices[1]!), await somebody('viewer-governance-lead', viewers[1]!)];
    expect(await stage.asPreviewed(one, { act: 'withdrawFrom', id: first.id, consumerOdsCode: viewers[0]! }, (impactHash) => agreements.stopping.withdrawFrom(one, { id: first.id, consumerOdsCode: viewers[0]!, impactHash }))).toMatchObject({ lost: 2 });
    expect(await stage.asPreviewed(two, { act: 'withdraw', id: second.id }, (impactHash) => agreements.narrowing.withdraw(two, { id: second.id, expectedVersion: second.version, impactHash }))).toMatchObject({ lost: 4 });
    expect(await stage.asPreviewed(lead, { act: 'leave', id: viewer.id }, (impactHash) => agreements.narrowing.leave(lead, { id: viewer.id, expectedVersion: viewer.version, impactHash }))).toMatchObject({ lost: 4 });
    const { rows: [row] } = await agreements.database.owner.query<{ version: number }>('SELECT version FROM sharing_agreement WHERE id = $1', [agreement]);
    expect(await stage.asPreviewed(agreements.officer, { act: 'end', id: agreement }, (impactHash) => agreements.moving.end(agreements.officer, { id: agreement, expectedVersion: row!.version, reason: 'Over', impactHash }))).toMatchObject({ lost: 2 });
  }, 120_000);

  it('when a viewing organisation joins a later version, and practices go over to it and to one that leaves another out', async () => {
    await stage.live();
    const [one, joining] = [practices[0]!, `${viewers[0]!.slice(0, -1)}Z`];
    await agreements.places.beyondTheRules(() => agreements.places.organisation(joining, `Hospice ${joining}`, null));
    const both = [{ odsCode: viewers[0]!, views: ['summary', 'medication'] }, { odsCode: viewers[1]!, views: ['summary', 'events'] }];
    await agreements.openVersion(agreement, { consumers: [...both, { odsCode: joining, views: ['problems'] }] });
    await world.ready(joining, 'consumer');
    const goes = async (code: string): Promise<{ readonly gained: number; readonly lost: number }> => {
      await agreements.verified(agreement, code);
      const id = await stage.approved([code]);
      return stage.asPreviewed(agreements.officer, { act: 'goLive', id }, (impactHash) => world.going.execute(agreements.officer, { activationId: id, impactHash }));
    };
    // Nobody has signed for it yet; then one practice has.
    expect(await goes(joining)).toMatchObject({ gained: 0, lost: 0 });
    expect(await goes(one)).toMatchObject({ gained: 1, lost: 0 });
    await agreements.openVersion(agreement, { consumers: [both[0]!, { odsCode: joining, views: ['problems'] }] });
    expect(await goes(one)).toMatchObject({ gained: 0, lost: 2 });
  }, 120_000);

  it('where a gate, a certificate or a stop of somebody else stands in the way already', async () => {
    await stage.live();
    await agreements.places.beyondTheRules(async () => {
      await agreements.database.owner.query(`UPDATE gate_fact SET ended_at = $2, ended_by = recorded_by WHERE ods_code = $1`, [practices[2], agreements.clock.now()]);
      await agreements.database.owner.query(`UPDATE system_certificate SET revoked_at = $2, revoked_by = registered_by, revoked_reason = 'lost' WHERE consumer_ods_code = $1`, [viewers[1], agreements.clock.now()]);
    });
    const lead = await somebody('viewer-governance-lead', viewers[0]!);
    await agreements.stopping.suspend(lead, { scope: { kind: 'view', consumerOdsCode: viewers[0]!, serviceCode: 'DCR', view: 'summary' }, reason: 'A worry' });
    agreements.clock.advance(1_000);
    // A practice may read none of the three, and is told exactly what it still gives: one view to one viewer.
    const signatory = await somebody('signatory', practices[0]!);
    const { id, version } = await partyOf(practices[0]!);
    expect(await stage.asPreviewed(signatory, { act: 'suspend', id }, (impactHash) => agreements.narrowing.suspend(signatory, { side: 'provider', id, expectedVersion: version, reason: 'A worry', impactHash }))).toMatchObject({ lost: 1 });
  }, 120_000);
});
