import { describe, expect, it } from '@jest/globals';
import { forbiddingDuty } from './separation.js';

describe('separation of duties', () => {
  it.each([
    ['approver', 'activation-officer'], ['system-administrator', 'signatory'], ['system-administrator', 'auditor-national'],
    ['auditor-organisation', 'viewer-governance-lead'], ['auditor-national', 'privacy-officer'], ['approver', 'auditor-organisation'],
  ] as const)('lets nobody hold %s together with %s, asked either way round', (one, other) => {
    expect(forbiddingDuty(one, [other])).toBe(other);
    expect(forbiddingDuty(other, [one])).toBe(one);
  });

  it.each([
    ['signatory', 'practice-governance-lead'], ['support', 'auditor-national'], ['auditor-national', 'auditor-organisation'],
    ['activation-officer', 'activation-officer'], ['system-administrator', 'support'],
  ] as const)('lets one person hold %s together with %s', (one, other) => {
    expect(forbiddingDuty(one, [other])).toBeUndefined();
  });
});
