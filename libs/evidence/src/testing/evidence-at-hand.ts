import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@accord/kernel';
import { Changes, Outbox } from '@accord/kernel/server';
import type { Authorities } from '@accord/people';
import type { EntitySchema } from 'typeorm';
import '../server/abilities.js';
import { Seal } from '../server/domain/seal.js';
import { CheckerPool } from '../server/storage/checking/checker-pool.js';
import { evidenceMapping } from '../server/storage/evidence-mapping.js';
import { EvidenceStore } from '../server/storage/evidence-store.js';
import { FolderVault } from '../server/storage/folder-vault.js';
import { KeepEvidence } from '../server/use-cases/keep-evidence.js';
import { TakeInUpload } from '../server/use-cases/take-in-upload.js';
import { WriteDocuments } from '../server/use-cases/write-documents.js';
import { aKeyPair } from './key-pairs.js';

export interface EvidenceAtHand {
  readonly commands: KeepEvidence;
  readonly uploads: TakeInUpload;
  close(): void;
}

/** What a data source needs to keep evidence. */
export const evidenceMappings: readonly EntitySchema[] = [evidenceMapping];

/** The real keeping of evidence over a folder of its own: real documents, a real seal, real checks. */
export async function evidenceAtHand(clock: Clock, authorities: Authorities): Promise<EvidenceAtHand> {
  const folder = mkdtempSync(join(tmpdir(), 'accord-evidence-'));
  const vault = new FolderVault(folder, [randomBytes(32)]);
  const { certificate, key } = await aKeyPair('Accord document seal');
  const checkers = new CheckerPool({ processes: 1 });
  const uploads = new TakeInUpload(vault, checkers, clock);
  return {
    uploads,
    commands: new KeepEvidence(new WriteDocuments(), new Seal(certificate, key), vault, uploads, authorities, new EvidenceStore(), new Changes(), new Outbox()),
    close() {
      checkers.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
