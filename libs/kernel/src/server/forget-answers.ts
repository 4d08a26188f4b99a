import { systemActor } from '../contract/index.js';
import { sql, timeOf } from './open-transaction.js';
import type { Transactions } from './transactions.js';

/** An answer is given again to the same request for this long; nobody retries a month later. */
const ANSWERS_KEPT_MS = 30 * 86_400_000;

const worker = systemActor('worker');

/** Gives up the answers that `Transactions.run` kept for retries which no longer come. */
export class ForgetAnswers {
  constructor(private readonly transactions: Transactions) {}

  /** Gives how many it forgot. */
  execute(): Promise<number> {
    return this.transactions.run(worker, { act: 'housekeeping.forget-answers' }, async (tx) => {
      const before = new Date(timeOf(tx).getTime() - ANSWERS_KEPT_MS);
      return (await sql(tx, 'DELETE FROM idempotency WHERE recorded_at < $1 RETURNING key', [before])).length;
    });
  }
}
