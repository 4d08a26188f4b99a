import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Actor, type Duty } from '@accord/kernel';
import { attempt, attemptAsEvery, clientOf, keptFromAll, type Statement } from '@accord/kernel/testing';
import type { PartyRow } from '../read-models/agreements.js';
import { AgreementWorld } from '../../testing/index.js';

// R5, R9 straight in SQL, for the scopes that leave states alone.
let world: AgreementWorld;
let agreement: string;
let part: PartyRow;
let lead: Actor;

beforeAll(async () => {
  world = await AgreementWorld.open();
  agreement = await world.aLiveAgreement({ providers: [world.practice(0), world.practice(1)] });
  part = await world.party(agreement, world.practice(0));
  lead = await world.places.somebody('Lena Lead', 'practice-governance-lead', { odsCode: world.practice(0) });
});
afterAll(() => world.close());

type Columns = Readonly<Record<string, unknown>>;
const insert = (by: Actor, given: Columns): Statement => {
  const side = by.duty === 'practice-governance-lead' || by.duty === 'signatory' ? 'controller' : by.duty === 'viewer-governance-lead' ? 'viewing-organisation' : by.duty === 'privacy-officer' ? 'privacy-officer' : 'staff';
  const row: Record<string, unknown> = {
    id: newId(world.clock.now()), kind: 'suspension', from_at: world.clock.now(), reason: 'A reason', imposed_by: by.personId, imposed_side: side, imposed_duty: by.duty, imposed_for: by.odsCode, imposed_at: world.clock.now(), ...given,
  };
  const names = Object.keys(row);
  return { text: `INSERT INTO stop (${names.join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})`, params: Object.values(row) };
};
const asApi = async (by: Actor, ...statements: Statement[]): Promise<string> => attempt(await clientOf(world.database, 'api'), by, world.clock.now(), statements);
const ROLLED_BACK: Statement = { text: 'SELECT 1 / 0' };
const LET = /division by zero/;

const pair = (): Columns => ({ scope_kind: 'pair', agreement_id: agreement, locality_id: world.places.here, provider_ods_code: world.practice(0), consumer_ods_code: world.viewer() });

describe('an entry of the stop list', () => {
  it.each<[string, () => Columns]>([
    ['a pair without its agreement', () => ({ ...pair(), agreement_id: null })],
    ['a pair with views beside it', () => ({ ...pair(), service_code: 'DCR', views: ['summary'] })],
    ['a practice and a viewer beside it', () => ({ scope_kind: 'provider', provider_ods_code: world.practice(0), consumer_ods_code: world.viewer() })],
    ['a practice in one agreement only', () => ({ scope_kind: 'provider', provider_ods_code: world.practice(0), agreement_id: agreement, locality_id: world.places.here })],
    ['a viewer in one service only', () => ({ scope_kind: 'consumer', consumer_ods_code: world.viewer(), service_code: 'DCR' })],
    ['a view of every viewer', () => ({ scope_kind: 'view', service_code: 'DCR', views: ['summary'], locality_id: world.places.here })],
    ['a view for one practice alone, which would break R1', () => ({ scope_kind: 'view', consumer_ods_code: world.viewer(), service_code: 'DCR', views: ['summary'], provider_ods_code: world.practice(0) })],
    ['two views in one act', () => ({ scope_kind: 'view', consumer_ods_code: world.viewer(), service_code: 'DCR', views: ['summary', 'medication'] })],
    ['no view at all', () => ({ scope_kind: 'view', consumer_ods_code: world.viewer(), service_code: 'DCR', views: [] })],
    ['a system of nobody', () => ({ scope_kind: 'system', consumer_ods_code: world.viewer() })],
    ['an agreement for one practice', () => ({ scope_kind: 'agreement', agreement_id: agreement, locality_id: world.places.here, provider_ods_code: world.practice(0) })],
    ['a locality that is none', () => ({ scope_kind: 'locality' })],
    ['a locality for one viewer', () => ({ scope_kind: 'locality', locality_id: world.places.here, consumer_ods_code: world.viewer() })],
  ])('says exactly what it reaches, not %s', async (_what, columns) => {
    // Judged before row-level security only where the row is the actor's to write; so the owner answers for the rule.
    const told = await attemptAsEvery(world.database, world.officer, world.clock.now(), [insert(world.officer, columns())]);
    expect([told.worker, told.owner]).toEqual(['forbidden', 'stop_scope_exact']);
    expect(['stop_scope_exact', 'forbidden']).toContain(told.api);
  });

  it('is handled in the locality of its agreement', async () => {
    const told = await attemptAsEvery(world.database, { ...world.officer, localities: [world.places.here, world.places.elsewhere] }, world.clock.now(), [insert(world.officer, { ...pair(), locality_id: world.places.elsewhere })]);
    expect(told).toEqual({ ...keptFromAll('stop_in_the_agreements_locality'), worker: 'forbidden' });
  });

  it.each<[string, Columns]>([
    ['by staff', { kind: 'withdrawal' }], ['by a viewer', { kind: 'withdrawal', imposed_side: 'viewing-organisation', imposed_duty: 'viewer-governance-lead' }], ['as a leaving', { kind: 'leaving' }], ['as an end', { kind: 'end' }],
  ])('does not take a pair away for good %s', async (_by, given) => {
    const told = await attemptAsEvery(world.database, world.officer, world.clock.now(), [insert(world.officer, { ...pair(), ...given })]);
    expect([told.worker, told.owner]).toEqual(['forbidden', 'stop_kind_fits_scope']);
  });

  it.each(['provider', 'consumer', 'system', 'view', 'agreement', 'locality'])('does not withdraw a %s: only a participation or a pair is withdrawn', async (kind) => {
    const of: Readonly<Record<string, Columns>> = {
      provider: { provider_ods_code: world.practice(0) }, consumer: { consumer_ods_code: world.viewer() }, view: { consumer_ods_code: world.viewer(), service_code: 'DCR', views: ['summary'] },
      system: { consumer_ods_code: world.viewer(), system_id: newId(world.clock.now()) }, agreement: { agreement_id: agreement, locality_id: world.places.here }, locality: { locality_id: world.places.here },
    };
    const told = await attemptAsEvery(world.database, lead, world.clock.now(), [insert(lead, { scope_kind: kind, kind: 'withdrawal', ...of[kind] })]);
    expect(told.owner).toBe('stop_kind_fits_scope');
  });

  it('withdraws a pair only where the pair is let go with it, and it is not taken hold of again', async () => {
    expect(await attemptAsEvery(world.database, lead, world.clock.now(), [insert(lead, { ...pair(), kind: 'withdrawal' })])).toEqual({ ...keptFromAll('withdrawn_pair_let_go'), worker: 'forbidden' });
  });
});

describe('only whoever acts', () => {
  const wide = (): Columns => ({ scope_kind: 'provider', provider_ods_code: world.practice(0) });
  it.each<[string, () => Promise<Actor>, () => Columns, RegExp | string]>([
    ['a practice stops all its own sharing', async () => lead, wide, LET],
    ["a practice does not stop another's", async () => lead, () => ({ scope_kind: 'provider', provider_ods_code: world.practice(1) }), 'forbidden'],
    ['a practice does not stop a viewer for everybody', async () => lead, () => ({ scope_kind: 'consumer', consumer_ods_code: world.viewer() }), 'forbidden'],
    ['an auditor stops nothing', () => world.places.somebody('Aud', 'auditor-organisation', { odsCode: world.practice(0) }), wide, 'forbidden'],
    ['staff stop a viewer that they serve', async () => world.officer, () => ({ scope_kind: 'consumer', consumer_ods_code: world.viewer() }), LET],
    ['staff of another locality do not', async () => world.farOfficer, () => ({ scope_kind: 'consumer', consumer_ods_code: world.viewer() }), 'forbidden'],
    ['staff stop their locality', async () => world.approver, () => ({ scope_kind: 'locality', locality_id: world.places.here }), LET],
    ['staff do not stop another locality', async () => world.officer, () => ({ scope_kind: 'locality', locality_id: world.places.elsewhere }), 'forbidden'],
    ['nobody stops in the name of another person', async () => lead, () => ({ ...wide(), imposed_by: world.officer.personId }), 'forbidden'],
    ['nobody stops in the name of another side', async () => lead, () => ({ ...wide(), imposed_side: 'privacy-officer' }), 'forbidden'],
    ['nobody stops in another duty', async () => lead, () => ({ ...wide(), imposed_duty: 'signatory' }), 'forbidden'],
    ['staff do not stop as the practice', async () => world.officer, () => ({ ...pair(), imposed_side: 'controller', imposed_for: world.practice(0) }), 'forbidden'],
  ])('imposes a stop: %s', async (_what, by, columns, answer) => {
    const actor = await by();
    expect(await asApi(actor, insert(actor, columns()), ROLLED_BACK)).toEqual(typeof answer === 'string' ? answer : expect.stringMatching(answer));
  });
});

describe('a wide stop is lifted', () => {
  let stop: string;
  const other = (duty: Duty, odsCode?: string): Promise<Actor> => world.places.somebody(`Other ${duty}`, duty, odsCode === undefined ? { localities: [world.places.here] } : { odsCode });
  beforeAll(async () => { stop = (await world.stopping.suspend(lead, { scope: { kind: 'provider', providerOdsCode: world.practice(0) }, reason: 'A reason' })).stopId; });
  const asked = (by: Actor): Statement => ({ text: 'UPDATE stop SET resume_asked_by = $2, resume_asked_at = $3 WHERE id = $1', params: [stop, by.personId, world.clock.now()] });
  const lifted = (by: Actor): Statement => ({ text: 'UPDATE stop SET lifted_by = $2, lifted_at = $3 WHERE id = $1', params: [stop, by.personId, world.clock.now()] });

  it('never by asking in the name of somebody else, for another organisation, or on another side', async () => {
    const signatory = await other('signatory', world.practice(0));
    expect(await asApi(lead, asked(signatory))).toBe('stop_lifted_by_its_side');
    for (const by of [await other('signatory', world.practice(1)), await other('privacy-officer', world.practice(0)), world.officer, world.approver]) expect(await asApi(by, asked(by))).toMatch(/stop_lifted_by_its_side|forbidden|nothing/);
  });

  it('by one person at one go never, and by nobody but an approver', async () => {
    const told = await attemptAsEvery(world.database, world.approver, world.clock.now(), [
      { text: 'UPDATE stop SET resume_asked_by = $2, resume_asked_at = $4, lifted_by = $3, lifted_at = $4 WHERE id = $1', params: [stop, lead.personId, world.approver.personId, world.clock.now()] }]);
    expect(told).toEqual(keptFromAll('stop_lifted_by_its_side'));
    expect(await asApi(world.approver, lifted(world.approver))).toBe('stop_lifted_by_two');
    await world.resuming.ask(lead, { stopId: stop, expectedVersion: 1 });
    for (const by of [world.officer, await other('signatory', world.practice(0))]) expect(await asApi(by, lifted(by))).toBe('stop_lifted_by_its_side');
    expect(await asApi(await other('approver'), lifted(world.approver))).toBe('stop_lifted_by_its_side');
  });

  it('by its side and an approver', async () => {
    await world.resuming.confirm(world.approver, { stopId: stop, expectedVersion: 2 });
    expect(await world.transactions.read(lead, (tx) => world.stops.byId(tx, stop))).toMatchObject({ liftedAt: world.clock.now() });
    expect((await world.party(agreement, part.odsCode)).state).toBe('live');
  });
});

describe('a wide stop is seen', () => {
  it('by everybody whose agreements it reaches and by nobody else', async () => {
    const { stopId } = await world.stopping.suspend(world.officer, { scope: { kind: 'consumer', consumerOdsCode: world.viewer() }, reason: 'A leak' });
    const seenBy = async (by: Actor): Promise<string | null | undefined> => (await world.transactions.read(by, (tx) => world.stops.byId(tx, stopId)))?.reason;
    const acting = (duty: Duty, odsCode: string): Promise<Actor> => world.places.somebody('A reader', duty, { odsCode });
    expect(await seenBy(lead)).toBe('A leak');
    expect(await seenBy(await acting('viewer-governance-lead', world.viewer()))).toBe('A leak');
    expect(await seenBy(world.auditor)).toBe('A leak');
    expect(await seenBy(await acting('signatory', world.practice(2)))).toBeUndefined();
    expect(await seenBy(await acting('viewer-governance-lead', world.viewer(1)))).toBeUndefined();
    expect(await seenBy(world.farOfficer)).toBeUndefined();
    expect((await world.transactions.read(lead, (tx) => world.stops.reaching(tx, [agreement]))).map(({ id, shownIn }) => [id, shownIn])).toContainEqual([stopId, agreement]);
  });
});
