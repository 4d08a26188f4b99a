import { Query, Resolver } from '@nestjs/graphql';
import type { Actor, Tx } from '@accord/kernel';
import { CurrentActor, CurrentTx, Requires } from '@accord/kernel/server';
import { ComingUpReader } from '../read-models/coming-up.js';
import { SharingInShortReader } from '../read-models/sharing-in-short.js';
import { WaitingReader } from '../read-models/waiting.js';
import { ComingUpType, HomeType, LocalitySharingType, OrganisationSharingType, WaitingType } from './home-types.js';

@Resolver(() => HomeType)
export class HomeResolver {
  constructor(private readonly waiting: WaitingReader, private readonly coming: ComingUpReader, private readonly sharing: SharingInShortReader) {}

  @Query(() => HomeType, { description: 'What waits, what comes, and how sharing stands, for the duty one acts in.' })
  @Requires('home:read')
  async home(@CurrentActor() actor: Actor, @CurrentTx() tx: Tx): Promise<HomeType> {
    const waiting = await this.waiting.of(tx, actor.duty ?? '');
    const coming = await this.coming.soon(tx);
    const organisation = actor.odsCode === null ? null : await this.sharing.ofOrganisation(tx);
    const localities = actor.localities.length === 0 ? [] : await this.sharing.ofLocalities(tx);
    return Object.assign(new HomeType(), {
      waiting: waiting.map((row) => WaitingType.from(row)), coming: coming.map((row) => ComingUpType.from(row)),
      organisation: organisation === null ? null : OrganisationSharingType.from(organisation), localities: localities.map((row) => LocalitySharingType.from(row)),
    });
  }
}
