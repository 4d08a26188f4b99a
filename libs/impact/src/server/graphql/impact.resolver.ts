import { Args, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { InvalidInput, type Tx } from '@accord/kernel';
import { CurrentTx, demand, Requires } from '@accord/kernel/server';
import { flippedBy, mendedBy, stops } from '../../contract/index.js';
import { ActsAsked } from '../read-models/acts-asked.js';
import { PreviewedImpact } from '../read-models/previewed-impact.js';
import { requestsOfPairs } from '../read-models/requests-of-pairs.js';
import { namesOf } from '../read-models/viewing-organisations.js';
import { askedOf, FlippedRequestsType, ImpactInputType, ImpactType, PairImpactPageType, PairImpactType } from './impact.types.js';

const MOST = 100;

/** What an act would change, before it is done. */
@Resolver(() => ImpactType)
export class ImpactResolver {
  constructor(private readonly acts: ActsAsked, private readonly impacts: PreviewedImpact) {}

  @Query(() => ImpactType, { description: 'What an act would change, asked by whoever may do it. Its hash is what the act repeats: what widens is refused IMPACT_CHANGED where it is another one by then.' })
  @Requires('impact:preview')
  async impactOf(@CurrentTx() given: Promise<Tx>, @Args('input') input: ImpactInputType): Promise<ImpactType> {
    const tx = await given;
    // Who is ready in a locality is told to nobody who does not serve it.
    if (input.act === 'goLiveLocality') demand(tx, 'preview', 'Impact', { odsCodes: [], localityIds: [input.id ?? ''] });
    // Nor which imports there are, to whoever keeps no register.
    if (input.act === 'approveImport') demand(tx, 'preview', 'Impact', { odsCodes: [], localityIds: [], isOfRegister: true });
    const { act, odsCodes, localityIds, isOfRegister = false } = await this.acts.find(tx, askedOf(input));
    demand(tx, 'preview', 'Impact', { odsCodes, localityIds, isOfRegister });
    return ImpactType.from(await this.impacts.of(tx, act));
  }

  @ResolveField(() => PairImpactPageType, { description: 'Every pair that changes, by sharing organisation; one that turns more than once is there for each turn.' })
  @Requires('impact:preview')
  async pairs(
    @CurrentTx() tx: Tx, @Parent() { impact }: ImpactType, @Args('page', { type: () => Int, defaultValue: 1 }) page: number,
    @Args('perPage', { type: () => Int, defaultValue: 25, description: '1 to 100.' }) perPage: number,
    @Args('stopping', { type: () => Boolean, defaultValue: false, description: 'Only those between which nothing is seen afterwards.' }) stopping: boolean,
  ): Promise<PairImpactPageType> {
    if (page < 1 || perPage < 1 || perPage > MOST) throw new InvalidInput('perPage', `ask for 1 to ${MOST}`);
    const pairs = stopping ? impact.pairs.filter(stops) : impact.pairs;
    const shown = pairs.slice((page - 1) * perPage, page * perPage);
    const names = await namesOf(tx, [...new Set(shown.flatMap(({ provider, consumer }) => [provider, consumer]))]);
    return Object.assign(new PairImpactPageType(), { total: pairs.length, items: shown.map((pair) => PairImpactType.from(pair, names)) });
  }

  @ResolveField(() => FlippedRequestsType, { description: 'Requests of the last thirty days that would have been decided the other way; numbers, and nothing of a patient or a user.' })
  @Requires('impact:preview')
  async requests(@CurrentTx() tx: Tx, @Parent() { impact }: ImpactType): Promise<FlippedRequestsType> {
    const { since, asked } = await requestsOfPairs(tx, impact.pairs);
    const flipped = flippedBy(impact.pairs, asked, mendedBy(impact.act));
    return FlippedRequestsType.from(flipped, since, await namesOf(tx, flipped.byConsumer.map(({ odsCode }) => odsCode)));
  }
}
