import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import type { Actor, Tx } from '@accord/kernel';
import { CurrentActor, CurrentTx, Requires } from '@accord/kernel/server';
import { AgreementListReader } from '../read-models/agreement-list.js';
import { DraftCollisions } from '../use-cases/draft-collisions.js';
import { AgreedProviderType, AgreedViewSetType, ConsumerInput } from './agreement-types.js';
import { DraftCollisionType, DraftSoFarInputType } from './draft-resolution-types.js';

/** What the form of a draft asks while it is filled in. */
@Resolver()
export class DraftingResolver {
  constructor(private readonly list: AgreementListReader, private readonly colliding: DraftCollisions) {}

  @Query(() => [AgreedProviderType], { description: 'Practices that a draft for one of your localities may name: those of the locality that are open.' })
  @Requires('agreement:draft')
  async draftProviders(@CurrentTx() tx: Tx, @Args('localityId', { type: () => ID }) localityId: string): Promise<AgreedProviderType[]> {
    return this.list.draftProviders(tx, localityId);
  }

  @Query(() => [AgreedViewSetType], { description: 'View sets already agreed for these viewing organisations, each with its agreement and whether the views asked about differ (R1). Those that have none are left out.' })
  @Requires('agreement:draft')
  async draftCollisions(
    @CurrentActor() actor: Actor,
    @CurrentTx() tx: Tx,
    @Args('localityId', { type: () => ID, description: 'The locality of the draft, one of yours.' }) localityId: string,
    @Args('serviceCode', { type: () => String, description: 'The code of a service, such as DCR.' }) serviceCode: string,
    @Args('consumers', { type: () => [ConsumerInput], description: 'Viewing organisations with the views ticked so far; none is lawful here.' }) consumers: ConsumerInput[],
  ): Promise<AgreedViewSetType[]> {
    return (await this.colliding.execute(tx, actor, { localityId, serviceCode, consumers })).map((set) => Object.assign(new AgreedViewSetType(), set));
  }

  @Query(() => [DraftCollisionType], { description: 'Where a draft collides with agreed view sets (R1) and with pairs that another agreement holds (R4), each with the edits that resolve it.' })
  @Requires('agreement:draft')
  async draftResolutions(@CurrentActor() actor: Actor, @CurrentTx() tx: Tx, @Args('draft') draft: DraftSoFarInputType): Promise<DraftCollisionType[]> {
    return (await this.colliding.resolvable(tx, actor, draft)).map((each) => DraftCollisionType.from(each));
  }
}
