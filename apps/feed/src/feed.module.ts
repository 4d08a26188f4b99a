import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { AccessEventIntake, IngestAccessEvents, TakeIn } from '@accord/access-log/server';
import { Clock } from '@accord/kernel';
import { KernelModule, Transactions } from '@accord/kernel/server';
import { NoteContact, ReceiptStore, TakeReceipt } from '@accord/publication/server';
import type { DataSource } from 'typeorm';
import { Callers } from './callers.js';
import { EventStreams } from './event-streams.js';
import { ExchangeController } from './exchange.controller.js';
import { PublicationController } from './publication.controller.js';

export interface FeedParts {
  readonly dataSource: DataSource;
  readonly clock?: Clock;
  /** Fingerprint to name of those who may fetch everything. */
  readonly readers: ReadonlyMap<string, string>;
  readonly takeIn: TakeIn;
}

/** What gateways and consumer systems talk to, under the feed's database role. */
@Module({})
export class FeedModule {
  static forRoot({ dataSource, clock, readers, takeIn }: FeedParts): DynamicModule {
    const providers: Provider[] = [
      { provide: Callers, useFactory: (transactions: Transactions, time: Clock) => new Callers(transactions, time, readers), inject: [Transactions, Clock] },
      { provide: TakeIn, useValue: takeIn },
      EventStreams, ReceiptStore, TakeReceipt, NoteContact, AccessEventIntake, IngestAccessEvents,
    ];
    return { module: FeedModule, imports: [KernelModule.forRoot(dataSource, clock)], controllers: [PublicationController, ExchangeController], providers };
  }
}
