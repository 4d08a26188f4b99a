import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { aFile, aRow, generatedNationalFile, NATIONAL_COUNTS, NATIONAL_ROWS, nationalFile } from '../../testing/index.js';
import { editionOf, readDirectoryFile } from './directory-file.js';
import { dayOf } from './file-row.js';
import { rowFields } from './row-fields.js';

const codesOf = (bytes: Uint8Array) => readDirectoryFile(bytes).faultyLines.flatMap(({ faults }) => faults.map(({ line, code }) => `${line} ${code}`));

describe('reading the national file', () => {
  const national = nationalFile(process.env['ACCORD_ODS_FILE']);

  const files = [national.bytes, generatedNationalFile()].map((bytes) => readDirectoryFile(bytes));

  it('reads every row of the file and finds nothing wrong with it', () => {
    for (const file of files) {
      expect(file.faultyLines).toEqual([]);
      expect(file.rows).toHaveLength(NATIONAL_ROWS);
    }
  });

  it.each(NATIONAL_COUNTS)('counts status %s and setting %i as published: %i', (letter, setting, expected) => {
    for (const { rows } of files) {
      expect(rows.filter(({ facts }) => facts.status === letter && facts.prescribingSetting === setting)).toHaveLength(expected);
    }
  });

  it('tells the edition by the newest day that is not ahead of the import', () => {
    const file = readDirectoryFile(aFile(aRow('TST01', { 11: '20230601' }), aRow('TST02', { 12: '20990101' })));
    expect(editionOf(file, null, '2024-01-01')).toBe('2023-06-01');
    expect(editionOf(file, '2023-12-01', '2024-01-01')).toBe('2023-12-01');
  });

  it('takes line breaks of either kind, and a last row that is whole without one', () => {
    expect(codesOf(Buffer.from(`${aRow('TST01')}\r\n${aRow('TST02')}\r\n`))).toEqual([]);
    expect(codesOf(Buffer.from(`${aRow('TST01')}\n${aRow('TST02')}`))).toEqual([]);
  });

  it('takes columns that this edition leaves empty and another fills', () => {
    expect(codesOf(aFile(aRow('TST01', { 19: 'X', 20: 'Y', 21: '1', 23: 'Z', 25: 'W', 27: 'V' })))).toEqual([]);
  });
});

describe('what is wrong with a file is said with its line', () => {
  const good = aRow('TST01');
  const bytes = (...parts: (string | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  const header = 'Organisation Code,Name,National Grouping\n';

  it.each<[string, Uint8Array, string[]]>([
    ['a byte order mark', bytes([0xef, 0xbb, 0xbf], good, '\n'), ['1 BYTE_ORDER_MARK']],
    ['UTF-16', bytes([0xff, 0xfe], [0x22, 0, 0x41, 0]), ['1 UTF_16']],
    ['bytes that are not UTF-8', bytes(good, '\n"', [0xe9], '"\n'), ['2 WRONG_ENCODING']],
    ['a NUL byte', bytes(good, '\n"TST\0"\n'), ['2 NUL_BYTE']],
    ['a header', bytes(header, good, '\n'), ['1 HEADER_LINE']],
    ['an empty line', bytes(good, '\n\n'), ['2 EMPTY_LINE']],
    ['nothing at all', new Uint8Array(), ['1 EMPTY_FILE']],
    ['a column too few', aFile(good, aRow('TST02').slice(0, -3)), ['2 COLUMN_COUNT']],
    ['a column too many', aFile(`${good},""`), ['1 COLUMN_COUNT']],
    ['an open quote, which swallows no other row', aFile(good, '"TST02,"X"', aRow('TST03')), ['2 MALFORMED_ROW']],
    ['a file cut inside a quoted field', bytes(good, '\n', aRow('TST02').slice(0, 30)), ['2 TRUNCATED']],
    ['a file cut between two fields', bytes(good, '\n', aRow('TST02').split(',').slice(0, 9).join(',')), ['2 TRUNCATED']],
    ['the same code twice', aFile(good, aRow('TST02'), good), ['3 DUPLICATE_CODE']],
    ['a control character', aFile(aRow('TST01', { 2: 'A\u001b[2J' })), ['1 CONTROL_CHARACTER']],
    ['several faults of one row, all of them', aFile(aRow('TST01', { 11: '20230230', 13: 'X', 26: '27' })), ['1 BAD_DATE', '1 UNKNOWN_STATUS', '1 UNKNOWN_SETTING']],
  ])('%s', (_what, file, expected) => {
    expect(codesOf(file)).toEqual(expected);
  });

  it.each([
    [1, 'tst01', 'BAD_ODS_CODE'], [1, 'T1', 'BAD_ODS_CODE'], [1, 'ТST01', 'BAD_ODS_CODE'], [2, '  ', 'NAME_MISSING'], [11, '', 'DATE_MISSING'],
    [11, '20230431', 'BAD_DATE'], [12, '2023-04-01', 'BAD_DATE'], [12, '19990101', 'DATE_ORDER'], [13, 'a', 'UNKNOWN_STATUS'], [13, '', 'UNKNOWN_STATUS'],
    [13, 'constructor', 'UNKNOWN_STATUS'], [14, 'Q', 'UNKNOWN_ALLOCATION'], [14, 'Z', 'COMMISSIONER_UNEXPECTED'], [15, '', 'COMMISSIONER_MISSING'],
    [15, '16c', 'BAD_CODE'], [16, '00000000', 'BAD_DATE'], [17, '20000101', 'DATE_ORDER'], [22, '2', 'UNKNOWN_AMENDED'], [26, '04', 'UNKNOWN_SETTING'],
    [26, '', 'UNKNOWN_SETTING'], [26, '-1', 'UNKNOWN_SETTING'],
  ])('column %i with "%s" is %s', (column, value, code) => {
    expect(codesOf(aFile(aRow('TST01', { [column]: value })))).toEqual([`1 ${code}`]);
  });

  it('never repeats what a terminal would obey, nor a long value whole', () => {
    const sentence = readDirectoryFile(aFile(aRow('TST01', { 13: '\u202e'.repeat(90) }))).faultyLines[0]!.faults[0]!.sentence;
    expect(sentence).toMatch(/^Line 1: column 13 \(status\) holds "\?{40}\.\.\."; /);
  });
});

describe('no row is lost', () => {
  it('gives every line exactly one place, whatever the bytes', () => {
    const line = fc.oneof(
      fc.constantFrom(aRow('TST01'), aRow('TST02'), aRow('TST03', { 13: 'C' }), '', '"', ',,,', aRow('TST04').slice(0, 40)),
      fc.string().map((text) => text.replaceAll('\n', '')),
    );
    const file = fc.oneof(
      fc.array(line).map((lines) => Buffer.from(lines.map((each) => `${each}\n`).join(''))),
      fc.uint8Array({ maxLength: 200 }),
    );
    fc.assert(fc.property(file, (bytes) => {
      const { rows, faultyLines, lines } = readDirectoryFile(bytes);
      const seen = [...rows, ...faultyLines].map((each) => each.line).sort((one, other) => one - other);
      expect(seen).toEqual(Array.from({ length: Math.max(lines, 1) }, (_, at) => at + 1));
    }));
  });

  it('reads the fields of a line as csv-parse does, and faults what csv-parse faults', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '""', '","', ' ', 'é') });
    fc.assert(fc.property(text, (line) => {
      const fields = rowFields(line);
      if ('brokenAt' in fields) expect(() => parse(line)).toThrow();
      else expect(line === '' ? [['']] : parse(line)).toEqual([fields]);
    }), { numRuns: 1_000 });
  });
});

it.each([['20240229', '2024-02-29'], ['20230229', null], ['19000229', null], ['20000229', '2000-02-29'], ['20231301', null], ['20230400', null], ['2023111', null]])(
  'reads the day %s as %s', (text, day) => expect(dayOf(text)).toBe(day),
);
