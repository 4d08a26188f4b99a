import { afterEach, describe, expect, it } from '@jest/globals';
import { browserClock } from './clock.js';
import { readNow, sharedWith, sinceRead } from './read-at.js';

interface Answer { readonly gateways: readonly { readonly code: string; readonly ago: number }[] }

describe('when an answer was read', () => {
  const real = browserClock.now;
  afterEach(() => { browserClock.now = real; });
  const at = (ms: number): void => { browserClock.now = () => new Date(ms); };
  const read = (ago: number): Answer => readNow({ gateways: [{ code: 'north', ago }] });

  it('is known of each part, and counts on while nothing newer comes', () => {
    at(1_000);
    const first = sharedWith(undefined, read(3)) as Answer;
    at(9_000);
    expect(sinceRead(first.gateways[0]!)).toBe(8_000);
    expect(sinceRead({})).toBe(0);
  });

  it('is that of the last answer, even where it says the same', () => {
    at(1_000);
    const first = sharedWith(undefined, read(3));
    at(6_000);
    const second = sharedWith(first, read(3)) as Answer;
    at(7_000);
    expect([second === first, sinceRead(second.gateways[0]!)]).toEqual([true, 1_000]);
  });
});
