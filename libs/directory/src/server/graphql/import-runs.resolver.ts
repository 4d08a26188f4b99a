import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { InvalidInput, isId, NotFound, type Actor, type Tx } from '@accord/kernel';
import { CurrentActor, CurrentTx, Requires, Transactions } from '@accord/kernel/server';
import { ROW_VERDICTS, type RowVerdictKind } from '../../contract/index.js';
import { importRunById, listedImports, verdictsOf } from '../read-models/import-runs.js';
import { DiscardDirectoryFile } from '../use-cases/discard-directory-file.js';
import { OrderDirectoryImport } from '../use-cases/order-directory-import.js';
import { DiscardDirectoryFileFields, ImportRunType, ImportVerdictPageType, ImportVerdictType, ListedImportPageType, ListedImportType, OrderDirectoryImportFields } from './import-run.types.js';
import { boundedPage, PageArgs } from './organisation.types.js';

@Resolver(() => ImportRunType)
export class ImportRunsResolver {
  constructor(
    private readonly ordering: OrderDirectoryImport,
    private readonly discarding: DiscardDirectoryFile,
    private readonly transactions: Transactions,
  ) {}

  @Query(() => ListedImportPageType, { description: 'Files of the directory handed in, and imports from the command line, the newest first.' })
  @Requires('directory-import:read')
  async directoryImportList(
    @CurrentTx() tx: Promise<Tx>, @Args() page: PageArgs, @Args('state', { type: () => String, nullable: true }) state: string | null,
  ): Promise<ListedImportPageType> {
    const { total, items } = await listedImports(await tx, state ?? null, boundedPage(page));
    return { total, items: items.map((row) => ListedImportType.from(row)) };
  }

  @Query(() => ImportRunType, { nullable: true, description: 'One file that was handed in, and how far Accord is with it; null where an import came from the command line.' })
  @Requires('directory-import:read')
  async directoryImportRun(@CurrentTx() tx: Promise<Tx>, @Args('id', { type: () => ID }) id: string): Promise<ImportRunType | null> {
    const row = isId(id) ? await importRunById(await tx, id) : null;
    return row === null ? null : ImportRunType.from(row);
  }

  @Query(() => ImportVerdictPageType, { description: 'What becomes of each line of a file that was handed in, faults first.' })
  @Requires('directory-import:read')
  async directoryImportVerdicts(
    @CurrentTx() tx: Promise<Tx>, @Args('id', { type: () => ID }) id: string, @Args() page: PageArgs, @Args('verdict', { type: () => String, nullable: true }) verdict: string | null,
  ): Promise<ImportVerdictPageType> {
    if (verdict != null && !(ROW_VERDICTS as readonly string[]).includes(verdict)) throw new InvalidInput('verdict', 'there is no such verdict');
    if (!isId(id)) return { total: 0, items: [] };
    const { total, items } = await verdictsOf(await tx, id, verdict as RowVerdictKind | null ?? null, boundedPage(page));
    return { total, items: items.map((row) => ImportVerdictType.from(row)) };
  }

  @Mutation(() => ImportRunType, { description: 'Orders the import of a file that was read: the worker carries it out, or leaves it to a second person where one is needed.' })
  @Requires('directory:import')
  async orderDirectoryImport(@CurrentActor() actor: Actor, @Args('input') input: OrderDirectoryImportFields): Promise<ImportRunType> {
    if (!isId(input.id)) throw new NotFound('file');
    const { id } = await this.ordering.execute(actor, { ...input });
    return this.transactions.read(actor, (tx) => this.shown(tx, id));
  }

  @Mutation(() => ImportRunType, { description: 'Lets a file go that was handed in and not imported.' })
  @Requires('directory:import')
  async discardDirectoryFile(@CurrentActor() actor: Actor, @Args('input') input: DiscardDirectoryFileFields): Promise<ImportRunType> {
    if (!isId(input.id)) throw new NotFound('file');
    const { id } = await this.discarding.execute(actor, { ...input });
    return this.transactions.read(actor, (tx) => this.shown(tx, id));
  }

  private async shown(tx: Tx, id: string): Promise<ImportRunType> {
    const row = await importRunById(tx, id);
    if (row === null) throw new NotFound('file');
    return ImportRunType.from(row);
  }
}
