import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { isId, type Actor, type Tx } from '@accord/kernel';
import { CurrentActor, CurrentTx, Requires } from '@accord/kernel/server';
import { authorityRows } from '../read-models/authorities.js';
import { ConfirmAuthority } from '../use-cases/confirm-authority.js';
import { EndAuthority } from '../use-cases/end-authority.js';
import { RecordAuthority } from '../use-cases/record-authority.js';
import { AuthorityPageType, AuthorityType, ConfirmAuthorityInput, EndAuthorityInput, PeopleChangeType, PeoplePageArgs, RecordAuthorityInput, withinBounds } from './people-types.js';

@Resolver(() => AuthorityType)
export class AuthoritiesResolver {
  constructor(private readonly recording: RecordAuthority, private readonly confirming: ConfirmAuthority, private readonly ending: EndAuthority) {}

  @Query(() => AuthorityPageType, { description: 'Registers of authority: who may sign for whom, as what, from when until when.' })
  @Requires('authority:read')
  async authorities(
    @CurrentTx() tx: Promise<Tx>, @Args() page: PeoplePageArgs, @Args('odsCode', { type: () => String, nullable: true }) odsCode?: string | null,
    @Args('personId', { type: () => ID, nullable: true }) personId?: string | null,
    @Args('state', { type: () => String, nullable: true, description: 'recorded, confirmed, over or ended' }) state?: string | null,
    @Args('search', { type: () => String, nullable: true, description: 'A part of the name of the signatory.' }) search?: string | null,
  ): Promise<AuthorityPageType> {
    if (personId != null && !isId(personId)) return { total: 0, items: [] };
    const { total, items } = await authorityRows(await tx, { odsCode: odsCode?.trim().toUpperCase() || null, personId, state, search: search?.trim() || null }, ...withinBounds(page));
    return { total, items: items.map((row) => AuthorityType.from(row)) };
  }

  @Mutation(() => PeopleChangeType, { description: 'Writes a line into a register; a second person confirms it.' })
  @Requires('authority:record')
  async recordAuthority(@CurrentActor() actor: Actor, @Args('input') input: RecordAuthorityInput): Promise<PeopleChangeType> {
    return PeopleChangeType.from(await this.recording.execute(actor, input));
  }

  @Mutation(() => PeopleChangeType, { description: 'Confirms, as the second person, a line somebody else recorded.' })
  @Requires('authority:record')
  async confirmAuthority(@CurrentActor() actor: Actor, @Args('input') input: ConfirmAuthorityInput): Promise<PeopleChangeType> {
    return PeopleChangeType.from(await this.confirming.execute(actor, input));
  }

  @Mutation(() => PeopleChangeType, { description: 'Ends a line. What was signed under it keeps its authority.' })
  @Requires('authority:record')
  async endAuthority(@CurrentActor() actor: Actor, @Args('input') input: EndAuthorityInput): Promise<PeopleChangeType> {
    return PeopleChangeType.from(await this.ending.execute(actor, input));
  }
}
