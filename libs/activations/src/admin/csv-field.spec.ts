import { describe, expect, it } from '@jest/globals';
import { csvField } from './csv-field.js';

describe('a field of the coverage file', () => {
  it.each([
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`], ['+44', `'+44`], ['-1', `'-1`], ['@SUM', `'@SUM`], ['\tx', `'\tx`], ['＝SUM(A1)', `'＝SUM(A1)`], ['＋44', `'＋44`], ['－1', `'－1`], ['−1', `'−1`], ['＠SUM', `'＠SUM`],
    ['\0=1', `'=1`], ['ELM\0ROAD', 'ELMROAD'], [' =1', `' =1`], ['\n=1', `"'\n=1"`], ['A=B', 'A=B'], ['ELM ROAD, ALDERMOOR', '"ELM ROAD, ALDERMOOR"'], ['TSTP01', 'TSTP01'], [8, '8'],
  ])('%s is written %s, so that no spreadsheet runs it', (value, expected) => expect(csvField(value)).toBe(expected));
});
