import { countOf, type Tone } from '@accord/kernel/admin';
import { say } from './messages.js';
import type { Party } from './readiness.js';

const WORDS: Readonly<Record<string, readonly [string, Tone]>> = {
  none: ['In no agreement', 'quiet'], invited: ['Invited to sign', 'waiting'], signed: ['Signed', 'waiting'], accepted: ['Accepted', 'waiting'], rejected: ['Evidence rejected', 'stopped'],
  verified: ['Evidence verified', 'waiting'], approved: ['Approved', 'waiting'], live: ['Live', 'good'], suspended: ['Suspended', 'stopped'], withdrawn: ['Withdrawn', 'quiet'], left: ['Left', 'quiet'], declined: ['Declined', 'quiet'],
};

/** In the order of the way to live. */
export const STATES = Object.keys(WORDS);
export const stateWords = (state: string): string => WORDS[state]?.[0] ?? state;
/** The state of a party; for somebody live, with how far the later version it is asked to sign has come. */
export const partyStateWords = ({ state, renewalState, renewalVersion }: Pick<Party, 'state' | 'renewalState' | 'renewalVersion'>): string => (
  renewalState === null ? stateWords(state) : say('stateAndVersion', { state: stateWords(state), number: renewalVersion ?? '', step: stateWords(renewalState).toLowerCase() }));
export const stateTone = (state: string): Tone => WORDS[state]?.[1] ?? 'quiet';

/** "41 practices", "2 viewing organisations", or both. */
export function partiesInWords(parties: readonly { readonly side: string }[]): string {
  const [practices, viewers] = ['provider', 'consumer'].map((side) => parties.filter((party) => party.side === side).length) as [number, number];
  return [...(practices > 0 ? [countOf(practices, 'practice')] : []), ...(viewers > 0 ? [countOf(viewers, 'viewing organisation')] : [])].join(' and ');
}
