import { Field, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';
import type { AgreementVersionRow } from '../use-cases/versions-of-agreement.js';
import { AgreedConsumerType, AgreedProviderType, PurposeClassEnum } from './agreement-types.js';

@ObjectType('FieldDifference', { description: 'A field of the agreement whose words or day differ between two versions.' })
export class FieldDifferenceType {
  @Field(() => String, { description: 'title, purpose, purposeClass, lawfulBasis, beginsOn, reviewOn or endsOn.' }) field!: string;
  @Field(() => String) before!: string;
  @Field(() => String) after!: string;
}

@ObjectType('ClauseDifference', { description: 'One clause as it was and as it is; null on the side where it does not stand.' })
export class ClauseDifferenceType {
  @Field(() => String, { nullable: true }) before!: string | null;
  @Field(() => String, { nullable: true }) after!: string | null;
}

@ObjectType('ViewsDifference', { description: 'A viewing organisation named by both versions whose views differ.' })
export class ViewsDifferenceType {
  @Field(() => String) odsCode!: string;
  @Field(() => String) name!: string;
  @Field(() => [String]) gained!: string[];
  @Field(() => [String]) lost!: string[];
}

@ObjectType('VersionDifference', { description: 'What a version says otherwise than the one before it: field by field, clause by clause, party by party.' })
export class VersionDifferenceType {
  @Field(() => [FieldDifferenceType]) fields!: FieldDifferenceType[];
  @Field(() => [ClauseDifferenceType], { description: 'Every clause of both versions in reading order, those that stand as they were too.' }) clauses!: ClauseDifferenceType[];
  @Field(() => [AgreedProviderType]) providersJoined!: AgreedProviderType[];
  @Field(() => [AgreedProviderType]) providersLeft!: AgreedProviderType[];
  @Field(() => [AgreedConsumerType]) consumersJoined!: AgreedConsumerType[];
  @Field(() => [AgreedProviderType]) consumersLeft!: AgreedProviderType[];
  @Field(() => [ViewsDifferenceType]) viewsChanged!: ViewsDifferenceType[];
}

@ObjectType('AgreementVersion', { description: 'One version of an agreement. Two may be in force at once: each party is live by the one it signed.' })
export class AgreementVersionType {
  @Field(() => ID) id!: string;
  @Field(() => Int) number!: number;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it was opened for signing; null while it is drafted, for its drafters alone.' }) openedAt!: Date | null;
  @Field(() => String) title!: string;
  @Field(() => String) purpose!: string;
  @Field(() => PurposeClassEnum) purposeClass!: PurposeClassEnum;
  @Field(() => String) lawfulBasis!: string;
  @Field(() => [String]) clauses!: readonly string[];
  @Field(() => String) beginsOn!: string;
  @Field(() => String) reviewOn!: string;
  @Field(() => String) endsOn!: string;
  @Field(() => [AgreedProviderType]) providers!: AgreedProviderType[];
  @Field(() => [AgreedConsumerType]) consumers!: AgreedConsumerType[];
  @Field(() => ID, { nullable: true, description: 'Of the proposal that asks for other views by this version; null for all others.' }) proposalId!: string | null;
  @Field(() => String, { nullable: true, description: 'running, cut-over, lapsed. Only once it has cut over is this the version that others follow.' }) proposalState!: string | null;
  @Field(() => String, { description: 'SHA-256 of its terms. A provider signs again where this differs from what it signed (R2).' }) termsDigest!: string;
  @Field(() => Int, { description: 'Practices live or suspended by it.' }) providersOnIt!: number;
  @Field(() => Int, { description: 'Viewing organisations live or suspended by it.' }) consumersOnIt!: number;
  @Field(() => Int, { description: 'Parties asked to sign it that are not live by it yet.' }) askedForIt!: number;
  @Field(() => VersionDifferenceType, { nullable: true, description: 'From the version before; none for the first.' }) difference!: VersionDifferenceType | null;

  static from({ versionId, lockedAt, digest, standing, difference, ...row }: AgreementVersionRow): AgreementVersionType {
    return Object.assign(new AgreementVersionType(), {
      id: versionId, number: row.number, openedAt: lockedAt, title: row.title, purpose: row.purpose, purposeClass: row.purposeClass, lawfulBasis: row.lawfulBasis, clauses: row.clauses,
      beginsOn: row.beginsOn, reviewOn: row.reviewOn, endsOn: row.endsOn, providers: row.providers, consumers: row.consumers, termsDigest: digest, proposalId: row.proposalId, proposalState: row.proposalState,
      providersOnIt: standing.providers, consumersOnIt: standing.consumers, askedForIt: standing.asked, difference,
    });
  }
}
