import { inForce, type PairFacts } from './in-force.js';
import type { PartState, ParticipationState } from './states.js';

/** A standing stop-list entry that matches a pair: for all views, or for those it names. */
export interface StandingStop {
  readonly id: string;
  readonly from: Date;
  /** Null stops every view. */
  readonly views: readonly string[] | null;
}

/** What one agreement says of one provider and one consumer: the facts of the pair, and what is seen through it. */
export interface SightFacts {
  readonly participation: ParticipationState;
  readonly part: PartState;
  readonly from: Date;
  readonly until: Date;
  readonly gatesHold: boolean;
  readonly viewSetCurrent: boolean;
  readonly stops: readonly StandingStop[];
  /** The view set of the consumer. */
  readonly views: readonly string[];
  /** A system of the consumer holds a certificate with which it may ask now. */
  readonly hasCertificate: boolean;
}

/** What can stand between a viewing organisation and a view. */
export type Obstacle = 'participation' | 'part' | 'dates' | 'gates' | 'view-set' | 'stop' | 'view' | 'certificate';

const NOTHING_IN_THE_WAY: PairFacts = {
  participation: 'live', part: 'live', from: new Date(-8_640_000_000_000_000), until: new Date(8_640_000_000_000_000), gatesHold: true, viewSetCurrent: true, stoppedFrom: [],
};

/** The facts of the pair as they bear on one view. */
export function pairFactsOf(facts: SightFacts, view: string): PairFacts {
  const { participation, part, from, until, gatesHold, viewSetCurrent, stops } = facts;
  const stoppedFrom = stops.filter((stop) => stop.views === null || stop.views.includes(view)).map((stop) => stop.from);
  return { participation, part, from, until, gatesHold, viewSetCurrent, stoppedFrom };
}

/** Whether the view may be seen at an instant: the pair is in force, the view is of the agreed set, and somebody can ask. */
export function isSeen(facts: SightFacts, view: string, at: Date): boolean {
  return inForce(pairFactsOf(facts, view), at) && facts.views.includes(view) && facts.hasCertificate;
}

/**
 * Everything that would have to be otherwise for the view to be seen; empty where it is. Each fact is tried alone against the one rule
 * of what is in force, so that there is no second copy of it here.
 */
export function obstaclesTo(facts: SightFacts, view: string, at: Date): readonly Obstacle[] {
  const pair = pairFactsOf(facts, view);
  const blocks = (alone: Partial<PairFacts>): boolean => !inForce({ ...NOTHING_IN_THE_WAY, ...alone }, at);
  const { participation, part, from, until, gatesHold, viewSetCurrent, stoppedFrom } = pair;
  const tried: readonly (readonly [Obstacle, boolean])[] = [
    ['participation', blocks({ participation })], ['part', blocks({ part })], ['dates', blocks({ from, until })], ['gates', blocks({ gatesHold })],
    ['view-set', blocks({ viewSetCurrent })], ['stop', blocks({ stoppedFrom })], ['view', !facts.views.includes(view)], ['certificate', !facts.hasCertificate],
  ];
  return tried.filter(([, isInTheWay]) => isInTheWay).map(([obstacle]) => obstacle);
}

/** The views of the set that are seen at an instant. */
export function viewsSeen(facts: SightFacts, at: Date): readonly string[] {
  return facts.views.filter((view) => isSeen(facts, view, at));
}
