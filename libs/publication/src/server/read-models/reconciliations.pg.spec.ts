import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor, type Actor, type Duty, type PersonId } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { attemptAsEvery, FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { ReconciliationStore } from '../storage/reconciliation-store.js';
import { lastReconciliation } from './reconciliations.js';

const clock = new FixedClock('2026-03-02T09:00:00Z');
const ann = (duty: Duty): Actor => ({ kind: 'person', personId: '0190a000-0000-7000-8000-0000000000f1' as PersonId, name: 'Ann', duty, odsCode: null, localities: [], acr: null, authenticatedAt: null, origin: 'spec' });

describe('what the reconciler found', () => {
  let database: TestDatabase;
  let transactions: Transactions;
  const told = (actor: Actor) => transactions.read(actor, lastReconciliation);

  beforeAll(async () => {
    database = await testDatabase();
    transactions = new Transactions(await database.dataSourceAs('api'), clock);
    await new Transactions(await database.dataSourceAs('worker'), clock).run(systemActor('worker'), { act: 'publication.reconcile' }, (tx) => new ReconciliationStore().add(tx, {
      lookedAt: clock.now(), publication: 3, stopList: 2, pairs: 7, findings: [{ kind: 'pair-unlawful', count: 2, examples: ['DCR TSTP01 TSTV01'] }, { kind: 'certificate-withheld', count: 1, examples: ['a'.repeat(64)] }],
    }));
  });
  afterAll(() => database.close());

  it.each<Duty>(['auditor-national', 'support'])('is told with its organisations to %s, who reads the nation\'s sharing', async (duty) => {
    expect(await told(ann(duty))).toMatchObject({ publication: 3, pairs: 7, findings: [{ kind: 'pair-unlawful', count: 2, examples: ['DCR TSTP01 TSTV01'] }, { kind: 'certificate-withheld', count: 1, examples: ['a'.repeat(64)] }] });
  });

  it('is told in numbers alone to system administrators, in any way they might ask', async () => {
    expect(await told(ann('system-administrator'))).toMatchObject({ publication: 3, findings: [{ kind: 'pair-unlawful', count: 2, examples: [] }, { kind: 'certificate-withheld', count: 1, examples: [] }] });
    expect(await attemptAsEvery(database, ann('system-administrator'), clock.now(), [{ text: 'SELECT FROM reconciliation_example' }], false)).toMatchObject({ api: 'nothing', publisher: 'forbidden', feed: 'forbidden', audit_reader: 'forbidden' });
    expect(JSON.stringify((await database.owner.query('SELECT * FROM reconciliation')).rows)).not.toContain('TSTP01');
  });

  it.each<Duty>(['activation-officer', 'approver', 'signatory', 'viewer-governance-lead', 'privacy-officer'])('is not told to %s', async (duty) => expect(await told(ann(duty))).toBeNull());

  it('is written by the worker alone, altered by nobody, and let go of with the look it belongs to', async () => {
    const add = { text: `INSERT INTO reconciliation_example SELECT id, 'feed-refused', '{x}' FROM reconciliation` };
    expect(await attemptAsEvery(database, ann('system-administrator'), clock.now(), [add])).toMatchObject({ api: 'forbidden', worker: 'done', publisher: 'forbidden', feed: 'forbidden', audit_reader: 'forbidden' });
    expect(await attemptAsEvery(database, ann('auditor-national'), clock.now(), [{ text: `UPDATE reconciliation_example SET examples = '{}'` }])).toMatchObject({ api: 'forbidden', worker: 'forbidden', owner: 'append_only' });
    expect(await attemptAsEvery(database, ann('auditor-national'), clock.now(), [{ text: 'DELETE FROM reconciliation_example' }])).toMatchObject({ api: 'forbidden', worker: 'forbidden', publisher: 'forbidden', feed: 'forbidden' });
    await database.owner.query('INSERT INTO reconciliation_example SELECT id, $1, $2 FROM reconciliation ON CONFLICT DO NOTHING', ['feed-refused', []]);
    await new Transactions(await database.dataSourceAs('worker'), clock).run(systemActor('worker'), { act: 'publication.reconcile' }, (tx) => new ReconciliationStore().add(tx, { lookedAt: new Date('2026-05-02T09:00:00Z'), publication: null, stopList: null, pairs: 0, findings: [] }));
    expect((await database.owner.query('SELECT FROM reconciliation_example')).rowCount).toBe(0);
  });
});
