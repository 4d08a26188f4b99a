import { operatorActor } from '@accord/kernel';
import { StoredLiveSharing } from '@accord/agreements/server';
import { directoryImportMapping, ImportDirectory } from '@accord/directory/server';
import type { Settings } from '../config.js';
import { withServer } from '../with-server.js';
import { importDirectoryFile, type DirectoryImportOptions } from './directory.js';

/** `accord directory import`, on this installation's database, as its operator. */
export function runDirectoryImport(settings: Settings, file: string, options: DirectoryImportOptions): Promise<number> {
  const progress = (line: string): void => console.error(line);
  return withServer(settings, 'worker', [directoryImportMapping], progress, ({ transactions }) => importDirectoryFile({
    importing: ImportDirectory.with(transactions, new StoredLiveSharing()), actor: operatorActor(settings.operator), say: (line) => console.log(line), progress,
  }, file, options));
}
