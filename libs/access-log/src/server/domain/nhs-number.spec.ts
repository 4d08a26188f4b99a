import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { holdsNhsNumber, maskNhsNumbers, NhsNumber } from './nhs-number.js';

describe('An NHS number', () => {
  it.each(['9990000018', '999 000 0026', '999-000-0034', ' 9990000107 '])('is read as people write it: %s', (text) => {
    expect(NhsNumber.read(text).reveal()).toBe(text.replace(/\D/g, ''));
  });

  it.each(['9990000019', '999000001', '99900000180', '999.000.0018', 'abcdefghij', '', '99900\u066000018', '9990000000x'])('is refused as %j', (text) => {
    expect(() => NhsNumber.read(text)).toThrow(expect.objectContaining({ code: 'NOT_AN_NHS_NUMBER' }));
  });

  it('is masked however it is printed', () => {
    const number = NhsNumber.read('9990000018');
    for (const text of [String(number), `${number}`, JSON.stringify({ number }), inspect(number), inspect({ deep: [number] })]) {
      expect(text).toContain('*** *** 0018');
      expect(text).not.toContain('999');
    }
    expect(Object.keys(number)).toEqual([]);
  });

  it.each([
    ['9990000018', '*** *** 0018'], ['call 999 000 0026 now', 'call *** *** 0026 now'], ['(999-000-0034),9990000107.', '(*** *** 0034),*** *** 0107.'], ['nhs_9990000018', 'nhs_*** *** 0018'],
  ])('is masked where it stands in other text: %s', (text, without) => {
    expect(maskNhsNumbers(text)).toBe(without);
    expect(holdsNhsNumber(without)).toBe(false);
  });

  it.each(['9990000019', 'a9990000018', '99900000181', '0190a000-0000-7000-8000-999000001800', '1.9990000018'])('is not seen in %s', (text) => {
    expect(maskNhsNumbers(text)).toBe(text);
  });
});
