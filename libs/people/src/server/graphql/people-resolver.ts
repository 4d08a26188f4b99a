import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { InvalidInput, isDuty, isId, NotFound, type Actor, type Tx } from '@accord/kernel';
import { CurrentActor, CurrentTx, Requires } from '@accord/kernel/server';
import { dutyRows, personRows } from '../read-models/people-and-duties.js';
import { ConfirmGrant } from '../use-cases/confirm-grant.js';
import { DisablePerson } from '../use-cases/disable-person.js';
import { EndGrant } from '../use-cases/end-grant.js';
import { GrantDuty } from '../use-cases/grant-duty.js';
import { InvitePerson } from '../use-cases/invite-person.js';
import {
  ConfirmGrantInput, DisablePersonInput, DutyGrantPageType, DutyGrantType, EndGrantInput, GrantDutyInput, InvitePersonInput, PeopleChangeType,
  PeoplePageArgs, PersonPageType, PersonType, withinBounds,
} from './people-types.js';

@Resolver(() => PersonType)
export class PeopleResolver {
  constructor(
    private readonly inviting: InvitePerson, private readonly disabling: DisablePerson, private readonly granting: GrantDuty,
    private readonly confirming: ConfirmGrant, private readonly ending: EndGrant,
  ) {}

  @Query(() => PersonPageType, { description: 'People whom the present duty lets one see.' })
  @Requires('duty:read')
  async people(
    @CurrentTx() tx: Promise<Tx>, @Args() page: PeoplePageArgs, @Args('search', { type: () => String, nullable: true }) search?: string | null,
    @Args('id', { type: () => ID, nullable: true, description: 'This person alone.' }) id?: string | null,
  ): Promise<PersonPageType> {
    if (id != null && !isId(id)) return { total: 0, items: [] };
    const { total, items } = await personRows(await tx, search?.trim() || null, ...withinBounds(page), id ?? null);
    return { total, items: items.map((row) => PersonType.from(row)) };
  }

  @Query(() => DutyGrantPageType, { description: 'Who holds what for whom, from when until when.' })
  @Requires('duty:read')
  async duties(
    @CurrentTx() tx: Promise<Tx>, @Args() page: PeoplePageArgs,
    @Args('odsCode', { type: () => String, nullable: true }) odsCode?: string | null, @Args('personId', { type: () => ID, nullable: true }) personId?: string | null,
    @Args('duty', { type: () => String, nullable: true }) duty?: string | null, @Args('state', { type: () => String, nullable: true }) state?: string | null,
  ): Promise<DutyGrantPageType> {
    if (personId != null && !isId(personId)) throw new NotFound('person');
    const { total, items } = await dutyRows(await tx, { odsCode, personId, duty, state }, ...withinBounds(page));
    return { total, items: items.map((row) => DutyGrantType.from(row)) };
  }

  @Mutation(() => PeopleChangeType, { description: 'Makes somebody known to Accord, with or without an account to sign in with.' })
  @Requires('person:invite')
  async invitePerson(@CurrentActor() actor: Actor, @Args('input') input: InvitePersonInput): Promise<PeopleChangeType> {
    return PeopleChangeType.from(await this.inviting.execute(actor, input));
  }

  @Mutation(() => PeopleChangeType, { description: 'Shuts somebody out at once.' })
  @Requires('person:disable')
  async disablePerson(@CurrentActor() actor: Actor, @Args('input') input: DisablePersonInput): Promise<PeopleChangeType> {
    return PeopleChangeType.from(await this.disabling.execute(actor, input));
  }

  @Mutation(() => PeopleChangeType, { description: 'Proposes a duty for somebody else; a second person confirms it.' })
  @Requires('duty:grant')
  async grantDuty(@CurrentActor() actor: Actor, @Args('input') input: GrantDutyInput): Promise<PeopleChangeType> {
    const { duty } = input;
    if (!isDuty(duty)) throw new InvalidInput('duty', 'there is no such duty');
    return PeopleChangeType.from(await this.granting.execute(actor, { ...input, duty }));
  }

  @Mutation(() => PeopleChangeType, { description: 'Confirms, as the second person, what somebody else proposed.' })
  @Requires('duty:grant')
  async confirmGrant(@CurrentActor() actor: Actor, @Args('input') input: ConfirmGrantInput): Promise<PeopleChangeType> {
    return PeopleChangeType.from(await this.confirming.execute(actor, input));
  }

  @Mutation(() => PeopleChangeType, { description: 'Takes a duty away, or gives up one of one\'s own.' })
  @Requires('duty:end')
  async endGrant(@CurrentActor() actor: Actor, @Args('input') input: EndGrantInput): Promise<PeopleChangeType> {
    return PeopleChangeType.from(await this.ending.execute(actor, input));
  }
}
