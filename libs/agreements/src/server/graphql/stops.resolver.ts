import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { NotFound, type Actor, type Tx } from '@accord/kernel';
import { CurrentActor, CurrentTx, Requires, Transactions } from '@accord/kernel/server';
import { PartyPairs } from '../read-models/party-pairs.js';
import { StopsReader } from '../read-models/stops.js';
import { ResumePart } from '../use-cases/resume-part.js';
import { StopSharing, type Stopped } from '../use-cases/stop-sharing.js';
import { PartyPairsType } from './party-pairs-types.js';
import { ConfirmResumeInputType, ResumeInputType, scopeAsked, StopPageType, StopType, SuspendSharingInputType, WithdrawFromConsumerInputType } from './stop-types.js';

/** What was stopped, and what would stop. */
@Resolver(() => StopType)
export class StopsResolver {
  constructor(
    private readonly stops: StopsReader, private readonly pairs: PartyPairs, private readonly stopping: StopSharing,
    private readonly resuming: ResumePart, private readonly transactions: Transactions,
  ) {}

  @Query(() => StopType, { nullable: true, description: 'One entry of the stop list by id; null where there is none, or none to see. Ask appliedBy(subject: id) which gateways have applied it.' })
  @Requires('agreement:read')
  async stop(@CurrentTx() tx: Tx, @Args('id', { type: () => ID }) id: string): Promise<StopType | null> {
    const row = await this.stops.byId(tx, id);
    return row === null ? null : StopType.from(row);
  }

  @Query(() => StopPageType, { description: 'Entries of the stop list that reach what the acting person may see, newest first.' })
  @Requires('agreement:read')
  async stopList(
    @CurrentTx() tx: Tx,
    @Args('page', { type: () => Int, defaultValue: 1 }) page: number,
    @Args('perPage', { type: () => Int, defaultValue: 25, description: '1 to 100.' }) perPage: number,
    @Args('state', { type: () => String, nullable: true, description: 'standing, asked (to resume), lifted, or final: withdrawn, left or ended.' }) state?: string | null,
  ): Promise<StopPageType> {
    const { items, total } = await this.stops.list(tx, { page, perPage, state });
    return { items: items.map((row) => StopType.from(row)), total };
  }

  @Query(() => PartyPairsType, { nullable: true, description: 'What would stop if one part were suspended, withdrawn or left; null where there is no such part, or none to see.' })
  @Requires('agreement:read')
  async partyPairs(
    @CurrentTx() tx: Tx, @Args('id', { type: () => ID }) id: string,
    @Args('first', { type: () => Int, defaultValue: 50, description: '1 to 200 organisations of the other side, by name.' }) first: number,
  ): Promise<PartyPairsType | null> {
    const row = await this.pairs.of(tx, id, first);
    return row === null ? null : PartyPairsType.from(row);
  }

  @Mutation(() => StopType, { description: 'Suspends sharing in one scope, at once and by one person (R5): one entry of the stop list, and no state moves. Needs a reason.' })
  @Requires('sharing:suspend')
  async suspendSharing(@CurrentActor() actor: Actor, @Args('input') input: SuspendSharingInputType): Promise<StopType> {
    return this.imposed(actor, await this.stopping.suspend(actor, { ...input, scope: scopeAsked(input.scope) }));
  }

  @Mutation(() => StopType, { description: 'A practice stops sharing with one named viewing organisation for good, and goes on with all others. A signatory needs a step-up sign-in.' })
  @Requires('participation:withdraw')
  async withdrawFromConsumer(@CurrentActor() actor: Actor, @Args('input') input: WithdrawFromConsumerInputType): Promise<StopType> {
    return this.imposed(actor, await this.stopping.withdrawFrom(actor, input));
  }

  @Mutation(() => StopType, { description: 'Those who suspended ask to resume. An approver then confirms.' })
  @Requires('stop:ask-resume')
  async askResume(@CurrentActor() actor: Actor, @Args('input') input: ResumeInputType): Promise<StopType> {
    return this.after(actor, (await this.resuming.ask(actor, input)).stopId);
  }

  @Mutation(() => StopType, { description: 'An approver lifts a suspension that its own side asked to lift. Refuses IMPACT_CHANGED where what it gives back is not what was shown.' })
  @Requires('stop:lift')
  async confirmResume(@CurrentActor() actor: Actor, @Args('input') input: ConfirmResumeInputType): Promise<StopType> {
    return this.after(actor, (await this.resuming.confirm(actor, input)).stopId);
  }

  private async imposed(actor: Actor, { stopId, impactMoved }: Stopped): Promise<StopType> {
    return Object.assign(await this.after(actor, stopId), { impactMoved });
  }

  private async after(actor: Actor, id: string): Promise<StopType> {
    const row = await this.transactions.read(actor, (tx) => this.stops.byId(tx, id));
    if (row === null) throw new NotFound('stop');
    return StopType.from(row);
  }
}
