import { describe, expect, it } from '@jest/globals';
import { gatewayStanding } from './gateway-standing.js';

const at = new Date('2026-03-02T09:00:00Z');
const MINUTE = 60_000;
const seen = (ago: number) => ({ isRevoked: false, confirmedAt: new Date(at.getTime() - 60 * MINUTE) as Date | null, isCertified: true, publication: 7, seenAt: new Date(at.getTime() - ago) as Date | null, givenAt: new Date(at.getTime() - ago), refuseAfterMs: 120 * MINUTE as number | null });

describe('how a gateway stands', () => {
  it.each([
    ['is current', seen(MINUTE), 7, { kind: 'current', heardAgoMs: MINUTE, refusesAt: null }],
    ['is two behind', seen(MINUTE), 9, { kind: 'behind', behindBy: 2 }],
    ['is not silent a moment before it is', seen(5 * MINUTE - 1), 7, { kind: 'current', refusesAt: null }],
    ['is out of date once its stop list has expired, whatever it has applied', seen(5 * MINUTE), 9, { kind: 'stale', heardAgoMs: 5 * MINUTE, behindBy: 0, refusesAt: new Date(at.getTime() + 115 * MINUTE) }],
    ['is silent while the stop list it was pushed lives', { ...seen(5 * MINUTE), givenAt: new Date(at.getTime() - 5 * MINUTE + 1) }, 9, { kind: 'silent', heardAgoMs: 5 * MINUTE, behindBy: 0 }],
    ['is out of date once the stop list it was pushed has expired', { ...seen(15 * MINUTE), givenAt: new Date(at.getTime() - 5 * MINUTE) }, 7, { kind: 'stale', refusesAt: new Date(at.getTime() + 115 * MINUTE) }],
    ['refuses everything, at the limit of what it holds and no other', seen(120 * MINUTE), 7, { kind: 'refusing', refusesAt: at }],
    ['is handed every publication and never speaks, so it may answer for longer', { ...seen(120 * MINUTE), givenAt: new Date(at.getTime() - MINUTE) }, 7, { kind: 'silent', heardAgoMs: 120 * MINUTE, refusesAt: new Date(at.getTime() + 119 * MINUTE) }],
    ['holds nothing that says when it refuses', { ...seen(3_000 * MINUTE), refuseAfterMs: null }, 7, { kind: 'stale', refusesAt: null }],
    ['was never heard', { ...seen(0), seenAt: null }, 7, { kind: 'never', heardAgoMs: null }],
    ['is cut off from the moment its last certificate is revoked, whatever it has applied', { ...seen(0), isCertified: false }, 9, { kind: 'cut-off', heardAgoMs: 0, behindBy: 0, refusesAt: new Date(at.getTime() + 120 * MINUTE) }],
    ['is cut off, and goes on being so in silence', { ...seen(30 * MINUTE), isCertified: false }, 7, { kind: 'cut-off', refusesAt: new Date(at.getTime() + 90 * MINUTE) }],
    ['is cut off for so long that it refuses everything', { ...seen(120 * MINUTE), isCertified: false }, 7, { kind: 'refusing', refusesAt: at }],
    ['was never heard and cannot be', { ...seen(0), isCertified: false, seenAt: null }, 7, { kind: 'cut-off', heardAgoMs: null, refusesAt: null }],
    ['was confirmed within the hour and not started yet', { ...seen(0), seenAt: null, givenAt: null, confirmedAt: new Date(at.getTime() - 59 * MINUTE) }, 7, { kind: 'starting', heardAgoMs: null }],
    ['is quarantined until the limit of what it was last given, with all its certificates', { ...seen(0), isRevoked: true, isCertified: false }, 7, { kind: 'quarantined', heardAgoMs: 0, refusesAt: new Date(at.getTime() + 120 * MINUTE) }],
    ['is revoked, and has refused everything since its limit', { ...seen(120 * MINUTE), isRevoked: true, isCertified: false }, 7, { kind: 'revoked', refusesAt: at }],
    ['is revoked and was never given anything', { ...seen(0), isRevoked: true, isCertified: false, seenAt: null, givenAt: null }, 7, { kind: 'revoked', heardAgoMs: null, refusesAt: null }],
    ['is revoked and holds nothing of what it served', { ...seen(0), isRevoked: true, refuseAfterMs: null }, 7, { kind: 'revoked', refusesAt: null }],
    ['waits for a second person', { ...seen(0), confirmedAt: null }, 7, { kind: 'unconfirmed' }],
    ['is quarantined, even while it speaks', { ...seen(0), isRevoked: true }, 7, { kind: 'quarantined' }],
    ['has applied nothing of nothing', { ...seen(0), publication: null }, null, { kind: 'current' }],
    ['was heard by another machine whose clock is ahead', seen(-MINUTE), 7, { kind: 'current', heardAgoMs: 0 }],
  ])('%s', (_what, known, current, standing) => {
    expect(gatewayStanding(known, current, at)).toMatchObject(standing);
  });
});
