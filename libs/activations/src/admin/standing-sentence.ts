import { furthest, isMissing, isReady, ofSide, type Gate, type Party } from './readiness.js';

/** Who said no or is gone takes no part, and has no step to come. */
const GONE: readonly string[] = ['declined', 'withdrawn', 'left'];
const GROUPS_SHOWN = 3;

/** Of those that take part: "62 of 64 practices live; 2 blocked: Elm Road has no verified evidence, Quay Street's system is not hosted yet." */
export function standingSentence(all: readonly Party[]): string {
  const parties = all.filter(({ state }) => !GONE.includes(state));
  const members = furthest(ofSide(parties, 'provider'));
  const practices = members.filter(({ state }) => state !== 'none');
  const outside = members.length - practices.length;
  if (practices.length === 0 && outside > 0) return `None of ${many(outside, 'practice')} is in an agreement that is open for signing.`;
  const viewers = furthest(ofSide(parties, 'consumer'));
  const live = practices.filter(({ state }) => state === 'live');
  const ready = practices.filter(isReady);
  const blocked = practices.filter((party) => party.state !== 'live' && isMissing(party));
  const pieces = [`${live.length} of ${many(practices.length, 'practice')} live`];
  if (ready.length > 0) pieces.push(`${ready.length} ready to be taken live`);
  const waiting = practices.length - live.length - ready.length - blocked.length;
  if (waiting > 0) pieces.push(`${waiting} with every gate done and a step to come`);
  if (blocked.length > 0) pieces.push(`${blocked.length} held up: ${reasons(blocked)}`);
  if (outside > 0) pieces.push(`${outside} more in no agreement`);
  const viewing = viewers.length === 0 ? '' : ` ${viewers.filter(({ state }) => state === 'live').length} of ${many(viewers.length, 'viewing organisation')} live.`;
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
const many = (amount: number, one: string): string => `${amount} ${one}${amount === 1 ? '' : 's'}`;
