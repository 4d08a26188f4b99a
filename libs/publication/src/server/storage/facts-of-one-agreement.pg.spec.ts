import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Transactions } from '@accord/kernel/server';
import { FixedClock, testDatabase, type TestDatabase } from '@accord/kernel/testing';
import { arrangeSharing } from '../../testing/index.js';
import { PUBLISHER } from '../jobs/publishing-loop.js';
import { FactsStore } from './facts-store.js';

const [FIRST, SECOND] = ['DCR-TSTL00000-0001', 'DCR-TSTL00000-0002'];
const [ONE, OTHER] = ['TSTP00000', 'TSTP00001'];

describe('what is read where announcements name the agreement that they alter', () => {
  let database: TestDatabase;
  let transactions: Transactions;
  const arrange = async (...statements: string[]): Promise<void> => {
    await database.owner.query(['BEGIN', 'SET LOCAL session_replication_role = replica', ...statements, 'COMMIT'].join(';'));
  };
  const announced = (reference: string | null) => `
    INSERT INTO outbox (id, recorded_at, type, subject, locality_ids, payload)
    SELECT gen_random_uuid(), '2026-06-15', 'participation.withdrawn', 'x', ARRAY[l.id], ${reference === null ? `'{}'` : `jsonb_build_object('onlyAgreement', (SELECT id FROM sharing_agreement WHERE reference = '${reference}'))`} FROM locality l`;
  const read = async (everything = false, whole: readonly string[] = []): Promise<unknown> => {
    const { facts } = await transactions.read(PUBLISHER, (tx) => new FactsStore().read(tx, everything, whole));
    return [facts.localities.map(({ agreements }) => agreements), facts.providers.map(({ agreement, provider }) => `${agreement} ${provider}`)];
  };

  beforeAll(async () => {
    database = await testDatabase();
    transactions = new Transactions(await database.dataSourceAs('publisher'), new FixedClock('2026-06-15T12:00:00Z'));
    await arrangeSharing(database.owner, { localities: 1, providers: 2, consumers: 1 });
    await arrange(
      `INSERT INTO sharing_agreement (id, reference, service_code, locality_id, state, drafted_by, drafted_at) SELECT gen_random_uuid(), '${SECOND}', service_code, locality_id, state, drafted_by, drafted_at FROM sharing_agreement`,
      `UPDATE participation SET agreement_id = (SELECT id FROM sharing_agreement WHERE reference = '${SECOND}') WHERE provider_ods_code = '${OTHER}'`,
    );
  });
  afterAll(() => database.close());
  beforeEach(() => arrange('DELETE FROM outbox'));

  const all = [[null], [`${FIRST} ${ONE}`, `${SECOND} ${OTHER}`]];
  it.each<[string, readonly (string | null)[], unknown]>([
    ['nothing where nothing is announced', [], [[], []]],
    ['the rows of that agreement alone', [FIRST!], [[[FIRST]], [`${FIRST} ${ONE}`]]],
    ['those of the other, named twice', [SECOND!, SECOND!], [[[SECOND]], [`${SECOND} ${OTHER}`]]],
    ['all where one of several names none', [FIRST!, null], all],
    ['all where none is named', [null], all],
  ])('%s', async (_what, announcements, expected) => {
    await arrange(...announcements.map(announced));
    expect(await read()).toEqual(expected);
  });

  it('all where somebody asks for all, of this locality or of everything', async () => {
    await arrange(announced(FIRST!));
    expect([await read(false, ['TSTL00000']), await read(true)]).toEqual([all, all]);
  });
});
