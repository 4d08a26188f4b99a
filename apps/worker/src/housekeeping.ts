import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Refusal, systemActor } from '@accord/kernel';
import { SettleLapsedProposals } from '@accord/agreements/server';
import { causeOf, sql, timeOf, Transactions } from '@accord/kernel/server';
import { UnrecoverableError, type Job } from 'bullmq';

export const HOUSEKEEPING = 'housekeeping';
export const FORGET_ANSWERS = 'forget-answers';
export const SETTLE_LAPSED = 'settle-lapsed-proposals';

/** An answer is given again to the same request for this long; nobody retries a month later. */
const ANSWERS_KEPT_MS = 30 * 86_400_000;

const worker = systemActor('worker');

/** Timed work. Each job may run twice and it does not matter. */
@Processor(HOUSEKEEPING, { concurrency: 1, maxStalledCount: 5 })
export class Housekeeping extends WorkerHost {
  constructor(private readonly transactions: Transactions, private readonly proposals: SettleLapsedProposals) { super(); }

  /** One line: the error of a lost connection carries its client, and that its secrets. */
  @OnWorkerEvent('error')
  lostTouch(error: Error): void {
    process.stderr.write(`the queue is out of reach: ${causeOf(error)}\n`);
  }

  async process(job: Job): Promise<number> {
    try {
      if (job.name === FORGET_ANSWERS) return await this.forgetAnswers();
      if (job.name === SETTLE_LAPSED) return await this.proposals.execute();
    } catch (error) {
      // A refusal does not improve by retrying; anything else might.
      if (error instanceof Refusal) throw new UnrecoverableError(error.code);
      throw error;
    }
    throw new UnrecoverableError(`There is no job ${job.name}.`);
  }

  private forgetAnswers(): Promise<number> {
    return this.transactions.run(worker, { act: 'housekeeping.forget-answers' }, async (tx) => {
      const before = new Date(timeOf(tx).getTime() - ANSWERS_KEPT_MS);
      return (await sql(tx, 'DELETE FROM idempotency WHERE recorded_at < $1 RETURNING key', [before])).length;
    });
  }
}
