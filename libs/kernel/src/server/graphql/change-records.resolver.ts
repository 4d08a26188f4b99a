import { Args, Int, Query, Resolver } from '@nestjs/graphql';
import type { Tx } from '../../contract/index.js';
import { ChangeRecordSearch } from '../change-record-search.js';
import { CurrentTx, Requires } from '../marks.js';
import { ChangeRecordFilterInput, ChangeRecordPageType, ChangeRecordType } from './change-record.types.js';

@Resolver(() => ChangeRecordType)
export class ChangeRecordsResolver {
  constructor(private readonly search: ChangeRecordSearch) {}

  @Query(() => ChangeRecordPageType, { description: 'Searches the change records you may see, refused attempts included, newest first.' })
  @Requires('change-record:read')
  async changeRecords(
    @CurrentTx() tx: Tx,
    @Args('filter', { type: () => ChangeRecordFilterInput, nullable: true }) filter?: ChangeRecordFilterInput | null,
    @Args('first', { type: () => Int, nullable: true, description: '1 to 100, 25 unless said otherwise.' }) first?: number | null,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
  ): Promise<ChangeRecordPageType> {
    const page = await this.search.page(tx, filter ?? {}, first, after);
    return Object.assign(new ChangeRecordPageType(), { ...page, records: page.records.map((record) => ChangeRecordType.from(record)) });
  }
}
