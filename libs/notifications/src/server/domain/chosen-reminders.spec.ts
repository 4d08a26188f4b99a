import { describe, expect, it } from '@jest/globals';
import { chosenReminders } from './chosen-reminders.js';

const said = { weekly: true, weekday: 'monday', reviews: 'at-once', expiries: 'weekly', waiting: 'never' };

describe('What somebody chooses to be told of', () => {
  it('is kept with the day as a number, Monday first', () => {
    expect(chosenReminders(said)).toEqual({ weekly: true, weekday: 1, reviews: 'at-once', expiries: 'weekly', waiting: 'never' });
    expect(chosenReminders({ ...said, weekday: 'sunday' }).weekday).toBe(7);
  });

  it.each([
    ['a day that is none', { weekday: 'someday' }, 'INVALID_INPUT'], ['no day', { weekday: '' }, 'INVALID_INPUT'], ['a rhythm that is none', { reviews: 'daily' }, 'INVALID_INPUT'],
    ['what a prototype has', { waiting: 'constructor' }, 'INVALID_INPUT'], ['something weekly without the weekly mail', { weekly: false }, 'WEEKLY_NEEDED'],
  ])('is refused with %s', (_what, wrong, code) => expect(() => chosenReminders({ ...said, ...wrong })).toThrow(expect.objectContaining({ code })));
});
