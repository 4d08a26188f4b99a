import { endOfLondonDay, InvalidInput, startOfLondonDay } from '@accord/kernel';

/** Half open, in UTC: `from` belongs to it, `until` does not; no end means until further notice. */
export interface Interval {
  readonly from: Date;
  readonly until: Date | null;
}

export function demandOrder({ from, until }: Interval): void {
  if (until !== null && until <= from) throw new InvalidInput('until', 'it must be later than the start');
}

/** Dates as people write them: both days belong to it, by the clock in London. Without a first day it begins now. */
export interface Days {
  readonly startsOn?: string | null | undefined;
  readonly endsOn?: string | null | undefined;
}

export function intervalOf({ startsOn, endsOn }: Days, now: Date): Interval {
  return { from: startsOn ? startOfLondonDay(startsOn) : now, until: endsOn ? endOfLondonDay(endsOn) : null };
}
