import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { NotFound, type Actor, type Tx } from '@accord/kernel';
import { CurrentActor, CurrentTx, Requires, Transactions } from '@accord/kernel/server';
import { AgreementsReader } from '../read-models/agreements.js';
import { AcceptPart } from '../use-cases/accept-part.js';
import { DeclinePart } from '../use-cases/decline-part.js';
import { InviteAgain } from '../use-cases/invite-again.js';
import { NarrowPart, type Narrowed } from '../use-cases/narrow-part.js';
import { SignParticipation } from '../use-cases/sign-participation.js';
import { VerifyPart } from '../use-cases/verify-part.js';
import { MoveWithReasonInputType, NarrowedType, PartyInputType, PartyType, PartyWithReasonInputType, SignInputType } from './agreement-types.js';

@Resolver(() => PartyType)
export class PartiesResolver {
  constructor(
    private readonly reader: AgreementsReader, private readonly transactions: Transactions, private readonly signing: SignParticipation, private readonly accepting: AcceptPart,
    private readonly declining: DeclinePart, private readonly verifying: VerifyPart, private readonly narrowing: NarrowPart, private readonly inviting: InviteAgain,
  ) {}

  @Query(() => PartyType, { nullable: true, description: "One organisation's part by id; null where there is none, or none to see." })
  @Requires('agreement:read')
  async party(@CurrentTx() tx: Tx, @Args('id', { type: () => ID }) id: string): Promise<PartyType | null> {
    const row = await this.reader.party(tx, id);
    return row === null ? null : PartyType.from(row);
  }

  @Query(() => [PartyType], { description: 'Every part of the organisation acted for.' })
  @Requires('agreement:read')
  async myParties(@CurrentActor() actor: Actor, @CurrentTx() tx: Tx): Promise<PartyType[]> {
    return actor.odsCode === null ? [] : (await this.reader.partiesOfOrganisation(tx, actor.odsCode)).map((row) => PartyType.from(row));
  }

  @Mutation(() => PartyType, { description: 'Signs for a practice, in Accord; needs a step-up sign-in. Refuses NO_AUTHORITY, TERMS_CHANGED, ALREADY_SIGNED, STALE.' })
  @Requires('participation:sign')
  async signParticipation(@CurrentActor() actor: Actor, @Args('input') input: SignInputType): Promise<PartyType> {
    return this.after(actor, (await this.signing.execute(actor, input)).id);
  }

  @Mutation(() => PartyType, { description: 'Accepts a viewing organisation\'s part, in Accord; needs a step-up sign-in.' })
  @Requires('consumer-part:accept')
  async acceptPart(@CurrentActor() actor: Actor, @Args('input') input: SignInputType): Promise<PartyType> {
    return this.after(actor, (await this.accepting.execute(actor, input)).id);
  }

  @Mutation(() => PartyType, { description: 'An invited organisation says no; needs a step-up sign-in.' })
  @Requires('agreement:read')
  async declineParty(@CurrentActor() actor: Actor, @Args('input') input: PartyInputType): Promise<PartyType> {
    return this.after(actor, (await this.declining.execute(actor, input)).id);
  }

  @Mutation(() => PartyType, { description: "Accepts a party's evidence. Refuses SAME_PERSON to whoever drafted, signed or uploaded (R3)." })
  @Requires('participation:verify')
  async verifyParty(@CurrentActor() actor: Actor, @Args('input') input: PartyInputType): Promise<PartyType> {
    return this.after(actor, (await this.verifying.accept(actor, input)).id);
  }

  @Mutation(() => PartyType, { description: "Rejects a party's evidence, with a reason." })
  @Requires('participation:verify')
  async rejectParty(@CurrentActor() actor: Actor, @Args('input') input: PartyWithReasonInputType): Promise<PartyType> {
    return this.after(actor, (await this.verifying.reject(actor, input)).id);
  }

  @Mutation(() => PartyType, { description: 'Asks a rejected party anew; one that declined, withdrew or left is invited again on the version open for signing, as a new part.' })
  @Requires('participation:verify')
  async inviteAgain(@CurrentActor() actor: Actor, @Args('input') input: PartyInputType): Promise<PartyType> {
    return this.after(actor, (await this.inviting.execute(actor, input)).id);
  }

  @Mutation(() => NarrowedType, { description: 'Suspends one live part, at once and by one person (R5). Needs a reason.' })
  @Requires('agreement:read')
  async suspendParty(@CurrentActor() actor: Actor, @Args('input') input: PartyWithReasonInputType): Promise<NarrowedType> {
    return this.narrowed(actor, await this.narrowing.suspend(actor, input));
  }

  @Mutation(() => NarrowedType, { description: 'Says that the evidence of a live part proves nothing after all: it is suspended at once, and cannot resume on that evidence (R11).' })
  @Requires('participation:verify')
  async invalidateEvidence(@CurrentActor() actor: Actor, @Args('input') input: PartyWithReasonInputType): Promise<NarrowedType> {
    return this.narrowed(actor, await this.narrowing.invalidateEvidence(actor, input));
  }

  @Mutation(() => NarrowedType, { description: 'Withdraws a practice\'s share; final, at once. A signatory needs a step-up sign-in.' })
  @Requires('participation:withdraw')
  async withdrawParticipation(@CurrentActor() actor: Actor, @Args('input') input: MoveWithReasonInputType): Promise<NarrowedType> {
    return this.narrowed(actor, await this.narrowing.withdraw(actor, input));
  }

  @Mutation(() => NarrowedType, { description: 'A viewing organisation leaves; final, at once. Needs a step-up sign-in.' })
  @Requires('consumer-part:leave')
  async leavePart(@CurrentActor() actor: Actor, @Args('input') input: MoveWithReasonInputType): Promise<NarrowedType> {
    return this.narrowed(actor, await this.narrowing.leave(actor, input));
  }

  private async after(actor: Actor, id: string): Promise<PartyType> {
    const row = await this.transactions.read(actor, (tx) => this.reader.party(tx, id));
    if (row === null) throw new NotFound('part');
    return PartyType.from(row);
  }

  private async narrowed(actor: Actor, { id, ...done }: Narrowed): Promise<NarrowedType> {
    return Object.assign(new NarrowedType(), { party: await this.after(actor, id), ...done });
  }
}
