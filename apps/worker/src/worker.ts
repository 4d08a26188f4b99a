import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { dataSourceFor, KernelModule, Transactions, type Running } from '@accord/kernel/server';
import { WakeUps } from '@accord/publication/server';
import type { Queue } from 'bullmq';
import type { DataSource } from 'typeorm';
import type { WorkerConfig } from './config.js';
import { Dispatch } from './dispatch.js';
import { FORGET_ANSWERS, Housekeeping, HOUSEKEEPING } from './housekeeping.js';
import { queueConnection } from './queues.js';
import { WakeablePace } from './wakeable-pace.js';

const POLL_MS = 1_000;
const LONGEST_RETRY_MS = 10_000;
const HOUR = 3_600_000;

@Module({})
class WorkerModule {
  static forRoot(dataSource: DataSource, config: WorkerConfig): DynamicModule {
    return {
      module: WorkerModule,
      imports: [KernelModule.forRoot(dataSource), BullModule.forRoot(queueConnection(config)), BullModule.registerQueue({ name: HOUSEKEEPING })],
      providers: [Housekeeping],
    };
  }
}

/** Runs jobs and timed work, and tells listeners what the outbox holds. */
export async function startWorker(config: WorkerConfig, say: (line: string) => void): Promise<Running> {
  const dataSource = dataSourceFor({ url: config.DATABASE_URL, mappings: [], poolSize: 4, applicationName: 'accord worker' });
  await dataSource.initialize();
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(dataSource, config), { logger: ['error', 'warn'], abortOnError: false });
  const queue = app.get<Queue>(getQueueToken(HOUSEKEEPING));
  // One line: the error of a lost connection carries its client, and that its secrets.
  queue.on('error', (error) => say(`the queue is out of reach: ${error.message}`));
  await queue.upsertJobScheduler(FORGET_ANSWERS, { every: HOUR }, { name: FORGET_ANSWERS, opts: { attempts: 3, removeOnComplete: 100, removeOnFail: 100 } });

  const pace = new WakeablePace();
  const dispatch = new Dispatch(app.get(Transactions), new Map());
  const wakeUps = new WakeUps(config.DATABASE_URL, 'accord_outbox', () => pace.wake());
  await wakeUps.start();
  let stopping = false;
  const run = async (): Promise<void> => {
    for (let retry = 0; !stopping;) {
      try {
        const rows = await dispatch.turn();
        retry = 0;
        if (!dispatch.isFull(rows)) await pace.sleep(POLL_MS);
      } catch (error) {
        retry = Math.min(Math.max(retry * 2, 200), LONGEST_RETRY_MS);
        say(`could not dispatch, trying again in ${retry} ms: ${error instanceof Error ? error.message : 'fault'}`);
        await pace.sleep(retry);
      }
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping = true;
      pace.wake();
      await wakeUps.stop();
      await running;
      await app.close();
      await dataSource.destroy();
    },
  };
}
