import { Args, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { NotFound, type Actor, type Tx } from '@accord/kernel';
import { askedTogether, CurrentActor, CurrentTx, Requires, Transactions } from '@accord/kernel/server';
import { AgreementListReader } from '../read-models/agreement-list.js';
import { AgreementsReader } from '../read-models/agreements.js';
import { StopsReader } from '../read-models/stops.js';
import { TermsOfAgreement } from '../use-cases/terms-of-agreement.js';
import { CloseOrEndAgreement } from '../use-cases/close-or-end-agreement.js';
import { DraftAgreement } from '../use-cases/draft-agreement.js';
import { EditDraft } from '../use-cases/edit-draft.js';
import { OpenForSigning } from '../use-cases/open-for-signing.js';
import { AgreedConsumerType, AgreedProviderType, AgreementPageType, DraftAgreementInputType, EditDraftInputType, MoveInputType, MoveWithReasonInputType, PartyTallyType, PartyType, SharingAgreementType } from './agreement-types.js';
import { StopType } from './stop-types.js';

@Resolver(() => SharingAgreementType)
export class AgreementsResolver {
  // What each agreement of a list asks for itself is read for all of them at once.
  private readonly partiesOf = askedTogether(async (tx, ids: readonly string[]) => groupedBy(await this.reader.partiesOf(tx, ids), ({ agreementId }) => agreementId));
  private readonly stopsOf = askedTogether(async (tx, ids: readonly string[]) => groupedBy(await this.stopsReader.reaching(tx, ids), ({ shownIn }) => shownIn));
  private readonly consumersOf = askedTogether((tx, versionIds: readonly string[]) => this.list.consumersOf(tx, versionIds));
  private readonly providersOf = askedTogether((tx, versionIds: readonly string[]) => this.list.providersOf(tx, versionIds));
  private readonly tallyOf = askedTogether((tx, ids: readonly string[]) => this.list.tallies(tx, ids));

  constructor(
    private readonly reader: AgreementsReader, private readonly terms: TermsOfAgreement, private readonly transactions: Transactions, private readonly drafting: DraftAgreement,
    private readonly list: AgreementListReader, private readonly editing: EditDraft, private readonly opening: OpenForSigning, private readonly closing: CloseOrEndAgreement,
    private readonly stopsReader: StopsReader,
  ) {}

  @Query(() => [SharingAgreementType], { description: 'Agreements the acting person may see, by reference; `after` is the last reference of the page before.' })
  @Requires('agreement:read')
  async agreements(
    @CurrentTx() tx: Tx,
    @Args('first', { type: () => Int, defaultValue: 25, description: '1 to 100.' }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('state', { type: () => String, nullable: true }) state?: string,
    @Args('localityId', { type: () => ID, nullable: true }) localityId?: string,
  ): Promise<SharingAgreementType[]> {
    const rows = await this.reader.page(tx, { first, after: after ?? null, state: state ?? null, localityId: localityId ?? null });
    return rows.map((row) => SharingAgreementType.from(row));
  }

  @Query(() => AgreementPageType, { description: 'Agreements the acting person may see, by reference, a page at a time with how many there are.' })
  @Requires('agreement:read')
  async agreementList(
    @CurrentTx() tx: Tx,
    @Args('page', { type: () => Int, defaultValue: 1 }) page: number,
    @Args('perPage', { type: () => Int, defaultValue: 25, description: '1 to 100.' }) perPage: number,
    @Args('search', { type: () => String, nullable: true, description: 'The beginning of a reference, or any part of a title.' }) search?: string | null,
    @Args('state', { type: () => String, nullable: true, description: 'draft, open, closed, ended, discarded, or expired: open or closed with its end date passed.' }) state?: string | null,
    @Args('localityId', { type: () => ID, nullable: true }) localityId?: string | null,
  ): Promise<AgreementPageType> {
    const { items, total } = await this.list.page(tx, { page, perPage, search, state, localityId });
    return { items: items.map((row) => SharingAgreementType.from(row)), total };
  }

  @Query(() => SharingAgreementType, { nullable: true, description: 'One agreement by id or by reference; null where there is none, or none to see.' })
  @Requires('agreement:read')
  async agreement(
    @CurrentTx() tx: Tx, @Args('id', { type: () => ID, nullable: true }) id?: string, @Args('reference', { type: () => String, nullable: true }) reference?: string,
  ): Promise<SharingAgreementType | null> {
    const row = id !== undefined ? await this.reader.byId(tx, id) : await this.reader.byReference(tx, reference ?? '');
    return row === null ? null : SharingAgreementType.from(row);
  }

  @ResolveField(() => [PartyType], { description: 'Providers and consumers with the state of each part.' })
  @Requires('agreement:read')
  async parties(@CurrentTx() tx: Tx, @Parent() agreement: SharingAgreementType): Promise<PartyType[]> {
    return (await this.partiesOf(tx, agreement.id) ?? []).map((row) => PartyType.from(row));
  }

  @ResolveField(() => [AgreedConsumerType], { description: 'Consumers and their views as the newest version has them, also while it is a draft.' })
  @Requires('agreement:read')
  async consumers(@CurrentTx() tx: Tx, @Parent() agreement: SharingAgreementType): Promise<AgreedConsumerType[]> {
    return await this.consumersOf(tx, agreement.versionId) ?? [];
  }

  @ResolveField(() => [AgreedProviderType], { description: 'Practices the newest version names, also while it is a draft.' })
  @Requires('agreement:read')
  async providers(@CurrentTx() tx: Tx, @Parent() agreement: SharingAgreementType): Promise<AgreedProviderType[]> {
    return await this.providersOf(tx, agreement.versionId) ?? [];
  }

  @ResolveField(() => [PartyTallyType], { description: 'How many parties of each side are in each state; empty while it is a draft.' })
  @Requires('agreement:read')
  async tally(@CurrentTx() tx: Tx, @Parent() agreement: SharingAgreementType): Promise<PartyTallyType[]> {
    return (await this.tallyOf(tx, agreement.id) ?? []).map((row) => Object.assign(new PartyTallyType(), row));
  }

  @ResolveField(() => String, { description: 'SHA-256 of the terms of the newest version.' })
  @Requires('agreement:read')
  async termsDigest(@CurrentTx() tx: Tx, @Parent() agreement: SharingAgreementType): Promise<string> {
    return this.terms.digest(tx, agreement.id);
  }

  @ResolveField(() => [StopType], { description: 'What was ever stopped under it or reaches it from a wider scope, newest first.' })
  @Requires('agreement:read')
  async stops(@CurrentTx() tx: Tx, @Parent() agreement: SharingAgreementType): Promise<StopType[]> {
    return (await this.stopsOf(tx, agreement.id) ?? []).map((row) => StopType.from(row));
  }

  @Mutation(() => SharingAgreementType, { description: 'Drafts an agreement. Refuses VIEW_SET_DIFFERS with the agreement it collides with (R1), ORGANISATION_NOT_OPEN, NOT_IN_LOCALITY, REFERENCE_TAKEN, INVALID_INPUT.' })
  @Requires('agreement:draft')
  async draftAgreement(@CurrentActor() actor: Actor, @Args('input') input: DraftAgreementInputType): Promise<SharingAgreementType> {
    return this.after(actor, await this.drafting.execute(actor, input));
  }

  @Mutation(() => SharingAgreementType, { description: 'Writes a draft anew. Refuses STALE when somebody else did first.' })
  @Requires('agreement:edit')
  async editDraft(@CurrentActor() actor: Actor, @Args('input') input: EditDraftInputType): Promise<SharingAgreementType> {
    return this.after(actor, await this.editing.execute(actor, input));
  }

  @Mutation(() => SharingAgreementType, { description: 'Opens a draft for signing: view sets are reserved, the version is locked, every party is invited.' })
  @Requires('agreement:open')
  async openForSigning(@CurrentActor() actor: Actor, @Args('input') input: MoveInputType): Promise<SharingAgreementType> {
    return this.after(actor, await this.opening.execute(actor, input));
  }

  @Mutation(() => SharingAgreementType, { description: 'Discards a draft.' })
  @Requires('agreement:discard')
  async discardDraft(@CurrentActor() actor: Actor, @Args('input') input: MoveInputType): Promise<SharingAgreementType> {
    return this.after(actor, await this.closing.discard(actor, input));
  }

  @Mutation(() => SharingAgreementType, { description: 'Closes an agreement to newcomers; live parts go on.' })
  @Requires('agreement:close')
  async closeAgreement(@CurrentActor() actor: Actor, @Args('input') input: MoveInputType): Promise<SharingAgreementType> {
    return this.after(actor, await this.closing.close(actor, input));
  }

  @Mutation(() => SharingAgreementType, { description: 'Ends an agreement for everybody, now.' })
  @Requires('agreement:end')
  async endAgreement(@CurrentActor() actor: Actor, @Args('input') input: MoveWithReasonInputType): Promise<SharingAgreementType> {
    return this.after(actor, await this.closing.end(actor, input));
  }

  private async after(actor: Actor, { id }: { id: string }): Promise<SharingAgreementType> {
    const row = await this.transactions.read(actor, (tx) => this.reader.byId(tx, id));
    if (row === null) throw new NotFound('agreement');
    return SharingAgreementType.from(row);
  }
}

function groupedBy<Row>(rows: readonly Row[], idOf: (row: Row) => string): ReadonlyMap<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) found.set(idOf(row), [...(found.get(idOf(row)) ?? []), row]);
  return found;
}
