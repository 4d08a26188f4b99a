import { generateKeyPairSync } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import type { AccessEvent } from './format.js';
import { sealEvent, sealKeyOf, unsealEvent } from './seal.js';

const event: AccessEvent = {
  occurredAt: '2026-03-01T09:00:00.000Z', service: 'DCR', provider: 'TSTP01', views: ['medication'], user: { id: 'u-1', name: 'Ann Example', jobRole: 'R8000' },
  consumer: 'TSTV01', system: 'system-1', patient: '9990000018', messageId: 'm-1', decision: 'permit', reason: 'PERMITTED', permittedViews: ['medication'],
  agreement: 'DCR-TST1-0001', publication: 1, stopList: 1, freshness: 'fresh',
};

describe('sealing access events', () => {
  const own = generateKeyPairSync('x25519');

  it('is read by the holder of the private key and by nobody else', () => {
    const sealed = sealEvent(sealKeyOf(own.publicKey), event);
    expect(unsealEvent(own.privateKey, sealed)).toEqual(event);
    expect(() => unsealEvent(generateKeyPairSync('x25519').privateKey, sealed)).toThrow(expect.objectContaining({ code: 'SEAL_BROKEN' }));
  });

  it('shows nothing of its content, and never looks the same twice', () => {
    const sealed = Buffer.from(sealEvent(own.publicKey, event));
    expect(sealed.includes('9990000018')).toBe(false);
    expect(sealed.includes('TSTP01')).toBe(false);
    expect(sealed.equals(sealEvent(own.publicKey, event))).toBe(false);
  });

  it('is broken by any changed byte and by any cut', () => {
    const sealed = sealEvent(own.publicKey, event);
    for (let at = 0; at < sealed.length; at += 1) {
      const spoiled = Uint8Array.from(sealed);
      // The top bit of an X25519 point is not part of it, but it is part of the key derivation.
      spoiled[at] = (spoiled[at] as number) ^ 0x80;
      expect(() => unsealEvent(own.privateKey, spoiled)).toThrow(expect.objectContaining({ code: 'SEAL_BROKEN' }));
    }
    for (const length of [0, 31, 59, 60, sealed.length - 1]) {
      expect(() => unsealEvent(own.privateKey, sealed.subarray(0, length))).toThrow(expect.objectContaining({ code: 'SEAL_BROKEN' }));
    }
  });
});
