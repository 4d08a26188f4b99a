import type { Duty, LocalityId, OdsCode, PersonId, Tx } from '@accord/kernel';
import type { GrantId } from './ids.js';

export type GrantState = 'proposed' | 'confirmed' | 'ended';

/** What is known of one grant of one duty. */
export interface GrantFacts {
  readonly id: GrantId;
  readonly personId: PersonId;
  readonly duty: Duty;
  readonly odsCode: OdsCode | null;
  readonly localities: readonly LocalityId[];
  readonly from: Date;
  readonly until: Date | null;
  readonly confirmedAt: Date | null;
  readonly endedAt: Date | null;
}

/** A duty is held when a second person confirmed it, its dates include the instant, and nobody ended it before. */
export function holds(grant: Pick<GrantFacts, 'from' | 'until' | 'confirmedAt' | 'endedAt'>, at: Date): boolean {
  return grant.confirmedAt !== null && grant.from <= at && (grant.until === null || at < grant.until) && (grant.endedAt === null || at < grant.endedAt);
}

/** Asked where the grantor of a duty may not lean on the grantee's decision for a day; answered in people/server. */
export abstract class Grantors {
  /** Those who proposed or confirmed a duty of this person since then. */
  abstract since(tx: Tx, grantee: PersonId, since: Date): Promise<readonly PersonId[]>;
}
