import { Field, GraphQLISODateTime, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { CampaignImpact } from '../read-models/campaign-impacts.js';
import { ImpactTotalsType } from './impact.types.js';

export enum CampaignWhomEnum { everybody = 'everybody', confirmed = 'confirmed' }
registerEnumType(CampaignWhomEnum, { name: 'CampaignWhom', description: 'Whom the impact of a campaign counts: everybody it asks or would ask, or those who have confirmed and are not withdrawn yet.' });

@ObjectType('PracticeImpact', { description: 'What one practice of a campaign would no longer share.' })
export class PracticeImpactType {
  @Field(() => String) odsCode!: string;
  @Field(() => String, { nullable: true }) name!: string | null;
  @Field(() => Int, { description: 'Agreements it would withdraw from.' }) agreements!: number;
  @Field(() => Int, { description: 'Viewing organisations that would no longer see its records, counted by service.' }) pairs!: number;
  @Field(() => Int, { description: 'Views, counted for each of them.' }) views!: number;
  @Field(() => Int, { description: 'Requests of the last thirty days that would have been refused.' }) wouldBeRefused!: number;
}

@ObjectType('CampaignImpact', { description: 'What carrying out a campaign would take, in sum and for each practice.' })
export class CampaignImpactType {
  @Field(() => ID) campaignId!: string;
  @Field(() => String, { description: 'What executeCampaign repeats.' }) hash!: string;
  @Field(() => ImpactTotalsType) loses!: ImpactTotalsType;
  @Field(() => GraphQLISODateTime) sinceAt!: Date;
  @Field(() => Int, { description: 'Requests since then that would have been refused.' }) wouldBeRefused!: number;
  @Field(() => [PracticeImpactType], { description: 'By code.' }) practices!: PracticeImpactType[];

  static from(campaignId: string, { impact, since, wouldBeRefused, practices }: CampaignImpact): CampaignImpactType {
    return Object.assign(new CampaignImpactType(), {
      campaignId, hash: impact.hash, loses: ImpactTotalsType.of(impact.pairs, 'lost'), sinceAt: since, wouldBeRefused,
      practices: practices.map((practice) => Object.assign(new PracticeImpactType(), practice)),
    });
  }
}
