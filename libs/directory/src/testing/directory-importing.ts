import type { Transactions } from '@accord/kernel/server';
import type { LiveSharing } from '../contract/index.js';
import '../server/abilities.js';
import { directoryImportMapping } from '../server/storage/directory-imports.js';
import { importRunMapping } from '../server/storage/import-runs.js';
import { ImportDirectory } from '../server/use-cases/import-directory.js';

/** What a data source needs to know to import. */
export const directoryImportMappings = [directoryImportMapping, importRunMapping];

/** Importing as it is, for neighbours whose specs need a directory that changes. */
export function directoryImporting(transactions: Transactions, sharing: LiveSharing): ImportDirectory {
  return ImportDirectory.with(transactions, sharing);
}
