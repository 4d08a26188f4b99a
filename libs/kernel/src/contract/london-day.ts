import { InvalidInput } from './refusal.js';

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const london = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London', hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
});

/** A date without a time, `yyyy-mm-dd`, that exists in the calendar. */
export function civilDay(text: string, field = 'date'): string {
  const parts = DAY.exec(text);
  const [year, month, day] = parts ? parts.slice(1).map(Number) as [number, number, number] : [0, 0, 0];
  const there = new Date(Date.UTC(year, month - 1, day));
  if (!parts || year < 1900 || there.getUTCMonth() !== month - 1 || there.getUTCDate() !== day) {
    throw new InvalidInput(field, 'write a calendar date as yyyy-mm-dd');
  }
  return text;
}

function offsetAt(instant: number): number {
  const parts = Object.fromEntries(london.formatToParts(instant).map((part) => [part.type, Number(part.value)]));
  return Date.UTC(parts.year!, parts.month! - 1, parts.day, parts.hour, parts.minute, parts.second) - instant;
}

/** The instant a day begins in London (R6). British clocks change at 01:00 UTC, so midnight always exists. */
export function startOfLondonDay(day: string): Date {
  const midnightUtc = Date.parse(`${civilDay(day)}T00:00:00Z`);
  return new Date(midnightUtc - offsetAt(midnightUtc - offsetAt(midnightUtc)));
}

/** The instant after a day: an end date is inclusive, so it ends at the following midnight in London. */
export function endOfLondonDay(day: string): Date {
  return startOfLondonDay(nextDay(day));
}

export function nextDay(day: string): string {
  return new Date(Date.parse(`${civilDay(day)}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** The London calendar day of an instant. */
export function londonDayOf(instant: Date): string {
  return new Date(instant.getTime() + offsetAt(instant.getTime())).toISOString().slice(0, 10);
}
