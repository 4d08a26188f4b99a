import { describe, expect, it } from '@jest/globals';
import { flippedBy, mendedBy, type AskedAlike } from './flipped-requests.js';
import type { PairImpact } from './impact-of-act.js';

const PAIR = { service: 'DCR', provider: 'TSTP01', consumer: 'TSTV01' };
const loses: PairImpact = { ...PAIR, gained: [], lost: ['medication'], seen: ['summary'], from: null, until: null };
const gains: PairImpact = { ...PAIR, gained: ['medication'], lost: [], seen: ['medication', 'summary'], from: null, until: null };
const asked = (views: readonly string[], decision: 'permit' | 'refuse', reason: string, over: Partial<AskedAlike> = {}): AskedAlike => ({ ...PAIR, views, decision, reason, requests: 3, newest: [new Date('2026-03-01T10:00:00Z')], ...over });

describe('real requests', () => {
  it.each<[string, PairImpact, AskedAlike, 'refused' | 'permitted' | 'neither']>([
    ['permitted for a view that is lost', loses, asked(['medication'], 'permit', 'PERMITTED'), 'refused'],
    ['permitted for that view among others', loses, asked(['summary', 'medication'], 'permit', 'PERMITTED'), 'refused'],
    ['permitted for other views alone', loses, asked(['summary'], 'permit', 'PERMITTED'), 'neither'],
    ['refused for a view that is gained', gains, asked(['medication'], 'refuse', 'VIEW_NOT_AGREED'), 'permitted'],
    ['refused while it was stopped', gains, asked(['medication', 'summary'], 'refuse', 'STOPPED'), 'permitted'],
    ['refused, with another view missing still', gains, asked(['medication', 'events'], 'refuse', 'VIEW_NOT_AGREED'), 'neither'],
    ['refused for views that were seen before', gains, asked(['summary'], 'refuse', 'NOT_AGREED'), 'neither'],
    ['refused for want of a certificate', gains, asked(['medication'], 'refuse', 'CERTIFICATE_NOT_CURRENT'), 'neither'],
    ['refused because the gateway was out of date', gains, asked(['medication'], 'refuse', 'OUT_OF_DATE'), 'neither'],
    ['of a pair that does not change', loses, asked(['medication'], 'permit', 'PERMITTED', { consumer: 'TSTV02' }), 'neither'],
  ])('%s', (_what, pair, requests, turned) => {
    const { wouldBeRefused, wouldBePermitted } = flippedBy([pair], [requests]);
    expect([wouldBeRefused, wouldBePermitted]).toEqual([turned === 'refused' ? 3 : 0, turned === 'permitted' ? 3 : 0]);
  });

  it('that a certificate would have turned are those refused for want of one, and no others', () => {
    const certificates = [{ consumerOdsCode: 'TSTV01', systemId: 's', from: '2026-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' }];
    const turned = (['confirm', 'hosted'] as const).map((kind) => ['CERTIFICATE_NOT_CURRENT', 'NOT_AGREED', 'OUT_OF_DATE'].map((reason) =>
      flippedBy([gains], [asked(['medication'], 'refuse', reason)], mendedBy(kind === 'confirm' ? { kind, certificates } : { kind, changes: [] })).wouldBePermitted));
    expect(turned).toEqual([[3, 0, 0], [0, 3, 0]]);
  });

  it('are counted by viewing organisation, most first, and the newest are shown without anybody in them', () => {
    const other = { ...loses, consumer: 'TSTV02' };
    const { byConsumer, sample } = flippedBy([loses, other], [
      asked(['medication'], 'permit', 'PERMITTED'), asked(['medication'], 'permit', 'PERMITTED', { consumer: 'TSTV02', requests: 7, newest: [new Date('2026-03-01T11:00:00Z'), new Date('2026-02-20T11:00:00Z')] }),
    ]);
    expect(byConsumer).toEqual([{ odsCode: 'TSTV02', wouldBeRefused: 7, wouldBePermitted: 0 }, { odsCode: 'TSTV01', wouldBeRefused: 3, wouldBePermitted: 0 }]);
    expect(sample.map(({ at, consumer }) => [at.toISOString(), consumer])).toEqual([['2026-03-01T11:00:00.000Z', 'TSTV02'], ['2026-03-01T10:00:00.000Z', 'TSTV01'], ['2026-02-20T11:00:00.000Z', 'TSTV02']]);
    expect(Object.keys(sample[0]!).sort()).toEqual(['at', 'consumer', 'provider', 'service', 'views', 'was']);
  });
});
