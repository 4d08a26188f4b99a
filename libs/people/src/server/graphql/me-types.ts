import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { HeldGrant } from '../domain/held-grant.js';

@ObjectType('ActingDuty', { description: 'A duty held now, in which one may act.' })
export class ActingDutyType {
  @Field(() => ID) grantId!: string;
  @Field() duty!: string;
  @Field(() => String, { nullable: true }) odsCode!: string | null;
  @Field(() => String, { nullable: true }) organisationName!: string | null;
  @Field(() => [ID], { description: 'Ids of the assigned localities.' }) localities!: string[];
  @Field(() => Date, { nullable: true }) until!: Date | null;

  static from(grant: HeldGrant): ActingDutyType {
    const { id, duty, odsCode, organisationName, localities, until } = grant;
    return Object.assign(new ActingDutyType(), { grantId: id, duty, odsCode, organisationName, localities, until });
  }
}

@ObjectType('Ability', { description: 'Something one may do in the present duty. The server asks again at every act.' })
export class AbilityType {
  @Field() action!: string;
  @Field() subject!: string;
  @Field({ description: 'JSON: what the thing acted on must be.' }) conditions!: string;
  @Field({ description: 'Needs a fresh sign-in with the stronger credential.' }) needsStepUp!: boolean;
  @Field({ description: 'Needs a reason.' }) needsReason!: boolean;
}

@ObjectType('SignedInPerson', { description: 'Who is signed in.' })
export class SignedInPersonType {
  @Field(() => ID) id!: string;
  @Field() name!: string;
}

@ObjectType('Me', { description: 'Who is signed in, in which duty, and what that allows.' })
export class MeType {
  @Field(() => SignedInPersonType) person!: SignedInPersonType;
  @Field(() => ActingDutyType, { nullable: true, description: 'Null until a duty is chosen, and again once it is taken away.' }) actingAs!: ActingDutyType | null;
  @Field(() => [ActingDutyType]) mayActAs!: ActingDutyType[];
  @Field(() => [AbilityType]) abilities!: AbilityType[];
  @Field(() => Date, { nullable: true }) authenticatedAt!: Date | null;
  @Field({ description: 'Whether a stronger sign-in is still fresh enough to sign, approve and grant.' }) hasSteppedUp!: boolean;
}
