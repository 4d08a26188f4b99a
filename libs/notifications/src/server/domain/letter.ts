import { addressOf, changedSentence, localitySentence, organisationSentence, thingSentence, type ComingThing, type Standings, type WaitingThing } from '@accord/home';
import { countOf, DUTY_WORDS, dayInProse, londonDayOf, withoutNhsNumbers } from '@accord/kernel';
import type { Seat } from '@accord/people';
import { comingKey, daysUntil, waitingKey, type PlannedLetter, type ReminderChoices, type Tray } from '../../contract/index.js';

/** A person's Home in one duty, as it stands when the mail is written. */
export interface SeatTray extends Tray {
  readonly seat: Seat;
  readonly standing: Standings;
}

/** A sentence, and where it leads. */
export interface Line {
  readonly says: string;
  readonly to: string | null;
}

export interface Section {
  readonly title: string;
  readonly lines: readonly Line[];
  /** How many more there are than are shown. */
  readonly more: number;
}

/** What stands in a mail, in order; how it looks is for text and HTML to say. */
export interface Letter {
  readonly subject: string;
  readonly title: string;
  readonly sentence: string;
  readonly seats: readonly { readonly title: string; readonly sections: readonly Section[] }[];
  readonly why: readonly string[];
  /** Where the person chooses what they are told. */
  readonly choices: string;
}

export interface LetterFacts {
  readonly planned: PlannedLetter;
  readonly trays: readonly SeatTray[];
  readonly choices: ReminderChoices;
  readonly today: string;
  /** Where browsers find Accord. */
  readonly origin: string;
}

/** More stand on Home; a mail of a thousand lines is read by nobody. */
const MOST_LINES = 25;
/** What waits longer than this comes first. */
const LONG_DAYS = 14;
const LONG = `Waiting for more than ${LONG_DAYS} days`;

/** The mail as it is to be sent now; null where nothing of what it was made for is left to tell. */
export function letterOf(facts: LetterFacts): Letter | null {
  const { planned, trays, origin } = facts;
  const isWeekly = planned.kind === 'weekly';
  // In the mail of the week what waits stands under its own headings, told for the first time or not.
  const told = new Set(planned.tells.filter(({ stage }) => !isWeekly || stage !== 0).map(({ thing }) => thing));
  // Somebody in two duties is told of one thing once.
  const shown = new Set<string>();
  const seats = trays.map((tray) => ({ title: seatTitle(tray.seat), sections: sectionsOf(tray, facts, told, shown) })).filter(({ sections }) => sections.length > 0);
  const reminders = [...shown].filter((key) => told.has(key)).length;
  if (!isWeekly && reminders === 0) return null;
  const waits = trays.reduce((sum, { waiting }) => sum + waiting.length, 0);
  const counted = countOf(reminders, 'reminder');
  return {
    subject: isWeekly ? `Accord: your week, ${waits === 0 ? 'nothing waits for you' : `${countOf(waits, 'thing')} ${waits === 1 ? 'waits' : 'wait'} for you`}` : `Accord: ${counted}`,
    title: isWeekly ? 'Your week in Accord' : counted.replace(/^1 reminder$/, 'A reminder'),
    sentence: isWeekly ? weekSentence(waits, reminders) : 'Each of these has a day that comes near, or has passed, or began to wait for you.',
    seats,
    why: [
      `Accord sends you this because of the ${trays.length === 1 ? 'duty' : 'duties'} you hold in it. What stands here is what you would see on Home; it holds no patient's data.`,
      ...(trays.some(({ duty }) => duty === 'activation-officer' || duty === 'approver') ? ['Overdue reviews are told to activation officers and approvers whatever they chose.'] : []),
    ],
    choices: `${origin}/reminders`,
  };
}

const weekSentence = (waits: number, reminders: number): string =>
  `${waits === 0 ? 'Nothing waits for you.' : `${countOf(waits, 'thing')} ${waits === 1 ? 'waits' : 'wait'} for you.`}${reminders === 0 ? '' : ` ${countOf(reminders, 'date')} to keep in mind.`}`;

function seatTitle({ duty, organisationName, odsCode }: Seat): string {
  return odsCode === null ? DUTY_WORDS[duty] : `${DUTY_WORDS[duty]}, ${organisationName ?? ''} (${odsCode})`.replace(', (', ' (');
}

function sectionsOf(tray: SeatTray, { planned, choices, today, origin }: LetterFacts, told: ReadonlySet<string>, shown: Set<string>): Section[] {
  const first = <Thing>(things: readonly Thing[], keyOf: (thing: Thing) => string): Thing[] => things.filter((thing) => {
    const key = keyOf(thing);
    if (shown.has(key)) return false;
    shown.add(key);
    return true;
  });
  const ofWaiting = (thing: WaitingThing): string => waitingKey(thing, today);
  const due = [
    ...first(tray.waiting.filter((thing) => told.has(ofWaiting(thing))), ofWaiting).map((thing) => waitingLine(thing, today, origin)),
    ...first(tray.coming.filter((thing) => told.has(comingKey(thing))), comingKey).map((thing) => comingLine(thing, today, origin)),
  ];
  const sections = [section('To keep in mind', due)];
  if (planned.kind === 'weekly') {
    const waiting = choices.waiting === 'never' ? [] : first(tray.waiting, ofWaiting);
    const isLong = ({ since }: WaitingThing): boolean => daysUntil(today, londonDayOf(since)) > LONG_DAYS;
    const line = (thing: WaitingThing): Line => waitingLine(thing, today, origin);
    const coming = first(tray.coming.filter(({ kind }) => choices[kind === 'review' ? 'reviews' : 'expiries'] !== 'never'), comingKey);
    sections.push(
      section(LONG, waiting.filter(isLong).map(line)),
      section('Waiting for you', waiting.filter((thing) => !isLong(thing)).map(line)),
      section('Coming up', coming.map((thing) => comingLine(thing, today, origin))),
      section('How sharing stands', standingLines(tray.standing, origin)),
    );
  }
  return sections.filter(({ lines }) => lines.length > 0);
}

const section = (title: string, lines: readonly Line[]): Section => ({ title, lines: lines.slice(0, MOST_LINES), more: Math.max(0, lines.length - MOST_LINES) });

function waitingLine(thing: WaitingThing, today: string, origin: string): Line {
  const days = daysUntil(today, londonDayOf(thing.since));
  const waited = days < 1 ? 'since today' : `for ${countOf(days, 'day')}`;
  const due = thing.dueOn === null ? '' : `, due ${whenSays(thing.dueOn, today)}`;
  return lineOf(thing.dueOn !== null && daysUntil(thing.dueOn, today) < 0 ? `${thingSentence(thing)}${due}` : `${thingSentence(thing)}: waits ${waited}${due}`, addressOf(thing), origin);
}

const comingLine = (thing: ComingThing, today: string, origin: string): Line => lineOf(`${thingSentence(thing)}: ${whenSays(thing.onDay, today)}`, addressOf(thing), origin);

function standingLines({ organisation, localities }: Standings, origin: string): Line[] {
  return [
    ...(organisation === null ? [] : [lineOf(organisationSentence(organisation), null, origin)]),
    ...localities.map((each) => lineOf(`${localitySentence(each)}${changedSentence(each.lastChangeAt)}`, `/localities/${each.localityId}`, origin)),
  ];
}

/** People write titles and names; a patient's number in one goes no further (R12), and a line stays a line. */
function lineOf(says: string, path: string | null, origin: string): Line {
  return { says: withoutNhsNumbers(says.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')), to: path === null ? null : `${origin}${path}` };
}

/** "today, 2 March 2026", "in 30 days, on 1 April 2026", "5 days ago, on 25 February 2026". */
function whenSays(day: string, today: string): string {
  const left = daysUntil(day, today);
  if (left === 0) return `today, ${dayInProse(day)}`;
  return left > 0 ? `in ${countOf(left, 'day')}, on ${dayInProse(day)}` : `${countOf(-left, 'day')} ago, on ${dayInProse(day)}`;
}
