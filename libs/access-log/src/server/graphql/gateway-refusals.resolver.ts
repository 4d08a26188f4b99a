import { Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Tx } from '@accord/kernel';
import { CurrentTx, Requires } from '@accord/kernel/server';
import type { GatewayRefusals } from '../../contract/index.js';
import { RefusalsOfGateways } from '../read-models/gateway-refusals.js';

@ObjectType('GatewayRefusals', { description: 'How often one gateway refused for one reason, or how much of what it sent was set aside under one code. Counted from the access log; of nobody.' })
export class GatewayRefusalsType {
  @Field(() => ID) gatewayId!: string;
  @Field(() => String, { description: 'refused (a look that it refused), or set-aside (an event that could not be read, or had to be mended, and is kept as it came).' }) kind!: string;
  @Field(() => String, { description: 'Such as STOPPED or NOT_AGREED; of what was set aside, why.' }) reason!: string;
  @Field(() => Int, { description: 'In the last 24 hours.' }) day!: number;
  @Field(() => Int, { description: 'In the last seven days.' }) week!: number;

  static from(row: GatewayRefusals): GatewayRefusalsType {
    return Object.assign(new GatewayRefusalsType(), row);
  }
}

@Resolver(() => GatewayRefusalsType)
export class GatewayRefusalsResolver {
  constructor(private readonly refusals: RefusalsOfGateways) {}

  @Query(() => [GatewayRefusalsType], { description: 'What each gateway refused, by reason, and what it sent that was set aside. Staff are told of gateways that serve their localities.' })
  @Requires('gateway-refusal:read')
  async gatewayRefusals(@CurrentTx() tx: Promise<Tx>): Promise<GatewayRefusalsType[]> {
    return (await this.refusals.count(await tx)).map((row) => GatewayRefusalsType.from(row));
  }
}
