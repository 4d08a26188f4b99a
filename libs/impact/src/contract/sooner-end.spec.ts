import { describe, expect, it } from '@jest/globals';
import type { AgreementSight } from './agreement-sight.js';
import { reasonsFor } from './explanation-words.js';
import type { Asked } from './explanation.js';
import { soonerEnd, type GatesAhead, type SoonerEnd } from './sooner-end.js';

const AT = new Date('2026-11-22T09:00:00Z');
const UNTIL = new Date('2028-11-02T00:00:00Z');
const ALWAYS = new Date(8_640_000_000_000_000);
const certificate = (from: string, until: string, systemId = 'one') => ({ systemId, from: new Date(from), until: new Date(until) });
const LONG = certificate('2026-01-01T00:00:00Z', '2029-01-01T00:00:00Z');
const gates = (over: Partial<GatesAhead> = {}): GatesAhead => ({ providerOpenUntil: ALWAYS, consumerOpenUntil: ALWAYS, hostedUntil: ALWAYS, certificates: [LONG], ...over });
const ends = (over: Partial<GatesAhead>): string | null => {
  const end = soonerEnd(gates(over), AT, UNTIL);
  return end === null ? null : `${end.why} ${end.side} ${end.at.toISOString().slice(0, 10)}`;
};

describe('what ends sharing before its agreement', () => {
  it.each<[string, Partial<GatesAhead>, string | null]>([
    ['nothing, as far as is known', {}, null],
    ['nothing that comes after it', { providerOpenUntil: UNTIL }, null],
    ['a closing of the sharing organisation', { providerOpenUntil: new Date('2027-01-01T00:00:00Z') }, 'closes provider 2027-01-01'],
    ['the first of two', { consumerOpenUntil: new Date('2027-02-01T00:00:00Z'), hostedUntil: new Date('2027-01-15T00:00:00Z') }, 'hosting provider 2027-01-15'],
    ['the last certificate', { certificates: [certificate('2026-01-01T00:00:00Z', '2027-03-01T00:00:00Z')] }, 'certificate consumer 2027-03-01'],
    ['certificates that follow without a gap, of whichever system', { certificates: [certificate('2027-02-01T00:00:00Z', '2027-06-01T00:00:00Z', 'two'), certificate('2026-01-01T00:00:00Z', '2027-03-01T00:00:00Z')] }, 'certificate consumer 2027-06-01'],
    ['a certificate before a gap', { certificates: [certificate('2027-04-01T00:00:00Z', '2029-06-01T00:00:00Z'), certificate('2026-01-01T00:00:00Z', '2027-03-01T00:00:00Z')] }, 'certificate consumer 2027-03-01'],
  ])('%s', (_what, over, expected) => expect(ends(over)).toBe(expected));

  it.each<[string, SoonerEnd | null, string]>([
    ['nothing', null, 'The sharing runs from 11 November 2025 to the end of 1 November 2028.'],
    ['a closing', { why: 'closes', side: 'provider', at: new Date('2027-01-01T00:00:00Z') }, 'The sharing runs from 11 November 2025 to the end of 31 December 2026, the last day on which Canal Side Surgery (TSTP02) is open; the agreement itself runs to the end of 1 November 2028.'],
    ['a certificate', { why: 'certificate', side: 'consumer', at: new Date('2027-03-01T10:00:00Z') },
      'The sharing runs from 11 November 2025 to 01-Mar-2027 10:00:00 GMT, when the last certificate of Aldermoor Out of Hours (TSTV01) ends; the agreement itself runs to the end of 1 November 2028.'],
  ])('is said where it is known: %s', (_what, end, says) => {
    const asked: Asked = { service: 'DCR', provider: { odsCode: 'TSTP02', name: 'Canal Side Surgery' }, consumer: { odsCode: 'TSTV01', name: 'Aldermoor Out of Hours' }, view: { code: 'medication', name: 'Medication' }, at: AT, reading: 'now', asKnownAt: null };
    const row = { from: new Date('2025-11-11T16:40:00Z'), until: UNTIL, views: ['medication'], participationAt: AT, partAt: AT, providerEvidence: null, consumerEvidence: null } as unknown as AgreementSight;
    expect(reasonsFor(asked, row, null, end).find(({ kind }) => kind === 'dates')?.says).toBe(says);
  });
});
