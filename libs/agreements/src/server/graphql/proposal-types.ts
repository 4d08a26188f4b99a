import { Field, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { ProposalAgreementRow, ProposalAnswerRow, ProposalRow } from '../read-models/view-set-proposals.js';
import type { PreviewedAgreement, PreviewedProposal } from '../use-cases/preview-view-set-proposal.js';

const difference = (views: readonly string[], others: readonly string[]): string[] => views.filter((view) => !others.includes(view));

@ObjectType('ViewSetProposalConsumer', { description: 'A code of the viewing organisation.' })
export class ProposalConsumerType {
  @Field(() => String) odsCode!: string;
  @Field(() => String) name!: string;
}

@ObjectType('ViewSetProposalAgreement', { description: 'An agreement by whose new version a proposal asks.' })
export class ProposalAgreementType {
  @Field(() => ID) agreementId!: string;
  @Field(() => String) reference!: string;
  @Field(() => String) title!: string;
  @Field(() => String) localityName!: string;
  @Field(() => Int, { description: 'The version that shows the proposed views.' }) versionNumber!: number;
  @Field(() => Int, { description: 'Sharing organisations asked that have not gone since.' }) asked!: number;
  @Field(() => Int) agreed!: number;

  static from(row: ProposalAgreementRow): ProposalAgreementType { return Object.assign(new ProposalAgreementType(), row); }
}

@ObjectType('ViewSetProposalTally', { description: 'How many parties stand how.' })
export class ProposalTallyType {
  @Field(() => String, { description: 'agreed (approved, or gone over), verified, signed, rejected, declined, not-answered, gone (withdrawn, left or ended since)' }) answer!: string;
  @Field(() => Int) parties!: number;
}

@ObjectType('ViewSetProposal', { description: 'Other views for one viewing organisation, put to everybody who shares with it. It is cut over at one instant, or it lapses and nothing changes.' })
export class ViewSetProposalType {
  @Field(() => ID) id!: string;
  @Field(() => String) serviceCode!: string;
  @Field(() => String) serviceName!: string;
  @Field(() => String, { description: 'The name of the viewing organisation.' }) viewingOrganisation!: string;
  @Field(() => [ProposalConsumerType], { description: 'Its ODS codes.' }) consumers!: ProposalConsumerType[];
  @Field(() => [String], { description: 'Codes of the views it would replace, in order; the same after the cut-over.' }) viewsNow!: string[];
  @Field(() => [String], { description: 'Codes of the proposed views, in order.' }) views!: string[];
  @Field(() => [String], { description: 'Proposed, and not seen now.' }) gained!: string[];
  @Field(() => [String], { description: 'Seen now, and not proposed.' }) lost!: string[];
  @Field(() => String) reason!: string;
  @Field(() => String, { nullable: true, description: 'Not told to practices and viewing organisations.' }) proposedBy!: string | null;
  @Field(() => GraphQLISODateTime) proposedAt!: Date;
  @Field(() => GraphQLISODateTime, { description: 'From then on it cannot be cut over.' }) lapsesAt!: Date;
  @Field(() => String, { description: 'The last day in London on which it can be cut over.' }) lapsesOn!: string;
  @Field(() => String, { description: 'running, cut-over, lapsed; given up is lapsed before its day.' }) state!: string;
  @Field(() => GraphQLISODateTime, { nullable: true }) cutOverAt!: Date | null;
  @Field(() => String, { nullable: true }) cutOverBy!: string | null;
  @Field(() => GraphQLISODateTime, { nullable: true }) givenUpAt!: Date | null;
  @Field(() => String, { nullable: true }) givenUpBy!: string | null;
  @Field(() => String, { nullable: true, description: 'Of the cut-over, or of giving it up.' }) closingReason!: string | null;
  @Field(() => String, { nullable: true, description: 'Of what whoever cut over had been shown.' }) impactHash!: string | null;
  @Field(() => Int, { description: 'Participations asked that have not gone since, as far as the reader may see them.' }) asked!: number;
  @Field(() => Int, { description: 'Of these, approved or gone over.' }) agreed!: number;
  @Field(() => Int, { description: 'Parts of the viewing organisation itself that are asked, one for each agreement.' }) partsAsked!: number;
  @Field(() => Int, { description: 'Of these, approved or gone over.' }) partsAgreed!: number;

  static from(row: ProposalRow): ViewSetProposalType {
    return Object.assign(new ViewSetProposalType(), row, { gained: difference(row.views, row.viewsNow), lost: difference(row.viewsNow, row.views) });
  }
}

@ObjectType('ViewSetProposalPage')
export class ViewSetProposalPageType {
  @Field(() => [ViewSetProposalType]) items!: ViewSetProposalType[];
  @Field(() => Int) total!: number;
}

@ObjectType('ViewSetProposalAnswer', { description: 'How one party stands to a proposal.' })
export class ProposalAnswerType {
  @Field(() => ID, { description: 'Of the participation or part.' }) id!: string;
  @Field(() => ID) agreementId!: string;
  @Field(() => String) reference!: string;
  @Field(() => String, { description: 'provider, consumer' }) side!: string;
  @Field(() => String) odsCode!: string;
  @Field(() => String) name!: string;
  @Field(() => String, { description: 'As of ViewSetProposalTally.' }) answer!: string;
  @Field(() => String, { nullable: true, description: 'signature, verification, approval, first-signature (what it signed before is not live yet), invitation (after a rejection), cut-over, going-over (agreed after the cut-over); null for nothing.' }) waitsFor!: string | null;
  @Field(() => Boolean, { description: 'Shares with this viewing organisation, or looks through it, now, and would not if it were cut over now.' }) stops!: boolean;
  @Field(() => GraphQLISODateTime, { description: 'Of its last step.' }) at!: Date;

  static from(row: ProposalAnswerRow): ProposalAnswerType { return Object.assign(new ProposalAnswerType(), row); }
}

@ObjectType('ViewSetProposalAnswerPage')
export class ProposalAnswerPageType {
  @Field(() => [ProposalAnswerType]) items!: ProposalAnswerType[];
  @Field(() => Int) total!: number;
}

@ObjectType('ViewSetProposalPreviewAgreement', { description: 'An agreement of which a proposal would open a new version.' })
export class ProposalPreviewAgreementType implements PreviewedAgreement {
  @Field(() => ID) agreementId!: string;
  @Field(() => String) reference!: string;
  @Field(() => String) title!: string;
  @Field(() => String) localityName!: string;
  @Field(() => Int, { description: 'Sharing organisations that would be asked.' }) providers!: number;
  @Field(() => Int, { description: 'Viewing organisations that would be asked.' }) consumers!: number;
}

@ObjectType('ViewSetProposalHindrance', { description: 'What proposing would be refused for.' })
export class ProposalHindranceType {
  @Field(() => String) code!: string;
  @Field(() => String) message!: string;
}

@ObjectType('ViewSetProposalPreview', { description: 'Whom a proposal would ask, and what stands in its way. Nothing is kept.' })
export class ProposalPreviewType {
  @Field(() => String) viewingOrganisation!: string;
  @Field(() => [ProposalConsumerType]) consumers!: readonly ProposalConsumerType[];
  @Field(() => [String]) viewsNow!: readonly string[];
  @Field(() => [String]) views!: readonly string[];
  @Field(() => [String]) gained!: string[];
  @Field(() => [String]) lost!: string[];
  @Field(() => [ProposalPreviewAgreementType]) agreements!: ProposalPreviewAgreementType[];
  @Field(() => Int, { description: 'Parties that would be asked.' }) asked!: number;
  @Field(() => [ProposalHindranceType], { description: 'Everything it would be refused for; none where it may be proposed.' }) hindrances!: ProposalHindranceType[];

  static from({ hindrances, agreements, ...preview }: PreviewedProposal): ProposalPreviewType {
    return Object.assign(new ProposalPreviewType(), preview, {
      agreements: agreements.map((each) => Object.assign(new ProposalPreviewAgreementType(), each)), gained: difference(preview.views, preview.viewsNow), lost: difference(preview.viewsNow, preview.views),
      hindrances: hindrances.map(({ code, message }) => Object.assign(new ProposalHindranceType(), { code, message })),
    });
  }
}

@InputType('ProposeViewSetInput', { description: 'Other views for a viewing organisation.' })
export class ProposeViewSetInputType {
  @Field(() => String, { description: 'Any code of the viewing organisation.' }) consumerOdsCode!: string;
  @Field(() => String) serviceCode!: string;
  @Field(() => [String], { description: 'Codes of all the views it is to see.' }) views!: string[];
  @Field(() => String, { description: 'What those who are asked are told.' }) reason!: string;
  @Field(() => String, { description: 'yyyy-mm-dd: the last day in London on which it can be cut over.' }) lapsesOn!: string;
  @Field(() => String, { nullable: true, description: 'Same key and same input: the first answer again.' }) idempotencyKey?: string;
}

@InputType('GiveUpViewSetProposalInput')
export class GiveUpProposalInputType {
  @Field(() => ID) id!: string;
  @Field(() => String) reason!: string;
  @Field(() => String, { nullable: true }) idempotencyKey?: string;
}

@InputType('CutOverViewSetInput')
export class CutOverInputType {
  @Field(() => ID) id!: string;
  @Field(() => String, { nullable: true }) reason?: string;
  @Field(() => String, { description: 'Of impactOf(act: cutOver): who would stop is seen before it is confirmed.' }) impactHash!: string;
  @Field(() => String, { nullable: true }) idempotencyKey?: string;
}
