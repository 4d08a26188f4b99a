import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { selectionLines } from './campaign-selection.js';

const told = (text: string): (string | null)[][] => selectionLines(text).map(({ line, given, odsCode }) => [String(line), given, odsCode]);

describe('a list of practices', () => {
  it.each<[string, string, (string | null)[][]]>([
    ['a code on each line', 'TSTP01\ntstp02\r\n  TSTP03 ', [['1', 'TSTP01', 'TSTP01'], ['2', 'tstp02', 'TSTP02'], ['3', 'TSTP03', 'TSTP03']]],
    ['several on one line', 'TSTP01, TSTP02;TSTP03\tTSTP04 TSTP05', ['TSTP01', 'TSTP02', 'TSTP03', 'TSTP04', 'TSTP05'].map((code) => ['1', code, code])],
    ['a file with a head that names the column', '\uFEFFName,ODS code\n"Elm Road, Surgery",TSTP01\nQuay Street,TSTP02', [['2', 'TSTP01', 'TSTP01'], ['3', 'TSTP02', 'TSTP02']]],
    ['a file parted by semicolons', 'Code;Name\nTSTP01;Elm Road', [['2', 'TSTP01', 'TSTP01']]],
    ['a file without a head: the first column', 'TSTP01,Elm Road Surgery\nTSTP02,Quay Street', [['1', 'TSTP01', 'TSTP01'], ['2', 'TSTP02', 'TSTP02']]],
    ['empty lines, counted and passed over', 'TSTP01\n\n ,, \nTSTP02', [['1', 'TSTP01', 'TSTP01'], ['4', 'TSTP02', 'TSTP02']]],
    ['what is no code, told with its line', 'TSTP01\nthe practice by the church\nT!', [['1', 'TSTP01', 'TSTP01'], ['2', 'the practice by the church', null], ['3', 'T!', null]]],
    ['a row whose column is empty, told and not lost', 'ods code,name\n,Elm Road', [['2', '', null]]],
    ['a quote left open, ended with its line', '"TSTP01\nTSTP02', [['1', 'TSTP01', 'TSTP01'], ['2', 'TSTP02', 'TSTP02']]],
    ['nothing', '', []],
  ])('is read as %s', (_what, text, lines) => expect(told(text)).toEqual(lines));

  it('loses no line that holds anything, whatever somebody pastes', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'grapheme' })), (lines) => {
      const text = lines.map((line) => line.replaceAll(/[\r\n\uFEFF]/g, '')).join('\n');
      const numbers = new Set(selectionLines(text).map(({ line }) => line));
      const hasHead = selectionLines(`TSTP01\n${text}`).length !== selectionLines(text).length + 1;
      text.split('\n').forEach((line, index) => {
        const isBlank = line.replaceAll(/[",;\t]/g, '').trim() === '';
        if (!isBlank && !(hasHead && index === 0)) expect(numbers.has(index + 1)).toBe(true);
      });
    }), { numRuns: 500 });
  });
});
