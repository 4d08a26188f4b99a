import { describe, expect, it } from '@jest/globals';
import type { OdsCode } from '@accord/kernel';
import { actOf, givesBack, hostingTurns, type HostingWord } from './hosting-turns.js';

const AT = new Date('2026-06-15T00:00:00Z');
const day = (on: string | null): Date | null => (on === null ? null : new Date(`${on}T00:00:00Z`));
interface Given { readonly of?: string; readonly until?: string | null; readonly recorded?: string; readonly ended?: string | null; readonly waits?: boolean }
const said = (id: string, value: string, from: string, { of = 'TSTP01', until = null, recorded = '2026-01-01', ended = null, waits = false }: Given = {}): HostingWord => (
  { id, odsCode: of as OdsCode, kind: 'hosting', value, from: day(from)!, until: day(until), recordedAt: day(recorded)!, endedAt: day(ended), isConfirmed: !waits });
const streams = said('streams', 'streaming', '2026-01-01');
const later = { recorded: '2026-06-01' };

/** "TSTP01 2026-06-01 …": who turns, and when it is hosted afterwards. */
const turned = (words: readonly HostingWord[], counts: (word: HostingWord) => boolean): string => {
  const act = actOf(hostingTurns(words, counts, AT)) as Extract<ReturnType<typeof actOf>, { kind: 'hosted' }>;
  return act.changes.map(({ odsCode, during }) => [odsCode, ...during.map(({ from, until }) => `${from.slice(0, 10)} ${until?.slice(0, 10) ?? '…'}`)].join(' ')).join(', ');
};
const all = (): boolean => true;
const without = (id: string) => (word: HostingWord): boolean => word.id !== id && word.isConfirmed;

describe('what is said of hosting turns', () => {
  it.each<[string, readonly HostingWord[], string]>([
    ['nobody, where all of it counts already', [streams], ''],
    ['whoever is first said to stream', [{ ...streams, isConfirmed: false }], 'TSTP01 2026-01-01 …'],
    ['whoever is said to be hosted locally', [streams, said('local', 'local', '2026-06-10', { ...later, waits: true })], 'TSTP01'],
    ['from a day to come', [streams, said('local', 'local', '2026-07-01', { ...later, waits: true })], 'TSTP01 2026-01-01 2026-07-01'],
    ['nobody, by an earlier word', [said('streams', 'streaming', '2026-01-01', later), said('local', 'local', '2026-02-01', { waits: true })], ''],
    ['nobody, by what is past', [streams, said('local', 'local', '2026-02-01', { ...later, until: '2026-03-01', waits: true })], ''],
    ['nobody, by a word that was ended before it began', [streams, said('local', 'local', '2026-07-01', { ...later, ended: '2026-06-10', waits: true })], ''],
    ['each by its own words, in the order of their codes', [said('b', 'streaming', '2026-01-01', { of: 'TSTP02', waits: true }), streams, said('local', 'local', '2026-06-10', { ...later, waits: true })], 'TSTP01, TSTP02 2026-01-01 …'],
  ])('%s', (_who, words, expected) => expect(turned(words, all)).toBe(expected));

  it.each<[string, readonly HostingWord[], string, string, boolean]>([
    ['takes, where it was the only one', [streams], 'streams', 'TSTP01', false],
    ['gives back what it had taken', [streams, said('local', 'local', '2026-06-10', later)], 'local', 'TSTP01 2026-01-01 …', true],
    ['gives back what it takes from a day to come', [streams, said('local', 'local', '2026-07-01', later)], 'local', 'TSTP01 2026-01-01 …', true],
    ['takes what was to come', [said('soon', 'streaming', '2026-08-01')], 'soon', 'TSTP01', false],
    ['gives back a time to come though it takes today', [said('old', 'streaming', '2026-01-01', { until: '2026-06-20' }), said('soon', 'streaming', '2026-08-01'), said('local', 'local', '2026-08-01', later)], 'local', 'TSTP01 2026-01-01 2026-06-20 2026-08-01 …', true],
    ['turns nobody, where another says the same', [streams, said('central', 'hosted-centrally', '2026-02-01', later)], 'central', '', false],
  ])('a word taken back %s', (_what, words, id, expected, back) => {
    expect(turned(words, without(id))).toBe(expected);
    expect(givesBack(hostingTurns(words, without(id), AT), AT)).toBe(back);
  });
});
