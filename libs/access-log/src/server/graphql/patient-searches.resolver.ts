import { Args, Field, ID, InputType, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Actor, Tx } from '@accord/kernel';
import { CurrentActor, CurrentTx, Requires } from '@accord/kernel/server';
import { PatientSearchesReader } from '../read-models/patient-searches.js';
import { AskPatientSearch } from '../use-cases/ask-patient-search.js';
import { DeclinePatientSearch } from '../use-cases/decline-patient-search.js';
import { GrantPatientSearch } from '../use-cases/grant-patient-search.js';
import { NamePatient } from '../use-cases/name-patient.js';

@ObjectType('PatientSearch', { description: 'What a national auditor asked of a second one: to search the whole nation by one patient.' })
export class PatientSearchType {
  @Field(() => ID) id!: string;
  @Field(() => String) askedByName!: string;
  @Field(() => Date) askedAt!: Date;
  @Field(() => String, { description: 'The purpose.' }) reason!: string;
  @Field(() => Boolean, { description: 'Whoever asked does not grant.' }) isMine!: boolean;
  @Field(() => String, { description: 'waiting (three days), granted (eight hours), declined or over.' }) standing!: string;
  @Field(() => String, { nullable: true }) grantedByName!: string | null;
  @Field(() => Date, { nullable: true }) grantedUntil!: Date | null;
  @Field(() => String, { nullable: true }) declinedByName!: string | null;
  @Field(() => String, { nullable: true, description: 'Why the second person said no.' }) declinedReason!: string | null;
  @Field(() => String, { nullable: true, description: 'Stands for the patient in your own searches, while they are granted; null otherwise.' }) token!: string | null;
}

@ObjectType('PatientSearchMoved', { description: 'What was asked, granted or declined.' })
export class PatientSearchMovedType {
  @Field(() => ID) id!: string;
}

@InputType()
export class AskPatientSearchInput {
  @Field(() => String) nhsNumber!: string;
  @Field(() => String, { nullable: true, description: 'The purpose.' }) reason?: string | null;
  @Field(() => String, { nullable: true }) idempotencyKey?: string | null;
}

@InputType()
export class GrantPatientSearchInput {
  @Field(() => ID) id!: string;
  @Field(() => String, { nullable: true }) idempotencyKey?: string | null;
}

@InputType()
export class DeclinePatientSearchInput {
  @Field(() => ID) id!: string;
  @Field(() => String, { nullable: true, description: 'Why not. Whoever asked reads it.' }) reason?: string | null;
  @Field(() => String, { nullable: true }) idempotencyKey?: string | null;
}

@Resolver(() => PatientSearchType)
export class PatientSearchesResolver {
  constructor(
    private readonly reader: PatientSearchesReader, private readonly naming: NamePatient, private readonly asking: AskPatientSearch,
    private readonly granting: GrantPatientSearch, private readonly declining: DeclinePatientSearch,
  ) {}

  @Query(() => [PatientSearchType], { description: 'Searches by patient that national auditors asked a second person for in the last 30 days, newest first.' })
  @Requires('patient-search:read')
  async patientSearches(@CurrentActor() actor: Actor, @CurrentTx() tx: Tx): Promise<PatientSearchType[]> {
    return (await this.reader.lately(tx)).map(({ patientIndex, ...row }) => Object.assign(new PatientSearchType(), row, { token: patientIndex === null ? null : this.naming.tokenBehind(actor, patientIndex) }));
  }

  @Mutation(() => PatientSearchMovedType, { description: 'Asks a second national auditor for a search by this patient. A mutation, so that the NHS number never stands in a URL.' })
  @Requires('patient-search:ask')
  async askPatientSearch(@CurrentActor() actor: Actor, @Args('input', { type: () => AskPatientSearchInput }) input: AskPatientSearchInput): Promise<PatientSearchMovedType> {
    return Object.assign(new PatientSearchMovedType(), await this.asking.execute(actor, input));
  }

  @Mutation(() => PatientSearchMovedType, { description: 'Grants it for eight hours. Refuses SAME_PERSON to whoever asked.' })
  @Requires('patient-search:grant')
  async grantPatientSearch(@CurrentActor() actor: Actor, @Args('input', { type: () => GrantPatientSearchInput }) input: GrantPatientSearchInput): Promise<PatientSearchMovedType> {
    return Object.assign(new PatientSearchMovedType(), await this.granting.execute(actor, input));
  }

  @Mutation(() => PatientSearchMovedType, { description: 'Says no to it, with a reason. Refuses SAME_PERSON to whoever asked; it may be asked anew.' })
  @Requires('patient-search:decline')
  async declinePatientSearch(@CurrentActor() actor: Actor, @Args('input', { type: () => DeclinePatientSearchInput }) input: DeclinePatientSearchInput): Promise<PatientSearchMovedType> {
    return Object.assign(new PatientSearchMovedType(), await this.declining.execute(actor, input));
  }
}
