import { Global, Module } from '@nestjs/common';
import { Localities, OrganisationDirectory } from '../contract/index.js';
import './abilities.js';
import { DirectoryImportsResolver } from './graphql/directory-imports.resolver.js';
import { OrganisationsResolver } from './graphql/organisations.resolver.js';
import { LocalitiesInSql, OrganisationDirectoryInSql } from './read-models/answered-questions.js';
import { ImportRunsResolver } from './graphql/import-runs.resolver.js';
import { DirectoryImports } from './storage/directory-imports.js';
import { ImportRuns } from './storage/import-runs.js';
import { OrganisationRegister } from './storage/organisation-register.js';
import { ApproveDirectoryImport } from './use-cases/approve-directory-import.js';
import { DeclineDirectoryImport } from './use-cases/decline-directory-import.js';
import { DiscardDirectoryFile } from './use-cases/discard-directory-file.js';
import { HandInDirectoryFile } from './use-cases/hand-in-directory-file.js';
import { ImportDirectory } from './use-cases/import-directory.js';
import { ImportExecution } from './use-cases/import-execution.js';
import { ImportPlanning } from './use-cases/import-planning.js';
import { OrderDirectoryImport } from './use-cases/order-directory-import.js';

const QUESTIONS = [
  { provide: OrganisationDirectory, useClass: OrganisationDirectoryInSql },
  { provide: Localities, useClass: LocalitiesInSql },
];

/** Needs `LiveSharing` and `ImpactOfOpening` bound by the application. */
@Global()
@Module({
  providers: [
    ...QUESTIONS, DirectoryImports, OrganisationRegister, ImportPlanning, ImportExecution, ImportDirectory, ApproveDirectoryImport, DeclineDirectoryImport,
    ImportRuns, HandInDirectoryFile, OrderDirectoryImport, DiscardDirectoryFile, OrganisationsResolver, DirectoryImportsResolver, ImportRunsResolver,
  ],
  exports: [OrganisationDirectory, Localities, ImportDirectory, ApproveDirectoryImport, DeclineDirectoryImport, HandInDirectoryFile],
})
export class DirectoryModule {}
