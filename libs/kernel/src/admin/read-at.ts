import { replaceEqualDeep } from '@tanstack/react-query';
import { browserClock } from './clock.js';

const times = new WeakMap<object, number>();

/** Remembers when an answer was read. */
export function readNow<T>(answer: T): T {
  if (typeof answer === 'object' && answer !== null) times.set(answer, browserClock.now().getTime());
  return answer;
}

/** What is the same in the answer before and in the next stays the same object, and counts as read with the next. */
export function sharedWith(before: unknown, next: unknown): unknown {
  const at = typeof next === 'object' && next !== null ? times.get(next) : undefined;
  const shared: unknown = replaceEqualDeep(before, next);
  if (at !== undefined) stamp(shared, at);
  return shared;
}

function stamp(part: unknown, at: number): void {
  if (typeof part !== 'object' || part === null) return;
  times.set(part, at);
  for (const each of Object.values(part)) stamp(each, at);
}

/** How many milliseconds ago a part of an answer was read: added to what the server says of "ago", it goes on counting while nothing newer comes. */
export function sinceRead(part: object): number {
  const at = times.get(part);
  return at === undefined ? 0 : Math.max(0, browserClock.now().getTime() - at);
}
