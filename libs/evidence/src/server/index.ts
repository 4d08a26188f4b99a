import { evidenceMapping } from './storage/evidence-mapping.js';

export * from './abilities.js';
export { CheckerPool, type PoolOptions } from './storage/checking/checker-pool.js';
export { Seal, SealFault } from './domain/seal.js';
export { EvidenceModule, type EvidenceOptions } from './evidence.module.js';
export * from './graphql/evidence.resolver.js';
export * from './graphql/evidence.types.js';
export * from './http/document-pictures.js';
export { evidenceFiles, type FileRoute } from './http/evidence-files.js';
export * from './http/evidence-readings.js';
export * from './http/evidence-uploads.js';
export * from './http/signed-uploads.js';
export * from './read-models/evidence-on-file.js';
export * from './storage/document-vault.js';
export { EvidenceStore } from './storage/evidence-store.js';
export { FolderVault } from './storage/folder-vault.js';
export type { VaultKeys } from './storage/sealed-file.js';
export * from './domain/rasters.js';
export { DocumentRasters } from './storage/rasters/document-rasters.js';
export { KeepEvidence } from './use-cases/keep-evidence.js';
export { LookAtEvidence, type Look, type LookedAt } from './use-cases/look-at-evidence.js';
export { MAX_UPLOAD_BYTES, TakeInUpload, type TakeInLimits } from './use-cases/take-in-upload.js';
export { WriteDocuments } from './use-cases/write-documents.js';

/** Table mappings of this capability, for the process's data source. */
export const evidenceMappings = [evidenceMapping];
