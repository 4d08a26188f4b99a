import { describe, expect, it } from '@jest/globals';
import { NO_PROGRESS, nextStep, type SignProgress } from './sign-facts.js';

describe('the next step of signing', () => {
  const invited = { state: 'invited', termsDigest: 'these' };
  it.each<[string, string, Partial<SignProgress>, string]>([
    ['reading, at first', 'invited', {}, 'read'],
    ['reading again, where the terms read were others', 'invited', { readDigest: 'those', hasSeenAuthority: true }, 'read'],
    ['seeing who may sign', 'invited', { readDigest: 'these' }, 'authority'],
    ['signing', 'invited', { readDigest: 'these', hasSeenAuthority: true }, 'sign'],
    ['none, once somebody has signed', 'signed', { readDigest: 'these', hasSeenAuthority: true }, 'done'],
    ['none, whatever this browser remembers', 'declined', {}, 'done'],
  ])('is %s', (_what, state, progress, step) => expect(nextStep({ ...invited, state }, { ...NO_PROGRESS, ...progress })).toBe(step));
});
