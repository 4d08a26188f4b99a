import { describe, expect, it } from '@jest/globals';
import { isLate, lateTitle, lateWords, onWords, wasNeverGiven, type HoldingShown } from './held-facts.js';

const gateway = (code: string, given: Partial<HoldingShown> = {}): HoldingShown => ({
  code, name: `Gateway ${code}`, revoked: false, publication: 3, stopList: 1, appliedAt: null, pairs: 1, viewers: 1, refusesAt: '2026-01-06T09:00:00Z', hasRefused: false,
  standing: { kind: 'current', behindBy: 0, heardSecondsAgo: 30, refusesAt: null }, ...given,
});
const [north, silent] = [gateway('north'), gateway('silent', { standing: { kind: 'silent', behindBy: 0, heardSecondsAgo: 1200, refusesAt: null } })];
const never = gateway('never', { publication: null, pairs: 0, viewers: 0, refusesAt: null, standing: { kind: 'never', behindBy: 0, heardSecondsAgo: null, refusesAt: null } });
const revoked = gateway('revoked', { revoked: true, standing: { kind: 'quarantined', behindBy: 0, heardSecondsAgo: 1200, refusesAt: '2026-01-06T09:00:00Z' } });

describe('what gateways hold of a practice', () => {
  it('is on every gateway only where none of them holds nothing of it', () => {
    expect([onWords(['north', 'silent'], [north, silent]), onWords(['north'], [north, never])]).toEqual(['Every gateway', 'Gateway north']);
  });

  it('is out of reach of a stop where a gateway is silent or revoked, and not where one was never given anything', () => {
    expect([north, silent, never, revoked, { ...revoked, hasRefused: true }, { ...revoked, publication: null }].map(isLate)).toEqual([false, true, false, true, false, true]);
    expect([north, silent, never, { ...never, revoked: true }, { ...revoked, publication: null }].map(wasNeverGiven)).toEqual([false, false, true, true, false]);
  });

  it('says until when, where that is known', () => {
    expect([[silent], [silent, silent], [revoked], [silent, revoked]].map(lateTitle)).toEqual(['Gateway silent has not been heard from', '2 gateways have not been heard from', 'Gateway revoked is revoked and may go on by what it holds', '2 gateways are not reached']);
    expect([silent, { ...silent, hasRefused: true }, revoked, { ...silent, refusesAt: null }].map(lateWords)).toEqual([
      'Gateway silent: last heard 20 minutes ago. It may go on by what it holds until 06-Jan-2026 09:00:00 GMT.', expect.stringContaining('has refused everything since'), expect.stringMatching(/: revoked\. It may go on by what it holds until 06-Jan-2026/), expect.stringContaining('is not known'),
    ]);
  });
});
