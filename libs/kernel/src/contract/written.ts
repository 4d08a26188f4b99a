import { londonDayOf } from './london-day.js';

// How Accord writes days, instants, numbers and sums of things on screens, in letters and in mail. Days and instants are London's (R6).
const ZONE = 'Europe/London';
const prose = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, day: 'numeric', month: 'long', year: 'numeric' });
const table = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, day: '2-digit', month: 'short', year: 'numeric' });
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short' });
const number = new Intl.NumberFormat('en-GB');

const instant = (at: string | Date): Date => (at instanceof Date ? at : new Date(at.length === 10 ? `${at}T12:00:00Z` : at));

/** "6 August 2026". */
export const dayInProse = (at: string | Date): string => prose.format(instant(at));

/** "06-Aug-2026". */
export const dayInTable = (at: string | Date): string => table.format(instant(at)).replace('Sept', 'Sep').replaceAll(' ', '-');

/** "06-Aug-2026 14:03:09 BST". */
export const instantInTable = (at: string | Date): string => `${dayInTable(at)} ${clock.format(instant(at)).replace('GMT+1', 'BST')}`;

/** The day in London an instant falls on, as a date: "2026-08-06". */
export const londonDay = (at: string | Date): string => londonDayOf(instant(at));

/** The last day on which something holds that holds until (and no longer at) an instant: the end of 31 March is written midnight of 1 April. */
export const lastDay = (until: string | Date): string => londonDay(new Date(instant(until).getTime() - 1));

const hour = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** "14:03 today", "14:03 tomorrow", "14:03 on 6 August 2026". */
export function timeInProse(at: string | Date, now: Date): string {
  const [day, today, tomorrow] = [instant(at), now, new Date(now.getTime() + 86_400_000)].map((each) => prose.format(each));
  return `${hour.format(instant(at))} ${day === today ? 'today' : day === tomorrow ? 'tomorrow' : `on ${day}`}`;
}

export const count = (amount: number): string => number.format(amount);

/** `countOf(1, 'practice')` "1 practice", `countOf(2, 'party', 'parties')` "2 parties". */
export const countOf = (amount: number, one: string, many = `${one}s`): string => `${count(amount)} ${amount === 1 ? one : many}`;

/** How long ago or ahead, in the largest whole unit: "4 minutes", "3 days". */
export function span(milliseconds: number): string {
  const seconds = Math.abs(milliseconds) / 1000;
  if (seconds < 60) return countOf(Math.round(seconds), 'second');
  if (seconds < 3600) return countOf(Math.round(seconds / 60), 'minute');
  if (seconds < 172_800) return countOf(Math.round(seconds / 3600), 'hour');
  return countOf(Math.round(seconds / 86_400), 'day');
}

/** Words for a code of several: 'practice-governance-lead' "Practice governance lead". */
export function inWords(code: string): string {
  const words = code.replaceAll(/[-_.]/g, ' ').toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
