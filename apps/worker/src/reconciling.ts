import { readFileSync } from 'node:fs';
import { OnWorkerEvent, Processor } from '@nestjs/bullmq';
import type { Clock } from '@accord/kernel';
import type { Transactions } from '@accord/kernel/server';
import { LookBrokenOff, Reconcile, ReconciliationStore } from '@accord/publication/server';
import { UnrecoverableError, type Job } from 'bullmq';
import type { WorkerConfig } from './config.js';
import { EvenPace } from './even-pace.js';
import { FeedReader } from './feed-reader.js';
import { QueueWorker } from './queue-worker.js';

export const RECONCILIATION = 'reconciliation';
export const RECONCILE = 'reconcile';

/** The feed to compare with the database, and the pace at which it is asked. */
export interface ComparedFeed {
  readonly reader: FeedReader;
  readonly root: Buffer;
  readonly pace: EvenPace;
}

/** The feed, where the settings name one to compare. */
export function feedOf(config: WorkerConfig): ComparedFeed | null {
  const { ACCORD_FEED_URL: url, ACCORD_FEED_CA: ca, ACCORD_RECONCILER_CERT: certificate, ACCORD_RECONCILER_KEY: key, ACCORD_RECONCILER_ROOT: root } = config;
  if (url === undefined || ca === undefined || certificate === undefined || key === undefined || root === undefined) return null;
  return { reader: new FeedReader({ url, certificate: readFileSync(certificate), key: readFileSync(key), authority: readFileSync(ca) }), root: readFileSync(root), pace: new EvenPace() };
}

export function reconcileWith(transactions: Transactions, clock: Clock, { reader, root, pace }: ComparedFeed): Reconcile {
  return new Reconcile(transactions, clock, new ReconciliationStore(), reader, root, pace);
}

/** Compares the feed with the database. A job that runs twice looks twice. */
@Processor(RECONCILIATION, { concurrency: 1, maxStalledCount: 5 })
export class Reconciling extends QueueWorker {
  private last = '';

  constructor(private readonly reconcile: Reconcile) { super(); }

  @OnWorkerEvent('failed')
  notCompared(_job: Job | undefined, error: Error): void {
    process.stderr.write(`alarm: the feed could not be compared with the database: ${error.message}\n`);
  }

  async process(job: Job): Promise<number> {
    if (job.name !== RECONCILE) throw new UnrecoverableError(`There is no job ${job.name}.`);
    try {
      const { findings } = await this.reconcile.execute();
      this.tell(findings.map(({ kind, count }) => `${count} ${kind}`).join(', '));
      return findings.length;
    } catch (error) {
      if (error instanceof LookBrokenOff) return 0; // this worker stops; the next one looks from the start
      throw error;
    }
  }

  /** Once, until it changes. */
  private tell(found: string): void {
    if (found === this.last) return;
    if (found !== '') process.stderr.write(`alarm: the feed and the database differ: ${found}\n`);
    else process.stdout.write('the feed says again what the database says\n');
    this.last = found;
  }
}
