import { Args, ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Clock, InvalidInput, isId, NotFound, type Actor, type Tx } from '@accord/kernel';
import { CurrentActor, CurrentTx, demand, Requires } from '@accord/kernel/server';
import { pairChangesBetween } from '../read-models/pair-changes.js';
import { actsOf } from '../read-models/publication-acts.js';
import { changesBetween } from '../read-models/publication-changes.js';
import {
  appliedBy, currentPublication, freshness, gatewayStates, isTheirsToSee, publicationNumbered, publicationsBefore, reachOf, receiptsOf, receiptsOfGateway,
} from '../read-models/publications.js';
import { lastReconciliation } from '../read-models/reconciliations.js';
import { PairChangePageType, PublicationActsType } from './publication-history.types.js';
import {
  AppliedStatementType, FreshnessType, GatewayReceiptType, GatewayStateType, PublicationChangeType, PublicationReceiptType, PublicationType, ReconciliationType,
} from './publication.types.js';

const MOST = 100;

/** The publication compared with: the one before unless another is named; null is nothing at all. */
async function comparedWith(tx: Tx, number: number, since: number | null | undefined): Promise<number | null> {
  const before = since ?? number - 1;
  if (before === 0) return null;
  if ((await publicationNumbered(tx, before)) === null) throw new NotFound('publication');
  return before;
}

@Resolver(() => PublicationType)
export class PublicationsResolver {
  constructor(private readonly clock: Clock) {}

  @Query(() => PublicationType, { nullable: true, description: 'What gateways are told now.' })
  @Requires('publication:read')
  async currentPublication(@CurrentActor() actor: Actor, @CurrentTx() tx: Promise<Tx>): Promise<PublicationType | null> {
    const row = await currentPublication(await tx, reachOf(actor));
    return row && PublicationType.from(row);
  }

  @Query(() => [PublicationType], { description: 'Publications, newest first, with what each changed.' })
  @Requires('publication:read')
  async publications(
    @CurrentActor() actor: Actor,
    @CurrentTx() tx: Promise<Tx>,
    @Args('before', { type: () => Int, nullable: true }) before: number | null,
    @Args('first', { type: () => Int, defaultValue: 25 }) first: number,
  ): Promise<PublicationType[]> {
    if (first < 1 || first > MOST) throw new InvalidInput('first', `ask for 1 to ${MOST}`);
    return (await publicationsBefore(await tx, before ?? null, first, reachOf(actor))).map((row) => PublicationType.from(row));
  }

  @Query(() => PublicationType, { nullable: true, description: 'One publication by its number; null where that number is not reached.' })
  @Requires('publication:read')
  async publication(@CurrentActor() actor: Actor, @CurrentTx() tx: Promise<Tx>, @Args('number', { type: () => Int }) number: number): Promise<PublicationType | null> {
    const row = await publicationNumbered(await tx, number, reachOf(actor));
    return row && PublicationType.from(row);
  }

  @ResolveField(() => [PublicationChangeType], { description: 'What it tells gateways otherwise than the publication before it, or than another one.' })
  @Requires('publication:read')
  async changes(
    @CurrentActor() actor: Actor, @CurrentTx() tx: Promise<Tx>, @Parent() { number }: PublicationType,
    @Args('since', { type: () => Int, nullable: true, description: 'The number of the publication to compare with; the one before where left out, nothing where 0.' }) since: number | null,
    @Args('after', { type: () => String, nullable: true, description: 'The continueAfter of an earlier answer: goes on with the localities that it counted.' }) after: string | null,
  ): Promise<PublicationChangeType[]> {
    return (await changesBetween(await tx, await comparedWith(await tx, number, since), number, reachOf(actor), after ?? null)).map((row) => PublicationChangeType.from(row));
  }

  @ResolveField(() => PairChangePageType, { description: 'The same pair by pair, by agreement and viewing organisation, with views and dates before and after. From the published bytes; since 0 compares with nothing.' })
  @Requires('publication:read')
  async pairChanges(
    @CurrentActor() actor: Actor, @CurrentTx() tx: Promise<Tx>, @Parent() { number }: PublicationType,
    @Args('since', { type: () => Int, nullable: true }) since: number | null,
    @Args('after', { type: () => String, nullable: true, description: 'The endCursor of the page before.' }) after: string | null,
    @Args('first', { type: () => Int, defaultValue: 25, description: '1 to 100.' }) first: number,
  ): Promise<PairChangePageType> {
    if (first < 1 || first > MOST) throw new InvalidInput('first', `ask for 1 to ${MOST}`);
    return PairChangePageType.from(await pairChangesBetween(await tx, await comparedWith(await tx, number, since), number, reachOf(actor), { after: after ?? null, first }));
  }

  @ResolveField(() => PublicationActsType, { description: 'What somebody did that it first told gateways of.' })
  @Requires('publication:read')
  async acts(@CurrentActor() actor: Actor, @CurrentTx() tx: Promise<Tx>, @Parent() { number }: PublicationType): Promise<PublicationActsType> {
    return PublicationActsType.from(await actsOf(await tx, number, reachOf(actor)));
  }

  @ResolveField(() => [PublicationReceiptType], { description: 'Each registered gateway and when it had applied this publication.' })
  @Requires('gateway-state:read')
  async receipts(@CurrentActor() actor: Actor, @CurrentTx() tx: Promise<Tx>, @Parent() { number }: PublicationType): Promise<PublicationReceiptType[]> {
    return (await receiptsOf(await tx, number, this.clock.now(), reachOf(actor))).map((row) => PublicationReceiptType.from(row));
  }

  @Query(() => FreshnessType, { nullable: true, description: 'Until when what gateways hold counts as up to date; null before anything was signed.' })
  @Requires('gateway-state:read')
  async freshness(@CurrentTx() tx: Promise<Tx>): Promise<FreshnessType | null> {
    const row = await freshness(await tx);
    return row && FreshnessType.from(row);
  }

  @Query(() => ReconciliationType, { nullable: true, description: 'Whether the feed says what the database says; null where nobody has compared them yet.' })
  @Requires('reconciliation:read')
  async reconciliation(@CurrentTx() tx: Promise<Tx>): Promise<ReconciliationType | null> {
    const row = await lastReconciliation(await tx);
    return row && ReconciliationType.from(row);
  }

  @Query(() => [GatewayReceiptType], { description: 'The newest receipts of one gateway; none where it serves nobody the reader serves.' })
  @Requires('gateway-state:read')
  async gatewayReceipts(
    @CurrentActor() actor: Actor, @CurrentTx() tx: Promise<Tx>, @Args('gatewayId', { type: () => ID }) gatewayId: string,
    @Args('first', { type: () => Int, defaultValue: 25, description: '1 to 100.' }) first: number,
  ): Promise<GatewayReceiptType[]> {
    if (first < 1 || first > MOST) throw new InvalidInput('first', `ask for 1 to ${MOST}`);
    const within = isId(gatewayId) && (await gatewayStates(await tx, this.clock.now(), reachOf(actor))).some((state) => state.gatewayId === gatewayId);
    return within ? (await receiptsOfGateway(await tx, gatewayId, first)).map((row) => GatewayReceiptType.from(row)) : [];
  }

  @Query(() => [GatewayStateType], { description: 'Every registered gateway and the newest publication it has signed for.' })
  @Requires('gateway-state:read')
  async gatewayStates(@CurrentActor() actor: Actor, @CurrentTx() tx: Promise<Tx>): Promise<GatewayStateType[]> {
    return (await gatewayStates(await tx, this.clock.now(), reachOf(actor))).map((row) => GatewayStateType.from(row));
  }

  @Query(() => AppliedStatementType, { description: 'Which gateways have applied a publication, or what was announced about a subject (a stop, a participation). NOT_FOUND where nothing was.' })
  @Requires('applied-statement:read')
  async appliedBy(
    @CurrentTx() tx: Promise<Tx>,
    @Args('subject', { type: () => String, nullable: true }) subject: string | null,
    @Args('publication', { type: () => Int, nullable: true }) publication: number | null,
  ): Promise<AppliedStatementType> {
    const asked = subject ? { subject } : publication ? { publication } : null;
    if (asked === null) throw new InvalidInput('subject', 'name a subject or a publication');
    if ('publication' in asked) demand(await tx, 'read', 'Publication');
    if (subject && !(await isTheirsToSee(await tx, subject))) throw new NotFound('announcement');
    const answer = await appliedBy(await tx, asked, this.clock.now());
    if (answer === null) throw new NotFound('announcement');
    return AppliedStatementType.from(answer);
  }
}
