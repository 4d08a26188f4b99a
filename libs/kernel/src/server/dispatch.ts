import { systemActor, type Tx } from '../contract/index.js';
import { sql, timeOf } from './open-transaction.js';
import type { Transactions } from './transactions.js';

export interface Announced {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What shall happen elsewhere when something was announced. May be told twice; `id` is the same then. */
export type Listener = (announced: Announced) => Promise<void>;

const BATCH = 500;
const worker = systemActor('worker');

const TAKE = `
  SELECT id, type, subject, payload FROM outbox WHERE dispatched_at IS NULL
  ORDER BY recorded_at LIMIT ${BATCH} FOR NO KEY UPDATE SKIP LOCKED`;

/**
 * Tells listeners what the outbox holds, by type of announcement. A row is marked in the transaction in which it was told: a crash in
 * between tells it again. Several workers share the rows.
 */
export class Dispatch {
  constructor(private readonly transactions: Transactions, private readonly listeners: ReadonlyMap<string, readonly Listener[]>) {}

  /** Tells one batch; gives how many rows it held. */
  async turn(): Promise<number> {
    return this.transactions.run(worker, { act: 'outbox.dispatch' }, async (tx) => {
      const rows = await sql<Announced>(tx, TAKE);
      for (const row of rows) for (const listener of this.listeners.get(row.type) ?? []) await listener(row);
      if (rows.length > 0) await this.mark(tx, rows);
      return rows.length;
    });
  }

  private async mark(tx: Tx, rows: readonly Announced[]): Promise<void> {
    await sql(tx, 'UPDATE outbox SET dispatched_at = $2 WHERE id = ANY ($1::uuid[])', [rows.map((row) => row.id), timeOf(tx)]);
  }

  isFull(rows: number): boolean {
    return rows === BATCH;
  }
}
