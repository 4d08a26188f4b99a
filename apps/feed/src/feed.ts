import { readFileSync } from 'node:fs';
import type { Server } from 'node:https';
import { join } from 'node:path';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import { PatientVault, readIntakeKeys, TakeIn } from '@accord/access-log/server';
import { PresentedCertificates } from '@accord/enforcement';
import type { Clock } from '@accord/kernel';
import { dataSourceFor, Transactions } from '@accord/kernel/server';
import { WakeUps } from '@accord/publication/server';
import { NoteFeedCertificates } from '@accord/systems/server';
import { Callers } from './callers.js';
import type { FeedConfig } from './config.js';
import { ErrorAnswers } from './error-answers.js';
import { EventStreams } from './event-streams.js';
import { FeedModule } from './feed.module.js';
import { certificatesIn, OwnCertificates } from './own-certificates.js';
import { RefusedCallers } from './refused-callers.js';
import { RightOfWay } from './right-of-way.js';

/** A thousand sealed events are about two megabytes. */
const MOST_BODY = 8 * 1024 * 1024;

export interface RunningFeed {
  readonly port: number;
  stop(): Promise<void>;
}

/** Serves over mutual TLS: a connection without a certificate of our authority ends in the handshake, unless a trusted proxy made it. */
export async function startFeed(config: FeedConfig, clock?: Clock): Promise<RunningFeed> {
  const dataSource = dataSourceFor({ url: config.DATABASE_URL, mappings: [], poolSize: 12, applicationName: 'accord feed', pipelined: true });
  await dataSource.initialize();
  const authority = readFileSync(config.ACCORD_FEED_CA);
  const presented = new PresentedCertificates(authority.toString(), config.ACCORD_TRUSTED_PROXIES);
  const adapter = new FastifyAdapter({
    https: {
      cert: readFileSync(config.ACCORD_FEED_CERT), key: readFileSync(config.ACCORD_FEED_KEY), ca: authority,
      ...presented.tls, minVersion: 'TLSv1.2',
    },
    bodyLimit: MOST_BODY, forceCloseConnections: true, requestTimeout: 30_000,
  });
  const readers = readersOf(config);
  const module = FeedModule.forRoot({ dataSource, ...(clock && { clock }), presented, readers, takeIn: takeInWith(config.ACCORD_AUDIT_KEYS) });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger: ['error', 'warn'], abortOnError: false });
  app.useGlobalFilters(new ErrorAnswers(app.get(RefusedCallers)));
  const callers = app.get(Callers);
  app.getHttpAdapter().getInstance().addHook('onRequest', (request) => callers.admit(request as never));
  (app.getHttpServer() as Server).prependListener('secureConnection', (socket) => { if (!presented.maySpeak(socket)) socket.destroy(); });
  const streams = app.get(EventStreams);
  await streams.start();
  const way = app.get(RightOfWay);
  const wakeUps = [
    new WakeUps(config.DATABASE_URL, 'accord_outbox', () => way.claim()),
    new WakeUps(config.DATABASE_URL, 'accord_publication', () => { way.claim(); streams.wake(); }),
    new WakeUps(config.DATABASE_URL, 'accord_revocation', () => streams.wake()),
  ];
  await Promise.all(wakeUps.map((each) => each.start()));
  const own = new OwnCertificates(new NoteFeedCertificates(app.get(Transactions)), [
    ...certificatesIn('server', readFileSync(config.ACCORD_FEED_CERT, 'utf8')), ...certificatesIn('authority', authority.toString()), ...readers,
  ]);
  await own.start();
  await app.listen(config.ACCORD_FEED_PORT, '127.0.0.1');
  return {
    port: (app.getHttpServer().address() as { port: number }).port,
    stop: async () => {
      own.stop();
      streams.stop();
      await Promise.all(wakeUps.map((each) => each.stop()));
      await app.close();
      await dataSource.destroy();
    },
  };
}

function readersOf({ ACCORD_FEED_PUBLISHER: publisher, ACCORD_FEED_RECONCILER: reconciler }: FeedConfig) {
  return [
    ...certificatesIn('publisher', readFileSync(publisher, 'utf8')), ...(reconciler === undefined ? [] : certificatesIn('reconciler', readFileSync(reconciler, 'utf8'))),
  ];
}

function takeInWith(folder: string): TakeIn {
  const text = (name: string) => readFileSync(join(folder, name), 'utf8');
  const keys = readIntakeKeys({ seal: text('seal.key'), data: text('data.key'), index: text('index.key') });
  return new TakeIn(keys.sealKey, new PatientVault(keys));
}
