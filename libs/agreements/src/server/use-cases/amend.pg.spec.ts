import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@accord/kernel';
import { AgreementWorld } from '../../testing/index.js';
import type { DraftInput } from '../domain/agreement-draft.js';

let world: AgreementWorld;
beforeAll(async () => { world = await AgreementWorld.open(); });
afterAll(() => world.close());

const refused = (code: string): unknown => expect.objectContaining({ code });
const count = async (text: string, params: readonly unknown[]): Promise<number> => Number((await world.database.owner.query<{ n: string }>(text, [...params])).rows[0]!.n);

const versionOf = (id: string): Promise<number> => world.versionOf(id);
const amended = (id: string, change: Partial<DraftInput>): ReturnType<AgreementWorld['anAmendment']> => world.anAmendment(id, change);
const openVersion = (id: string, change: Partial<DraftInput>): Promise<void> => world.openVersion(id, change);
const standing = async (id: string, odsCode: string): Promise<string> => {
  const { state, versionNumber, renewal } = await world.party(id, odsCode);
  return `${state} by ${versionNumber}${renewal === null ? '' : `, ${renewal.state} for ${renewal.versionNumber}`}`;
};
const pairs = async (id: string): Promise<string[]> => (await world.database.owner.query<{ pair: string }>(
  `SELECT provider_ods_code || ' ' || consumer_ods_code || ' until ' || to_char(upper(held_during) AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS pair FROM pair WHERE agreement_id = $1 AND held_during @> $2::timestamptz ORDER BY 1`,
  [id, world.clock.now()])).rows.map(({ pair }) => pair);
/** Signs anew, is verified, approved and goes over. */
async function over(id: string, ...odsCodes: string[]): Promise<void> {
  for (const code of odsCodes) await world.verified(id, code);
  await world.approved(id, odsCodes);
  await world.goLive(id, odsCodes);
}

describe('drafting the next version', () => {
  it('is seen by staff of the locality alone, and changes nothing for the parties', async () => {
    const id = await world.aLiveAgreement();
    await world.amending.draft(world.officer, await amended(id, { purpose: 'Care at night' }));
    const { actor } = await world.signatoryOf(world.practice());
    const numbers = (by: Actor) => world.transactions.read(by, async (tx) => (await world.versions.execute(tx, id)).map(({ number }) => number));
    expect([await numbers(world.secondOfficer), await numbers(world.approver), await numbers(actor), await numbers(world.farOfficer)]).toEqual([[1, 2], [1, 2], [1], []]);
    for (const by of [world.officer, actor]) expect(await world.transactions.read(by, (tx) => world.reader.byId(tx, id))).toMatchObject({ versionNumber: 1, purpose: 'Care away from the practice' });
    expect(await standing(id, world.practice())).toBe('live by 1');
    await expect(world.amending.draft(world.secondOfficer, await amended(id, {}))).rejects.toEqual(refused('AMENDMENT_DRAFTED'));
    await world.amending.edit(world.secondOfficer, await amended(id, { purpose: 'Care by day' }));
    await world.amending.discard(world.officer, { id, expectedVersion: await versionOf(id) });
    expect(await numbers(world.secondOfficer)).toEqual([1]);
    await expect(world.openingAmendment.execute(world.officer, { id, expectedVersion: await versionOf(id) })).rejects.toEqual(refused('NO_AMENDMENT'));
    await world.narrowing.withdraw(actor, { ...(await world.party(id, world.practice())), expectedVersion: 1, reason: 'Done' });
  });

  it.each<[string, () => Actor, Partial<DraftInput>, string]>([
    ['by an approver', () => world.approver, {}, 'NOT_PERMITTED'], ['by an officer of another locality', () => world.farOfficer, {}, 'NOT_FOUND'],
    ['without a practice that shares', () => world.officer, { providers: ['TSTP03'] }, 'TAKES_PART'],
    ['with other views than agreed', () => world.officer, { consumers: [{ odsCode: 'TSTV01', views: ['events'] }] }, 'VIEW_SET_DIFFERS'],
    ['with a practice of another locality', () => world.officer, { providers: ['TSTP02', 'TSTP09'] }, 'NOT_IN_LOCALITY'],
  ])('is refused %s', async (_what, by, change, code) => {
    const id = await world.anOpenAgreement({ providers: [world.practice(1)] });
    await expect(world.amending.draft(by(), await amended(id, change))).rejects.toEqual(refused(code));
  });

  it('is refused while the agreement is a draft, and opening it where it says the same', async () => {
    const { id } = await world.drafting.execute(world.officer, world.aDraft());
    await expect(world.amending.draft(world.officer, await amended(id, {}))).rejects.toEqual(refused('NOT_READY'));
    const open = await world.anOpenAgreement({ providers: [world.practice(1)] });
    await world.amending.draft(world.officer, await amended(open, {}));
    await expect(world.openingAmendment.execute(world.officer, { id: open, expectedVersion: await versionOf(open) })).rejects.toEqual(refused('NOTHING_AMENDED'));
  });
});

describe('a version that affects everybody', () => {
  it('is signed again practice by practice, viewing organisations first, and two versions are in force meanwhile', async () => {
    const [one, two, viewer] = [world.practice(1), world.practice(2), world.viewer(0)];
    const id = await world.aLiveAgreement({ providers: [one, two] });
    expect(await pairs(id)).toEqual([`${one} ${viewer} until 2028-03-01`, `${two} ${viewer} until 2028-03-01`]);
    await openVersion(id, { endsOn: '2029-02-28', reviewOn: '2028-03-01' });
    expect([await standing(id, one), await standing(id, two), await standing(id, viewer)]).toEqual(Array(3).fill('live by 1, invited for 2'));
    expect(await pairs(id)).toHaveLength(2);

    // Signed for the wrong words, it is refused; the officer who drafted it accepts nothing of it (R3).
    const { actor } = await world.signatoryOf(one);
    const party = await world.party(id, one);
    await expect(world.signing.execute(actor, { id: party.id, expectedVersion: party.version, termsDigest: party.termsDigest })).rejects.toEqual(refused('TERMS_CHANGED'));
    const { version } = await world.sign(id, one);
    await expect(world.verifying.accept(world.officer, { id: party.id, side: 'provider', expectedVersion: version })).rejects.toEqual(refused('SAME_PERSON'));
    expect(await world.transactions.read(world.secondOfficer, async (tx) => (await world.queue.page(tx, { page: 1, perPage: 100, standing: 'waiting' })).items.filter((each) => each.agreementId === id)))
      .toMatchObject([{ partyId: party.id, partyState: 'signed', odsCode: one }]);
    await world.verifying.accept(world.secondOfficer, { id: party.id, side: 'provider', expectedVersion: version });
    await world.approved(id, [one]);
    await expect(world.goLive(id, [one])).rejects.toEqual(refused('VIEWERS_GO_FIRST'));

    await over(id, viewer);
    expect([await standing(id, viewer), await standing(id, one), (await pairs(id)).length]).toEqual(['live by 2', 'live by 1, approved for 2', 2]);
    await world.goLive(id, [one]);
    expect([await standing(id, one), await standing(id, two)]).toEqual(['live by 2', 'live by 1, invited for 2']);
    expect(await pairs(id)).toEqual([`${one} ${viewer} until 2029-03-01`, `${two} ${viewer} until 2028-03-01`]);
    expect(await count('SELECT count(*) AS n FROM pair WHERE agreement_id = $1', [id])).toBe(2);
    // What proved it until then is kept.
    expect(await count(`SELECT count(*) AS n FROM renewal JOIN evidence ON evidence.id = before_evidence_id WHERE renewal.agreement_id = $1 AND renewal.state = 'over' AND evidence.terms_digest <> renewal.terms_digest`, [id])).toBe(2);
    const versions = await world.transactions.read(world.officer, (tx) => world.versions.execute(tx, id));
    expect(versions.map(({ number, standing: on }) => [number, on])).toEqual([[1, { providers: 1, consumers: 0, asked: 0 }], [2, { providers: 1, consumers: 1, asked: 1 }]]);
    expect(versions[1]!.difference?.fields).toEqual([{ field: 'reviewOn', before: '2027-03-01', after: '2028-03-01' }, { field: 'endsOn', before: '2028-02-29', after: '2029-02-28' }]);

    // Declined, it goes on by what it signed; withdrawn, everything ends.
    await world.declining.execute((await world.signatoryOf(two)).actor, { id: (await world.party(id, two)).id, side: 'provider', expectedVersion: (await world.party(id, two)).version });
    expect(await standing(id, two)).toBe('live by 1, declined for 2');
    for (const code of [one, two]) await world.narrowing.withdraw((await world.signatoryOf(code)).actor, { id: (await world.party(id, code)).id, expectedVersion: 1, reason: 'Done' });
    expect(await pairs(id)).toEqual([]);
  });

  it('asks whoever declined the next version once more for it: who goes on by what they signed, is never asked twice at once, and goes over', async () => {
    const [one, viewer] = [world.practice(1), world.viewer(0)];
    const id = await world.aLiveAgreement({ providers: [one] });
    const again = async (): Promise<unknown> => world.inviting.execute(world.officer, { id: (await world.party(id, one)).id, side: 'provider', expectedVersion: (await world.party(id, one)).version });
    const decline = async (): Promise<unknown> => world.declining.execute((await world.signatoryOf(one)).actor, { id: (await world.party(id, one)).id, side: 'provider', expectedVersion: (await world.party(id, one)).version });
    await expect(again()).rejects.toEqual(refused('NOT_READY'));
    await openVersion(id, { purpose: 'Care at night' });
    await decline();
    expect([await standing(id, one), await pairs(id)]).toEqual(['live by 1, declined for 2', [`${one} ${viewer} until 2028-03-01`]]);
    await expect(world.inviting.execute(world.farOfficer, { id: (await world.party(id, one)).id, side: 'provider', expectedVersion: (await world.party(id, one)).version })).rejects.toEqual(refused('NOT_FOUND'));
    await again();
    expect([await standing(id, one), await pairs(id)]).toEqual(['live by 1, invited for 2', [`${one} ${viewer} until 2028-03-01`]]);
    await expect(again()).rejects.toEqual(refused('NOT_READY'));
    await decline();
    await again();
    await over(id, viewer);
    await over(id, one);
    expect([await standing(id, one), await standing(id, viewer)]).toEqual(['live by 2', 'live by 2']);
    await expect(again()).rejects.toEqual(refused('NOT_READY'));
    expect(await count(`SELECT count(*) AS n FROM renewal WHERE agreement_id = $1 AND state = 'declined'`, [id])).toBe(2);
    await world.narrowing.withdraw((await world.signatoryOf(one)).actor, { id: (await world.party(id, one)).id, expectedVersion: (await world.party(id, one)).version, reason: 'Done' });
  });

  it('lets a practice go over without a viewing organisation that said no, and lets go of that pair', async () => {
    const [one, first, second] = [world.practice(1), world.viewer(0), world.viewer(1)];
    const id = await world.aLiveAgreement({ providers: [one], consumers: [{ odsCode: first, views: ['summary', 'medication'] }, { odsCode: second, views: ['summary'] }] });
    await openVersion(id, { purpose: 'Care at night' });
    const { id: part, version } = await world.party(id, second);
    await world.declining.execute((await world.signatoryOf(second)).actor, { id: part, side: 'consumer', expectedVersion: version });
    await over(id, first);
    expect([await standing(id, second), await pairs(id)]).toEqual(['live by 1, declined for 2', [first, second].map((code) => `${one} ${code} until 2028-03-01`)]);
    await over(id, one);
    expect(await pairs(id)).toEqual([`${one} ${first} until 2028-03-01`]);
    await world.narrowing.withdraw((await world.signatoryOf(one)).actor, { id: (await world.party(id, one)).id, expectedVersion: 1, reason: 'Done' });
  });

  it('goes over on its first day at the earliest, and goes on until then by what was signed', async () => {
    const [one, viewer] = [world.practice(1), world.viewer(0)];
    const id = await world.aLiveAgreement({ providers: [one] });
    await openVersion(id, { beginsOn: '2026-04-01' });
    await world.verified(id, viewer);
    await world.approved(id, [viewer]);
    await expect(world.goLive(id, [viewer])).rejects.toEqual(refused('NOT_READY'));
    expect([await standing(id, viewer), await pairs(id)]).toEqual(['live by 1, approved for 2', [`${one} ${viewer} until 2028-03-01`]]);
    await world.narrowing.withdraw((await world.signatoryOf(one)).actor, { id: (await world.party(id, one)).id, expectedVersion: 1, reason: 'Done' });
  });

  it('leaves a suspension where it is', async () => {
    const [one, viewer] = [world.practice(1), world.viewer(0)];
    const id = await world.aLiveAgreement({ providers: [one] });
    await openVersion(id, { purpose: 'Care at night' });
    await world.narrowing.suspend((await world.signatoryOf(one)).actor, { side: 'provider', id: (await world.party(id, one)).id, expectedVersion: 1, reason: 'For now' });
    await over(id, viewer);
    await over(id, one);
    expect(await standing(id, one)).toBe('suspended by 2');
    await world.narrowing.withdraw((await world.signatoryOf(one)).actor, { id: (await world.party(id, one)).id, expectedVersion: 1, reason: 'Done' });
  });

  it('ends with the part: whoever withdraws is asked for nothing any more', async () => {
    const one = world.practice(1);
    const id = await world.aLiveAgreement({ providers: [one] });
    await openVersion(id, { purpose: 'Care at night' });
    await world.verified(id, one);
    await world.narrowing.withdraw((await world.signatoryOf(one)).actor, { id: (await world.party(id, one)).id, expectedVersion: 1, reason: 'Done' });
    expect(await count(`SELECT count(*) AS n FROM renewal WHERE agreement_id = $1 AND state = 'lapsed'`, [id])).toBe(1);
    await expect(world.approved(id, [one])).rejects.toEqual(refused('NOT_READY'));
  });

  it('takes the place of one that nobody has signed, and leaves standing what says the same', async () => {
    const [one, two, viewer] = [world.practice(1), world.practice(2), world.viewer(0)];
    const id = await world.aLiveAgreement({ providers: [one] });
    await openVersion(id, { purpose: 'Care at night' });
    await world.verified(id, viewer);
    await openVersion(id, { providers: [one, two] });
    // The words are the same as those the viewing organisation has signed; the practice is asked for the words opened last.
    expect([await standing(id, viewer), await standing(id, one), await standing(id, two)]).toEqual(['live by 1, verified for 2', 'live by 1, invited for 3', 'invited by 3']);
    await openVersion(id, { purpose: 'Care by day' });
    expect([await standing(id, viewer), await standing(id, one), await standing(id, two)]).toEqual(['live by 1, invited for 4', 'live by 1, invited for 4', 'invited by 4']);
    await world.narrowing.withdraw((await world.signatoryOf(one)).actor, { id: (await world.party(id, one)).id, expectedVersion: 1, reason: 'Done' });
  });
});

describe('a framework agreement', () => {
  it('is joined and left by practices without touching any other', async () => {
    const [one, two, viewer] = [world.practice(1), world.practice(2), world.viewer(0)];
    const id = await world.aLiveAgreement({ providers: [one] });
    await openVersion(id, { providers: [one, two] });
    expect([await standing(id, one), await standing(id, viewer), await standing(id, two)]).toEqual(['live by 1', 'live by 1', 'invited by 2']);
    await over(id, two);
    expect(await pairs(id)).toEqual([`${one} ${viewer} until 2028-03-01`, `${two} ${viewer} until 2028-03-01`]);
    await world.narrowing.withdraw((await world.signatoryOf(two)).actor, { id: (await world.party(id, two)).id, expectedVersion: 1, reason: 'Done' });
    expect([await standing(id, one), await pairs(id)]).toEqual(['live by 1', [`${one} ${viewer} until 2028-03-01`]]);
    await world.narrowing.withdraw((await world.signatoryOf(one)).actor, { id: (await world.party(id, one)).id, expectedVersion: 1, reason: 'Done' });
  });

  it('is joined by a viewing organisation, which reaches a practice only once that practice has signed for it, and asks nothing of other viewers', async () => {
    const [one, two, first, second] = [world.practice(1), world.practice(2), world.viewer(0), world.viewer(1)];
    const id = await world.aLiveAgreement({ providers: [one, two] });
    await openVersion(id, { consumers: [{ odsCode: first, views: ['summary', 'medication'] }, { odsCode: second, views: ['summary'] }] });
    expect([await standing(id, one), await standing(id, first), await standing(id, second)]).toEqual(['live by 1, invited for 2', 'live by 1', 'invited by 2']);
    await over(id, second);
    expect(await pairs(id)).toHaveLength(2);
    await over(id, one);
    expect(await pairs(id)).toEqual([first, second].map((code) => `${one} ${code} until 2028-03-01`).concat(`${two} ${first} until 2028-03-01`));
    // Left out again, it is let go by whoever goes over, and by nobody else.
    await openVersion(id, { consumers: [{ odsCode: first, views: ['summary', 'medication'] }] });
    // The practice that stayed has signed exactly these words.
    expect([await standing(id, one), await standing(id, two)]).toEqual(['live by 2, invited for 3', 'live by 1']);
    await over(id, one);
    expect(await pairs(id)).toEqual([`${one} ${first} until 2028-03-01`, `${two} ${first} until 2028-03-01`]);
  });
});

describe('two at once', () => {
  it.each([1, 2, 3, 4, 5])('a signature and the opening of other words: what is signed is what the part says, whoever comes first (%i)', async (round) => {
    const practice = `TSTR0${round}`;
    await world.places.beyondTheRules(() => world.places.organisation(practice, `Surgery ${practice}`, world.places.here));
    const id = await world.anOpenAgreement({ providers: [practice] });
    await world.amending.draft(world.officer, await amended(id, { purpose: 'Care at night' }));
    const { actor } = await world.signatoryOf(practice);
    const party = await world.party(id, practice);
    const told = await Promise.allSettled([
      world.signing.execute(actor, { id: party.id, expectedVersion: party.version, termsDigest: party.termsDigest }), world.openingAmendment.execute(world.officer, { id, expectedVersion: await versionOf(id) }),
    ]);
    expect(told[1]!.status).toBe('fulfilled');
    // Signed first, it stays by version 1 and is asked anew once it is live; opened first, the reader is told that the words have changed.
    if (told[0]!.status === 'rejected') expect(['STALE', 'TERMS_CHANGED']).toContain((told[0]!.reason as { code: string }).code);
    expect(await standing(id, practice)).toBe(told[0]!.status === 'fulfilled' ? 'signed by 1' : 'invited by 2');
    expect(await count('SELECT count(*) AS n FROM participation JOIN evidence ON evidence.id = evidence_id WHERE participation.id = $1 AND participation.terms_digest <> evidence.terms_digest', [party.id])).toBe(0);
  });

  it.each([1, 2, 3])('going over and a withdrawal: nothing is shared after it, whoever comes first (%i)', async (round) => {
    const practice = `TSTS0${round}`;
    await world.places.beyondTheRules(() => world.places.organisation(practice, `Surgery ${practice}`, world.places.here));
    const id = await world.aLiveAgreement({ providers: [practice] });
    await openVersion(id, { purpose: 'Care at night', endsOn: '2029-02-28' });
    await over(id, world.viewer(0));
    await world.verified(id, practice);
    await world.approved(id, [practice]);
    const party = await world.party(id, practice);
    const { actor } = await world.signatoryOf(practice);
    const [withdrawn] = await Promise.allSettled([world.narrowing.withdraw(actor, { id: party.id, expectedVersion: party.version, reason: 'Done' }), world.goLive(id, [practice])]);
    expect(withdrawn!.status).toBe('fulfilled');
    expect([(await world.party(id, practice)).state, await pairs(id)]).toEqual(['withdrawn', []]);
  });
});
