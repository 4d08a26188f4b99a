import { describe, expect, it } from '@jest/globals';
import { civilDay, endOfLondonDay, londonDayOf, startOfLondonDay } from './london-day.js';

describe('London days', () => {
  it.each([
    ['2026-01-15', '2026-01-15T00:00:00.000Z'],
    ['2026-07-15', '2026-07-14T23:00:00.000Z'],
    ['2026-03-29', '2026-03-29T00:00:00.000Z'],
    ['2026-03-30', '2026-03-29T23:00:00.000Z'],
    ['2026-10-25', '2026-10-24T23:00:00.000Z'],
    ['2026-10-26', '2026-10-26T00:00:00.000Z'],
  ])('begins %s at %s', (day, instant) => expect(startOfLondonDay(day).toISOString()).toBe(instant));

  it('ends a day at the following midnight, also across the clock change', () => {
    expect(endOfLondonDay('2026-03-29').toISOString()).toBe('2026-03-29T23:00:00.000Z');
    expect(endOfLondonDay('2026-10-25').toISOString()).toBe('2026-10-26T00:00:00.000Z');
  });

  it('names the day of an instant', () => {
    expect(londonDayOf(new Date('2026-07-14T23:00:00Z'))).toBe('2026-07-15');
    expect(londonDayOf(new Date('2026-07-14T22:59:59Z'))).toBe('2026-07-14');
  });

  it.each(['2026-02-29', '2026-13-01', '01-01-2026', '', '2026-1-1'])('refuses %s', (text) => {
    expect(() => civilDay(text)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});
