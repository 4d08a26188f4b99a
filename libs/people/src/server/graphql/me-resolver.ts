import type { Actor } from '@accord/kernel';
import { Context, Query, Resolver } from '@nestjs/graphql';
import { abilitiesOf, hasSteppedUp, Open, timeOf, type RequestScope } from '@accord/kernel/server';
import type { HeldGrant } from '../domain/held-grant.js';
import { ChooseActing } from '../use-cases/choose-acting.js';
import { AbilityType, ActingDutyType, MeType } from './me-types.js';

@Resolver(() => MeType)
export class MeResolver {
  constructor(private readonly choosing: ChooseActing) {}

  @Query(() => MeType, { nullable: true, description: 'Who is signed in, in which duty, and what else they may choose; null for nobody.' })
  @Open()
  async me(@Context('scope') scope: RequestScope): Promise<MeType | null> {
    const { actor } = scope;
    if (actor?.personId == null) return null;
    const tx = await scope.reading();
    const grants = await this.choosing.choices(tx, actor.personId);
    const acting = grants.find((grant) => isActedIn(grant, actor));
    return Object.assign(new MeType(), {
      person: { id: actor.personId, name: actor.name },
      actingAs: acting === undefined ? null : ActingDutyType.from(acting),
      mayActAs: grants.map((grant) => ActingDutyType.from(grant)),
      abilities: abilitiesOf(actor).map(({ action, subject, conditions, stepUp, reason }) => Object.assign(new AbilityType(), {
        action, subject, conditions: JSON.stringify(conditions), needsStepUp: stepUp, needsReason: reason,
      })),
      authenticatedAt: actor.authenticatedAt,
      hasSteppedUp: hasSteppedUp(actor, timeOf(tx)),
    });
  }
}

function isActedIn(grant: HeldGrant, actor: Actor): boolean {
  return grant.duty === actor.duty && grant.odsCode === actor.odsCode && [...grant.localities].sort().join() === [...actor.localities].sort().join();
}
