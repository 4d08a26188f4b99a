import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Actor } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { viewAnswers } from '@accord/views/testing';
import { AgreementWorld } from '../../testing/index.js';
import type { ProposeViewSetInput } from './propose-view-set.js';
import { SettleLapsedProposals } from './settle-lapsed-proposals.js';

let world: AgreementWorld;
let one: string;
let other: string;
const [P1, P2, P3, V1, V2] = ['TSTP01', 'TSTP02', 'TSTP03', 'TSTV01', 'TSTV02'] as const;
const WIDER = ['summary', 'problems', 'medication'];
const HASH = 'a'.repeat(64);

beforeAll(async () => {
  world = await AgreementWorld.open();
  one = await world.aLiveAgreement({ providers: [P1, P2], consumers: [{ odsCode: V1, views: ['summary', 'medication'] }, { odsCode: V2, views: ['summary'] }] as never });
  other = await world.anOpenAgreement({ providers: [P3, P2] as never, consumers: [{ odsCode: V1, views: ['summary', 'medication'] }] as never });
  for (const code of [P3, V1]) await world.verified(other, code);
  await world.approved(other, [P3, V1]);
  await world.goLive(other, [P3, V1]);
});
afterAll(() => world.close());
beforeEach(() => { world.clock.set(new Date(world.clock.now().getTime() + 60_000)); });

const refused = (code: string): unknown => expect.objectContaining({ code });
const propose = (by: Actor, change: Partial<ProposeViewSetInput> = {}): Promise<{ id: string }> =>
  world.proposing.execute(by, { consumerOdsCode: V1, serviceCode: 'DCR', views: WIDER, reason: 'The night team needs problems', lapsesOn: '2026-06-30', ...change });
const cutOver = (id: string, by = world.approver): Promise<{ id: string }> => world.cuttingOver.execute(fresh(by), { id, impactHash: HASH });
const fresh = (by: Actor): Actor => ({ ...by, authenticatedAt: world.clock.now() });
const standing = async (id: string, odsCode: string): Promise<string> => {
  const { state, versionNumber, renewal } = await world.party(id, odsCode);
  return `${state} by ${versionNumber}${renewal === null ? '' : `, ${renewal.state} for ${renewal.versionNumber}`}`;
};
/** Every pair held now, with what is seen through it by the set it is held by. */
const pairs = async (): Promise<string[]> => (await world.database.owner.query<{ pair: string }>(`
  SELECT provider_ods_code || ' ' || consumer_ods_code || ': ' || array_to_string(views, ' ') AS pair FROM pair JOIN view_set ON view_set.id = pair.view_set_id AND view_set.current_during @> $1::timestamptz
  WHERE held_during @> $1::timestamptz ORDER BY 1`, [world.clock.now()])).rows.map(({ pair }) => pair);
const BEFORE = [`${P1} ${V1}: summary medication`, `${P1} ${V2}: summary`, `${P2} ${V1}: summary medication`, `${P2} ${V2}: summary`, `${P3} ${V1}: summary medication`];

async function agree(agreementId: string, ...codes: string[]): Promise<void> {
  for (const code of codes) await world.verified(agreementId, code);
  await world.approved(agreementId, codes);
}

describe('proposing another view set', () => {
  it.each<[string, () => Actor, Partial<ProposeViewSetInput>, string]>([
    ['by an approver', () => world.approver, {}, 'NOT_PERMITTED'], ['by an officer of another locality', () => world.farOfficer, {}, 'NOT_FOUND'], ['without a reason', () => world.officer, { reason: ' ' }, 'REASON_NEEDED'],
    ['with the views it has', () => world.officer, { views: ['medication', 'summary'] }, 'VIEW_SET_SAME'], ['with no view', () => world.officer, { views: [] }, 'NO_VIEWS'], ['with an unknown view', () => world.officer, { views: ['genome'] }, 'UNKNOWN_VIEW'],
    ['for a service that is not', () => world.officer, { serviceCode: 'XYZ' }, 'UNKNOWN_SERVICE'], ['for somebody without a set', () => world.officer, { consumerOdsCode: P1 }, 'NOT_FOUND'], ['for nobody', () => world.officer, { consumerOdsCode: 'TSTX99' }, 'NOT_FOUND'],
    ['to lapse yesterday', () => world.officer, { lapsesOn: '2026-03-01' }, 'LAPSE_DATE'], ['to lapse in two years', () => world.officer, { lapsesOn: '2028-03-01' }, 'LAPSE_DATE'], ['to lapse on no day', () => world.officer, { lapsesOn: '2026-02-30' }, 'INVALID_INPUT'],
  ])('is refused %s', async (_what, by, change, code) => {
    await expect(propose(by(), change)).rejects.toEqual(refused(code));
  });

  it('is refused while the next version of one of the agreements is being drafted, and names it', async () => {
    await world.amending.draft(world.officer, await world.anAmendment(other, { purpose: 'Otherwise' }));
    await expect(propose(world.officer)).rejects.toEqual(expect.objectContaining({ code: 'AMENDMENT_IN_THE_WAY', message: expect.stringContaining('DCR-TST-0002') as unknown }));
    await world.amending.discard(world.officer, { id: other, expectedVersion: await world.versionOf(other) });
  });

  it('asks everybody from signed to suspended, who go on as before, and whom it does not concern nothing; then it lapses and nothing has changed', async () => {
    const { id } = await propose(world.officer, { lapsesOn: '2026-03-10' });
    expect(await Promise.all([standing(one, P1), standing(one, V1), standing(one, V2), standing(other, P3), standing(other, P2)])).toEqual(
      ['live by 1, invited for 2', 'live by 1, invited for 2', 'live by 1', 'live by 1, invited for 2', 'invited by 1']);
    expect(await pairs()).toEqual(BEFORE);
    await expect(propose(world.secondOfficer, { views: ['events'] })).rejects.toEqual(refused('VIEW_SET_PROPOSED'));
    await expect(world.amending.draft(world.officer, await world.anAmendment(one, { purpose: 'Otherwise' }))).rejects.toEqual(refused('VIEW_SET_PROPOSED'));
    const { id: draft } = await world.drafting.execute(world.officer, world.aDraft());
    await expect(world.opening.execute(world.officer, { id: draft, expectedVersion: 1 })).rejects.toEqual(refused('VIEW_SET_PROPOSED'));
    // Who signs meanwhile signs the words that stand, and is asked at once.
    await world.sign(other, P2);
    expect((await world.database.owner.query(`SELECT FROM renewal WHERE ods_code = $1 AND agreement_id = $2 AND state = 'invited'`, [P2, other])).rowCount).toBe(1);
    await agree(one, P1);
    await expect(world.goLive(one, [P1])).rejects.toEqual(refused('WAITS_FOR_CUT_OVER'));

    world.clock.set(new Date('2026-03-10T23:59:59Z'));
    await expect(cutOver(id, { ...world.approver, personId: world.officer.personId })).rejects.toEqual(refused('SAME_PERSON'));
    world.clock.set(new Date('2026-03-11T00:00:00Z'));
    await expect(cutOver(id)).rejects.toEqual(refused('PROPOSAL_NOT_RUNNING'));
    await expect(world.sign(one, P2)).rejects.toEqual(refused('PROPOSAL_LAPSED'));
    expect(await pairs()).toEqual(BEFORE);
    const worker = SettleLapsedProposals.with(new Transactions(await world.database.dataSourceAs('worker'), world.clock), viewAnswers().proposing);
    expect(await worker.execute()).toBe(1);
    expect((await world.database.owner.query<{ id: string }>(`SELECT agreement_id AS id FROM change_record WHERE type = 'view-set.proposal-lapsed' AND subject = $1`, [id])).rows.map((row) => row.id).sort()).toEqual([one, other].sort());
    expect(await Promise.all([standing(one, P1), standing(one, V1), standing(other, P3)])).toEqual(['live by 1', 'live by 1', 'live by 1']);
    expect(await worker.execute()).toBe(0);
    expect(await pairs()).toEqual(BEFORE);
  });

  it('given up, asks again for the words that were asked for before it', async () => {
    await world.openVersion(one, { purpose: 'Care at night' });
    expect(await standing(one, P1)).toBe('live by 1, invited for 3');
    const { id } = await propose(world.officer);
    expect(await Promise.all([standing(one, P1), standing(one, V2)])).toEqual(['live by 1, invited for 4', 'live by 1, invited for 4']);
    await expect(world.endingProposals.giveUp(world.approver, { id, reason: 'No' })).rejects.toEqual(refused('NOT_PERMITTED'));
    // By a clock that is behind the one it was made by.
    world.clock.advance(-5_000);
    await expect(world.endingProposals.giveUp(world.secondOfficer, { id, reason: 'No' })).rejects.toMatchObject({ code: 'PROPOSAL_NOT_RUNNING', message: expect.stringContaining('only just been made') });
    world.clock.advance(5_000);
    await world.endingProposals.giveUp(world.secondOfficer, { id, reason: 'Not needed any more' });
    expect(await Promise.all([standing(one, P1), standing(one, V2)])).toEqual(['live by 1, invited for 3', 'live by 1, invited for 3']);
    await expect(world.endingProposals.giveUp(world.secondOfficer, { id, reason: 'Again' })).rejects.toEqual(refused('PROPOSAL_NOT_RUNNING'));
  });
});

describe('what people read of a proposal', () => {
  it('is told before it is made: whom it asks, and all that it would be refused for', async () => {
    const preview = (views: readonly string[], by = world.officer) => world.transactions.read(by, (tx) => world.previewingProposals.execute(tx, { consumerOdsCode: V1, serviceCode: 'DCR', views }));
    expect(await preview(WIDER)).toMatchObject({ viewingOrganisation: `Out of Hours ${V1}`, viewsNow: ['summary', 'medication'], views: WIDER, hindrances: [], agreements: [{ providers: 2, consumers: 2 }, { providers: 2, consumers: 1 }], asked: 7 });
    expect((await preview(['summary', 'medication'])).hindrances.map(({ code }) => code)).toEqual(['VIEW_SET_SAME']);
    await expect(preview(WIDER, world.farOfficer)).rejects.toEqual(refused('NOT_FOUND'));
  });

  it('shows staff every answer, a practice its agreements alone, and nobody across the fence more than that it is', async () => {
    const { id } = await propose(world.officer);
    await world.sign(one, P1);
    const read = (by: Actor) => world.transactions.read(by, async (tx) => ({ row: await world.proposals.byId(tx, id), answers: (await world.proposals.answers(tx, id, { page: 1, perPage: 25, answer: null, agreementId: null, search: null })).items }));
    const staff = await read(world.approver);
    expect(staff.row).toMatchObject({ state: 'running', asked: 4, agreed: 0, partsAsked: 2, partsAgreed: 0, lapsesOn: '2026-06-30', proposedBy: 'Olive Officer', views: WIDER });
    expect(staff.answers.map(({ odsCode, answer, waitsFor, stops }) => `${odsCode} ${answer} ${waitsFor} ${stops}`)).toEqual([
      `${V1} not-answered signature true`, `${V2} not-answered signature false`, `${P1} signed verification true`, `${P2} not-answered signature true`,
      `${V1} not-answered signature true`, `${P2} not-answered first-signature false`, `${P3} not-answered signature true`]);
    const { actor } = await world.signatoryOf(P3);
    const mine = await read(actor);
    expect([mine.row, mine.answers.map(({ odsCode }) => odsCode)]).toEqual([expect.objectContaining({ proposedBy: null, asked: 2, partsAsked: 1 }), [V1, P2, P3]]);
    expect((await read(world.farOfficer)).answers).toEqual([]);
    expect((await read((await world.signatoryOf('TSTP09')).actor)).row).toBeNull();
    await world.endingProposals.giveUp(world.officer, { id, reason: 'Read enough' });
    expect((await read(world.approver)).row).toMatchObject({ state: 'lapsed', closingReason: 'Read enough' });
  });
});

describe('whoever declined a proposal that came to nothing', () => {
  it('loses nothing by an amendment that does not concern it', async () => {
    const id = await world.aLiveAgreement({ providers: [P3] as never, consumers: [{ odsCode: V2, views: ['summary'] }] as never });
    const proposed = await propose(world.officer, { consumerOdsCode: V2, views: ['events'] });
    const { actor } = await world.signatoryOf(V2);
    const part = await world.party(id, V2);
    await world.declining.execute(actor, { id: part.id, side: 'consumer', expectedVersion: part.version });
    await world.endingProposals.giveUp(world.officer, { id: proposed.id, reason: 'It said no' });
    const newcomer = 'TSTV03';
    await world.places.beyondTheRules(() => world.places.organisation(newcomer, 'A third', null));
    await world.openVersion(id, { consumers: [{ odsCode: V2, views: ['summary'] }, { odsCode: newcomer, views: ['summary'] }] as never });
    await agree(id, P3);
    await world.goLive(id, [P3]);
    expect(await pairs()).toContain(`${P3} ${V2}: summary`);
    await world.moving.end(world.officer, { id, expectedVersion: await world.versionOf(id), reason: 'Done' } as never);
  });
});

describe('cutting over', () => {
  it('leaves whoever agreed sharing the new views from that instant, and stops the others with that organisation alone', async () => {
    const { id } = await propose(world.officer);
    await agree(one, P1, V1, V2);
    await agree(other, P3, V1);
    await world.narrowing.suspend(world.officer, { ...(await world.party(other, P3)), expectedVersion: (await world.party(other, P3)).version, reason: 'For a while' });
    expect(await pairs()).toEqual(BEFORE);
    await cutOver(id);
    expect(await pairs()).toEqual([`${P1} ${V1}: summary problems medication`, `${P1} ${V2}: summary`, `${P2} ${V2}: summary`, `${P3} ${V1}: summary problems medication`]);
    expect(await Promise.all([standing(one, P1), standing(one, P2), standing(one, V1), standing(other, P3)])).toEqual(['live by 7', 'live by 1, invited for 7', 'live by 7', 'suspended by 5']);
    expect((await world.database.owner.query(`SELECT count(*)::int AS n FROM outbox WHERE type = 'view-set.cut-over'`)).rows[0]).toEqual({ n: 1 });
    await expect(cutOver(id)).rejects.toEqual(refused('PROPOSAL_NOT_RUNNING'));
  });

  it('lets who agrees later go over one by one, and who is invited sign the new words', async () => {
    await agree(one, P2);
    await world.goLive(one, [P2]);
    expect(await pairs()).toContain(`${P2} ${V1}: summary problems medication`);
    const next = await world.anOpenAgreement({ providers: [P2] as never, consumers: [{ odsCode: V2, views: ['summary'] }] as never });
    expect(await standing(next, P2)).toBe('invited by 1');
    await expect(world.drafting.execute(world.officer, world.aDraft({ consumers: [{ odsCode: V1, views: ['summary'] }] as never }))).rejects.toEqual(refused('VIEW_SET_DIFFERS'));
  });

  it('asks whoever stayed by views that are proposed once more: they are another set, and nothing that was signed proves it', async () => {
    const { id } = await propose(world.officer, { views: ['summary', 'medication'] });
    await cutOver(id);
    expect(await pairs()).not.toContain(`${P1} ${V1}: summary problems medication`);
    await propose(world.officer);
    for (const [agreement, code] of [[one, P1], [one, P2], [one, V1], [other, P3], [other, V1]] as const) expect([code, await standing(agreement, code)]).toEqual([code, expect.stringContaining(', invited for')]);
  });
});

describe('a proposal beside others', () => {
  it('is refused in words where another viewing organisation of the same agreement is asked about, as before it, and before it is made as well', async () => {
    const beside = { consumerOdsCode: V2, serviceCode: 'DCR', views: ['events'] };
    const said = expect.objectContaining({ code: 'VIEW_SET_PROPOSED', message: expect.stringContaining(`proposed for Out of Hours ${V1}, until the end of 30 June 2026`) });
    await expect(propose(world.officer, beside)).rejects.toEqual(said);
    expect((await world.transactions.read(world.officer, (tx) => world.previewingProposals.execute(tx, beside))).hindrances).toEqual([said]);
  });

  it('is given up also where every agreement that named the viewing organisation has ended, by whoever served them', async () => {
    const last = 'TSTV04';
    await world.places.beyondTheRules(() => world.places.organisation(last, 'The last', null));
    const ended = await world.aLiveAgreement({ providers: [P3] as never, consumers: [{ odsCode: last, views: ['summary'] }] as never });
    const { id } = await propose(world.officer, { consumerOdsCode: last, views: ['events'] });
    await world.moving.end(world.officer, { id: ended, expectedVersion: await world.versionOf(ended), reason: 'Done' } as never);
    await expect(world.endingProposals.giveUp(world.farOfficer, { id, reason: 'Not mine' })).rejects.toEqual(refused('NOT_PERMITTED'));
    await world.endingProposals.giveUp(world.officer, { id, reason: 'Nobody is left' });
    expect((await world.database.owner.query(`SELECT agreement_id FROM change_record WHERE type = 'view-set.proposal-given-up' AND subject = $1`, [id])).rows).toEqual([{ agreement_id: ended }]);
  });
});
