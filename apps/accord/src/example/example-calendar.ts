import { londonDayOf } from '@accord/kernel';

const DAY = 86_400_000;
const SECOND = 1_000;

/** Days and instants of the example, told by how long before its beginning they were. */
export class ExampleCalendar {
  /** Midnight of the first day, in UTC. */
  private readonly today: number;

  constructor(begunAt: Date) {
    this.today = Math.floor(begunAt.getTime() / DAY) * DAY;
  }

  /** An instant on a working day so many days ago: what would fall on a weekend is done on the Monday after. */
  at(daysAgo: number, time: string): Date {
    const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
    return new Date(this.today - this.working(daysAgo) * DAY + ((hours * 60 + minutes) * 60 + seconds) * SECOND);
  }

  /** The London day so many days ago, or ahead where the number is negative; weekends too. */
  day(daysAgo: number): string {
    return londonDayOf(new Date(this.today - daysAgo * DAY + DAY / 2));
  }

  private working(daysAgo: number): number {
    const weekday = new Date(this.today - daysAgo * DAY).getUTCDay();
    const later = weekday === 6 ? 2 : weekday === 0 ? 1 : 0;
    // Nothing of the example lies ahead: the last days are what they are.
    return daysAgo - later >= 1 ? daysAgo - later : daysAgo;
  }
}
