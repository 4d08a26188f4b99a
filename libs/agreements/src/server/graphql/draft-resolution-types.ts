import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import type { ResolvableCollision } from '../use-cases/draft-collisions.js';
import { ConsumerInput } from './agreement-types.js';

@InputType('DraftSoFarInput', { description: 'A draft as far as it is written.' })
export class DraftSoFarInputType {
  @Field(() => ID, { description: 'The locality of the draft, one of yours.' }) localityId!: string;
  @Field(() => String) serviceCode!: string;
  @Field(() => ID, { nullable: true, description: 'The agreement that is drafted or amended: its own pairs are in nobody\'s way.' }) agreementId?: string | null;
  @Field(() => String, { nullable: true, description: 'yyyy-mm-dd, London; from now on where it is not written yet.' }) beginsOn?: string | null;
  @Field(() => String, { nullable: true, description: 'yyyy-mm-dd, inclusive; for ever where it is not written yet.' }) endsOn?: string | null;
  @Field(() => [String], { description: 'ODS codes.' }) providers!: string[];
  @Field(() => [ConsumerInput]) consumers!: ConsumerInput[];
}

@ObjectType('DraftChange', { description: 'The smallest thing that can be done to whom a draft names.' })
export class DraftChangeType {
  @Field(() => String, { description: 'leave-out-provider, leave-out-consumer, add-view or remove-view.' }) kind!: string;
  @Field(() => String) odsCode!: string;
  @Field(() => String, { nullable: true }) view!: string | null;
}

@ObjectType('DraftEdit', { description: 'Changes that together resolve a collision; with one of them left away it stands.' })
export class DraftEditType {
  @Field(() => [DraftChangeType]) changes!: DraftChangeType[];
}

@ObjectType('DraftCollision', { description: 'A viewing organisation would see other views than are agreed for it (R1), or practices share with it already by another agreement (R4).' })
export class DraftCollisionType {
  @Field(() => String, { description: 'view-set or pairs.' }) kind!: string;
  @Field(() => String) consumerOdsCode!: string;
  @Field(() => String, { description: 'The agreement it collides with.' }) reference!: string;
  @Field(() => ID, { nullable: true, description: 'That agreement, where it is yours to open.' }) agreementId!: string | null;
  @Field(() => [String], { nullable: true, description: 'The views agreed already.' }) agreedViews!: readonly string[] | null;
  @Field(() => [String], { nullable: true, description: 'The practices that share already.' }) providers!: readonly string[] | null;
  @Field(() => [DraftEditType], { description: 'Each resolves it, and makes no other collision.' }) edits!: DraftEditType[];

  static from({ collision, edits }: ResolvableCollision): DraftCollisionType {
    const { kind, consumer, reference, agreementId } = collision;
    return Object.assign(new DraftCollisionType(), {
      kind, consumerOdsCode: consumer, reference, agreementId, agreedViews: collision.kind === 'view-set' ? collision.agreed : null, providers: collision.kind === 'pairs' ? collision.providers : null,
      edits: edits.map((changes) => Object.assign(new DraftEditType(), { changes: changes.map((change) => ({ view: null, ...change })) })),
    });
  }
}
