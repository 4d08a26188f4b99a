import { describe, expect, it } from '@jest/globals';
import { isSeen } from '@accord/agreements';
import { sightThen, sinceWhen, type SharingInTime } from './time-travel.js';

const day = (text: string): Date => new Date(`${text}T00:00:00Z`);
const part = <State extends string>(id: string, recorded: string, ...states: readonly (readonly [State, string])[]) => ({
  id, recordedAt: day(recorded), spans: states.map(([state, from]) => ({ state, stateAt: day(from), from: day(from), versionId: 'v1', evidenceId: null, viewSetId: 's1' })),
});
const sharing: SharingInTime = {
  openedAt: day('2026-01-05'), endedAt: null,
  participations: [part('p', '2026-01-05', ['invited', '2026-01-05'], ['live', '2026-01-20'], ['suspended', '2026-03-01'], ['live', '2026-03-10'])],
  parts: [part('c', '2026-01-05', ['invited', '2026-01-05'], ['live', '2026-01-12'])],
  pairs: [{ participationId: 'p', partId: 'c', viewSetId: 's1', recordedAt: day('2026-01-20'), from: day('2026-02-01'), until: day('2026-12-31') }],
  versions: new Map([['v1', { from: day('2026-02-01'), until: day('2026-12-31') }]]), viewSets: new Map([['s1', { views: ['summary'], from: day('2026-01-05'), until: null }]]),
  hosted: [{ from: day('2025-01-01'), until: null }], providerOpen: { until: null, statuses: [] }, consumerOpen: { until: null, statuses: [] },
  certificates: [{ system: 'x', from: day('2026-01-01'), until: day('2027-01-01') }], stops: [{ id: 's', kind: 'suspension', from: day('2026-03-01'), until: day('2026-03-10'), views: null, system: null, ofPart: null }],
};
const seenOn = (held: SharingInTime, on: string): boolean => {
  const then = sightThen(held, day(on));
  return then !== null && isSeen(then.facts, 'summary', day(on));
};

describe('who saw what on a past day', () => {
  it.each([
    ['before the agreement opened', '2026-01-04', false], ['before it began', '2026-01-31', false], ['from its first instant', '2026-02-01', true], ['until it was suspended', '2026-02-28', true],
    ['not while it was', '2026-03-01', false], ['from the instant it was resumed', '2026-03-10', true], ['not after its end', '2026-12-31', false],
  ])('is read %s', (_when, on, expected) => expect(seenOn(sharing, on)).toBe(expected));

  it.each<readonly [string, Partial<SharingInTime>]>([
    ['hosting that was lost', { hosted: [{ from: day('2025-01-01'), until: day('2026-02-10') }] }],
    ['a closing day', { providerOpen: { until: day('2026-02-10'), statuses: [] } }],
    ['a closure that was taken back later', { consumerOpen: { until: null, statuses: [{ status: 'C', from: day('2026-02-10'), recordedAt: day('2026-02-11') }, { status: 'A', from: day('2026-03-15'), recordedAt: day('2026-03-16') }] } }],
    ['a certificate that ended', { certificates: [{ system: 'x', from: day('2026-01-01'), until: day('2026-02-10') }] }],
    ['a stop of its system', { stops: [{ id: 't', kind: 'suspension', from: day('2026-02-10'), until: null, views: null, system: 'x', ofPart: null }] }],
    ['a stop of the view', { stops: [{ id: 't', kind: 'suspension', from: day('2026-02-10'), until: null, views: ['summary'], system: null, ofPart: null }] }],
    ['another view set', { viewSets: new Map([['s1', { views: ['summary'], from: day('2026-01-05'), until: day('2026-02-10') }]]) }],
    ['the end of the agreement', { endedAt: day('2026-02-10') }],
  ])('counts %s from its own day', (_what, given) => {
    expect([seenOn({ ...sharing, ...given }, '2026-02-09'), seenOn({ ...sharing, ...given }, '2026-02-10')]).toEqual([true, false]);
  });

  it('passes over the stop of a part that went for good once another took its place', () => {
    const again = { ...sharing, participations: [part('old', '2026-01-05', ['live' as const, '2026-01-20'], ['withdrawn' as const, '2026-02-01']), ...sharing.participations], stops: [{ id: 'w', kind: 'withdrawal', from: day('2026-02-01'), until: null, views: null, system: null, ofPart: 'old' }] };
    expect(seenOn(again, '2026-02-20')).toBe(true);
  });

  it.each([
    ['since it began', '2026-02-20', '2026-02-01'], ['since it was suspended', '2026-03-05', '2026-03-01'], ['since it was resumed, not since it began', '2026-06-01', '2026-03-10'], ['since it ended', '2027-06-01', '2026-12-31'],
  ])('says %s', (_what, on, since) => expect(sinceWhen([sharing], 'summary', day(on))).toEqual(day(since)));

  it('names no day where it never was otherwise', () => expect(sinceWhen([sharing], 'medication', day('2026-06-01'))).toBeNull());
});
