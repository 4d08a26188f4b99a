import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { messageFor, NotFound, type Actor, type Tx } from '@accord/kernel';
import { CurrentActor, CurrentTx, Requires } from '@accord/kernel/server';
import { SeenNow } from '../../contract/index.js';
import { agreementsOf, gatesOfConsumer, systemsOf, viewingOrganisation, viewingOrganisations, viewSetsOf, type ViewingOrganisationRow } from '../read-models/viewing-organisations.js';
import {
  boundedPage, CurrentViewSetType, SeesNowType, GateStandingType, ImpactPageArgs, ViewedAgreementPageType, ViewedAgreementType, ViewingOrganisationPageType, ViewingOrganisationType, ViewingSystemType,
} from './viewing-organisation.types.js';

/** An organisation sees of itself how ready it is, and staff where a part of it is theirs to see: without one they could not tell missing from hidden. */
const showsReadiness = (actor: Actor, { odsCode, hasVisiblePart }: ViewingOrganisationRow): boolean => actor.odsCode === odsCode || (actor.odsCode === null && hasVisiblePart);

@Resolver(() => ViewingOrganisationType)
export class ViewingOrganisationsResolver {
  constructor(private readonly seen: SeenNow) {}

  @Query(() => ViewingOrganisationPageType, { description: 'Organisations that see records of others, by name.' })
  @Requires('viewing-organisation:read')
  async viewingOrganisations(
    @CurrentActor() actor: Actor, @CurrentTx() tx: Promise<Tx>, @Args() page: ImpactPageArgs,
    @Args('find', { type: () => String, nullable: true, description: 'Part of its name, or its ODS code.' }) find: string | null,
  ): Promise<ViewingOrganisationPageType> {
    const { total, items } = await viewingOrganisations(await tx, find?.trim() || null, boundedPage(page));
    return { total, items: items.map((row) => ViewingOrganisationType.from(row, showsReadiness(actor, row))) };
  }

  @Query(() => ViewingOrganisationType, { description: 'One viewing organisation by its ODS code.' })
  @Requires('viewing-organisation:read')
  async viewingOrganisation(
    @CurrentActor() actor: Actor, @CurrentTx() tx: Promise<Tx>, @Args('odsCode', { type: () => String, description: 'Its ODS code.' }) odsCode: string,
  ): Promise<ViewingOrganisationType> {
    const row = await viewingOrganisation(await tx, odsCode.trim().toUpperCase());
    if (row === null) throw new NotFound('organisation');
    return ViewingOrganisationType.from(row, showsReadiness(actor, row));
  }

  @ResolveField(() => SeesNowType, { description: 'What it sees at this moment.' })
  @Requires('viewing-organisation:read')
  async seesNow(@Parent() { odsCode }: ViewingOrganisationType, @CurrentTx() tx: Promise<Tx>): Promise<SeesNowType> {
    return Object.assign(new SeesNowType(), (await this.seen.inShort(await tx, odsCode)).sees);
  }

  @ResolveField(() => [CurrentViewSetType], { description: 'Its one view set of each service.' })
  @Requires('viewing-organisation:read')
  async viewSets(@Parent() { odsCode }: ViewingOrganisationType, @CurrentTx() tx: Promise<Tx>): Promise<CurrentViewSetType[]> {
    return (await viewSetsOf(await tx, odsCode)).map((row) => CurrentViewSetType.from(row));
  }

  @ResolveField(() => ViewedAgreementPageType, { description: 'The agreements it is part of, by reference.' })
  @Requires('viewing-organisation:read')
  async agreementsBehind(@Parent() { odsCode }: ViewingOrganisationType, @CurrentTx() tx: Promise<Tx>, @Args() page: ImpactPageArgs): Promise<ViewedAgreementPageType> {
    const { total, items } = await agreementsOf(await tx, odsCode, boundedPage(page));
    return { total, items: items.map((row) => ViewedAgreementType.from(row)) };
  }

  @ResolveField(() => [ViewingSystemType], { description: 'Its systems with their certificates; none where they are not the reader’s to see.' })
  @Requires('viewing-organisation:read')
  async systems(@Parent() { odsCode, showsReadiness: shows }: ViewingOrganisationType, @CurrentTx() tx: Promise<Tx>): Promise<ViewingSystemType[]> {
    return shows ? (await systemsOf(await tx, odsCode)).map((row) => ViewingSystemType.from(row)) : [];
  }

  @ResolveField(() => [GateStandingType], { description: 'Its readiness gates now; none where they are not the reader’s to see.' })
  @Requires('viewing-organisation:read')
  async gates(@Parent() { odsCode, showsReadiness: shows }: ViewingOrganisationType, @CurrentTx() tx: Promise<Tx>): Promise<GateStandingType[]> {
    return shows ? (await gatesOfConsumer(await tx, odsCode)).map(({ gate, holds, name }) => Object.assign(new GateStandingType(), { gate, holds, name: messageFor(name) })) : [];
  }
}
