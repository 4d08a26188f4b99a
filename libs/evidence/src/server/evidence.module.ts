import { Module, type DynamicModule, type OnApplicationShutdown, type OnApplicationBootstrap, Injectable, Logger } from '@nestjs/common';
import { AgreementDocuments, EvidenceCommands, SealedPapers } from '../contract/index.js';
import './abilities.js';
import { CheckerPool } from './storage/checking/checker-pool.js';
import { Seal } from './domain/seal.js';
import { EvidenceResolver } from './graphql/evidence.resolver.js';
import { EvidenceFile } from './read-models/evidence-on-file.js';
import { DocumentVault } from './storage/document-vault.js';
import { EvidenceStore } from './storage/evidence-store.js';
import { DocumentRasters } from './storage/rasters/document-rasters.js';
import { KeepEvidence } from './use-cases/keep-evidence.js';
import { LookAtEvidence } from './use-cases/look-at-evidence.js';
import { TakeInUpload } from './use-cases/take-in-upload.js';
import { SealPapers } from './use-cases/seal-papers.js';
import { WriteDocuments } from './use-cases/write-documents.js';

export interface EvidenceOptions {
  readonly vault: DocumentVault;
  readonly seal: Seal;
  readonly checkers: CheckerPool;
  /** Whether this process answers GraphQL. */
  readonly resolvers?: boolean;
}

/** Says how the children that read documents are shut in, and ends them with the process. */
@Injectable()
class ChildKeeping implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(private readonly checkers: CheckerPool, private readonly rasters: DocumentRasters) {}

  onApplicationBootstrap(): void {
    const log = new Logger('evidence');
    log.log(this.checkers.describes);
    log.log(this.rasters.describes);
  }

  onApplicationShutdown(): void {
    this.checkers.close();
    this.rasters.close();
  }
}

@Module({})
export class EvidenceModule {
  static forRoot(options: EvidenceOptions): DynamicModule {
    return {
      module: EvidenceModule,
      global: true,
      providers: [
        { provide: DocumentVault, useValue: options.vault },
        { provide: Seal, useValue: options.seal },
        { provide: CheckerPool, useValue: options.checkers },
        { provide: DocumentRasters, useFactory: () => new DocumentRasters() },
        ChildKeeping, WriteDocuments, SealPapers, TakeInUpload, EvidenceStore, EvidenceFile, KeepEvidence, LookAtEvidence,
        { provide: EvidenceCommands, useExisting: KeepEvidence },
        { provide: AgreementDocuments, useExisting: WriteDocuments },
        { provide: SealedPapers, useExisting: SealPapers },
        ...(options.resolvers === true ? [EvidenceResolver] : []),
      ],
      exports: [EvidenceCommands, AgreementDocuments, SealedPapers, TakeInUpload, LookAtEvidence, DocumentRasters, EvidenceFile, DocumentVault],
    };
  }
}
