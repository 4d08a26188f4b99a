import { randomUUID } from 'node:crypto';
import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { SettleLapsedProposals, StoredLiveSharing } from '@accord/agreements/server';
import { DIRECTORY_EVENTS } from '@accord/directory';
import { directoryImportMapping, importRunMapping, WorkImportRuns } from '@accord/directory/server';
import { StandingOfImporters } from '@accord/people/server';
import { Clock } from '@accord/kernel';
import { dataSourceFor, Dispatch, ForgetAnswers, KernelModule, SaidOnce, Transactions, type Listener, type Running } from '@accord/kernel/server';
import { SendReminders, type Post } from '@accord/notifications/server';
import { Reconcile, WakeUps } from '@accord/publication/server';
import { KeepViewSetProposals, StoredViewSetProposals } from '@accord/views/server';
import type { Queue } from 'bullmq';
import type { DataSource, EntitySchema } from 'typeorm';
import type { WorkerConfig } from './config.js';
import { DirectoryFiles, DIRECTORY_FILES, WORK_ON_FILES } from './directory-files.js';
import { FORGET_ANSWERS, Housekeeping, HOUSEKEEPING, SETTLE_LAPSED } from './housekeeping.js';
import { queueTouch } from './queue-worker.js';
import { queueConnection } from './queues.js';
import { feedOf, RECONCILE, RECONCILIATION, reconcileWith, Reconciling } from './reconciling.js';
import { postOf, REMIND, REMINDERS, Reminders, sendRemindersWith } from './reminders.js';
import { WakeablePace } from './wakeable-pace.js';

const POLL_MS = 1_000;
const LONGEST_RETRY_MS = 10_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;
/** Work left by a lost worker, or told of by a hint that was lost, is looked for this often. */
const SWEEP_MS = 5_000;
/** How long work that begins to wait may wait to be told of, where somebody wants it at once. */
const REMIND_MS = 5 * 60_000;
/** When the feed may be expected to serve that was started together with this worker. */
const FIRST_LOOK_MS = 10_000;
const MAPPINGS = [directoryImportMapping, importRunMapping] as EntitySchema[];
const KEPT = { removeOnComplete: 100, removeOnFail: 100 } as const;

interface Mail {
  readonly post: Post;
  readonly origin: string;
}

@Module({})
class WorkerModule {
  static forRoot(dataSource: DataSource, config: WorkerConfig, mail: Mail | null, feed: ReturnType<typeof feedOf>): DynamicModule {
    return {
      module: WorkerModule,
      imports: [KernelModule.forRoot(dataSource), BullModule.forRoot(queueConnection(config)), BullModule.registerQueue({ name: HOUSEKEEPING }, { name: DIRECTORY_FILES }, ...(mail === null ? [] : [{ name: REMINDERS }]), ...(feed === null ? [] : [{ name: RECONCILIATION }]))],
      providers: [
        Housekeeping, DirectoryFiles,
        { provide: ForgetAnswers, inject: [Transactions], useFactory: (transactions: Transactions) => new ForgetAnswers(transactions) },
        { provide: SettleLapsedProposals, inject: [Transactions], useFactory: (transactions: Transactions) => SettleLapsedProposals.with(transactions, new KeepViewSetProposals(new StoredViewSetProposals())) },
        { provide: WorkImportRuns, inject: [Transactions], useFactory: (transactions: Transactions) => WorkImportRuns.with(transactions, new StoredLiveSharing(), new StandingOfImporters()) },
        ...(feed === null ? [] : [Reconciling, { provide: Reconcile, inject: [Transactions, Clock], useFactory: (transactions: Transactions, clock: Clock) => reconcileWith(transactions, clock, feed) }]),
        ...(mail === null ? [] : [Reminders, { provide: SendReminders, inject: [Transactions, Clock], useFactory: (transactions: Transactions, clock: Clock) => sendRemindersWith(transactions, clock, mail) }]),
      ],
    };
  }
}

/** Runs jobs and timed work, and tells listeners what the outbox holds. */
export async function startWorker(config: WorkerConfig): Promise<Running> {
  const dataSource = dataSourceFor({ url: config.DATABASE_URL, mappings: MAPPINGS, poolSize: 6, applicationName: 'accord worker' });
  await dataSource.initialize();
  const [mail, feed] = [postOf(config), feedOf(config)];
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(dataSource, config, mail, feed), { logger: ['error', 'warn'], abortOnError: false });
  const queueOf = (name: string): Queue => app.get<Queue>(getQueueToken(name)).on('error', (error) => queueTouch.say(error));
  const [queue, files] = [queueOf(HOUSEKEEPING), queueOf(DIRECTORY_FILES)];
  await queue.upsertJobScheduler(FORGET_ANSWERS, { every: HOUR }, { name: FORGET_ANSWERS, opts: { attempts: 3, ...KEPT } });
  await queue.upsertJobScheduler(SETTLE_LAPSED, { every: MINUTE }, { name: SETTLE_LAPSED, opts: KEPT });
  await files.upsertJobScheduler(WORK_ON_FILES, { every: SWEEP_MS }, { name: WORK_ON_FILES, opts: KEPT });
  // Schedules belong to all workers: one without a feed or mail of its own leaves them alone, for another may have both.
  if (feed !== null) {
    const reconciliation = queueOf(RECONCILIATION);
    await reconciliation.upsertJobScheduler(RECONCILE, { every: MINUTE }, { name: RECONCILE, opts: KEPT });
    await reconciliation.add(RECONCILE, {}, { jobId: randomUUID(), delay: FIRST_LOOK_MS, ...KEPT });
  }
  if (mail !== null) {
    const reminders = queueOf(REMINDERS);
    await reminders.upsertJobScheduler(REMIND, { every: REMIND_MS }, { name: REMIND, opts: KEPT });
    await reminders.add(REMIND, {}, { jobId: randomUUID(), ...KEPT }); // what a worker before this one left unsent waits for no slot
  }
  const hint: Listener = async ({ id }) => { await files.add(WORK_ON_FILES, {}, { jobId: id, ...KEPT }); };

  const pace = new WakeablePace();
  const dispatch = new Dispatch(app.get(Transactions), new Map([[DIRECTORY_EVENTS.handedIn, [hint]], [DIRECTORY_EVENTS.ordered, [hint]]]));
  const wakeUps = new WakeUps(config.DATABASE_URL, 'accord_outbox', () => pace.wake());
  await wakeUps.start();
  const telling = new SaidOnce('announcements wait to be told');
  let stopping = false;
  const run = async (): Promise<void> => {
    for (let retry = 0; !stopping;) {
      try {
        const rows = await dispatch.turn();
        retry = 0;
        telling.clear();
        if (!dispatch.isFull(rows)) await pace.sleep(POLL_MS);
      } catch (error) {
        retry = Math.min(Math.max(retry * 2, 200), LONGEST_RETRY_MS);
        telling.say(error);
        await pace.sleep(retry);
      }
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping = true;
      pace.wake();
      feed?.pace.breakOff();
      await wakeUps.stop();
      await running;
      await app.close();
      mail?.post.close();
      feed?.reader.close();
      await dataSource.destroy();
    },
  };
}
