import type { OdsCode, Tx } from '@accord/kernel';
import type { ConsumerSystemId } from './ids.js';

/** A certificate that somebody registered, and that lets nobody ask until a second person has confirmed it. */
export interface WaitingCertificate {
  readonly consumerOdsCode: OdsCode;
  readonly systemId: ConsumerSystemId;
  readonly from: Date;
  readonly until: Date;
}

/**
 * A need of systems, answered by the capability that works out who would see what again. With a certificate a viewing organisation sees
 * everything it has agreed to, so confirming is bound to what was shown of it.
 */
export abstract class ImpactOfConfirming {
  /** Asked for before anything else is held: who is bound to what they were shown is judged after whoever was bound before. */
  abstract inTurn(tx: Tx): Promise<void>;
  /** Refuses IMPACT_NOT_SEEN where nobody looked, and IMPACT_CHANGED where something else would change than what was shown. */
  abstract demandUnchanged(tx: Tx, certificates: readonly WaitingCertificate[], seen: string | null | undefined): Promise<void>;
}
