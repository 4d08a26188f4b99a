import { ArgsType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ORGANISATION_STATUSES, PRESCRIBING_SETTINGS, type OrganisationStatus } from '../../contract/index.js';
import type { LocalityRow, MembershipRow, OrganisationRow, PageAsked } from '../read-models/organisations.js';

@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 1 }) page!: number;
  @Field(() => Int, { defaultValue: 25, description: 'At most 200.' }) perPage!: number;
}

/** What is asked beyond the ends is answered from within them. */
export function boundedPage({ page, perPage }: PageArgs): PageAsked {
  return { page: Math.min(Math.max(page, 1), 100_000), perPage: Math.min(Math.max(perPage, 1), 200) };
}

@InputType('OrganisationFilter', { description: 'Any part alone or with any others.' })
export class OrganisationFilterInput {
  @Field(() => String, { nullable: true, description: 'The beginning of a code, or any part of a name.' }) search?: string | null;
  @Field(() => String, { nullable: true, description: 'A, C, D or P.' }) status?: string | null;
  @Field(() => Int, { nullable: true }) prescribingSetting?: number | null;
  @Field(() => String, { nullable: true }) commissionerCode?: string | null;
}

@ObjectType('Organisation', { description: 'A body in the national directory.' })
export class OrganisationType {
  @Field(() => ID) id!: string;
  @Field() odsCode!: string;
  @Field() name!: string;
  @Field({ description: 'A open, C closed, D dormant, P proposed.' }) status!: string;
  @Field() statusName!: string;
  @Field(() => Int, { nullable: true }) prescribingSetting!: number | null;
  @Field(() => String, { nullable: true }) prescribingSettingName!: string | null;
  @Field(() => String, { nullable: true }) openedOn!: string | null;
  @Field(() => String, { nullable: true, description: 'Its last day.' }) closedOn!: string | null;
  @Field(() => String, { nullable: true }) commissionerCode!: string | null;
  @Field(() => String, { nullable: true }) joinedCommissionerOn!: string | null;
  @Field(() => String, { nullable: true }) leftCommissionerOn!: string | null;
  @Field(() => String, { nullable: true }) nationalGrouping!: string | null;
  @Field(() => String, { nullable: true }) healthGeography!: string | null;
  @Field(() => [String]) address!: string[];
  @Field(() => String, { nullable: true }) postcode!: string | null;
  @Field(() => String, { nullable: true }) telephone!: string | null;
  @Field(() => String, { nullable: true, description: 'The edition that last altered it.' }) editionOn!: string | null;

  static from(row: OrganisationRow): OrganisationType {
    const setting = row.prescribingSetting;
    return Object.assign(new OrganisationType(), row, {
      id: row.odsCode, statusName: ORGANISATION_STATUSES[row.status], address: row.address.filter((line) => line !== ''),
      prescribingSettingName: setting === null ? null : PRESCRIBING_SETTINGS[setting] ?? null,
    });
  }
}

@ObjectType('OrganisationPage')
export class OrganisationPageType {
  @Field(() => Int) total!: number;
  @Field(() => [OrganisationType]) items!: OrganisationType[];
}

@ObjectType('OrganisationName', { description: 'A code and what it is called.' })
export class OrganisationNameType {
  @Field() odsCode!: string;
  @Field() name!: string;

  static from(row: { readonly odsCode: string; readonly name: string }): OrganisationNameType {
    return Object.assign(new OrganisationNameType(), row);
  }
}

@ObjectType('LocalityMembership', { description: 'A time in a locality.' })
export class LocalityMembershipType {
  @Field(() => ID) localityId!: string;
  @Field() localityCode!: string;
  @Field() localityName!: string;
  @Field() fromAt!: Date;
  @Field(() => Date, { nullable: true }) untilAt!: Date | null;

  static from(row: MembershipRow): LocalityMembershipType {
    return Object.assign(new LocalityMembershipType(), row);
  }
}

@ObjectType('Locality', { description: 'Practices grouped under one commissioner.' })
export class LocalityType {
  @Field(() => ID) id!: string;
  @Field() code!: string;
  @Field() name!: string;
  @Field(() => Int, { description: 'Practices in it now.' }) practices!: number;
  @Field(() => Int, { description: 'Those of them that are open.' }) openPractices!: number;

  static from(row: LocalityRow): LocalityType {
    return Object.assign(new LocalityType(), row);
  }
}

@ObjectType('LocalityPage')
export class LocalityPageType {
  @Field(() => Int) total!: number;
  @Field(() => [LocalityType]) items!: LocalityType[];
}

export function statusAsked(status: string | null | undefined): OrganisationStatus | null {
  return status != null && Object.hasOwn(ORGANISATION_STATUSES, status) ? status as OrganisationStatus : null;
}
