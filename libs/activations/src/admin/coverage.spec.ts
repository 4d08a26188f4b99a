import { describe, expect, it } from '@jest/globals';
import { totalsOf } from './coverage.js';

describe('the coverage of a locality', () => {
  it('counts those that take part, as the page of the locality does; who declined or is in no agreement stands there uncounted', () => {
    const side = (odsCode: string, takesPart: boolean) => ({ odsCode, name: odsCode, takesPart });
    const { live, practices, viewers, byRow } = totalsOf({
      localityId: 'l', localityCode: 'TSTL01', localityName: 'Aldermoor', serviceCode: 'DCR', services: [], viewers: [side('TSTV01', true), side('TSTV02', false)],
      kinds: [{ standing: 'live', views: 2, agreementReference: 'A' }, { standing: 'withdrawn', views: 0, agreementReference: 'A' }, { standing: 'not-agreed', views: 0, agreementReference: null }],
      rows: [{ ...side('TSTP01', true), cells: [0, 1] }, { ...side('TSTP02', false), cells: [1, 1] }, { ...side('TSTP03', false), cells: [2, 2] }],
    });
    expect({ live, practices, viewers, byRow }).toEqual({ live: 1, practices: 1, viewers: 1, byRow: [1, 0, 0] });
  });
});
