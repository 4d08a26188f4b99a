import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { ChangeRecordRow } from '../read-models/change-records.js';

@ObjectType('ChangeRecord', { description: 'What somebody did inside Accord, or tried to, and in which duty.' })
export class ChangeRecordType {
  @Field(() => ID) id!: string;
  @Field(() => Date) recordedAt!: Date;
  @Field(() => String, { description: 'e.g. participation.verified' }) type!: string;
  @Field(() => String, { description: 'What it was done to.' }) subject!: string;
  @Field(() => String, { description: 'done or refused' }) outcome!: string;
  @Field(() => String, { nullable: true }) refusalCode!: string | null;
  @Field(() => ID, { nullable: true }) personId!: string | null;
  @Field(() => String, { description: 'person, operator, machine or system' }) actorKind!: string;
  @Field(() => String) actorName!: string;
  @Field(() => String, { nullable: true }) duty!: string | null;
  @Field(() => String, { nullable: true, description: 'The organisation they acted for.' }) actingOdsCode!: string | null;
  @Field(() => String, { nullable: true, description: 'The organisation it concerns.' }) odsCode!: string | null;
  @Field(() => ID, { nullable: true }) agreementId!: string | null;
  @Field(() => ID, { nullable: true }) localityId!: string | null;
  @Field(() => String, { nullable: true }) reason!: string | null;
  @Field(() => String, { description: 'What changed, as JSON.' }) details!: string;
  @Field(() => String, { description: 'Where the request came from.' }) origin!: string;

  static from(row: ChangeRecordRow): ChangeRecordType {
    return Object.assign(new ChangeRecordType(), { ...row, details: JSON.stringify(row.details) });
  }
}

@ObjectType('ChangeRecordPage')
export class ChangeRecordPageType {
  @Field(() => [ChangeRecordType]) records!: readonly ChangeRecordType[];
  @Field(() => Int, { description: 'How many were found, counted up to 1,000.' }) total!: number;
  @Field(() => Boolean, { description: 'False where there are more than were counted.' }) totalIsExact!: boolean;
  @Field(() => String, { nullable: true, description: 'Hand it back as "after" for the next page of the same search.' }) endCursor!: string | null;
  @Field(() => Boolean) hasMore!: boolean;
}

@InputType('ChangeRecordFilter', { description: 'Any part alone or with any others.' })
export class ChangeRecordFilterInput {
  @Field(() => String, { nullable: true, description: 'A type (participation.verified), or all of one kind of thing (participation); several are parted by commas.' }) type?: string | null;
  @Field(() => String, { nullable: true, description: 'Types or kinds left out, as in type.' }) without?: string | null;
  @Field(() => String, { nullable: true }) subject?: string | null;
  @Field(() => ID, { nullable: true }) personId?: string | null;
  @Field(() => String, { nullable: true, description: 'done or refused' }) outcome?: string | null;
  @Field(() => String, { nullable: true, description: 'A London day (yyyy-mm-dd) or an instant with its zone, inclusive.' }) from?: string | null;
  @Field(() => String, { nullable: true, description: 'A London day, inclusive, or an instant with its zone, exclusive.' }) until?: string | null;
  @Field(() => ID, { nullable: true }) agreementId?: string | null;
  @Field(() => String, { nullable: true, description: 'The organisation it concerns.' }) odsCode?: string | null;
}
