import { SeededNumbers } from '../seeded-numbers.js';
import type { ExampleViewer, ViewerKind } from './example-viewers.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface Moment {
  readonly at: number;
  readonly viewer: ExampleViewer;
}

/** How busy an hour is at each kind of viewing organisation: 1 is an ordinary busy hour. */
const BUSY: Readonly<Record<ViewerKind, (hour: number, isWeekend: boolean) => number>> = {
  'out-of-hours': (hour, isWeekend) => (isWeekend ? (hour >= 8 && hour < 23 ? 1.2 : 0.4) : hour >= 18 && hour < 24 ? 1 : hour < 3 ? 0.5 : hour < 8 ? 0.3 : 0.03),
  'emergency-department': (hour, isWeekend) => (hour >= 10 && hour < 23 ? 1 : hour >= 7 ? 0.7 : 0.35) * (isWeekend ? 1.15 : 1),
  'ambulance': (hour, isWeekend) => (isWeekend && (hour >= 20 || hour < 4) ? 1.4 : hour >= 8 ? 0.9 : 0.5),
  'urgent-care': (hour, isWeekend) => (hour >= 8 && hour < 20 ? (isWeekend ? 1.3 : 0.9) : 0),
  'hospice': (hour, isWeekend) => (hour >= 8 && hour < 18 ? (isWeekend ? 0.3 : 1) : 0.1),
  'community': (hour, isWeekend) => (isWeekend ? (hour >= 9 && hour < 13 ? 0.25 : 0) : hour >= 8 && hour < 17 ? 1 : 0.02),
};
const SIZE: Readonly<Record<ViewerKind, number>> = { 'out-of-hours': 5, 'emergency-department': 6, 'ambulance': 4, 'urgent-care': 2, 'hospice': 1, 'community': 1.6 };
/** Those that share with nobody yet try now and then, and are refused. */
const NOBODY_SHARES = 0.01;

/** So many moments before an instant at which somebody looks, in order of time: by hour of the day, weekday and kind of organisation, growing slowly. */
export function exampleRhythm(count: number, days: number, until: Date, viewers: readonly ExampleViewer[], sharesWith: (viewer: ExampleViewer) => boolean, seed: number): readonly Moment[] {
  const numbers = new SeededNumbers(seed);
  const first = until.getTime() - days * DAY;
  const cells: { readonly at: number; readonly viewer: ExampleViewer; readonly upTo: number }[] = [];
  let total = 0;
  for (let day = 0; day < days; day += 1) {
    const mood = (0.85 + 0.3 * numbers.next()) * (0.85 + (0.3 * day) / days);
    for (let hour = 0; hour < 24; hour += 1) {
      const at = first + day * DAY + hour * HOUR;
      const clock = new Date(at);
      const isWeekend = clock.getUTCDay() === 0 || clock.getUTCDay() === 6;
      for (const viewer of viewers) {
        total += mood * SIZE[viewer.kind] * BUSY[viewer.kind](clock.getUTCHours(), isWeekend) * (sharesWith(viewer) ? 1 : NOBODY_SHARES);
        cells.push({ at, viewer, upTo: total });
      }
    }
  }
  const moments = Array.from({ length: count }, (): Moment => {
    const cell = cells[firstAbove(cells, numbers.next() * total)]!;
    return { at: cell.at + Math.floor(numbers.next() * HOUR), viewer: cell.viewer };
  });
  return moments.sort((one, other) => one.at - other.at);
}

function firstAbove(cells: readonly { readonly upTo: number }[], weight: number): number {
  let [low, high] = [0, cells.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cells[middle]!.upTo > weight) high = middle;
    else low = middle + 1;
  }
  return low;
}
