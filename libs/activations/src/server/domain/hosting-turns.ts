import { hostedDuring, type GateFact, type HostedRun } from '@accord/activations';
import type { ActOnAccess } from '@accord/agreements';
import type { OdsCode } from '@accord/kernel';

/** What somebody said of where a provider is hosted, whether or not it counts yet. */
export interface HostingWord extends GateFact {
  readonly id: string;
  readonly odsCode: OdsCode;
  readonly endedAt: Date | null;
  readonly isConfirmed: boolean;
}

/** A provider that is hosted at other times than it was, from now on. What is past is nobody's to gain or lose. */
export interface HostingTurn {
  readonly odsCode: OdsCode;
  readonly before: readonly HostedRun[];
  readonly after: readonly HostedRun[];
}

/** What turns where, of what was said, these words count and not those that do now. */
export function hostingTurns(words: readonly HostingWord[], counts: (word: HostingWord) => boolean, at: Date): readonly HostingTurn[] {
  const of = new Map<OdsCode, HostingWord[]>();
  for (const word of words) of.set(word.odsCode, [...of.get(word.odsCode) ?? [], { ...word, until: earliest(word.until, word.endedAt) }]);
  return [...of].sort(([one], [other]) => (one < other ? -1 : 1)).flatMap(([odsCode, said]) => {
    const [before, after] = [runsAfter(said.filter(({ isConfirmed }) => isConfirmed), at), runsAfter(said.filter(counts), at)];
    return alike(before, after, at) ? [] : [{ odsCode, before, after }];
  });
}

/** The last word counts: once it is taken back, an earlier one may say that a provider is hosted, at some time from now on at which it is not. Whoever sees what, in whichever locality. */
export const givesBack = (turns: readonly HostingTurn[], at: Date): boolean =>
  turns.some(({ before, after }) => after.some((run) => !before.some((held) => covers(held, run, at))));

/** As impact is asked about it. */
export const actOf = (turns: readonly HostingTurn[]): ActOnAccess => (
  { kind: 'hosted', changes: turns.map(({ odsCode, after }) => ({ odsCode, during: after.map(({ from, until }) => ({ from: from.toISOString(), until: until?.toISOString() ?? null })) })) });

const earliest = (one: Date | null, other: Date | null): Date | null => (one === null || (other !== null && other < one) ? other : one);
const runsAfter = (facts: readonly GateFact[], at: Date): readonly HostedRun[] =>
  hostedDuring(facts.filter(({ from, until }) => until === null || from < until)).filter(({ until }) => until === null || until > at);
/** The same from an instant on, whenever it began. */
const alike = (one: readonly HostedRun[], other: readonly HostedRun[], at: Date): boolean => one.length === other.length
  && one.every(({ from, until }, place) => until?.getTime() === other[place]!.until?.getTime() && Math.max(from.getTime(), at.getTime()) === Math.max(other[place]!.from.getTime(), at.getTime()));
/** Runs of one provider never touch, so what one of them does not hold, none does. */
const covers = (held: HostedRun, run: HostedRun, at: Date): boolean => Math.max(held.from.getTime(), at.getTime()) <= Math.max(run.from.getTime(), at.getTime())
  && (held.until === null || (run.until !== null && run.until <= held.until));
