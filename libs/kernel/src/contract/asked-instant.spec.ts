import { describe, expect, it } from '@jest/globals';
import { askedFrom, askedUntil } from './asked-instant.js';

describe('A period as asked for', () => {
  it.each([
    ['2026-03-01', '2026-03-01T00:00:00.000Z', '2026-03-02T00:00:00.000Z'], ['2026-07-01', '2026-06-30T23:00:00.000Z', '2026-07-01T23:00:00.000Z'],
    ['2026-03-29', '2026-03-29T00:00:00.000Z', '2026-03-29T23:00:00.000Z'], ['2026-03-02T09:00:00+01:00', '2026-03-02T08:00:00.000Z', '2026-03-02T08:00:00.000Z'],
    [' 2026-03-02T09:00Z ', '2026-03-02T09:00:00.000Z', '2026-03-02T09:00:00.000Z'],
  ])('%s begins at %s and ends at %s', (text, from, until) => {
    expect(askedFrom(text).toISOString()).toBe(from);
    expect(askedUntil(text).toISOString()).toBe(until);
  });

  it.each(['', '2026-02-30', '2026-02-30T00:00:00Z', '2026-03-02T09:00', '02/03/2026', 'today', '2026-03-02T25:00:00Z', '1772442000000'])('refuses %j', (text) => {
    expect(() => askedFrom(text)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});
