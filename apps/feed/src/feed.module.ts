import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { AccessEventIntake, IngestAccessEvents, TakeIn } from '@accord/access-log/server';
import type { PresentedCertificates } from '@accord/enforcement';
import { Clock } from '@accord/kernel';
import { KernelModule, Transactions } from '@accord/kernel/server';
import { NoteContact, ReceiptStore, TakeReceipt } from '@accord/publication/server';
import type { DataSource } from 'typeorm';
import { Callers, type Reader } from './callers.js';
import { EventStreams } from './event-streams.js';
import { ExchangeController } from './exchange.controller.js';
import { PublicationController } from './publication.controller.js';
import { RefusedCallers } from './refused-callers.js';
import { RightOfWay } from './right-of-way.js';

export interface FeedParts {
  readonly dataSource: DataSource;
  readonly clock?: Clock;
  readonly presented: PresentedCertificates;
  readonly readers: readonly Reader[];
  readonly takeIn: TakeIn;
}

/** What gateways and consumer systems talk to, under the feed's database role. */
@Module({})
export class FeedModule {
  static forRoot({ dataSource, clock, presented, readers, takeIn }: FeedParts): DynamicModule {
    const providers: Provider[] = [
      { provide: Callers, useFactory: (transactions: Transactions, time: Clock, refused: RefusedCallers, way: RightOfWay) => new Callers(transactions, time, presented, readers, refused, way), inject: [Transactions, Clock, RefusedCallers, RightOfWay] },
      { provide: TakeIn, useValue: takeIn },
      RefusedCallers, RightOfWay, EventStreams, ReceiptStore, TakeReceipt, NoteContact, AccessEventIntake, IngestAccessEvents,
    ];
    return { module: FeedModule, imports: [KernelModule.forRoot(dataSource, clock)], controllers: [PublicationController, ExchangeController], providers };
  }
}
