import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InvalidInput, systemActor, type PersonId } from '../contract/index.js';
import { FixedClock, testDatabase, type TestDatabase } from '../testing/index.js';
import { Changes } from './change-records.js';
import { Transactions } from './transactions.js';

const ID = '0190a000-0000-7000-8000-999000001800';
let database: TestDatabase;
let transactions: Transactions;
const changes = new Changes();
const kept = async (type: string): Promise<unknown> => (await database.owner.query('SELECT subject, reason, details FROM change_record WHERE type = $1', [type])).rows[0];

beforeAll(async () => {
  database = await testDatabase();
  transactions = new Transactions(await database.dataSourceAs('api'), new FixedClock());
});
afterAll(() => database.close());

describe('a change record keeps no patient\'s number', () => {
  it('in its reason, nor in any text of its details, however deep; ids and digests stay whole', async () => {
    await transactions.run(systemActor('spec'), { act: 'spec' }, (tx) => changes.record(tx, {
      type: 'spec.done', subject: ID, reason: 'patient 999 000 0018 complained, as did 9990000026',
      details: { name: 'About NHS9990000034', list: [{ title: '999-000-0107' }], digest: 'ab9990000018cd', id: ID, count: 7, at: new Date('2026-03-02T09:00:00Z'), none: null },
    }));
    expect(await kept('spec.done')).toEqual({
      subject: ID, reason: 'patient … complained, as did …',
      details: { name: 'About NHS…', list: [{ title: '…' }], digest: 'ab9990000018cd', id: ID, count: 7, at: '2026-03-02T09:00:00.000Z', none: null },
    });
  });

  it('in what a refused attempt named, not even where it is cut', async () => {
    await transactions.run(systemActor('spec'), { act: 'spec.try', subject: `${'x'.repeat(192)} 9990000018` }, () => Promise.reject(new InvalidInput('x', 'y'))).catch(() => undefined);
    expect(await kept('spec.try')).toMatchObject({ subject: `${'x'.repeat(192)} …` });
  });

  it('and takes nothing out of a fingerprint that a refused attempt named', async () => {
    const fingerprint = `ab9990000018cd${'e'.repeat(50)}`;
    await transactions.run(systemActor('spec'), { act: 'spec.present', subject: fingerprint }, () => Promise.reject(new InvalidInput('x', 'y'))).catch(() => undefined);
    expect(await kept('spec.present')).toMatchObject({ subject: fingerprint });
  });

  it('and having no reason is not having an empty one', async () => {
    await transactions.run(systemActor('spec'), { act: 'spec' }, (tx) => changes.record(tx, { type: 'spec.plain', subject: 's' }));
    expect(await kept('spec.plain')).toEqual({ subject: 's', reason: null, details: {} });
  });
});

describe('a change record of what Accord did for somebody', () => {
  it('names them, and no duty of theirs', async () => {
    const personId = ID as PersonId;
    await transactions.run(systemActor('spec'), { act: 'spec' }, (tx) => changes.record(tx, { type: 'spec.for', subject: 's', by: { personId, name: 'Ann Signer' } }));
    const { rows } = await database.owner.query(`SELECT person_id, actor_kind, actor_name, duty FROM change_record WHERE type = 'spec.for'`);
    expect(rows).toEqual([{ person_id: personId, actor_kind: 'person', actor_name: 'Ann Signer', duty: null }]);
  });
});
