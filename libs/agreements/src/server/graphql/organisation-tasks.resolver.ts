import { Args, Field, GraphQLISODateTime, ID, InputType, Int, Mutation, ObjectType, Query, registerEnumType, Resolver } from '@nestjs/graphql';
import type { Actor, Tx } from '@accord/kernel';
import { CurrentActor, CurrentTx, Requires } from '@accord/kernel/server';
import { OrganisationTasks, type OrganisationTask } from '@accord/agreements';
import { SettleOrganisationTask } from '../use-cases/settle-organisation-task.js';

export enum OrganisationTaskKindEnum { closed = 'closed', moved = 'moved', absent = 'absent' }
registerEnumType(OrganisationTaskKindEnum, { name: 'OrganisationTaskKind', description: 'Closed or closing within 90 days; moved to another commissioner; missing from the newest national file.' });

@ObjectType('TaskAgreement', { description: 'An agreement in which the organisation has a part.' })
export class TaskAgreementType {
  @Field(() => ID) id!: string;
  @Field(() => String) reference!: string;
}

@ObjectType('TaskLocality', { description: 'A locality by name and code.' })
export class TaskLocalityType {
  @Field(() => String) code!: string;
  @Field(() => String) name!: string;
}

@ObjectType('TaskSuccessor', { description: 'An open organisation of the same kind at the same address; the national file names no successor. Nothing follows it by itself.' })
export class TaskSuccessorType {
  @Field(() => String) odsCode!: string;
  @Field(() => String) name!: string;
}

@ObjectType('OrganisationTask', { description: 'Something about an organisation that takes part, for an officer of the locality to settle. Derived when asked, never stored; parts stay as they are until somebody moves them.' })
export class OrganisationTaskType {
  @Field(() => OrganisationTaskKindEnum) kind!: OrganisationTaskKindEnum;
  @Field(() => String) odsCode!: string;
  @Field(() => String) name!: string;
  @Field(() => ID) localityId!: string;
  @Field(() => String) localityName!: string;
  @Field(() => String, { description: 'Send it back as it is: a newer fact asks anew.' }) fact!: string;
  @Field(() => GraphQLISODateTime, { description: 'From when it holds; of a closing day to come, that day. From then on nothing of it is seen.' }) since!: Date;
  @Field(() => Int, { description: 'Parts it has there that are not over.' }) parts!: number;
  @Field(() => Int, { description: 'Those of them that are live or suspended.' }) live!: number;
  @Field(() => [TaskAgreementType]) agreements!: TaskAgreementType[];
  @Field(() => TaskLocalityType, { nullable: true, description: 'Where it belongs now.' }) movedTo!: TaskLocalityType | null;
  @Field(() => [TaskSuccessorType]) successors!: TaskSuccessorType[];

  static from(task: OrganisationTask): OrganisationTaskType { return Object.assign(new OrganisationTaskType(), task); }
}

@InputType('SettleOrganisationTaskInput')
export class SettleOrganisationTaskInputType {
  @Field(() => OrganisationTaskKindEnum, { description: 'closed, moved or absent, as it was shown.' }) kind!: OrganisationTaskKindEnum;
  @Field(() => String) odsCode!: string;
  @Field(() => ID) localityId!: string;
  @Field(() => String) fact!: string;
  @Field(() => String, { description: 'What was decided, and why.' }) reason!: string;
  @Field(() => String, { nullable: true, description: 'Same key and same input: the first answer again.' }) idempotencyKey?: string;
}

@Resolver(() => OrganisationTaskType)
export class OrganisationTasksResolver {
  constructor(private readonly tasks: OrganisationTasks, private readonly settling: SettleOrganisationTask) {}

  @Query(() => [OrganisationTaskType], { description: 'What is to be settled about organisations that take part in your localities: of one, or of all, oldest first.' })
  @Requires('organisation-task:read')
  async organisationTasks(@CurrentTx() tx: Promise<Tx>, @Args('odsCode', { type: () => String, nullable: true }) odsCode?: string | null): Promise<OrganisationTaskType[]> {
    return (await this.tasks.toSettle(await tx, odsCode ?? null)).map((task) => OrganisationTaskType.from(task));
  }

  @Mutation(() => ID, { description: 'An officer says what came of it. It is asked again only if the directory says something newer.' })
  @Requires('organisation-task:settle')
  async settleOrganisationTask(@CurrentActor() actor: Actor, @Args('input') input: SettleOrganisationTaskInputType): Promise<string> {
    return (await this.settling.execute(actor, input)).id;
  }
}
