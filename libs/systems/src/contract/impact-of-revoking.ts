import type { OdsCode, Tx } from '@accord/kernel';
import type { ConsumerSystemId } from './ids.js';

/** A certificate that counts now, or will, and is about to be revoked. */
export interface RevokedCertificate {
  readonly consumerOdsCode: OdsCode;
  readonly systemId: ConsumerSystemId;
  readonly from: Date;
  readonly until: Date;
}

/**
 * A need of systems, answered by the capability that works out who would stop seeing what. Revoking narrows, so nothing blocks it (R5): what
 * somebody was shown is put on record beside what is found when it is done.
 */
export abstract class ImpactOfRevoking {
  abstract compared(tx: Tx, revoked: RevokedCertificate | null, seen: string | null | undefined): Promise<{ readonly impactSeen: string | null; readonly impactFound: string | null; readonly impactMoved: boolean }>;
}
