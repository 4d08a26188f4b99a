import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@accord/kernel';
import { attemptAsEvery, keptFromAll, type Statement } from '@accord/kernel/testing';
import { AgreementWorld } from '../../testing/index.js';

// R1, R2, R3, R5 and R6 of a proposal to change a view set, straight in SQL while one runs: nothing goes over before its cut-over, and that
// is one act of a second person, in time, that moves both sets and everybody who agreed.
let world: AgreementWorld;
let ids: Record<'agreement' | 'other' | 'proposal' | 'from' | 'to' | 'version' | 'asked' | 'viewer' | 'participation' | 'part' | 'renewal' | 'waiting' | 'draft' | 'otherSet', string>;
const [P1, P2, V1, V2] = ['TSTP01', 'TSTP02', 'TSTV01', 'TSTV02'] as const;
const HASH = 'b'.repeat(64);

const one = async (text: string, params: readonly unknown[]): Promise<string> => (await world.database.owner.query<{ id: string }>(text, [...params])).rows[0]!.id;
const every = (actor: Actor, at: Date, ...statements: Statement[]) => attemptAsEvery(world.database, actor, at, statements);
const now = (): Date => world.clock.now();
/** The worker has no right to begin with. */
const notByWorker = (rule: string) => ({ ...keptFromAll(rule), worker: 'forbidden' });

beforeAll(async () => {
  world = await AgreementWorld.open();
  const agreement = await world.aLiveAgreement({ providers: [P1, P2] as never, consumers: [{ odsCode: V1, views: ['summary', 'medication'] }] as never });
  const other = await world.anOpenAgreement({ consumers: [{ odsCode: V2, views: ['summary'] }] as never });
  world.clock.advance(60_000);
  const { id: proposal } = await world.proposing.execute(world.officer, { consumerOdsCode: V1, serviceCode: 'DCR', views: ['summary', 'events'], reason: 'Asked for', lapsesOn: '2026-04-30' });
  for (const code of [P1, V1]) await world.verified(agreement, code);
  await world.approved(agreement, [P1, V1]);
  const { id: draft } = await world.drafting.execute(world.officer, world.aDraft({ providers: [P2] as never }));
  world.clock.advance(60_000);
  const [from, to] = await Promise.all(['from', 'to'].map((which) => one(`SELECT ${which}_view_set_id AS id FROM view_set_proposal`, [])));
  ids = {
    agreement, other, proposal, from: from!, to: to!, version: await one('SELECT id FROM agreement_version WHERE agreement_id = $1 AND number = 1', [agreement]), asked: await one('SELECT id FROM agreement_version WHERE proposal_id = $1', [proposal]),
    viewer: await one('SELECT viewing_organisation_id AS id FROM viewing_organisation_member WHERE ods_code = $1', [V1]), participation: (await world.party(agreement, P1)).id, part: (await world.party(agreement, V1)).id,
    renewal: await one('SELECT id FROM renewal WHERE ods_code = $1', [P1]), waiting: await one('SELECT id FROM renewal WHERE ods_code = $1', [P2]), draft: await one('SELECT id FROM agreement_version WHERE agreement_id = $1', [draft]),
    otherSet: await one('SELECT view_set_id AS id FROM consumer_part WHERE consumer_ods_code = $1', [V2]),
  };
});
afterAll(() => world.close());

const cuts = (by: Actor, at = now()): Statement => ({ text: 'UPDATE view_set_proposal SET cut_over_by = $2, cut_over_at = $3, impact_hash = $4 WHERE id = $1', params: [ids.proposal, by.personId, at, HASH] });
const ends = (set: string, at = now()): Statement => ({ text: 'UPDATE view_set SET current_during = tstzrange(lower(current_during), $2) WHERE id = $1', params: [set, at] });
const begins = (set: string, at = now()): Statement => ({ text: 'UPDATE view_set SET current_during = tstzrange($2, NULL) WHERE id = $1', params: [set, at] });
const letsGo = (): Statement => ({ text: 'UPDATE pair SET held_during = held_during * tstzrange(NULL, $2) WHERE view_set_id = $1', params: [ids.from, now()] });
const proposes = (views: readonly string[], viewer: string, from: string, by: Actor): Statement[] => [
  { text: `INSERT INTO view_set (id, service_code, viewing_organisation_id, views, reserved_by_agreement_id, reserved_by_reference, recorded_at) VALUES ('00000000-0000-7000-8000-00000000000a', 'DCR', $1, $2, $3, 'R', $4)`, params: [viewer, views, ids.agreement, now()] },
  { text: `INSERT INTO view_set_proposal (id, service_code, viewing_organisation_id, from_view_set_id, to_view_set_id, reason, proposed_by, proposed_at, lapses_at)
    VALUES ('00000000-0000-7000-8000-00000000000b', 'DCR', $1, $2, '00000000-0000-7000-8000-00000000000a', 'Asked', $3, $4, '2026-05-30T00:00:00Z')`, params: [viewer, from, by.personId, now()] },
];

describe('while a proposal runs the database refuses', () => {
  it('a second one for the same organisation', async () => {
    expect(await every(world.officer, now(), ...proposes(['events'], ids.viewer, ids.from, world.officer))).toEqual(notByWorker('one_proposal_at_a_time'));
  });

  it('one that is put to nobody who shares with it, one from a set that is not its own, one to the same views', async () => {
    const viewer = await one('SELECT viewing_organisation_id AS id FROM viewing_organisation_member WHERE ods_code = $1', [V2]);
    expect(await every(world.officer, now(), ...proposes(['events'], viewer, ids.otherSet, world.officer))).toEqual(notByWorker('proposal_asks_everybody'));
    expect(await every(world.officer, now(), ...proposes(['events'], viewer, ids.from, world.officer))).toMatchObject({ api: 'proposal_from_its_set', owner: 'proposal_from_its_set' });
    expect(await every(world.officer, now(), ...proposes(['summary'], viewer, ids.otherSet, world.officer))).toMatchObject({ api: 'proposal_lawful', owner: 'proposal_lawful' });
    expect(await every(world.officer, now(), ...proposes(['events'], viewer, ids.otherSet, world.secondOfficer))).toMatchObject({ api: 'forbidden' });
  });

  it.each<[string, () => Statement]>([
    ['other words of it', () => ({ text: `UPDATE view_set_proposal SET lapses_at = '2027-01-01' WHERE id = $1`, params: [ids.proposal] })],
    ['another set', () => ({ text: 'UPDATE view_set_proposal SET to_view_set_id = from_view_set_id WHERE id = $1', params: [ids.proposal] })],
  ])('%s', async (_what, statement) => {
    expect(await every(world.officer, now(), statement())).toEqual({ api: 'forbidden', worker: 'forbidden', publisher: 'forbidden', feed: 'forbidden', audit_reader: 'forbidden', owner: 'proposal_lawful' });
  });

  it('anybody to go over to what is proposed before its cut-over (R1)', async () => {
    expect(await every(world.officer, now(), { text: `UPDATE renewal SET state = 'over', over_at = $2 WHERE id = $1`, params: [ids.renewal, now()] })).toEqual(keptFromAll('over_waits_for_the_cut_over'));
  });

  it('a set to end, or the proposed one to begin, by anything else', async () => {
    expect(await every(world.approver, now(), ends(ids.from))).toEqual(notByWorker('view_set_cuts_over'));
    expect(await every(world.approver, now(), begins(ids.to))).toEqual(notByWorker('view_set_cuts_over'));
    expect(await every(world.approver, now(), cuts(world.approver), ends(ids.otherSet))).toEqual(notByWorker('view_set_cuts_over'));
    expect(await every(world.approver, now(), cuts(world.approver), ends(ids.from, new Date('2026-04-01T00:00:00Z')))).toEqual(notByWorker('view_set_cuts_over'));
  });

  it('a cut-over by whoever proposed it, or in the name of another, or by an officer (R3)', async () => {
    expect(await every({ ...world.officer, duty: 'approver' }, now(), cuts(world.officer))).toEqual(notByWorker('proposal_cut_over_by_another'));
    expect(await every(world.approver, now(), cuts(world.secondOfficer))).toMatchObject({ api: 'forbidden', worker: 'forbidden' });
    expect(await every(world.secondOfficer, now(), cuts(world.secondOfficer))).toMatchObject({ api: 'forbidden', worker: 'forbidden' });
  });

  it('an approver who does not serve the localities it is in to cut over, and an officer who does not to give up (R9)', async () => {
    const far = await world.places.somebody('Fred Approver', 'approver', { localities: [world.places.elsewhere] });
    expect(await every(far, now(), cuts(far), { text: 'SELECT 1 / 0' })).toMatchObject({ api: 'forbidden' });
    const givesUp: Statement = { text: `UPDATE view_set_proposal SET given_up_by = $2, given_up_at = $3, closing_reason = 'No' WHERE id = $1`, params: [ids.proposal, world.farOfficer.personId, now()] };
    const goesNoFurther: Statement = { text: 'SELECT 1 / 0' };
    expect(await every(world.farOfficer, now(), givesUp, goesNoFurther)).toMatchObject({ api: 'forbidden' });
    const { actor } = await world.signatoryOf(P2);
    expect(await every(actor, now(), { ...givesUp, params: [ids.proposal, actor.personId, now()] }, goesNoFurther)).toMatchObject({ api: 'forbidden' });
  });

  it('a cut-over that nobody saw the effect of', async () => {
    expect(await every(world.approver, now(), { text: 'UPDATE view_set_proposal SET cut_over_by = $2, cut_over_at = $3 WHERE id = $1', params: [ids.proposal, world.approver.personId, now()] })).toEqual(notByWorker('proposal_cut_over_whole'));
  });

  it('a cut-over at another instant than now, or once it has lapsed (R6)', async () => {
    expect(await every(world.approver, now(), cuts(world.approver, new Date(now().getTime() - 1)))).toEqual(notByWorker('proposal_lawful'));
    const late = new Date('2026-04-30T23:00:00Z');
    expect(await every(world.approver, late, cuts(world.approver, late))).toEqual(notByWorker('proposal_cut_over_in_time'));
  });

  it('a cut-over that leaves a set where it is, holds a pair by the old one, or leaves behind who agreed (R1)', async () => {
    expect(await every(world.approver, now(), cuts(world.approver))).toEqual(notByWorker('cut_over_whole'));
    expect(await every(world.approver, now(), cuts(world.approver), ends(ids.from), begins(ids.to))).toEqual(notByWorker('cut_over_whole'));
    expect(await every(world.approver, now(), cuts(world.approver), { ...begins(ids.to) }, ends(ids.from), { text: `UPDATE renewal SET state = 'lapsed', state_at = $1 WHERE state = 'approved'`, params: [now()] }))
      .toEqual(notByWorker('pair_in_current_set'));
    expect(await every(world.approver, now(), cuts(world.approver), ends(ids.from), begins(ids.to), letsGo())).toEqual(notByWorker('cut_over_whole'));
  });

  it('whoever went over to be left on what was signed before (R2)', async () => {
    expect(await every(world.approver, now(), cuts(world.approver), ends(ids.from), begins(ids.to), letsGo(), { text: `UPDATE renewal SET state = 'over', over_at = $1 WHERE state = 'approved'`, params: [now()] })).toEqual(notByWorker('renewal_went_over'));
  });

  it('a part by another set than its version names (R2)', async () => {
    expect(await every(world.officer, now(), { text: 'UPDATE consumer_part SET view_set_id = $2 WHERE id = $1', params: [ids.part, ids.to] })).toEqual(keptFromAll('part_view_set_is_the_signed_one'));
  });

  it('what is proposed to be proved, or held, before the cut-over', async () => {
    expect(await every(world.officer, now(), { text: 'INSERT INTO participation_terms VALUES ($1, $2, $3)', params: [ids.participation, V1, ids.to] })).toEqual(keptFromAll('terms_are_the_signed_ones'));
    const holds: Statement = { text: `INSERT INTO pair SELECT participation_id, consumer_part_id, agreement_id, service_code, provider_ods_code, consumer_ods_code, $2, locality_id, held_during, $3 FROM pair WHERE participation_id = $1`, params: [ids.participation, ids.to, now()] };
    expect(await every(world.officer, now(), holds)).toEqual(keptFromAll('pair_in_the_parts_view_set'));
    expect(await every(world.officer, now(), { text: `INSERT INTO consumer_part_terms SELECT id, consumer_ods_code, service_code, agreement_id, $2 FROM consumer_part WHERE id = $1`, params: [ids.part, ids.to] }, { text: 'SELECT 1 / 0' }))
      .toMatchObject({ api: 'forbidden', worker: 'forbidden' });
  });

  it('other words to open for signing beside it, and words that name a set that is current at no time', async () => {
    const names = (set: string): Statement => ({ text: 'UPDATE agreement_version_consumer SET view_set_id = $2, views = (SELECT views FROM view_set WHERE id = $2) WHERE version_id = $1', params: [ids.draft, set] });
    const opens: Statement = { text: 'UPDATE agreement_version SET locked_at = $2 WHERE id = $1', params: [ids.draft, now()] };
    expect(await every(world.officer, now(), names(ids.from), opens)).toEqual(keptFromAll('version_beside_a_proposal'));
    expect(await every(world.officer, now(), names(ids.to), opens)).toEqual(keptFromAll('version_names_current_sets'));
  });

  it('anybody to be asked for it, or to sign, once it has lapsed', async () => {
    const late = new Date('2026-05-01T00:00:00Z');
    expect(await every(world.officer, late, { text: `UPDATE renewal SET state = 'lapsed', state_at = $2 WHERE id = $1`, params: [ids.waiting, late] }, { text: `INSERT INTO renewal (id, agreement_id, agreement_version_id, locality_id, participation_id, ods_code, terms_digest, drafted_by, state, state_at, recorded_at)
      SELECT gen_random_uuid(), agreement_id, agreement_version_id, locality_id, participation_id, ods_code, terms_digest, drafted_by, 'invited', $2, $2 FROM renewal WHERE id = $1`, params: [ids.waiting, late] })).toEqual(keptFromAll('proposal_has_lapsed'));
  });

  it('whoever proposed to verify what is signed for it (R3)', async () => {
    expect(await every(world.officer, now(), { text: 'UPDATE renewal SET verified_by = $2 WHERE id = $1', params: [ids.renewal, world.officer.personId] })).toMatchObject({ api: expect.stringMatching(/^renewal_(verified_by_another|evidence_verified)$/) as never });
  });

  it('a change without its record or announcement (R8)', async () => {
    expect(await attemptAsEvery(world.database, { ...world.secondOfficer }, now(), [{ text: `UPDATE view_set_proposal SET given_up_by = $2, given_up_at = $3, closing_reason = 'No' WHERE id = $1`, params: [ids.proposal, world.secondOfficer.personId, now()] }], false))
      .toMatchObject({ api: 'change_needs_announcing', owner: 'change_needs_announcing' });
  });
});

describe('and nothing of it blocks whoever narrows (R5)', () => {
  it('a practice withdraws while it runs, and what it signed for it lapses', async () => {
    const { actor } = await world.signatoryOf(P1);
    const { id, version } = await world.party(ids.agreement, P1);
    await world.narrowing.withdraw(actor, { id, expectedVersion: version, reason: 'Done' });
    expect((await world.database.owner.query('SELECT state FROM renewal WHERE id = $1', [ids.renewal])).rows).toEqual([{ state: 'lapsed' }]);
  });
});
