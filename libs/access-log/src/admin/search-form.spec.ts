import { describe, expect, it } from '@jest/globals';
import { capital, timeWords } from './search-form.js';

describe('the words of the search form', () => {
  it('write a day as a day and an instant to the second', () => {
    expect(timeWords('2026-03-02')).toBe('02-Mar-2026');
    expect(timeWords('2026-03-02T09:00:05Z')).toBe('02-Mar-2026 09:00:05 GMT');
  });

  it('begin with a capital where they begin a choice', () => expect(capital('not agreed')).toBe('Not agreed'));
});
