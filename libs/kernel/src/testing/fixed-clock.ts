import { Clock } from '../contract/index.js';

/** A clock that stands still until it is told to move. */
export class FixedClock extends Clock {
  private time: number;

  constructor(start: string | Date = '2026-03-02T09:00:00Z') {
    super();
    this.time = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.time);
  }

  set(to: string | Date): void {
    this.time = new Date(to).getTime();
  }

  advance(milliseconds: number): void {
    this.time += milliseconds;
  }
}
