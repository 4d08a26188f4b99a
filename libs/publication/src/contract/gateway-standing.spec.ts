import { describe, expect, it } from '@jest/globals';
import { gatewayStanding } from './gateway-standing.js';

const at = new Date('2026-03-02T09:00:00Z');
const seen = (ago: number) => ({ isRevoked: false, isConfirmed: true, publication: 7, seenAt: new Date(at.getTime() - ago) });
const MINUTE = 60_000;

describe('how a gateway stands', () => {
  it.each([
    ['is current', seen(MINUTE), 7, { kind: 'current' }],
    ['is two behind', seen(MINUTE), 9, { kind: 'behind', by: 2 }],
    ['is silent, whatever it has applied', seen(5 * MINUTE), 9, { kind: 'silent', forMs: 5 * MINUTE }],
    ['counts as out of date', seen(15 * MINUTE), 7, { kind: 'stale' }],
    ['refuses everything', seen(24 * 60 * MINUTE), 7, { kind: 'refusing', refusesAt: at }],
    ['was never heard', { ...seen(0), seenAt: null }, 7, { kind: 'never' }],
    ['waits for a second person', { ...seen(0), isConfirmed: false }, 7, { kind: 'unconfirmed' }],
    ['is revoked, even while it speaks', { ...seen(0), isRevoked: true }, 7, { kind: 'revoked' }],
    ['has applied nothing of nothing', { ...seen(0), publication: null }, null, { kind: 'current' }],
  ])('%s', (_what, known, current, standing) => {
    expect(gatewayStanding(known, current, at)).toMatchObject(standing);
  });
});
