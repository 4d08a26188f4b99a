import type { ComingKind, ComingThing, WaitingKind, WaitingThing } from '@accord/home';
import type { Duty } from '@accord/kernel';
import type { ReminderChoices, Theme } from './choices.js';
import { daysUntil, lastWeekday } from './mailing-day.js';
import { isBinding, stageOf, type Stage } from './stages.js';

/** What one duty of a person shows on Home. */
export interface Tray {
  readonly duty: Duty;
  readonly waiting: readonly WaitingThing[];
  readonly coming: readonly ComingThing[];
}

/** That a thing has reached a stage. */
export interface Telling {
  readonly thing: string;
  readonly stage: Stage;
}

export interface Reminder extends Telling {
  readonly theme: Theme;
  readonly isBinding: boolean;
}

export interface PlannedLetter {
  readonly kind: 'reminders' | 'weekly';
  readonly tells: readonly Telling[];
}

/** Of things told before: the last stage each was told at. */
export type Told = ReadonlyMap<string, Stage>;

/** What waits because its day has passed. */
const LATE: Readonly<Partial<Record<WaitingKind, ComingKind>>> = { 'review-late': 'review', 'fact-late': 'fact-end', 'renew-certificate': 'certificate-end', 'renew-gateway-certificate': 'gateway-certificate-end', 'renew-feed-certificate': 'feed-certificate-end' };

const themeOf = (kind: ComingKind): Theme => (kind === 'review' ? 'reviews' : 'expiries');

/** Of what kind a late thing is; null for one that waits and is not late. */
export function lateKind(thing: WaitingThing, today: string): ComingKind | null {
  const kind = LATE[thing.kind];
  return kind === undefined || thing.dueOn === null || daysUntil(thing.dueOn, today) >= 0 ? null : kind;
}

/** A thing by name. Its day is part of it: a review that was moved is another. */
export const comingKey = ({ kind, subjectId, onDay }: Pick<ComingThing, 'kind' | 'subjectId' | 'onDay'>): string => `${kind}:${subjectId}:${onDay}`;

export function waitingKey(thing: WaitingThing, today: string): string {
  const kind = lateKind(thing, today);
  return kind === null ? `waiting:${thing.kind}:${thing.subjectId}:${thing.since.toISOString()}` : comingKey({ kind, subjectId: thing.subjectId, onDay: thing.dueOn! });
}

export const weeklyKey = (day: string): string => `weekly:${day}`;

/** All that has reached a stage, each thing once, however many duties show it. */
export function remindersOf(trays: readonly Tray[], today: string): readonly Reminder[] {
  const found = new Map<string, Reminder>();
  const add = (reminder: Reminder): void => {
    const known = found.get(reminder.thing);
    if (known === undefined || reminder.stage < known.stage) found.set(reminder.thing, { ...reminder, isBinding: reminder.isBinding || known?.isBinding === true });
  };
  const dated = (duty: Duty, thing: ComingThing): void => {
    const stage = stageOf(thing.kind, duty, daysUntil(thing.onDay, today));
    if (stage !== null) add({ thing: comingKey(thing), stage, theme: themeOf(thing.kind), isBinding: isBinding(thing.kind, stage) });
  };
  for (const { duty, waiting, coming } of trays) {
    for (const thing of coming) dated(duty, thing);
    for (const thing of waiting) {
      const kind = lateKind(thing, today);
      if (kind === null) add({ thing: waitingKey(thing, today), stage: 0, theme: 'waiting', isBinding: false });
      else dated(duty, { kind, subjectId: thing.subjectId, about: thing.about, onDay: thing.dueOn! });
    }
  }
  return [...found.values()];
}

export interface Standing {
  readonly trays: readonly Tray[];
  readonly choices: ReminderChoices;
  readonly told: Told;
  /** The mailing day. */
  readonly today: string;
  /** Since which day the person can be reached: no week before it is caught up. */
  readonly reachedSince: string;
}

/**
 * The one mail, if any, that is due to somebody now. However long nobody looked, it is one: it tells each thing at the stage it has reached by
 * now, and of the stages passed over nothing; of several weeks the last.
 */
export function letterFor({ trays, choices, told, today, reachedSince }: Standing): PlannedLetter | null {
  const due = remindersOf(trays, today).filter(({ thing, stage }) => (told.get(thing) ?? Infinity) > stage);
  const atOnce = due.filter((each) => each.isBinding || choices[each.theme] === 'at-once');
  const week = lastWeekday(choices.weekday, today);
  if (choices.weekly && week > reachedSince && !told.has(weeklyKey(week))) {
    const inWeek = due.filter((each) => !each.isBinding && choices[each.theme] === 'weekly');
    return { kind: 'weekly', tells: [{ thing: weeklyKey(week), stage: 0 }, ...atOnce.map(telling), ...inWeek.map(telling)] };
  }
  return atOnce.length === 0 ? null : { kind: 'reminders', tells: atOnce.map(telling) };
}

/** Every name under which something of these may have been told. */
export function keysOf({ trays, choices, today }: Pick<Standing, 'trays' | 'choices' | 'today'>): readonly string[] {
  return [weeklyKey(lastWeekday(choices.weekday, today)), ...remindersOf(trays, today).map(({ thing }) => thing)];
}

const telling = ({ thing, stage }: Telling): Telling => ({ thing, stage });
