import { Args, Field, GraphQLISODateTime, ID, InputType, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Actor, Tx } from '@accord/kernel';
import { CurrentActor, CurrentTx, Requires } from '@accord/kernel/server';
import { ActivationsReader } from '../read-models/activations.js';
import { RecordGateFacts } from '../use-cases/record-gate-facts.js';

@ObjectType('GateFact', { description: 'A dated fact that a readiness gate reads; it counts once a second person confirmed it.' })
export class GateFactType {
  @Field(() => ID) id!: string;
  @Field(() => String) odsCode!: string;
  @Field(() => String) kind!: string;
  @Field(() => String) value!: string;
  @Field(() => String) source!: string;
  @Field(() => GraphQLISODateTime) from!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true }) until!: Date | null;
  @Field(() => GraphQLISODateTime) recordedAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true }) confirmedAt!: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true }) endedAt!: Date | null;
  @Field(() => Int) version!: number;
  @Field(() => String) organisationName!: string;
  @Field(() => String, { nullable: true }) recordedBy!: string | null;
  @Field(() => Boolean, { description: 'Whoever records does not confirm.' }) recordedByMe!: boolean;
  @Field(() => String, { nullable: true }) confirmedBy!: string | null;
  @Field(() => String, { nullable: true }) endedBy!: string | null;
  @Field(() => [ID], { description: 'Localities that the asker serves and in which the organisation counts: as a member, by its commissioner, or as one whom an agreement there names. Asked by locality, that one.' }) localityIds!: string[];
}

@InputType('GateFactInput')
class GateFactInputType {
  @Field(() => String) odsCode!: string;
  @Field(() => String, { description: 'hosting (hosted-centrally, streaming, local), accession-declaration and data-protection-assurance (approved), role-profiles, consent-to-view and legitimate-relationship (complete), mesh-question-set (approved).' }) kind!: string;
  @Field(() => String) value!: string;
  @Field(() => String) source!: string;
  @Field(() => String, { description: 'yyyy-mm-dd, London.' }) fromOn!: string;
  @Field(() => String, { nullable: true, description: 'Inclusive; open where left out.' }) untilOn?: string;
}

@InputType('RecordGateFactsInput')
class RecordGateFactsInputType {
  @Field(() => [GateFactInputType]) facts!: GateFactInputType[];
  @Field(() => String, { nullable: true }) idempotencyKey?: string;
}

@InputType('ConfirmGateFactsInput')
class ConfirmGateFactsInputType {
  @Field(() => [ID]) ids!: string[];
  @Field(() => String, { description: 'The hash of the impact that was shown: impactOf(act: confirmFacts).' }) impactHash!: string;
  @Field(() => String, { nullable: true }) idempotencyKey?: string;
}

@InputType('EndGateFactInput')
class EndGateFactInputType {
  @Field(() => ID) id!: string;
  @Field(() => Int) expectedVersion!: number;
  @Field(() => String) reason!: string;
  @Field(() => String, { nullable: true, description: 'Of what impactOf showed; what has moved since is recorded and blocks nothing.' }) impactHash?: string | null;
  @Field(() => String, { nullable: true }) idempotencyKey?: string;
}

@Resolver()
export class GateFactsResolver {
  constructor(private readonly reader: ActivationsReader, private readonly recording: RecordGateFacts) {}

  @Query(() => [GateFactType], { description: "An organisation's gate facts, those that ended included." })
  @Requires('gate-fact:record')
  async gateFacts(@CurrentTx() tx: Tx, @Args('odsCode', { type: () => String }) odsCode: string): Promise<GateFactType[]> {
    return (await this.reader.factsOf(tx, odsCode)).map((row) => Object.assign(new GateFactType(), row));
  }

  @Mutation(() => [ID], { description: 'Records facts; each waits for a second person.' })
  @Requires('gate-fact:record')
  async recordGateFacts(@CurrentActor() actor: Actor, @Args('input') input: RecordGateFactsInputType): Promise<string[]> {
    return (await this.recording.record(actor, input)).ids;
  }

  @Mutation(() => [ID], { description: 'Confirms facts somebody else recorded, all of them or none. It gives and takes what impactOf showed, and is refused IMPACT_CHANGED where that has moved.' })
  @Requires('gate-fact:confirm')
  async confirmGateFacts(@CurrentActor() actor: Actor, @Args('input') input: ConfirmGateFactsInputType): Promise<string[]> {
    return (await this.recording.confirm(actor, input)).ids;
  }

  @Mutation(() => ID, { description: 'Says that a fact has ended, from now.' })
  @Requires('gate-fact:record')
  async endGateFact(@CurrentActor() actor: Actor, @Args('input') input: EndGateFactInputType): Promise<string> {
    return (await this.recording.end(actor, input)).id;
  }
}
