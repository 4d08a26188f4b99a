import { Global, Module, type DynamicModule } from '@nestjs/common';
import { DataSource, type EntitySchema } from 'typeorm';
import { Clock } from '../contract/index.js';
import { Changes } from './change-records.js';
import { Outbox } from './outbox.js';
import { SystemClock } from './system-clock.js';
import { Transactions } from './transactions.js';

export interface DatabaseOptions {
  /** postgres://role:password@host:port/name of the running role, never of the owner. */
  readonly url: string;
  readonly mappings: readonly EntitySchema[];
  readonly poolSize?: number;
  readonly applicationName?: string;
  /** Statements asked side by side go out without waiting for one another. */
  readonly pipelined?: boolean;
}

/** Connects as one running role. Nothing is ever synchronised: the migrations are the schema. */
export function dataSourceFor(options: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'postgres', url: options.url, synchronize: false, entities: [...options.mappings], poolSize: options.poolSize ?? 10,
    applicationName: options.applicationName ?? 'accord',
    extra: { statement_timeout: 60_000, idle_in_transaction_session_timeout: 60_000, connectionTimeoutMillis: 10_000, keepAlive: true, pipeline: options.pipelined ?? false },
  });
}

/** Clock, transactions, change records and outbox for the whole process. */
@Global()
@Module({})
export class KernelModule {
  static forRoot(dataSource: DataSource, clock: Clock = new SystemClock()): DynamicModule {
    return {
      module: KernelModule,
      providers: [
        { provide: Clock, useValue: clock },
        { provide: DataSource, useValue: dataSource },
        { provide: Transactions, useValue: new Transactions(dataSource, clock) },
        Changes,
        Outbox,
      ],
      exports: [Clock, DataSource, Transactions, Changes, Outbox],
    };
  }
}
