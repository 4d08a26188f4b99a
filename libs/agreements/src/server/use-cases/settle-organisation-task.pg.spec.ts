import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, type Actor } from '@accord/kernel';
import { attempt, clientOf } from '@accord/kernel/testing';
import { AgreementWorld } from '../../testing/index.js';

let world: AgreementWorld;
let practice: string;
let viewer: string;
let agreement: string;
let number = 0;
beforeAll(async () => { world = await AgreementWorld.open(); });
afterAll(() => world.close());
beforeEach(async () => {
  number += 1;
  [practice, viewer] = [`TSTQ${number}`, `TSTW${number}`];
  await world.places.beyondTheRules(async () => {
    await world.places.organisation(practice, `Surgery ${practice}`, world.places.here);
    await world.places.organisation(viewer, `Hospice ${viewer}`, null);
  });
  agreement = await world.aLiveAgreement({ providers: [practice], consumers: [{ odsCode: viewer, views: ['summary'] }] });
});

const says = (text: string, ...params: readonly unknown[]): Promise<unknown> => world.places.beyondTheRules(() => world.database.owner.query(text, [...params]));
const tasks = (by: Actor = world.officer, code: string | null = practice) => world.transactions.read(by, (tx) => world.tasks.toSettle(tx, code));
const kinds = async (by?: Actor, code?: string): Promise<readonly string[]> => (await tasks(by, code ?? practice)).map(({ kind, odsCode }) => `${kind} ${odsCode}`);
const close = (code: string, day: string): Promise<unknown> => says(`UPDATE organisation SET status = 'C', closed_on = $2 WHERE ods_code = $1`, code, day);

describe('what the directory says of an organisation that takes part', () => {
  it('asks for nothing while it says nothing', async () => expect(await tasks()).toEqual([]));

  it('names a closure with the parts it freezes, and who is open at the same place; nothing is moved to them', async () => {
    await says(`UPDATE organisation SET postcode = 'TS1 1ST' WHERE ods_code = ANY ($1)`, [practice, 'TSTP01']);
    await close(practice, '2026-02-28');
    expect(await tasks()).toEqual([expect.objectContaining({
      kind: 'closed', odsCode: practice, localityId: world.places.here, since: new Date('2026-03-01T00:00:00Z'), parts: 1, live: 1, movedTo: null,
      agreements: [{ id: agreement, reference: expect.any(String) }], successors: [{ odsCode: 'TSTP01', name: 'Surgery TSTP01' }],
    })]);
    expect((await world.party(agreement, practice)).state).toBe('live');
  });

  it.each([['a closing day within 90 days', '2026-05-30', 1], ['one further ahead', '2026-06-30', 0]])('asks ahead of %s', async (_what, day, expected) => {
    await says(`UPDATE organisation SET closed_on = $2 WHERE ods_code = $1`, viewer, day);
    expect(await tasks(world.officer, viewer)).toHaveLength(expected);
  });

  it('names a change of commissioner by the dated membership, once it has begun', async () => {
    await says(`UPDATE locality_membership SET during = tstzrange(lower(during), '2026-04-01T00:00:00+01') WHERE ods_code = $1`, practice);
    await says(`INSERT INTO locality_membership (id, locality_id, ods_code, during, recorded_at) VALUES ($1, $2, $3, tstzrange('2026-04-01T00:00:00+01', NULL), '2026-03-01')`, newId(world.clock.now()), world.places.elsewhere, practice);
    expect(await tasks()).toEqual([]);
    const before = world.clock.now();
    world.clock.set('2026-03-31T23:00:00Z');
    expect(await tasks()).toEqual([expect.objectContaining({ kind: 'moved', localityId: world.places.here, movedTo: { name: 'Brackenfold', code: 'TSTL02' }, since: new Date('2026-03-31T23:00:00Z') })]);
    world.clock.set(before);
  });

  it('says that the newest file leaves it out, which is no closure', async () => {
    await says(`INSERT INTO directory_import (id, file_sha256, edition_on, row_count, state, plan_hash, counts, impact, submitted_as, submitted_at) VALUES ($1, 'x', '2026-03-01', 1, 'committed', 'x', '{}', '[]', 'a spec', '2026-03-01')`, newId(world.clock.now()));
    await says(`INSERT INTO directory_task (id, kind, ods_code, details, import_id, opened_at) SELECT $1, 'absent-from-edition', $2, '{}', id, '2026-03-01' FROM directory_import LIMIT 1`, newId(world.clock.now()), practice);
    expect(await kinds()).toEqual([`absent ${practice}`]);
  });

  it('is over by itself when nothing of it stands any more', async () => {
    await close(practice, '2026-02-28');
    const { id, version } = await world.party(agreement, practice);
    await world.narrowing.withdraw((await world.signatoryOf(practice)).actor, { id, expectedVersion: version });
    expect(await tasks()).toEqual([]);
  });

  it('is told to staff of the locality alone', async () => {
    await close(practice, '2026-02-28');
    expect(await kinds(world.approver)).toEqual([`closed ${practice}`]);
    expect(await kinds(world.farOfficer)).toEqual([]);
  });
});

describe('settling', () => {
  const settle = async (by: Actor, reason = 'It shares under its new code'): Promise<{ id: string }> => {
    const [task] = await tasks();
    return world.settling.execute(by, { kind: task!.kind, odsCode: task!.odsCode, localityId: task!.localityId, fact: task!.fact, reason });
  };
  beforeEach(() => close(practice, '2026-02-28'));

  it('records what was decided; only a newer fact asks anew', async () => {
    await settle(world.officer);
    expect([await tasks(), (await world.attempts('organisation-task.settled', practice))[0], (await world.party(agreement, practice)).state]).toEqual([[], 'done', 'live']);
    await close(practice, '2026-03-01');
    expect(await kinds()).toEqual([`closed ${practice}`]);
  });

  it.each<[string, () => Actor, string, string]>([
    ['an approver', () => world.approver, 'A reason', 'NOT_PERMITTED'], ['staff of another locality', () => world.farOfficer, 'A reason', 'NOT_FOUND'], ['an officer without a reason', () => world.officer, ' ', 'REASON_NEEDED'],
  ])('is refused to %s', async (_who, by, reason, code) => {
    await expect(settle(by(), reason)).rejects.toEqual(expect.objectContaining({ code }));
    expect(await kinds()).toEqual([`closed ${practice}`]);
  });

  it('is made by nobody in the name of another, by no other duty, and is never taken back, straight in SQL', async () => {
    const insert = (by: Actor, who: Actor, localityId: string) => clientOf(world.database, 'api').then((client) => attempt(client, by, world.clock.now(), [{
      text: `INSERT INTO organisation_task_decision (id, kind, ods_code, locality_id, fact, reason, decided_by, decided_duty, decided_at) VALUES ($1, 'closed', $2, $3, 'x', 'A reason', $4, $5, $6)`,
      params: [newId(world.clock.now()), practice, localityId, who.personId, who.duty, world.clock.now()] }]));
    expect(await insert(world.officer, world.secondOfficer, world.places.here)).toBe('forbidden');
    expect(await insert(world.approver, world.approver, world.places.here)).toBe('forbidden');
    expect(await insert(world.officer, world.officer, world.places.elsewhere)).toBe('forbidden');
    const { id } = await settle(world.officer);
    await expect(world.database.owner.query('DELETE FROM organisation_task_decision WHERE id = $1', [id])).rejects.toThrow(/append-only/);
    await expect(world.database.owner.query(`UPDATE organisation_task_decision SET reason = 'x' WHERE id = $1`, [id])).rejects.toThrow(/append-only/);
  });
});
