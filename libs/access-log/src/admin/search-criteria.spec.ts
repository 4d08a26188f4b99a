import { describe, expect, it } from '@jest/globals';
import { criteriaOf, cursorsOf, filterOf, mayBeNhsNumber, searchAddress, without } from './search-criteria.js';

describe('A search of the access log, as it stands in the URL', () => {
  it('says the same after having been an address', () => {
    const criteria = { userId: 'u 1&2', from: '2026-03-01', consumer: 'TSTV01', patient: 'token' };
    const address = searchAddress(criteria, ['one', 'two']);
    const query = new URLSearchParams(address.slice(address.indexOf('?')));
    expect(criteriaOf(query)).toEqual(criteria);
    expect(cursorsOf(query)).toEqual(['one', 'two']);
    expect(searchAddress({})).toBe('/access-log');
  });

  it('leaves out what is empty, unknown or taken away', () => {
    expect(criteriaOf(new URLSearchParams('userId=%20&colour=red&view=summary'))).toEqual({ view: 'summary' });
    expect(without({ from: 'a', until: 'b', view: 'c' }, 'from', 'until')).toEqual({ view: 'c' });
  });

  it('asks the server by its own names', () => {
    expect(filterOf({ consumer: 'TSTV01', provider: 'TSTP01', patient: 't', view: 'summary', gateway: 'north-1' })).toEqual({ consumerOdsCode: 'TSTV01', providerOdsCode: 'TSTP01', patientToken: 't', view: 'summary', gateway: 'north-1' });
  });

  it.each([['9990000018', true], ['999 000 0018', true], ['999-000-0018', true], ['user 9990000018.', true], ['msg-99900000180', false], ['u-104', false], ['0190a000-0000-7000-8000-00000000a001', false]])('takes %j for a patient\'s number: %s', (text, expected) => {
    expect(mayBeNhsNumber(text)).toBe(expected);
  });
});
