import { odsCode, type Actor, type LocalityId } from '@accord/kernel';
import { attemptAsEvery, FixedClock, keptFromAll, testDatabase, type Statement, type TestDatabase, type Trier } from '@accord/kernel/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import '../people.module.js';
import { PeopleInstallation, somePlaces } from '../../testing/installation.js';
import { peopleMappings } from './mappings.js';

// R3, straight in SQL: what one person said and another confirmed stays as it was confirmed.
const clock = new FixedClock();
let database: TestDatabase;
let people: PeopleInstallation;
let admins: readonly [Actor, Actor];
let localityId: LocalityId;
let officer: { readonly personId: string; readonly grantId: string | null };
let other: string;
let line: string;

beforeAll(async () => {
  database = await testDatabase();
  ({ localityId } = await somePlaces(database.owner, clock.now()));
  people = new PeopleInstallation(await database.dataSourceAs('api', peopleMappings), clock);
  admins = await people.administrators();
  officer = await people.personWith(admins, 'Ivy Officer', { duty: 'activation-officer', localities: [localityId] }, { issuer: 'https://one.example', subject: 'ivy' });
  other = (await people.inviting.execute(admins[0], { name: 'Otto Other' })).id;
  const [one, second] = [await people.personWith(admins, 'Jon Officer', { duty: 'activation-officer', localities: [localityId] }), await people.personWith(admins, 'Jan Officer', { duty: 'activation-officer', localities: [localityId] })];
  const recorded = await people.recording.execute(one.actor, { odsCode: odsCode('TSTP01'), personId: other, roleTitle: 'Partner', startsOn: '2026-02-01', endsOn: '2026-12-31' });
  await people.confirmingAuthority.execute(second.actor, { authorityId: recorded.id, expectedVersion: 1 });
  line = recorded.id;
}, 60_000);
afterAll(() => database.close());

const every = (actor: Partial<Actor>, ...statements: readonly Statement[]): Promise<Readonly<Record<Trier, string>>> => attemptAsEvery(database, actor, clock.now(), statements);
const registrar = (): Partial<Actor> => ({ ...admins[0] });
const lead = (): Partial<Actor> => ({ ...admins[0], duty: 'practice-governance-lead', odsCode: odsCode('TSTP01') });
/** No running role may write the column; the owner meets the trigger. */
const noRight = (owner: string): Readonly<Record<Trier, string>> => ({ ...keptFromAll('forbidden'), owner });

describe('the database keeps a confirmed grant of a duty', () => {
  it.each([
    ['to its person', 'person_id = $2'], ['to its duty', `duty = 'approver'`], ['to its place', `ods_code = 'TSTP01'`], ['to who proposed it', 'granted_by = $2'],
    ['to when it was proposed', `granted_at = '2026-01-01'`], ['from becoming one of the installer', 'installation_slot = 2'],
  ])('%s', async (_what, change) => {
    const params = change.includes('$2') ? [officer.grantId, other] : [officer.grantId];
    expect(await every(registrar(), { text: `UPDATE duty_grant SET ${change} WHERE id = $1`, params })).toEqual(noRight('duty_grant_fixed'));
  });

  it.each([
    ['confirmed by another', 'confirmed_by = $2'], ['confirmed by nobody', 'confirmed_by = NULL, confirmed_at = NULL'], ['confirmed earlier', `confirmed_at = '2026-01-01'`],
    ['begun earlier', `during = '[2020-01-01,)'`], ['begun later', `during = '[2026-05-01,)'`],
  ])('from being %s', async (_what, change) => {
    const params = change.includes('$2') ? [officer.grantId, other] : [officer.grantId];
    expect(await every(registrar(), { text: `UPDATE duty_grant SET ${change} WHERE id = $1`, params })).toEqual(keptFromAll('duty_grant_fixed'));
  });

  it('from reaching further', async () => {
    await database.owner.query(`INSERT INTO locality (id, code, name, recorded_at) VALUES (gen_random_uuid(), 'TSTL09', 'Birchcombe', $1)`, [clock.now()]);
    expect(await every(registrar(), { text: `INSERT INTO duty_grant_locality (grant_id, locality_id) SELECT $1, id FROM locality WHERE code = 'TSTL09'`, params: [officer.grantId] })).toEqual(keptFromAll('duty_grant_fixed'));
    expect(await every(registrar(), { text: 'DELETE FROM duty_grant_locality WHERE grant_id = $1', params: [officer.grantId] })).toEqual(noRight('duty_grant_fixed'));
  });

  it('and an ended one from coming back', async () => {
    const end: Statement = { text: `UPDATE duty_grant SET ended_at = '2026-03-02', ended_by = $2 WHERE id = $1`, params: [officer.grantId, other] };
    expect(await every(registrar(), end, { text: 'UPDATE duty_grant SET ended_at = NULL, ended_by = NULL WHERE id = $1', params: [officer.grantId] })).toEqual(keptFromAll('duty_grant_fixed'));
  });

  it('yet lets it be shortened, and never lengthened again', async () => {
    const shorten: Statement = { text: `UPDATE duty_grant SET during = tstzrange(lower(during), lower(during) + interval '30 days') WHERE id = $1`, params: [officer.grantId] };
    expect(await every(registrar(), shorten, { text: `UPDATE duty_grant SET during = tstzrange(lower(during), NULL) WHERE id = $1`, params: [officer.grantId] })).toEqual(keptFromAll('duty_grant_fixed'));
    expect(await every(registrar(), shorten)).toEqual(keptFromAll('done'));
  });
});

describe('the database keeps a confirmed line of a register', () => {
  it.each([
    ['to its signatory', `person_id = '$admin'`], ['to its organisation', `ods_code = 'TSTP02'`], ['to its title', `role_title = 'Director'`],
    ['to who recorded it', `recorded_by = '$admin'`], ['to when it was recorded', `recorded_at = '2026-01-01'`],
  ])('%s', async (_what, change) => {
    expect(await every(lead(), { text: `UPDATE authority SET ${change.replace('$admin', admins[1].personId!)} WHERE id = $1`, params: [line] })).toEqual(noRight('authority_fixed'));
  });

  it.each([
    ['confirmed by another', `confirmed_by = '$admin'`], ['confirmed by nobody', 'confirmed_by = NULL, confirmed_at = NULL'], ['begun earlier', 'during = tstzrange(NULL, upper(during))'],
    ['dated before it began', `during = tstzrange('2025-01-01', upper(during))`], ['lengthened', 'during = tstzrange(lower(during), NULL)'],
  ])('from being %s', async (_what, change) => {
    expect(await every(lead(), { text: `UPDATE authority SET ${change.replace('$admin', admins[1].personId!)} WHERE id = $1`, params: [line] })).toEqual(keptFromAll('authority_fixed'));
  });
});

describe('the database keeps people apart', () => {
  it('an account stays with its person', async () => {
    expect(await every(registrar(), { text: `UPDATE account SET person_id = $1 WHERE subject = 'ivy'`, params: [other] })).toEqual(noRight('account_fixed'));
    expect(await every(registrar(), { text: `DELETE FROM account WHERE subject = 'ivy'` })).toEqual(noRight('account_fixed'));
  });

  it('who invited a person, and their name, are not rewritten', async () => {
    expect(await every(registrar(), { text: 'UPDATE person SET invited_by = $2 WHERE id = $1', params: [other, admins[1].personId] })).toEqual(noRight('person_fixed'));
    expect(await every(registrar(), { text: `UPDATE person SET name = 'Another' WHERE id = $1`, params: [other] })).toMatchObject({ api: 'forbidden', worker: 'forbidden' });
  });

  it('who was shut out is not let in again', async () => {
    await database.owner.query(`INSERT INTO person (id, name, recorded_at) VALUES ('0190a000-0000-7000-8000-0000000000aa', 'Nan Gone', $1)`, [clock.now()]);
    const gone = `WHERE id = '0190a000-0000-7000-8000-0000000000aa'`;
    expect(await every(registrar(), { text: `UPDATE person SET disabled_at = '2026-03-02' ${gone}` }, { text: `UPDATE person SET disabled_at = NULL ${gone}` })).toEqual(keptFromAll('person_fixed'));
  });
});
