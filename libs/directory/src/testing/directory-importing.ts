import { Changes, Outbox, type Transactions } from '@accord/kernel/server';
import type { ImpactOfOpening, LiveSharing } from '../contract/index.js';
import '../server/abilities.js';
import { directoryImportMapping, DirectoryImports } from '../server/storage/directory-imports.js';
import { importRunMapping } from '../server/storage/import-runs.js';
import { OrganisationRegister } from '../server/storage/organisation-register.js';
import { ApproveDirectoryImport } from '../server/use-cases/approve-directory-import.js';
import { ImportDirectory } from '../server/use-cases/import-directory.js';
import { ImportExecution } from '../server/use-cases/import-execution.js';
import { ImportPlanning } from '../server/use-cases/import-planning.js';

/** What a data source needs to know to import. */
export const directoryImportMappings = [directoryImportMapping, importRunMapping];

/** Importing as it is, for neighbours whose specs need a directory that changes. */
export function directoryImporting(transactions: Transactions, sharing: LiveSharing): ImportDirectory {
  return ImportDirectory.with(transactions, sharing);
}

/** And the second person's word on it, held to what they were shown. */
export function directoryApproving(transactions: Transactions, sharing: LiveSharing, impact: ImpactOfOpening): ApproveDirectoryImport {
  const [imports, register] = [new DirectoryImports(), new OrganisationRegister()];
  return new ApproveDirectoryImport(transactions, new ImportPlanning(imports, register, sharing), new ImportExecution(register, new Changes(), new Outbox()), imports, impact);
}
