import { AsyncLocalStorage } from 'node:async_hooks';
import { Clock } from '@accord/kernel';

/** A clock that stands at whatever instant an act is played at, for that act alone: acts side by side have instants of their own. */
export class MovedClock extends Clock {
  private readonly instants = new AsyncLocalStorage<Date>();

  constructor(private readonly otherwise: Date) {
    super();
  }

  now(): Date {
    return this.instants.getStore() ?? this.otherwise;
  }

  /** Plays an act as if it were that instant. */
  at<T>(instant: Date, act: () => Promise<T>): Promise<T> {
    return this.instants.run(instant, act);
  }
}
