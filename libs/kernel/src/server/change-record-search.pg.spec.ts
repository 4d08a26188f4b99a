import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InvalidInput, type Actor, type Duty, type LocalityId, type OdsCode, type PersonId } from '../contract/index.js';
import { FixedClock, testDatabase, type TestDatabase } from '../testing/index.js';
import './change-record-abilities.js';
import { ChangeRecordSearch, type ChangeRecordPage, type ChangeRecordsAsked } from './change-record-search.js';
import { Changes } from './change-records.js';
import { PageCursors } from './page-cursors.js';
import { ChangeRecords } from './read-models/change-records.js';
import { Transactions } from './transactions.js';

const NORTH = '0190a000-0000-7000-8000-00000000c001' as LocalityId;
const SOUTH = '0190a000-0000-7000-8000-00000000c002' as LocalityId;
const AGREEMENT = '0190a000-0000-7000-8000-00000000d001';
const FOREIGN = '0190a000-0000-7000-8000-00000000d002';
const clock = new FixedClock();
const person = (last: string): PersonId => `0190a000-0000-7000-8000-0000000000${last}` as PersonId;
function acting(duty: Duty, odsCode: string | null = null, localities: LocalityId[] = [], who = person('01')): Actor {
  return { kind: 'person', personId: who, name: 'Invented', duty, odsCode: odsCode as OdsCode | null, localities, acr: null, authenticatedAt: null, origin: '127.0.0.1' };
}

let database: TestDatabase;
let transactions: Transactions;
const search = new ChangeRecordSearch(new ChangeRecords(), new PageCursors(Buffer.alloc(32, 1)));
const ask = (actor: Actor, asked: ChangeRecordsAsked = {}, first?: number, after?: string | null): Promise<ChangeRecordPage> => transactions.read(actor, (tx) => search.page(tx, asked, first, after));
const subjects = async (actor: Actor, asked: ChangeRecordsAsked = {}): Promise<string[]> => (await ask(actor, asked, 100)).records.map(({ subject }) => subject).sort();

beforeAll(async () => {
  database = await testDatabase();
  transactions = new Transactions(await database.dataSourceAs('api'), clock);
  const officer = acting('activation-officer', null, [NORTH, SOUTH], person('f1'));
  await database.owner.query(`SET session_replication_role = replica; INSERT INTO agreement_party VALUES ('${AGREEMENT}', 'TSTP01', 'provider', '${NORTH}'); SET session_replication_role = origin`);
  await transactions.run(officer, { act: 'seed' }, (tx) => new Changes().record(tx,
    { type: 'participation.verified', subject: 'own', odsCode: 'TSTP01', agreementId: AGREEMENT, localityId: NORTH },
    { type: 'participation.verified', subject: 'partys', odsCode: 'TSTP02', agreementId: AGREEMENT, localityId: NORTH },
    { type: 'participation.withdrawn', subject: 'foreign', odsCode: 'TSTP09', agreementId: FOREIGN, localityId: SOUTH },
    { type: 'participation_x.verified', subject: 'look-alike' },
    { type: 'duty.granted', subject: 'duty', odsCode: 'TSTP09' },
    { type: 'gateway.registered', subject: 'gateway' }));
  clock.advance(60_000);
  await transactions.run(officer, { act: 'participation.verify', subject: 'refused' }, () => Promise.reject(new InvalidInput('x', 'y'))).catch(() => undefined);
});
afterAll(async () => database.close());

describe('The change records', () => {
  const all = ['duty', 'foreign', 'gateway', 'look-alike', 'own', 'partys', 'refused'];
  it.each<[string, Actor, string[]]>([
    ['a national auditor', acting('auditor-national'), all],
    ['a signatory of a party', acting('signatory', 'TSTP01'), ['own', 'partys']],
    ['a governance lead of a party', acting('practice-governance-lead', 'TSTP01'), ['own', 'partys']],
    ["an organisation's auditor", acting('auditor-organisation', 'TSTP01'), ['own']],
    ['a privacy officer', acting('privacy-officer', 'TSTP02'), ['partys']],
    ['an officer of one locality', acting('activation-officer', null, [NORTH]), ['own', 'partys']],
    ['an approver of the other', acting('approver', null, [SOUTH]), ['foreign']],
    ['an approver of none', acting('approver'), []],
    ['an administrator', acting('system-administrator'), ['duty', 'gateway']],
    ['who did it', acting('approver', null, [], person('f1')), all],
  ])('show %s what the matrix says and nothing else', async (_who, actor, seen) => expect(await subjects(actor)).toEqual(seen));

  it.each<[string, Actor]>([
    ['support', acting('support')], ['a machine', { ...acting('auditor-national'), kind: 'machine', duty: 'gateway' }], ['nobody in particular', { ...acting('auditor-national'), duty: null }],
  ])('are not for %s', async (_who, actor) => expect(ask(actor)).rejects.toMatchObject({ code: 'NOT_PERMITTED' }));

  it.each<[ChangeRecordsAsked, string[]]>([
    [{ type: 'participation.verified' }, ['own', 'partys']], [{ type: 'participation' }, ['foreign', 'own', 'partys', 'refused']], [{ type: 'duty,participation.withdrawn' }, ['duty', 'foreign']],
    [{ without: 'participation.verified, duty, gateway' }, ['foreign', 'look-alike', 'refused']], [{ subject: 'gateway' }, ['gateway']], [{ outcome: 'refused' }, ['refused']],
    [{ personId: person('f1') }, all], [{ personId: person('f2') }, []], [{ agreementId: AGREEMENT }, ['own', 'partys']], [{ odsCode: 'tstp01' }, ['own']], [{ agreementId: AGREEMENT, subject: 'own', outcome: 'done' }, ['own']],
    [{ from: '2026-03-02T09:01:00Z' }, ['refused']], [{ until: '2026-03-02T09:01:00Z', type: 'duty' }, ['duty']], [{ from: '2026-03-02', until: '2026-03-02' }, all], [{ from: '2026-03-03' }, []],
  ])('are found by %j', async (asked, seen) => expect(await subjects(acting('auditor-national'), asked)).toEqual(seen));

  it('say which refusal an attempt met, and by whom', async () => {
    const { records } = await ask(acting('auditor-national'), { outcome: 'refused' });
    expect(records).toEqual([expect.objectContaining({ type: 'participation.verify', refusalCode: 'INVALID_INPUT', personId: person('f1'), duty: 'activation-officer', actorKind: 'person', origin: '127.0.0.1' })]);
  });

  it('come page by page, each once, in falling order', async () => {
    const auditor = acting('auditor-national');
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: ChangeRecordPage = await ask(auditor, {}, 2, after);
      expect(page).toMatchObject({ total: all.length, totalIsExact: true });
      seen.push(...page.records.map(({ id }) => id));
      after = page.hasMore ? page.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual([...seen].sort().reverse());
    expect(seen).toHaveLength(all.length);
    expect(new Set(seen).size).toBe(all.length);
  });

  it.each<[ChangeRecordsAsked, number | undefined, string | undefined]>([
    [{}, 0, undefined], [{}, 101, undefined], [{}, 1.5, undefined], [{}, undefined, 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'], [{ personId: 'x' }, undefined, undefined], [{ agreementId: "' OR true" }, undefined, undefined],
    [{ outcome: 'maybe' }, undefined, undefined], [{ type: 'participation.%' }, undefined, undefined], [{ without: 'duty,' }, undefined, undefined], [{ subject: 'a\u0000' }, undefined, undefined], [{ from: '2026-02-30' }, undefined, undefined],
  ])('refuse %j, %s, %s', async (asked, first, after) => expect(ask(acting('auditor-national'), asked, first, after)).rejects.toMatchObject({ code: 'INVALID_INPUT' }));

  it.each([['a\u0000b\ud800c', 'abc'], ['patient 999 000 0018', 'patient …'], ['x'.repeat(5_000), 'x'.repeat(200)], [AGREEMENT, AGREEMENT]])('keep of what a refused attempt named only what is safe to keep: %j', async (named, keptAs) => {
    const somebody = acting('auditor-national', null, [], person('e1'));
    clock.advance(1_000);
    await transactions.run(somebody, { act: 'duty.end', subject: named }, () => Promise.reject(new InvalidInput('x', 'y'))).catch(() => undefined);
    const [newest] = (await ask(somebody, { personId: person('e1') }, 1)).records;
    expect(newest?.subject).toBe(keptAs);
  });
});
