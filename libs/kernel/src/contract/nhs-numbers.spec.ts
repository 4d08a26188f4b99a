import { describe, expect, it } from '@jest/globals';
import { isNhsNumber, withoutNhsNumbers } from './nhs-numbers.js';

describe('a patient\'s number', () => {
  it.each(['9990000018', '9990000026', '9990000107'])('is known by its check digit: %s', (digits) => expect(isNhsNumber(digits)).toBe(true));
  it.each(['9990000019', '999000001', '99900000180', '999 000 0018', ''])('is not %j', (digits) => expect(isNhsNumber(digits)).toBe(false));

  it.each([
    ['9990000018', '…'], ['asked for 999 000 0018 and 9990000026.', 'asked for … and ….'], ['999-000-0034', '…'], ['999\u00a0000\u20110018', '…'], ['NHS9990000018', 'NHS…'], ['nhs_9990000107x', 'nhs_…x'],
  ])('is taken out of %j', (text, without) => expect(withoutNhsNumbers(text)).toBe(without));

  it.each(['9990000019', '99900000181', '0190a000-0000-7000-8000-999000001800', 'ab9990000018cd', '1.9990000018', '2026-03-02T09:00:00.000Z', 'DCR-16C-0001'])('is not seen in %s', (text) => {
    expect(withoutNhsNumbers(text)).toBe(text);
  });
});
