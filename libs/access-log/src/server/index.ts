import type { EntitySchema } from 'typeorm';

export * from './abilities.js';
export * from './access-log.module.js';
export { AuditKeyFault, readIntakeKeys, readSearchKeys, type IntakeKeys, type SearchKeys } from './domain/audit-keys.js';
export { PatientVault } from './domain/patient-vault.js';
export { TakeIn } from './domain/take-in.js';
export { leafHash } from './domain/leaf-hash.js';
export * from './read-models/access-dashboard.js';
export * from './read-models/access-event-counts.js';
export * from './read-models/access-events.js';
export * from './read-models/missing-sequences.js';
export { AccessEventIntake } from './storage/access-event-intake.js';
export * from './use-cases/ingest-access-events.js';
export * from './use-cases/name-patient.js';
export * from './use-cases/open-access-event.js';
export * from './use-cases/read-access-dashboard.js';
export * from './use-cases/search-access-log.js';

/** Named SQL serves the log whole: nothing of it is ever loaded, changed and saved. */
export const accessLogMappings: readonly EntitySchema[] = [];
