import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { directoryAnswers } from '@accord/directory/testing';
import type { OdsCode } from '@accord/kernel';
import { Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { arrangeSharing } from '../../testing/index.js';
import { PUBLISHER } from '../jobs/publishing-loop.js';
import { FactsStore } from './facts-store.js';

const PROVIDER = 'TSTP00000';
const END = '2036-01-01T00:00:00.000Z';

describe('how long a provider is published for', () => {
  const clock = new FixedClock('2026-06-15T12:00:00Z');
  let database: TestDatabase;
  let transactions: Transactions;
  const arrange = async (...statements: string[]): Promise<void> => {
    await database.owner.query(['BEGIN', 'SET LOCAL session_replication_role = replica', ...statements, 'COMMIT'].join(';'));
  };
  const fact = (value: string, during: string, more: { recorded?: string; ended?: string; unconfirmed?: boolean } = {}) => `
    INSERT INTO gate_fact (id, ods_code, kind, value, source, valid_during, recorded_by, recorded_at, confirmed_by, confirmed_at, ended_by, ended_at)
    SELECT gen_random_uuid(), '${PROVIDER}', 'hosting', '${value}', 'Letter', '${during}', md5('a')::uuid, '${more.recorded ?? '2026-01-01'}',
      ${more.unconfirmed ? 'NULL, NULL' : `md5('b')::uuid, '2026-01-02'`}, ${more.ended ? `md5('a')::uuid, '${more.ended}'` : 'NULL, NULL'}`;
  const until = async (): Promise<string | null> => {
    const { facts } = await transactions.run(PUBLISHER, { act: 'spec.read' }, (tx) => new FactsStore().read(tx, true) as never) as Awaited<ReturnType<FactsStore['read']>>;
    return facts.providers.find((row) => row.provider === PROVIDER)?.until ?? null;
  };

  beforeAll(async () => {
    database = await testDatabase();
    transactions = new Transactions(await database.dataSourceAs('publisher'), clock);
    await arrangeSharing(database.owner, { localities: 1, providers: 1, consumers: 1 });
  });
  afterAll(() => database.close());
  beforeEach(() => arrange('DELETE FROM gate_fact', `UPDATE organisation SET status = 'A', closed_on = NULL, opened_on = NULL, edition_on = NULL`));

  it.each<[string, string[], string | null]>([
    ['to the end where hosting has no end', [fact('streaming', '[2026-01-01,)')], END],
    ['not at all without a fact', [], null],
    ['not at all on a fact that nobody has confirmed', [fact('streaming', '[2026-01-01,)', { unconfirmed: true })], null],
    ['to the end of one fact', [fact('streaming', '[2026-01-01,2026-09-01)')], '2026-09-01T00:00:00.000Z'],
    ['through facts that touch', [fact('streaming', '[2026-01-01,2026-07-01)'), fact('hosted-centrally', '[2026-07-01,2026-10-01)')], '2026-10-01T00:00:00.000Z'],
    ['to the gap, although a later fact follows it', [fact('streaming', '[2026-01-01,2026-07-01)'), fact('streaming', '[2026-08-01,)')], '2026-07-01T00:00:00.000Z'],
    ['to the end of the last run where now lies in a gap', [fact('streaming', '[2026-01-01,2026-03-01)'), fact('streaming', '[2026-08-01,)')], '2026-03-01T00:00:00.000Z'],
    ['not at all where the only run is still to come', [fact('streaming', '[2026-08-01,)')], null],
    ['to the instant at which somebody ended the fact', [fact('streaming', '[2026-01-01,)', { ended: '2026-06-01' })], '2026-06-01T00:00:00.000Z'],
    ['to where a later word says otherwise', [fact('streaming', '[2026-01-01,)'), fact('local', '[2026-06-01,)', { recorded: '2026-06-10' })], '2026-06-01T00:00:00.000Z'],
    ['to where a later word says otherwise of days to come', [fact('streaming', '[2026-01-01,)'), fact('local', '[2026-08-01,)', { recorded: '2026-06-10' })], '2026-08-01T00:00:00.000Z'],
    ['on, where the other word was the earlier one', [fact('streaming', '[2026-01-01,)', { recorded: '2026-06-10' }), fact('local', '[2026-02-01,)')], END],
    ['on, where nobody has confirmed the other word', [fact('streaming', '[2026-01-01,)'), fact('local', '[2026-06-01,)', { recorded: '2026-06-10', unconfirmed: true })], END],
    ['on, where the other word was ended', [fact('streaming', '[2026-01-01,)'), fact('local', '[2026-06-01,)', { recorded: '2026-06-10', ended: '2026-06-12' })], END],
  ])('%s', async (_what, facts, end) => {
    await arrange(...facts);
    expect(await until()).toBe(end);
  });

  it.each<[string, string, string | null, readonly [at: string, open: boolean][]]>([
    ['through its closing day, in London', `closed_on = '2026-06-20'`, '2026-06-20T23:00:00.000Z', [['2026-06-20T22:59:59Z', true], ['2026-06-20T23:00:00Z', false]]],
    ['through its closing day also once it is marked closed', `status = 'C', closed_on = '2026-06-20'`, '2026-06-20T23:00:00.000Z', [['2026-06-20T22:59:59Z', true], ['2026-06-20T23:00:00Z', false]]],
    ['to the edition that calls it closed without a day', `status = 'C', edition_on = '2026-05-01'`, '2026-04-30T23:00:00.000Z', [['2026-04-30T22:59:59Z', true], ['2026-04-30T23:00:00Z', false]]],
    ['to the edition that calls it dormant', `status = 'D', edition_on = '2026-05-01'`, '2026-04-30T23:00:00.000Z', [['2026-06-15T12:00:00Z', false]]],
    ['to the day that was recorded where no edition is known', `status = 'D', recorded_at = '2026-05-31T23:30:00Z'`, '2026-05-31T23:00:00.000Z', [['2026-06-15T12:00:00Z', false]]],
    ['not at all while it is proposed', `status = 'P'`, null, [['2026-06-15T12:00:00Z', false]]],
    ['and is open from its opening day alone', `opened_on = '2026-06-20'`, END, [['2026-06-19T22:59:59Z', false], ['2026-06-19T23:00:00Z', true]]],
  ])('%s', async (_what, change, end, asked) => {
    await arrange(fact('streaming', '[2026-01-01,)'), `UPDATE organisation SET ${change} WHERE ods_code = '${PROVIDER}'`);
    expect(await until()).toBe(end);
    for (const [at, open] of asked) {
      const found = await transactions.read(PUBLISHER, (tx) => directoryAnswers().organisations.openAt(tx, [PROVIDER as OdsCode], new Date(at)));
      expect([at, found.has(PROVIDER as OdsCode)]).toEqual([at, open]);
    }
  });
});
