import type { PartState, ParticipationState } from './states.js';

/** What decides whether one pair is in force; the same facts for preview, publication and impact. Intervals are half open. */
export interface PairFacts {
  readonly participation: ParticipationState;
  readonly part: PartState;
  readonly from: Date;
  readonly until: Date;
  readonly gatesHold: boolean;
  /** The set proved by the evidence is the one current for the consumer at the instant. */
  readonly viewSetCurrent: boolean;
  /** Instants from which a standing stop applies. */
  readonly stoppedFrom: readonly Date[];
}

/** A pair is in force when both parts are live, now is inside the dates, its gates hold, its view set is current and nothing stops it. */
export function inForce(facts: PairFacts, at: Date): boolean {
  return facts.participation === 'live' && facts.part === 'live'
    && at >= facts.from && at < facts.until
    && facts.gatesHold && facts.viewSetCurrent
    && !facts.stoppedFrom.some((from) => at >= from);
}
