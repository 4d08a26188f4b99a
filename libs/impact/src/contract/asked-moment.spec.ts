import { describe, expect, it } from '@jest/globals';
import { askedMoment } from './asked-moment.js';

const now = new Date('2026-07-10T09:00:00Z');

describe('the moment asked about', () => {
  it.each([
    ['now', null, null, 'now', '2026-07-10T09:00:00.000Z', null],
    ['today, which is now', '2026-07-10', null, 'now', '2026-07-10T09:00:00.000Z', null],
    ['a past day, as it ended in London', '2026-07-01', null, 'as-it-was', '2026-07-01T22:59:59.999Z', null],
    ['a past instant', '2026-07-01T12:00:00Z', null, 'as-it-was', '2026-07-01T12:00:00.000Z', null],
    ['what was known on a day, of that day', null, '2026-07-01', 'as-known', '2026-07-01T22:59:59.999Z', '2026-07-01T22:59:59.999Z'],
    ['what was known later', '2026-06-01', '2026-07-01', 'as-known', '2026-06-01T22:59:59.999Z', '2026-07-01T22:59:59.999Z'],
    ['what is known today of today', '2026-07-10', '2026-07-10', 'now', '2026-07-10T09:00:00.000Z', null],
    ['the long day on which clocks go back', '2025-10-26', null, 'as-it-was', '2025-10-26T23:59:59.999Z', null],
  ])('is %s', (_what, at, known, reading, instant, knownInstant) => {
    const moment = askedMoment(at, known, now);
    expect([moment.reading, moment.at.toISOString(), moment.asKnownAt?.toISOString() ?? null]).toEqual([reading, instant, knownInstant]);
  });

  it.each([['a day ahead', '2026-07-11'], ['an instant ahead', '2026-07-10T09:00:01Z'], ['no day of the calendar', '2026-02-30'], ['words', 'yesterday']])('is never %s', (_what, at) => {
    expect(() => askedMoment(at, null, now)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(() => askedMoment(null, at, now)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});
