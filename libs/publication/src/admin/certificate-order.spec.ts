import { describe, expect, it } from '@jest/globals';
import { browserClock } from '@accord/kernel/admin';
import { inOrderOfUse } from './certificate-order.js';
import type { GatewayCertificateShown } from './gateway-words.js';

const day = (days: number): string => new Date(browserClock.now().getTime() + days * 86_400_000).toISOString();
const certificate = (id: string, state: string, registered: number, from: number, until: number): GatewayCertificateShown => ({
  id, sha256: id, fromAt: day(from), untilAt: day(until), state, version: 1, registeredByReader: false, registeredAt: day(registered), registeredByName: null, confirmedAt: null, confirmedByName: null, revokedAt: null, revokedByName: null, revokedReason: null,
});

describe('the certificates of a gateway', () => {
  it('stand by what matters now: in force, then waiting, then over, the newest first', () => {
    const rows = [
      certificate('withdrawn', 'revoked', -5, -5, 900), certificate('never confirmed in time', 'registered', -60, -60, -30), certificate('waits', 'registered', -1, -1, 400), certificate('ended', 'confirmed', -400, -400, -40),
      certificate('revoked', 'revoked', -20, -20, 300), certificate('older in force', 'confirmed', -90, -90, 20), certificate('begins later', 'confirmed', -3, 10, 800), certificate('in force', 'confirmed', -10, -10, 200),
    ];
    const order = ['in force', 'older in force', 'waits', 'begins later', 'withdrawn', 'revoked', 'never confirmed in time', 'ended'];
    expect(inOrderOfUse(rows).map(({ id }) => id)).toEqual(order);
    expect(inOrderOfUse([...rows].reverse()).map(({ id }) => id)).toEqual(order);
    expect(inOrderOfUse([])).toEqual([]);
  });
});
