import { Args, Field, GraphQLISODateTime, ID, InputType, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { InvalidInput, NotFound, type Actor, type Tx } from '@accord/kernel';
import { CurrentActor, CurrentTx, Requires, Transactions } from '@accord/kernel/server';
import { ActivationsReader, STAGES, type ActivationRow } from '../read-models/activations.js';
import { DecideActivation } from '../use-cases/decide-activation.js';
import { GoLive } from '../use-cases/go-live.js';

@ObjectType('Activation', { description: 'A list of participations and parts, with their gates and the pairs gained, to be approved and taken live.' })
export class ActivationType {
  @Field(() => ID) id!: string;
  @Field(() => ID) agreementId!: string;
  @Field(() => String) agreementReference!: string;
  @Field(() => ID) localityId!: string;
  @Field(() => String, { description: 'submitted, approved, rejected or void.' }) state!: string;
  @Field(() => String, { description: 'Canonical JSON of what is approved: sides, gates, pairs gained.' }) content!: string;
  @Field(() => String, { description: 'SHA-256 of content; an approval repeats it.' }) contentHash!: string;
  @Field(() => GraphQLISODateTime) submittedAt!: Date;
  @Field(() => String, { nullable: true }) submittedBy!: string | null;
  @Field(() => GraphQLISODateTime, { nullable: true }) approvedAt!: Date | null;
  @Field(() => String, { nullable: true }) approvedBy!: string | null;
  @Field(() => String, { nullable: true }) rejectedReason!: string | null;
  @Field(() => Int) version!: number;
  @Field(() => Boolean, { description: 'Whoever submits does not approve.' }) submittedByMe!: boolean;
  @Field(() => Int, { description: 'Parties it lists.' }) listed!: number;
  @Field(() => Int, { description: 'Those of them that went live.' }) live!: number;
  @Field(() => Int, { description: 'Those that nobody has to take live any more: live, or asked for words that lapsed or take over with a cut-over alone.' }) settled!: number;
  @Field(() => ID, { nullable: true, description: 'Of the proposal to change a view set with whose cut-over those listed go over, and not before.' }) proposalId!: string | null;
  @Field(() => String) localityCode!: string;
  @Field(() => String) localityName!: string;

  static from(row: ActivationRow): ActivationType { return Object.assign(new ActivationType(), row); }
}

@ObjectType('ActivationPage', { description: 'One page of activations, and how many there are.' })
export class ActivationPageType {
  @Field(() => Int) total!: number;
  @Field(() => [ActivationType]) items!: ActivationType[];
}

@ObjectType('BlockedParty')
class BlockedPartyType {
  @Field(() => String) odsCode!: string;
  @Field(() => [String], { description: 'The gates that do not hold.' }) gates!: string[];
}

@ObjectType('WentLive')
class WentLiveType {
  @Field(() => ID) activationId!: string;
  @Field(() => [ID], { description: 'Participations and parts now live.' }) ids!: string[];
  @Field(() => Int, { description: 'Provider × consumer.' }) pairsGained!: number;
  @Field(() => [BlockedPartyType]) blocked!: BlockedPartyType[];
}

@InputType('SubmitActivationInput')
class SubmitActivationInputType {
  @Field(() => ID) agreementId!: string;
  @Field(() => Int, { description: 'The version of the agreement.' }) expectedVersion!: number;
  @Field(() => [ID], { nullable: true, description: 'Parties to list; every verified one where left out.' }) ids?: string[];
  @Field(() => String, { nullable: true }) idempotencyKey?: string;
}

@InputType('ApproveActivationInput')
class ApproveActivationInputType {
  @Field(() => ID) id!: string;
  @Field(() => Int) expectedVersion!: number;
  @Field(() => String, { description: 'The hash of the content that was shown.' }) contentHash!: string;
  @Field(() => String, { description: 'The hash of the impact that was shown: impactOf(act: approve).' }) impactHash!: string;
  @Field(() => String, { nullable: true }) idempotencyKey?: string;
}

@InputType('RejectActivationInput')
class RejectActivationInputType {
  @Field(() => ID) id!: string;
  @Field(() => Int) expectedVersion!: number;
  @Field(() => String) reason!: string;
  @Field(() => String, { nullable: true }) idempotencyKey?: string;
}

@InputType('GoLiveInput')
class GoLiveInputType {
  @Field(() => ID) activationId!: string;
  @Field(() => Int, { description: 'The version of the activation.' }) expectedVersion!: number;
  @Field(() => [ID], { nullable: true, description: 'These, all of which must be ready; left out, every ready one.' }) ids?: string[];
  @Field(() => String, { description: 'The hash of the impact that was shown: impactOf(act: goLive).' }) impactHash!: string;
  @Field(() => String, { nullable: true }) idempotencyKey?: string;
}

@InputType('GoLiveLocalityInput')
class GoLiveLocalityInputType {
  @Field(() => ID) localityId!: string;
  @Field(() => String, { description: 'The hash of the impact that was shown: impactOf(act: goLiveLocality).' }) impactHash!: string;
  @Field(() => String, { nullable: true }) idempotencyKey?: string;
}

@Resolver(() => ActivationType)
export class ActivationsResolver {
  constructor(private readonly reader: ActivationsReader, private readonly transactions: Transactions, private readonly deciding: DecideActivation, private readonly going: GoLive) {}

  @Query(() => ActivationType, { nullable: true, description: 'One activation; null where there is none, or none to see.' })
  @Requires('activation:read')
  async activation(@CurrentTx() tx: Tx, @Args('id', { type: () => ID }) id: string): Promise<ActivationType | null> {
    const row = await this.reader.byId(tx, id);
    return row === null ? null : ActivationType.from(row);
  }

  @Query(() => ActivationPageType, { description: 'One page of the activations of one agreement, of one locality or of all one serves, newest first.' })
  @Requires('activation:read')
  async activations(
    @CurrentTx() tx: Tx, @Args('agreementId', { type: () => ID, nullable: true }) agreementId: string | null, @Args('localityId', { type: () => ID, nullable: true }) localityId: string | null,
    @Args('state', { type: () => String, nullable: true, description: 'submitted, approved, rejected or void.' }) state: string | null,
    @Args('stage', { type: () => String, nullable: true, description: 'submitted (an approver has the next), unfinished (approved, not yet taken live in full) or over.' }) stage: string | null,
    @Args('page', { type: () => Int, defaultValue: 1 }) page: number,
    @Args('perPage', { type: () => Int, defaultValue: 50, description: 'At most 200.' }) perPage: number,
  ): Promise<ActivationPageType> {
    if (page < 1 || perPage < 1 || perPage > 200) throw new InvalidInput('perPage', 'ask for 1 to 200');
    const found = STAGES.find((each) => each === stage) ?? null;
    if (stage != null && found === null) throw new InvalidInput('stage', `it is one of ${STAGES.join(', ')}`);
    const { total, items } = await this.reader.matching(tx, { agreementId, localityId, state, stage: found }, { page, perPage });
    return Object.assign(new ActivationPageType(), { total, items: items.map((row) => ActivationType.from(row)) });
  }

  @Mutation(() => ActivationType, { description: 'Submits verified parties for approval. The hash covers them, their gates and the pairs gained.' })
  @Requires('activation:submit')
  async submitActivation(@CurrentActor() actor: Actor, @Args('input') input: SubmitActivationInputType): Promise<ActivationType> {
    return this.after(actor, (await this.deciding.submit(actor, input)).id);
  }

  @Mutation(() => ActivationType, { description: 'Approves what was shown; needs a step-up sign-in. Refuses NOT_AS_SHOWN after any edit, IMPACT_CHANGED where somebody else would see something else than was shown, SAME_PERSON to earlier hands.' })
  @Requires('activation:approve')
  async approveActivation(@CurrentActor() actor: Actor, @Args('input') input: ApproveActivationInputType): Promise<ActivationType> {
    return this.after(actor, (await this.deciding.approve(actor, input)).id);
  }

  @Mutation(() => ActivationType, { description: 'Rejects an activation, with a reason.' })
  @Requires('activation:approve')
  async rejectActivation(@CurrentActor() actor: Actor, @Args('input') input: RejectActivationInputType): Promise<ActivationType> {
    return this.after(actor, (await this.deciding.reject(actor, input)).id);
  }

  @Mutation(() => WentLiveType, { description: 'Takes approved parties live, singly or a locality at a time. Refuses GATE_FAILING for a named party that is not ready, IMPACT_CHANGED where what it gives is not what was shown.' })
  @Requires('activation:go-live')
  async goLive(@CurrentActor() actor: Actor, @Args('input') input: GoLiveInputType): Promise<WentLiveType> {
    return Object.assign(new WentLiveType(), await this.going.execute(actor, input));
  }

  @Mutation(() => [WentLiveType], { description: 'Takes everybody who is approved and ready in a locality live, in one act: all of them or nobody. Refuses NOTHING_READY, IMPACT_CHANGED.' })
  @Requires('activation:go-live')
  async goLiveLocality(@CurrentActor() actor: Actor, @Args('input') input: GoLiveLocalityInputType): Promise<WentLiveType[]> {
    return (await this.going.locality(actor, input)).map((went) => Object.assign(new WentLiveType(), went));
  }

  private async after(actor: Actor, id: string): Promise<ActivationType> {
    const row = await this.transactions.read(actor, (tx) => this.reader.byId(tx, id));
    if (row === null) throw new NotFound('activation');
    return ActivationType.from(row);
  }
}
