import { describe, expect, it } from '@jest/globals';
import { rowsOf } from './system-rows.js';

const NOW = Date.parse('2026-03-02T09:00:00Z');
const certificate = { id: 'c', state: 'confirmed', fromAt: '2026-01-01T00:00:00Z', untilAt: '2026-06-10T09:00:00Z', revokedAt: null as string | null };
const row = (change: Partial<typeof certificate>) => rowsOf([{ id: 's', name: 'Adastra', certificates: [{ ...certificate, ...change }] }], NOW).map(({ words, tone, left }) => [words, tone, left]);

describe('what a system presents', () => {
  it.each<[string, Partial<typeof certificate>, [string, string, string]]>([
    ['is current, with the days left', {}, ['Current', 'good', '100 days']],
    ['is current and ends soon', { untilAt: '2026-03-12T09:00:00Z' }, ['Current', 'waiting', '10 days']],
    ['waits for a second person', { state: 'registered' }, ['Waits for a second person', 'waiting', '100 days']],
    ['has not begun', { fromAt: '2026-03-03T09:00:00Z' }, ['Not begun', 'waiting', '100 days']],
    ['has ended', { untilAt: '2026-02-20T09:00:00Z' }, ['Expired', 'stopped', '10 days ago']],
    ['was revoked: nothing is left of it, whatever it says itself', { state: 'revoked', revokedAt: '2026-02-28T12:00:00Z' }, ['Revoked since 28 February 2026', 'stopped', '–']],
  ])('%s', (_what, change, expected) => expect(row(change)).toEqual([expected]));

  it('is nothing where it has no certificate', () => {
    expect(rowsOf([{ id: 's', name: 'Adastra', certificates: [] }], NOW)).toMatchObject([{ words: 'None current', untilAt: null, left: '–' }]);
  });
});
