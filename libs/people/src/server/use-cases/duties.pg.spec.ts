import { randomUUID } from 'node:crypto';
import { odsCode, type Actor, type LocalityId } from '@accord/kernel';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import '../people.module.js';
import { PeopleInstallation, somePlaces } from '../../testing/installation.js';
import { peopleMappings } from '../storage/mappings.js';

const clock = new FixedClock();
const elmRoad = odsCode('TSTP01');
const quayStreet = odsCode('TSTP02');
let database: TestDatabase;
let people: PeopleInstallation;
let admins: readonly [Actor, Actor];
let localityId: LocalityId;

beforeAll(async () => {
  database = await testDatabase();
  ({ localityId } = await somePlaces(database.owner, clock.now()));
  people = new PeopleInstallation(await database.dataSourceAs('api', peopleMappings), clock);
  admins = await people.administrators();
}, 60_000);
afterAll(() => database.close());

const refused = (code: string): unknown => expect.objectContaining({ code });

async function refusalsRecorded(code: string): Promise<unknown> {
  return (await database.owner.query(`SELECT type, person_id FROM change_record WHERE outcome = 'refused' AND refusal_code = $1`, [code])).rows;
}

describe('installation', () => {
  it('names two administrators once, and records it', async () => {
    await expect(people.naming.execute({ name: 'Eve', issuer: 'x', subject: '1' }, { name: 'Mal', issuer: 'x', subject: '2' })).rejects.toEqual(refused('ADMINISTRATORS_NAMED'));
    const { rows } = await database.owner.query(`SELECT details->>'subject' AS subject FROM change_record WHERE type = 'installation.administrators-named' ORDER BY 1`);
    expect(rows).toEqual([{ subject: 'admin-1' }, { subject: 'admin-2' }]);
  });
});

describe('granting a duty', () => {
  it('takes one who proposes and another who confirms', async () => {
    const { id: personId } = await people.inviting.execute(admins[0], { name: 'Ann Signer' });
    const grant = await people.granting.execute(admins[0], { personId, duty: 'signatory', odsCode: elmRoad });
    const how = { odsCode: elmRoad, acr: null, authenticatedAt: clock.now(), origin: 'spec' };
    expect(await people.actors.person(personId, 'signatory', how)).toBeNull();
    expect(await people.confirming.execute(admins[1], { grantId: grant.id, expectedVersion: 1 })).toMatchObject({ state: 'confirmed', version: 2 });
    expect(await people.actors.person(personId, 'signatory', how)).toMatchObject({ name: 'Ann Signer', odsCode: elmRoad });
  });

  it('is refused to oneself, and the attempt is recorded', async () => {
    await expect(people.granting.execute(admins[0], { personId: admins[0].personId!, duty: 'support' })).rejects.toEqual(refused('NOT_TO_ONESELF'));
    expect(await refusalsRecorded('NOT_TO_ONESELF')).toEqual([{ type: 'duty.grant', person_id: admins[0].personId }]);
  });

  it('is refused when the same person confirms', async () => {
    const { id: personId } = await people.inviting.execute(admins[0], { name: 'Bob Support' });
    const grant = await people.granting.execute(admins[0], { personId, duty: 'support' });
    await expect(people.confirming.execute(admins[0], { grantId: grant.id, expectedVersion: 1 })).rejects.toEqual(refused('SAME_PERSON'));
  });

  it('needs a fresh stronger sign-in of an administrator', async () => {
    const { id: personId } = await people.inviting.execute(admins[0], { name: 'Bea Support' });
    const weak: Actor = { ...admins[0], acr: 'AAL2_ANY' };
    const old: Actor = { ...admins[0], authenticatedAt: new Date(clock.now().getTime() - 3_600_000) };
    for (const actor of [weak, old]) await expect(people.granting.execute(actor, { personId, duty: 'support' })).rejects.toEqual(refused('STEP_UP_NEEDED'));
  });

  it('keeps separated duties apart, when proposed and again when confirmed', async () => {
    const { personId } = await people.personWith(admins, 'Cat Officer', { duty: 'activation-officer', localities: [localityId] });
    await expect(people.granting.execute(admins[0], { personId, duty: 'approver', localities: [localityId] })).rejects.toEqual(refused('DUTIES_SEPARATED'));
    await expect(database.owner.query(
      `INSERT INTO duty_grant (id, person_id, duty, during, granted_by, granted_at, confirmed_by, confirmed_at) VALUES ($1, $2, 'approver', '[2026-01-01,)', $3, '2026-03-02', $4, '2026-03-02')`,
      [randomUUID(), personId, admins[0].personId, admins[1].personId],
    )).rejects.toMatchObject({ constraint: 'duties_kept_apart' });
  });

  it('lets a governance lead grant for their own organisation only, and shows them nobody of another', async () => {
    const { actor: lead } = await people.personWith(admins, 'Dee Lead', { duty: 'practice-governance-lead', odsCode: elmRoad });
    const { id: personId } = await people.inviting.execute(lead, { name: 'Eli Partner' });
    await expect(people.granting.execute(lead, { personId, duty: 'signatory', odsCode: quayStreet })).rejects.toEqual(refused('NOT_PERMITTED'));
    await expect(people.granting.execute(lead, { personId, duty: 'system-administrator' })).rejects.toEqual(refused('NOT_PERMITTED'));
    expect(await people.granting.execute(lead, { personId, duty: 'signatory', odsCode: elmRoad })).toMatchObject({ state: 'proposed' });
    const { personId: stranger, grantId } = await people.personWith(admins, 'Far Away', { duty: 'signatory', odsCode: quayStreet });
    await expect(people.granting.execute(lead, { personId: stranger, duty: 'signatory', odsCode: elmRoad })).rejects.toEqual(refused('NOT_FOUND'));
    await expect(people.ending.execute(lead, { grantId: grantId!, expectedVersion: 2 })).rejects.toEqual(refused('NOT_FOUND'));
  });

  it('refuses a stale form and a key reused for something else, and answers a repeated request once', async () => {
    const { id: personId } = await people.inviting.execute(admins[0], { name: 'Fay Support' });
    const key = randomUUID();
    const first = await people.granting.execute(admins[0], { personId, duty: 'support', idempotencyKey: key });
    expect(await people.granting.execute(admins[0], { personId, duty: 'support', idempotencyKey: key })).toEqual(first);
    await expect(people.granting.execute(admins[0], { personId, duty: 'auditor-national', idempotencyKey: key })).rejects.toEqual(refused('IDEMPOTENCY_KEY_REUSED'));
    await expect(people.confirming.execute(admins[1], { grantId: first.id, expectedVersion: 7 })).rejects.toEqual(refused('STALE'));
    await expect(people.granting.execute(admins[0], { personId, duty: 'support' })).rejects.toEqual(refused('DUTY_ALREADY_HELD'));
  });

  it('refuses an organisation nobody knows, and gives one account to one person', async () => {
    const { id: personId } = await people.inviting.execute(admins[0], { name: 'Gil Signer', account: { issuer: 'i', subject: 'gil' } });
    await expect(people.granting.execute(admins[0], { personId, duty: 'signatory', odsCode: 'TSTX99' })).rejects.toEqual(refused('UNKNOWN_ORGANISATION'));
    await expect(people.inviting.execute(admins[0], { name: 'Gil Again', account: { issuer: 'i', subject: 'gil' } })).rejects.toEqual(refused('ACCOUNT_TAKEN'));
  });

  it('is no act of the operator, nor of a person without the duty', async () => {
    const operator: Actor = { ...admins[0], kind: 'operator', personId: null, duty: 'operator' };
    const { actor: support } = await people.personWith(admins, 'Hal Support', { duty: 'support' });
    for (const actor of [operator, support]) {
      await expect(people.granting.execute(actor, { personId: admins[0].personId!, duty: 'support' })).rejects.toEqual(refused('NOT_PERMITTED'));
      await expect(people.inviting.execute(actor, { name: 'Nobody' })).rejects.toEqual(refused('NOT_PERMITTED'));
    }
  });
});

describe('the database by itself', () => {
  it.each([
    ['a grant to oneself', `INSERT INTO duty_grant (id, person_id, duty, during, granted_by, granted_at) VALUES (gen_random_uuid(), $1, 'support', '[2026-01-01,)', $1, '2026-03-02')`, 'duty_grant_never_to_oneself'],
    ['a grant confirmed by its proposer', `INSERT INTO duty_grant (id, person_id, duty, during, granted_by, granted_at, confirmed_by, confirmed_at) SELECT gen_random_uuid(), id, 'support', '[2026-01-01,)', $1, '2026-03-02', $1, '2026-03-02' FROM person WHERE id <> $1 LIMIT 1`, 'duty_grant_four_eyes'],
    ['authority for oneself', `INSERT INTO authority (id, ods_code, person_id, role_title, during, recorded_by, recorded_at) VALUES (gen_random_uuid(), 'TSTP01', $1, 'Partner', '[2026-01-01,)', $1, '2026-03-02')`, 'authority_never_for_oneself'],
  ])('refuses %s', async (_what, text, constraint) => {
    const api = await database.clientAs('api');
    await api.query('BEGIN');
    await api.query(`SELECT set_config('accord.person', $1, true), set_config('accord.duty', $2, true), set_config('accord.ods', 'TSTP01', true)`, [admins[0].personId, text.includes('authority') ? 'practice-governance-lead' : 'system-administrator']);
    await expect(api.query(text, [admins[0].personId])).rejects.toMatchObject({ constraint });
    await api.query('ROLLBACK');
  });

  it('lets no running role give a duty without saying who acts, nor delete one', async () => {
    const api = await database.clientAs('api');
    await expect(api.query(`INSERT INTO duty_grant (id, person_id, duty, during, granted_by, granted_at) VALUES (gen_random_uuid(), $1, 'support', '[2026-01-01,)', $2, '2026-03-02')`, [admins[1].personId, admins[0].personId]))
      .rejects.toThrow('row-level security');
    await expect(api.query('DELETE FROM duty_grant')).rejects.toThrow('permission denied');
    expect((await api.query('SELECT * FROM duty_grant')).rows).toEqual([]);
  });
});

describe('the register of authority', () => {
  it('counts a line once a second person confirmed it, many in one act', async () => {
    const { actor: officer } = await people.personWith(admins, 'Ivy Officer', { duty: 'activation-officer', localities: [localityId] });
    const { actor: second } = await people.personWith(admins, 'Jon Officer', { duty: 'activation-officer', localities: [localityId] });
    const signers = await people.inviting.executeAll(admins[0], [{ name: 'Dr Kay' }, { name: 'Dr Lim' }]);
    const lines = signers.map((personId, index) => ({ odsCode: index === 0 ? 'TSTP01' : 'TSTV01', personId, roleTitle: 'Caldicott Guardian', startsOn: '2026-03-01', endsOn: '2026-03-31' }));
    const ids = await people.recording.executeAll(officer, lines);
    await expect(people.confirmingAuthority.executeAll(officer, ids.map((id) => ({ id, expectedVersion: 1 })))).rejects.toEqual(refused('SAME_PERSON'));
    expect(await people.confirmingAuthority.executeAll(second, ids.map((id) => ({ id, expectedVersion: 1 })))).toHaveLength(2);
    const { rows } = await database.owner.query(`SELECT lower(during) AS "from", upper(during) AS until FROM authority WHERE id = $1`, [ids[0]]);
    expect(rows[0]).toEqual({ from: new Date('2026-03-01T00:00:00Z'), until: new Date('2026-03-31T23:00:00Z') }); // summer time began on 29 March
    await expect(people.recording.execute(officer, { odsCode: 'TSTP02', personId: signers[0]!, roleTitle: 'Partner' })).rejects.toEqual(refused('NOT_PERMITTED'));
    await expect(people.recording.execute(officer, { odsCode: 'TSTX99', personId: signers[0]!, roleTitle: 'Partner' })).rejects.toEqual(refused('NOT_FOUND'));
  });
});

describe('shutting somebody out', () => {
  it('is for a governance lead only where nobody else relies on the person', async () => {
    const { actor: lead } = await people.personWith(admins, 'Kim Lead', { duty: 'practice-governance-lead', odsCode: elmRoad });
    const both = await people.personWith(admins, 'Lou Partner', { duty: 'signatory', odsCode: elmRoad });
    await people.grant(admins, both.personId, { duty: 'signatory', odsCode: quayStreet });
    const here = await people.personWith(admins, 'Mia Partner', { duty: 'signatory', odsCode: elmRoad });
    await expect(people.disabling.execute(lead, { personId: both.personId, expectedVersion: 1 })).rejects.toEqual(refused('NOT_PERMITTED'));
    expect(await people.disabling.execute(lead, { personId: here.personId, expectedVersion: 1 })).toMatchObject({ version: 2 });
    expect(await people.actors.person(here.personId, 'signatory', { acr: null, authenticatedAt: clock.now(), origin: 'spec' })).toBeNull();
    await expect(people.disabling.execute(admins[0], { personId: admins[0].personId!, expectedVersion: 1 })).rejects.toEqual(refused('NOT_TO_ONESELF'));
  });
});

describe('the last system administrator', () => {
  const mine = async (admin: Actor): Promise<{ grantId: string; expectedVersion: number }> => {
    const { rows } = await database.owner.query<{ id: string; version: number }>(`SELECT id, version FROM duty_grant WHERE person_id = $1 AND duty = 'system-administrator'`, [admin.personId]);
    return { grantId: rows[0]!.id, expectedVersion: rows[0]!.version };
  };

  it('stays: of two who give up their duty at the same moment one is refused, and in no other duty of theirs either', async () => {
    const asked = await Promise.all(admins.map(mine));
    const tried = await Promise.allSettled(admins.map((admin, index) => people.ending.execute(admin, asked[index]!)));
    expect(tried.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const last = (await database.owner.query<{ person_id: string }>(`SELECT person_id FROM duty_grant WHERE duty = 'system-administrator' AND ended_at IS NULL`)).rows;
    expect(last).toHaveLength(1);
    const actor = admins.find(({ personId }) => personId === last[0]!.person_id)!;
    for (const duty of ['system-administrator', null] as const) await expect(people.ending.execute({ ...actor, duty }, await mine(actor))).rejects.toEqual(refused('LAST_ADMINISTRATOR'));
  });
});
