import { Args, ID, Int, Query, Resolver } from '@nestjs/graphql';
import { InvalidInput, type Tx } from '@accord/kernel';
import { CurrentTx, Requires } from '@accord/kernel/server';
import { ActivationsReader } from '../read-models/activations.js';
import { LocalityCoverageReader } from '../read-models/locality-coverage.js';
import { LocalityReadinessReader } from '../read-models/locality-readiness.js';
import { standingsOf } from '../read-models/locality-standings.js';
import { GateFactType } from './gate-facts.resolver.js';
import { LocalityCoverageType, LocalityReadinessType, LocalityStandingPageType } from './locality-types.js';

@Resolver()
export class LocalitiesResolver {
  constructor(private readonly readiness: LocalityReadinessReader, private readonly coverage: LocalityCoverageReader, private readonly activations: ActivationsReader) {}

  @Query(() => LocalityStandingPageType, { description: 'The localities one serves, each in figures.' })
  @Requires('activation:read')
  async localityStandings(
    @CurrentTx() tx: Tx, @Args('search', { type: () => String, nullable: true }) search: string | null | undefined,
    @Args('page', { type: () => Int, defaultValue: 1 }) page: number,
    @Args('perPage', { type: () => Int, defaultValue: 25, description: 'At most 50.' }) perPage: number,
  ): Promise<LocalityStandingPageType> {
    if (page < 1 || perPage < 1 || perPage > 50) throw new InvalidInput('perPage', 'ask for 1 to 50');
    const { items, total } = await this.readiness.localities(tx, search, { page, perPage });
    const [parties, agreements, waiting] = [await this.readiness.parties(tx, items), await this.readiness.agreements(tx, items.map(({ id }) => id)), await this.activations.waitingIn(tx, items.map(({ id }) => id))];
    return { total, items: standingsOf(items, parties, agreements, waiting) };
  }

  @Query(() => LocalityReadinessType, { nullable: true, description: 'How a locality stands, party by party and gate by gate; null where there is none, or none that one serves.' })
  @Requires('activation:read')
  async localityReadiness(@CurrentTx() tx: Tx, @Args('localityId', { type: () => ID }) localityId: string): Promise<LocalityReadinessType | null> {
    const locality = await this.readiness.locality(tx, localityId);
    return locality === null ? null : LocalityReadinessType.from(locality, await this.readiness.agreements(tx, [locality.id]), await this.readiness.parties(tx, [locality]));
  }

  @Query(() => LocalityCoverageType, { nullable: true, description: 'Practices by viewing organisations of a locality; null where there is none, or none that one serves.' })
  @Requires('activation:read')
  async localityCoverage(
    @CurrentTx() tx: Tx, @Args('localityId', { type: () => ID }) localityId: string,
    @Args('serviceCode', { type: () => String, nullable: true, description: 'Code of a service, as in `services`; the first one where left out.' }) serviceCode: string | null,
  ): Promise<LocalityCoverageType | null> {
    const locality = await this.readiness.locality(tx, localityId);
    return locality === null ? null : LocalityCoverageType.from(locality, await this.coverage.of(tx, locality, serviceCode ?? null));
  }

  @Query(() => [GateFactType], { description: 'Gate facts of everybody who counts in a locality that one serves, those that ended included.' })
  @Requires('activation:read')
  async localityGateFacts(@CurrentTx() tx: Tx, @Args('localityId', { type: () => ID }) localityId: string): Promise<GateFactType[]> {
    const locality = await this.readiness.locality(tx, localityId);
    return locality === null ? [] : (await this.activations.factsOfLocality(tx, locality.id)).map((row) => Object.assign(new GateFactType(), row));
  }
}
