import { OnWorkerEvent, Processor } from '@nestjs/bullmq';
import { ReadyParties, LocalityReadinessReader } from '@accord/activations/server';
import { DerivedOrganisationTasks, EvidenceQueue } from '@accord/agreements/server';
import { ComingUpReader, HomeInTray, SharingInShortReader, WaitingReader } from '@accord/home/server';
import { SightsInShort } from '@accord/impact/server';
import type { Clock } from '@accord/kernel';
import type { Transactions } from '@accord/kernel/server';
import { FolderPost, SendReminders, SmtpPost, type Post, type Sent } from '@accord/notifications/server';
import { ProvenAddresses } from '@accord/people/server';
import { UnrecoverableError, type Job } from 'bullmq';
import type { WorkerConfig } from './config.js';
import { QueueWorker } from './queue-worker.js';

export const REMINDERS = 'reminders';
export const REMIND = 'remind';

/** Where mail goes by these settings; null where none is written. */
export function postOf({ ACCORD_SMTP_URL, ACCORD_MAIL_FROM, ACCORD_MAIL_FOLDER, ACCORD_ORIGIN }: WorkerConfig): { readonly post: Post; readonly origin: string } | null {
  if (ACCORD_ORIGIN === undefined) return null;
  const origin = ACCORD_ORIGIN.replace(/\/$/, '');
  const host = new URL(origin).hostname;
  if (ACCORD_SMTP_URL !== undefined) return { post: new SmtpPost(ACCORD_SMTP_URL, { from: ACCORD_MAIL_FROM ?? '', host }), origin };
  return ACCORD_MAIL_FOLDER === undefined ? null : { post: new FolderPost(ACCORD_MAIL_FOLDER, { from: `Accord <accord@${host}>`, host }), origin };
}

/** Looking into every tray as its person, over the worker's own connection. */
export function sendRemindersWith(transactions: Transactions, clock: Clock, { post, origin }: { readonly post: Post; readonly origin: string }): SendReminders {
  const waiting = new WaitingReader(new EvidenceQueue(), new ReadyParties(new LocalityReadinessReader()), new DerivedOrganisationTasks());
  const inTray = new HomeInTray(waiting, new ComingUpReader(), new SharingInShortReader(new SightsInShort()));
  return new SendReminders({ transactions, clock, inTray, people: new ProvenAddresses(), post, origin });
}

/** Reminders by mail. A job is only a hint to look around: what is due is derived, and what was told stands in the database. */
@Processor(REMINDERS, { concurrency: 1, maxStalledCount: 5 })
export class Reminders extends QueueWorker {
  constructor(private readonly reminders: SendReminders) { super(); }

  @OnWorkerEvent('failed')
  notSent(_job: Job | undefined, error: Error): void {
    process.stderr.write(`reminders wait, and are tried again: ${error.message}\n`);
  }

  async process(job: Job): Promise<Sent> {
    if (job.name !== REMIND) throw new UnrecoverableError(`There is no job ${job.name}.`);
    return this.reminders.execute();
  }
}
