import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { PartyPairsRow } from '../read-models/party-pairs.js';

@ObjectType('SharedWith', { description: 'Somebody on the other side, and the views agreed between the two.' })
export class SharedWithType {
  @Field(() => String) odsCode!: string;
  @Field(() => String) name!: string;
  @Field(() => [String]) views!: string[];
}

@ObjectType('PartyPairs', { description: 'What is agreed and live on both sides through one part, as far as the reader may see it: what would stop with it. A gate, a certificate or another stop may keep it from being seen at this moment.' })
export class PartyPairsType {
  @Field(() => ID) partyId!: string;
  @Field(() => Int, { description: 'Organisations on the other side whose part is live too.' }) pairs!: number;
  @Field(() => [String], { description: 'Every view agreed through it, once.' }) views!: string[];
  @Field(() => [SharedWithType], { description: 'The first of them, by name.' }) sharedWith!: SharedWithType[];

  static from(row: PartyPairsRow): PartyPairsType { return Object.assign(new PartyPairsType(), row); }
}
