import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor, Duty, OdsCode, PersonId } from '@accord/kernel';
import { Changes, PageCursors, Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { someAuditKeys } from '../../testing/index.js';
import '../abilities.js';
import { PatientVault } from '../domain/patient-vault.js';
import { AccessEvents } from '../read-models/access-events.js';
import { PatientSearchesReader, type PatientSearchRow } from '../read-models/patient-searches.js';
import { AskPatientSearch } from './ask-patient-search.js';
import { DeclinePatientSearch } from './decline-patient-search.js';
import { GrantPatientSearch } from './grant-patient-search.js';
import { NamePatient } from './name-patient.js';
import { SearchAccessLog } from './search-access-log.js';

// A search of the whole nation by patient, by two people.
const [ODILE, PIERS, ROSA] = ['0190a000-0000-7000-8000-0000000000a1', '0190a000-0000-7000-8000-0000000000a2', '0190a000-0000-7000-8000-0000000000a3'] as readonly string[] as [PersonId, PersonId, PersonId];
const HOUR = 3_600_000;
const reason = 'Complaint 12';
const clock = new FixedClock();
const { keys } = someAuditKeys();
const vault = new PatientVault(keys);
const acting = (personId: PersonId, duty: Duty = 'auditor-national', odsCode: string | null = null): Actor => ({
  kind: 'person', personId, name: 'Invented', duty, odsCode: odsCode as OdsCode | null, localities: [], acr: 'AAL3_ANY', authenticatedAt: clock.now(), origin: '127.0.0.1',
});
let database: TestDatabase;
let transactions: Transactions;
let asking: AskPatientSearch;
let granting: GrantPatientSearch;
let declining: DeclinePatientSearch;
let searching: SearchAccessLog;

beforeAll(async () => {
  database = await testDatabase();
  transactions = new Transactions(await database.dataSourceAs('api'), clock);
  const changes = new Changes();
  [asking, granting, declining] = [new AskPatientSearch(transactions, changes, vault), new GrantPatientSearch(transactions, changes), new DeclinePatientSearch(transactions, changes)];
  searching = new SearchAccessLog(transactions, changes, vault, new PageCursors(keys.indexKey));
  await database.owner.query('SET session_replication_role = replica');
  for (const [id, name] of [[ODILE, 'Odile'], [PIERS, 'Piers'], [ROSA, 'Rosa']]) await database.owner.query('INSERT INTO person (id, name, recorded_at) VALUES ($1, $2, $3)', [id, name, clock.now()]);
  await database.owner.query('SET session_replication_role = origin');
});
afterAll(() => database.close());

const lately = (actor: Actor): Promise<readonly PatientSearchRow[]> => transactions.read(actor, (tx) => new PatientSearchesReader().lately(tx));
const search = (actor: Actor, patientToken: string) => searching.execute(actor, { filter: { patientToken }, reason }, (tx, recorded) => new AccessEvents().find(tx, recorded));
const tokenFor = (person: PersonId, nhsNumber: string): string => vault.tokenBehind(person, vault.indexOf(nhsNumber));
const ask = (nhsNumber: string): Promise<{ id: string }> => asking.execute(acting(ODILE), { nhsNumber, reason });
const records = async (where: string): Promise<Record<string, unknown>[]> => (await database.owner.query<Record<string, unknown>>(`SELECT * FROM change_record WHERE ${where} ORDER BY recorded_at, id`)).rows;

describe('a national search by patient', () => {
  it('runs once a second national auditor has granted it: for that person, that patient and eight hours, each step on record', async () => {
    const token = tokenFor(ODILE, '9990000018');
    await expect(search(acting(ODILE), token)).rejects.toMatchObject({ code: 'SECOND_PERSON_NEEDED' });
    const { id } = await ask('999 000 0018');
    await expect(search(acting(ODILE), token)).rejects.toMatchObject({ code: 'SECOND_PERSON_NEEDED' });
    expect((await lately(acting(PIERS)))[0]).toMatchObject({ id, askedByName: 'Odile', reason, isMine: false, standing: 'waiting', patientIndex: null });

    clock.advance(60_000);
    await granting.execute(acting(PIERS), { id });
    const [mine] = await lately(acting(ODILE));
    expect(mine).toMatchObject({ isMine: true, standing: 'granted', grantedByName: 'Piers', grantedUntil: new Date(clock.now().getTime() + 8 * HOUR) });
    expect((await search(acting(ODILE), vault.tokenBehind(ODILE, mine!.patientIndex!))).total).toBe(0);
    expect((await records(`type = 'access-log.searched'`)).at(-1)).toMatchObject({ reason, details: { byPatient: true, grantedAs: id } });
    expect((await records(`subject = '${id}'`)).map(({ type, person_id: person }) => [type, person])).toEqual([['access-log.patient-search-asked', ODILE], ['access-log.patient-search-granted', PIERS]]);

    // Nobody else, no other patient, and not for longer; the one who granted is given nothing.
    await expect(search(acting(ODILE), tokenFor(ODILE, '9990000026'))).rejects.toMatchObject({ code: 'SECOND_PERSON_NEEDED' });
    await expect(search(acting(PIERS), tokenFor(PIERS, '9990000018'))).rejects.toMatchObject({ code: 'SECOND_PERSON_NEEDED' });
    await expect(search(acting(PIERS), token)).rejects.toMatchObject({ code: 'PATIENT_TOKEN_UNKNOWN' });
    expect((await lately(acting(PIERS)))[0]).toMatchObject({ standing: 'granted', patientIndex: null });
    await expect(new NamePatient(transactions, new Changes(), vault).execute(acting(ODILE), { nhsNumber: '9990000018', reason })).rejects.toMatchObject({ code: 'SECOND_PERSON_NEEDED' });
    clock.advance(8 * HOUR);
    await expect(search(acting(ODILE), token)).rejects.toMatchObject({ code: 'SECOND_PERSON_NEEDED' });
    expect((await lately(acting(ODILE)))[0]).toMatchObject({ standing: 'over', patientIndex: null });
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['to whoever asked', async () => granting.execute(acting(ODILE), { id: (await ask('9990000026')).id }), 'SAME_PERSON'],
    ['twice', async () => { const { id } = await ask('9990000026'); await granting.execute(acting(PIERS), { id }); return granting.execute(acting(ROSA), { id }); }, 'PATIENT_SEARCH_SETTLED'],
    ['after three days', async () => { const { id } = await ask('9990000026'); clock.advance(72 * HOUR + 1); return granting.execute(acting(PIERS), { id }); }, 'PATIENT_SEARCH_SETTLED'],
    ['by a privacy officer, who serves one organisation', async () => granting.execute(acting(PIERS, 'privacy-officer', 'TSTP01'), { id: (await ask('9990000026')).id }), 'NOT_PERMITTED'],
    ['where nothing was asked', () => granting.execute(acting(PIERS), { id: '0190a000-0000-7000-8000-00000000abcd' }), 'NOT_FOUND'],
  ])('is not granted %s', async (_when, attempt, code) => expect(attempt()).rejects.toMatchObject({ code }));

  it('is declined by a second national auditor, once and with a reason that the one who asked reads; then nothing is searched, and it is asked anew', async () => {
    const token = tokenFor(ODILE, '9990000042');
    clock.advance(60_000);
    const { id } = await ask('9990000042');
    await declining.execute(acting(PIERS), { id, reason: 'The complaint was withdrawn.' });
    expect((await lately(acting(ODILE)))[0]).toMatchObject({ id, standing: 'declined', declinedByName: 'Piers', declinedReason: 'The complaint was withdrawn.', grantedUntil: null, patientIndex: null });
    expect(await records(`subject = '${id}' AND type = 'access-log.patient-search-declined'`)).toMatchObject([{ person_id: PIERS, reason: 'The complaint was withdrawn.' }]);
    await expect(search(acting(ODILE), token)).rejects.toMatchObject({ code: 'SECOND_PERSON_NEEDED' });
    for (const again of [() => granting.execute(acting(ROSA), { id }), () => declining.execute(acting(ROSA), { id, reason })]) await expect(again()).rejects.toMatchObject({ code: 'PATIENT_SEARCH_SETTLED' });

    await granting.execute(acting(ROSA), { id: (await ask('9990000042')).id });
    expect((await search(acting(ODILE), token)).total).toBe(0);
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['by whoever asked', async () => declining.execute(acting(ODILE), { id: (await ask('9990000026')).id, reason }), 'SAME_PERSON'],
    ['without a reason', async () => declining.execute(acting(PIERS), { id: (await ask('9990000026')).id, reason: ' ' }), 'REASON_NEEDED'],
    ['once it is granted', async () => { const { id } = await ask('9990000026'); await granting.execute(acting(PIERS), { id }); return declining.execute(acting(ROSA), { id, reason }); }, 'PATIENT_SEARCH_SETTLED'],
    ['after three days', async () => { const { id } = await ask('9990000026'); clock.advance(72 * HOUR + 1); return declining.execute(acting(PIERS), { id, reason }); }, 'PATIENT_SEARCH_SETTLED'],
    ['by an auditor of an organisation', async () => declining.execute(acting(PIERS, 'auditor-organisation', 'TSTP01'), { id: (await ask('9990000026')).id, reason }), 'NOT_PERMITTED'],
    ['where nothing was asked', () => declining.execute(acting(PIERS), { id: '0190a000-0000-7000-8000-00000000abcd', reason }), 'NOT_FOUND'],
  ])('is not declined %s', async (_when, attempt, code) => expect(attempt()).rejects.toMatchObject({ code }));

  it('is settled by one of two who say yes and no at once', async () => {
    const { id } = await ask('9990000034');
    const told = await Promise.allSettled([granting.execute(acting(PIERS), { id }), declining.execute(acting(ROSA), { id, reason })]);
    expect(told.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(told.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'PATIENT_SEARCH_SETTLED' } });
  });

  it('is granted by one of two who grant it at once', async () => {
    const { id } = await ask('9990000034');
    const told = await Promise.allSettled([PIERS, ROSA].map((person) => granting.execute(acting(person), { id })));
    expect(told.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(told.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'PATIENT_SEARCH_SETTLED' } });
  });

  it.each<[string, Actor, { nhsNumber: string; reason?: string }, string]>([
    ['without a purpose', acting(ODILE), { nhsNumber: '9990000018' }, 'REASON_NEEDED'], ['for what is no NHS number', acting(ODILE), { nhsNumber: '9990000019', reason }, 'NOT_AN_NHS_NUMBER'],
    ['by an auditor of an organisation', acting(ODILE, 'auditor-organisation', 'TSTP01'), { nhsNumber: '9990000018', reason }, 'NOT_PERMITTED'], ['by an administrator', acting(ODILE, 'system-administrator'), { nhsNumber: '9990000018', reason }, 'NOT_PERMITTED'],
  ])('is not asked %s', async (_how, actor, input, code) => expect(asking.execute(actor, input)).rejects.toMatchObject({ code }));

  it('leaves no trace of the number in what is recorded', async () => {
    const kept = JSON.stringify(await records('true'));
    for (const trace of ['9990000018', '999 000 0018', Buffer.from(vault.indexOf('9990000018')).toString('hex'), Buffer.from(vault.indexOf('9990000018')).toString('base64url')]) expect(kept).not.toContain(trace);
  });
});

describe('the fence around what was asked', () => {
  it.each([['auditor-organisation', 'TSTP01'], ['privacy-officer', 'TSTP01'], ['system-administrator', null], ['support', null], ['activation-officer', null]] as const)('shows nothing of it to %s', async (duty, odsCode) => {
    expect(await lately(acting(ROSA, duty, odsCode))).toEqual([]);
  });

  it('keeps the second person another, and a grant as it was granted, whoever writes', async () => {
    const { id } = await ask('9990000034');
    const api = await database.clientAs('api');
    const as = async (person: string, statement: string): Promise<unknown> => {
      await api.query('BEGIN');
      try {
        await api.query(`SELECT set_config('accord.duty', 'auditor-national', true), set_config('accord.person', $1, true)`, [person]);
        return (await api.query(statement)).rowCount;
      } catch (error) {
        return (error as { constraint?: string; code: string }).constraint ?? (error as { code: string }).code;
      } finally {
        await api.query('ROLLBACK');
      }
    };
    const grant = (person: string, at = 'asked_at') => `UPDATE patient_search SET granted_by = '${person}', granted_at = ${at}, granted_until = ${at} + interval '8 hours' WHERE id = '${id}'`;
    expect(await as(ODILE, grant(ODILE))).toBe('patient_search_four_eyes');
    expect(await as(PIERS, grant(ROSA))).toBe('42501');
    expect(await as(PIERS, grant(PIERS, "asked_at + interval '4 days'"))).toBe('patient_search_granted_in_days');
    expect(await as(PIERS, grant(PIERS).replace('8 hours', '9 hours'))).toBe('patient_search_granted_for_hours');
    expect(await as(PIERS, `UPDATE patient_search SET asked_by = '${ROSA}'`)).toBe('42501');
    const decline = (person: string, at = 'asked_at', why = 'No') => `UPDATE patient_search SET declined_by = '${person}', declined_at = ${at}, declined_reason = '${why}' WHERE id = '${id}'`;
    expect(await as(ODILE, decline(ODILE))).toBe('patient_search_declined_by_another');
    expect(await as(PIERS, decline(ROSA))).toBe('42501');
    expect(await as(PIERS, decline(PIERS, "asked_at + interval '4 days'"))).toBe('patient_search_declined_in_days');
    expect(await as(PIERS, decline(PIERS, 'asked_at', ' '))).toBe('patient_search_declined_with_reason');
    expect(await as(PIERS, decline(PIERS).replace("'No'", 'NULL'))).toBe('patient_search_declined_whole');
    expect(await as(PIERS, decline(PIERS).replace('SET', "SET granted_by = declined_by, granted_at = asked_at, granted_until = asked_at + interval '1 hour',").replace('granted_by = declined_by', `granted_by = '${PIERS}'`))).toBe('patient_search_settled_once');
    expect(await as(PIERS, decline(PIERS))).toBe(1);
    await granting.execute(acting(PIERS), { id });
    expect([await as(ROSA, grant(ROSA)), await as(ROSA, decline(ROSA))]).toEqual([0, 0]);
    const { id: declined } = await ask('9990000034');
    await declining.execute(acting(PIERS), { id: declined, reason });
    expect(await as(ROSA, grant(ROSA).replace(id, declined))).toBe(0);
  });
});
