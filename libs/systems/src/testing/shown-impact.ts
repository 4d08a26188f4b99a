import type { Tx } from '@accord/kernel';
import { ImpactOfConfirming, ImpactOfRevoking, type RevokedCertificate, type WaitingCertificate } from '../contract/index.js';

class LookFirst extends Error {
  constructor(readonly code: string) { super('Look first'); }
}

/** What is shown of any certificate is "shown"; anything else is refused. */
export class ShownImpact extends ImpactOfConfirming {
  readonly asked: (readonly WaitingCertificate[])[] = [];

  inTurn(): Promise<void> { return Promise.resolve(); }

  demandUnchanged(_tx: Tx, certificates: readonly WaitingCertificate[], seen: string | null | undefined): Promise<void> {
    this.asked.push(certificates);
    return seen === 'shown' ? Promise.resolve() : Promise.reject(new LookFirst(seen ? 'IMPACT_CHANGED' : 'IMPACT_NOT_SEEN'));
  }
}

/** What was shown of it goes on record beside what is found. */
export class FoundImpact extends ImpactOfRevoking {
  readonly asked: (RevokedCertificate | null)[] = [];

  compared(_tx: Tx, revoked: RevokedCertificate | null, seen: string | null | undefined) {
    this.asked.push(revoked);
    return Promise.resolve({ impactSeen: seen ?? null, impactFound: 'found', impactMoved: seen !== 'found' });
  }
}
