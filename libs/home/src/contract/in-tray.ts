import type { Tx } from '@accord/kernel';
import type { LocalityStanding, OrganisationStanding } from './standing.js';
import type { ComingThing, WaitingThing } from './waiting.js';

/** All that Home shows of how sharing stands, for whom one acts. */
export interface Standings {
  readonly organisation: OrganisationStanding | null;
  readonly localities: readonly LocalityStanding[];
}

/** What Home shows, asked by notifications as the person who would look: row-level security decides what that is. Answered in home/server. */
export abstract class InTray {
  /** What cannot wait first, then the oldest. */
  abstract waiting(tx: Tx, atMost: number): Promise<readonly WaitingThing[]>;
  /** Soonest first. */
  abstract coming(tx: Tx, atMost: number): Promise<readonly ComingThing[]>;
  abstract standing(tx: Tx): Promise<Standings>;
}
