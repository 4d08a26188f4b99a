import { Args, Int, Query, Resolver } from '@nestjs/graphql';
import { Clock, InvalidInput, NotFound, type Actor, type Tx } from '@accord/kernel';
import { CurrentActor, CurrentTx, demand, Requires } from '@accord/kernel/server';
import { appliedBy, currentPublication, gatewayStates, isTheirsToSee, publicationsBefore, reachOf } from '../read-models/publications.js';
import { AppliedStatementType, GatewayStateType, PublicationType } from './publication.types.js';

const MOST = 100;

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
