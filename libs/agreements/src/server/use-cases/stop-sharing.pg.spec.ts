import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Actor, Duty } from '@accord/kernel';
import type { AgreementId, AskedScope } from '@accord/agreements';
import { AgreementWorld } from '../../testing/index.js';

let world: AgreementWorld;
let agreement: AgreementId;
let number = 0;
let practice: string;
let viewers: readonly [string, string];

beforeAll(async () => { world = await AgreementWorld.open(); });
afterAll(() => world.close());
beforeEach(async () => {
  // Pairs of its own for each test: a pair is held by one agreement at a time.
  number += 1;
  practice = `TSTQ${number}`;
  viewers = [`TSTW${number}A`, `TSTW${number}B`];
  await world.places.beyondTheRules(async () => {
    await world.places.organisation(practice, `Surgery ${practice}`, world.places.here);
    for (const viewer of viewers) await world.places.organisation(viewer, `Hospice ${viewer}`, null);
  });
  agreement = await world.aLiveAgreement({ providers: [practice], consumers: viewers.map((odsCode) => ({ odsCode, views: ['summary'] })) });
});

const refused = (code: string): unknown => expect.objectContaining({ code });
const somebody = (duty: Duty, odsCode?: string): Promise<Actor> => world.places.somebody(`Somebody ${duty}`, duty, odsCode === undefined ? { localities: [world.places.here] } : { odsCode });
const held = async (): Promise<readonly string[]> => (await world.database.owner.query<{ code: string }>(
  'SELECT consumer_ods_code AS code FROM pair WHERE agreement_id = $1 AND upper(held_during) > $2 ORDER BY 1', [agreement, world.clock.now()])).rows.map(({ code }) => code);
const announced = async (stopId: string): Promise<unknown> => (await world.database.owner.query('SELECT type, locality_ids AS localities FROM outbox WHERE subject = $1', [stopId])).rows;

describe('suspending in a scope of its own', () => {
  it.each<[string, () => Promise<Actor>, () => AskedScope, string]>([
    ['a signatory, all sharing of the practice', () => somebody('signatory', practice), () => ({ kind: 'provider', providerOdsCode: practice }), 'controller'],
    ['a practice lead, sharing with one viewer', () => somebody('practice-governance-lead', practice), () => ({ kind: 'pair', agreementId: agreement, providerOdsCode: practice, consumerOdsCode: viewers[0] }), 'controller'],
    ['a viewer lead, sharing with one practice', () => somebody('viewer-governance-lead', viewers[1]), () => ({ kind: 'pair', agreementId: agreement, providerOdsCode: practice, consumerOdsCode: viewers[1] }), 'viewing-organisation'],
    ['a viewer lead, one of its views', () => somebody('viewer-governance-lead', viewers[0]), () => ({ kind: 'view', consumerOdsCode: viewers[0], serviceCode: 'DCR', view: 'summary' }), 'viewing-organisation'],
    ['a privacy officer, all that the viewer sees', () => somebody('privacy-officer', viewers[0]), () => ({ kind: 'consumer', consumerOdsCode: viewers[0] }), 'privacy-officer'],
    ['an officer, the agreement', async () => world.officer, () => ({ kind: 'agreement', agreementId: agreement }), 'staff'],
    ['an approver, the locality', async () => world.approver, () => ({ kind: 'locality', localityId: world.places.here }), 'staff'],
  ])('takes one person: %s; states stay, pairs stay held, and the localities it reaches are told', async (_who, by, scope, side) => {
    const { stopId } = await world.stopping.suspend(await by(), { scope: scope(), reason: 'A reason' });
    expect(await world.transactions.read(world.auditor, (tx) => world.stops.byId(tx, stopId))).toMatchObject({ kind: 'suspension', imposedSide: side, scopeKind: scope().kind });
    expect([(await world.party(agreement, practice)).state, (await world.party(agreement, viewers[0])).state, await held()]).toEqual(['live', 'live', [...viewers]]);
    expect(await announced(stopId)).toEqual([{ type: 'stop.imposed', localities: [world.places.here] }]);
  });

  it.each<[string, () => Promise<Actor>, () => AskedScope, string, string]>([
    ['a practice, a viewer for everybody', () => somebody('signatory', practice), () => ({ kind: 'consumer', consumerOdsCode: viewers[0] }), 'A reason', 'NOT_PERMITTED'],
    ['a practice, one view of a viewer for itself alone (R1)', () => somebody('signatory', practice), () => ({ kind: 'view', consumerOdsCode: viewers[0], serviceCode: 'DCR', view: 'summary' }), 'A reason', 'NOT_PERMITTED'],
    ['a practice, the whole agreement', () => somebody('signatory', practice), () => ({ kind: 'agreement', agreementId: agreement }), 'A reason', 'NOT_PERMITTED'],
    ['a viewer, the sharing of a practice', () => somebody('viewer-governance-lead', viewers[0]), () => ({ kind: 'provider', providerOdsCode: practice }), 'A reason', 'NOT_PERMITTED'],
    ['a viewer, the pair of another viewer', () => somebody('viewer-governance-lead', viewers[0]), () => ({ kind: 'pair', agreementId: agreement, providerOdsCode: practice, consumerOdsCode: viewers[1] }), 'A reason', 'NOT_PERMITTED'],
    ['staff of another locality, the viewer', async () => world.farOfficer, () => ({ kind: 'consumer', consumerOdsCode: viewers[0] }), 'A reason', 'NOT_PERMITTED'],
    ['staff of another locality, the agreement', async () => world.farOfficer, () => ({ kind: 'agreement', agreementId: agreement }), 'A reason', 'NOT_FOUND'],
    ['staff, a practice that is not in the agreement', async () => world.officer, () => ({ kind: 'pair', agreementId: agreement, providerOdsCode: 'TSTP01', consumerOdsCode: viewers[0] }), 'A reason', 'NOT_FOUND'],
    ['staff, a view that the service does not have', async () => world.officer, () => ({ kind: 'view', consumerOdsCode: viewers[0], serviceCode: 'DCR', view: 'horoscope' }), 'A reason', 'INVALID_INPUT'],
    ['staff, without a reason', async () => world.officer, () => ({ kind: 'agreement', agreementId: agreement }), ' ', 'REASON_NEEDED'],
    ['an auditor, anything', async () => world.auditor, () => ({ kind: 'agreement', agreementId: agreement }), 'A reason', 'NOT_PERMITTED'],
  ])('is refused to %s, and is on record', async (_who, by, scope, reason, code) => {
    await expect(world.stopping.suspend(await by(), { scope: scope(), reason })).rejects.toEqual(refused(code));
    expect((await world.attempts('sharing.suspend'))[0]).toBe(code);
  });

  it('is never blocked by what stands already, and each side lifts its own', async () => {
    const scope: AskedScope = { kind: 'provider', providerOdsCode: practice };
    const lead = await somebody('practice-governance-lead', practice);
    const [staffs, theirs] = [(await world.stopping.suspend(world.officer, { scope, reason: 'A reason' })).stopId, (await world.stopping.suspend(lead, { scope, reason: 'A reason' })).stopId];
    await expect(world.resuming.ask(lead, { stopId: staffs, expectedVersion: 1 })).rejects.toEqual(refused('NOT_THEIRS_TO_LIFT'));
    await expect(world.resuming.ask(world.officer, { stopId: theirs, expectedVersion: 1 })).rejects.toEqual(refused('NOT_THEIRS_TO_LIFT'));
    await expect(world.resuming.confirm(world.approver, { stopId: theirs, expectedVersion: 1, impactHash: '' })).rejects.toEqual(refused('NOT_READY'));
    await world.resuming.ask(lead, { stopId: theirs, expectedVersion: 1 });
    await world.resuming.confirm(world.approver, { stopId: theirs, expectedVersion: 2, impactHash: '' });
    const standing = async (id: string): Promise<boolean> => (await world.transactions.read(world.officer, (tx) => world.stops.byId(tx, id)))!.liftedAt === null;
    expect([await standing(staffs), await standing(theirs)]).toEqual([true, false]);
  });
});

describe('withdrawing from one viewer', () => {
  const withdraw = async (by: Actor, reason?: string): Promise<string> => (await world.stopping.withdrawFrom(by, { id: (await world.party(agreement, practice)).id, consumerOdsCode: viewers[0], reason })).stopId;

  it('lets that pair go at once and for good, and the practice goes on with the others', async () => {
    const stopId = await withdraw(await somebody('signatory', practice));
    expect([await held(), (await world.party(agreement, practice)).state]).toEqual([[viewers[1]], 'live']);
    expect(await announced(stopId)).toEqual([{ type: 'stop.withdrawn-from', localities: [world.places.here] }]);
    const officer = world.officer;
    const suspended = (await world.narrowing.suspend(officer, { side: 'provider', id: (await world.party(agreement, practice)).id, expectedVersion: 1, reason: 'A reason' })).stopId!;
    await world.resuming.ask(officer, { stopId: suspended, expectedVersion: 1 });
    await world.resuming.confirm(world.approver, { stopId: suspended, expectedVersion: 2, impactHash: '' });
    expect(await held()).toEqual([viewers[1]]);
  });

  it('is held again only by a new invitation, signed anew', async () => {
    const signatory = (await world.signatoryOf(practice)).actor;
    await withdraw({ ...signatory, authenticatedAt: world.clock.now() });
    const { id, version } = await world.party(agreement, practice);
    await world.narrowing.withdraw({ ...signatory, authenticatedAt: world.clock.now() }, { id, expectedVersion: version });
    world.clock.advance(60_000);
    const gone = await world.party(agreement, practice);
    const again = await world.inviting.execute(world.secondOfficer, { side: 'provider', id: gone.id, expectedVersion: gone.version });
    expect(again.id).not.toBe(id);
    await expect(world.inviting.execute(world.secondOfficer, { side: 'provider', id: gone.id, expectedVersion: gone.version })).rejects.toEqual(refused('NOT_READY'));
    const parts = async (): Promise<readonly string[]> => (await world.transactions.read(world.auditor, (tx) => world.reader.partiesOf(tx, [agreement]))).filter(({ odsCode }) => odsCode === practice).map(({ state }) => state).sort();
    expect(await parts()).toEqual(['invited', 'withdrawn']);
    await world.verified(agreement, practice);
    await world.approved(agreement, [practice]);
    await world.goLive(agreement, [practice]);
    expect([await parts(), await held()]).toEqual([['live', 'withdrawn'], [...viewers]]);
  });

  it.each<[string, () => Promise<Actor>, string | undefined, string]>([
    ['a viewer', () => somebody('viewer-governance-lead', viewers[0]), 'A reason', 'NOT_PERMITTED'], ['staff', async () => world.officer, 'A reason', 'NOT_PERMITTED'],
    ['a practice lead without a reason', () => somebody('practice-governance-lead', practice), undefined, 'REASON_NEEDED'],
    ['a signatory without the stronger sign-in', async () => ({ ...await somebody('signatory', practice), acr: 'AAL2' }), undefined, 'STEP_UP_NEEDED'],
    ['another practice', () => somebody('signatory', 'TSTP01'), undefined, 'NOT_FOUND'],
  ])('is refused to %s', async (_who, by, reason, code) => {
    await expect(withdraw(await by(), reason)).rejects.toEqual(refused(code));
    expect(await held()).toEqual([...viewers]);
  });
});
