import { endOfLondonDay, londonDayOf, nextDay, startOfLondonDay } from '@accord/kernel';
import { MOST_EVENTS_COUNTED, type AccessEventFilter, type AccessEventHistogram, type HistogramBar, type HistogramUnit, type TimeCounted } from '../../contract/index.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MOST_HOURS = 96;

/** Whether hours say more than days: what was asked for, or else what was found, spans at most four days. */
export function isByHour({ from, until }: AccessEventFilter, days: readonly TimeCounted[]): boolean {
  const first = from ?? (days[0] && startOfLondonDay(days[0].at));
  const last = until ?? (days.length > 0 ? endOfLondonDay(days.at(-1)!.at) : undefined);
  return first !== undefined && last !== undefined && last.getTime() - first.getTime() <= MOST_HOURS * HOUR_MS;
}

/** From days counted, bars of days, weeks or months: as many as can be told apart. Days nothing happened on are there. */
export function histogramByDay({ from, until }: AccessEventFilter, counted: readonly TimeCounted[]): AccessEventHistogram {
  const [found, last] = [counted[0]?.at, counted.at(-1)?.at];
  if (found === undefined || last === undefined) return whole('day', [], counted);
  const first = from === undefined ? found : londonDayOf(from);
  const final = until === undefined ? last : londonDayOf(new Date(until.getTime() - 1));
  const days = Math.round((Date.parse(final) - Date.parse(first)) / DAY_MS) + 1;
  const unit: HistogramUnit = days <= 120 ? 'day' : days <= 730 ? 'week' : 'month';
  const bars = new Map<string, { from: string; until: string; permitted: number; refused: number }>();
  const known = new Map(counted.map((day) => [day.at, day]));
  // A search without a beginning cannot know how early nothing was, and one from 1900 on would make bars of nothing.
  for (let day = first < found && days > 1_500 ? found : first; day <= final; day = nextDay(day)) {
    const key = unit === 'day' ? day : unit === 'week' ? mondayOf(day) : day.slice(0, 7);
    const bar = bars.get(key) ?? { from: day, until: day, permitted: 0, refused: 0 };
    bars.set(key, { ...bar, until: day, permitted: bar.permitted + (known.get(day)?.permitted ?? 0), refused: bar.refused + (known.get(day)?.refused ?? 0) });
  }
  return whole(unit, clipped([...bars.values()], from, until), counted);
}

export function histogramByHour({ from, until }: AccessEventFilter, counted: readonly TimeCounted[]): AccessEventHistogram {
  const [found, last] = [counted[0]?.at, counted.at(-1)?.at];
  if (found === undefined || last === undefined) return whole('hour', [], counted);
  const known = new Map(counted.map((hour) => [Date.parse(hour.at), hour]));
  const bars: HistogramBar[] = [];
  const first = Math.floor((from?.getTime() ?? Date.parse(found)) / HOUR_MS) * HOUR_MS;
  const end = until?.getTime() ?? Date.parse(last) + HOUR_MS;
  for (let hour = first; hour < end; hour += HOUR_MS) {
    bars.push({
      from: new Date(Math.max(hour, from?.getTime() ?? hour)).toISOString(), until: new Date(Math.min(hour + HOUR_MS, end)).toISOString(),
      permitted: known.get(hour)?.permitted ?? 0, refused: known.get(hour)?.refused ?? 0,
    });
  }
  return whole('hour', bars, counted);
}

/** Where a search begins or ends within a day, its first and last bar do so too: a bar never finds more than it counted. */
function clipped(bars: readonly HistogramBar[], from?: Date, until?: Date): HistogramBar[] {
  return bars.map((bar) => {
    const begins = from !== undefined && from > startOfLondonDay(bar.from);
    const ends = until !== undefined && until < endOfLondonDay(bar.until);
    return { ...bar, from: begins ? from.toISOString() : bar.from, until: ends ? until.toISOString() : bar.until };
  });
}

function whole(unit: HistogramUnit, bars: readonly HistogramBar[], counted: readonly TimeCounted[]): AccessEventHistogram {
  const total = counted.reduce((sum, { permitted, refused }) => sum + permitted + refused, 0);
  return { unit, bars, total, isWhole: total < MOST_EVENTS_COUNTED };
}

function mondayOf(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  return new Date(at.getTime() - ((at.getUTCDay() + 6) % 7) * DAY_MS).toISOString().slice(0, 10);
}
