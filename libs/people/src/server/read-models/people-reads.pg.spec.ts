import { odsCode, type Actor, type LocalityId } from '@accord/kernel';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import '../people.module.js';
import { mayStandFor } from '../../contract/index.js';
import { PeopleInstallation, somePlaces } from '../../testing/installation.js';
import { peopleMappings } from '../storage/mappings.js';
import { authorityRows, GrantorsOfDuties, RegistersOfAuthority } from './authorities.js';
import { dutyRows, personRows } from './people-and-duties.js';

const clock = new FixedClock();
const elmRoad = odsCode('TSTP01');
const quayStreet = odsCode('TSTP02');
let database: TestDatabase;
let people: PeopleInstallation;
let admins: readonly [Actor, Actor];
let localityId: LocalityId;
let lead: Actor;
let signer: Actor;

beforeAll(async () => {
  database = await testDatabase();
  ({ localityId } = await somePlaces(database.owner, clock.now()));
  people = new PeopleInstallation(await database.dataSourceAs('api', peopleMappings), clock);
  admins = await people.administrators();
  lead = (await people.personWith(admins, 'Dee Lead', { duty: 'practice-governance-lead', odsCode: elmRoad })).actor;
  signer = (await people.personWith(admins, 'Ann Signer', { duty: 'signatory', odsCode: elmRoad })).actor;
  await people.personWith(admins, 'Far Away', { duty: 'signatory', odsCode: quayStreet });
  const { actor: second } = await people.personWith(admins, 'Eli Lead', { duty: 'practice-governance-lead', odsCode: elmRoad });
  const { id } = await people.recording.execute(lead, { odsCode: 'TSTP01', personId: signer.personId!, roleTitle: 'Caldicott Guardian', startsOn: '2026-03-01', endsOn: '2026-03-31' });
  await people.confirmingAuthority.execute(second, { authorityId: id, expectedVersion: 1 });
}, 60_000);
afterAll(() => database.close());

const names = (actor: Actor): Promise<readonly string[]> => people.transactions.read(actor, async (tx) => (await personRows(tx, null, 1, 200)).items.map((row) => row.name));

describe('the list of people and duties', () => {
  it('shows an administrator everybody, a governance lead their own organisation, a signatory likewise, and nobody in no duty but themselves', async () => {
    expect(await names(admins[0])).toEqual(['Ann Signer', 'Dee Lead', 'Eli Lead', 'Far Away', 'Sys Adams', 'Sys Baker']);
    for (const actor of [lead, signer]) expect(await names(actor)).toEqual(['Ann Signer', 'Dee Lead', 'Eli Lead']);
    expect(await names({ ...signer, duty: null, odsCode: null })).toEqual(['Ann Signer']);
  });

  it('tells state, dates and place, and counts the whole', async () => {
    const waiting = await people.inviting.execute(admins[0], { name: 'Bea Officer' });
    await people.granting.execute(admins[0], { personId: waiting.id, duty: 'activation-officer', localities: [localityId], startsOn: '2026-03-02', endsOn: '2026-03-31' });
    const page = await people.transactions.read(admins[0], (tx) => dutyRows(tx, { state: 'proposed' }, 1, 1));
    expect(page).toMatchObject({ total: 1, items: [{ personName: 'Bea Officer', localities: ['TSTL01'], from: new Date('2026-03-02T00:00:00Z'), until: new Date('2026-03-31T23:00:00Z'), version: 1 }] });
  });
});

describe('the duties of somebody shut out', () => {
  it('are held back, confirmed or not: none is in force, and none waits', async () => {
    const { personId } = await people.personWith(admins, 'Out Signer', { duty: 'signatory', odsCode: quayStreet });
    await people.granting.execute(admins[0], { personId, duty: 'practice-governance-lead', odsCode: quayStreet });
    await people.disabling.execute(admins[0], { personId, expectedVersion: 1 });
    const states = (state?: string): Promise<readonly string[]> => people.transactions.read(admins[0], async (tx) => (await dutyRows(tx, { personId, state }, 1, 10)).items.map((row) => row.state));
    expect(await states()).toEqual(['held-back', 'held-back']);
    expect([...await states('confirmed'), ...await states('proposed')]).toEqual([]);
  });
});

describe('support', () => {
  it('learns nobody\'s name or address, neither by reading nor by searching for one', async () => {
    const { actor: support } = await people.personWith(admins, 'Hal Support', { duty: 'support' });
    const bea = await people.inviting.execute(admins[0], { name: 'Bea Known', email: 'bea@example.org' });
    await people.granting.execute(admins[0], { personId: bea.id, duty: 'support' });
    const seen = await people.transactions.read(support, async (tx) => ({
      people: await personRows(tx, null, 1, 200), found: await personRows(tx, 'Bea', 1, 200), duties: await dutyRows(tx, {}, 1, 200), authorities: await authorityRows(tx, {}, 1, 200), signers: (await authorityRows(tx, { search: 'Ann' }, 1, 200)).total,
      line: (await new RegistersOfAuthority().inForce(tx, [elmRoad], clock.now()))[0],
    }));
    expect(new Set(seen.people.items.map((row) => row.name))).toEqual(new Set(['•••']));
    expect(new Set(seen.people.items.map((row) => row.email))).toEqual(new Set(['•••', null]));
    expect(seen.found).toEqual({ total: 0, items: [] });
    expect(seen.signers).toBe(0);
    expect(new Set(seen.duties.items.map((row) => row.personName))).toEqual(new Set(['•••']));
    expect(new Set([...seen.authorities.items, seen.line!].map((row) => row.signatoryName))).toEqual(new Set(['•••']));
    expect(seen.people.items.length).toBe((await names(admins[0])).length);
    expect(JSON.stringify(seen)).not.toMatch(/Signer|Lead|Bea|Adams|@/);
    expect(await names(admins[0])).toContain('Bea Known');
  });
});

describe('the registers of authority', () => {
  const registers = new RegistersOfAuthority();

  it.each([
    ['the instant before its first day', '2026-02-28T23:59:59.999Z', false],
    ['its first instant', '2026-03-01T00:00:00Z', true],
    ['the last instant of its last day in London', '2026-03-31T22:59:59.999Z', true],
    ['midnight after', '2026-03-31T23:00:00Z', false],
  ])('answer whether somebody could sign at %s, the same in SQL and in the contract', async (_when, instant, could) => {
    const at = new Date(instant);
    const found = await people.transactions.read(lead, (tx) => registers.ofPerson(tx, elmRoad, signer.personId!, at));
    expect(found !== null).toBe(could);
    const [line] = (await people.transactions.read(lead, (tx) => authorityRows(tx, { odsCode: 'TSTP01', personId: signer.personId, state: undefined }, 1, 10))).items;
    expect(mayStandFor(line!, at)).toBe(could);
    expect(line).toMatchObject({ signatoryName: 'Ann Signer', roleTitle: 'Caldicott Guardian', state: 'confirmed', version: 2 });
  });

  it('are searched by a part of the signatory\'s name', async () => {
    const found = (search: string): Promise<number> => people.transactions.read(lead, async (tx) => (await authorityRows(tx, { search }, 1, 10)).total);
    expect([await found('nn sig'), await found('nobody')]).toEqual([1, 0]);
  });

  it('hold no line across the fence', async () => {
    const elsewhere = (await people.personWith(admins, 'Gus Lead', { duty: 'practice-governance-lead', odsCode: quayStreet })).actor;
    expect(await people.transactions.read(elsewhere, (tx) => registers.inForce(tx, [elmRoad], clock.now()))).toEqual([]);
    expect(await people.transactions.read(lead, (tx) => registers.inForce(tx, [elmRoad], clock.now()))).toHaveLength(1);
  });
});

describe('who gave somebody their duties', () => {
  it('is told for the last day', async () => {
    const since = new Date(clock.now().getTime() - 86_400_000);
    const grantors = await people.transactions.read(admins[0], (tx) => new GrantorsOfDuties().since(tx, signer.personId!, since));
    expect([...grantors].sort()).toEqual([admins[0].personId, admins[1].personId].sort());
    expect(await people.transactions.read(admins[0], (tx) => new GrantorsOfDuties().since(tx, signer.personId!, new Date(clock.now().getTime() + 1)))).toEqual([]);
  });
});
