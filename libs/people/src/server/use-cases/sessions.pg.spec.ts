import { odsCode, type Actor } from '@accord/kernel';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import '../people.module.js';
import { PeopleInstallation, somePlaces } from '../../testing/installation.js';
import { peopleMappings } from '../storage/mappings.js';

const issuer = 'https://identity.example';
const elmRoad = odsCode('TSTP01');
const clock = new FixedClock();
let database: TestDatabase;
let people: PeopleInstallation;
let admins: readonly [Actor, Actor];
let signer: Awaited<ReturnType<PeopleInstallation['personWith']>>;
let count = 0;

beforeAll(async () => {
  database = await testDatabase();
  await somePlaces(database.owner, clock.now());
  people = new PeopleInstallation(await database.dataSourceAs('api', peopleMappings), clock);
  admins = await people.administrators(issuer);
}, 60_000);
afterAll(() => database.close());

beforeEach(async () => {
  admins = admins.map((admin) => ({ ...admin, authenticatedAt: clock.now() })) as unknown as typeof admins;
  count += 1;
  signer = await people.personWith(admins, `Signer ${count}`, { duty: 'signatory', odsCode: elmRoad }, { issuer, subject: `signer-${count}` });
});

async function signIn(options: { token?: string; isStepUp?: boolean; acr?: string; authenticatedAt?: Date; subject?: string; email?: string } = {}): Promise<string> {
  const { token } = await people.beginning.execute({ returnTo: '/', isStepUp: options.isStepUp ?? false, sessionToken: options.token });
  const attempt = await people.beginning.take(token);
  const identity = { issuer, subject: options.subject ?? `signer-${count}`, acr: options.acr ?? 'AAL2_ANY', authenticatedAt: options.authenticatedAt ?? clock.now(), email: options.email };
  return (await people.finishing.execute(identity, attempt!, '127.0.0.1')).token;
}

const minutes = (n: number): number => n * 60_000;

describe('a session', () => {
  it('gives the person in their only duty, and keeps no token, only its hash', async () => {
    const token = await signIn();
    expect(await people.actors.session(token, '127.0.0.1')).toMatchObject({ kind: 'person', personId: signer.personId, duty: 'signatory', odsCode: elmRoad, acr: 'AAL2_ANY', origin: '127.0.0.1' });
    const { rows } = await database.owner.query('SELECT * FROM session');
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(await people.actors.session('another-token', '127.0.0.1')).toBeNull();
  });

  it('gets a new id at a step-up, keeps the duty, and the old id is worth nothing', async () => {
    const before = await signIn();
    const after = await signIn({ token: before, isStepUp: true, acr: 'AAL3_ANY' });
    expect(after).not.toBe(before);
    expect(await people.actors.session(before, 'x')).toBeNull();
    expect(await people.actors.session(after, 'x')).toMatchObject({ acr: 'AAL3_ANY', duty: 'signatory' });
  });

  it.each([
    ['a weaker class', { acr: 'AAL2_ANY' }],
    ['an old stronger sign-in', { acr: 'AAL3_ANY', authenticatedAt: new Date(0) }],
  ])('is not stepped up by %s', async (_what, proven) => {
    const before = await signIn();
    await expect(signIn({ token: before, isStepUp: true, ...proven })).rejects.toEqual(expect.objectContaining({ code: 'STEP_UP_NOT_REACHED' }));
    expect(await people.actors.session(before, 'x')).toMatchObject({ acr: 'AAL2_ANY' });
  });

  it('ends after half an hour without a request, and goes on with them', async () => {
    const token = await signIn();
    for (let step = 0; step < 3; step += 1) {
      clock.advance(minutes(29));
      expect(await people.actors.session(token, 'x')).not.toBeNull();
    }
    clock.advance(minutes(30));
    expect(await people.actors.session(token, 'x')).toBeNull();
  });

  it('ends after twelve hours, however busy', async () => {
    const token = await signIn();
    for (let passed = 0; passed < 12 * 60 - 20; passed += 20) {
      clock.advance(minutes(20));
      expect(await people.actors.session(token, 'x')).not.toBeNull();
    }
    clock.advance(minutes(20));
    expect(await people.actors.session(token, 'x')).toBeNull();
  });

  it('loses a duty that was taken away at the next request', async () => {
    const token = await signIn();
    await people.ending.execute(admins[0], { grantId: signer.grantId!, expectedVersion: 2, reason: 'left the practice' });
    expect(await people.actors.session(token, 'x')).toMatchObject({ personId: signer.personId, duty: null, odsCode: null });
  });

  it('is over at the next request of a person shut out, and they cannot sign in again', async () => {
    const token = await signIn();
    await people.disabling.execute(admins[0], { personId: signer.personId, expectedVersion: 1 });
    expect(await people.actors.session(token, 'x')).toBeNull();
    await expect(signIn()).rejects.toEqual(expect.objectContaining({ code: 'PERSON_DISABLED' }));
  });

  it('lets a person with two duties choose one of their own, and none of another', async () => {
    await people.grant(admins, signer.personId, { duty: 'practice-governance-lead', odsCode: elmRoad });
    const token = await signIn();
    const actor = await people.actors.session(token, 'x');
    expect(actor).toMatchObject({ duty: null });
    await people.choosing.execute(actor!, token, signer.grantId!);
    expect(await people.actors.session(token, 'x')).toMatchObject({ duty: 'signatory' });
    const other = await people.personWith(admins, 'Somebody', { duty: 'signatory', odsCode: elmRoad });
    await expect(people.choosing.execute(actor!, token, other.grantId!)).rejects.toEqual(expect.objectContaining({ code: 'NOT_FOUND' }));
  });

  it('is told in the change records under the name of the person: signing in, stepping up, choosing a duty, signing out', async () => {
    const first = await signIn();
    const token = await signIn({ token: first, isStepUp: true, acr: 'AAL3_ANY' });
    await people.choosing.execute((await people.actors.session(token, 'x'))!, token, signer.grantId!);
    await people.leaving.execute(token, '127.0.0.1');
    const { rows } = await database.owner.query(`SELECT type, actor_kind, actor_name FROM change_record WHERE person_id = $1 AND outcome = 'done' ORDER BY id`, [signer.personId]);
    expect(rows.map((row: { type: string }) => row.type).sort()).toEqual(['person.chose-acting', 'person.signed-in', 'person.signed-out', 'person.stepped-up']);
    expect(rows).toEqual(rows.map(({ type }: { type: string }) => ({ type, actor_kind: 'person', actor_name: `Signer ${count}` })));
  });

  it('is over after signing out', async () => {
    const token = await signIn();
    await people.leaving.execute(token, 'x');
    expect(await people.actors.session(token, 'x')).toBeNull();
  });
});

describe('a sign-in', () => {
  it('of somebody whom nobody invited is refused and recorded', async () => {
    await expect(signIn({ subject: 'stranger' })).rejects.toEqual(expect.objectContaining({ code: 'NOT_INVITED' }));
    const { rows } = await database.owner.query(`SELECT type, subject, origin FROM change_record WHERE refusal_code = 'NOT_INVITED' AND subject LIKE '%stranger'`);
    expect(rows).toEqual([{ type: 'sign-in.finish', subject: `${issuer} stranger`, origin: '127.0.0.1' }]);
  });

  it('with the same subject at another issuer is somebody else', async () => {
    const { token } = await people.beginning.execute({ isStepUp: false });
    const attempt = await people.beginning.take(token);
    await expect(people.finishing.execute({ issuer: 'https://other.example', subject: `signer-${count}`, acr: null, authenticatedAt: clock.now() }, attempt!, 'x'))
      .rejects.toEqual(expect.objectContaining({ code: 'NOT_INVITED' }));
  });

  it('that was begun is answered once, and within ten minutes', async () => {
    const { token } = await people.beginning.execute({ isStepUp: false });
    expect(await people.beginning.take(token)).not.toBeNull();
    expect(await people.beginning.take(token)).toBeNull();
    const late = await people.beginning.execute({ isStepUp: false });
    clock.advance(minutes(10));
    expect(await people.beginning.take(late.token)).toBeNull();
  });
});

describe('the address that mail goes to', () => {
  const address = async () => (await database.owner.query('SELECT address FROM mail_address WHERE person_id = $1', [signer.personId])).rows[0]?.address as string | undefined;
  const recorded = async () => (await database.owner.query(`SELECT details ->> 'address' AS address FROM change_record WHERE type = 'person.address-proven' AND subject = $1 ORDER BY recorded_at, id`, [signer.personId])).rows.map((row) => row.address as string);

  it('is the one that was proven last, on record each time it becomes another', async () => {
    await signIn({ email: 'grace@example.test' });
    await signIn({ email: 'grace@example.test' });
    expect([await address(), await recorded()]).toEqual(['grace@example.test', ['grace@example.test']]);
    clock.advance(1_000);
    await signIn({ email: 'grace.adeyemi@example.test' });
    expect([await address(), await recorded()]).toEqual(['grace.adeyemi@example.test', ['grace@example.test', 'grace.adeyemi@example.test']]);
  });

  it('stays where a sign-in names none, or something that is none', async () => {
    await signIn({ email: 'grace@example.test' });
    await signIn();
    await signIn({ email: 'grace@example.test\r\nBcc: all@example.test' });
    expect(await address()).toBe('grace@example.test');
  });

  it('is not the one that whoever invited somebody typed', async () => {
    const { id } = await people.inviting.execute(admins[0], { name: 'Typed Elsewhere', email: 'typed@example.test' });
    expect((await database.owner.query('SELECT FROM mail_address WHERE person_id = $1', [id])).rowCount).toBe(0);
  });
});
