import { Module, type DynamicModule } from '@nestjs/common';
import './change-record-abilities.js';
import { ChangeRecordSearch } from './change-record-search.js';
import { ChangeRecordsResolver } from './graphql/change-records.resolver.js';
import { PageCursors } from './page-cursors.js';
import { ChangeRecords } from './read-models/change-records.js';

/** The search of the change records, for the process that serves GraphQL. */
@Module({})
export class ChangeRecordsModule {
  /** @param cursorKey at least 32 secret bytes; page cursors are bound with it */
  static forRoot(cursorKey: Uint8Array): DynamicModule {
    return {
      module: ChangeRecordsModule,
      providers: [{ provide: PageCursors, useValue: new PageCursors(cursorKey) }, ChangeRecords, ChangeRecordSearch, ChangeRecordsResolver],
      exports: [ChangeRecordSearch],
    };
  }
}
