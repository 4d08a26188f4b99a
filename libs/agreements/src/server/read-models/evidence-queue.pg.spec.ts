import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@accord/kernel';
import { aPdf } from '@accord/evidence/testing';
import { AgreementWorld } from '../../testing/index.js';
import type { PartyRow } from './agreements.js';
import { EvidenceQueue, type EvidenceQueueRow, type QueueAsked } from './evidence-queue.js';

let world: AgreementWorld;
let agreement: string;
const queue = new EvidenceQueue();
const HOUR = 3_600_000;

beforeAll(async () => {
  world = await AgreementWorld.open();
  agreement = await world.anOpenAgreement({ providers: [world.practice(0), world.practice(1), world.practice(2)] });
  await world.sign(agreement, world.practice(1));
  world.clock.advance(HOUR);
  await upload(world.secondOfficer, world.practice(0), aPdf());
  world.clock.advance(HOUR);
  await world.sign(agreement, world.places.viewers[0]!);
});
afterAll(() => world.close());

async function upload(by: Actor, odsCode: string, file: Buffer): Promise<string> {
  const { authorityId } = await world.signatoryOf(odsCode);
  const { id, side, version } = await world.party(agreement, odsCode);
  const takenIn = await world.evidence.uploads.execute((async function* () { yield file; })());
  return (await world.uploading.execute(by, { id, side, expectedVersion: version, authorityId, signedOn: '2026-03-02', signedPage: 1, takenIn })).evidenceId;
}
const asked = (who: Actor, over: Partial<QueueAsked> = {}): Promise<{ items: EvidenceQueueRow[]; total: number }> =>
  world.transactions.read(who, (tx) => queue.page(tx, { page: 1, perPage: 25, ...over }));
const codes = async (who: Actor, over: Partial<QueueAsked> = {}): Promise<string[]> => (await asked(who, over)).items.map((row) => row.odsCode);
const waiting = { standing: 'waiting' } as const;
const asOfficer = async (odsCode: string): Promise<Actor> => ({ ...(await world.signatoryOf(odsCode)).actor, duty: 'activation-officer', odsCode: null, localities: [world.places.here] });
/** Somebody who gave the second officer a duty so many hours ago. */
async function grantor(hours: number): Promise<Actor> {
  const who = await world.places.somebody(`Gia Grantor ${hours}`, 'activation-officer', { localities: [world.places.here] });
  await world.places.beyondTheRules(() => world.database.owner.query(`INSERT INTO duty_grant (id, person_id, duty, during, granted_by, granted_at) VALUES (gen_random_uuid(), $1, 'activation-officer', '[2026-01-01,)', $2, $3)`,
    [world.secondOfficer.personId, who.personId, new Date(world.clock.now().getTime() - hours * HOUR)]));
  return who;
}

describe('The queue of evidence', () => {
  it('shows what waits, the oldest first, with whom and what it is about', async () => {
    const { items, total } = await asked(world.officer, waiting);
    expect(items.map(({ odsCode, side, kind, severity }) => [odsCode, side, kind, severity])).toEqual([
      [world.practice(1), 'provider', 'generated', 'none'], [world.practice(0), 'provider', 'uploaded', 'none'], [world.places.viewers[0], 'consumer', 'generated', 'none'],
    ]);
    expect(total).toBe(3);
    const party = await world.party(agreement, world.practice(0));
    expect(items[1]).toMatchObject({ partyId: party.id, partyVersion: party.version, partyState: 'signed', agreementId: agreement, submittedBy: 'Otto Officer', standing: 'waiting' });
    expect((await asked(world.officer, { ...waiting, page: 2, perPage: 2 })).items).toHaveLength(1);
  });

  it('leaves out nothing of one\'s own, and says that somebody else must verify it', async () => {
    const why = async (who: Actor): Promise<unknown> => (await asked(who, waiting)).items.map((row) => row.notByYou);
    expect(await why(world.officer)).toEqual(['drafted', 'drafted', 'drafted']);
    expect(await why(world.secondOfficer)).toEqual([null, 'handed-in', null]);
    expect(await why((await world.signatoryOf(world.practice(1))).actor)).toEqual(['signed']);
  });

  it.each<[string, () => Promise<Actor>, string | null, string | null]>([
    ['handed it in', async () => world.secondOfficer, 'handed-in', 'SAME_PERSON'],
    ['drafted it', async () => world.officer, 'drafted', 'SAME_PERSON'],
    ['signed it on paper', async () => asOfficer(world.practice(0)), 'signed', 'SAME_PERSON'],
    ['signed for another party', async () => asOfficer(world.practice(1)), 'signed-another', 'SAME_PERSON'],
    ['gave whoever handed it in a duty an hour ago', async () => grantor(1), 'gave-duty', 'COOLING_OFF'],
    ['gave it two days ago', async () => grantor(48), null, null],
    ['had no hand in it', async () => world.places.somebody('Orla Officer', 'activation-officer', { localities: [world.places.here] }), null, null],
  ])('says of whoever %s what verifying would say, here and on Home', async (_who, by, notByYou, refusal) => {
    const who = await by();
    const { id, side, version, evidenceId } = await world.party(agreement, world.practice(0));
    const row = await world.transactions.read(who, (tx) => queue.byId(tx, evidenceId!));
    const told = await world.transactions.read(who, (tx) => queue.byAgreement(tx));
    const mine = (await asked(who, waiting)).items.filter((each) => each.notByYou === null).length;
    expect([row?.notByYou, told.reduce((sum, { count }) => sum + count, 0)]).toEqual([notByYou, mine]);
    if (refusal !== null) await expect(world.verifying.accept(who, { id, side, expectedVersion: version })).rejects.toMatchObject({ code: refusal });
  });

  it('names the next that one may verify, past one\'s own and round to the oldest', async () => {
    const ids = (await asked(world.secondOfficer, waiting)).items.map((row) => row.id);
    const after = (id: string | undefined, who = world.secondOfficer): Promise<unknown> => world.transactions.read(who, (tx) => queue.after(tx, id ?? ''));
    expect([await after(ids[0]), await after(ids[1]), await after(ids[2])]).toEqual([{ next: ids[2], others: 1 }, { next: ids[2], others: 2 }, { next: ids[0], others: 1 }]);
    expect([await after(ids[0], world.officer), await after(ids[0], world.farOfficer), await after('nonsense')]).toEqual([{ next: null, others: 0 }, null, null]);
  });

  it('shows another organisation and another locality nothing', async () => {
    const other = (await world.signatoryOf(world.places.farPractice)).actor;
    const { id } = (await asked(world.officer, waiting)).items[0]!;
    for (const who of [other, world.farOfficer]) {
      expect(await asked(who)).toEqual({ items: [], total: 0 });
      expect(await world.transactions.read(who, (tx) => queue.byId(tx, id))).toBeNull();
    }
    expect(await codes((await world.signatoryOf(world.practice(0))).actor)).toEqual([world.practice(0)]);
  });

  it('is refused for a standing or a page that is none', async () => {
    for (const bad of [{ standing: 'nice' }, { page: 0 }, { perPage: 101 }]) await expect(asked(world.officer, bad)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(await asked(world.officer, { localityId: 'nowhere' })).toEqual({ items: [], total: 0 });
    expect((await asked(world.officer, { localityId: world.places.here })).total).toBe(3);
  });

  it('follows what becomes of evidence', async () => {
    const party = (code: string): Promise<PartyRow> => world.party(agreement, code);
    const move = async (code: string): Promise<{ id: string; side: 'provider' | 'consumer'; expectedVersion: number }> => {
      const { id, side, version } = await party(code);
      return { id, side, expectedVersion: version };
    };
    await world.verifying.accept(world.secondOfficer, await move(world.practice(1)));
    await world.verifying.reject(world.secondOfficer, { ...await move(world.places.viewers[0]!), reason: 'The wrong page' });
    await upload(world.secondOfficer, world.practice(2), aPdf({ catalog: '/OpenAction << /S /JavaScript /JS (x) >>' }));
    expect(await codes(world.officer, waiting)).toEqual([world.practice(0)]);
    expect(await codes(world.officer, { standing: 'verified' })).toEqual([world.practice(1)]);
    expect(await codes(world.officer, { standing: 'rejected' })).toEqual([world.places.viewers[0]]);
    expect((await asked(world.officer, { standing: 'quarantined' })).items).toEqual([expect.objectContaining({ odsCode: world.practice(2), partyId: null, severity: 'quarantine' })]);
    await world.moving.end(world.officer, { id: agreement as never, expectedVersion: 2, reason: 'Over' } as never);
    expect([await codes(world.officer, waiting), await codes(world.officer, { standing: 'overtaken' })]).toEqual([[], [world.practice(0)]]);
    expect((await codes(world.officer)).sort()).toEqual([...world.places.practices.slice(0, 3), world.places.viewers[0]].sort());
  });
});
