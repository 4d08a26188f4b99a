import { describe, expect, it } from '@jest/globals';
import { appliedSentence, type ReceiptShown } from './applied-words.js';

const receipt = (name: string, given: Partial<ReceiptShown> = {}): ReceiptShown => ({ gatewayId: name, code: name, name, revoked: false, appliedAt: null, number: null, isGiven: true, holdsUntil: null, ...given });
const says = (...receipts: ReceiptShown[]): string => appliedSentence({ publishedAt: '2026-01-05T09:00:00Z', receipts });
const north = receipt('North', { appliedAt: '2026-01-05T09:00:01Z', number: 7 });

describe('how far a publication is applied', () => {
  it('counts a revoked gateway for as long as it may go on by what it holds', () => {
    const revoked = receipt('Bus', { revoked: true });
    expect([says(north, { ...revoked, holdsUntil: '2026-01-06T09:00:00Z' }), says(north, revoked)]).toEqual([expect.stringContaining('Applied by 1 of 2 gateways; waiting for Bus.'), expect.stringContaining('Applied by all 1 gateways.')]);
  });

  it('waits for nobody who was never given anything, and names them', () => {
    const never = receipt('West', { isGiven: false });
    expect([says(north, never), says(never), says()]).toEqual([expect.stringMatching(/Applied by all 1 gateways\. Never given anything: West\.$/), expect.stringMatching(/No gateway was given anything yet\. Never given anything: West\.$/), 'No gateway is registered.']);
  });
});
