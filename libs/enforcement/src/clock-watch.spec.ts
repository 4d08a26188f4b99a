import { describe, expect, it } from '@jest/globals';

import { ClockWatch } from './clock-watch.js';

const T = Date.UTC(2026, 2, 1, 9);
const SECOND = 1000;

describe('watching the clock', () => {
  it.each([
    ['thirty seconds behind', -30, undefined], ['more than thirty seconds behind', -31, { beginsBefore: T - 31 * SECOND, endsBy: T }],
    ['as old as a signature may be', 90, undefined], ['older than any signature may be', 91, { beginsBefore: T, endsBy: T }],
  ])('at the first look, %s', (_what, seconds, suspicion) => {
    expect(new ClockWatch().look(T, true, T + seconds * SECOND)).toEqual(suspicion);
  });

  it('expects a signature made since the last look to be no older than that look', () => {
    const watch = new ClockWatch();
    expect(watch.look(T, true, T)).toBeUndefined();
    expect(watch.look(T, false, T + 45 * SECOND)).toBeUndefined();
    expect(watch.look(T + 60 * SECOND, true, T + 60 * SECOND)).toBeUndefined();
    expect(watch.look(T + 60 * SECOND, false, T + 105 * SECOND)).toBeUndefined();
    // Seen for the first time fifteen seconds after a look that did not see it, yet said to be 61 seconds old.
    expect(watch.look(T + 59 * SECOND, true, T + 120 * SECOND)).toEqual({ beginsBefore: T + 59 * SECOND, endsBy: T + 59 * SECOND });
  });

  it('doubts a clock that stands before what is held, and takes that for no look at the feed', () => {
    expect(new ClockWatch().lookAtHeld(T, T - 31 * SECOND)).toEqual({ beginsBefore: T - 31 * SECOND, endsBy: T });
    const watch = new ClockWatch();
    expect(watch.lookAtHeld(T - 300 * SECOND, T)).toBeUndefined();
    expect(watch.look(T - 45 * SECOND, true, T + SECOND)).toBeUndefined();
    const doubt = watch.look(T, true, T + 600 * SECOND);
    expect(watch.lookAtHeld(T + 600 * SECOND, T + 600 * SECOND)).toBe(doubt);
  });

  it('keeps the first doubt until a new timestamp agrees with the clock again', () => {
    const watch = new ClockWatch();
    const doubt = watch.look(T, true, T + 600 * SECOND);
    expect(watch.look(T + 60 * SECOND, true, T + 660 * SECOND)).toBe(doubt);
    expect(watch.look(T + 60 * SECOND, false, T + 61 * SECOND)).toBe(doubt);
    expect(watch.look(T + 120 * SECOND, true, T + 121 * SECOND)).toBeUndefined();
  });
});
