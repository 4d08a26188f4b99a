import type { ActOnAccess } from '@accord/agreements';
import type { LocalityId, OdsCode, Tx } from '@accord/kernel';

/** Who would go live, as the act of taking them live finds them. */
export interface GoingLive {
  readonly act: Extract<ActOnAccess, { readonly kind: 'go-live' | 'approve' }>;
  readonly localityId: LocalityId;
}

/** What ending a fact, or confirming some, does to sharing, and for whom it is to do it. */
export interface TurningFacts {
  readonly act: ActOnAccess;
  readonly odsCodes: readonly OdsCode[];
  readonly localityIds: readonly string[];
}

/** Asked by impact, to preview an act by the very list the act will use; answered in activations/server. Refuses as the act would. */
export abstract class ActsOfActivations {
  /** One activation; of it everybody who is ready, or those named. */
  abstract goLive(tx: Tx, activationId: string, ids?: readonly string[]): Promise<GoingLive>;
  /** Everybody approved and ready in a locality. */
  abstract goLiveLocality(tx: Tx, localityId: string): Promise<GoingLive>;
  /** Everybody an activation lists. */
  abstract approve(tx: Tx, activationId: string): Promise<GoingLive>;
  /** A fact that gates rest on ends now. */
  abstract endFact(tx: Tx, factId: string): Promise<TurningFacts>;
  /** Facts that gates rest on count from now. */
  abstract confirmFacts(tx: Tx, factIds: readonly string[]): Promise<TurningFacts>;
}
