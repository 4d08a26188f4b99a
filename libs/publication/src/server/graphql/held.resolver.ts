import { Args, Int, Query, Resolver } from '@nestjs/graphql';
import { Clock, InvalidInput, NotFound, type Actor, type Tx } from '@accord/kernel';
import { CurrentActor, CurrentTx, demand, Requires } from '@accord/kernel/server';
import { heldInName, practiceNamed } from '../read-models/held-in-name.js';
import { reachOf } from '../read-models/publications.js';
import { HeldInNameType } from './held.types.js';

const MOST = 200;
const CURSOR = /^[A-Za-z0-9_-]{1,4000}$/;

/** What gateways hold in the name of a practice: for its controller, and for staff who serve it. */
@Resolver()
export class HeldResolver {
  constructor(private readonly clock: Clock) {}

  @Query(() => HeldInNameType, { description: 'Which gateways hold which pairs of one practice, as of the newest receipt of each: viewing organisation, views, until when, by which agreement and signed page.' })
  @Requires('held-summary:read')
  async heldInName(
    @CurrentActor() actor: Actor, @CurrentTx() given: Promise<Tx>,
    @Args('provider', { type: () => String, description: 'ODS code of the practice.' }) asked: string,
    @Args('after', { type: () => String, nullable: true, description: 'The endCursor of the page before.' }) after: string | null,
    @Args('first', { type: () => Int, defaultValue: 50, description: '1 to 200.' }) first: number,
  ): Promise<HeldInNameType> {
    if (first < 1 || first > MOST) throw new InvalidInput('first', `ask for 1 to ${MOST}`);
    if (after && !CURSOR.test(after)) throw new InvalidInput('after', 'repeat the endCursor of the page before');
    const [tx, provider] = [await given, asked.trim().toUpperCase()];
    const { name, localityIds } = await practiceNamed(tx, provider);
    demand(tx, 'read', 'HeldSummary', { providerOdsCode: provider, localityIds });
    if (name === null) throw new NotFound('organisation');
    const held = await heldInName(tx, provider, this.clock.now(), reachOf(actor), { after: after ? Buffer.from(after, 'base64url').toString() : null, first });
    return HeldInNameType.from({ odsCode: provider, name }, held);
  }
}
