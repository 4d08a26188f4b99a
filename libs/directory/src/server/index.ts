export { directoryAbilities } from './abilities.js';
export { DirectoryModule } from './directory.module.js';
export { LocalitiesInSql, OrganisationDirectoryInSql } from './read-models/answered-questions.js';
export { directoryImportMapping } from './storage/directory-imports.js';
export { ApproveDirectoryImport } from './use-cases/approve-directory-import.js';
export { DeclineDirectoryImport } from './use-cases/decline-directory-import.js';
export { ImportDirectory } from './use-cases/import-directory.js';
export { MOST_BYTES } from './use-cases/import-planning.js';
