import { Field, GraphQLISODateTime, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { CampaignAgreementRow, CampaignPracticeRow, CampaignRow, CampaignRunRow } from '../read-models/campaigns.js';
import type { ExecutedCampaign } from '../use-cases/execute-campaign.js';
import type { SelectionRow } from '../use-cases/select-practices.js';

export enum CampaignKindEnum { review = 'review', withdrawal = 'withdrawal' }
registerEnumType(CampaignKindEnum, { name: 'CampaignKind', description: 'What practices are asked: to review each agreement they have signed, or whether they withdraw from it.' });
export enum CampaignReplyEnum { keep = 'keep', withdraw = 'withdraw' }
registerEnumType(CampaignReplyEnum, { name: 'CampaignReply', description: 'What a controller says of one agreement: reviewed and kept, or withdrawn from.' });

@ObjectType('CampaignTally', { description: 'How many practices stand how.' })
export class CampaignTallyType {
  @Field(() => String, { description: 'waiting, kept, confirmed, executed, gone, or unasked: had signed nothing, or nobody has been asked yet.' }) standing!: string;
  @Field(() => Int) practices!: number;
}

@ObjectType('CampaignRun', { description: 'One act of staff: everybody who had confirmed was withdrawn, in one transaction.' })
export class CampaignRunType {
  @Field(() => ID) id!: string;
  @Field(() => GraphQLISODateTime) executedAt!: Date;
  @Field(() => String, { nullable: true, description: 'Not told to practices.' }) executedBy!: string | null;
  @Field(() => Int, { description: 'Agreements withdrawn from, as far as the reader may see them.' }) withdrawn!: number;
  @Field(() => Int) practices!: number;
  @Field(() => String, { nullable: true, description: 'The hash of the preview that was seen; null where nobody looked.' }) impactSeen!: string | null;
  @Field(() => String, { nullable: true, description: 'The hash of what was found in its place.' }) impactFound!: string | null;

  static from(row: CampaignRunRow): CampaignRunType { return Object.assign(new CampaignRunType(), row); }
}

@ObjectType('Campaign', { description: 'Practices asked together about every agreement they have signed: to review it, or whether they withdraw.' })
export class CampaignType {
  @Field(() => ID) id!: string;
  @Field(() => CampaignKindEnum) kind!: CampaignKindEnum;
  @Field(() => String) title!: string;
  @Field(() => String, { description: 'What the practices are told.' }) message!: string;
  @Field(() => String, { description: 'The day by which an answer is asked for; a later one still counts until it is closed.' }) answerBy!: string;
  @Field(() => String, { description: 'draft, asked, closed' }) state!: string;
  @Field(() => [ID], { description: 'Localities of the practices it names.' }) localityIds!: string[];
  @Field(() => GraphQLISODateTime) draftedAt!: Date;
  @Field(() => String, { nullable: true, description: 'Not told to practices.' }) draftedBy!: string | null;
  @Field(() => GraphQLISODateTime, { nullable: true }) askedAt!: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true }) closedAt!: Date | null;
  @Field(() => Int) version!: number;
  @Field(() => Int, { description: 'Practices it names, as far as the reader may see them.' }) practices!: number;

  static from(row: CampaignRow): CampaignType { return Object.assign(new CampaignType(), row); }
}

@ObjectType('CampaignPage')
export class CampaignPageType {
  @Field(() => [CampaignType]) items!: CampaignType[];
  @Field(() => Int) total!: number;
}

@ObjectType('CampaignPractice', { description: 'One practice of a campaign.' })
export class CampaignPracticeType {
  @Field(() => ID, { description: 'Its ODS code.' }) id!: string;
  @Field(() => String) odsCode!: string;
  @Field(() => String) name!: string;
  @Field(() => String) localityName!: string;
  @Field(() => String, { description: 'As of CampaignTally.' }) standing!: string;
  @Field(() => Int, { description: 'Agreements it is asked about.' }) agreements!: number;
  @Field(() => Int, { description: 'Of these, without an answer.' }) waiting!: number;
  @Field(() => Int, { description: 'Of these, confirmed and not carried out.' }) confirmed!: number;
  @Field(() => Int, { description: 'Of these, answered by a verified letter.' }) byLetter!: number;
  @Field(() => Int, { description: 'Letters that wait to be verified.' }) letters!: number;

  static from(row: CampaignPracticeRow): CampaignPracticeType { return Object.assign(new CampaignPracticeType(), row, { id: row.odsCode }); }
}

@ObjectType('CampaignPracticePage')
export class CampaignPracticePageType {
  @Field(() => [CampaignPracticeType]) items!: CampaignPracticeType[];
  @Field(() => Int) total!: number;
}

@ObjectType('CampaignViewer', { description: 'A viewing organisation that the signed version names.' })
export class CampaignViewerType {
  @Field(() => String) odsCode!: string;
  @Field(() => String) name!: string;
  @Field(() => [String], { description: 'Codes of the views.' }) views!: string[];
}

@ObjectType('LetterCited', { description: 'The verified letter by which a controller answered.' })
export class LetterCitedType {
  @Field(() => ID) evidenceId!: string;
  @Field(() => String, { description: 'SHA-256 of the document.' }) sha256!: string;
  @Field(() => Int, { nullable: true, description: 'The page with the signature; null where it is embedded.' }) page!: number | null;
  @Field(() => String) signedOn!: string;
  @Field(() => String, { nullable: true, description: 'Who took it in.' }) recordedBy!: string | null;
  @Field(() => String, { nullable: true }) verifiedBy!: string | null;
}

@ObjectType('CampaignAgreement', { description: 'One agreement of one practice in a campaign: what was asked, what its controller said, and what came of it.' })
export class CampaignAgreementType {
  @Field(() => ID) participationId!: string;
  @Field(() => ID) agreementId!: string;
  @Field(() => String) reference!: string;
  @Field(() => String) title!: string;
  @Field(() => String, { description: 'The state of the participation now.' }) state!: string;
  @Field(() => String, { description: 'waiting, kept, confirmed, executed, gone' }) standing!: string;
  @Field(() => String) reviewOn!: string;
  @Field(() => String) endsOn!: string;
  @Field(() => [CampaignViewerType]) consumers!: CampaignViewerType[];
  @Field(() => CampaignReplyEnum, { nullable: true }) reply!: CampaignReplyEnum | null;
  @Field(() => String, { nullable: true }) reason!: string | null;
  @Field(() => String, { nullable: true, description: 'Who answered for the practice.' }) givenBy!: string | null;
  @Field(() => String, { nullable: true }) givenDuty!: string | null;
  @Field(() => GraphQLISODateTime, { nullable: true }) givenAt!: Date | null;
  @Field(() => Int, { nullable: true, description: 'The version that was reviewed, or withdrawn from.' }) versionNumber!: number | null;
  @Field(() => LetterCitedType, { nullable: true, description: 'Null where it was said in Accord.' }) letter!: LetterCitedType | null;
  @Field(() => GraphQLISODateTime, { nullable: true }) executedAt!: Date | null;
  @Field(() => ID, { nullable: true, description: 'Its entry on the stop list: where gateways and the signed statement are found.' }) stopId!: string | null;

  static from(row: CampaignAgreementRow): CampaignAgreementType { return Object.assign(new CampaignAgreementType(), row); }
}

@ObjectType('CampaignSelectionRow', { description: 'What becomes of one line of a list of practices, or of one practice of a locality. Nothing is kept.' })
export class CampaignSelectionRowType {
  @Field(() => Int, { nullable: true, description: 'Of the text; null for a practice that came with its locality.' }) line!: number | null;
  @Field(() => String) given!: string;
  @Field(() => String, { description: 'chosen, named-twice, not-a-code, unknown, not-yours, nothing-signed' }) verdict!: string;
  @Field(() => String, { nullable: true }) odsCode!: string | null;
  @Field(() => String, { nullable: true }) name!: string | null;
  @Field(() => String, { nullable: true }) localityName!: string | null;
  @Field(() => Int, { description: 'Agreements it has signed and not left.' }) agreements!: number;

  static from(row: SelectionRow): CampaignSelectionRowType { return Object.assign(new CampaignSelectionRowType(), row); }
}

@ObjectType('CampaignExecuted', { description: 'What carrying out a campaign did.' })
export class CampaignExecutedType {
  @Field(() => CampaignType) campaign!: CampaignType;
  @Field(() => Int, { description: 'Agreements withdrawn from.' }) withdrawn!: number;
  @Field(() => Int, { description: 'Practices that withdrew.' }) practices!: number;
  @Field(() => Int, { description: 'Agreements that stay as they are.' }) others!: number;
  @Field(() => Boolean, { description: 'What was found was not what was previewed; it was carried out all the same, and both stand in the record.' }) impactMoved!: boolean;

  static from({ withdrawn, practices, others, impactMoved }: ExecutedCampaign, campaign: CampaignType): CampaignExecutedType { return Object.assign(new CampaignExecutedType(), { campaign, withdrawn, practices, others, impactMoved }); }
}

@InputType('DraftCampaignInput')
export class DraftCampaignInputType {
  @Field(() => CampaignKindEnum, { description: 'A review asks what is kept; a withdrawal asks who withdraws.' }) kind!: CampaignKindEnum;
  @Field(() => String) title!: string;
  @Field(() => String, { description: 'What the practices are told.' }) message!: string;
  @Field(() => String, { description: 'yyyy-mm-dd' }) answerBy!: string;
  @Field(() => [String], { description: 'ODS codes of practices of your localities.' }) practices!: string[];
  @Field(() => String, { nullable: true, description: 'Same key and same input: the first answer again.' }) idempotencyKey?: string;
}

@InputType('EditCampaignInput', { description: 'All that a draft holds, as it is to be.' })
export class EditCampaignInputType extends DraftCampaignInputType {
  @Field(() => ID) id!: string;
  @Field(() => Int, { description: 'The version that was read; another one is refused as STALE.' }) expectedVersion!: number;
}

@InputType('CampaignReplyInput', { description: 'What a controller says of one agreement it has signed.' })
export class CampaignReplyInputType {
  @Field(() => ID) participationId!: string;
  @Field(() => CampaignReplyEnum) reply!: CampaignReplyEnum;
}

@InputType('AnswerCampaignInput')
export class AnswerCampaignInputType {
  @Field(() => ID) id!: string;
  @Field(() => [CampaignReplyInputType], { description: 'Of each agreement at most one; the last word counts until it is carried out.' }) answers!: CampaignReplyInputType[];
  @Field(() => String, { nullable: true, description: 'Needed where the matrix asks for one.' }) reason?: string;
  @Field(() => String, { nullable: true }) idempotencyKey?: string;
}

@InputType('ExecuteCampaignInput')
export class ExecuteCampaignInputType {
  @Field(() => ID) id!: string;
  @Field(() => String, { nullable: true, description: 'Of campaignImpact. Nothing blocks a withdrawal: what is found instead is recorded.' }) impactHash?: string;
  @Field(() => String, { nullable: true }) idempotencyKey?: string;
}
