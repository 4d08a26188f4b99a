import { describe, expect, it } from '@jest/globals';
import type { LocalitySummary, StopEntry, StopScope } from '@accord/enforcement';
import { heldPairsOf } from './held-pairs.js';

const during = { from: '2026-01-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' };
const summary: LocalitySummary = {
  locality: 'TST1', refuseAfterSeconds: 86_400, services: { DCR: ['summary', 'problems'] },
  agreements: [{
    reference: 'DCR-TST1-0001', service: 'DCR', version: 2, evidence: 'e', blocks: [
      { ...during, providers: ['TSTP01', 'TSTP02'], consumers: [{ consumer: 'TSTV01', views: ['summary', 'problems'] }] },
      { ...during, providers: ['TSTP02'], consumers: [{ consumer: 'TSTV02', views: ['summary'] }] },
    ],
  }],
};
const stopped = (scope: StopScope): readonly StopEntry[] => [{ id: 'stop-1', from: during.from, scope }];

describe('what a gateway holds of one practice', () => {
  it('is what its own blocks say, and nothing of the blocks of others', () => {
    expect(heldPairsOf('TSTP01', summary, []).map(({ consumer, views, stoppedViews }) => [consumer, views, stoppedViews])).toEqual([['TSTV01', ['summary', 'problems'], []]]);
    expect(heldPairsOf('TSTP02', summary, []).map(({ consumer }) => consumer)).toEqual(['TSTV01', 'TSTV02']);
    expect(heldPairsOf('TSTP03', summary, [])).toEqual([]);
  });

  it.each<[string, StopScope, readonly string[]]>([
    ['the pair', { agreement: 'DCR-TST1-0001', provider: 'TSTP01', consumer: 'TSTV01' }, ['summary', 'problems']], ['the locality', { locality: 'TST1' }, ['summary', 'problems']],
    ['one view', { consumer: 'TSTV01', service: 'DCR', views: ['problems'] }, ['problems']], ['another practice', { provider: 'TSTP02' }, []], ['another agreement', { agreement: 'DCR-TST1-0002' }, []],
    ['another service', { service: 'XRS' }, []], ['one system, beside which others go on', { consumer: 'TSTV01', system: 'system-1' }, []],
  ])('is stopped by a stop of %s', (_what, scope, views) => expect(heldPairsOf('TSTP01', summary, stopped(scope))[0]?.stoppedViews).toEqual(views));
});
