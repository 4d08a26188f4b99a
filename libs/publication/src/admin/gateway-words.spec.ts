import { describe, expect, it } from '@jest/globals';
import { sentence } from './gateway-list.js';
import { standingSentence, toneOf, wasNeverGiven, type GatewayShown, type StandingShown, type StatesAnswer } from './gateway-words.js';

const gateway = (id: string, state = 'confirmed', confirmedAt: string | null = '2026-01-01'): GatewayShown => ({
  id, code: id, name: id, state, localities: [], version: 1, certificates: [], certifiedUntil: null, registeredByReader: false, registeredAt: '2026-01-01', registeredByName: null, confirmedAt, confirmedByName: null,
  revokedAt: null, revokedByName: null, revokedReason: null,
});
const states = (...told: readonly (readonly [string, StandingShown['kind'], string | null, (string | null)?])[]): StatesAnswer => ({
  freshness: { number: 9, keysUntil: '2027-01-01', areKeysDue: false, at: '2026-03-02' },
  gatewayStates: told.map(([gatewayId, kind, seenAt, refusesAt = null]) => ({
    gatewayId, publication: null, stopList: null, seenAt, presented: null, appliedAt: null, ageSeconds: null, behindBy: 0, behindSeconds: 0, standing: { kind, behindBy: 0, heardSecondsAgo: seenAt === null ? null : 60, refusesAt },
  })),
});
const LIMIT = '2026-01-05T22:46:59Z';

describe('a gateway that was revoked', () => {
  const bus = gateway('bus', 'revoked');
  it('says from when it refuses everything for as long as it does not, since when once it does, and else that it was never given anything', () => {
    expect(standingSentence(bus, states(['bus', 'quarantined', '2026-01-04', LIMIT]))).toMatch(/may go on using.* From 05-Jan-2026 22:46:59 GMT it refuses everything\.$/);
    expect(standingSentence(bus, states(['bus', 'revoked', '2026-01-04', LIMIT]))).toMatch(/It has refused everything since 05-Jan-2026 22:46:59 GMT\.$/);
    for (const never of [standingSentence(bus, states(['bus', 'revoked', null])), standingSentence(gateway('bus', 'revoked', null), states())]) expect(never).toMatch(/It was never given anything/);
    // Nothing is told of it to those whose localities it does not serve.
    expect(standingSentence(bus, states())).toBe('It is revoked: it is sent nothing and believed nothing.');
  });

  it('stands in the alarm, and counts among all, until it refuses everything', () => {
    const all = [gateway('north'), bus];
    expect([sentence(all, states(['north', 'current', '2026-01-04'], ['bus', 'quarantined', '2026-01-04', LIMIT]), true), sentence(all, states(['north', 'current', '2026-01-04'], ['bus', 'revoked', '2026-01-04', LIMIT]), true)])
      .toEqual(['1 of 2 enforce publication 9.', 'All 1 enforce publication 9.']);
    expect((['quarantined', 'revoked', 'starting', 'never'] as const).map((kind) => toneOf({ kind, behindBy: 0, heardSecondsAgo: null, refusesAt: null }))).toEqual(['stopped', 'quiet', 'waiting', 'stopped']);
  });
});

describe('a gateway that was never given anything', () => {
  it('is one that nobody confirmed, or that never asked, was pushed nothing and signed for nothing; not one that is not the reader’s to see', () => {
    expect([wasNeverGiven(gateway('new', 'registered', null), states()), wasNeverGiven(gateway('north'), states(['north', 'never', null])), wasNeverGiven(gateway('north'), states(['north', 'silent', '2026-01-04'])), wasNeverGiven(gateway('north'), states())]).toEqual([true, true, false, false]);
  });
});
