import { Field, GraphQLISODateTime, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { InvalidInput } from '@accord/kernel';
import type { AskedScope } from '@accord/agreements';
import type { StopRow } from '../read-models/stops.js';

export enum SuspendScopeEnum { pair = 'pair', provider = 'provider', view = 'view', system = 'system', consumer = 'consumer', agreement = 'agreement', locality = 'locality' }
registerEnumType(SuspendScopeEnum, { name: 'SuspendScope', description: 'What a suspension reaches: one practice with one viewer, a whole practice, one view of one viewer, one of its systems, the whole viewer, an agreement, a locality. One part is suspended by suspendParty.' });

@ObjectType('Stop', { description: 'One entry of the stop list: one act that suspends, withdraws or ends.' })
export class StopType {
  @Field(() => ID) id!: string;
  @Field(() => String, { description: 'suspension, withdrawal, leaving, end' }) kind!: string;
  @Field(() => String, { description: 'pair, participation, part, provider, view, system, consumer, agreement or locality.' }) scopeKind!: string;
  @Field(() => ID, { nullable: true }) agreementId!: string | null;
  @Field(() => String, { nullable: true }) agreementReference!: string | null;
  @Field(() => ID, { nullable: true, description: 'The part it stops, where it stops one provider.' }) participationId!: string | null;
  @Field(() => ID, { nullable: true, description: 'The part it stops, where it stops one consumer.' }) consumerPartId!: string | null;
  @Field(() => String, { nullable: true, description: 'Whom it stops: of a pair, the practice.' }) organisationName!: string | null;
  @Field(() => String, { nullable: true, description: 'Of a pair, a view or a system, the viewing organisation.' }) consumerName!: string | null;
  @Field(() => ID, { nullable: true }) localityId!: string | null;
  @Field(() => String, { nullable: true }) localityName!: string | null;
  @Field(() => [ID], { description: 'Localities whose staff handle it; of a wide one, those the reader serves.' }) localityIds!: string[];
  @Field(() => String, { nullable: true }) providerOdsCode!: string | null;
  @Field(() => String, { nullable: true }) consumerOdsCode!: string | null;
  @Field(() => ID, { nullable: true }) systemId!: string | null;
  @Field(() => String, { nullable: true }) systemName!: string | null;
  @Field(() => String, { nullable: true }) serviceCode!: string | null;
  @Field(() => [String], { nullable: true, description: 'The names of the views it stops; null where it stops all.' }) viewNames!: string[] | null;
  @Field(() => GraphQLISODateTime) fromAt!: Date;
  @Field(() => String, { nullable: true, description: 'Shown to the side that gave it, to staff and to auditors.' }) reason!: string | null;
  @Field(() => String, { description: 'controller, viewing-organisation, privacy-officer, staff or gate: the same side lifts it, with an approver.' }) imposedSide!: string;
  @Field(() => String, { nullable: true, description: 'The organisation that side acted for; none for staff.' }) imposedFor!: string | null;
  @Field(() => GraphQLISODateTime) imposedAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true }) resumeAskedAt!: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true }) liftedAt!: Date | null;
  @Field(() => Int) version!: number;
  @Field(() => Boolean, { nullable: true, description: 'Told to whoever imposes it, with that act alone: the world had moved, and what stopped is not exactly what was shown.' }) impactMoved!: boolean | null;
  @Field(() => String, { nullable: true, description: 'Where its signed statement is fetched, as PDF; null for those whom it is not for.' }) statementPath!: string | null;

  static from({ mayStatement, ...row }: StopRow): StopType { return Object.assign(new StopType(), row, { impactMoved: null, statementPath: mayStatement ? `/stops/${row.id}/statement.pdf` : null }); }
}

@ObjectType('StopPage')
export class StopPageType {
  @Field(() => [StopType]) items!: StopType[];
  @Field(() => Int) total!: number;
}

@InputType('StopScopeInput', { description: 'What a suspension reaches: the scope, and what that scope names.' })
export class StopScopeInputType {
  @Field(() => SuspendScopeEnum, { description: 'pair, provider, view, system, consumer, agreement or locality.' }) kind!: SuspendScopeEnum;
  @Field(() => ID, { nullable: true, description: 'pair, agreement' }) agreementId?: string | null;
  @Field(() => String, { nullable: true, description: 'pair, provider' }) providerOdsCode?: string | null;
  @Field(() => String, { nullable: true, description: 'pair, view, consumer' }) consumerOdsCode?: string | null;
  @Field(() => String, { nullable: true, description: 'view' }) serviceCode?: string | null;
  @Field(() => String, { nullable: true, description: 'view: the code of one view of the service.' }) view?: string | null;
  @Field(() => ID, { nullable: true, description: 'system' }) systemId?: string | null;
  @Field(() => ID, { nullable: true, description: 'locality' }) localityId?: string | null;
}

const NAMES = {
  pair: ['agreementId', 'providerOdsCode', 'consumerOdsCode'], provider: ['providerOdsCode'], view: ['consumerOdsCode', 'serviceCode', 'view'], system: ['systemId'],
  consumer: ['consumerOdsCode'], agreement: ['agreementId'], locality: ['localityId'],
} as const satisfies Record<AskedScope['kind'], readonly (keyof StopScopeInputType)[]>;

/** The scope with all it must name and nothing beside it: one field too many would stop less than was meant. */
export function scopeAsked(input: StopScopeInputType): AskedScope {
  const wanted: readonly string[] = NAMES[input.kind];
  for (const [name, value] of Object.entries(input)) {
    if (name !== 'kind' && value != null && !wanted.includes(name)) throw new InvalidInput(name, `leave it out: the scope ${input.kind} does not name it`);
  }
  const named = wanted.map((name) => {
    const value = input[name as keyof StopScopeInputType];
    if (value == null || value.trim() === '') throw new InvalidInput(name, `the scope ${input.kind} names it`);
    return [name, name === 'agreementId' || name === 'systemId' || name === 'localityId' || name === 'view' ? value.trim() : value.trim().toUpperCase()];
  });
  return { kind: input.kind, ...Object.fromEntries(named) } as AskedScope;
}

@InputType('SuspendSharingInput')
export class SuspendSharingInputType {
  @Field(() => StopScopeInputType) scope!: StopScopeInputType;
  @Field(() => String) reason!: string;
  @Field(() => String, { nullable: true, description: 'The hash of the impact that was shown. Another one blocks nothing that narrows; both are recorded.' }) impactHash?: string;
  @Field(() => String, { nullable: true, description: 'Same key and same input: the first answer again.' }) idempotencyKey?: string;
}

@InputType('WithdrawFromConsumerInput')
export class WithdrawFromConsumerInputType {
  @Field(() => ID, { description: 'The participation of the practice.' }) id!: string;
  @Field(() => String) consumerOdsCode!: string;
  @Field(() => String, { nullable: true, description: 'Needed where the matrix asks for one.' }) reason?: string;
  @Field(() => String, { nullable: true, description: 'The hash of the impact that was shown. Another one blocks nothing that narrows; both are recorded.' }) impactHash?: string;
  @Field(() => String, { nullable: true }) idempotencyKey?: string;
}

@InputType('ResumeInput')
export class ResumeInputType {
  @Field(() => ID) stopId!: string;
  @Field(() => Int) expectedVersion!: number;
  @Field(() => String, { nullable: true }) idempotencyKey?: string;
}

@InputType('ConfirmResumeInput')
export class ConfirmResumeInputType extends ResumeInputType {
  @Field(() => String, { description: 'The hash of the impact that was shown: impactOf(act: resume).' }) impactHash!: string;
}
