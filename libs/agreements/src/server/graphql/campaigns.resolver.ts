import { Args, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { NotFound, type Actor, type Tx } from '@accord/kernel';
import { CurrentActor, CurrentTx, Requires, Transactions } from '@accord/kernel/server';
import { CampaignsReader } from '../read-models/campaigns.js';
import { AnswerCampaign } from '../use-cases/answer-campaign.js';
import { DraftCampaign } from '../use-cases/draft-campaign.js';
import { EditCampaign } from '../use-cases/edit-campaign.js';
import { ExecuteCampaign } from '../use-cases/execute-campaign.js';
import { MoveCampaign } from '../use-cases/move-campaign.js';
import { SelectPractices } from '../use-cases/select-practices.js';
import { MoveInputType } from './agreement-types.js';
import {
  AnswerCampaignInputType, CampaignAgreementType, CampaignExecutedType, CampaignPageType, CampaignPracticePageType, CampaignPracticeType, CampaignRunType, CampaignSelectionRowType, CampaignTallyType, CampaignType,
  DraftCampaignInputType, EditCampaignInputType, ExecuteCampaignInputType,
} from './campaign-types.js';

@Resolver(() => CampaignType)
export class CampaignsResolver {
  constructor(
    private readonly reader: CampaignsReader, private readonly transactions: Transactions, private readonly selecting: SelectPractices, private readonly drafting: DraftCampaign,
    private readonly moving: MoveCampaign, private readonly answering: AnswerCampaign, private readonly executing: ExecuteCampaign, private readonly editing: EditCampaign,
  ) {}

  @Query(() => CampaignPageType, { description: 'Campaigns the acting person may see, the newest first: staff those of their localities, a practice those that ask it.' })
  @Requires('campaign:read')
  async campaigns(
    @CurrentTx() tx: Tx,
    @Args('page', { type: () => Int, defaultValue: 1 }) page: number,
    @Args('perPage', { type: () => Int, defaultValue: 25, description: '1 to 100.' }) perPage: number,
    @Args('state', { type: () => String, nullable: true, description: 'draft, asked, closed' }) state?: string | null,
  ): Promise<CampaignPageType> {
    const { items, total } = await this.reader.page(tx, { page, perPage, state });
    return { items: items.map((row) => CampaignType.from(row)), total };
  }

  @Query(() => CampaignType, { nullable: true, description: 'One campaign; null where there is none, or none to see.' })
  @Requires('campaign:read')
  async campaign(@CurrentTx() tx: Tx, @Args('id', { type: () => ID }) id: string): Promise<CampaignType | null> {
    const row = await this.reader.byId(tx, id);
    return row === null ? null : CampaignType.from(row);
  }

  @ResolveField(() => [CampaignTallyType], { description: 'How many practices stand how; empty for a practice, which sees itself alone.' })
  @Requires('campaign:read')
  async tally(@CurrentTx() tx: Tx, @Parent() campaign: CampaignType): Promise<CampaignTallyType[]> {
    return (await this.reader.tally(tx, campaign.id)).map((row) => Object.assign(new CampaignTallyType(), row));
  }

  @ResolveField(() => [String], { description: 'ODS codes of every practice it names, as far as the reader may see them.' })
  @Requires('campaign-practice:read')
  async practiceCodes(@CurrentTx() tx: Tx, @Parent() campaign: CampaignType): Promise<string[]> {
    return this.reader.practiceCodes(tx, campaign.id);
  }

  @ResolveField(() => [CampaignRunType], { description: 'When it was carried out, and how many withdrew.' })
  @Requires('campaign:read')
  async runs(@CurrentTx() tx: Tx, @Parent() campaign: CampaignType): Promise<CampaignRunType[]> {
    return (await this.reader.runs(tx, campaign.id)).map((row) => CampaignRunType.from(row));
  }

  @Query(() => CampaignPracticePageType, { description: 'Practices of a campaign by name, with how each stands.' })
  @Requires('campaign-practice:read')
  async campaignPractices(
    @CurrentTx() tx: Tx,
    @Args('id', { type: () => ID }) id: string,
    @Args('page', { type: () => Int, defaultValue: 1 }) page: number,
    @Args('perPage', { type: () => Int, defaultValue: 25, description: '1 to 100.' }) perPage: number,
    @Args('standing', { type: () => String, nullable: true, description: 'As of CampaignTally.' }) standing?: string | null,
    @Args('search', { type: () => String, nullable: true, description: 'Any part of a name or code.' }) search?: string | null,
  ): Promise<CampaignPracticePageType> {
    const { items, total } = await this.reader.practices(tx, id, { page, perPage, standing, search });
    return { items: items.map((row) => CampaignPracticeType.from(row)), total };
  }

  @Query(() => [CampaignAgreementType], { description: 'Each agreement that one practice is asked about: for its controller to answer, and the statement of what came of it. Without a code, of the practice acted for.' })
  @Requires('campaign:read')
  async campaignAgreements(
    @CurrentActor() actor: Actor, @CurrentTx() tx: Tx,
    @Args('id', { type: () => ID }) id: string, @Args('odsCode', { type: () => String, nullable: true }) odsCode?: string | null,
  ): Promise<CampaignAgreementType[]> {
    const code = odsCode ?? actor.odsCode;
    return code === null ? [] : (await this.reader.agreementsOf(tx, id, code)).map((row) => CampaignAgreementType.from(row));
  }

  @Query(() => [CampaignSelectionRowType], { description: 'The dry run of a choice of practices: whole localities of yours, and a pasted list or the text of a CSV file. A verdict for every line; nothing is kept.' })
  @Requires('campaign:run')
  async campaignSelection(
    @CurrentActor() actor: Actor, @CurrentTx() tx: Tx,
    @Args('localityIds', { type: () => [ID], defaultValue: [] }) localityIds: string[], @Args('text', { type: () => String, nullable: true }) text?: string | null,
  ): Promise<CampaignSelectionRowType[]> {
    return (await this.selecting.execute(tx, actor, { localityIds, text: text ?? null })).map((row) => CampaignSelectionRowType.from(row));
  }

  @Mutation(() => CampaignType, { description: 'Drafts a campaign for practices of your localities. Nobody is asked yet.' })
  @Requires('campaign:run')
  async draftCampaign(@CurrentActor() actor: Actor, @Args('input') input: DraftCampaignInputType): Promise<CampaignType> {
    return this.after(actor, await this.drafting.execute(actor, input));
  }

  @Mutation(() => CampaignType, { description: 'Writes a draft anew: what it asks, whom, and by when. Refuses NOT_READY once practices are asked.' })
  @Requires('campaign:run')
  async editCampaign(@CurrentActor() actor: Actor, @Args('input') input: EditCampaignInputType): Promise<CampaignType> {
    return this.after(actor, await this.editing.execute(actor, input));
  }

  @Mutation(() => CampaignType, { description: 'Asks every practice that has signed anything: it stands on its Home from now on. Refuses NOT_READY where none has.' })
  @Requires('campaign:run')
  async askCampaign(@CurrentActor() actor: Actor, @Args('input') input: MoveInputType): Promise<CampaignType> {
    return this.after(actor, await this.moving.ask(actor, input));
  }

  @Mutation(() => CampaignType, { description: 'Closes a campaign, or lets a draft go: nobody answers any more, and nothing more is carried out.' })
  @Requires('campaign:run')
  async closeCampaign(@CurrentActor() actor: Actor, @Args('input') input: MoveInputType): Promise<CampaignType> {
    return this.after(actor, await this.moving.close(actor, input));
  }

  @Mutation(() => CampaignType, { description: 'Answers for the practice acted for, agreement by agreement. To withdraw, a signatory needs a step-up sign-in and a governance lead a reason. Nobody answers for somebody else.' })
  @Requires('campaign:answer')
  async answerCampaign(@CurrentActor() actor: Actor, @Args('input') input: AnswerCampaignInputType): Promise<CampaignType> {
    return this.after(actor, await this.answering.execute(actor, input));
  }

  @Mutation(() => CampaignExecutedType, { description: 'Withdraws, all or none, whoever has confirmed by now; the others stay as they are. Refuses NOT_READY where nobody is left to withdraw.' })
  @Requires('campaign:run')
  async executeCampaign(@CurrentActor() actor: Actor, @Args('input') input: ExecuteCampaignInputType): Promise<CampaignExecutedType> {
    const executed = await this.executing.execute(actor, input);
    return CampaignExecutedType.from(executed, await this.after(actor, executed));
  }

  private async after(actor: Actor, { id }: { id: string }): Promise<CampaignType> {
    const row = await this.transactions.read(actor, (tx) => this.reader.byId(tx, id));
    if (row === null) throw new NotFound('campaign');
    return CampaignType.from(row);
  }
}
