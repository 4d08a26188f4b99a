import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { InvalidInput, isId, NotFound, type Actor, type Tx } from '@accord/kernel';
import { CurrentActor, CurrentTx, Requires, Transactions } from '@accord/kernel/server';
import { DIRECTORY_IMPORT_STATES, type DirectoryImportState } from '../../contract/index.js';
import { directoryImportById, directoryImports } from '../read-models/directory-imports.js';
import { ApproveDirectoryImport } from '../use-cases/approve-directory-import.js';
import { DeclineDirectoryImport } from '../use-cases/decline-directory-import.js';
import { ApproveDirectoryImportFields, DeclineDirectoryImportFields, DirectoryImportPageType, DirectoryImportType } from './directory-import.types.js';
import { boundedPage, PageArgs } from './organisation.types.js';

@Resolver(() => DirectoryImportType)
export class DirectoryImportsResolver {
  constructor(
    private readonly approving: ApproveDirectoryImport,
    private readonly declining: DeclineDirectoryImport,
    private readonly transactions: Transactions,
  ) {}

  @Query(() => DirectoryImportPageType, { description: 'Imports of the national file, the newest first.' })
  @Requires('directory-import:read')
  async directoryImports(
    @CurrentTx() tx: Promise<Tx>, @Args() page: PageArgs, @Args('state', { type: () => String, nullable: true }) state: string | null,
  ): Promise<DirectoryImportPageType> {
    if (state != null && !(DIRECTORY_IMPORT_STATES as readonly string[]).includes(state)) throw new InvalidInput('state', 'there is no such state');
    const { total, items } = await directoryImports(await tx, state as DirectoryImportState | null ?? null, boundedPage(page));
    return { total, items: items.map((row) => DirectoryImportType.from(row)) };
  }

  @Query(() => DirectoryImportType, { description: 'One import by id.' })
  @Requires('directory-import:read')
  async directoryImport(@CurrentTx() tx: Promise<Tx>, @Args('id', { type: () => ID }) id: string): Promise<DirectoryImportType> {
    return this.shown(await tx, id);
  }

  @Mutation(() => DirectoryImportType, { description: 'Approves a waiting import as the second person, and carries it out.' })
  @Requires('directory-import:approve')
  async approveDirectoryImport(@CurrentActor() actor: Actor, @Args('input') input: ApproveDirectoryImportFields): Promise<DirectoryImportType> {
    if (!isId(input.id)) throw new NotFound('import');
    const { id } = await this.approving.execute(actor, { ...input });
    return this.transactions.read(actor, (tx) => this.shown(tx, id));
  }

  @Mutation(() => DirectoryImportType, { description: 'Lets a waiting import go.' })
  @Requires('directory-import:decline')
  async declineDirectoryImport(@CurrentActor() actor: Actor, @Args('input') input: DeclineDirectoryImportFields): Promise<DirectoryImportType> {
    if (!isId(input.id)) throw new NotFound('import');
    const { id } = await this.declining.execute(actor, { ...input });
    return this.transactions.read(actor, (tx) => this.shown(tx, id));
  }

  private async shown(tx: Tx, id: string): Promise<DirectoryImportType> {
    const row = isId(id) ? await directoryImportById(tx, id) : null;
    if (row === null) throw new NotFound('import');
    return DirectoryImportType.from(row);
  }
}
