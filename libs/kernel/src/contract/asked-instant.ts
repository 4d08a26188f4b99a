import { civilDay, endOfLondonDay, startOfLondonDay } from './london-day.js';
import { InvalidInput } from './refusal.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** The beginning of a period as people and programs ask for one: a London day, or an instant with its zone. */
export function askedFrom(text: string, field = 'from'): Date {
  return asked(text, field, startOfLondonDay);
}

/** The end of a period, itself outside it: a day is inclusive, so it ends at the following midnight (R6). */
export function askedUntil(text: string, field = 'until'): Date {
  return asked(text, field, endOfLondonDay);
}

function asked(typed: string, field: string, ofDay: (day: string) => Date): Date {
  const text = typed.trim();
  if (DAY.test(text)) return ofDay(civilDay(text, field));
  const instant = new Date(INSTANT.test(text) ? text : Number.NaN);
  if (Number.isNaN(instant.getTime())) throw new InvalidInput(field, 'write a day as yyyy-mm-dd, or an instant with its zone');
  civilDay(text.slice(0, 10), field);
  return instant;
}
