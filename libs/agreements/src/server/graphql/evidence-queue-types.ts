import { Field, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';
import type { EvidenceQueueRow } from '../read-models/evidence-queue.js';

@ObjectType('EvidenceInQueue', { description: 'A signed document, and how it stands with the part it proves.' })
export class EvidenceInQueueType {
  @Field(() => ID, { description: 'The evidence.' }) id!: string;
  @Field(() => String, { description: 'generated, uploaded, or instruction: a letter that answers a campaign' }) kind!: string;
  @Field(() => String, { description: 'waiting, overtaken (its part has gone on without it), quarantined, verified, rejected or invalidated.' }) standing!: string;
  @Field(() => String, { description: 'provider or consumer' }) side!: string;
  @Field(() => String, { description: 'The gravest finding of the machine: fault, quarantine, warning, information or none.' }) severity!: string;
  @Field(() => ID, { nullable: true, description: 'Null of a letter, which is about no one agreement.' }) agreementId!: string | null;
  @Field(() => String, { nullable: true }) agreementReference!: string | null;
  @Field(() => String, { nullable: true }) agreementTitle!: string | null;
  @Field(() => ID, { nullable: true, description: 'The campaign that a letter answers.' }) campaignId!: string | null;
  @Field(() => String, { nullable: true }) campaignTitle!: string | null;
  @Field(() => String) odsCode!: string;
  @Field(() => String) organisationName!: string;
  @Field(() => ID) localityId!: string;
  @Field(() => String) localityName!: string;
  @Field(() => GraphQLISODateTime) submittedAt!: Date;
  @Field(() => String, { nullable: true }) submittedBy!: string | null;
  @Field(() => String, { nullable: true }) signatory!: string | null;
  @Field(() => GraphQLISODateTime) signedAt!: Date;
  @Field(() => ID, { nullable: true, description: 'The part it proves, while that rests on it.' }) partyId!: string | null;
  @Field(() => String, { nullable: true }) partyState!: string | null;
  @Field(() => Int, { nullable: true, description: 'Send it to verifyParty and rejectParty as expectedVersion.' }) partyVersion!: number | null;
  @Field(() => String, { nullable: true, description: 'Why somebody else must verify it (R3): handed-in, signed, drafted, signed-another or gave-duty; null where it may be you.' }) notByYou!: string | null;

  static from(row: EvidenceQueueRow): EvidenceInQueueType { return Object.assign(new EvidenceInQueueType(), row); }
}

@ObjectType('EvidenceQueuePage', { description: 'One page of the queue, and how many there are in all.' })
export class EvidenceQueuePageType {
  @Field(() => [EvidenceInQueueType]) items!: EvidenceInQueueType[];
  @Field(() => Int) total!: number;
}

@ObjectType('EvidenceAfter', { description: 'What the person who asks may verify besides.' })
export class EvidenceAfterType {
  @Field(() => ID, { nullable: true, description: 'The next in the order of the queue; from its end back to its beginning.' }) next!: string | null;
  @Field(() => Int, { description: 'How many others wait that the person who asks may verify.' }) others!: number;
}
