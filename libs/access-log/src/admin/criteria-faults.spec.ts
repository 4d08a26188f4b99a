import { describe, expect, it } from '@jest/globals';
import { faultsOf, isTime } from './criteria-faults.js';

describe('What an address asks the access log for', () => {
  it.each([['2026-03-02', true], ['2026-03-02T09:00Z', true], ['2026-03-02T09:00:05.120+01:00', true], ['garbage', false], ['garbage123', false], ['2026-02-30', false], ['2026-03-02T25:00:00Z', false], ['2026-03-02T09:00', false]])('takes %j for a time: %s', (text, expected) => {
    expect(isTime(text)).toBe(expected);
  });

  it('is told in words, each at its field, where it cannot be asked', () => {
    const faults = faultsOf({ from: 'garbage', decision: 'zzz', flag: 'ZZZ', reason: 'WHIM', consumer: 'Elm Road', userId: '999 000 0018' });
    expect(faults.map(({ field }) => field)).toEqual(['search-userId', 'search-from', 'search-consumer', 'search-decision', 'search-reason', 'search-flag']);
    expect(faults.map(({ says }) => says).join(' ')).toContain('“zzz” is not a decision');
    expect(faults.map(({ says }) => says).join(' ')).toContain('“ZZZ” is not a mark');
  });

  it('has no fault where everything can be asked, a single day included', () => {
    expect(faultsOf({ from: '2026-03-02', until: '2026-03-02', consumer: 'TSTV01', decision: 'permit', reason: 'STOPPED', flag: 'EMERGENCY', provider: '' })).toEqual([]);
  });

  it('says so where the end lies before the beginning', () => {
    expect(faultsOf({ from: '2026-03-02', until: '2026-03-01' })).toHaveLength(1);
    expect(faultsOf({ from: '2026-03-02T09:00:00Z', until: '2026-03-02T09:00:00Z' })).toHaveLength(1);
  });
});
