import type { ValueTransformer } from 'typeorm';
import type { Interval } from '../domain/interval.js';

/** A half-open tstzrange, as PostgreSQL writes it. */
export const intervalColumn: ValueTransformer = {
  to: (interval: Interval): string => `[${interval.from.toISOString()},${interval.until?.toISOString() ?? ''})`,
  from: (text: string): Interval => {
    const [from = '', until = ''] = text.slice(1, -1).replaceAll('"', '').split(',');
    return { from: instant(from), until: until === '' ? null : instant(until) };
  },
};

/** `2026-03-01 00:00:00+00`: a shape that ISO 8601 almost has. */
function instant(text: string): Date {
  return new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
}
