import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { EventBuffer, FileStore, type FolderClaim, Verifier, claimFolder } from '@accord/enforcement';

import type { Clock } from './clock.js';
import type { GatewayConfig } from './config.js';
import { Deciding } from './deciding.js';
import { EventSender } from './event-sender.js';
import { followEvents } from './event-stream.js';
import { FeedClient } from './feed-client.js';
import { type Journal, Repeating } from './journal.js';
import { Pause } from './pause.js';
import { Receipts } from './receipts.js';
import { type Desk, createGatewayServer } from './server.js';
import { Synchroniser } from './synchroniser.js';

const GRACE = 2_000;
/** So long the feed may take to be asked once before anything is answered. */
const FIRST_ROUND = 3_000;

export interface RunningGateway {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts everything; a second gateway on the same data stops before it touches them. */
export async function startGateway(config: GatewayConfig, clock: Clock, journal: Journal): Promise<RunningGateway> {
  const stopping = new AbortController();
  const stop = stopping.signal;
  let desk: Desk | undefined;
  const server = createGatewayServer(config, () => desk, clock, journal);
  server.listen(config.port, '127.0.0.1');
  await once(server, 'listening');

  let claim: FolderClaim | undefined;
  try {
    await mkdir(config.dataFolder, { recursive: true, mode: 0o700 });
    claim = await claimFolder(config.dataFolder);
    const verifier = await Verifier.open(await FileStore.open(join(config.dataFolder, 'feed')), config.pinnedRoot, true);
    const buffer = await EventBuffer.open(join(config.dataFolder, 'events'), { mostBytes: config.bufferBytes });
    const feed = new FeedClient(config, stop);
    const alarm = (): Repeating => new Repeating(journal, 'alarm');
    const receipts = new Receipts(feed, config.gatewayId, config.key, alarm(), stop);
    const sender = new EventSender(feed, buffer, alarm(), stop);
    const synchroniser = new Synchroniser(verifier, feed, config.localities, (book, now) => { receipts.applied(book, now); }, clock, journal, stop);
    const deciding = new Deciding(() => synchroniser.book, buffer, () => { sender.nudge(); }, clock, alarm());
    const loops = [
      synchroniser.run(), sender.run(), receipts.run(), followEvents(feed, (carried) => { synchroniser.wake(carried); }, alarm(), stop),
    ];
    // What is held on disk may lack a stop that came late, which nobody keeps: nothing is answered from it before the feed was asked once, or does not answer.
    const patience = new Pause(stop);
    await Promise.race([synchroniser.triedOnce, patience.wait(FIRST_ROUND)]);
    patience.nudge();
    desk = { deciding, health: () => healthOf(synchroniser, buffer, deciding, clock) };
    journal.write('info', `Answering on port ${(server.address() as AddressInfo).port}.`);
    return {
      port: (server.address() as AddressInfo).port,
      stop: async () => {
        const closed = once(server, 'close');
        server.close();
        server.closeIdleConnections();
        const force = setTimeout(() => { server.closeAllConnections(); }, GRACE);
        stopping.abort();
        await Promise.all(loops);
        await closed;
        clearTimeout(force);
        await buffer.close();
        feed.close();
        await claim?.release();
      },
    };
  } catch (error) {
    stopping.abort();
    server.close();
    server.closeAllConnections();
    await claim?.release();
    throw error;
  }
}

function healthOf(synchroniser: Synchroniser, buffer: EventBuffer, deciding: Deciding, clock: Clock): object {
  const { book, feedFault, lastRefusal, unpublished } = synchroniser;
  const freshness = book?.freshnessAt(clock.now()) ?? 'refuse';
  const isWell = freshness === 'fresh' && book?.suspicion === undefined && buffer.hasRoom && lastRefusal === undefined && feedFault === undefined && unpublished.length === 0;
  return {
    status: isWell ? 'well' : 'degraded',
    publication: book?.publication ?? 0,
    stopList: book?.stopList ?? 0,
    freshness,
    pairs: book?.pairs ?? 0,
    localities: book?.localities.map(({ code }) => code) ?? [],
    unpublished,
    clock: book?.suspicion === undefined ? 'trusted' : 'suspect',
    lastRefusal: lastRefusal ?? null,
    feedFault: feedFault ?? null,
    events: { waiting: buffer.waiting, bytes: buffer.bytes, hasRoom: buffer.hasRoom, unrecorded: deciding.unrecorded },
    unknownCallers: deciding.unknownCallers,
    refusedCallers: deciding.refusedCallers,
  };
}
