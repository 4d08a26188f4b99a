import { obstaclesTo, viewsSeen, type SightFacts } from '@accord/agreements';
import { GONE } from './gone.js';

/** How one practice and one viewing organisation stand to each other, best first. */
export const PAIR_STANDINGS = ['live', 'not-begun', 'held-back', 'suspended', 'agreed', 'unsigned', 'withdrawn', 'over', 'not-agreed'] as const;
export type PairStanding = (typeof PAIR_STANDINGS)[number];

const PROMISED: readonly string[] = ['signed', 'accepted', 'verified', 'approved', 'live'];

/** One pair of one agreement, and how many views are seen by it; what is in force is said by agreements alone. */
export function pairStanding(pair: SightFacts, at: Date): { readonly standing: PairStanding; readonly views: number } {
  const seen = viewsSeen(pair, at).length;
  return seen > 0 ? { standing: 'live', views: seen } : { standing: whyNot(pair, at), views: pair.views.length };
}

function whyNot(pair: SightFacts, at: Date): Exclude<PairStanding, 'live'> {
  const states: readonly string[] = [pair.participation, pair.part];
  if (states.some((state) => GONE.includes(state))) return 'withdrawn';
  if (states.includes('suspended')) return 'suspended';
  if (states.some((state) => state !== 'live')) return states.every((state) => PROMISED.includes(state)) ? 'agreed' : 'unsigned';
  const [view] = pair.views;
  const obstacles = view === undefined ? [] : obstaclesTo(pair, view, at);
  if (obstacles.includes('stop')) return 'suspended';
  if (obstacles.includes('dates')) return at < pair.from ? 'not-begun' : 'over';
  return 'held-back';
}
