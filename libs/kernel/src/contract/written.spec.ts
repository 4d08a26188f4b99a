import { describe, expect, it } from '@jest/globals';
import { countOf, dayInTable, instantInTable, lastDay, londonDay, span, timeInProse } from './written.js';

describe('what screens write', () => {
  const now = new Date('2026-03-02T23:10:00Z');

  it.each([
    ['2026-03-02T23:40:00Z', '23:40 today'], ['2026-03-03T14:03:00Z', '14:03 tomorrow'], ['2026-03-05T14:03:00Z', '14:03 on 5 March 2026'],
  ])('says of %s that it is at %s', (at, words) => expect(timeInProse(at, now)).toBe(words));

  it("counts days as London does, where today's late evening is already tomorrow in summer", () => {
    expect(timeInProse('2026-07-01T23:30:00Z', new Date('2026-07-01T22:00:00Z'))).toBe('00:30 tomorrow');
    expect(instantInTable('2026-07-01T23:30:05Z')).toBe('02-Jul-2026 00:30:05 BST');
    expect(dayInTable('2026-09-01')).toBe('01-Sep-2026');
  });

  it.each([
    ['2026-04-01T00:00:00+01:00', '2026-03-31', 'the midnight after a summer day'], ['2026-03-31T23:00:00Z', '2026-03-31', 'the same, written in UTC'],
    ['2026-03-29T00:00:00Z', '2026-03-28', 'the day before the clocks go forward'], ['2026-03-29T23:00:00Z', '2026-03-29', 'the day of twenty-three hours'],
    ['2026-10-24T23:00:00Z', '2026-10-24', 'the day before the clocks go back'], ['2026-10-26T00:00:00Z', '2026-10-25', 'the day of twenty-five hours'],
    ['2027-01-01T00:00:00Z', '2026-12-31', 'the last day of a year'], ['2026-08-06T12:00:00Z', '2026-08-06', 'an end in the middle of a day'], ['2026-08-05T23:00:00.001Z', '2026-08-06', 'an end a moment after midnight'],
  ])('holds until %s: its last day is %s, %s', (until, day) => {
    expect(lastDay(until)).toBe(day);
    expect(lastDay(new Date(until))).toBe(day);
    expect(dayInTable(lastDay(until))).toBe(dayInTable(day));
  });

  it('knows the day of an instant in London', () => {
    expect([londonDay('2026-07-01T23:30:00Z'), londonDay('2026-01-01T23:30:00Z'), londonDay('2026-07-01')]).toEqual(['2026-07-02', '2026-01-01', '2026-07-01']);
  });

  it('counts in words', () => {
    expect([countOf(1, 'view'), countOf(1200, 'view'), span(400), span(90_000), span(7_200_000), span(3 * 86_400_000)]).toEqual(['1 view', '1,200 views', '0 seconds', '2 minutes', '2 hours', '3 days']);
  });
});
