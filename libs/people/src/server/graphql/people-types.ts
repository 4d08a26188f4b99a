import { ArgsType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { AuthorityRow } from '../read-models/authorities.js';
import type { DutyRow, PersonRow } from '../read-models/people-and-duties.js';

@ArgsType()
export class PeoplePageArgs {
  @Field(() => Int, { defaultValue: 1 }) page!: number;
  @Field(() => Int, { defaultValue: 25, description: 'At most 200.' }) perPage!: number;
}

/** What is asked beyond the ends is answered from within them. */
export function withinBounds({ page, perPage }: PeoplePageArgs): readonly [number, number] {
  return [Math.min(Math.max(page, 1), 100_000), Math.min(Math.max(perPage, 1), 200)];
}

@ObjectType('Person', { description: 'Somebody known to Accord.' })
export class PersonType {
  @Field(() => ID) id!: string;
  @Field() name!: string;
  @Field(() => String, { nullable: true }) email!: string | null;
  @Field({ description: 'May no longer use Accord.' }) isDisabled!: boolean;
  @Field(() => Int) version!: number;

  static from(row: PersonRow): PersonType {
    const { id, name, email, isDisabled, version } = row;
    return Object.assign(new PersonType(), { id, name, email, isDisabled, version });
  }
}

@ObjectType('PersonPage')
export class PersonPageType {
  @Field(() => Int) total!: number;
  @Field(() => [PersonType]) items!: PersonType[];
}

@ObjectType('DutyGrant', { description: 'What one person does in Accord, where, from when until when.' })
export class DutyGrantType {
  @Field(() => ID) id!: string;
  @Field(() => ID) personId!: string;
  @Field() personName!: string;
  @Field() duty!: string;
  @Field(() => String, { nullable: true }) odsCode!: string | null;
  @Field(() => String, { nullable: true }) organisationName!: string | null;
  @Field(() => [String], { description: 'Codes of the assigned localities.' }) localities!: string[];
  @Field() from!: Date;
  @Field(() => Date, { nullable: true }) until!: Date | null;
  @Field({ description: 'proposed, confirmed, over, ended, or held-back: the person is shut out' }) state!: string;
  @Field(() => ID, { nullable: true }) proposedBy!: string | null;
  @Field(() => ID, { nullable: true }) confirmedBy!: string | null;
  @Field(() => Int) version!: number;

  static from(row: DutyRow): DutyGrantType {
    const { id, personId, personName, duty, odsCode, organisationName, localities, from, until, state, proposedBy, confirmedBy, version } = row;
    return Object.assign(new DutyGrantType(), { id, personId, personName, duty, odsCode, organisationName, localities, from, until, state, proposedBy, confirmedBy, version });
  }
}

@ObjectType('DutyGrantPage')
export class DutyGrantPageType {
  @Field(() => Int) total!: number;
  @Field(() => [DutyGrantType]) items!: DutyGrantType[];
}

@ObjectType('Authority', { description: 'A line of a register: this person may sign for this organisation, in this role, during this time.' })
export class AuthorityType {
  @Field(() => ID) id!: string;
  @Field() odsCode!: string;
  @Field() organisationName!: string;
  @Field(() => ID) personId!: string;
  @Field() signatoryName!: string;
  @Field() roleTitle!: string;
  @Field() from!: Date;
  @Field(() => Date, { nullable: true }) until!: Date | null;
  @Field({ description: 'recorded, confirmed, over or ended' }) state!: string;
  @Field(() => ID) recordedBy!: string;
  @Field(() => ID, { nullable: true }) confirmedBy!: string | null;
  @Field(() => Int) version!: number;

  static from(row: AuthorityRow): AuthorityType {
    const { id, odsCode, organisationName, personId, signatoryName, roleTitle, from, until, state, recordedBy, confirmedBy, version } = row;
    return Object.assign(new AuthorityType(), { id, odsCode, organisationName, personId, signatoryName, roleTitle, from, until, state, recordedBy, confirmedBy, version });
  }
}

@ObjectType('AuthorityPage')
export class AuthorityPageType {
  @Field(() => Int) total!: number;
  @Field(() => [AuthorityType]) items!: AuthorityType[];
}

@ObjectType('PeopleChange', { description: 'What an act left behind: open the thing again for the rest.' })
export class PeopleChangeType {
  @Field(() => ID) id!: string;
  @Field(() => String, { nullable: true }) state!: string | null;
  @Field(() => Int) version!: number;

  static from(change: { readonly id: string; readonly state?: string; readonly version: number }): PeopleChangeType {
    return Object.assign(new PeopleChangeType(), { id: change.id, state: change.state ?? null, version: change.version });
  }
}

@InputType('AccountInput', { description: 'An account at the OpenID provider, by issuer and subject.' })
export class AccountInput {
  @Field({ description: 'As the OpenID provider names itself.' }) issuer!: string;
  @Field({ description: 'As the OpenID provider names the person.' }) subject!: string;
}

@InputType('InvitePersonInput')
export class InvitePersonInput {
  @Field() name!: string;
  @Field(() => String, { nullable: true }) email?: string | null;
  @Field(() => AccountInput, { nullable: true, description: 'Without an account the person is known, and cannot sign in.' }) account?: AccountInput | null;
  @Field() idempotencyKey!: string;
}

@InputType('DisablePersonInput')
export class DisablePersonInput {
  @Field(() => ID) personId!: string;
  @Field(() => String, { nullable: true }) reason?: string | null;
  @Field(() => Int) expectedVersion!: number;
  @Field() idempotencyKey!: string;
}

@InputType('GrantDutyInput')
export class GrantDutyInput {
  @Field(() => ID) personId!: string;
  @Field() duty!: string;
  @Field(() => String, { nullable: true }) odsCode?: string | null;
  @Field(() => [ID], { nullable: true, description: 'Ids of localities.' }) localities?: string[] | null;
  @Field(() => String, { nullable: true, description: 'yyyy-mm-dd; without it the duty begins now.' }) startsOn?: string | null;
  @Field(() => String, { nullable: true, description: 'yyyy-mm-dd, the last day.' }) endsOn?: string | null;
  @Field() idempotencyKey!: string;
}

@InputType('ConfirmGrantInput')
export class ConfirmGrantInput {
  @Field(() => ID) grantId!: string;
  @Field(() => Int) expectedVersion!: number;
  @Field() idempotencyKey!: string;
}

@InputType('EndGrantInput')
export class EndGrantInput {
  @Field(() => ID) grantId!: string;
  @Field(() => String, { nullable: true }) reason?: string | null;
  @Field(() => Int) expectedVersion!: number;
  @Field() idempotencyKey!: string;
}

@InputType('RecordAuthorityInput')
export class RecordAuthorityInput {
  @Field() odsCode!: string;
  @Field(() => ID) personId!: string;
  @Field() roleTitle!: string;
  @Field(() => String, { nullable: true, description: 'yyyy-mm-dd; without it the authority begins now.' }) startsOn?: string | null;
  @Field(() => String, { nullable: true, description: 'yyyy-mm-dd, the last day.' }) endsOn?: string | null;
  @Field() idempotencyKey!: string;
}

@InputType('ConfirmAuthorityInput')
export class ConfirmAuthorityInput {
  @Field(() => ID) authorityId!: string;
  @Field(() => Int) expectedVersion!: number;
  @Field() idempotencyKey!: string;
}

@InputType('EndAuthorityInput')
export class EndAuthorityInput {
  @Field(() => ID) authorityId!: string;
  @Field(() => String, { nullable: true }) reason?: string | null;
  @Field(() => Int) expectedVersion!: number;
  @Field() idempotencyKey!: string;
}
