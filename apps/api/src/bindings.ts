import type { DynamicModule, Type } from '@nestjs/common';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EntitySchema } from 'typeorm';
import { AccessLogModule, accessLogMappings, readSearchKeys, type SearchKeys } from '@accord/access-log/server';
import { ActivationsModule, activationsMappings } from '@accord/activations/server';
import { AgreementsModule, agreementsMappings, CampaignsModule } from '@accord/agreements/server';
import { DirectoryModule, directoryImportMapping, importRunMapping } from '@accord/directory/server';
import { CheckerPool, EvidenceModule, evidenceMappings, FolderVault, Seal } from '@accord/evidence/server';
import { ImpactModule } from '@accord/impact/server';
import { HomeModule } from '@accord/home/server';
import { NotificationsModule, type MailGoes } from '@accord/notifications/server';
import { ChangeRecordsModule, InstallationFacts, InstallationModule } from '@accord/kernel/server';
import { PeopleModule, peopleMappings } from '@accord/people/server';
import { PublicationModule } from '@accord/publication/server';
import { SystemsModule } from '@accord/systems/server';
import { ViewsModule } from '@accord/views/server';
import { readKey, type ApiConfig } from './config.js';

export const MAPPINGS: readonly EntitySchema[] = [
  directoryImportMapping, importRunMapping, ...peopleMappings, ...evidenceMappings, ...agreementsMappings, ...activationsMappings, ...accessLogMappings,
] as EntitySchema[];

/** What capabilities are given from outside the code: where documents are kept, and keys. */
export interface Keeping {
  readonly vault: FolderVault;
  readonly seal: Seal;
  readonly checkers: CheckerPool;
  readonly searchKeys: SearchKeys;
  readonly installation: InstallationFacts;
  readonly mailGoes: MailGoes;
}

export function keepingOf(config: ApiConfig): Keeping {
  const auditKey = (name: string): string => readFileSync(join(config.ACCORD_AUDIT_KEYS, name), 'utf8');
  const vault = new FolderVault(config.ACCORD_DOCUMENTS, [readKey(config.ACCORD_DOCUMENTS_KEY)]);
  vault.sweep();
  return {
    vault, seal: new Seal(readFileSync(config.ACCORD_SEAL_CERTIFICATE, 'utf8'), readFileSync(config.ACCORD_SEAL_KEY, 'utf8')), checkers: new CheckerPool(),
    searchKeys: readSearchKeys({ data: auditKey('data.key'), index: auditKey('index.key') }), installation: new InstallationFacts(config.ACCORD_EXAMPLE_DATA), mailGoes: config.ACCORD_MAIL_GOES,
  };
}

/** Every capability, in the order in which each may ask those before it. Needs are answered by the global modules further down. */
export function capabilities({ vault, seal, checkers, searchKeys, installation, mailGoes }: Keeping): (Type | DynamicModule)[] {
  return [
    InstallationModule.forRoot(installation), DirectoryModule, PeopleModule, ViewsModule, SystemsModule, EvidenceModule.forRoot({ vault, seal, checkers, resolvers: true }),
    AgreementsModule, CampaignsModule, ActivationsModule, PublicationModule, ChangeRecordsModule.forRoot(searchKeys.indexKey), AccessLogModule.forSearch(searchKeys), ImpactModule, HomeModule, NotificationsModule.forRoot(mailGoes),
  ];
}
