import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ActivationWorld } from '@accord/activations/testing';
import { viewsSeen, type ActOnAccess, type AgreementId, type AskedScope } from '@accord/agreements';
import type { AgreementWorld } from '@accord/agreements/testing';
import { newId, type Actor, type Duty } from '@accord/kernel';
import { PublishedSharing } from '@accord/publication/testing';
import { sql } from '@accord/kernel/server';
import { flippedBy, type Impact } from '../../contract/index.js';
import '../abilities.js';
import { ActsAsked, type Asked } from './acts-asked.js';
import { PreviewedImpact } from './previewed-impact.js';
import { requestsOfPairs } from './requests-of-pairs.js';
import { SharingWorldReader } from './sharing-world-reader.js';
import { sights } from './sights.js';
import { sharingsInTime, sightsAsItWas } from './time-travel.js';

const impacts = new PreviewedImpact(new SharingWorldReader());
const NOTHING = { id: null, ids: null, scope: null, consumerOdsCode: null };

let world: ActivationWorld;
let agreements: AgreementWorld;
let publishing: PublishedSharing;
let acts: ActsAsked;
let agreement: AgreementId;
let practices: readonly string[];
let viewers: readonly string[];
let number = 0;

beforeAll(async () => {
  world = await ActivationWorld.open(impacts);
  agreements = world.agreements;
  publishing = await PublishedSharing.of(agreements.database, agreements.clock);
  acts = new ActsAsked(world.acts, world.agreements.cutOvers);
}, 60_000);
afterAll(() => agreements.close());
beforeEach(async () => {
  // Organisations of its own for each: a pair is held by one agreement at a time.
  number += 1;
  practices = ['A', 'B', 'C'].map((letter) => `TSTQ${number}${letter}`);
  viewers = ['X', 'Y'].map((letter) => `TSTW${number}${letter}`);
  await agreements.places.beyondTheRules(async () => {
    for (const code of practices) await agreements.places.organisation(code, `Surgery ${code}`, agreements.places.here);
    for (const code of viewers) await agreements.places.organisation(code, `Hospice ${code}`, null);
  });
  agreement = await world.readyAgreement({ providers: [...practices], consumers: [{ odsCode: viewers[0]!, views: ['summary', 'medication'] }, { odsCode: viewers[1]!, views: ['summary', 'events'] }] });
}, 60_000);

const refused = (code: string): unknown => expect.objectContaining({ code });
const partyOf = (code: string) => agreements.party(agreement, code);
const somebody = (duty: Duty, odsCode: string): Promise<Actor> => agreements.places.somebody(`Somebody ${duty}`, duty, { odsCode });

/** "provider consumer view" of everything seen, as the pages of who sees what say. */
async function seen(): Promise<Set<string>> {
  await publishing.publish();
  return agreements.transactions.read(agreements.auditor, async (tx) => {
    const { rows } = await sights(tx, { service: 'DCR', provider: null, consumer: null });
    return new Set(rows.flatMap((row) => viewsSeen(row, agreements.clock.now()).map((view) => `${row.providerOdsCode} ${row.consumerOdsCode} ${view}`)));
  });
}

const preview = (actor: Actor, asked: Partial<Asked> & Pick<Asked, 'act'>): Promise<Impact> =>
  agreements.transactions.read(actor, async (tx) => impacts.of(tx, (await acts.find(tx, { ...NOTHING, ...asked })).act));

/** Previews, does, publishes; what was previewed must be what is then seen otherwise. Gives how many triples changed. */
async function asPreviewed<T>(actor: Actor, asked: Partial<Asked> & Pick<Asked, 'act'>, act: (impactHash: string) => Promise<T>): Promise<{ readonly gained: number; readonly lost: number; readonly done: T }> {
  const before = await seen();
  const { pairs, hash } = await preview(actor, asked);
  const done = await act(hash);
  const after = await seen();
  const triples = (which: 'gained' | 'lost'): string[] => pairs.flatMap((pair) => pair[which].map((view) => `${pair.provider} ${pair.consumer} ${view}`)).sort();
  const [gained, lost] = [[...after].filter((each) => !before.has(each)).sort(), [...before].filter((each) => !after.has(each)).sort()];
  expect({ gained: triples('gained'), lost: triples('lost') }).toEqual({ gained, lost });
  return { gained: gained.length, lost: lost.length, done };
}

async function approved(codes: readonly string[]): Promise<string> {
  const ids = await Promise.all(codes.map(async (code) => (await partyOf(code)).id));
  const activation = await world.submitted(agreement, ids);
  const { hash } = await preview(agreements.approver, { act: 'approve', id: activation.id });
  await world.deciding.approve(agreements.approver, { id: activation.id, expectedVersion: 1, contentHash: activation.contentHash, impactHash: hash });
  return activation.id;
}

async function live(): Promise<void> {
  const id = await approved([...practices, ...viewers]);
  await world.going.execute(agreements.officer, { activationId: id, impactHash: (await preview(agreements.officer, { act: 'goLive', id })).hash });
}

async function resumed(stopId: string, asker: Actor): Promise<{ gained: number }> {
  await agreements.resuming.ask(asker, { stopId, expectedVersion: 1 });
  return asPreviewed(agreements.approver, { act: 'resume', id: stopId }, (impactHash) => agreements.resuming.confirm(agreements.approver, { stopId, expectedVersion: 2, impactHash }));
}

describe('what is previewed is what is then seen', () => {
  it('when some go live, then the rest of the locality, and somebody resumes', async () => {
    const first = await approved([practices[0]!, viewers[0]!]);
    await approved([practices[1]!, practices[2]!, viewers[1]!]);
    expect(await asPreviewed(agreements.officer, { act: 'goLive', id: first }, (impactHash) => world.going.execute(agreements.officer, { activationId: first, impactHash }))).toMatchObject({ gained: 2, lost: 0 });
    const { localityId } = (await world.activation(first));
    expect(await asPreviewed(agreements.officer, { act: 'goLiveLocality', id: localityId }, (impactHash) => world.going.locality(agreements.officer, { localityId, impactHash }))).toMatchObject({ gained: 10 });
    const { id, version } = await partyOf(practices[0]!);
    const signatory = await somebody('signatory', practices[0]!);
    const { lost, done } = await asPreviewed(signatory, { act: 'suspend', id }, (impactHash) => agreements.narrowing.suspend(signatory, { side: 'provider', id, expectedVersion: version, reason: 'A worry', impactHash }));
    expect([lost, done.impactMoved]).toEqual([4, false]);
    expect(await resumed(done.stopId!, signatory)).toMatchObject({ gained: 4 });
  }, 120_000);

  it('when somebody who had withdrawn from one viewer, was suspended, and then withdrew altogether, comes back', async () => {
    await live();
    const signatory = await somebody('signatory', practices[0]!);
    const { id } = await partyOf(practices[0]!);
    await agreements.stopping.withdrawFrom(signatory, { id, consumerOdsCode: viewers[0]! });
    await agreements.narrowing.suspend(agreements.officer, { side: 'provider', id, expectedVersion: 1, reason: 'A worry' });
    await agreements.narrowing.withdraw(signatory, { id, expectedVersion: (await partyOf(practices[0]!)).version });
    agreements.clock.advance(1_000);
    await agreements.inviting.execute(agreements.officer, { id, side: 'provider', expectedVersion: (await partyOf(practices[0]!)).version });
    await agreements.verified(agreement, practices[0]!);
    const again = await approved([practices[0]!]);
    expect(await asPreviewed(agreements.officer, { act: 'goLive', id: again }, (impactHash) => world.going.execute(agreements.officer, { activationId: again, impactHash }))).toMatchObject({ gained: 4, lost: 0 });
    agreements.clock.advance(1_000);
    const now = agreements.clock.now();
    const asItWas = await agreements.transactions.read(agreements.auditor, async (tx) => sightsAsItWas(tx, await sharingsInTime(tx, { service: 'DCR', provider: practices[0]!, consumer: viewers[0]! }, now), now));
    expect(asItWas.map((row) => viewsSeen(row, now))).toEqual([['summary', 'medication']]);
    const drawn = await agreements.transactions.read(agreements.officer, async (tx) => world.coverage.of(tx, (await world.readiness.locality(tx, agreements.places.here))!, 'DCR'));
    const cell = drawn.rows.find(({ odsCode }) => odsCode === practices[0])!.cells[drawn.viewers.findIndex(({ odsCode }) => odsCode === viewers[0])]!;
    expect(drawn.kinds[cell]).toMatchObject({ standing: 'live', views: 2 });
    const back = await partyOf(practices[0]!);
    expect(await asPreviewed(signatory, { act: 'suspend', id: back.id }, (impactHash) => agreements.narrowing.suspend(signatory, { side: 'provider', id: back.id, expectedVersion: back.version, reason: 'A worry', impactHash })))
      .toMatchObject({ lost: 4 });
  }, 120_000);

  it('when a fact that hosting rests on is ended: nothing while another says the same, then everything of the practice', async () => {
    await live();
    const lead = await somebody('practice-governance-lead', practices[0]!);
    const { rows: [first] } = await agreements.database.owner.query<{ id: string }>(`SELECT id FROM gate_fact WHERE ods_code = $1 AND kind = 'hosting'`, [practices[0]]);
    agreements.clock.advance(1_000);
    const second = await world.fact(practices[0]!, 'hosting', 'hosted-centrally');
    const ending = (actor: Actor, id: string) => asPreviewed(actor, { act: 'endFact', id }, (impactHash) => world.facts.end(actor, { id, expectedVersion: 2, reason: 'Streaming lost', impactHash }));
    expect(await ending(agreements.officer, first!.id)).toMatchObject({ gained: 0, lost: 0 });
    expect(await ending(lead, second)).toMatchObject({ gained: 0, lost: 4 });
    const { rows: [record] } = await agreements.database.owner.query<{ details: object }>(`SELECT details FROM change_record WHERE type = 'gate-fact.ended' AND subject = $1`, [second]);
    expect(record!.details).toMatchObject({ impactMoved: false, impactSeen: expect.stringMatching(/^[0-9a-f]{64}$/) });
  }, 120_000);

  it('when a certificate is revoked, for its organisation and for an administrator alike: nothing while its system has another, then everything', async () => {
    await live();
    const { owner } = agreements.database;
    const lead = await somebody('viewer-governance-lead', viewers[0]!);
    const administrator = await agreements.places.somebody('Adam Administrator', 'system-administrator');
    const { rows: [first] } = await owner.query<{ id: string }>('SELECT id FROM system_certificate WHERE consumer_ods_code = $1', [viewers[0]]);
    const second = newId(agreements.clock.now());
    await agreements.places.beyondTheRules(() => owner.query(`INSERT INTO system_certificate SELECT (jsonb_populate_record(held, jsonb_build_object('id', $2::text, 'sha256', repeat('b', 64)))).* FROM system_certificate held WHERE id = $1`, [first!.id, second]));
    const revoking = (id: string): Promise<unknown> => agreements.places.beyondTheRules(() => owner.query(`UPDATE system_certificate SET revoked_at = $2, revoked_by = confirmed_by, revoked_reason = 'Lost' WHERE id = $1`, [id, agreements.clock.now()]));
    const before = await preview(administrator, { act: 'revokeCertificate', id: first!.id });
    expect(await asPreviewed(lead, { act: 'revokeCertificate', id: first!.id }, () => revoking(first!.id))).toMatchObject({ gained: 0, lost: 0 });
    expect(await preview(lead, { act: 'revokeCertificate', id: second })).toEqual(await preview(administrator, { act: 'revokeCertificate', id: second }));
    expect(await asPreviewed(administrator, { act: 'revokeCertificate', id: second }, () => revoking(second))).toMatchObject({ gained: 0, lost: 6 });
    expect(before.pairs).toEqual([]);
    await expect(preview(await somebody('viewer-governance-lead', viewers[1]!), { act: 'revokeCertificate', id: second })).rejects.toEqual(refused('NOT_FOUND'));
  }, 120_000);

  it('when an import says that a practice has closed, to the administrator who approves it, with the requests that would have been refused', async () => {
    await live();
    const { owner } = agreements.database;
    const administrator = await agreements.places.somebody('Adam Administrator', 'system-administrator');
    const [imported, closedOn] = [newId(agreements.clock.now()), new Date(agreements.clock.now().getTime() - 3 * 86_400_000).toISOString().slice(0, 10)];
    const { rows: [closed] } = await owner.query<{ until: Date }>(`SELECT ($1::date + 1)::timestamp AT TIME ZONE 'Europe/London' AS until`, [closedOn]);
    await agreements.places.beyondTheRules(() => owner.query(`INSERT INTO directory_import (id, file_sha256, edition_on, row_count, state, plan_hash, counts, impact, submitted_as, submitted_at, content)
      VALUES ($1, 'h', '2026-01-01', 1, 'awaiting-approval', 'h', '{}', $2, 'x', '2026-01-01', 'x')`, [imported, JSON.stringify({ openings: [{ odsCode: practices[0], until: closed!.until.toISOString() }] })]));
    const asked = { act: 'approveImport', id: imported } as const;
    await publishing.publish();
    expect(await asPreviewed(administrator, asked, () => agreements.places.beyondTheRules(() => owner.query('UPDATE organisation SET closed_on = $2 WHERE ods_code = $1', [practices[0], closedOn])))).toMatchObject({ gained: 0, lost: 4 });
  }, 120_000);

  it('when sharing is suspended in each wider scope and lifted again', async () => {
    await live();
    const { rows: [system] } = await agreements.database.owner.query<{ id: string }>('SELECT id FROM consumer_system WHERE consumer_ods_code = $1', [viewers[0]]);
    const scopes: readonly (readonly [AskedScope, number])[] = [
      [{ kind: 'pair', agreementId: agreement, providerOdsCode: practices[0]!, consumerOdsCode: viewers[0]! }, 2], [{ kind: 'provider', providerOdsCode: practices[0]! }, 4],
      [{ kind: 'view', consumerOdsCode: viewers[0]!, serviceCode: 'DCR', view: 'medication' }, 3], [{ kind: 'system', systemId: system!.id }, 6], [{ kind: 'consumer', consumerOdsCode: viewers[1]! }, 6],
      [{ kind: 'agreement', agreementId: agreement }, 12],
    ];
    for (const [scope, expected] of scopes) {
      const { lost, done } = await asPreviewed(agreements.officer, { act: 'suspendSharing', scope }, (impactHash) => agreements.stopping.suspend(agreements.officer, { scope, reason: 'A worry', impactHash }));
      expect([scope.kind, lost]).toEqual([scope.kind, expected]);
      expect([scope.kind, (await resumed(done.stopId, agreements.officer)).gained]).toEqual([scope.kind, expected]);
    }
    // A locality is everybody in it, also whoever other specs took live there.
    const scope: AskedScope = { kind: 'locality', localityId: agreements.places.here };
    const { lost, done } = await asPreviewed(agreements.officer, { act: 'suspendSharing', scope }, (impactHash) => agreements.stopping.suspend(agreements.officer, { scope, reason: 'A worry', impactHash }));
    expect([lost >= 12, (await seen()).size, (await resumed(done.stopId, agreements.officer)).gained]).toEqual([true, 0, lost]);
  }, 180_000);

  it('when evidence that was verified is found to prove nothing, on either side', async () => {
    await live();
    for (const [code, side, expected] of [[practices[0]!, 'provider', 4], [viewers[1]!, 'consumer', 4]] as const) {
      const { id, version } = await partyOf(code);
      const asked = { act: 'invalidate', id } as const;
      expect(await asPreviewed(agreements.officer, asked, (impactHash) => agreements.narrowing.invalidateEvidence(agreements.officer, { side, id, expectedVersion: version, reason: 'A forged page', impactHash }))).toMatchObject({ gained: 0, lost: expected });
    }
  }, 120_000);

  it('when somebody withdraws from one, withdraws, leaves, and the agreement ends', async () => {
    await live();
    const [first, second, viewer] = [await partyOf(practices[0]!), await partyOf(practices[1]!), await partyOf(viewers[1]!)];
    const [one, two, lead] = [await somebody('signatory', practices[0]!), await somebody('signatory', practices[1]!), await somebody('viewer-governance-lead', viewers[1]!)];
    expect(await asPreviewed(one, { act: 'withdrawFrom', id: first.id, consumerOdsCode: viewers[0]! }, (impactHash) => agreements.stopping.withdrawFrom(one, { id: first.id, consumerOdsCode: viewers[0]!, impactHash }))).toMatchObject({ lost: 2 });
    expect(await asPreviewed(two, { act: 'withdraw', id: second.id }, (impactHash) => agreements.narrowing.withdraw(two, { id: second.id, expectedVersion: second.version, impactHash }))).toMatchObject({ lost: 4 });
    expect(await asPreviewed(lead, { act: 'leave', id: viewer.id }, (impactHash) => agreements.narrowing.leave(lead, { id: viewer.id, expectedVersion: viewer.version, impactHash }))).toMatchObject({ lost: 4 });
    const { rows: [row] } = await agreements.database.owner.query<{ version: number }>('SELECT version FROM sharing_agreement WHERE id = $1', [agreement]);
    expect(await asPreviewed(agreements.officer, { act: 'end', id: agreement }, (impactHash) => agreements.moving.end(agreements.officer, { id: agreement, expectedVersion: row!.version, reason: 'Over', impactHash }))).toMatchObject({ lost: 2 });
  }, 120_000);

  it('when a viewing organisation joins a later version, and practices go over to it and to one that leaves another out', async () => {
    await live();
    const [one, joining] = [practices[0]!, `TSTW${number}Z`];
    await agreements.places.beyondTheRules(() => agreements.places.organisation(joining, `Hospice ${joining}`, null));
    const both = [{ odsCode: viewers[0]!, views: ['summary', 'medication'] }, { odsCode: viewers[1]!, views: ['summary', 'events'] }];
    await agreements.openVersion(agreement, { consumers: [...both, { odsCode: joining, views: ['problems'] }] });
    await world.ready(joining, 'consumer');
    const goes = async (code: string): Promise<{ readonly gained: number; readonly lost: number }> => {
      await agreements.verified(agreement, code);
      const id = await approved([code]);
      return asPreviewed(agreements.officer, { act: 'goLive', id }, (impactHash) => world.going.execute(agreements.officer, { activationId: id, impactHash }));
    };
    // Nobody has signed for it yet; then one practice has.
    expect(await goes(joining)).toMatchObject({ gained: 0, lost: 0 });
    expect(await goes(one)).toMatchObject({ gained: 1, lost: 0 });
    await agreements.openVersion(agreement, { consumers: [both[0]!, { odsCode: joining, views: ['problems'] }] });
    expect(await goes(one)).toMatchObject({ gained: 0, lost: 2 });
  }, 120_000);

  it('where a gate, a certificate or a stop of somebody else stands in the way already', async () => {
    await live();
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
    expect(await asPreviewed(signatory, { act: 'suspend', id }, (impactHash) => agreements.narrowing.suspend(signatory, { side: 'provider', id, expectedVersion: version, reason: 'A worry', impactHash }))).toMatchObject({ lost: 1 });
  }, 120_000);
});

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
    const going = [await approved([practices[0]!]), await approved([viewers[0]!])];
    const take = async (id: string, impactHash: string): Promise<number> => (await world.going.execute(agreements.officer, { activationId: id, impactHash })).pairsGained;
    const shown = await Promise.all(going.map(async (id) => (await preview(agreements.officer, { act: 'goLive', id })).hash));
    const both = await Promise.allSettled(going.map((id, which) => take(id, shown[which]!)));
    expect(both.map((each) => (each.status === 'fulfilled' ? each.value : (each.reason as { code: string }).code)).sort()).toEqual([0, 'IMPACT_CHANGED']);
    const again = going[both.findIndex(({ status }) => status === 'rejected')]!;
    expect(await take(again, (await preview(agreements.officer, { act: 'goLive', id: again })).hash)).toBe(1);
  }, 120_000);

  it('that narrows is never held up: what was seen and what was found are on record, and whoever did it is told', async () => {
    await live();
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
    await live();
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
    await live();
    const [one, two, viewer] = [practices[0]!, practices[1]!, viewers[0]!];
    for (const daysAgo of [1, 2, 29]) await asked(one, viewer, ['medication'], 'permit', 'PERMITTED', daysAgo);
    await asked(one, viewer, ['medication'], 'permit', 'PERMITTED', 31);
    await asked(one, viewer, ['events'], 'refuse', 'VIEW_NOT_AGREED', 1);
    await asked(two, viewer, ['summary'], 'permit', 'PERMITTED', 1);
    const { id } = await partyOf(one);
    const counted = (actor: Actor, act: ActOnAccess) => agreements.transactions.read(actor, async (tx) => {
      const { pairs } = await impacts.of(tx, act);
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
    await live();
    const shown = async (actor: Actor): Promise<string[]> => (await agreements.transactions.read(actor, (tx) => impacts.of(tx, act()))).pairs.map(({ provider, consumer }) => `${provider} ${consumer}`);
    expect(await shown(await somebody('signatory', practices[0]!))).toEqual(viewers.map((viewer) => `${practices[0]!} ${viewer}`));
    expect(await shown(await somebody('viewer-governance-lead', viewers[1]!))).toEqual(practices.map((practice) => `${practice} ${viewers[1]!}`));
    expect(await shown(agreements.officer)).toHaveLength(6);
    expect(await shown(agreements.farOfficer)).toEqual([]);
    expect(await shown(await somebody('signatory', agreements.practice()))).toEqual([]);
  }, 120_000);

  it('and the functions that look past it answer nobody else either, also straight in SQL', async () => {
    await live();
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
