import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { InvalidInput, type Actor, type Duty, type LocalityId, type OdsCode, type PersonId } from '../contract/index.js';
import { FixedClock, testDatabase, type TestDatabase } from '../testing/index.js';
import './change-record-abilities.js';
import { ChangeRecordSearch } from './change-record-search.js';
import { concerns } from './open-transaction.js';
import { PageCursors } from './page-cursors.js';
import { ChangeRecords } from './read-models/change-records.js';
import { Transactions, type Command } from './transactions.js';

const NORTH = '0190a000-0000-7000-8000-00000000c001' as LocalityId;
const SOUTH = '0190a000-0000-7000-8000-00000000c002' as LocalityId;
const AGREEMENT = '0190a000-0000-7000-8000-00000000d001';
const OTHER = '0190a000-0000-7000-8000-00000000d002';
const person = (last: string): PersonId => `0190a000-0000-7000-8000-0000000000${last}` as PersonId;
const acting = (duty: Duty, who: string, odsCode: string | null = null, localities: LocalityId[] = []): Actor => ({
  kind: 'person', personId: person(who), name: 'Invented', duty, odsCode: odsCode as OdsCode | null, localities, acr: null, authenticatedAt: null, origin: '127.0.0.1',
});
const signatory = acting('signatory', '01', 'TSTP01');
let database: TestDatabase;
let transactions: Transactions;
const search = new ChangeRecordSearch(new ChangeRecords(), new PageCursors(Buffer.alloc(32, 1)));
const seenBy = async (actor: Actor, agreementId?: string): Promise<number> => (await transactions.read(actor, (tx) => search.page(tx, agreementId === undefined ? {} : { agreementId }, 100))).records.length;
const refuse = (command: Partial<Command>, ...said: Parameters<typeof concerns>[1][]): Promise<unknown> => transactions.run(signatory, { act: 'participation.sign', ...command }, (tx) => {
  for (const each of said) concerns(tx, each);
  return Promise.reject(new InvalidInput('x', 'y'));
}).catch((error: unknown) => error);
const kept = async (): Promise<unknown[]> => (await database.owner.query('SELECT agreement_id, locality_id, ods_code, acting_ods_code FROM change_record ORDER BY transaction_id')).rows;

beforeAll(async () => {
  database = await testDatabase();
  transactions = new Transactions(await database.dataSourceAs('api'), new FixedClock());
});
beforeEach(() => database.owner.query('SET session_replication_role = replica; DELETE FROM change_record; SET session_replication_role = origin'));
afterAll(() => database.close());

describe('a refused attempt', () => {
  it('is seen by the officers and approvers of the locality it was about, and found by its agreement', async () => {
    await refuse({}, { agreementId: AGREEMENT, localityId: NORTH, odsCode: 'TSTP02' });
    expect(await kept()).toEqual([{ agreement_id: AGREEMENT, locality_id: NORTH, ods_code: 'TSTP02', acting_ods_code: 'TSTP01' }]);
    for (const duty of ['activation-officer', 'approver'] as const) {
      expect([duty, await seenBy(acting(duty, '02', null, [NORTH])), await seenBy(acting(duty, '03', null, [SOUTH]))]).toEqual([duty, 1, 0]);
    }
    expect([await seenBy(acting('auditor-national', '04'), AGREEMENT), await seenBy(acting('auditor-national', '04'), OTHER)]).toEqual([1, 0]);
  });

  it('is about what was said last, and where nothing was said about what the command named', async () => {
    await refuse({ agreementId: OTHER, localityId: SOUTH }, { agreementId: OTHER }, { agreementId: AGREEMENT });
    await refuse({ agreementId: OTHER, localityId: SOUTH, odsCode: 'TSTV01' });
    await refuse({});
    expect(await kept()).toEqual([
      { agreement_id: AGREEMENT, locality_id: null, ods_code: 'TSTP01', acting_ods_code: 'TSTP01' }, { agreement_id: OTHER, locality_id: SOUTH, ods_code: 'TSTV01', acting_ods_code: 'TSTP01' },
      { agreement_id: null, locality_id: null, ods_code: 'TSTP01', acting_ods_code: 'TSTP01' },
    ]);
  });

  it('is recorded even when what the command named is nonsense', async () => {
    expect(await refuse({ agreementId: 'not-an-id', localityId: `${NORTH}'`, odsCode: 'patient 9990000018' })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await kept()).toEqual([{ agreement_id: null, locality_id: null, ods_code: 'TSTP01', acting_ods_code: 'TSTP01' }]);
  });

  it('leaves nothing of what it was about to the next one', async () => {
    await refuse({}, { agreementId: AGREEMENT, localityId: NORTH });
    await refuse({});
    expect(await kept()).toMatchObject([{ agreement_id: AGREEMENT }, { agreement_id: null, locality_id: null }]);
  });
});
