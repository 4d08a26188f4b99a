import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { WorkImportRuns } from '@accord/directory/server';
import { causeOf } from '@accord/kernel/server';
import { UnrecoverableError, type Job } from 'bullmq';

export const DIRECTORY_FILES = 'directory-files';
export const WORK_ON_FILES = 'work-on-files';

/** Files of the directory that were handed in. A job is only a hint to look: what is to do stands in the database. */
@Processor(DIRECTORY_FILES, { concurrency: 1, maxStalledCount: 5 })
export class DirectoryFiles extends WorkerHost {
  constructor(private readonly working: WorkImportRuns) { super(); }

  /** One line: the error of a lost connection carries its client, and that its secrets. */
  @OnWorkerEvent('error')
  lostTouch(error: Error): void {
    process.stderr.write(`the queue is out of reach: ${causeOf(error)}\n`);
  }

  async process(job: Job): Promise<number> {
    if (job.name !== WORK_ON_FILES) throw new UnrecoverableError(`There is no job ${job.name}.`);
    return this.working.execute();
  }
}
