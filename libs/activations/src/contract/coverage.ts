import { GONE } from './next-step.js';

/** How one practice and one viewing organisation stand to each other, best first. */
export const PAIR_STANDINGS = ['live', 'held-back', 'suspended', 'agreed', 'unsigned', 'withdrawn', 'not-agreed'] as const;
export type PairStanding = (typeof PAIR_STANDINGS)[number];

export interface PairParty {
  readonly state: string;
  /** What gateways go on asking for while it is live: hosting, an open organisation, a certificate. */
  readonly staysReady: boolean;
}

const PROMISED: readonly string[] = ['signed', 'accepted', 'verified', 'approved', 'live'];

/** One pair of one agreement. */
export function pairStanding(provider: PairParty, consumer: PairParty): PairStanding {
  const both = [provider, consumer];
  if (both.some(({ state }) => GONE.includes(state))) return 'withdrawn';
  if (both.some(({ state }) => state === 'suspended')) return 'suspended';
  if (both.every(({ state }) => state === 'live')) return both.every(({ staysReady }) => staysReady) ? 'live' : 'held-back';
  return both.every(({ state }) => PROMISED.includes(state)) ? 'agreed' : 'unsigned';
}
