import { countOf, type Tone } from '@accord/kernel/admin';
import { furthest, isMissing, isReady, ofSide, type Gate, type Party } from './readiness.js';

const GROUPS_SHOWN = 3;

/** "62 of 64 practices live; 2 blocked: Elm Road has no verified evidence, Quay Street's system is not hosted yet." */
export function standingSentence(parties: readonly Party[]): string {
  const practices = furthest(ofSide(parties, 'provider'));
  const viewers = furthest(ofSide(parties, 'consumer'));
  const live = practices.filter(({ state }) => state === 'live');
  const ready = practices.filter(isReady);
  const blocked = practices.filter((party) => party.state !== 'live' && isMissing(party));
  const pieces = [`${live.length} of ${countOf(practices.length, 'practice')} live`];
  if (ready.length > 0) pieces.push(`${ready.length} ready to be taken live`);
  const waiting = practices.length - live.length - ready.length - blocked.length;
  if (waiting > 0) pieces.push(`${waiting} with every gate done and a step to come`);
  if (blocked.length > 0) pieces.push(`${blocked.length} held up: ${reasons(blocked)}`);
  const viewing = viewers.length === 0 ? '' : ` ${viewers.filter(({ state }) => state === 'live').length} of ${countOf(viewers.length, 'viewing organisation')} live.`;
  return `${pieces.join('; ')}.${viewing}`;
}

/** What holds a party up first: what is blocked before what waits, and a missing signature before what may be got ready meanwhile. */
export const firstMissing = (party: Party): Gate | undefined => party.gates.find(({ state }) => state === 'blocked')
  ?? party.gates.find(({ gate, state }) => gate === 'evidence' && state === 'waiting') ?? party.gates.find(({ state }) => state === 'waiting');

function reasons(blocked: readonly Party[]): string {
  const groups = new Map<string, Party[]>();
  for (const party of blocked) {
    const because = firstMissing(party)?.because ?? '';
    groups.set(because, [...groups.get(because) ?? [], party]);
  }
  const sorted = [...groups].sort(([, one], [, other]) => other.length - one.length);
  const said = sorted.slice(0, GROUPS_SHOWN).map(([because, those]) => (those.length === 1 ? `${those[0]!.name} ${because}` : `${those.length} ${ofMany(because)}`));
  const others = sorted.slice(GROUPS_SHOWN).reduce((sum, [, those]) => sum + those.length, 0);
  return [...said, ...(others > 0 ? [`${others} for other reasons`] : [])].join('; ');
}

const ofMany = (because: string): string => because.replace(/^has /, 'have ').replace(/^is /, 'are ');

const WORDS: Readonly<Record<string, readonly [string, Tone]>> = {
  none: ['In no agreement', 'quiet'], invited: ['Invited to sign', 'waiting'], signed: ['Signed', 'waiting'], accepted: ['Accepted', 'waiting'], rejected: ['Evidence rejected', 'stopped'],
  verified: ['Evidence verified', 'waiting'], approved: ['Approved', 'waiting'], live: ['Live', 'good'], suspended: ['Suspended', 'stopped'], withdrawn: ['Withdrawn', 'quiet'], left: ['Left', 'quiet'], declined: ['Declined', 'quiet'],
};

/** In the order of the way to live. */
export const STATES = Object.keys(WORDS);
export const stateWords = (state: string): string => WORDS[state]?.[0] ?? state;
export const stateTone = (state: string): Tone => WORDS[state]?.[1] ?? 'quiet';

/** "41 practices", "2 viewing organisations", or both. */
export function partiesInWords(parties: readonly { readonly side: string }[]): string {
  const [practices, viewers] = ['provider', 'consumer'].map((side) => parties.filter((party) => party.side === side).length) as [number, number];
  return [...(practices > 0 ? [countOf(practices, 'practice')] : []), ...(viewers > 0 ? [countOf(viewers, 'viewing organisation')] : [])].join(' and ');
}
