import { Args, ID, Int, Query, Resolver } from '@nestjs/graphql';
import type { Tx } from '@accord/kernel';
import { CurrentTx, Requires } from '@accord/kernel/server';
import { AgreementsReader } from '../read-models/agreements.js';
import { PartyPairs } from '../read-models/party-pairs.js';
import { StopType } from './agreement-types.js';
import { PartyPairsType } from './party-pairs-types.js';

/** What was stopped, and what would stop. */
@Resolver(() => StopType)
export class StopsResolver {
  constructor(private readonly reader: AgreementsReader, private readonly pairs: PartyPairs) {}

  @Query(() => StopType, { nullable: true, description: 'One entry of the stop list by id; null where there is none, or none to see. Ask appliedBy(subject: id) which gateways have applied it.' })
  @Requires('agreement:read')
  async stop(@CurrentTx() tx: Tx, @Args('id', { type: () => ID }) id: string): Promise<StopType | null> {
    const row = await this.reader.stop(tx, id);
    return row === null ? null : StopType.from(row);
  }

  @Query(() => PartyPairsType, { nullable: true, description: 'What would stop if one part were suspended, withdrawn or left; null where there is no such part, or none to see.' })
  @Requires('agreement:read')
  async partyPairs(
    @CurrentTx() tx: Tx, @Args('id', { type: () => ID }) id: string,
    @Args('first', { type: () => Int, defaultValue: 50, description: '1 to 200 organisations of the other side, by name.' }) first: number,
  ): Promise<PartyPairsType | null> {
    const row = await this.pairs.of(tx, id, first);
    return row === null ? null : PartyPairsType.from(row);
  }
}
