import { describe, expect, it } from '@jest/globals';
import { countOf, dayInTable, instantInTable, span, timeInProse } from './written.js';

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

  it('counts in words', () => {
    expect([countOf(1, 'view'), countOf(1200, 'view'), span(400), span(90_000), span(7_200_000), span(3 * 86_400_000)]).toEqual(['1 view', '1,200 views', '0 seconds', '2 minutes', '2 hours', '3 days']);
  });
});
