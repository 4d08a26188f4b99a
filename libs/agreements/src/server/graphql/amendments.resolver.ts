import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { NotFound, type Actor, type Tx } from '@accord/kernel';
import { CurrentActor, CurrentTx, Requires, Transactions } from '@accord/kernel/server';
import { AgreementsReader } from '../read-models/agreements.js';
import { AmendAgreement } from '../use-cases/amend-agreement.js';
import { OpenAmendment } from '../use-cases/open-amendment.js';
import { VersionsOfAgreement } from '../use-cases/versions-of-agreement.js';
import { EditDraftInputType, MoveInputType, SharingAgreementType } from './agreement-types.js';
import { AgreementVersionType } from './version-types.js';

/** The next version of an agreement beside the one in force. */
@Resolver()
export class AmendmentsResolver {
  constructor(
    private readonly reader: AgreementsReader, private readonly transactions: Transactions, private readonly versions: VersionsOfAgreement,
    private readonly amending: AmendAgreement, private readonly opening: OpenAmendment,
  ) {}

  @Query(() => [AgreementVersionType], { description: 'Versions of an agreement, the first one first, each with its difference from the one before. A version that is being drafted comes last, for staff alone.' })
  @Requires('agreement:read')
  async agreementVersions(@CurrentTx() tx: Tx, @Args('id', { type: () => ID }) id: string): Promise<AgreementVersionType[]> {
    return (await this.versions.execute(tx, id)).map((version) => AgreementVersionType.from(version));
  }

  @Mutation(() => SharingAgreementType, { description: 'Drafts the next version of an open agreement; nobody is asked yet. Refuses AMENDMENT_DRAFTED, TAKES_PART, VIEW_SET_DIFFERS and what a draft is refused for.' })
  @Requires('agreement:draft')
  async draftAmendment(@CurrentActor() actor: Actor, @Args('input') input: EditDraftInputType): Promise<SharingAgreementType> {
    return this.after(actor, await this.amending.draft(actor, input));
  }

  @Mutation(() => SharingAgreementType, { description: 'Writes the draft of the next version anew. Refuses STALE when somebody else did first.' })
  @Requires('agreement:edit')
  async editAmendment(@CurrentActor() actor: Actor, @Args('input') input: EditDraftInputType): Promise<SharingAgreementType> {
    return this.after(actor, await this.amending.edit(actor, input));
  }

  @Mutation(() => SharingAgreementType, { description: 'Opens the next version for signing: whom it affects is asked to sign again and goes on by what they signed, newcomers are invited. Refuses NOTHING_AMENDED.' })
  @Requires('agreement:open')
  async openAmendment(@CurrentActor() actor: Actor, @Args('input') input: MoveInputType): Promise<SharingAgreementType> {
    return this.after(actor, await this.opening.execute(actor, input));
  }

  @Mutation(() => SharingAgreementType, { description: 'Discards the draft of the next version.' })
  @Requires('agreement:discard')
  async discardAmendment(@CurrentActor() actor: Actor, @Args('input') input: MoveInputType): Promise<SharingAgreementType> {
    return this.after(actor, await this.amending.discard(actor, input));
  }

  private async after(actor: Actor, { id }: { readonly id: string }): Promise<SharingAgreementType> {
    const row = await this.transactions.read(actor, (tx) => this.reader.byId(tx, id));
    if (row === null) throw new NotFound('agreement');
    return SharingAgreementType.from(row);
  }
}
