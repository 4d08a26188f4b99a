import { Module, type DynamicModule, type OnApplicationShutdown, type OnApplicationBootstrap, Injectable, Logger } from '@nestjs/common';
import { AgreementDocuments, EvidenceCommands } from '../contract/index.js';
import './abilities.js';
import { CheckerPool } from './storage/checking/checker-pool.js';
import { Seal } from './domain/seal.js';
import { EvidenceResolver } from './graphql/evidence.resolver.js';
import { EvidenceFile } from './read-models/evidence-on-file.js';
import { DocumentVault } from './storage/document-vault.js';
import { EvidenceStore } from './storage/evidence-store.js';
import { KeepEvidence } from './use-cases/keep-evidence.js';
import { ReadEvidenceFile } from './use-cases/read-evidence-file.js';
import { TakeInUpload } from './use-cases/take-in-upload.js';
import { WriteDocuments } from './use-cases/write-documents.js';

export interface EvidenceOptions {
  readonly vault: DocumentVault;
  readonly seal: Seal;
  readonly checkers: CheckerPool;
  /** Whether this process answers GraphQL. */
  readonly resolvers?: boolean;
}

/** Says how the checker is shut in, and ends its children with the process. */
@Injectable()
class CheckerKeeping implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(private readonly checkers: CheckerPool) {}

  onApplicationBootstrap(): void {
    new Logger('evidence').log(this.checkers.describes);
  }

  onApplicationShutdown(): void {
    this.checkers.close();
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
        CheckerKeeping, WriteDocuments, TakeInUpload, EvidenceStore, EvidenceFile, KeepEvidence, ReadEvidenceFile,
        { provide: EvidenceCommands, useExisting: KeepEvidence },
        { provide: AgreementDocuments, useExisting: WriteDocuments },
        ...(options.resolvers === true ? [EvidenceResolver] : []),
      ],
      exports: [EvidenceCommands, AgreementDocuments, TakeInUpload, ReadEvidenceFile, EvidenceFile, DocumentVault],
    };
  }
}
