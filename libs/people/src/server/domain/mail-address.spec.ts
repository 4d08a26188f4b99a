import { describe, expect, it } from '@jest/globals';
import { mailAddress } from './mail-address.js';

describe('an address that a sign-in service names', () => {
  it.each(['grace.adeyemi@example.test', "o'hara+mail@nhs.example", 'x@localhost'])('is taken as it is: %s', (said) => expect(mailAddress(said)).toBe(said));

  it.each([
    ['a second line', 'grace@example.test\r\nBcc: all@example.test'], ['a line feed alone', 'grace@example.test\nX: y'], ['a name before it', 'Grace <grace@example.test>'],
    ['two of them', 'grace@example.test, hamish@example.test'], ['nothing before the sign', '@example.test'], ['a quoted part', '"grace x"@example.test'], ['a space', 'gra ce@example.test'],
    ['a zero byte', 'grace@example.test\0'], ['a list', ['grace@example.test']], ['no text', 7], ['nothing', undefined], ['300 characters', `${'x'.repeat(60)}@${'y.'.repeat(120)}test`],
  ])('is none with %s', (_what, said) => expect(mailAddress(said)).toBeNull());
});
