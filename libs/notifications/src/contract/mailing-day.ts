import { londonDayOf, startOfLondonDay } from '@accord/kernel';

const DAY_MS = 86_400_000;
/** What has a day is told from this long after midnight in London (an hour by the clock later or earlier where the clocks change). */
const BEGINS_AFTER_MS = 7 * 3_600_000;

const shifted = (day: string, by: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + by * DAY_MS).toISOString().slice(0, 10);

/** The London day that mail sent at an instant belongs to: nobody is woken at midnight by a review in 90 days. */
export function mailingDay(at: Date): string {
  const day = londonDayOf(at);
  return at.getTime() < startOfLondonDay(day).getTime() + BEGINS_AFTER_MS ? shifted(day, -1) : day;
}

/** Calendar days from one day to another; negative where it has passed. Days in London are counted, not hours: two of them have 23 and 25. */
export function daysUntil(day: string, from: string): number {
  return Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** The last such weekday up to and with a day; Monday is 1. */
export function lastWeekday(weekday: number, day: string): string {
  const is = new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
  return shifted(day, -((is - weekday + 7) % 7));
}
