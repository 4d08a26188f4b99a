import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { sealKeyOf } from '@accord/enforcement';
import { dataSourceFor, KernelModule, type Running } from '@accord/kernel/server';
import { BeginTerm, FoundRepository, PUBLISHER, PublishingLoop, PublishingModule, PublishSummaries, RefreshFreshness, SealKey, WakeUps } from '@accord/publication/server';
import { NestFactory } from '@nestjs/core';
import { Module, type DynamicModule } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { PublisherConfig } from './config.js';
import { HttpSigner } from './http-signer.js';
import { WakeablePace } from './wakeable-pace.js';

@Module({})
class PublisherModule {
  static forRoot(dataSource: DataSource, config: PublisherConfig): DynamicModule {
    const signer = new HttpSigner(config.ACCORD_SIGNER_URL, config.ACCORD_SIGNER_TOKEN);
    const sealKey = new SealKey(sealKeyOf(createPublicKey(readFileSync(join(config.ACCORD_AUDIT_KEYS, 'seal.pub')))));
    return { module: PublisherModule, imports: [KernelModule.forRoot(dataSource), PublishingModule.forRoot(signer, sealKey)] };
  }
}

/** The worker's program as the publisher: one loop under the publisher's database role. Resolves once its first turn succeeded. */
export async function startPublisher(config: PublisherConfig, say: (line: string) => void, alarm: (line: string) => void): Promise<Running> {
  const dataSource = dataSourceFor({ url: config.DATABASE_URL, mappings: [], poolSize: 3, applicationName: 'accord publisher', pipelined: true });
  await dataSource.initialize();
  const app = await NestFactory.createApplicationContext(PublisherModule.forRoot(dataSource, config), { logger: ['error', 'warn'], abortOnError: false });
  const metadata = (name: string) => readFileSync(join(config.ACCORD_PUBLICATION_METADATA, name));
  const { founded } = await app.get(FoundRepository).execute(PUBLISHER, metadata('1.root.json'), metadata('1.targets.json'));
  if (founded) say('the repository is founded on root and targets version 1');

  const pace = new WakeablePace();
  let hasServed: () => void;
  const served = new Promise<void>((resolve) => { hasServed = resolve; });
  const loop = new PublishingLoop(app.get(BeginTerm), `${hostname()} ${process.pid}`, app.get(PublishSummaries), app.get(RefreshFreshness), pace, say, alarm, () => hasServed());
  const wakeUps = new WakeUps(config.DATABASE_URL, 'accord_outbox', () => pace.wake());
  await wakeUps.start();
  const running = loop.run();
  await served;
  return {
    stop: async () => {
      loop.stop();
      pace.wake();
      await wakeUps.stop();
      await running;
      await app.close();
      await dataSource.destroy();
    },
  };
}
