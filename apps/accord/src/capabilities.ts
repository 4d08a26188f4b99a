import type { INestApplicationContext } from '@nestjs/common';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { readFileSync } from 'node:fs';
import type { DataSource, EntitySchema } from 'typeorm';
import { ActivationsModule, activationsMappings } from '@accord/activations/server';
import { AgreementsModule, agreementsMappings, CampaignsModule } from '@accord/agreements/server';
import { DirectoryModule, directoryImportMapping } from '@accord/directory/server';
import { CheckerPool, EvidenceModule, evidenceMappings, FolderVault, Seal } from '@accord/evidence/server';
import { ImpactModule } from '@accord/impact/server';
import type { Clock } from '@accord/kernel';
import { dataSourceFor, KernelModule, SystemClock } from '@accord/kernel/server';
import { PeopleModule, peopleMappings } from '@accord/people/server';
import { SystemsModule } from '@accord/systems/server';
import { ViewsModule } from '@accord/views/server';
import type { Home } from './state/home.js';

const MAPPINGS = [directoryImportMapping, ...peopleMappings, ...evidenceMappings, ...agreementsMappings, ...activationsMappings] as readonly EntitySchema[];

@Module({})
class CommandModule {
  static forRoot(dataSource: DataSource, home: Home, clock: Clock): DynamicModule {
    const key = Buffer.from(readFileSync(home.documentsKey, 'utf8').trim(), 'hex');
    const seal = new Seal(readFileSync(home.sealCertificate, 'utf8'), readFileSync(home.sealKey, 'utf8'));
    return {
      module: CommandModule,
      imports: [
        KernelModule.forRoot(dataSource, clock), DirectoryModule, PeopleModule, ViewsModule, SystemsModule,
        EvidenceModule.forRoot({ vault: new FolderVault(home.documents, [key]), seal, checkers: new CheckerPool() }), AgreementsModule, CampaignsModule, ActivationsModule, ImpactModule,
      ],
    };
  }
}

/** The use-cases of every capability in this process, on an installation's database as the API's role; for first starts and scenarios. */
export class Capabilities {
  private constructor(private readonly app: INestApplicationContext, readonly dataSource: DataSource) {}

  static async open(databaseUrl: string, home: Home, { clock = new SystemClock(), poolSize = 4 }: { clock?: Clock; poolSize?: number } = {}): Promise<Capabilities> {
    const dataSource = await dataSourceFor({ url: databaseUrl, mappings: MAPPINGS, poolSize, applicationName: 'accord command' }).initialize();
    const app = await NestFactory.createApplicationContext(CommandModule.forRoot(dataSource, home, clock), { logger: ['error', 'warn'], abortOnError: false });
    return new Capabilities(app, dataSource);
  }

  get get(): INestApplicationContext['get'] {
    return this.app.get.bind(this.app);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.dataSource.destroy();
  }
}
