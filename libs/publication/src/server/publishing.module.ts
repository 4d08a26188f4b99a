import { type DynamicModule, Module } from '@nestjs/common';
import { OnlineSigner } from './domain/online-signer.js';
import { SealKey } from './domain/seal-key.js';
import { FactsStore } from './storage/facts-store.js';
import { KeyCeremonies } from './storage/key-ceremonies.js';
import { RepositoryStore } from './storage/repository-store.js';
import { BeginTerm } from './use-cases/begin-term.js';
import { FoundRepository } from './use-cases/found-repository.js';
import { HandInKeys } from './use-cases/hand-in-keys.js';
import { PublishSummaries } from './use-cases/publish-summaries.js';
import { RefreshFreshness } from './use-cases/refresh-freshness.js';

/** What the publisher process does. */
@Module({})
export class PublishingModule {
  static forRoot(signer: OnlineSigner, sealKey: SealKey): DynamicModule {
    return {
      module: PublishingModule,
      providers: [
        { provide: OnlineSigner, useValue: signer }, { provide: SealKey, useValue: sealKey },
        FactsStore, RepositoryStore, KeyCeremonies, BeginTerm, FoundRepository, HandInKeys, PublishSummaries, RefreshFreshness,
      ],
      exports: [BeginTerm, FoundRepository, HandInKeys, PublishSummaries, RefreshFreshness],
    };
  }
}
