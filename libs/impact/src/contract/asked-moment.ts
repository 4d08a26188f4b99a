import { askedFrom, askedUntil, InvalidInput } from '@accord/kernel';
import type { Reading } from './explanation.js';

/** The instant a question is about, and what is taken to be known. */
export interface Moment {
  readonly at: Date;
  readonly reading: Reading;
  /** Null for everything known now. */
  readonly asKnownAt: Date | null;
}

/** A day is asked about as it ended in London; today, as it stands. */
function instantOf(text: string, field: string, now: Date): Date {
  if (askedFrom(text, field) > now) throw new InvalidInput(field, 'name a day or an instant that is not ahead');
  const [begins, ends] = [askedFrom(text, field), askedUntil(text, field)];
  const asked = ends > begins ? new Date(ends.getTime() - 1) : begins;
  return asked < now ? asked : now;
}

/**
 * What is asked for: now; a day or an instant as it was, by everything known today; or by what had been known by a day or an instant,
 * which is also the one asked about unless another is named.
 */
export function askedMoment(at: string | null | undefined, asKnownAt: string | null | undefined, now: Date): Moment {
  const known = asKnownAt == null || asKnownAt.trim() === '' ? null : instantOf(asKnownAt, 'asKnownAt', now);
  const on = at == null || at.trim() === '' ? known ?? now : instantOf(at, 'at', now);
  if (known !== null && !(known >= now && on >= now)) return { at: on, reading: 'as-known', asKnownAt: known };
  return { at: on, reading: on < now ? 'as-it-was' : 'now', asKnownAt: null };
}
