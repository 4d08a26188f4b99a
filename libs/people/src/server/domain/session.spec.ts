import { describe, expect, it } from '@jest/globals';
import { isOver, safeReturnTo, SESSION_LIMITS } from './session.js';

const at = (text: string): Date => new Date(`2026-03-02T${text}Z`);

describe('a session', () => {
  it.each([
    ['half an hour after the last request', '09:59:59.999', '10:00:00', false],
    ['half an hour after the last request, to the instant', '10:00:00', '09:30:00', true],
    ['twelve hours after sign-in, however busy', '21:00:00', '20:59:59', true],
  ])('is judged %s', (_when, now, seen, over) => {
    expect(isOver({ seenAt: at(seen), expiresAt: at('21:00:00') }, SESSION_LIMITS, at(now))).toBe(over);
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example/', '/a\nb', '\\\\evil', '', 'javascript:alert(1)', '/\t/evil.example', '/a b', `/${'x'.repeat(3000)}`])(
    'never returns to %j', (path) => expect(safeReturnTo(path)).toBe('/'));

  it.each(['/', '/agreements/1?tab=history#who', '/a//b'])('returns to %s', (path) => expect(safeReturnTo(path)).toBe(path));
});
