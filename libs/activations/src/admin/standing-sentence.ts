import { practicesCounted, viewersCounted } from '../contract/practices-counted.js';
import type { Gate, Party } from './readiness.js';

const GROUPS_SHOWN = 3;

/** How many practices of a locality are how far, by the one count there is. */
export interface PracticesInFigures {
  readonly practices: number; readonly livePractices: number; readonly readyPractices: number; readonly waitingPractices: number; readonly blockedPractices: number; readonly outsidePractices: number;
}

/** "62 of 64 practices live; 2 held up", in the list of localities and on the page of one alike; there with what holds them up. */
export function practicesInWords(figures: PracticesInFigures, why = ''): string {
  const { practices, livePractices: live, readyPractices: ready, waitingPractices: waiting, blockedPractices: blocked, outsidePractices: outside } = figures;
  // Whoever went live and is in none of the other figures.
  const heldBack = practices - live - ready - waiting - blocked;
  if (practices === 0 && outside > 0) return `None of ${many(outside, 'practice')} is in an agreement that is open for signing`;
  return [
    `${live} of ${many(practices, 'practice')} live`, ...(heldBack > 0 ? [`${heldBack} live but held back`] : []), ...(ready > 0 ? [`${ready} ready to be taken live`] : []), ...(waiting > 0 ? [`${waiting} with every gate done and a step to come`] : []),
    ...(blocked > 0 ? [`${blocked} held up${why === '' ? '' : `: ${why}`}`] : []), ...(outside > 0 ? [`${outside} more in no agreement`] : []),
  ].join('; ');
}

/** Of those that take part: "62 of 64 practices live; 2 held up: Elm Road has no verified evidence; Quay Street's system is not hosted yet." */
export function standingSentence(parties: readonly Party[]): string {
  const { taking, live, ready, waiting, blocked, outside } = practicesCounted(parties);
  const practices = practicesInWords({
    practices: taking.length, livePractices: live.length, readyPractices: ready.length, waitingPractices: waiting.length, blockedPractices: blocked.length, outsidePractices: outside.length,
  }, reasons(blocked));
  const viewers = viewersCounted(parties);
  const looking = viewers.length === 0 || (taking.length === 0 && outside.length > 0) ? '' : ` ${viewers.filter(({ state }) => state === 'live').length} of ${many(viewers.length, 'viewing organisation')} live.`;
  const lacking = lackingThoughLive(parties);
  return `${practices}.${looking}${lacking.length === 0 ? '' : ` Of those that went live, ${lacking.length} ${lacking.length === 1 ? 'lacks a condition' : 'lack a condition'}: ${reasons(lacking)}.`}`;
}

/** Live, and a gate does not hold any more: named once, however many agreements it is live in. */
const lackingThoughLive = (parties: readonly Party[]): readonly Party[] =>
  parties.filter((party, at) => party.state === 'live' && firstMissing(party) !== undefined && parties.findIndex((other) => other.odsCode === party.odsCode && other.state === 'live' && firstMissing(other) !== undefined) === at);

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
const many = (amount: number, one: string): string => `${amount} ${one}${amount === 1 ? '' : 's'}`;
