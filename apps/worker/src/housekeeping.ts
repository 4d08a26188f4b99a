import { Processor } from '@nestjs/bullmq';
import { Refusal } from '@accord/kernel';
import { SettleLapsedProposals } from '@accord/agreements/server';
import { ForgetAnswers } from '@accord/kernel/server';
import { UnrecoverableError, type Job } from 'bullmq';
import { QueueWorker } from './queue-worker.js';

export const HOUSEKEEPING = 'housekeeping';
export const FORGET_ANSWERS = 'forget-answers';
export const SETTLE_LAPSED = 'settle-lapsed-proposals';

/** Timed work. Each job may run twice and it does not matter. */
@Processor(HOUSEKEEPING, { concurrency: 1, maxStalledCount: 5 })
export class Housekeeping extends QueueWorker {
  constructor(private readonly answers: ForgetAnswers, private readonly proposals: SettleLapsedProposals) { super(); }

  async process(job: Job): Promise<number> {
    try {
      if (job.name === FORGET_ANSWERS) return await this.answers.execute();
      if (job.name === SETTLE_LAPSED) return await this.proposals.execute();
    } catch (error) {
      // A refusal does not improve by retrying; anything else might.
      if (error instanceof Refusal) throw new UnrecoverableError(error.code);
      throw error;
    }
    throw new UnrecoverableError(`There is no job ${job.name}.`);
  }
}
