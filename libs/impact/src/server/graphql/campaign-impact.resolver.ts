import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import type { Tx } from '@accord/kernel';
import { CurrentTx, Requires } from '@accord/kernel/server';
import { CampaignImpacts } from '../read-models/campaign-impacts.js';
import { CampaignImpactType, CampaignWhomEnum } from './campaign-impact.types.js';

/** What a campaign would take, before it is carried out. */
@Resolver()
export class CampaignImpactResolver {
  constructor(private readonly impacts: CampaignImpacts) {}

  @Query(() => CampaignImpactType, { description: 'What carrying out a campaign would take: the preview of executeCampaign, which repeats its hash.' })
  @Requires('campaign:run')
  async campaignImpact(
    @CurrentTx() tx: Promise<Tx>, @Args('id', { type: () => ID }) id: string, @Args('whom', { type: () => CampaignWhomEnum, defaultValue: CampaignWhomEnum.confirmed }) whom: CampaignWhomEnum,
  ): Promise<CampaignImpactType> {
    return CampaignImpactType.from(id, await this.impacts.of(await tx, id, whom));
  }
}
