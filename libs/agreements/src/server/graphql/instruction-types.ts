import { Field, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { InstructionReplyRow, InstructionRow } from '../read-models/instructions.js';
import { CampaignKindEnum, CampaignReplyEnum } from './campaign-types.js';

@ObjectType('InstructionReply', { description: 'What a letter is said to say of one agreement.' })
export class InstructionReplyType implements InstructionReplyRow {
  @Field(() => ID) participationId!: string;
  @Field(() => ID) agreementId!: string;
  @Field(() => String) reference!: string;
  @Field(() => String) title!: string;
  @Field(() => Int, { description: 'The version the practice had signed when the letter was taken in.' }) versionNumber!: number;
  @Field(() => CampaignReplyEnum) reply!: CampaignReplyEnum;
}

@ObjectType('WrittenInstruction', { description: 'The letter of a controller who does not use Accord, by which it answers a campaign once a second member of staff has verified it.' })
export class WrittenInstructionType {
  @Field(() => ID, { description: 'Of the evidence: its pages and file are found by it.' }) id!: string;
  @Field(() => String, { description: 'checked (waits to be verified), quarantined, verified or rejected' }) state!: string;
  @Field(() => Int) version!: number;
  @Field(() => ID) campaignId!: string;
  @Field(() => String) campaignTitle!: string;
  @Field(() => CampaignKindEnum) campaignKind!: CampaignKindEnum;
  @Field(() => String, { description: 'draft, asked, closed' }) campaignState!: string;
  @Field(() => String) odsCode!: string;
  @Field(() => ID) localityId!: string;
  @Field(() => String, { description: 'Why staff answer for the practice.' }) reason!: string;
  @Field(() => String, { nullable: true }) signatory!: string | null;
  @Field(() => String, { nullable: true }) signatoryRole!: string | null;
  @Field(() => String, { description: 'The day in London on which it was signed.' }) signedOn!: string;
  @Field(() => Int, { nullable: true, description: 'The page with the signature; null where it is embedded.' }) signedPage!: number | null;
  @Field(() => String, { nullable: true, description: 'Who took it in.' }) recordedBy!: string | null;
  @Field(() => GraphQLISODateTime) recordedAt!: Date;
  @Field(() => String, { nullable: true }) verifiedBy!: string | null;
  @Field(() => GraphQLISODateTime, { nullable: true }) verifiedAt!: Date | null;
  @Field(() => String, { nullable: true }) rejectedReason!: string | null;
  @Field(() => [InstructionReplyType], { description: 'What it says; an agreement it does not name goes on waiting.' }) replies!: InstructionReplyType[];

  static from(row: InstructionRow): WrittenInstructionType { return Object.assign(new WrittenInstructionType(), row); }
}

@InputType('InstructionInput', { description: 'Names a letter as it was read.' })
export class InstructionInputType {
  @Field(() => ID, { description: 'Of the evidence.' }) id!: string;
  @Field(() => Int, { description: 'The version that was read; another one is refused as STALE.' }) expectedVersion!: number;
  @Field(() => String, { nullable: true, description: 'Same key and same input: the first answer again.' }) idempotencyKey?: string;
}

@InputType('InstructionWithReasonInput', { description: 'Names a letter as it was read, and says why it says nothing.' })
export class InstructionWithReasonInputType extends InstructionInputType {
  @Field(() => String) reason!: string;
}
