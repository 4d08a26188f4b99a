import { describe, expect, it } from '@jest/globals';
import { csvField } from './csv-field.js';

describe('a field of the coverage file', () => {
  it.each([
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`], ['+44', `'+44`], ['-1', `'-1`], ['@SUM', `'@SUM`], ['\tx', `'\tx`], ['ELM ROAD, ALDERMOOR', '"ELM ROAD, ALDERMOOR"'], ['TSTP01', 'TSTP01'], [8, '8'],
  ])('%s is written %s, so that no spreadsheet runs it', (value, expected) => expect(csvField(value)).toBe(expected));
});
