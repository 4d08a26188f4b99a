import { Processor } from '@nestjs/bullmq';
import { WorkImportRuns } from '@accord/directory/server';
import { UnrecoverableError, type Job } from 'bullmq';
import { QueueWorker } from './queue-worker.js';

export const DIRECTORY_FILES = 'directory-files';
export const WORK_ON_FILES = 'work-on-files';

/** Files of the directory that were handed in. A job is only a hint to look: what is to do stands in the database. */
@Processor(DIRECTORY_FILES, { concurrency: 1, maxStalledCount: 5 })
export class DirectoryFiles extends QueueWorker {
  constructor(private readonly working: WorkImportRuns) { super(); }

  async process(job: Job): Promise<number> {
    if (job.name !== WORK_ON_FILES) throw new UnrecoverableError(`There is no job ${job.name}.`);
    return this.working.execute();
  }
}
