import { dayInTable, instantInTable } from '@accord/kernel/admin';

/** What a bar stands for: "02-Mar-2026 14:00", "02-Mar-2026", "02-Mar-2026 to 08-Mar-2026". */
export function barWords(unit: string, from: string, until: string): string {
  if (unit === 'hour') return instantInTable(from).replace(/:\d\d (?=\w+$)/, ' ');
  const first = dayInTable(from);
  const last = dayInTable(until.length === 10 ? until : new Date(Date.parse(until) - 1));
  return first === last ? first : `${first} to ${last}`;
}
