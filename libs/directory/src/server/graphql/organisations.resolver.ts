import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { InvalidInput, isId, isOdsCode, NotFound, odsCode, type Tx } from '@accord/kernel';
import { CurrentTx, Requires } from '@accord/kernel/server';
import { localitiesMatching, localityById, membershipsOf, namesOf, organisationByCode, organisationsMatching } from '../read-models/organisations.js';
import {
  boundedPage, LocalityMembershipType, LocalityPageType, LocalityType, OrganisationFilterInput, OrganisationNameType, OrganisationPageType, OrganisationType, PageArgs, statusAsked,
} from './organisation.types.js';

/** As many as one page can show. */
const MOST_NAMES = 100;

@Resolver(() => OrganisationType)
export class OrganisationsResolver {
  @Query(() => OrganisationPageType, { description: 'The national directory, by code.' })
  @Requires('organisation:read')
  async organisations(
    @CurrentTx() tx: Promise<Tx>, @Args() page: PageArgs,
    @Args('filter', { type: () => OrganisationFilterInput, nullable: true }) filter: OrganisationFilterInput | null,
  ): Promise<OrganisationPageType> {
    const status = statusAsked(filter?.status);
    if (filter?.status && status === null) throw new InvalidInput('status', 'A, C, D and P are known');
    const { total, items } = await organisationsMatching(await tx, { ...filter, status }, boundedPage(page));
    return { total, items: items.map((row) => OrganisationType.from(row)) };
  }

  @Query(() => OrganisationType, { description: 'One organisation by its ODS code.' })
  @Requires('organisation:read')
  async organisation(@CurrentTx() tx: Promise<Tx>, @Args('id', { type: () => ID }) id: string): Promise<OrganisationType> {
    const row = await organisationByCode(await tx, odsCode(id, 'id'));
    if (row === null) throw new NotFound('organisation');
    return OrganisationType.from(row);
  }

  @Query(() => [OrganisationNameType], { description: 'What these codes are called, at most 100 at once; a code nobody knows is left out.' })
  @Requires('organisation:read')
  async organisationNames(@CurrentTx() tx: Promise<Tx>, @Args('codes', { type: () => [String] }) codes: string[]): Promise<OrganisationNameType[]> {
    if (codes.length > MOST_NAMES) throw new InvalidInput('codes', `at most ${MOST_NAMES} at once`);
    return (await namesOf(await tx, codes.filter(isOdsCode))).map((row) => OrganisationNameType.from(row));
  }

  @ResolveField(() => [LocalityMembershipType], { description: 'Every locality it has been in, in order of time.' })
  @Requires('locality:read')
  async memberships(@CurrentTx() tx: Promise<Tx>, @Parent() organisation: OrganisationType): Promise<LocalityMembershipType[]> {
    return (await membershipsOf(await tx, organisation.odsCode)).map((row) => LocalityMembershipType.from(row));
  }

  @Query(() => LocalityPageType, { description: 'Localities with the number of their practices.' })
  @Requires('locality:read')
  async localities(
    @CurrentTx() tx: Promise<Tx>, @Args() page: PageArgs, @Args('search', { type: () => String, nullable: true }) search: string | null,
  ): Promise<LocalityPageType> {
    const { total, items } = await localitiesMatching(await tx, search, boundedPage(page));
    return { total, items: items.map((row) => LocalityType.from(row)) };
  }

  @Query(() => LocalityType, { description: 'One locality by id.' })
  @Requires('locality:read')
  async locality(@CurrentTx() tx: Promise<Tx>, @Args('id', { type: () => ID }) id: string): Promise<LocalityType> {
    const row = isId(id) ? await localityById(await tx, id) : null;
    if (row === null) throw new NotFound('locality');
    return LocalityType.from(row);
  }
}
