import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aPdf } from '@accord/evidence/testing';
import { newId, type Actor, type OdsCode } from '@accord/kernel';
import type { AgreementId, CampaignId, CampaignReply } from '@accord/agreements';
import { AgreementWorld, campaignActs, instructionActs, type LetterGiven } from '../../testing/index.js';
import { StoredStopsOnRecord } from '../read-models/stops-on-record.js';

let world: AgreementWorld;
let acts: ReturnType<typeof campaignActs>;
let letters: ReturnType<typeof instructionActs>;
let agreement: AgreementId;
let practices: OdsCode[];
let id: CampaignId;
let number = 0;

beforeAll(async () => {
  world = await AgreementWorld.open();
  [acts, letters] = [campaignActs(world.transactions), instructionActs(world)];
});
afterAll(() => world.close());

const ask = async (kind: 'review' | 'withdrawal', named: readonly string[] = practices): Promise<CampaignId> => {
  const drafted = await acts.drafting.execute(world.officer, { kind, title: 'Who stays', message: 'Please say.', answerBy: '2026-12-01', practices: named });
  return (await acts.moving.ask(world.officer, { id: drafted.id, expectedVersion: 1 })).id;
};
/** Two practices live since last week, asked whether they withdraw. */
const arrange = async (): Promise<void> => {
  number += 1;
  practices = [1, 2].map((each) => `TSTL${number}${each}` as OdsCode);
  const viewer = `TSTM${number}`;
  world.clock.set('2026-03-02T09:00:00Z');
  await world.places.beyondTheRules(async () => {
    for (const code of practices) await world.places.organisation(code, `Surgery ${code}`, world.places.here);
    await world.places.organisation(viewer, `Hospice ${viewer}`, null);
  });
  agreement = await world.aLiveAgreement({ providers: practices, consumers: [{ odsCode: viewer, views: ['summary'] }] });
  world.clock.set('2026-03-10T09:00:00Z');
  id = await ask('withdrawal');
};
beforeEach(arrange);

const partOf = async (odsCode: string): Promise<string> => (await world.party(agreement, odsCode)).id;
const says = async (reply: CampaignReply, odsCode: string = practices[0]!): Promise<{ participationId: string; reply: CampaignReply }[]> => [{ participationId: await partOf(odsCode), reply }];
const send = async (reply: CampaignReply = 'withdraw', given: LetterGiven = {}): Promise<string> => (await letters.letter(id, practices[0]!, await says(reply), given)).evidenceId;
const verify = (letter: string, by: Actor = world.secondOfficer, expectedVersion = 1) => letters.verifying.accept(by, { id: letter, expectedVersion });
const standing = async (odsCode: string = practices[0]!) => (await world.transactions.read(world.officer, (tx) => acts.reader.agreementsOf(tx, id, odsCode)))[0]!;
const another = (name: string) => world.places.somebody(name, 'activation-officer', { localities: [world.places.here] });
const refused = (code: string): unknown => expect.objectContaining({ code });

describe('a letter of a controller who does not use Accord', () => {
  it('counts for nothing until another member of staff has verified it, and then as the controller\'s word', async () => {
    const letter = await send();
    expect(await standing()).toMatchObject({ standing: 'waiting', reply: null, letter: null });
    await expect(acts.executing.execute(world.officer, { id })).rejects.toEqual(refused('NOT_READY'));

    await verify(letter);
    const { actor } = await world.signatoryOf(practices[0]!);
    expect(await standing()).toMatchObject({
      standing: 'confirmed', reply: 'withdraw', givenBy: actor.name, givenDuty: 'signatory', reason: 'The practice does not use Accord and wrote to us',
      letter: { evidenceId: letter, page: 1, signedOn: '2026-03-09', recordedBy: 'Olive Officer', verifiedBy: 'Otto Officer' },
    });

    expect(await acts.executing.execute(world.officer, { id })).toMatchObject({ withdrawn: 1, practices: 1, others: 1 });
    expect([(await world.party(agreement, practices[0]!)).state, (await world.party(agreement, practices[1]!)).state]).toEqual(['withdrawn', 'live']);
  });

  it('is cited by the entry of the stop list, by its statement and by the change records', async () => {
    const letter = await send();
    await verify(letter);
    await acts.executing.execute(world.officer, { id });
    const { stopId, participationId } = await standing();
    const { owner } = world.database;
    const { actor } = await world.signatoryOf(practices[0]!);
    expect((await owner.query('SELECT kind, imposed_by, imposed_side, imposed_duty, imposed_for FROM stop WHERE id = $1', [stopId])).rows)
      .toEqual([{ kind: 'withdrawal', imposed_by: actor.personId, imposed_side: 'controller', imposed_duty: 'signatory', imposed_for: practices[0] }]);
    expect((await world.transactions.read(actor, (tx) => new StoredStopsOnRecord().forStatement(tx, stopId!)))?.instruction)
      .toMatchObject({ evidenceId: letter, page: 1, signedOn: '2026-03-09', recordedBy: 'Olive Officer', verifiedBy: 'Otto Officer' });
    const cited = { evidence: letter, page: 1, recordedBy: world.officer.personId, verifiedBy: world.secondOfficer.personId };
    const { rows } = await owner.query<{ type: string; cited: unknown }>(`SELECT type, details -> 'instruction' AS cited FROM change_record WHERE subject = $1 AND details ? 'instruction' ORDER BY type`, [participationId]);
    expect(rows).toEqual([{ type: 'participation.withdrawal-confirmed', cited }, { type: 'participation.withdrawn', cited }]);
  });

  it('of a review keeps the dated review of the version that was signed', async () => {
    id = await ask('review');
    await verify(await send('keep'));
    expect(await standing()).toMatchObject({ standing: 'kept', reply: 'keep', versionNumber: 1, letter: { signedOn: '2026-03-09' } });
  });

  it('waits in the queue of evidence for whoever may verify it, and says why of whoever may not', async () => {
    const letter = await send();
    const row = async (who: Actor) => world.transactions.read(who, (tx) => world.queue.byId(tx, letter));
    expect(await row(world.secondOfficer)).toMatchObject({ kind: 'instruction', standing: 'waiting', notByYou: null, agreementId: null, campaignId: id, campaignTitle: 'Who stays' });
    expect((await row(world.officer))?.notByYou).toBe('handed-in');
    expect(await row(world.farOfficer)).toBeNull();
    const { actor } = await world.signatoryOf(practices[1]!);
    expect((await row({ ...world.secondOfficer, personId: actor.personId }))?.notByYou).toBe('signed-another');
    const waits = async (who: Actor) => (await world.transactions.read(who, (tx) => world.queue.byAgreement(tx))).filter(({ campaignId }) => campaignId === id);
    expect([await waits(world.secondOfficer), await waits(world.officer)]).toMatchObject([[{ about: 'Who stays', count: 1, agreementId: null }], []]);
    await acts.moving.close(world.officer, { id, expectedVersion: 2 });
    expect((await row(world.secondOfficer))?.standing).toBe('overtaken');
  });

  it('is seen by the practice it is of, with who read it, and by no other', async () => {
    const letter = await send();
    const seen = async (odsCode: string) => world.transactions.read((await world.signatoryOf(odsCode)).actor, (tx) => letters.reader.byId(tx, letter));
    expect(await seen(practices[0]!)).toMatchObject({ id: letter, state: 'checked', replies: [{ reply: 'withdraw', versionNumber: 1 }] });
    expect(await seen(practices[1]!)).toBeNull();
  });

  it('that is rejected answers nothing, and another may be taken in', async () => {
    const letter = await send();
    await letters.verifying.reject(world.secondOfficer, { id: letter, expectedVersion: 1, reason: 'The page carries no signature' });
    expect((await standing()).standing).toBe('waiting');
    await expect(verify(letter, world.secondOfficer, 2)).rejects.toEqual(refused('NOT_READY'));
    await verify(await send());
    expect((await standing()).standing).toBe('confirmed');
  });

  it('is taken in once for a practice and a campaign, also by two who do so at once, unless it was rejected', async () => {
    const pdf = aPdf({ trailer: `/Id (${id})` });
    const sent = await Promise.allSettled([send('withdraw', { pdf }), send('keep', { pdf, by: world.secondOfficer })]);
    expect(sent.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(sent.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'LETTER_TAKEN_IN', message: expect.stringContaining('taken in') as unknown } });
    const [letter] = sent.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    await letters.letter(id, practices[1]!, await says('withdraw', practices[1]!), { pdf });
    await letters.verifying.reject(await another('Odile Officer'), { id: letter!, expectedVersion: 1, reason: 'It says another thing' });
    await verify(await send('withdraw', { pdf }));
    await expect(send('withdraw', { pdf })).rejects.toEqual(refused('LETTER_TAKEN_IN'));
  });

  it('waits for nobody once the practice has withdrawn by itself', async () => {
    await send();
    const waiting = async (): Promise<number> => (await world.transactions.read(world.officer, (tx) => acts.reader.practices(tx, id, { page: 1, perPage: 25 }))).items.find(({ odsCode }) => odsCode === practices[0]!)!.letters;
    expect(await waiting()).toBe(1);
    const { id: part, version } = await world.party(agreement, practices[0]!);
    await world.narrowing.withdraw((await world.signatoryOf(practices[0]!)).actor, { id: part, expectedVersion: version });
    expect(await waiting()).toBe(0);
  });

  it('gives way to the controller, who may still answer in Accord', async () => {
    await verify(await send());
    await acts.answering.execute((await world.signatoryOf(practices[0]!)).actor, { id, answers: await says('keep') });
    expect(await standing()).toMatchObject({ standing: 'kept', letter: null });
    await expect(acts.executing.execute(world.officer, { id })).rejects.toEqual(refused('NOT_READY'));
  });

  it('is passed over where the practice has left by itself meanwhile', async () => {
    const letter = await send();
    const { id: participation, version } = await world.party(agreement, practices[0]!);
    await world.narrowing.withdraw((await world.signatoryOf(practices[0]!)).actor, { id: participation, expectedVersion: version });
    await expect(verify(letter)).rejects.toEqual(refused('NOT_READY'));
    expect((await world.transactions.read(world.secondOfficer, (tx) => world.queue.byId(tx, letter)))?.standing).toBe('overtaken');
  });
});

describe('two people read a letter (R3)', () => {
  it.each<[string, (letter: string) => Promise<Actor>, string]>([
    ['whoever took it in', () => Promise.resolve(world.officer), 'SAME_PERSON'],
    ['whoever signed it, as an officer', async () => ({ ...world.secondOfficer, personId: (await world.signatoryOf(practices[0]!)).actor.personId }), 'SAME_PERSON'],
    ['whoever signed for another party of the agreement', async () => ({ ...world.secondOfficer, personId: (await world.signatoryOf(practices[1]!)).actor.personId }), 'SAME_PERSON'],
    ['an officer of another locality', () => Promise.resolve(world.farOfficer), 'NOT_FOUND'],
    ['an approver', () => Promise.resolve(world.approver), 'NOT_PERMITTED'],
    ['the practice itself', async () => (await world.signatoryOf(practices[0]!)).actor, 'NOT_PERMITTED'],
  ])('%s does not verify it', async (_who, by, code) => {
    const letter = await send();
    await expect(verify(letter, await by(letter))).rejects.toEqual(refused(code));
    expect((await standing()).standing).toBe('waiting');
    expect(await world.attempts('instruction.verify', letter)).toEqual([code]);
  });

  it('and whoever gave the one who took it in a duty within a day does not either', async () => {
    const [granted, giver] = [await another('Newly Made'), await another('Grant Giver')];
    const letter = await send('withdraw', { by: granted });
    await world.places.beyondTheRules(() => world.database.owner.query(`INSERT INTO duty_grant (id, person_id, duty, during, granted_by, granted_at, confirmed_by, confirmed_at)
      VALUES ($1, $2, 'activation-officer', tstzrange($4, NULL), $3, $4, $5, $4)`, [newId(world.clock.now()), granted.personId, giver.personId, world.clock.now(), world.approver.personId]));
    await expect(verify(letter, giver)).rejects.toEqual(refused('COOLING_OFF'));
    await verify(letter);
  });

  it('as it was read: another version is stale', async () => expect(verify(await send(), world.secondOfficer, 2)).rejects.toEqual(refused('STALE')));
});

describe('what cannot be taken in', () => {
  const active = (): Buffer => aPdf({ catalog: '/OpenAction 4 0 R', objects: ['<< /S /JavaScript /JS (app.alert\\(1\\)) >>'] });

  it.each<[string, () => Promise<LetterGiven & { readonly replies?: readonly { participationId: string; reply: CampaignReply }[]; readonly odsCode?: string }>, string]>([
    ['that nobody signed', async () => ({ signedPage: null }), 'NO_SIGNATURE'],
    ['whose page is not there', async () => ({ signedPage: 9 }), 'SIGNED_PAGE_ABSENT'],
    ['that is no PDF', async () => ({ pdf: Buffer.from('Dear Sir') }), 'NOT_A_PDF'],
    ['signed tomorrow', async () => ({ signedOn: '2026-03-11' }), 'SIGNED_IN_FUTURE'],
    ['signed on no day', async () => ({ signedOn: '2026-02-30' }), 'INVALID_INPUT'],
    ['signed before the practice had signed the agreement', async () => ({ signedOn: '2026-03-01' }), 'NOT_SIGNED_THEN'],
    ['by nobody in the register', async () => ({ authorityId: newId(world.clock.now()) }), 'NO_AUTHORITY'],
    ['by the signatory of another practice', async () => ({ authorityId: (await world.signatoryOf(practices[1]!)).authorityId }), 'NO_AUTHORITY'],
    ['by somebody whose authority had ended that day', async () => ({ authorityId: await world.places.authority(practices[0]!, await world.places.person('Past Partner'), { until: new Date('2026-03-05T00:00:00Z') }) }), 'SIGNATORY_WITHOUT_AUTHORITY'],
    ['by somebody whose authority began later', async () => ({ authorityId: await world.places.authority(practices[0]!, await world.places.person('New Partner'), { from: new Date('2026-03-10T00:00:00Z') }) }), 'SIGNATORY_WITHOUT_AUTHORITY'],
    ['without a reason', async () => ({ reason: '  ' }), 'REASON_NEEDED'],
    ['that says nothing', async () => ({ replies: [] }), 'INVALID_INPUT'],
    ['that says two things of one agreement', async () => ({ replies: [...await says('keep'), ...await says('withdraw')] }), 'INVALID_INPUT'],
    ['that answers for another practice', async () => ({ replies: await says('withdraw', practices[1]!) }), 'NOT_FOUND'],
    ['of a practice that is not asked', async () => ({ odsCode: world.practice() }), 'NOT_FOUND'],
    ['by an officer of another locality', async () => ({ by: world.farOfficer }), 'NOT_FOUND'],
    ['by an approver', async () => ({ by: world.approver }), 'NOT_PERMITTED'],
    ['by the practice itself, which answers in Accord', async () => ({ by: (await world.signatoryOf(practices[0]!)).actor }), 'NOT_FOUND'],
  ])('a letter %s', async (_what, made, code) => {
    const { replies, odsCode, ...given } = await made();
    await expect(letters.letter(id, odsCode ?? practices[0]!, replies ?? await says('withdraw'), given)).rejects.toEqual(refused(code));
    expect((await world.database.owner.query('SELECT 1 FROM campaign_instruction WHERE campaign_id = $1', [id])).rowCount).toBe(0);
  });

  it('with active content is kept apart, and verified by nobody', async () => {
    const { evidenceId, state } = await letters.letter(id, practices[0]!, await says('withdraw'), { pdf: active() });
    expect(state).toBe('quarantined');
    await expect(verify(evidenceId)).rejects.toEqual(refused('EVIDENCE_QUARANTINED'));
    expect((await standing()).standing).toBe('waiting');
  });

  it.each<[string, string, boolean]>([['on a day before the controller answered in Accord', '2026-03-09', false], ['on that day', '2026-03-10', false], ['on a day after', '2026-03-11', true]])('where the letter was signed %s', async (_when, signedOn, counts) => {
    await acts.answering.execute((await world.signatoryOf(practices[0]!)).actor, { id, answers: await says('keep') });
    world.clock.set('2026-03-12T09:00:00Z');
    const sent = send('withdraw', { signedOn });
    if (counts) await verify(await sent);
    else await expect(sent).rejects.toEqual(refused('SAID_SINCE'));
    expect((await standing()).standing).toBe(counts ? 'confirmed' : 'kept');
  });

  it('nor verified once the controller has answered in Accord', async () => {
    const letter = await send();
    await acts.answering.execute((await world.signatoryOf(practices[0]!)).actor, { id, answers: await says('keep') });
    await expect(verify(letter)).rejects.toEqual(refused('SAID_SINCE'));
  });

  it('nor an older letter after a newer one, while of one day the one taken in later is believed', async () => {
    world.clock.set('2026-03-12T09:00:00Z');
    await verify(await send('keep', { signedOn: '2026-03-10' }));
    await expect(send('withdraw', { signedOn: '2026-03-09' })).rejects.toEqual(refused('SAID_SINCE'));
    await verify(await send('withdraw', { signedOn: '2026-03-10' }));
    expect((await standing()).standing).toBe('confirmed');
  });

  it('once it is carried out, or the campaign is closed or still a draft', async () => {
    await verify(await send());
    await acts.executing.execute(world.officer, { id });
    await expect(send()).rejects.toEqual(refused('NOT_READY'));
    const other = async () => letters.letter(id, practices[1]!, await says('withdraw', practices[1]!));
    const waiting = (await other()).evidenceId;
    await acts.moving.close(world.officer, { id, expectedVersion: 2 });
    await expect(other()).rejects.toEqual(refused('NOT_READY'));
    await expect(verify(waiting)).rejects.toEqual(refused('NOT_READY'));
    const draft = await acts.drafting.execute(world.officer, { kind: 'review', title: 'Later', message: 'Please say.', answerBy: '2026-12-01', practices });
    await expect(letters.letter(draft.id, practices[1]!, await says('keep', practices[1]!))).rejects.toEqual(refused('NOT_READY'));
  });
});

describe('a draft of a campaign', () => {
  const draft = { kind: 'review' as const, title: 'Early thought', message: 'Please say.', answerBy: '2026-12-01' };
  const edit = (given: object, by: Actor = world.officer) => acts.editing.execute(by, { ...draft, practices, id, expectedVersion: 1, ...given });
  beforeEach(async () => { id = (await acts.drafting.execute(world.officer, { ...draft, practices })).id; });

  it('is edited whole: what it asks, whom, and by when', async () => {
    const { places } = world;
    const both = { ...world.officer, localities: [places.here, places.elsewhere] };
    await edit({ kind: 'withdrawal', title: 'Better thought', message: 'Please say whether you withdraw.', answerBy: '2027-01-15', practices: [practices[1]!, places.farPractice] }, both);
    const read = await world.transactions.read(both, async (tx) => ({ row: await acts.reader.byId(tx, id), codes: await acts.reader.practiceCodes(tx, id) }));
    expect(read).toMatchObject({ row: { kind: 'withdrawal', title: 'Better thought', message: 'Please say whether you withdraw.', answerBy: '2027-01-15', version: 2, state: 'draft' }, codes: [practices[1], places.farPractice].sort() });
    expect([...read.row!.localityIds].sort()).toEqual([places.here, places.elsewhere].sort());
    expect((await world.database.owner.query(`SELECT details FROM change_record WHERE type = 'campaign.edited' AND subject = $1`, [id])).rows).toMatchObject([{ details: { title: 'Better thought', practices: 2, added: 1, removed: 1 } }]);
    await expect(edit({ expectedVersion: 2 })).rejects.toEqual(refused('NOT_PERMITTED'));
  });

  it.each<[string, object, () => Actor, string]>([
    ['by two at once', { expectedVersion: 7 }, () => world.officer, 'STALE'], ['with no title', { title: ' ' }, () => world.officer, 'INVALID_INPUT'], ['with a day that is over', { answerBy: '2026-03-09' }, () => world.officer, 'INVALID_INPUT'],
    ['to ask nobody', { practices: [] }, () => world.officer, 'INVALID_INPUT'], ['to ask what is not in the directory', { practices: ['TSTX99'] }, () => world.officer, 'INVALID_INPUT'],
    ['to ask a practice of another locality', { practices: ['TSTP09'] }, () => world.officer, 'NOT_PERMITTED'], ['by an approver', {}, () => world.approver, 'NOT_PERMITTED'], ['by an officer of another locality', {}, () => world.farOfficer, 'NOT_FOUND'],
  ])('is not edited %s', async (_how, given, by, code) => {
    await expect(edit(given, by())).rejects.toEqual(refused(code));
    expect(await world.transactions.read(world.officer, (tx) => acts.reader.byId(tx, id))).toMatchObject({ title: 'Early thought', version: 1 });
  });

  it('stays as it is once practices are asked, and once it was let go', async () => {
    await acts.moving.ask(world.officer, { id, expectedVersion: 1 });
    await expect(edit({ expectedVersion: 2 })).rejects.toEqual(refused('NOT_READY'));
    await acts.moving.close(world.officer, { id, expectedVersion: 2 });
    await expect(edit({ expectedVersion: 3 })).rejects.toEqual(refused('NOT_READY'));
  });
});
