import { Module, type DynamicModule } from '@nestjs/common';
import { InstallationResolver } from './graphql/installation.resolver.js';
import { InstallationFacts } from './installation-facts.js';

/** What anybody may ask of the installation, for the process that serves GraphQL. */
@Module({})
export class InstallationModule {
  static forRoot(facts: InstallationFacts): DynamicModule {
    return { module: InstallationModule, providers: [{ provide: InstallationFacts, useValue: facts }, InstallationResolver] };
  }
}
