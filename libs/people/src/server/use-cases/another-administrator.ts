import { systemActor, type PersonId, type Tx } from '@accord/kernel';
import { LOCK_KEYS, sql, timeOf, type Transactions } from '@accord/kernel/server';
import { LastAdministrator } from '../domain/refusals.js';
import { administratorsAt } from '../storage/acting.js';

/** Refuses to take away the last administrator. Who acts need not see the others, so Accord itself looks; two who act at once wait for each other. */
export async function demandAnotherAdministrator(tx: Tx, transactions: Transactions, than: PersonId): Promise<void> {
  await sql(tx, 'SELECT pg_advisory_xact_lock($1)', [LOCK_KEYS.administrators]);
  const { isOne, others } = await transactions.read(systemActor('people'), (looking) => administratorsAt(looking, than, timeOf(looking)));
  if (isOne && others === 0) throw new LastAdministrator();
}
