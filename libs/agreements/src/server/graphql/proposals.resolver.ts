import { Args, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { NotFound, type Actor, type Tx } from '@accord/kernel';
import { CurrentActor, CurrentTx, Requires, Transactions } from '@accord/kernel/server';
import { ProposalsReader } from '../read-models/view-set-proposals.js';
import { CutOverViewSet } from '../use-cases/cut-over-view-set.js';
import { EndViewSetProposal } from '../use-cases/end-view-set-proposal.js';
import { PreviewViewSetProposal } from '../use-cases/preview-view-set-proposal.js';
import { ProposeViewSet } from '../use-cases/propose-view-set.js';
import {
  CutOverInputType, GiveUpProposalInputType, ProposalAgreementType, ProposalAnswerPageType, ProposalAnswerType, ProposalPreviewType, ProposalTallyType, ProposeViewSetInputType, ViewSetProposalPageType, ViewSetProposalType,
} from './proposal-types.js';

/** Changing what a viewing organisation sees (R1): asked of everybody who shares with it, cut over at one instant. */
@Resolver(() => ViewSetProposalType)
export class ProposalsResolver {
  constructor(
    private readonly reader: ProposalsReader, private readonly transactions: Transactions, private readonly previewing: PreviewViewSetProposal, private readonly proposing: ProposeViewSet,
    private readonly ending: EndViewSetProposal, private readonly cuttingOver: CutOverViewSet,
  ) {}

  @Query(() => ViewSetProposalPageType, { description: 'Proposals the acting person may see, the newest first: staff all, everybody else those that ask them or are about their views.' })
  @Requires('view-set-proposal:read')
  async viewSetProposals(
    @CurrentTx() tx: Tx,
    @Args('page', { type: () => Int, defaultValue: 1 }) page: number,
    @Args('perPage', { type: () => Int, defaultValue: 25, description: '1 to 100.' }) perPage: number,
    @Args('consumerOdsCode', { type: () => String, nullable: true, description: 'Any code of the viewing organisation.' }) consumerOdsCode?: string | null,
    @Args('serviceCode', { type: () => String, nullable: true }) serviceCode?: string | null,
    @Args('state', { type: () => String, nullable: true, description: 'running, cut-over, lapsed' }) state?: string | null,
    @Args('agreementId', { type: () => ID, nullable: true }) agreementId?: string | null,
  ): Promise<ViewSetProposalPageType> {
    const { items, total } = await this.reader.page(tx, { page, perPage, consumerOdsCode: consumerOdsCode ?? null, serviceCode: serviceCode ?? null, state: state ?? null, agreementId: agreementId ?? null });
    return { items: items.map((row) => ViewSetProposalType.from(row)), total };
  }

  @Query(() => ViewSetProposalType, { nullable: true, description: 'One proposal; null where there is none, or none to see.' })
  @Requires('view-set-proposal:read')
  async viewSetProposal(@CurrentTx() tx: Tx, @Args('id', { type: () => ID }) id: string): Promise<ViewSetProposalType | null> {
    const row = await this.reader.byId(tx, id);
    return row === null ? null : ViewSetProposalType.from(row);
  }

  @ResolveField(() => [ProposalTallyType], { description: 'How those asked have answered, as far as the reader may see them.' })
  @Requires('view-set-proposal:read')
  async tally(@CurrentTx() tx: Tx, @Parent() { id }: ViewSetProposalType): Promise<ProposalTallyType[]> {
    return (await this.reader.tally(tx, id)).map((row) => Object.assign(new ProposalTallyType(), row));
  }

  @ResolveField(() => [ProposalAgreementType], { description: 'By reference; those the reader may see.' })
  @Requires('view-set-proposal:read')
  async agreements(@CurrentTx() tx: Tx, @Parent() { id }: ViewSetProposalType): Promise<ProposalAgreementType[]> {
    return (await this.reader.agreements(tx, id)).map((row) => ProposalAgreementType.from(row));
  }

  @Query(() => ProposalAnswerPageType, { description: 'Every party that a proposal asks, by agreement and name, with its answer and what it waits for.' })
  @Requires('view-set-proposal:read')
  async viewSetProposalAnswers(
    @CurrentTx() tx: Tx,
    @Args('id', { type: () => ID }) id: string,
    @Args('page', { type: () => Int, defaultValue: 1 }) page: number,
    @Args('perPage', { type: () => Int, defaultValue: 25, description: '1 to 100.' }) perPage: number,
    @Args('answer', { type: () => String, nullable: true, description: 'As of ViewSetProposalTally.' }) answer?: string | null,
    @Args('agreementId', { type: () => ID, nullable: true }) agreementId?: string | null,
    @Args('search', { type: () => String, nullable: true, description: 'Any part of a name or code.' }) search?: string | null,
  ): Promise<ProposalAnswerPageType> {
    const { items, total } = await this.reader.answers(tx, id, { page, perPage, answer: answer ?? null, agreementId: agreementId ?? null, search: search ?? null });
    return { items: items.map((row) => ProposalAnswerType.from(row)), total };
  }

  @Query(() => ProposalPreviewType, { description: 'Whom a proposal would ask, and everything it would be refused for. Nothing is kept.' })
  @Requires('view-set-proposal:propose')
  async viewSetProposalPreview(
    @CurrentTx() tx: Tx, @Args('consumerOdsCode', { type: () => String }) consumerOdsCode: string, @Args('serviceCode', { type: () => String }) serviceCode: string,
    @Args('views', { type: () => [String], description: 'Codes of all the views it is to see.' }) views: string[],
  ): Promise<ProposalPreviewType> {
    return ProposalPreviewType.from(await this.previewing.execute(tx, { consumerOdsCode, serviceCode, views }));
  }

  @Mutation(() => ViewSetProposalType, { description: 'Opens a new version with other views in every agreement that names the viewing organisation, and asks every party of them that has signed. Nobody sees more or less by it. '
    + 'Refuses VIEW_SET_PROPOSED, VIEW_SET_SAME, AMENDMENT_IN_THE_WAY, OTHER_LOCALITIES, NOBODY_ASKED, LAPSE_DATE.' })
  @Requires('view-set-proposal:propose')
  async proposeViewSet(@CurrentActor() actor: Actor, @Args('input') input: ProposeViewSetInputType): Promise<ViewSetProposalType> {
    return this.after(actor, await this.proposing.execute(actor, input));
  }

  @Mutation(() => ViewSetProposalType, { description: 'Ends a proposal before its day: nobody is asked for it any more, and whoever was asked for other words before is asked for those again. Refuses PROPOSAL_NOT_RUNNING.' })
  @Requires('view-set-proposal:give-up')
  async giveUpViewSetProposal(@CurrentActor() actor: Actor, @Args('input') input: GiveUpProposalInputType): Promise<ViewSetProposalType> {
    return this.after(actor, await this.ending.giveUp(actor, input));
  }

  @Mutation(() => ViewSetProposalType, { description: 'At one instant the viewing organisation sees the proposed views, of those who agreed; whoever did not stops sharing with it alone. By an approver who did not propose it and has seen who would stop. '
    + 'Refuses IMPACT_NOT_SEEN, IMPACT_CHANGED, SAME_PERSON, PROPOSAL_NOT_RUNNING, OTHER_LOCALITIES.' })
  @Requires('view-set-proposal:cut-over')
  async cutOverViewSet(@CurrentActor() actor: Actor, @Args('input') input: CutOverInputType): Promise<ViewSetProposalType> {
    return this.after(actor, await this.cuttingOver.execute(actor, input));
  }

  private async after(actor: Actor, { id }: { readonly id: string }): Promise<ViewSetProposalType> {
    const row = await this.transactions.read(actor, (tx) => this.reader.byId(tx, id));
    if (row === null) throw new NotFound('proposal');
    return ViewSetProposalType.from(row);
  }
}
